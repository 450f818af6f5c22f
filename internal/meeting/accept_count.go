package meeting

import (
	"fmt"
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// AcceptCount makes the count the result (确认计票, N5.6). First the numbers: of every
// class as many ballots came back, were used, spoilt or kept as were given out; more
// than were given out make the vote void. Then the papers: two people counted, and
// their sheets agree in every entry. Fewer than must come back make the vote void, too;
// where that is only advice, a reason is recorded. Where the notice has the guides
// count, one of them accepts.
type AcceptCount struct {
	Reason string `json:"reason,omitempty" form:"long"`
}

func (*AcceptCount) Kind() string { return "accept-count" }

func (c *AcceptCount) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if err := s.guideCounts(call.Who); err != nil {
		return nil, err
	}
	if len(r.Collected) == 0 {
		return nil, decider.Refuse("", "not-collected", "round", r.No)
	}
	if len(r.issuedPhone()) > 0 && r.Phone == nil {
		return nil, decider.Refuse("", "box-missing", "box", r.Box)
	}
	balances, err := s.balanced(r)
	if err != nil {
		return nil, err
	}
	d := act.Departures{Reason: c.Reason}
	if err := s.enoughBack(r, &d); err != nil {
		return nil, err
	}
	e := &CountAccepted{Stamp: act.By(call), Round: r.No, Balances: balances, Departures: d.List}
	if len(r.issuedPaper()) > 0 {
		if e.Paper, err = r.agreed(); err != nil {
			return nil, err
		}
	}
	if r.Phone != nil {
		e.Phone, e.Seal = r.Phone.Tallies, r.Phone.Seal
	}
	return []decider.Event[State]{e}, nil
}

// guideCounts refuses somebody who is no guide where the notice has the guides count.
func (s *State) guideCounts(who string) error {
	if b := s.Type().Guide.Counts; b.Holds() && !slices.Contains(s.Brief.Guides, who) {
		return decider.Refuse("N5.6", "guide-counts", "person", who).By(b.Clause)
	}
	return nil
}

// balanced checks every class's numbers.
func (s *State) balanced(r *Round) ([]ballot.Balance, error) {
	var all []ballot.Balance
	for i, class := range r.Form.Classes {
		b := r.Balance(i)
		if b.Void() {
			return nil, decider.Refuse("", "more-than-issued", "class", class, "phone", b.PhoneUsed, "phone_issued", b.PhoneIssued,
				"paper", b.PaperReturned, "paper_issued", b.PaperIssued).By(s.Type().Ballot.VoidIfMore.Clause)
		}
		if made := r.Made(i); made > 0 && made < b.PhoneIssued {
			return nil, decider.Refuse("", "issued-not-made", "class", class, "issued", b.PhoneIssued, "made", made)
		}
		for _, im := range b.Check() {
			return nil, decider.Refuse("", "not-balanced", "class", class, "sum", "ballot-fault."+im.Code, "got", im.Got, "want", im.Want)
		}
		all = append(all, b)
	}
	return all, nil
}

// agreed is the count of the papers that two people agree on and that is as many
// papers as came back. Papers that were read by a scanner need no second count; a count
// by hand beside it must agree.
func (r *Round) agreed() ([]ballot.Tally, error) {
	sheets := r.sheets()
	if c := r.countedByReading(); c != nil {
		sheets = append([]Sheet{{Stamp: c.Stamp, Tallies: c.Tallies}}, sheets...)
	} else if r.UsesReading() {
		return nil, decider.Refuse("", "readings-not-counted", "round", r.No)
	} else if len(sheets) < 2 {
		return nil, decider.Refuse("", "second-count-missing", "have", len(sheets))
	}
	for _, sh := range sheets[1:] {
		if list := r.differences(sheets[0].Tallies, sh.Tallies); len(list) > 0 {
			return nil, decider.Refuse("", "counts-differ", "first", sheets[0].By, "second", sh.By,
				"number", len(list), "list", strings.Join(list, "; "))
		}
	}
	for _, t := range sheets[0].Tallies {
		if back := r.Balance(t.Class).PaperReturned; t.Ballots != back {
			return nil, decider.Refuse("", "counted-not-returned", "class", r.Form.Classes[t.Class], "counted", t.Ballots, "returned", back)
		}
	}
	return sheets[0].Tallies, nil
}

// differences lists where two counts differ: class, subject, column, both numbers.
func (r *Round) differences(a, b []ballot.Tally) (list []string) {
	for i := range a {
		for _, d := range ballot.Differences(a[i], b[i]) {
			where := r.Form.Classes[a[i].Class]
			if d.Subject >= 0 {
				line := r.Form.Lines()[d.Subject]
				where += " " + r.Form.Subjects[line.Subject]
				if id := r.Form.Asked()[line.Question].ID; id != "" {
					where += " " + id
				}
			}
			list = append(list, fmt.Sprintf("%s %s: %d/%d", where, r.column(d.Subject, d.Option), d.A, d.B))
		}
	}
	return list
}

func (r *Round) column(line, option int) string {
	switch option {
	case ballot.ColumnBallots:
		return "="
	case ballot.ColumnBlank:
		return "0"
	case ballot.ColumnMultiple:
		return ">1"
	case ballot.ColumnBreach:
		return "!"
	case ballot.ColumnOwn:
		return "@"
	}
	q := r.Form.Asked()[r.Form.Lines()[line].Question]
	return q.Label(option)
}

// CountAccepted has the numbers of every class and the count, phone and paper apart.
type CountAccepted struct {
	Stamp
	Round    int              `json:"round"`
	Balances []ballot.Balance `json:"balances"` // one per class of the form, in its order
	Phone    []ballot.Tally   `json:"phone,omitempty"`
	Paper    []ballot.Tally   `json:"paper,omitempty"`
	Seal     string           `json:"seal,omitempty"`

	Departures []Departure `json:"departures,omitempty"`
}

func (*CountAccepted) Kind() string { return "count-accepted" }

func (e *CountAccepted) Apply(s *State) {
	s.Round().Accepted = &e.Stamp
	s.Departures = append(s.Departures, e.Departures...)
	s.Results = append(s.Results, Result{Stamp: e.Stamp, Round: e.Round, Form: s.Round().Form, Balances: e.Balances,
		Phone: e.Phone, Paper: e.Paper, Seal: e.Seal})
}
