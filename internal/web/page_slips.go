package web

import (
	"crypto/rand"
	"errors"
	"math/big"
	"net/http"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/office"
)

// mostSlips is how many slips of a class are drawn at once.
const mostSlips = 2000

// slipsView is the page on which slips with codes (选票码) are ordered.
type slipsView struct {
	Path    string
	Rows    []issueRow
	Fixed   bool // the vote is open: as many as were given out
	Made    int  // slips that were made already; they cannot be shown again
	More    bool // others can still be printed
	Address string
	Local   bool // only this machine reaches it
	Refusal *decider.Refusal
}

// issueRow is a class that votes with the ballots it is to get.
type issueRow struct {
	Class, Name  string
	Voters       int
	Phone, Paper string // as typed
}

// slipsForm asks how many slips are to be drawn.
func (s *Server) slipsForm(w http.ResponseWriter, v *visit) error {
	r, err := s.drawer(v)
	if err != nil {
		return err
	}
	return s.showSlips(w, r, http.StatusOK, nil, nil)
}

// drawer is the room for who may give ballots out.
func (s *Server) drawer(v *visit) (*room, error) {
	r, err := s.room(v)
	if err == nil && !r.may("open-ballot") {
		err = errForbidden
	}
	return r, err
}

func (s *Server) showSlips(w http.ResponseWriter, r *room, status int, typed []issueRow, refusal *decider.Refusal) error {
	v := slipsView{Path: r.path(), Rows: typed, Address: s.hallBase(r) + "/v", Local: local(s.hallBase(r)), Refusal: refusal}
	box := r.s.NextBox()
	if round := r.s.Round(); round != nil && round.Ended == nil && round.Voided == nil {
		v.Fixed, v.Rows, box = true, issuedRows(r, round), round.Box
	}
	if v.Rows == nil {
		v.Rows = slipRows(r)
	}
	v.Made, _ = s.begun(box)
	if v.More = v.Made > 0 && !v.Fixed; v.More && typed == nil {
		for i := range v.Rows {
			v.Rows[i].Phone = "0"
		}
	}
	sh := s.shell(r.visit, r.W.Say("hall.slips.title"))
	sh.Narrow, sh.Sheets = true, []string{"meeting.css"}
	return s.show(w, r.visit, status, sh, SlipsPage(r, v))
}

// everybody stands for all classes where all ballots are alike.
const everybody = "all"

// slipRows are the piles that slips are printed for: one where all ballots are alike,
// else a pile for each class that votes.
func slipRows(r *room) []issueRow {
	rows := votersRows(r)
	if !meeting.Alike(r.s.Type()) {
		return rows
	}
	all := issueRow{Class: everybody, Name: r.W.Say("hall.everybody")}
	for _, row := range rows {
		all.Voters += row.Voters
	}
	all.Phone = strconv.Itoa(all.Voters)
	return []issueRow{all}
}

// votersRows are the classes that vote, with a slip for each who is in the hall.
func votersRows(r *room) (rows []issueRow) {
	for _, c := range r.s.Type().Classes {
		if c.Votes {
			n := r.s.Voters(c.ID)
			rows = append(rows, issueRow{Class: c.ID, Name: c.Name, Voters: n, Phone: strconv.Itoa(n), Paper: "0"})
		}
	}
	return rows
}

func issuedRows(r *room, round *meeting.Round) (rows []issueRow) {
	for _, sl := range round.Slips {
		rows = append(rows, issueRow{Class: sl.Class, Name: r.pile(round.Form, sl.Class), Voters: sl.Voters, Phone: strconv.Itoa(sl.Phone), Paper: strconv.Itoa(sl.Paper)})
	}
	return rows
}

// slips draws the codes and answers with the pages to print. They are in this
// answer and nowhere else: it is not kept, and loading it again draws nothing.
func (s *Server) slips(w http.ResponseWriter, v *visit) error {
	r, err := s.drawer(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	rows, issued, err := issuedOf(r)
	if err == nil {
		form, codes, drawErr := s.Polling.Slips(v.Context(), r.id(), issued)
		if err = drawErr; err == nil {
			return s.printSlips(w, r, form, codesOf(r, form, codes))
		}
	}
	refusal, _, rest := s.refusedBy(r, err)
	if rest != nil {
		return rest
	}
	return s.showSlips(w, r, http.StatusConflict, rows, refusal)
}

// issuedOf reads the numbers of phone.<class>.
func issuedOf(r *room) (rows []issueRow, issued []meeting.Issue, err error) {
	all := 0
	for _, row := range slipRows(r) {
		row.Phone = strings.TrimSpace(r.PostForm.Get("phone." + row.Class))
		rows = append(rows, row)
		n := 0
		if row.Phone != "" {
			var bad error
			if n, bad = strconv.Atoi(row.Phone); bad != nil || n < 0 || n > mostSlips {
				err = decider.Refuse("N7.2", "slips-number", "class", row.Name, "got", row.Phone, "most", mostSlips).At("phone." + row.Class)
			}
		}
		class := row.Class
		if class == everybody {
			class = votersRows(r)[0].Class // all are one pile, whichever of them it is said of
		}
		issued, all = append(issued, meeting.Issue{Class: class, Phone: n}), all+n
	}
	round := r.s.Round()
	if fixed := round != nil && round.Ended == nil && round.Voided == nil; err == nil && all == 0 && !fixed {
		err = decider.Refuse("N7.2", "slips-none").At("phone." + rows[0].Class)
	}
	return rows, issued, err
}

// classCode is a code with the name of the pile it is of.
type classCode struct {
	class string
	code  ballotbox.Code
}

// slip is one slip as it is printed.
type slip struct {
	Code    string
	Address string
	QR      qrCode
	Class   string // empty where all are alike
}

// printSlips answers with the slips.
func (s *Server) printSlips(w http.ResponseWriter, r *room, form ballot.Form, drawn []classCode) error {
	pages, err := s.slipPages(r, form, drawn)
	if err != nil {
		return err
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	sh := s.shell(r.visit, r.W.Say("hall.slips.print"))
	sh.Sheets = []string{"meeting.css", "sheet.css"}
	return s.show(w, r.visit, http.StatusOK, sh, SlipSheets(r, pages))
}

// slipPages sets slips on pages. Within a class they come in an order of their own, so
// that neither the pile nor the box tells in which order they were drawn.
func (s *Server) slipPages(r *room, form ballot.Form, drawn []classCode) ([][]slip, error) {
	if err := shuffle(drawn); err != nil {
		return nil, err
	}
	base := s.hallBase(r)
	all := make([]slip, len(drawn))
	for i, d := range drawn {
		code, err := newQR(base + "/v/" + d.code.Path())
		if err != nil {
			return nil, err
		}
		all[i] = slip{Code: d.code.String(), Address: base + "/v", QR: code}
		if len(form.Classes) > 1 {
			all[i].Class = d.class
		}
	}
	return byPage(all), nil
}

// shuffle puts slips into a random order that is no secret of anybody. It does not
// use the server's source of chance, which tests fix.
func shuffle(all []classCode) error {
	for i := len(all) - 1; i > 0; i-- {
		j, err := rand.Int(rand.Reader, big.NewInt(int64(i+1)))
		if err != nil {
			return err
		}
		all[i], all[j.Int64()] = all[j.Int64()], all[i]
	}
	return nil
}

// slipsOnPage is how many slips an A4 page has.
const slipsOnPage = 8

// byPage sets slips on pages, a class to a page: piles are cut and handed out by class.
func byPage(all []slip) (pages [][]slip) {
	var order []string
	byClass := map[string][]slip{}
	for _, s := range all {
		if byClass[s.Class] == nil {
			order = append(order, s.Class)
		}
		byClass[s.Class] = append(byClass[s.Class], s)
	}
	for _, class := range order {
		rest := byClass[class]
		for len(rest) > 0 {
			n := min(slipsOnPage, len(rest))
			pages, rest = append(pages, rest[:n]), rest[n:]
		}
	}
	return pages
}

// replaceView is the page on which a spoilt or lost ballot is replaced.
type replaceView struct {
	Path    string
	Classes []Option
	Values  map[string]string
	Refusal *decider.Refusal
	Fault   string // at the code
}

// replaceForm asks what is to be replaced (换发).
func (s *Server) replaceForm(w http.ResponseWriter, v *visit) error {
	r, err := s.replacer(v)
	if err != nil {
		return err
	}
	return s.showReplace(w, r, http.StatusOK, replaceView{})
}

func (s *Server) replacer(v *visit) (*room, error) {
	r, err := s.room(v)
	if err == nil && !r.may("replace-slip") {
		err = errForbidden
	}
	return r, err
}

func (s *Server) showReplace(w http.ResponseWriter, r *room, status int, p replaceView) error {
	p.Path = r.path()
	for _, name := range []string{"class", "origin", "cause", "reason", "code"} {
		if p.Values == nil {
			p.Values = map[string]string{}
		}
		p.Values[name] = r.PostForm.Get(name)
	}
	if round := r.s.Round(); round != nil {
		for _, c := range round.Form.Classes {
			p.Classes = append(p.Classes, Option{c, r.pile(round.Form, c)})
		}
	}
	sh := s.shell(r.visit, r.W.Command("meeting", "replace-slip"))
	sh.Narrow, sh.Sheets = true, []string{"meeting.css"}
	return s.show(w, r.visit, status, sh, ReplacePage(r, p))
}

// replace gives a new ballot for one that was spoilt or lost. A slip whose code is
// at hand is made invalid in the box; a lost one stays unused there, and is counted
// as not returned. The meeting learns the number, never which slip.
func (s *Server) replace(w http.ResponseWriter, v *visit) error {
	r, err := s.replacer(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	get := v.PostForm.Get
	cmd := meeting.ReplaceSlip{Class: get("class"), Origin: meeting.Origin(get("origin")), Cause: get("cause"), Reason: get("reason")}
	if cmd.Origin == meeting.ByPhone {
		return s.replacePhone(w, r, cmd)
	}
	values := map[string][]string{"class": {cmd.Class}, "origin": {string(cmd.Origin)}, "cause": {cmd.Cause}, "reason": {cmd.Reason}}
	if err := s.handMeeting(r, "replace-slip", values); err != nil {
		return s.notReplaced(w, r, err)
	}
	s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("meeting", "replace-slip")))
	return see(w, v, r.path())
}

func (s *Server) replacePhone(w http.ResponseWriter, r *room, cmd meeting.ReplaceSlip) error {
	call, err := s.Office.Caller(r.Context(), r.Viewer.Person)
	if err != nil {
		return err
	}
	code, err := s.Polling.Replace(r.Context(), call, r.id(), cmd, r.PostForm.Get("code"))
	if fault := codeFault(r, err); fault != "" {
		return s.showReplace(w, r, http.StatusUnprocessableEntity, replaceView{Fault: fault})
	}
	if err != nil {
		return s.notReplaced(w, r, err)
	}
	s.follow(r.visit, "meeting/"+r.id())
	form := r.s.Round().Form
	return s.printSlips(w, r, form, []classCode{{r.pile(form, cmd.Class), code}})
}

func (s *Server) notReplaced(w http.ResponseWriter, r *room, err error) error {
	refusal, _, rest := s.refusedBy(r, err)
	if rest != nil {
		return rest
	}
	return s.showReplace(w, r, http.StatusConflict, replaceView{Refusal: refusal})
}

// codeFault says why a slip cannot be replaced, empty for what is not the person's.
func codeFault(r *room, err error) string {
	for of, key := range map[error]string{
		ballotbox.ErrMistyped: "vote.fault.mistyped", ballotbox.ErrUnknownCode: "hall.replace.unknown",
		ballotbox.ErrSpoilt: "hall.replace.spoilt", ballotbox.ErrUsed: "hall.replace.used",
		office.ErrOtherClass: "hall.replace.other-class",
		ballotbox.ErrClosed:  "vote.stop.closed.title", ballotbox.ErrSealed: "vote.stop.closed.title", ballotbox.ErrNoBox: "hall.replace.no-slips",
	} {
		if errors.Is(err, of) {
			return r.W.Say(key)
		}
	}
	return ""
}
