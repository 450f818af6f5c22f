package meeting

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// RecordBox takes in what the sealed box holds (电子票箱结果, N5.6): the count of the
// ballots given by phone, by class, with the codes used and the hash of the sealed
// list. As many ballots as used codes lie in it. How many slips were made for it stands
// beside how many were given out: a surplus was printed and not given out, and fewer than
// were given out cannot be (see AcceptCount).
type RecordBox struct {
	Piles []Pile     `json:"piles" form:"required"`
	Used  []UsedCode `json:"used" form:"required"`
	Seal  string     `json:"seal" form:"required"` // lower-case hex of SHA-256
}

// UsedCode is how many codes of a class were used.
type UsedCode struct {
	Class string `json:"class" form:"required,from=classes"`
	Used  int    `json:"used"`
	// Made is how many slips the box had codes for, replaced ones included; 0: not said.
	Made int `json:"made,omitempty"`
}

func (*RecordBox) Kind() string { return "record-box" }

func (c *RecordBox) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	classes := r.issuedPhone()
	switch {
	case len(classes) == 0:
		return nil, decider.Refuse("", "no-phone", "round", r.No)
	case r.Phone != nil:
		return nil, decider.Refuse("", "box-recorded-already", "round", r.No)
	case len(c.Seal) != 64 || strings.Trim(c.Seal, "0123456789abcdef") != "":
		return nil, decider.Refuse("", "seal-malformed", "got", c.Seal).At("seal")
	}
	counted, err := tallies(r.Form, classes, c.Piles, "piles")
	if err != nil {
		return nil, err
	}
	used, made := map[string]int{}, map[string]int{}
	for _, u := range c.Used {
		if u.Made != 0 && u.Made < u.Used {
			return nil, decider.Refuse("", "used-not-made", "class", u.Class, "used", u.Used, "made", u.Made).At("used")
		}
		used[u.Class] += u.Used
		made[u.Class] += u.Made
	}
	var slips []int
	for i, class := range classes {
		if used[class] != counted[i].Ballots {
			return nil, decider.Refuse("", "box-differs", "class", class, "ballots", counted[i].Ballots, "used", used[class]).At("used")
		}
		slips = append(slips, made[class])
	}
	if !slices.ContainsFunc(slips, func(n int) bool { return n > 0 }) {
		slips = nil
	}
	return []decider.Event[State]{&BoxRecorded{Stamp: act.By(call), Tallies: counted, Made: slips, Seal: c.Seal}}, nil
}

// BoxRecorded has the count of the box.
type BoxRecorded struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
	Made    []int          `json:"made,omitempty"` // slips, by tally
	Seal    string         `json:"seal"`
}

func (*BoxRecorded) Kind() string { return "box-recorded" }

func (e *BoxRecorded) Apply(s *State) {
	s.Round().Phone = &BoxCount{Stamp: e.Stamp, Tallies: e.Tallies, Made: e.Made, Seal: e.Seal}
}

// BoxCount is the count of the ballots given by phone.
type BoxCount struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
	Made    []int          `json:"made,omitempty"` // slips there were codes for, by tally; none: not said
	Seal    string         `json:"seal"`
}

// Made is how many slips the box of a class of the form had codes for; 0 where that is
// not known.
func (r *Round) Made(class int) int {
	if r.Phone == nil || r.Phone.Made == nil {
		return 0
	}
	for i, t := range r.Phone.Tallies {
		if t.Class == class {
			return r.Phone.Made[i]
		}
	}
	return 0
}
