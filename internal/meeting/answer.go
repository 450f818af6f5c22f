package meeting

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Answer records the subject's answer (当场作答, N6.2): there and then, with a
// solution and a promised date for completing it, later than the meeting. Where the
// agenda has no questions, a solution is not asked for, but a promise still needs
// its date. A recorded answer is corrected by another one with a reason.
type Answer struct {
	Question string        `json:"question" form:"required,from=questions"`
	Answer   string        `json:"answer" form:"required,long"`
	Solution string        `json:"solution,omitempty" form:"long"`
	Due      calendar.Date `json:"due,omitempty" form:"date"`
	Reason   string        `json:"reason,omitempty" form:"long"` // of a correction
}

func (*Answer) Kind() string { return "answer" }

func (c *Answer) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	q := s.question(c.Question)
	if q == nil {
		return nil, act.NotOnFile("question", c.Question)
	}
	if err := act.Filled("answer", c.Answer); err != nil {
		return nil, err
	}
	if q.Answer != nil && strings.TrimSpace(c.Reason) == "" {
		return nil, decider.Refuse("", "answered-already", "question", q.ID).At("reason")
	}
	it, asks := s.Type().Has(policy.ItemQuestions)
	promise := strings.TrimSpace(c.Solution) != ""
	switch {
	case asks && !promise:
		return nil, decider.Refuse(it.Rule, "solution-missing", "question", q.ID).By(it.Clause).At("solution")
	case promise && c.Due == "":
		return nil, decider.Refuse("N6.2", "promise-without-date", "question", q.ID).By(it.Clause).At("due")
	case c.Due != "" && c.Due <= s.Date:
		return nil, decider.Refuse("N6.2", "promise-not-ahead", "due", c.Due, "date", s.Date).By(it.Clause).At("due")
	}
	return []decider.Event[State]{&Answered{Stamp: act.By(call), Question: q.ID, Answer: c.Answer, Solution: c.Solution, Due: c.Due, Reason: c.Reason}}, nil
}

// Answered has a reason when it corrects an earlier answer.
type Answered struct {
	Stamp
	Question string        `json:"question"`
	Answer   string        `json:"answer"`
	Solution string        `json:"solution,omitempty"`
	Due      calendar.Date `json:"due,omitempty"`
	Reason   string        `json:"reason,omitempty"`
}

func (*Answered) Kind() string { return "answered" }

func (e *Answered) Apply(s *State) {
	q := s.question(e.Question)
	if q.Answer != nil {
		q.Earlier = append(q.Earlier, *q.Answer)
	}
	q.Answer = &Reply{Stamp: e.Stamp, Answer: e.Answer, Solution: e.Solution, Due: e.Due, Reason: e.Reason}
}

// Reply is an answer as it was recorded.
type Reply struct {
	Stamp
	Answer   string        `json:"answer"`
	Solution string        `json:"solution,omitempty"`
	Due      calendar.Date `json:"due,omitempty"`
	Reason   string        `json:"reason,omitempty"`
}
