package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/meeting"
	"shuping/internal/words"
)

// The acts of a vote are tables of numbers by class. They have pages of their own,
// because the hall fills them in under time; their fields are the commands' own, so
// that the door and programs hand in the same.

// numbersView is a table of numbers that is handed in.
type numbersView struct {
	Kind    string // of the command
	Action  string
	Back    string
	Intro   string
	Refusal *decider.Refusal
	Faults  form.Errors
	Values  map[string][]string
	Issue   []issueRow   // opening the vote
	Made    int          // slips drawn before
	Collect []collectRow // what came back
	Piles   []pileView   // a count
	Reason  bool         // a reason is asked for
}

func (n numbersView) value(name string) string {
	if v := n.Values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// wrong says whether a field was not readable.
func (n numbersView) wrong(name string) bool { return n.Faults.Of(name) != nil }

type collectRow struct {
	Class, Name  string
	Phone, Paper int // given out
}

// pileView is the count of one class.
type pileView struct {
	Class, Name string
	Paper       int
	Tables      []pileQuestion
}

// pileQuestion is the table of one question; a ballot of one choice has one.
type pileQuestion struct {
	ID, Name string
	Options  []string // none where numbers are written as they stand on the papers
	Help     string
	Breach   bool // entries may be against a rule about the whole ballot
	Own      bool // and left out as the own
	Subjects []pileRow
}

type pileRow struct {
	ID, Name, Post string
	Row            int  // among all rows of the pile
	Wrong          bool // the refusal is about it
}

// numbers shows a table of numbers, as it was typed if it was refused.
func (s *Server) numbers(w http.ResponseWriter, r *room, status int, n numbersView) error {
	sh := s.shell(r.visit, r.W.Command("meeting", n.Kind))
	sh.Sheets = []string{"meeting.css"}
	n.Back = r.path()
	n.Reason = n.Refusal != nil && n.Refusal.Field == "reason" || n.value("reason") != ""
	return s.show(w, r.visit, status, sh, NumbersPage(r, n))
}

// taker is the room for who may hand in that command, once its time has come.
func (s *Server) taker(v *visit, kind string) (*room, error) {
	r, err := s.room(v)
	if err == nil && !r.may(kind) {
		err = errForbidden
	}
	return r, err
}

// handNumbers hands a table of numbers in and goes back to the meeting, or shows it
// again with what is wrong.
func (s *Server) handNumbers(w http.ResponseWriter, v *visit, kind string, view func(*room) numbersView) error {
	r, err := s.taker(v, kind)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	values := handedIn(v.PostForm)
	if err = nothingWritten(kind, values); err == nil {
		err = s.handMeeting(r, kind, zeros(values))
	}
	if err == nil {
		s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("meeting", kind)))
		return see(w, v, r.path())
	}
	n, status := view(r), http.StatusUnprocessableEntity
	refusal, faults, rest := s.refusedBy(r, err)
	if rest != nil {
		return rest
	}
	if refusal != nil {
		status = http.StatusConflict
		n.mark(r, err)
	}
	n.Refusal, n.Faults, n.Values = refusal, faults, handedIn(v.PostForm)
	return s.numbers(w, r, status, n)
}

// nothingWritten refuses a pile in which no number at all was written: a page that was handed
// in too early is no count of nothing. Ballots may be given out to some classes only.
func nothingWritten(kind string, values map[string][]string) error {
	if kind == "open-ballot" {
		return nil
	}
	for at, class := range values {
		pile, found := strings.CutSuffix(at, ".class")
		if !found || len(class) != 1 {
			continue
		}
		written := false
		for name, vs := range values {
			number := strings.HasPrefix(name, pile+".") && name != at && !strings.HasSuffix(name, ".subject") && !strings.HasSuffix(name, ".question")
			written = written || number && slices.ContainsFunc(vs, func(text string) bool { return strings.TrimSpace(text) != "" })
		}
		if !written {
			return decider.Refuse("N7.1", "nothing-written", "class", class[0]).At(pile)
		}
	}
	return nil
}

// zeros reads a number that was left empty as none. An empty one would be left out of
// a row of numbers, and the others would move up.
func zeros(values map[string][]string) map[string][]string {
	for name, vs := range values {
		text := name == "reason" || slices.ContainsFunc([]string{".class", ".subject", ".question", ".numbers"}, func(end string) bool { return strings.HasSuffix(name, end) })
		if !text && len(vs) == 1 && strings.TrimSpace(vs[0]) == "" {
			values[name] = []string{"0"}
		}
	}
	return values
}

// mark finds the row that a refusal is about.
func (n *numbersView) mark(r *room, err error) {
	refusal, ok := err.(*decider.Refusal)
	if !ok {
		return
	}
	for i := range n.Piles {
		for k := range n.Piles[i].Tables {
			for j := range n.Piles[i].Tables[k].Subjects {
				row := &n.Piles[i].Tables[k].Subjects[j]
				row.Wrong = refusal.Args["class"] == n.Piles[i].Class && refusal.Args["subject"] == row.ID
			}
		}
	}
}

// ballotForm opens the vote: how many ballots each class is given.
func (s *Server) ballotForm(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "open-ballot")
	if err != nil {
		return err
	}
	n := s.issueView(r)
	n.Values = map[string][]string{}
	for i, row := range n.Issue {
		n.Values["issued."+strconv.Itoa(i)+".phone"] = []string{row.Phone}
		n.Values["issued."+strconv.Itoa(i)+".paper"] = []string{row.Paper}
	}
	return s.numbers(w, r, http.StatusOK, n)
}

func (s *Server) issueView(r *room) numbersView {
	made, _ := s.begun(r.id() + "-" + strconv.Itoa(r.s.Ballots+1))
	return numbersView{Kind: "open-ballot", Action: r.path() + "/ballot", Intro: r.W.Say("hall.ballot.how"), Issue: votersRows(r), Made: made}
}

func (s *Server) ballot(w http.ResponseWriter, v *visit) error {
	return s.handNumbers(w, v, "open-ballot", s.issueView)
}

// collectForm records what came back.
func (s *Server) collectForm(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "collect-ballots")
	if err != nil {
		return err
	}
	if r.s.Round() == nil {
		return errNotFound
	}
	n := collectView(r)
	if c := r.s.Round().Collected; len(c) > 0 {
		n.Values = collected(c[len(c)-1], r.s.Round())
	}
	return s.numbers(w, r, http.StatusOK, n)
}

func collectView(r *room) numbersView {
	n := numbersView{Kind: "collect-ballots", Action: r.path() + "/collect", Intro: r.W.Say("hall.collect.how")}
	if round := r.s.Round(); round != nil {
		for _, sl := range round.Slips {
			n.Collect = append(n.Collect, collectRow{sl.Class, r.pile(round.Form, sl.Class), sl.Phone, sl.Paper})
		}
	}
	return n
}

// collected are the values of the last entry.
func collected(c meeting.Collection, round *meeting.Round) map[string][]string {
	values := map[string][]string{}
	for i, sl := range round.Slips {
		for _, row := range c.Rows {
			if row.Class == sl.Class {
				at := "rows." + strconv.Itoa(i) + "."
				put(values, at+"phone_unused", row.PhoneUnused)
				put(values, at+"phone_spoilt", row.PhoneSpoilt)
				put(values, at+"paper_returned", row.PaperReturned)
				put(values, at+"paper_not_returned", row.PaperNotReturned)
			}
		}
	}
	return values
}

func put(values map[string][]string, name string, n int) { values[name] = []string{strconv.Itoa(n)} }

func (s *Server) collect(w http.ResponseWriter, v *visit) error {
	return s.handNumbers(w, v, "collect-ballots", collectView)
}

// countForm is one person's count of the papers. It shows the own last count and
// never that of somebody else: two counts agree only if they were made apart.
func (s *Server) countForm(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "count-paper")
	if err != nil {
		return err
	}
	round := r.s.Round()
	if round == nil {
		return errNotFound
	}
	n := countView(r)
	for _, sh := range round.Sheets {
		if sh.By == v.Viewer.Person {
			n.Values = sheetValues(sh, round.Form, n.Piles)
		}
	}
	return s.numbers(w, r, http.StatusOK, n)
}

func countView(r *room) numbersView {
	n := numbersView{Kind: "count-paper", Action: r.path() + "/count", Intro: r.W.Say("hall.count.how")}
	round := r.s.Round()
	if round == nil {
		return n
	}
	for _, sl := range round.Slips {
		if sl.Paper == 0 {
			continue
		}
		n.Piles = append(n.Piles, pileView{Class: sl.Class, Name: r.pile(round.Form, sl.Class), Paper: sl.Paper, Tables: r.pileTables(round.Form, sl.Class)})
	}
	return n
}

// pileTables are the tables in which a pile of a class is counted, question by question.
func (r *room) pileTables(f ballot.Form, class string) []pileQuestion {
	asked, k := f.Asked(), slices.Index(f.Classes, class)
	tables := make([]pileQuestion, len(asked))
	for i := range asked {
		q := &asked[i]
		t := pileQuestion{ID: q.ID, Options: labels(r.W, q), Breach: f.Breaches(), Own: f.OwnLines(k)}
		if q.ID != "" {
			t.Name = questionName(r.s.Type(), q.ID)
		}
		if q.Kind == ballot.Score {
			t.Options, t.Help = nil, r.W.Say("hint.numbers")
		}
		tables[i] = t
	}
	row := 0
	for _, l := range f.Lines() {
		if !f.Rated(k, l.Subject) {
			continue
		}
		id := f.Subjects[l.Subject]
		tables[l.Question].Subjects = append(tables[l.Question].Subjects, pileRow{ID: id, Name: r.subject(id), Post: r.post(id), Row: row})
		row++
	}
	return slices.DeleteFunc(tables, func(t pileQuestion) bool { return len(t.Subjects) == 0 })
}

// labels are the answers to a question as people read them.
func labels(w *words.Words, q *ballot.Question) []string {
	out := q.Labels()
	if q.Kind == ballot.Rank {
		for i := range out {
			out[i] = w.Say("vote.place", "n", i+1)
		}
	}
	return out
}

// numbersText are counted numbers as they are written: 95×3 90.
func numbersText(q *ballot.Question, c ballot.Count) string {
	var parts []string
	for i := len(c.Options) - 1; i >= 0; i-- {
		switch n := c.Options[i]; {
		case n == 1:
			parts = append(parts, q.Label(i))
		case n > 1:
			parts = append(parts, q.Label(i)+"×"+strconv.Itoa(n))
		}
	}
	return strings.Join(parts, " ")
}

// sheetValues are the fields of a count that was handed in.
func sheetValues(sh meeting.Sheet, f ballot.Form, piles []pileView) map[string][]string {
	values := map[string][]string{}
	for i, p := range piles {
		k := slices.IndexFunc(sh.Tallies, func(t ballot.Tally) bool { return f.Classes[t.Class] == p.Class })
		if k < 0 {
			continue
		}
		at := "piles." + strconv.Itoa(i) + "."
		put(values, at+"ballots", sh.Tallies[k].Ballots)
		asked, j := f.Asked(), 0
		for line, l := range f.Lines() {
			if !f.Rated(sh.Tallies[k].Class, l.Subject) {
				continue
			}
			row, q, c := at+"rows."+strconv.Itoa(j)+".", &asked[l.Question], sh.Tallies[k].Subjects[line]
			if q.Kind == ballot.Score {
				values[row+"numbers"] = []string{numbersText(q, c)}
			} else {
				for o, count := range c.Options {
					put(values, row+"options."+strconv.Itoa(o), count)
				}
			}
			put(values, row+"blank", c.Blank)
			put(values, row+"multiple", c.Multiple)
			put(values, row+"breach", c.Breach)
			put(values, row+"own", c.Own)
			j++
		}
	}
	return values
}

func (s *Server) countPaper(w http.ResponseWriter, v *visit) error {
	return s.handNumbers(w, v, "count-paper", countView)
}
