package web

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"time"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
)

// The tellers' pages (纸票识读): piles are handed in, people decide what the reader left
// open, sheets drawn by lot are compared, and the count is made. They are for those who
// count; nobody else sees a picture or a number here, and nothing of it before the vote has
// ended.

// paperView is the tellers' page.
type paperView struct {
	Path    string
	Refusal *decider.Refusal
	Waits   string // why nothing can be handed in, "" when it can
	Classes []Option
	Class   string
	Again   []Option // piles that can be scanned a second time
	Twice   bool     // the notice has every pile scanned twice
	Forms   []Link   // what can be printed
	Known   bool     // a form of this vote was printed here
	Work    paperWork
	Has     string // names what Work shows, so that events do not send the same once more
}

// teller is the room for who counts papers, or settles what those who do disagree on.
func (s *Server) teller(v *visit) (*room, error) {
	r, err := s.room(v)
	if err == nil && (s.Tellers == nil || !r.counts()) {
		err = errForbidden
	}
	return r, err
}

// counts says whether the viewer may look at papers.
func (r *room) counts() bool { return r.may("scan-ballots") || r.may("settle-entry") }

// paperRound is the vote of which papers can be looked at: it has ended and some were
// given out.
func (r *room) paperRound() *meeting.Round {
	round := r.s.Round()
	if round == nil || round.Ended == nil || round.Voided != nil || !slices.ContainsFunc(round.Slips, func(s meeting.Slips) bool { return s.Paper > 0 }) {
		return nil
	}
	return round
}

func (s *Server) paperPage(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	return s.showPaper(w, r, http.StatusOK, nil)
}

func (s *Server) showPaper(w http.ResponseWriter, r *room, status int, refusal *decider.Refusal) error {
	p := paperView{Path: r.path() + "/paper", Refusal: refusal}
	round := r.paperRound()
	forms, why, err := s.knownPapers(r)
	if err != nil {
		return err
	}
	for i := range forms {
		p.Forms = append(p.Forms, Link{Label: forms[i].label(r), Href: p.Path + "/ballots.pdf?form=" + forms[i].Form, Icon: "printer"})
	}
	switch {
	case why != "":
		p.Waits = r.handOnly(why)
	case round == nil:
		p.Waits = r.W.Say("paper.waits.vote")
	case round.Accepted != nil:
		p.Waits = r.W.Say("paper.waits.accepted")
	case len(round.Collected) == 0:
		p.Waits = r.W.Say("paper.waits.collected")
	case !r.may("scan-ballots"):
		p.Waits = r.W.Say("paper.waits.teller")
	}
	if round != nil {
		for _, sl := range round.Slips {
			if sl.Paper > 0 {
				p.Classes = append(p.Classes, Option{sl.Class, r.pile(round.Form, sl.Class)})
			}
		}
		p.Work = s.paperWorkOf(r, round)
		p.Again, p.Twice = r.toScanAgain(round), r.s.Type().Ballot.Reading.Twice
	}
	known, err := s.Tellers.Forms(r.id())
	if err != nil {
		return err
	}
	p.Known = len(known) > 0
	if _, p.Has, err = drawnWork(r, p.Work); err != nil {
		return err
	}
	sh := s.shell(r.visit, r.W.Say("paper.title"))
	sh.Sheets, sh.Scripts = []string{"meeting.css", "tellers.css"}, []string{"hx-sse.js", "tellers.js"}
	return s.show(w, r.visit, status, sh, TellersPage(r, p))
}

// paperWork is the part of the page that moves while piles are read and people decide.
type paperWork struct {
	Path    string
	Piles   []pileCard
	Balance []paperBalance
	Twins   []twinCard
	Doubts  doubtCounts
	Check   *checkCard
	Acts    []action
	Counted string // when, "" before
	Hand    int    // counts by hand beside it
}

// pileCard is one scanned pile.
type pileCard struct {
	No          int
	Class       string
	Who, When   string
	Void        string // the reason
	Read        bool
	Total, Done int // pages
	Counted     int // pages that count
	Blank       int // backs
	Unclear     int
	Lines       []pageLine
	More        int // lines that are not shown
	Href        string
	Again       int    // the pile that it is the second scan of, 0 for none
	Compared    string // what came of it, "" before
	ComparedTo  string // address of the comparison
	VoidHref    string
}

// pageLine is what became of one page.
type pageLine struct {
	Page int
	Tone Tone
	Text string
	Href string
}

// paperBalance is how many pages were read of those that came back.
type paperBalance struct {
	Class          string
	FormPage       int
	Returned, Read int
}

// twinCard is a page that looks like another.
type twinCard struct {
	Batch, Page int
	Of          string
	Here, There string // addresses of both pages
	Words       string // what it was found to be
	Open        bool
}

// doubtCounts are the entries that people decide.
type doubtCounts struct {
	All, Final    int
	Mine          int // that the viewer can decide now
	Waiting       int // that wait for somebody else
	Split, Settle int // on which two disagree, and of these what the viewer may settle
}

// checkCard is the comparison of sheets drawn by lot.
type checkCard struct {
	Stale, All  bool
	Seed        string
	Percent     int
	Sheets, Of  int
	Left, Wrong int
	Lines       []string
	Next        bool
}

// mostLines is how many lines of a pile's pages are shown at once: the last ones, and all
// that something is wrong with.
const mostLines = 6

func (s *Server) paperWorkOf(r *room, round *meeting.Round) paperWork {
	w := paperWork{Path: r.path() + "/paper"}
	if round.Reading == nil {
		return w
	}
	for i := range round.Reading.Batches {
		w.Piles = append(w.Piles, s.pileOf(r, round, &round.Reading.Batches[i]))
	}
	slices.Reverse(w.Piles)
	if !round.UsesReading() {
		return w
	}
	for _, sl := range round.Slips {
		if sl.Paper == 0 {
			continue
		}
		for p := 1; p <= max(1, round.FormPages(sl.Class)); p++ {
			w.Balance = append(w.Balance, paperBalance{r.pile(round.Form, sl.Class), p, returned(round, sl.Class), round.PagesRead(sl.Class, p)})
		}
	}
	w.Twins = r.twinsOf(round)
	w.Doubts = r.doubtsOf(round)
	w.Check = r.checkOf(round)
	if c := round.Reading.Counted; c != nil {
		w.Counted, w.Hand = clockTime(c.At), len(lastSheets(round))
	}
	for _, d := range meeting.Due(r.s, "") {
		if (d.Command == "draw-check" || d.Command == "count-readings" || d.Command == "accept-count") && r.may(d.Command) {
			w.Acts = append(w.Acts, r.paperAct(d.Command))
		}
	}
	return w
}

// paperAct is an act that one press does, and that comes back to this page.
func (r *room) paperAct(kind string, values ...Hidden) action {
	back := r.path() + "/paper"
	if kind == "accept-count" {
		back = r.path()
	}
	return action{Label: r.W.Command("meeting", kind), Href: "/do" + r.path() + "/" + kind, Post: true, Hidden: append([]Hidden{{"_back", back}}, values...)}
}

// returned is how many papers of a class came back.
func returned(round *meeting.Round, class string) int {
	return round.Balance(slices.Index(round.Form.Classes, class)).PaperReturned
}

func (s *Server) pileOf(r *room, round *meeting.Round, b *meeting.Batch) pileCard {
	href := r.path() + "/paper/pile/" + strconv.Itoa(b.No)
	c := pileCard{No: b.No, Again: b.Again, Class: r.pile(round.Form, b.Class), Who: r.names.person(b.By), When: clockTime(b.At)}
	if b.Voided != nil {
		c.Void = b.Voided.Reason
		return c
	}
	if r.may("void-scan") && round.Accepted == nil {
		c.VoidHref = "/do" + r.path() + "/void-scan?batch=" + strconv.Itoa(b.No) + "&back=" + r.path() + "/paper"
	}
	if b.Read == nil {
		p, _ := s.Tellers.Progress(round.Box, b.No)
		c.Total, c.Done = p.Total, len(p.Lines)
		for _, l := range p.Lines {
			c.Unclear += l.Unclear
			c.Lines = append(c.Lines, r.pageLine(l))
		}
		c.Lines, c.More = lastLines(c.Lines)
		return c
	}
	if b.Compared != nil {
		x := r.comparedView(round, b)
		c.ComparedTo = r.path() + "/paper/compare/" + strconv.Itoa(b.No)
		c.Compared = r.W.Say("paper.compared.short", "pairs", x.Pairs, "n", len(x.Rows), "missing", len(x.Missing)+len(x.Only))
	}
	c.Read, c.Total, c.Done, c.Href = true, len(b.Read.Pages), len(b.Read.Pages), href
	for _, p := range b.Read.Pages {
		if p > 0 {
			c.Counted++
		}
	}
	for _, t := range b.Read.Twins {
		if t.Judged != nil && !t.Same {
			c.Counted++
		}
	}
	c.Unclear = len(b.Read.Unclear)
	if n := b.Read.Refused; n > 0 {
		c.Lines = append(c.Lines, pageLine{Tone: Bad, Text: r.W.Say("paper.refused", "n", n), Href: href})
	}
	c.Blank = c.Total - c.Counted - b.Read.Refused - len(b.Read.Twins)
	return c
}

// lastLines leaves the last lines and those that something is wrong with.
func lastLines(all []pageLine) (out []pageLine, more int) {
	for i, l := range all {
		if l.Tone == Bad || i >= len(all)-mostLines {
			out = append(out, l)
		}
	}
	return out, len(all) - len(out)
}

func (r *room) pageLine(l tellers.PageLine) pageLine {
	p := pageLine{Page: l.Page, Tone: Good}
	switch {
	case l.Problem == "empty":
		p.Tone, p.Text = Quiet, r.W.Say("scan.problem.empty")
	case l.Problem != "":
		p.Tone, p.Text = Bad, r.W.Say("scan.problem."+string(l.Problem))
	case l.Twin:
		p.Tone, p.Text = Warn, r.W.Say("paper.line.twin")
	case l.Unclear > 0:
		p.Tone, p.Text = Warn, r.W.Say("paper.line.unclear", "n", l.Entries-l.Unclear, "unclear", l.Unclear)
	default:
		p.Text = r.W.Say("paper.line.read", "n", l.Entries)
	}
	return p
}

func (r *room) twinsOf(round *meeting.Round) (out []twinCard) {
	for i := range round.Reading.Batches {
		b := &round.Reading.Batches[i]
		if b.Voided != nil || b.Read == nil {
			continue
		}
		for _, t := range b.Read.Twins {
			c := twinCard{Batch: b.No, Page: t.Page, Open: t.Judged == nil, Of: r.W.Say("paper.page-of", "batch", t.Of.Batch, "page", t.Of.Page),
				Here: r.paperPageHref(b.No, t.Page), There: r.paperPageHref(t.Of.Batch, t.Of.Page)}
			switch {
			case t.Judged != nil && t.Same:
				c.Words = r.W.Say("paper.twin.same")
			case t.Judged != nil:
				c.Words = r.W.Say("paper.twin.other")
			}
			out = append(out, c)
		}
	}
	return out
}

func (r *room) paperPageHref(batch, page int) string {
	return r.path() + "/paper/pile/" + strconv.Itoa(batch) + "/" + strconv.Itoa(page)
}

func (r *room) doubtsOf(round *meeting.Round) (d doubtCounts) {
	for _, e := range round.Unclear() {
		d.All++
		mine := slices.ContainsFunc(e.Choices, func(c meeting.Choice) bool { return c.By == r.Viewer.Person })
		switch {
		case e.Final() != "":
			d.Final++
		case e.Split():
			d.Split++
			if !mine && r.may("settle-entry") {
				d.Settle++
			}
		case !mine && r.may("decide-entry"):
			d.Mine++
		default:
			d.Waiting++
		}
	}
	return d
}

func (r *room) checkOf(round *meeting.Round) *checkCard {
	n := len(round.Reading.Checks)
	if n == 0 {
		return nil
	}
	check := &round.Reading.Checks[n-1]
	c := &checkCard{Stale: check.Stale, Seed: check.Seed, Percent: check.Percent, Left: len(check.Next())}
	for _, d := range check.Done {
		c.Wrong += len(d.Wrong)
	}
	for _, s := range check.Samples {
		c.Sheets, c.Of, c.All = c.Sheets+len(s.Sheets), c.Of+s.Of, c.All || s.All
		for _, row := range s.Rows {
			name := ""
			for i := range round.Reading.Batches {
				if b := &round.Reading.Batches[i]; b.Voided == nil && (s.Layout == "" || b.Layout == s.Layout) && row.Row <= len(b.Subjects) {
					name = r.rowName(b, row.Row)
				}
			}
			if s.All {
				c.Lines = append(c.Lines, r.W.Say("paper.check.row-all", "name", name, "n", row.Sheets))
			} else {
				c.Lines = append(c.Lines, r.W.Say("paper.check.row", "name", name, "turn", row.Turn, "of", s.Of, "n", row.Sheets))
			}
		}
	}
	c.Next = c.Left > 0 && !c.Stale && r.may("check-sheet")
	return c
}

// rowName is whom a row of a batch's form is about, and what it asks where there are several
// questions.
func (r *room) rowName(b *meeting.Batch, row int) string {
	if b.Subjects[row-1] == "" {
		return ""
	}
	name := r.subject(b.Subjects[row-1])
	if q := b.Question(row); q != "" && len(r.s.Round().Form.Asked()) > 1 {
		name += " · " + questionName(r.s.Type(), q)
	}
	return name
}

// label names a form on a button.
func (f *knownPaper) label(r *room) string {
	if f.Name == "" {
		return r.W.Say("paper.print")
	}
	return r.W.Say("paper.print-sort", "name", f.Name)
}

// paperEvery is how often the tellers' page looks whether something moved.
const paperEvery = 300 * time.Millisecond

// paperEvents sends the moving part of the tellers' page.
func (s *Server) paperEvents(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	st, err := s.Office.Meetings.Find(v.Context(), r.id())
	if err != nil {
		return missing(err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // proxies hold answers back otherwise
	e := &eventWriter{w: w, control: http.NewResponseController(w)}
	looks, beats := time.NewTicker(paperEvery), time.NewTicker(heartbeat)
	defer looks.Stop()
	defer beats.Stop()
	sent := v.URL.Query().Get("has")
	for {
		if r.s, r.seq, err = s.copies.of(r.PathValue("id"), st); err != nil {
			return nil // the reader asks again
		}
		var work paperWork
		if round := r.paperRound(); round != nil {
			work = s.paperWorkOf(r, round)
		}
		text, name, err := drawnWork(r, work)
		if err != nil || name != sent && e.send(framed(text)) != nil {
			return nil
		}
		sent = name
		select {
		case <-looks.C:
		case <-beats.C:
			if s.identify(r.visit) != nil || r.Viewer == nil || e.send([]byte(": still here\n\n")) != nil {
				return nil
			}
		case <-v.Context().Done():
			return nil
		}
	}
}

// drawnWork is the moving part of the page and a name for what it shows.
func drawnWork(r *room, work paperWork) (text []byte, name string, err error) {
	var b bytes.Buffer
	if err := TellersWork(r, work).Render(r.Context(), &b); err != nil {
		return nil, "", err
	}
	return b.Bytes(), string(blob.HashOf(b.Bytes()))[:16], nil
}
