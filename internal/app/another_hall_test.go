package app_test

import (
	"errors"
	"slices"
	"strings"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/calendar"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// sitting is a meeting as it will be held.
type sitting struct {
	id, kind string
	subjects []string
	day      calendar.Date
	away     []string // who is on the roll and does not come
	issued   []meeting.Issue
	// barred are ballots that may not be given out, and because the refusal.
	barred  []meeting.Issue
	because string
	// answer is what the k-th ballot of a pile says at a line: an answer as it is written,
	// "" for nothing, own for the voter's own line.
	answer func(class string, k int, subject, question string) string
	// broken is a ballot that a phone would not take, and the fault by which; nil: none.
	broken func(f ballot.Form) ([]ballot.Mark, string)
}

// own is the answer beside the voter's own line.
const own = "本人"

func (m *sitting) stream() string { return "meeting/" + m.id }

func (y *year) meeting(id string, look func(s *meeting.State)) {
	y.t.Helper()
	s, err := y.app.Meetings.Find(y.ctx, id)
	y.ok(err)
	s.View(func(s *meeting.State, _ journal.Head) { look(s) })
}

// hold calls the meeting and holds it from the roll to the end.
func (y *year) hold(m *sitting) {
	y.t.Helper()
	kind, _ := y.policy.MeetingByID(m.kind)
	y.must(clerk, y.stream(), "call-meeting", values{"meeting": m.id, "type": m.kind, "subjects": m.subjects, "date": m.day, "time": "14:00",
		"place": "会议室", "chair": head, "head": head, "guides": []string{teller}, "tellers": []string{clerk, teller}})
	y.clock.at(m.day, 14, 0)
	y.must(clerk, m.stream(), "open-roll", values{})
	var here []string
	guests := []string{head, clerk, teller}
	y.meeting(m.id, func(s *meeting.State) {
		for _, who := range s.Roll.Order {
			if !slices.Contains(m.away, who) {
				here = append(here, who)
			}
		}
		for _, sub := range s.Brief.Subjects {
			if !slices.Contains(s.Roll.Order, sub.Person) {
				guests = append(guests, sub.Person)
			}
		}
	})
	y.must(clerk, m.stream(), "sign-in", values{"persons": here})
	y.must(clerk, m.stream(), "sign-in", values{"persons": guests, "class": "host"})
	y.must(head, m.stream(), "open-meeting", values{})
	y.speeches(m, kind)
	y.vote(m)
	y.must(clerk, m.stream(), "announce", values{"where": "会场"})
	y.must(head, m.stream(), "close-meeting", values{})
}

// speeches are the reports and what the agenda has between them and the vote.
func (y *year) speeches(m *sitting, kind *policy.Meeting) {
	y.t.Helper()
	has := func(id policy.ItemID) bool {
		return slices.ContainsFunc(kind.Agenda, func(it policy.Item) bool { return it.ID == id })
	}
	var subjects []string
	y.meeting(m.id, func(s *meeting.State) {
		for _, sub := range s.Brief.Subjects {
			subjects = append(subjects, sub.ID)
		}
	})
	asked := 0
	for _, id := range subjects {
		y.must(head, m.stream(), "start-report", values{"subject": id})
		y.clock.pass(7 * time.Minute)
		y.must(head, m.stream(), "finish-report", values{"subject": id})
		if has(policy.ItemQuestions) {
			asked++
			y.must(head, m.stream(), "ask", values{"subject": id, "question": "路灯何时修好？"})
			y.must(secretary(id), m.stream(), "answer", values{"question": "q" + string(rune('0'+asked)), "answer": "已报修", "solution": "更换线路", "due": m.day.AddDays(30)})
		}
	}
	if has(policy.ItemComments) {
		for _, id := range subjects {
			y.must(head, m.stream(), "comment", values{"subject": id, "strengths": "服务及时", "problems": []string{"走访少"}, "direction": "每周走访"})
		}
	}
}

// vote holds the vote by phone and on paper.
func (y *year) vote(m *sitting) {
	y.t.Helper()
	if m.barred != nil {
		y.refused(m.because, teller, m.stream(), "open-ballot", values{"issued": m.barred})
	}
	form, codes, err := y.poll.Slips(y.ctx, m.id, m.issued)
	y.ok(err)
	y.must(teller, m.stream(), "open-ballot", values{"issued": m.issued})
	kind, _ := y.policy.MeetingByID(m.kind)
	piles := meeting.BallotClasses(kind, m.issued)
	var rows []meeting.Collected
	var counted []meeting.Pile
	for i, is := range piles {
		class := slices.Index(form.Classes, is.Class)
		if m.broken != nil && is.Phone > 0 && i == 0 {
			marks, want := m.broken(form)
			var fault *ballot.Fault
			if err := y.poll.Cast(y.ctx, codes[class][0], marks); !errors.As(err, &fault) || fault.Code != want {
				y.t.Fatalf("%s: a broken ballot by phone: %v, want %s", m.id, err, want)
			}
		}
		for k := range is.Phone {
			y.ok(y.poll.Cast(y.ctx, codes[class][k], y.marks(form, m, class, k)))
		}
		if is.Paper > 0 {
			var paper [][]ballot.Mark
			for k := range is.Paper {
				paper = append(paper, y.marks(form, m, class, is.Phone+k))
			}
			counted = append(counted, byHand(form, class, paper))
		}
		rows = append(rows, meeting.Collected{Class: is.Class, PaperReturned: is.Paper})
	}
	y.clock.pass(10 * time.Minute)
	y.must(head, m.stream(), "close-ballot", values{})
	y.must(clerk, m.stream(), "collect-ballots", values{"rows": rows})
	if len(counted) > 0 {
		y.must(clerk, m.stream(), "count-paper", values{"piles": mistaken(form, counted)})
		y.must(teller, m.stream(), "count-paper", values{"piles": counted})
		y.refused("counts-differ", teller, m.stream(), "accept-count", values{})
		y.must(clerk, m.stream(), "count-paper", values{"piles": counted})
		y.must(teller, m.stream(), "count-paper", values{"piles": counted})
	}
	y.must(teller, m.stream(), "accept-count", values{})
}

// marks are the marks of one ballot.
func (y *year) marks(f ballot.Form, m *sitting, class, k int) (marks []ballot.Mark) {
	y.t.Helper()
	asked := f.Asked()
	for _, l := range f.Lines() {
		if !f.Rated(class, l.Subject) {
			marks = append(marks, 0)
			continue
		}
		q := &asked[l.Question]
		text := m.answer(f.Classes[class], k, f.Subjects[l.Subject], q.ID)
		mark, ok := q.Read(text)
		if text == own {
			mark, ok = ballot.Own, true
		}
		if !ok {
			y.t.Fatalf("%s: %q is no answer at %s", m.id, text, q.ID)
		}
		marks = append(marks, mark)
	}
	return marks
}

// byHand counts papers as a teller does: each judged as a whole, then line by line.
func byHand(f ballot.Form, class int, papers [][]ballot.Mark) meeting.Pile {
	pile := meeting.Pile{Class: f.Classes[class], Ballots: len(papers)}
	asked := f.Asked()
	for i, l := range f.Lines() {
		q := &asked[l.Question]
		if !f.Rated(class, l.Subject) {
			continue
		}
		row := meeting.Row{Subject: f.Subjects[l.Subject], Question: q.ID, Options: make([]int, q.Columns())}
		var called []string // the numbers of a score
		for _, marks := range papers {
			switch verdict, answer := q.Answer(f.Judge(ballot.Ballot{Class: class, Marks: marks})[i]); verdict {
			case ballot.Valid:
				row.Options[answer]++
				called = append(called, q.Label(answer))
			case ballot.Blank:
				row.Blank++
			case ballot.Multiple:
				row.Multiple++
			case ballot.Breach:
				row.Breach++
			case ballot.Self:
				row.Own++
			}
		}
		if q.Kind == ballot.Score {
			row.Options, row.Numbers = nil, strings.Join(called, " ")
		}
		pile.Rows = append(pile.Rows, row)
	}
	return pile
}

// mistaken is a count in which a teller took one valid entry for a blank one; of places a sheet
// shows that by itself, so it is an entry of another question.
func mistaken(f ballot.Form, piles []meeting.Pile) []meeting.Pile {
	piles = slices.Clone(piles)
	piles[0].Rows = slices.Clone(piles[0].Rows)
	asked := f.Asked()
	for i := range piles[0].Rows {
		row := &piles[0].Rows[i]
		q := slices.IndexFunc(asked, func(q ballot.Question) bool { return q.ID == row.Question })
		if asked[q].Kind == ballot.Rank {
			continue
		}
		row.Blank++
		if row.Numbers != "" {
			_, row.Numbers, _ = strings.Cut(row.Numbers, " ")
			return piles
		}
		row.Options = slices.Clone(row.Options)
		row.Options[slices.IndexFunc(row.Options, func(n int) bool { return n > 0 })]--
		return piles
	}
	return piles
}
