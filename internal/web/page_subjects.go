package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuping/internal/ballot"
	"shuping/internal/cycle"
	"shuping/internal/policy"
)

// subjectsView is the list of those under review, and of those who are not.
type subjectsView struct {
	Grid      Grid
	Counts    string // how the counts of a ballot are to be read
	Exempt    []line
	Draws     []line
	NoScope   bool
	ScopePath string // where the scope is set, for who may
}

// line is something with a note and its place in the notice.
type line struct{ Title, Note, Clause string }

func (s *Server) subjectsPage(w http.ResponseWriter, v *visit) error {
	var view subjectsView
	sh, err := s.yearOf(v.Context(), v, v.W.Say("year.subjects"), func(state *cycle.State, n names) error {
		view = v.subjects(state, n)
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, v, http.StatusOK, sh, SubjectsPage(v.W, view))
}

func (v *visit) subjects(s *cycle.State, n names) subjectsView {
	view := subjectsView{NoScope: s.ScopeSet == nil}
	if act := s.Policy.Acts["cycle"]["set-scope"]; view.NoScope && v.inYear(s, "").may(act) {
		view.ScopePath = doPath("cycle/"+s.ID, "set-scope", "/year/"+s.ID+"/subjects")
	}
	view.Grid = Grid{Caption: v.W.Say("year.subjects"), Columns: []Column{{Label: v.W.Say("year.name")}, {Label: v.W.Say("field.org")}, {Label: v.W.Say("field.report")}}}
	for _, m := range s.Policy.Meetings {
		view.Grid.Columns = append(view.Grid.Columns, Column{Label: m.Name})
		view.Counts = v.W.Say("year.counts", "options", askedText(v.W, &m.Ballot))
	}
	view.Grid.Columns = append(view.Grid.Columns, Column{Label: v.W.Say("field.grade")}, Column{Label: v.W.Say("year.follows")})
	for _, id := range s.SubjectOrder {
		if v.inYear(s, id).takesPart() {
			view.Grid.Rows = append(view.Grid.Rows, v.subjectRow(s, n, s.Subjects[id]))
		}
	}
	if !v.inYear(s, "").reads() {
		return view
	}
	for _, x := range s.Exempt {
		l := line{Title: s.Orgs[x.Org].Name, Note: s.Orgs[x.Org].Kind, Clause: x.Clause}
		if x.Reason != "" {
			l.Note = v.W.Say("year.exempt-by", "reason", x.Reason, "approver", n.person(x.Approver))
		}
		view.Exempt = append(view.Exempt, l)
	}
	for _, d := range s.Draws {
		view.Draws = append(view.Draws, v.drawn(d, n))
	}
	return view
}

func (v *visit) drawn(d *cycle.Draw, n names) line {
	l := line{Title: d.Kind, Clause: d.Clause, Note: v.W.Say("year.draw-open", "n", len(d.Candidates), "take", d.Take)}
	if d.Lots == nil {
		return l
	}
	var taken []string
	for _, lot := range d.Lots {
		if lot.Taken {
			taken = append(taken, lot.Name)
		}
	}
	l.Note = v.W.Say("year.drawn", "taken", v.W.List(taken), "n", len(d.Candidates), "seed", d.Seed, "source", d.SeedSource,
		"date", v.W.ISODate(string(d.Date)), "witnesses", n.people(d.Witnesses))
	return l
}

func (v *visit) subjectRow(s *cycle.State, n names, sub *cycle.Subject) []templ.Component {
	row := []templ.Component{Anchor(Link{Label: n.person(sub.Person), Href: subjectPath(s.ID, sub.ID)}), orgCell(sub.OrgName, sub.Kind), v.reportPill(sub)}
	results := votesByType(s, sub.ID)
	for i := range s.Policy.Meetings {
		m := &s.Policy.Meetings[i]
		if votes, ok := results[m.ID]; ok {
			row = append(row, Text(v.counts(m, votes)))
			continue
		}
		row = append(row, Text(v.meetingState(s, sub, m)))
	}
	if g := sub.Grade(); g != "" {
		row = append(row, GradePill(gradeRank(s, g), g))
	} else {
		row = append(row, Text("—"))
	}
	return append(row, Text(v.follows(sub)))
}

// votesByType are a subject's results by type of meeting, one for each question.
func votesByType(s *cycle.State, subject string) map[string][]cycle.Votes {
	results := map[string][]cycle.Votes{}
	for _, votes := range s.Votes(subject) {
		results[votes.Type] = append(results[votes.Type], votes)
	}
	return results
}

// counts are the sums of a ballot in the form's order, question by question, or that there
// are too few to show (N7.2). Shares stand for sums where parts have weights, a mean for
// numbers and places.
func (v *visit) counts(m *policy.Meeting, all []cycle.Votes) string {
	var lines []string
	for _, votes := range all {
		line := v.countsOf(m, votes)
		if len(all) > 1 {
			line = questionName(m, votes.Question) + v.W.Say("hall.colon") + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "；")
}

func (v *visit) countsOf(m *policy.Meeting, votes cycle.Votes) string {
	if hidden(m, votes) {
		return v.W.Say("year.too-few", "n", m.Ballot.FewerThan)
	}
	if votes.Kind != ballot.Choice && votes.Found != nil {
		mean := meanText(votes.Found.Mean)
		if mean == "" {
			mean = "—"
		}
		return v.W.Say("year.mean", "mean", mean, "n", votes.Found.Given)
	}
	parts := make([]string, len(votes.Counts))
	for i, n := range votes.Counts {
		if parts[i] = strconv.Itoa(n); m.Ballot.Weights.Holds() && votes.Found != nil {
			parts[i] = "—"
			if i < len(votes.Found.Shares) {
				parts[i], _ = shareText(v.W, votes.Found.Shares[i])
			}
		}
	}
	return strings.Join(parts, " / ")
}

// hidden says whether a count is of too few ballots to be shown, as it was when it
// was announced.
func hidden(m *policy.Meeting, votes cycle.Votes) bool {
	return valid(votes) < m.Ballot.FewerThan || votes.Ballots < m.Ballot.FewerThan
}

// valid is how many entries for a subject count (有效票): what every share of a result
// is of, here and on the meeting's page.
func valid(votes cycle.Votes) (n int) {
	if votes.Found != nil {
		return votes.Found.Given
	}
	for _, c := range votes.Counts {
		n += c
	}
	return n
}

// meetingState is where a subject's meeting is that has no result yet.
func (v *visit) meetingState(s *cycle.State, sub *cycle.Subject, m *policy.Meeting) string {
	for _, id := range sub.Meetings {
		if x := s.Meetings[id]; x.Type == m.ID && x.Cancelled == nil {
			return v.W.Say("year.on", "date", v.W.ISODate(string(x.Date)))
		}
	}
	return "—"
}

func (v *visit) reportPill(sub *cycle.Subject) templ.Component {
	switch r := sub.Report(); {
	case r == nil:
		return Pill(Quiet, v.W.Say("year.report.none"))
	case sub.Approved == r.No:
		return Pill(Good, v.W.Say("year.report.approved"))
	case r.Review != nil:
		return Pill(Bad, v.W.Say("year.report.returned"))
	case r.Submitted != "":
		return Pill(Warn, v.W.Say("year.report.submitted"))
	default:
		return Pill(Info, v.W.Say("year.report.draft", "n", r.No))
	}
}

// follows counts what follows from the grade and was carried out.
func (v *visit) follows(sub *cycle.Subject) string {
	all, done := 0, 0
	for _, f := range sub.Follows {
		if f.Withdrawn {
			continue
		}
		all++
		if f.Done != nil {
			done++
		}
	}
	if all == 0 {
		return "—"
	}
	return v.W.Say("year.done-of", "done", done, "of", all)
}
