package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"shuping/internal/decider"
	"shuping/internal/door"
	"shuping/internal/meeting"
)

// Signing in by one's own code (扫码签到): people show the code of their notice, whoever
// stands at the door reads it with a device that is signed in. Frames of its camera are read here, because
// many tablets have no reader of their own; a photo, a hand reader or the camera of the system
// do as well, and need neither TLS nor scripts. A code counts once in a sitting, while the
// roll is open; pictures are kept nowhere.

// maxPhoto is the largest photo of a code that is taken, in bytes.
const maxPhoto = 16 << 20

// entryView is the page at the door.
type entryView struct {
	Path   string
	Meters []Gauge
	Result *entryResult
	Closed bool // the roll is not open
}

// entryResult is what came of one code.
type entryResult struct {
	Tone    Tone
	Name    string
	Text    string
	Form    string // address of the form for what the code cannot do, or empty
	Refusal *decider.Refusal
	Code    string // what was read, so that the page does not send it again at once
	status  int
}

func (s *Server) entryPage(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "sign-in")
	if err != nil {
		return err
	}
	return s.showEntry(w, r, http.StatusOK, nil)
}

func (s *Server) showEntry(w http.ResponseWriter, r *room, status int, result *entryResult) error {
	v := entryView{Path: r.path() + "/door", Result: result, Closed: r.s.Roll == nil || r.s.Closed != nil}
	w.Header().Set("Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()")
	sh := s.shell(r.visit, r.W.Say("entry.title"))
	sh.Narrow, sh.Sheets = true, []string{"meeting.css", "entry.css"}
	if !v.Closed {
		sh.Scripts = []string{"entry.js"}
	}
	if sh.Flash == nil && r.s.Brief.Rehearsal {
		sh.Flash = &Flash{Warn, r.W.Say("hall.rehearsal.banner")}
	}
	return s.show(w, r.visit, status, sh, EntryPage(r, v))
}

// signInByCode takes a code, as text or as a picture, and signs its person in.
func (s *Server) signInByCode(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "sign-in")
	if err != nil {
		return err
	}
	files, err := readForm(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	text := strings.TrimSpace(v.FormValue("code"))
	if picture, sent := files["picture"]; sent {
		text, err = s.readCode(v, picture.Data)
	}
	var result *entryResult
	switch {
	case errors.Is(err, door.ErrNoCode):
		result = &entryResult{Tone: Quiet, Text: v.W.Say("entry.unread"), status: http.StatusUnprocessableEntity}
	case err != nil:
		return err
	case text != "" && text == v.FormValue("last"):
		result = &entryResult{Tone: Quiet, Text: v.W.Say("entry.unread"), status: http.StatusUnprocessableEntity}
	default:
		if result, err = s.signInBy(r, text); err != nil {
			return err
		}
	}
	if v.FormValue("part") == "1" {
		if result.Code == "" { // a frame like most: there is nothing to say of it
			w.WriteHeader(http.StatusNoContent)
			return nil
		}
		return render(v.Context(), w, http.StatusOK, EntryResult(v.W, result)) // the script shows whatever it is
	}
	if r, err = s.room(v); err != nil { // as it is now
		return err
	}
	return s.showEntry(w, r, result.status, result)
}

// readCode reads a picture when there is room for it: the processors are for those who
// vote, too.
func (s *Server) readCode(v *visit, picture []byte) (string, error) {
	select {
	case s.looking <- struct{}{}:
		defer func() { <-s.looking }()
		return door.Read(picture)
	case <-v.Context().Done():
		return "", v.Context().Err()
	}
}

// signInBy signs in who a code is of.
func (s *Server) signInBy(r *room, text string) (*entryResult, error) {
	refuse := func(what string) *entryResult {
		return &entryResult{Tone: Bad, Text: r.W.Say("entry.bad." + what), Code: text, status: http.StatusUnprocessableEntity}
	}
	c, ok := door.Parse(text)
	if !ok {
		return refuse("none"), nil
	}
	if c.Meeting != r.id() {
		return refuse("other"), nil
	}
	secret, err := s.Carrier.DoorSecret(r.id())
	if err != nil {
		return nil, err
	}
	if !c.Valid(secret) {
		return refuse("made-up"), nil
	}
	result := &entryResult{Name: r.names.person(c.Person), Code: text}
	if r.s.Roll != nil {
		if e := r.s.Roll.People[c.Person]; e != nil {
			if e.Excluded == nil && len(e.Moves) > 0 {
				return r.cameBefore(result, c.Person, e), nil
			}
		}
	}
	values := map[string][]string{"persons": {c.Person}}
	class := ""
	if r.s.Roll != nil && r.s.Roll.People[c.Person] == nil {
		class = r.classAtEntry(c.Person)
		values["class"] = []string{class}
	}
	err = s.handMeeting(r, "sign-in", values)
	refusal, _, rest := s.refusedBy(r, err)
	switch {
	case rest != nil:
		return nil, rest
	case refusal != nil && refusal.Code == "already-present":
		result.Tone, result.Text, result.status = Warn, r.W.Say("entry.already"), http.StatusConflict
	case refusal != nil:
		result.Tone, result.Refusal, result.status = Bad, refusal, http.StatusConflict
		if refusal.Code == "not-listed" {
			result.Form = "/do" + r.path() + "/sign-in?persons=" + c.Person + "&back=" + r.path() + "/door"
		}
	default:
		if e := r.s.Roll.People[c.Person]; e != nil {
			class = e.Class
		}
		result.Tone, result.Text, result.status = Good, r.W.Say("entry.in", "class", r.class(class)), http.StatusOK
	}
	return result, nil
}

// cameBefore is the answer to a code that was used in this sitting. Whoever has left comes
// back by a tap on the name: somebody else may hold a copy of the code.
func (r *room) cameBefore(result *entryResult, person string, e *meeting.Entry) *entryResult {
	last := e.Moves[len(e.Moves)-1]
	key := "entry.used.here"
	if !e.Here {
		key = "entry.used.left"
	}
	result.Tone, result.Text, result.status = Warn, r.W.Say(key, "time", clockTime(last.At)), http.StatusConflict
	result.Form = r.path() + "?find=" + person + "#roll"
	return result
}

// classAtEntry is as what somebody comes who stands on no list, where that is plain: guides
// and subjects. Others are asked about at the form.
func (r *room) classAtEntry(person string) string {
	class := ""
	switch {
	case slices.Contains(r.s.Brief.Guides, person):
		class = "guide"
	case r.reports(person):
		class = "subject"
	}
	if _, ok := r.s.Type().ClassByID(class); !ok {
		return ""
	}
	return class
}

// entryCode is the code of a person for this meeting.
func (s *Server) entryCode(r *room, person string) (door.Code, error) {
	secret, err := s.Carrier.DoorSecret(r.id())
	return door.Make(secret, r.id(), person), err
}

// coded puts codes on notices, while there is still something to come to.
func (s *Server) coded(r *room, notices []personalNotice) ([]personalNotice, error) {
	if r.s.Closed != nil {
		return notices, nil
	}
	for i := range notices {
		c, err := s.entryCode(r, notices[i].ID)
		if err != nil {
			return nil, err
		}
		notices[i].Door = s.hallBase(r) + c.Path()
		code, err := newQR(notices[i].Door)
		if err != nil {
			return nil, err
		}
		notices[i].Code = &code
	}
	return notices, nil
}

// cardsView is the page from which everybody is sent the own card.
type cardsView struct {
	Path  string
	Cards []cardRow
}

type cardRow struct {
	ID, Name, As string
	Text         string // the message
}

// cardsPage has a message and a picture for each person (入场卡), to be sent one by one.
func (s *Server) cardsPage(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "sign-in")
	if err != nil {
		return err
	}
	notices, err := s.coded(r, noticesOf(r))
	if err != nil {
		return err
	}
	view := cardsView{Path: r.path()}
	for _, n := range notices {
		if n.Code != nil {
			view.Cards = append(view.Cards, cardRow{n.ID, n.Name, v.W.List(n.As), v.W.Say("entry.message", "name", n.Name, "meeting", r.title(), "when", r.place(), "as", v.W.List(n.As), "address", n.Door)})
		}
	}
	sh := s.shell(v, v.W.Say("entry.cards"))
	sh.Sheets = []string{"meeting.css", "entry.css"}
	return s.show(w, v, http.StatusOK, sh, CardsPage(r, view))
}

// cardImage is the picture of one card, for who signs people in and for oneself.
func (s *Server) cardImage(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	person := v.PathValue("person")
	if !r.may("sign-in") && person != v.Viewer.Person {
		return errForbidden
	}
	notices := slices.DeleteFunc(noticesOf(r), func(n personalNotice) bool { return n.ID != person })
	if notices, err = s.coded(r, notices); err != nil {
		return err
	}
	if len(notices) != 1 || notices[0].Code == nil {
		return errNotFound
	}
	w.Header().Set("Content-Type", "image/png")
	return door.Card{Name: notices[0].Name, Title: r.title(), Place: r.place(), Hint: v.W.Say("entry.show"), Code: notices[0].Door}.Write(w)
}

// ownCodeView is what a code opens in a browser.
type ownCodeView struct {
	Meeting, Place, Name string
	Code                 *qrCode
	Text                 string
	SignIn               string // where whoever stands at the door signs the person in, or empty
}

// ownCode is what opens when a code is read by the camera of a phone or tablet: for who
// signs people in at this meeting the person and a button, for anybody else the code to be
// shown. It says what the code says, the meeting and the person, and nothing when the meeting is over.
func (s *Server) ownCode(w http.ResponseWriter, v *visit) error {
	gone := func() error {
		return s.voter(w, v, http.StatusGone, v.W.Say("entry.own"), EntryStop(v.W))
	}
	c, ok := door.Parse(v.URL.EscapedPath())
	if !ok {
		return gone()
	}
	st, err := s.Office.Meetings.Find(v.Context(), c.Meeting)
	if err != nil {
		if missing(err) == errNotFound {
			return gone()
		}
		return err
	}
	secret, err := s.Carrier.DoorSecret(c.Meeting)
	if err != nil {
		return err
	}
	r := &room{visit: v}
	if err := s.look(v.Context(), r, st); err != nil {
		return err
	}
	if !c.Valid(secret) || r.s.Closed != nil || r.s.Brief.Meeting == "" {
		return gone()
	}
	view := ownCodeView{Meeting: r.title(), Place: r.place(), Name: r.names.person(c.Person), Text: c.Path()}
	if r.standing.takesPart() && r.can("sign-in") && r.s.Roll != nil {
		view.SignIn = r.path() + "/door"
	} else {
		code, err := newQR(s.hallBase(r) + c.Path())
		if err != nil {
			return err
		}
		view.Code = &code
	}
	return s.voter(w, v, http.StatusOK, v.W.Say("entry.own"), OwnCode(v.W, view))
}

// nameSize is the class of a name on the result: long ones are set smaller.
func nameSize(name string) string {
	if utf8.RuneCountInString(name) > 6 {
		return "door-name-long"
	}
	return ""
}
