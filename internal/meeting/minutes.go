package meeting

import (
	"time"

	"shuping/internal/brief"
)

// Minutes is what the closed meeting hands back to the year (会议结果); false while it
// is not closed. Seq and Head of the last record are filled in by who holds the
// stream. Presence is as measured when the meeting was opened, because that is what
// quorum and composition were decided on. A recount counts once it is announced, and
// then stands after the result it corrects, under the same number.
func (s *State) Minutes() (brief.Minutes, bool) {
	if s.Closed == nil || s.Opening == nil || s.Brief.Rehearsal {
		return brief.Minutes{}, false
	}
	m := brief.Minutes{Meeting: s.Brief.Meeting, Type: s.Brief.Type, Org: s.Brief.Org, Date: s.Date, Presence: s.Opening.Presence}
	for _, r := range s.Reports {
		if r.Instead != Absent {
			m.Reported = append(m.Reported, r.Subject)
		}
	}
	for _, q := range s.Questions {
		if q.Answer != nil {
			m.Questions = append(m.Questions, brief.Question{ID: q.ID, Subject: q.Subject, Question: q.Question,
				Answer: q.Answer.Answer, Solution: q.Answer.Solution, Due: q.Answer.Due})
		}
	}
	for _, c := range s.Comments {
		m.Comments = append(m.Comments, c.Comment)
	}
	m.Rounds, m.Announced = s.rounds()
	return m, true
}

// rounds are the results that count, and when the last one was announced.
func (s *State) rounds() (rounds []brief.Round, announced time.Time) {
	for _, r := range s.Results {
		if r.Recount && r.Announced == nil {
			continue
		}
		rounds = append(rounds, brief.Round{No: r.Round, Form: r.Form, Phone: r.Phone, Paper: r.Paper, Seal: r.Seal})
		if r.Announced != nil {
			announced = r.Announced.At
		}
	}
	return rounds, announced
}
