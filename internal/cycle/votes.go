package cycle

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/brief"
)

// Votes are the sums of a subject's ballots at one meeting, all classes together,
// of the round that counts; of one question where the ballot has several.
type Votes struct {
	Meeting  string   `json:"meeting"`
	Type     string   `json:"type"`
	Receipt  int      `json:"receipt"` // of the minutes the numbers are from
	Round    int      `json:"round"`
	Ballots  int      `json:"ballots"`
	Options  []string `json:"options"` // none of a score, whose numbers say who gave them
	Counts   []int    `json:"counts"`  // per option; of a rank per place
	Blank    int      `json:"blank"`
	Multiple int      `json:"multiple"`
	// Question is the question's id, Kind what it asks; empty for the only choice of a ballot.
	Question string      `json:"question,omitempty"`
	Kind     ballot.Kind `json:"kind,omitempty"`
	Breach   int         `json:"breach,omitempty"` // entries against a rule about the whole ballot
	Own      int         `json:"own,omitempty"`    // own lines, left out
	// Found is what the line came to by the rules of the form (shares of weighed parts, a mean),
	// nil for a form without any.
	Found *ballot.Finding `json:"found,omitempty"`
}

// Votes are the results of all meetings of a subject whose minutes were received,
// in the policy's order of meetings.
func (s *State) Votes(subject string) (out []Votes) {
	for _, kind := range s.Policy.Meetings {
		m := s.votedAt(subject, kind.ID, s.Decisions+1)
		if m == nil || m.Held() == nil || len(m.Held().Rounds) == 0 {
			continue
		}
		rounds := m.Held().Rounds
		for _, v := range sums(rounds[len(rounds)-1], subject) {
			v.Meeting, v.Type, v.Receipt = m.ID, m.Type, len(m.Minutes)
			out = append(out, v)
		}
	}
	return out
}

// sums are a subject's lines of a round.
func sums(r brief.Round, subject string) (out []Votes) {
	piles := slices.Concat(r.Phone, r.Paper)
	found, err := r.Form.Findings(piles)
	if err != nil {
		return nil // unreachable unless minutes were received that are not of their form
	}
	asked := r.Form.Asked()
	for at, l := range r.Form.Lines() {
		if r.Form.Subjects[l.Subject] != subject {
			continue
		}
		q := &asked[l.Question]
		v := Votes{Round: r.No, Question: q.ID, Kind: q.Kind, Options: q.Labels(), Counts: make([]int, q.Columns())}
		for _, t := range piles {
			c := t.Subjects[at]
			v.Ballots += t.Ballots
			v.Blank, v.Multiple = v.Blank+c.Blank, v.Multiple+c.Multiple
			v.Breach, v.Own = v.Breach+c.Breach, v.Own+c.Own
			for i, n := range c.Options {
				v.Counts[i] += n
			}
		}
		if q.Kind == ballot.Score {
			v.Options, v.Counts = nil, nil
		}
		if !r.Form.Plain() {
			v.Found = &found[at]
		}
		out = append(out, v)
	}
	return out
}
