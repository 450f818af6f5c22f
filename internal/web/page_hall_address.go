package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"shuping/internal/decider"
)

// reach is when a phone last opened an address under which the phones of a hall may reach
// the server (会场网址). Which one was chosen for a hall, and stands in the QR codes of
// slips and on the projector, is kept by package hall; that a phone got there is true of
// the network of now and kept in memory.
type reach struct {
	mu    sync.Mutex
	heard map[string]time.Time // by the base address
}

// addressView is the page on which the address is chosen and tried.
type addressView struct {
	Path    string
	Choices []Option
	Chosen  string
	Local   bool // only this machine reaches the chosen one
	Open    bool // without TLS, on a server that has it
	Gone    bool // the chosen one is none of this machine's now
	Test    string
	QR      *qrCode
	Heard   string // when a phone opened it
	Refusal *decider.Refusal
}

// hallBase is the address for the phones of a hall: the chosen one, else the one under
// which this request came in.
func (s *Server) hallBase(r *room) string {
	base, err := s.Halls.Address(r.id())
	if err != nil {
		s.Log.Error("the address of a hall cannot be read", "error", err)
	}
	if base == "" {
		return s.base(r.Request)
	}
	return base
}

// bases are the addresses that a phone may reach: that of this request, and those of the
// machine's networks under the same port.
func (s *Server) bases(r *http.Request, machine []netip.Addr) []string {
	own := s.base(r)
	out := []string{own}
	scheme, _, _ := strings.Cut(own, "://")
	_, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		port = ""
	}
	for _, a := range machine {
		host := a.String()
		if a.Is6() {
			host = "[" + host + "]"
		}
		if port != "" {
			host += ":" + port
		}
		if base := scheme + "://" + host; !slices.Contains(out, base) {
			out = append(out, base)
		}
		if s.Plain != "" {
			host, _, _ = strings.Cut(host, ":"+port)
			out = append(out, "http://"+host+":"+s.Plain)
		}
	}
	return out
}

// machineAddresses are this machine's addresses in its networks, without those that only
// it can reach.
func machineAddresses() (out []netip.Addr) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil // the address of the request is left
	}
	for _, a := range all {
		p, err := netip.ParsePrefix(a.String())
		if ip := p.Addr().Unmap(); err == nil && ip.IsGlobalUnicast() {
			out = append(out, ip)
		}
	}
	return out
}

// local says whether only this machine reaches an address.
func local(base string) bool {
	u, err := url.Parse(base)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(u.Hostname())
	return u.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}

// addressForm shows the addresses, and whether a phone has opened the chosen one.
func (s *Server) addressForm(w http.ResponseWriter, v *visit) error {
	r, err := s.drawer(v)
	if err != nil {
		return err
	}
	return s.showAddress(w, r, http.StatusOK, nil)
}

func (s *Server) showAddress(w http.ResponseWriter, r *room, status int, refusal *decider.Refusal) error {
	v := addressView{Path: r.path(), Chosen: s.hallBase(r), Refusal: refusal}
	v.Local, v.Test = local(v.Chosen), v.Chosen+"/reach"
	v.Open = s.Plain != "" && strings.HasPrefix(v.Chosen, "http://")
	for _, base := range s.bases(r.Request, s.machine()) {
		v.Choices = append(v.Choices, Option{base, base})
	}
	if v.Gone = !slices.Contains(v.Choices, Option{v.Chosen, v.Chosen}); v.Gone {
		v.Choices = append(v.Choices, Option{v.Chosen, v.Chosen}) // a proxy's, or that of a network this machine has left
	}
	if code, err := newQR(v.Test); err == nil {
		v.QR = &code
	}
	s.reach.mu.Lock()
	if at, ok := s.reach.heard[v.Chosen]; ok {
		v.Heard = clockTime(at)
	}
	s.reach.mu.Unlock()
	sh := s.shell(r.visit, r.W.Say("hall.address.title"))
	sh.Narrow, sh.Sheets = true, []string{"meeting.css"}
	return s.show(w, r.visit, status, sh, AddressPage(r, v))
}

// chooseAddress takes one of the offered addresses for the hall.
func (s *Server) chooseAddress(w http.ResponseWriter, v *visit) error {
	r, err := s.drawer(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	base := v.PostForm.Get("base")
	if base != s.hallBase(r) && !slices.Contains(s.bases(v.Request, s.machine()), base) {
		return s.showAddress(w, r, http.StatusConflict, decider.Refuse("", "address-unknown", "got", cutText(base)).At("base"))
	}
	if err := s.Halls.SetAddress(r.id(), base); err != nil {
		return err
	}
	return see(w, v, r.path()+"/address")
}

// reached is what the phone opens that tries an address. It says that it worked, and
// the page of the choice says so too; nothing of the phone is kept.
func (s *Server) reached(w http.ResponseWriter, v *visit) error {
	base := s.base(v.Request)
	s.reach.mu.Lock()
	if s.reach.heard == nil || len(s.reach.heard) >= mostCopies {
		s.reach.heard = map[string]time.Time{}
	}
	s.reach.heard[base] = s.Now()
	s.reach.mu.Unlock()
	return s.voter(w, v, http.StatusOK, v.W.Say("hall.address.reached"), VoterReached(v.W))
}

// machine are the machine's addresses; tests have their own.
func (s *Server) machine() []netip.Addr {
	if s.addresses != nil {
		return s.addresses()
	}
	return machineAddresses()
}
