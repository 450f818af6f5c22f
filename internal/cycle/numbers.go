package cycle

import (
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/outcome"
	"shuping/internal/policy"
)

// numbers are what is on record that the rules of grading look at: scores, facts, grades of the years
// before, and what was counted at the meetings. Decision is the number of the decision that is reckoned
// for: what was put on record after it does not count, so that the audit can reckon it again.
func (s *State) numbers(decision int, grades map[string]GradeFor) *outcome.Numbers {
	n := &outcome.Numbers{Year: outcome.Year{Facts: factsOf(s.Facts, s.factIDs("year"), decision)}}
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		one := outcome.Subject{ID: id, Name: sub.OrgName, Kind: sub.Kind, Scale: s.Policy.ScaleOf(sub.Kind),
			Facts: factsOf(sub.Facts, s.factIDs("subject"), decision), Grade: grades[id].Grade, Reason: strings.TrimSpace(grades[id].Reason)}
		for _, src := range s.sources(sub) {
			if score, ok := sub.score(src.Called(), decision); ok {
				if one.Scores == nil {
					one.Scores = map[string]policy.Number{}
				}
				one.Scores[src.Called()] = score.Score
			}
		}
		for back := range s.yearsBack() {
			grade, onFile := s.gradeIn(sub.Person, s.Year-back-1)
			if onFile && grade == "" {
				grade = outcome.NotReviewed
			}
			one.Before = append(one.Before, grade)
		}
		n.Subjects = append(n.Subjects, one)
	}
	for _, id := range s.MeetingOrder {
		if m := s.Meetings[id]; m.Cancelled == nil {
			s.counted(n, m, decision)
		}
	}
	return n
}

// yearsBack is how many earlier years some consequence looks at.
func (s *State) yearsBack() (years int) {
	for _, c := range s.Policy.Consequences {
		years = max(years, len(c.Before), c.History.Years-1)
	}
	return years
}

// sources are those that concern a subject and give a number that is put on record by hand.
func (s *State) sources(sub *Subject) (all []*policy.Source) {
	g := &s.Policy.Grading
	for i := range g.Sources {
		src := &g.Sources[i]
		if src.ID != policy.SourceMeeting && policy.Concerns(src.Kinds, src.Scales, sub.Kind, s.Policy.ScaleOf(sub.Kind)) {
			all = append(all, src)
		}
	}
	return all
}

// factIDs are the facts of the year, or of subjects, that the policy knows.
func (s *State) factIDs(of string) (ids []string) {
	for _, f := range s.Policy.Grading.Facts {
		if (f.Of == "year") == (of == "year") {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func factsOf(known []KnownFact, ids []string, decision int) map[string]outcome.Fact {
	facts := map[string]outcome.Fact{}
	for _, f := range known {
		if f.Decision < decision && slices.Contains(ids, f.Fact) {
			facts[f.Fact] = outcome.Fact(f.Value)
		}
	}
	return facts
}

// counted adds a meeting that was held, with the round that counts.
func (s *State) counted(n *outcome.Numbers, m *Meeting, decision int) {
	mins := m.heldFor(decision)
	kind, known := s.Policy.MeetingByID(m.Type)
	if mins == nil || len(mins.Rounds) == 0 || !known {
		return
	}
	var subjects []string
	for _, id := range mins.Reported {
		if sub := s.Subjects[id]; sub != nil && s.votedAt(id, m.Type, decision) == m {
			subjects = append(subjects, id)
		}
	}
	if len(subjects) == 0 {
		return
	}
	x := outcome.Meeting{Meeting: m.Type}
	if kind.For == policy.EachSubject {
		x.Subject = m.Org
	}
	for _, p := range mins.Presence {
		add(&x.Present, p.Class, p.Present)
		if c, ok := kind.ClassByID(p.Class); ok && c.Expected {
			add(&x.Expected, p.Class, p.Expected)
		}
	}
	round := &mins.Rounds[len(mins.Rounds)-1]
	x.Returned = returned(kind, round)
	x.Counts = counts(kind, round, subjects)
	n.Meetings = append(n.Meetings, x)
}

// heldFor is the result that was on record when that decision was taken, nil for none.
func (m *Meeting) heldFor(decision int) *brief.Minutes {
	for _, r := range slices.Backward(m.Minutes) {
		if r.Decision < decision {
			return &r.Minutes
		}
	}
	return nil
}

func add(h *outcome.Heads, class string, n int) {
	h.Given = true
	if h.ByClass == nil {
		h.ByClass = map[string]int{}
	}
	h.ByClass[class] += n
	h.All += n
}

// pile is the name by which the numbers know the ballots of a class of a form: where ballots are
// weighed the part they belong to, for a class that votes in one part for some kinds and in another for
// others the class, else none, because all ballots are worth the same.
func pile(kind *policy.Meeting, class string) string {
	w := &kind.Ballot.Weights
	if !w.Holds() {
		return ""
	}
	ids := strings.Split(class, policy.Joined)
	if len(ids) == 1 {
		return class
	}
	for _, part := range w.Parts {
		if !slices.ContainsFunc(ids, func(id string) bool { return !slices.Contains(part.Classes, id) }) {
			return part.ID
		}
	}
	return class
}

// returned are the ballots that came back.
func returned(kind *policy.Meeting, r *brief.Round) (h outcome.Heads) {
	h.Given = true
	for _, t := range slices.Concat(r.Phone, r.Paper) {
		if name := pile(kind, r.Form.Classes[t.Class]); name != "" {
			add(&h, name, t.Ballots)
			continue
		}
		h.All += t.Ballots
	}
	return h
}

// counts are the sums of a round for some of its subjects, by question and by what the ballots count as.
func counts(kind *policy.Meeting, r *brief.Round, subjects []string) (all []outcome.Count) {
	asked, at := r.Form.Asked(), map[[3]string]int{}
	for line, l := range r.Form.Lines() {
		subject, q := r.Form.Subjects[l.Subject], &asked[l.Question]
		if !slices.Contains(subjects, subject) {
			continue
		}
		for _, t := range slices.Concat(r.Phone, r.Paper) {
			if !r.Form.Rated(t.Class, l.Subject) {
				continue
			}
			key := [3]string{subject, q.ID, pile(kind, r.Form.Classes[t.Class])}
			i, known := at[key]
			if !known {
				i = len(all)
				at[key] = i
				all = append(all, outcome.Count{Subject: subject, Question: q.ID, Class: key[2]})
			}
			addCount(&all[i], q, &t.Subjects[line])
		}
	}
	return all
}

// addCount adds what stood on one line of a tally.
func addCount(to *outcome.Count, q *ballot.Question, c *ballot.Count) {
	given := &to.Options
	switch q.Kind {
	case ballot.Score:
		given = &to.Scores
	case ballot.Rank:
		given = &to.Places
	}
	if *given == nil {
		*given = map[string]int{}
	}
	for i, n := range c.Options {
		if n > 0 {
			(*given)[q.Label(i)] += n
		}
	}
	to.Blank += c.Blank
	to.Multiple += c.Multiple + c.Breach
}
