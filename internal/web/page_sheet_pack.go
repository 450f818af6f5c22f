package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/decider"
	"shuping/internal/meeting"
)

// mostPapers is how many paper ballots are printed at once.
const mostPapers = 500

// packView is the page on which everything for a meeting is printed (会前资料).
type packView struct {
	Path          string
	Papers, Slips string // as typed
	People        int    // who get a notice
	Made          int    // slips that were printed before
	MayDraw       bool
	HandOnly      string // why papers are counted by hand, "" when they can be read
	Refusal       *decider.Refusal
}

// pack is everything to print before a meeting, in the order in which it is used.
type pack struct {
	Notices []personalNotice
	Signin  []rollClass
	Script  []scriptStep
	Ballot  []paperForm
	Printed []printedForm // the ballots as the reader knows them; none: Ballot is printed
	Papers  int           // paper ballots
	Slips   [][]slip
}

// packForm asks how many ballots of each kind are printed beside the lists.
func (s *Server) packForm(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	return s.showPackForm(w, r, http.StatusOK, packView{Papers: strconv.Itoa(voters(signinSheet(r), r)), Slips: "0"})
}

func (s *Server) showPackForm(w http.ResponseWriter, r *room, status int, p packView) error {
	p.Path, p.People, p.HandOnly = r.path(), len(noticesOf(r)), r.papersByHand()
	round := r.s.Round()
	p.MayDraw = r.may("open-ballot") && (round == nil || round.Voided != nil)
	p.Made, _ = s.begun(r.id() + "-" + strconv.Itoa(r.s.Ballots+1))
	sh := s.shell(r.visit, r.W.Say("hall.pack.title"))
	sh.Narrow, sh.Sheets = true, []string{"meeting.css"}
	return s.show(w, r.visit, status, sh, PackPage(r, p))
}

// voters are how many on the list get a ballot: those of classes that vote, without the
// subjects where the policy gives them none.
func voters(classes []rollClass, r *room) (n int) {
	for _, c := range r.s.Type().Classes {
		if !c.Votes {
			continue
		}
		for _, of := range classes {
			if of.Name != c.Name {
				continue
			}
			for _, p := range of.People {
				if !r.reports(p.ID) || meeting.SubjectVotes(r.s, c.ID) {
					n++
				}
			}
		}
	}
	return n
}

// reports says whether a person is a subject of the meeting.
func (r *room) reports(person string) bool {
	for _, sub := range r.s.Brief.Subjects {
		if sub.Person == person {
			return true
		}
	}
	return false
}

// printPack answers with everything on pages to print at once. Slips, if any are asked
// for, are drawn here and are in this answer and nowhere else.
func (s *Server) printPack(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	p := packView{Papers: strings.TrimSpace(v.PostForm.Get("papers")), Slips: strings.TrimSpace(v.PostForm.Get("phone." + everybody))}
	notices, err := s.coded(r, noticesOf(r))
	if err != nil {
		return err
	}
	out := pack{Notices: notices, Signin: signinSheet(r), Script: scriptOf(r), Ballot: paperForms(r)}
	if out.Printed, _, err = s.printedBallots(r); err != nil {
		return err
	}
	if out.Papers, err = count("papers", p.Papers, mostPapers); err == nil && p.Slips != "" && p.Slips != "0" {
		out.Slips, err = s.packSlips(r)
	}
	refusal, _, rest := s.refusedBy(r, err)
	if err != nil && rest != nil {
		return rest
	}
	if refusal != nil {
		p.Refusal = refusal
		return s.showPackForm(w, r, http.StatusConflict, p)
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	sh := s.shell(v, v.W.Say("hall.pack.title"))
	sh.Sheets = []string{"meeting.css", "paper.css", "sheet.css"}
	return s.show(w, v, http.StatusOK, sh, SheetFrame(r, PackSheets(r, out)))
}

// packSlips draws the slips of a meeting where all ballots are alike.
func (s *Server) packSlips(r *room) ([][]slip, error) {
	if !r.may("open-ballot") {
		return nil, errForbidden
	}
	if !meeting.Alike(r.s.Type()) {
		return nil, errors.New("slips by class are printed on their own page") // unreachable unless a form was made up: the page does not offer it
	}
	_, issued, err := issuedOf(r)
	if err != nil {
		return nil, err
	}
	form, codes, err := s.Polling.Slips(r.Context(), r.id(), issued)
	if err != nil {
		return nil, err
	}
	return s.slipPages(r, form, codesOf(r, form, codes))
}

// count reads a number of sheets.
func count(field, text string, most int) (int, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > most {
		return 0, decider.Refuse("", "sheets-number", "got", text, "most", most).At(field)
	}
	return n, nil
}

// personalNotice is what one person is told of the meeting (会议通知).
type personalNotice struct {
	ID, Name string
	As       []string // what the person attends as
	Subject  bool
	Code     *qrCode // to be shown at the door; nil on a notice that nobody shows
	Door     string  // the address in it
}

// noticesOf are the notices of all who are expected: who runs the meeting, who reports,
// who stands on the lists.
func noticesOf(r *room) (out []personalNotice) {
	add := func(person, as string, subject bool) {
		if person == "" {
			return
		}
		i := slices.IndexFunc(out, func(n personalNotice) bool { return n.ID == person })
		if i < 0 {
			i, out = len(out), append(out, personalNotice{ID: person, Name: r.names.person(person)})
		}
		if !slices.Contains(out[i].As, as) {
			out[i].As = append(out[i].As, as)
		}
		out[i].Subject = out[i].Subject || subject
	}
	b := &r.s.Brief
	add(b.Chair, r.W.Role("chair"), false)
	add(b.Head, r.W.Role("head"), false)
	for _, sub := range b.Subjects {
		add(sub.Person, r.W.Role("subject"), true)
	}
	for _, id := range b.Guides {
		add(id, r.W.Role("guide"), false)
	}
	for _, id := range b.Tellers {
		add(id, r.W.Role("teller"), false)
	}
	listed := listed(r)
	for _, c := range r.s.Type().Classes {
		for _, id := range listed[c.ID] {
			add(id, c.Name, false)
		}
	}
	return out
}

// expected says whether the viewer has a notice.
func (r *room) expected() bool {
	return slices.ContainsFunc(noticesOf(r), func(n personalNotice) bool { return n.ID == r.Viewer.Person })
}

// notice is the own notice of whoever is signed in, with the meeting for a calendar.
func (s *Server) notice(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(noticesOf(r), func(n personalNotice) bool { return n.ID != v.Viewer.Person })
	if len(mine) == 0 {
		return errNotFound // nobody expects the viewer there
	}
	if mine, err = s.coded(r, mine); err != nil {
		return err
	}
	sh := s.shell(v, v.W.Say("hall.sheet.notices"))
	sh.Sheets = []string{"meeting.css", "paper.css", "sheet.css"}
	return s.show(w, v, http.StatusOK, sh, SheetFrame(r, NoticeSheets(r, mine, true)))
}

// codesOf puts the drawn codes of a form into one list.
func codesOf(r *room, form ballot.Form, codes [][]ballotbox.Code) (drawn []classCode) {
	for i, class := range form.Classes {
		for _, c := range codes[i] {
			drawn = append(drawn, classCode{r.pile(form, class), c})
		}
	}
	return drawn
}
