package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/internal/words"
)

// noticePage is the public notice of the results (公示, N9.2). It shows what was
// posted and no more: a grade that was corrected since is said to be under
// correction until it is posted again, and counts are shown as far as they were
// announced.
func (s *Server) noticePage(w http.ResponseWriter, v *visit) error {
	st, err := s.year(v.Context(), v.PathValue("year"))
	if err != nil {
		return err
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return err
	}
	notice, absent := Notice{}, noNotice{}
	var held []heldOf
	st.View(func(state *cycle.State, _ journal.Head) {
		if today := calendar.Of(s.Now()); hangs(state, today) {
			notice, held = v.notice(state, n)
		} else {
			absent = v.noNotice(state)
		}
	})
	if absent.Title != "" {
		sh := Shell{W: v.W, Title: absent.Title, Path: v.URL.Path, Narrow: true}
		return s.show(w, v, http.StatusNotFound, sh, NoNoticePage(absent))
	}
	if err := s.announced(v.Context(), v.W, &notice, held); err != nil {
		return err
	}
	sh := Shell{W: v.W, Title: notice.Title, Path: v.URL.Path, Sheets: []string{"paper.css"}}
	return s.show(w, v, http.StatusOK, sh, NoticePage(v.W, notice))
}

// hangs says whether the results are posted on that day: the notice is not for
// looking up afterwards who had which grade.
func hangs(s *cycle.State, today calendar.Date) bool {
	return slices.ContainsFunc(s.Postings, func(p cycle.Posting) bool {
		return today <= p.Until || p.Until == "" && s.Closed == nil
	})
}

// noNotice says why there is nothing to read where the notice hangs at other times.
type noNotice struct{ Title, Text string }

// noNotice is what everybody may know of a notice that does not hang: that it does not
// yet, or until when it did. No result is in it.
func (v *visit) noNotice(s *cycle.State) noNotice {
	out := noNotice{Title: v.W.Say("notice.title", "year", s.Year), Text: v.W.Say("notice.not-yet", "authority", s.Policy.Authority)}
	if len(s.Postings) == 0 {
		return out
	}
	last := s.Postings[0].Until
	for _, p := range s.Postings {
		last = max(last, p.Until)
	}
	if last == "" { // posted for as long as the year ran
		out.Text = v.W.Say("notice.closed", "authority", s.Policy.Authority)
		return out
	}
	out.Text = v.W.Say("notice.over", "until", v.W.ISODate(string(last)), "authority", s.Policy.Authority)
	return out
}

// postingView tells those who work on the year where the notice is and whether it hangs.
type postingView struct {
	Href  string
	Tone  Tone
	Word  string
	Lines []string // where and from when until when
	Post  string   // address of the form that posts the results, for who may
}

// postingOf is nil until the notice can be posted: then nobody has a use for it.
func (v *visit) postingOf(s *cycle.State, today calendar.Date) *postingView {
	if s.Decisions == 0 || !v.inYear(s, "").reads() {
		return nil
	}
	out := &postingView{Href: "/notice/" + s.ID, Tone: Quiet, Word: v.W.Say("year.posting-over")}
	switch {
	case len(s.Postings) == 0:
		out.Tone, out.Word = Warn, v.W.Say("year.posting-not-yet")
	case hangs(s, today):
		out.Tone, out.Word = Good, v.W.Say("year.posting-hangs")
	}
	for _, p := range s.Postings {
		if line := v.posting(s, p); !slices.Contains(out.Lines, line) {
			out.Lines = append(out.Lines, line)
		}
	}
	if v.inYear(s, "").may(s.Policy.Acts["cycle"]["post-results"]) && s.Closed == nil {
		out.Post = doPath("cycle/"+s.ID, "post-results", "/year/"+s.ID)
	}
	return out
}

// heldOf are the meetings of a row's subject, one for each of the policy's types, ""
// for one that was not held.
type heldOf struct {
	subject  string
	meetings []string
}

// notice is the notice without the counts of the meetings.
func (v *visit) notice(s *cycle.State, n names) (Notice, []heldOf) {
	out := Notice{Org: s.Policy.Authority, Title: v.W.Say("notice.title", "year", s.Year), Sign: s.Policy.Authority,
		Paragraphs: []string{v.W.Say("notice.text", "title", s.Policy.Title, "year", s.Year)},
		Columns:    []string{v.W.Say("year.name"), v.W.Say("field.org")}}
	for _, m := range s.Policy.Meetings {
		out.Columns = append(out.Columns, m.Name)
		out.After = append(out.After, v.W.Say("notice.counts", "meeting", m.Name, "options", askedText(v.W, &m.Ballot)))
	}
	out.Columns = append(out.Columns, v.W.Say("field.grade"))
	var held []heldOf
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		grade, shown := v.postedGrade(s, sub)
		if !shown {
			continue
		}
		row := []string{n.person(sub.Person), sub.OrgName}
		of := heldOf{subject: id}
		for _, m := range s.Policy.Meetings {
			of.meetings = append(of.meetings, heldMeeting(s, sub, m.ID))
			row = append(row, "—")
		}
		out.Rows, held = append(out.Rows, append(row, grade)), append(held, of)
	}
	var places []string
	for _, p := range s.Postings {
		out.Date = v.W.ISODate(string(p.Date))
		places = append(places, v.posting(s, p))
	}
	out.After = append(out.After, v.W.Say("notice.places", "places", strings.Join(places, "；")), v.W.Say("notice.objections", "authority", s.Policy.Authority))
	return out, held
}

// postedGrade is the grade of a subject as it was posted, and whether it was.
func (v *visit) postedGrade(s *cycle.State, sub *cycle.Subject) (string, bool) {
	posted := 0
	for _, p := range s.Postings {
		if len(p.Orgs) == 0 || slices.Contains(p.Orgs, sub.ID) {
			posted = max(posted, p.Decision)
		}
	}
	switch {
	case posted == 0 || len(sub.Grades) == 0:
		return "", false
	case posted < sub.Decision:
		return v.W.Say("notice.corrected"), true
	}
	return sub.Grade(), true
}

func heldMeeting(s *cycle.State, sub *cycle.Subject, kind string) string {
	for _, id := range sub.Meetings {
		if m := s.Meetings[id]; m.Type == kind && m.Cancelled == nil && m.Held() != nil {
			return id
		}
	}
	return ""
}

func (v *visit) posting(s *cycle.State, p cycle.Posting) string {
	name := p.Place
	for _, pl := range s.Policy.Results.Posting.Places {
		if pl.ID == p.Place {
			name = pl.Name
		}
	}
	if p.Until == "" {
		return v.W.Say("notice.place", "place", name, "date", v.W.ISODate(string(p.Date)))
	}
	return v.W.Say("notice.place-until", "place", name, "date", v.W.ISODate(string(p.Date)), "until", v.W.ISODate(string(p.Until)))
}

// announced fills in the counts of the meetings as they were announced there.
func (s *Server) announced(ctx context.Context, w *words.Words, notice *Notice, held []heldOf) error {
	for i, of := range held {
		for k, id := range of.meetings {
			if id == "" {
				continue
			}
			st, err := s.Office.Meetings.Find(ctx, id)
			if err != nil {
				return err
			}
			st.View(func(m *meeting.State, _ journal.Head) {
				notice.Rows[i][len(notice.Columns)-1-len(of.meetings)+k] = announcedCount(w, m, of.subject)
			})
		}
	}
	return nil
}

// announcedCount is a subject's count in the form's order as it was announced, a dash where
// it was not shown; the lines of several questions one after the other. Shares stand for sums
// where parts have weights, a mean for numbers and places.
func announcedCount(w *words.Words, m *meeting.State, subject string) string {
	r := m.Announced()
	if r == nil {
		return "—"
	}
	asked, p := r.Form.Asked(), r.Announced.Published
	var lines []string
	for i, l := range r.Form.Lines() {
		if r.Form.Subjects[l.Subject] != subject || i >= len(p.Total) {
			continue
		}
		line := "—"
		if !p.Total[i].Hidden {
			line = publicLine(w, r.Form, &asked[l.Question], p, i)
		}
		if len(asked) > 1 {
			line = questionName(m.Type(), asked[l.Question].ID) + w.Say("hall.colon") + line
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return "—"
	}
	return strings.Join(lines, "；")
}

func publicLine(w *words.Words, f ballot.Form, q *ballot.Question, p ballot.Published, line int) string {
	var found ballot.Finding
	if line < len(p.Findings) {
		found = p.Findings[line]
	}
	if q.Kind != ballot.Choice {
		if found.Mean == "" {
			return "—"
		}
		return w.Say("year.mean", "mean", meanText(found.Mean), "n", found.Given)
	}
	var parts []string
	for i, n := range p.Total[line].Count.Options {
		text := strconv.Itoa(n)
		if len(f.Parts) > 0 {
			if text = "—"; i < len(found.Shares) {
				text, _ = shareText(w, found.Shares[i])
			}
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " / ")
}

// askedText is what the numbers of a meeting's ballot are of: its words in order, or its
// questions with theirs.
func askedText(w *words.Words, b *policy.Ballot) string {
	var all []string
	for _, q := range b.Asked() {
		text := w.List(q.Options)
		if len(q.Options) == 0 {
			text = w.Say("hall.mean")
		}
		if q.Name != "" {
			text = q.Name + w.Say("hall.colon") + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "；")
}
