package cycle

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/brief"
)

// Votes are the sums of a subject's ballots at one meeting, all classes together,
// of the round that counts.
type Votes struct {
	Meeting  string   `json:"meeting"`
	Type     string   `json:"type"`
	Receipt  int      `json:"receipt"` // of the minutes the numbers are from
	Round    int      `json:"round"`
	Ballots  int      `json:"ballots"`
	Options  []string `json:"options"`
	Counts   []int    `json:"counts"` // per option
	Blank    int      `json:"blank"`
	Multiple int      `json:"multiple"`
}

// Votes are the results of all meetings of a subject whose minutes were received,
// in the policy's order of meetings.
func (s *State) Votes(subject string) (out []Votes) {
	for _, kind := range s.Policy.Meetings {
		m := s.meetingOf(subject, kind.ID)
		if m == nil || m.Held() == nil || len(m.Held().Rounds) == 0 {
			continue
		}
		rounds := m.Held().Rounds
		v := sum(rounds[len(rounds)-1], subject)
		v.Meeting, v.Type, v.Receipt = m.ID, m.Type, len(m.Minutes)
		out = append(out, v)
	}
	return out
}

func sum(r brief.Round, subject string) Votes {
	v := Votes{Round: r.No, Options: r.Form.Options, Counts: make([]int, len(r.Form.Options))}
	at := slices.Index(r.Form.Subjects, subject)
	for _, t := range append(append([]ballot.Tally{}, r.Phone...), r.Paper...) {
		c := t.Subjects[at]
		v.Ballots += t.Ballots
		v.Blank += c.Blank
		v.Multiple += c.Multiple
		for i, n := range c.Options {
			v.Counts[i] += n
		}
	}
	return v
}
