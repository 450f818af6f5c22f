package meeting

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// RecordBox takes in what the sealed box holds (电子票箱结果, N5.6): the count of the
// ballots given by phone, by class, with the codes used and the hash of the sealed
// list. As many ballots as used codes lie in it.
type RecordBox struct {
	Piles []Pile     `json:"piles" form:"required"`
	Used  []UsedCode `json:"used" form:"required"`
	Seal  string     `json:"seal" form:"required"` // lower-case hex of SHA-256
}

// UsedCode is how many codes of a class were used.
type UsedCode struct {
	Class string `json:"class" form:"required,from=classes"`
	Used  int    `json:"used"`
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
	used := map[string]int{}
	for _, u := range c.Used {
		used[u.Class] += u.Used
	}
	for i, class := range classes {
		if used[class] != counted[i].Ballots {
			return nil, decider.Refuse("", "box-differs", "class", class, "ballots", counted[i].Ballots, "used", used[class]).At("used")
		}
	}
	return []decider.Event[State]{&BoxRecorded{Stamp: act.By(call), Tallies: counted, Seal: c.Seal}}, nil
}

// BoxRecorded has the count of the box.
type BoxRecorded struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
	Seal    string         `json:"seal"`
}

func (*BoxRecorded) Kind() string { return "box-recorded" }

func (e *BoxRecorded) Apply(s *State) {
	s.Round().Phone = &BoxCount{Stamp: e.Stamp, Tallies: e.Tallies, Seal: e.Seal}
}

// BoxCount is the count of the ballots given by phone.
type BoxCount struct {
	Stamp
	Tallies []ballot.Tally `json:"tallies"`
	Seal    string         `json:"seal"`
}
