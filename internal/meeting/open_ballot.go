package meeting

import (
	"slices"
	"strconv"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// OpenBallot opens the vote (开始测评) after all reports, and comments where the
// agenda has them (N5.5, N6.2). No class gets more ballots than it has people in the
// hall who vote: observers and guides get none (N5.7), and a subject gets none unless
// the policy says so, because the notice asks the others to review the subject and
// does not say that the subject takes part. Who came late gets a ballot; who left
// before gets none. Subjects who did not report at all are not on the form.
type OpenBallot struct {
	Issued []Issue `json:"issued" form:"required"`
	Reason string  `json:"reason,omitempty" form:"long"`
}

// Issue is how many ballots a class is given.
type Issue struct {
	Class string `json:"class" form:"required,from=classes"`
	Phone int    `json:"phone"` // slips with a code, for phone and terminal
	Paper int    `json:"paper"`
}

func (*OpenBallot) Kind() string { return "open-ballot" }

func (c *OpenBallot) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	d := act.Departures{Reason: c.Reason}
	if err := s.mayVote(&d); err != nil {
		return nil, err
	}
	issued, err := c.byClass(s)
	if err != nil {
		return nil, err
	}
	var subjects, classes []string
	for _, sub := range s.Brief.Subjects {
		if r := s.Report(sub.ID); r != nil && r.Instead != Absent {
			subjects = append(subjects, sub.ID)
		}
	}
	e := &BallotOpened{Stamp: act.By(call), Departures: d.List}
	for _, is := range BallotClasses(s.Type(), issued) {
		if err := s.hidden(is); err != nil {
			return nil, err
		}
		classes = append(classes, is.Class)
		e.Issued = append(e.Issued, Issued{Issue: is, Voters: s.Voters(is.Class)})
	}
	if len(e.Issued) == 0 {
		return nil, decider.Refuse("", "no-ballots").At("issued")
	}
	if len(subjects) == 0 {
		return nil, decider.Refuse("", "nobody-reported")
	}
	form := FormOf(&s.Brief, subjects, classes)
	if err := s.sorted(form); err != nil {
		return nil, err
	}
	if err := form.Validate(); err != nil {
		return nil, decider.Refuse("", "form-invalid", "why", err.Error())
	}
	e.Round, e.Form = s.Ballots+1, form
	e.Box = s.NextBox()
	return []decider.Event[State]{e}, nil
}

// NextBox is the id of the box of the vote that is opened next; its slips may be printed before.
func (s *State) NextBox() string { return s.Brief.Meeting + "-" + strconv.Itoa(s.Ballots+1) }

// mayVote refuses a vote that is not due.
func (s *State) mayVote(d *act.Departures) error {
	if err := s.open(); err != nil {
		return err
	}
	if r := s.Round(); r != nil {
		if r.Accepted != nil {
			return decider.Refuse("", "voted-already", "round", r.No)
		}
		if r.Voided == nil {
			return decider.Refuse("", "vote-going-on", "round", r.No)
		}
	}
	if r := s.speaking(); r != nil {
		return decider.Refuse("", "report-running", "subject", r.Subject)
	}
	if err := s.answered(d); err != nil {
		return err
	}
	return s.begin(policy.ItemBallot, d)
}

// byClass checks the numbers of ballots against the people in the hall.
func (c *OpenBallot) byClass(s *State) ([]Issue, error) {
	seen := map[string]bool{}
	for _, is := range c.Issued {
		class, ok := s.Type().ClassByID(is.Class)
		if !ok {
			return nil, decider.Refuse("", "class-unknown", "class", is.Class, "person", "").At("issued")
		}
		if seen[is.Class] {
			return nil, decider.Refuse("", "stands-twice", "what", "field.class", "id", is.Class).At("issued")
		}
		n := is.Phone + is.Paper
		switch voters := s.Voters(class.ID); {
		case is.Phone < 0 || is.Paper < 0:
			return nil, decider.Refuse("", "number-negative", "field", "field.issued", "got", min(is.Phone, is.Paper)).At("issued")
		case n > 0 && !class.Votes:
			return nil, decider.Refuse("N5.7", "class-without-vote", "class", class.Name).By(s.Type().Ballot.Clause).At("issued")
		case n > voters:
			return nil, decider.Refuse("N7.2", "more-than-voters", "class", class.Name, "got", n, "voters", voters).By(s.Type().Ballot.Clause).At("issued")
		}
		seen[is.Class] = true
	}
	return c.Issued, nil
}

// hidden refuses a pile that would point to the people who gave it: phone ballots
// and papers are counted apart, so a few of one kind beside others say who voted
// how (N7.2). A meeting of very few voters gives all of them the same kind. The same
// holds for few ballots that ask or are worth something else than others. A ballot on
// which the voter's own line is left out is no paper: it would lie in the pile with a name.
func (s *State) hidden(is Issue) error {
	b := s.Type().Ballot
	class, _ := s.Type().BallotClass(is.Class)
	one, _ := s.Type().ClassByID(first(is.Class))
	switch all := is.Phone + is.Paper; {
	case !b.Secret.Holds():
	case all < b.FewerThan && len(sorts(s.Type())) > 1:
		return decider.Refuse("N7.2", "few-of-a-sort", "class", class.Name, "got", all, "least", b.FewerThan).By(b.Secret.Clause).At("issued")
	case one.NotSelf && is.Paper > 0 && len(s.Brief.Subjects) > 1:
		return decider.Refuse("N7.2", "own-line-on-paper", "class", class.Name, "paper", is.Paper).By(b.Secret.Clause).At("issued")
	}
	few := min(is.Phone, is.Paper)
	if b.Secret.Holds() && few > 0 && few < b.FewerThan {
		return decider.Refuse("N7.2", "few-of-one-kind", "class", class.Name, "phone", is.Phone, "paper", is.Paper, "least", b.FewerThan).By(b.Secret.Clause).At("issued")
	}
	return nil
}

// sorted refuses a vote whose classes differ in what they are asked or worth, where the
// result could not be had or would point to people (N7.1, N7.2).
func (s *State) sorted(f ballot.Form) error {
	t := s.Type()
	for i, id := range f.Classes {
		rated := false
		for sub := range f.Subjects {
			rated = rated || f.Rated(i, sub)
		}
		if c, _ := t.ClassByID(first(id)); !rated || len(c.RatesKinds) > 0 && !s.anyOf(f.Subjects, c.RatesKinds) {
			class, _ := t.BallotClass(id)
			return decider.Refuse("N7.1", "class-rates-nobody", "class", class.Name).By(t.Ballot.Clause).At("issued")
		}
	}
	for _, p := range t.Ballot.Weights.Parts {
		voted := slices.ContainsFunc(f.Parts, func(o ballot.Part) bool { return o.ID == p.ID })
		if about := len(p.Kinds) == 0 || s.anyOf(f.Subjects, p.Kinds); about && !voted && t.Ballot.Weights.Holds() && !f.Spread {
			return decider.Refuse("N7.1", "part-without-ballots", "part", p.Name).By(t.Ballot.Weights.Clause).At("issued")
		}
	}
	return nil
}

// anyOf says whether one of the subjects is of one of the kinds.
func (s *State) anyOf(subjects, kinds []string) bool {
	return slices.ContainsFunc(subjects, func(id string) bool {
		sub, _ := s.Subject(id)
		return slices.Contains(kinds, sub.Kind)
	})
}

// BallotOpened has the form and the ballots given out, beside the people who vote.
type BallotOpened struct {
	Stamp
	Round      int         `json:"round"`
	Box        string      `json:"box"`
	Form       ballot.Form `json:"form"`
	Issued     []Issued    `json:"issued"` // one per class of the form, in its order
	Departures []Departure `json:"departures,omitempty"`
}

// Issued is an issue with the number of people it was for.
type Issued struct {
	Issue
	Voters int `json:"voters"`
}

func (*BallotOpened) Kind() string { return "ballot-opened" }

func (e *BallotOpened) Apply(s *State) {
	r := Round{No: e.Round, Box: e.Box, Form: e.Form, Opened: e.Stamp, Seq: s.Seq + 1}
	for _, is := range e.Issued {
		r.Slips = append(r.Slips, Slips{Class: is.Class, Phone: is.Phone, Paper: is.Paper, Voters: is.Voters})
	}
	s.Rounds, s.Ballots = append(s.Rounds, r), e.Round
	s.Departures = append(s.Departures, e.Departures...)
}
