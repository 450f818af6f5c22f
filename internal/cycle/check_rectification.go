package cycle

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// CheckRectification records how an item of a plan was found at a visit (督查,
// N11.2): an unannounced one (四不两直) or a special inspection.
type CheckRectification struct {
	Subject     string        `json:"subject" form:"required,from=subjects"`
	Item        string        `json:"item" form:"required,from=items"` // id
	Way         string        `json:"way" form:"required,from=checks"`
	Unannounced bool          `json:"unannounced"`
	Date        calendar.Date `json:"date" form:"required,date"`
	Visitors    []string      `json:"visitors" form:"required,from=persons"` // persons
	Finding     string        `json:"finding" form:"required,long"`
	State       Progress      `json:"state" form:"required,choice=done|partly|not-yet"`
	Reason      string        `json:"reason" form:"long"` // when late
}

// Progress is how far an item was found.
type Progress string

// The states; stored.
const (
	Done     Progress = "done"    // 已整改
	PartDone Progress = "partly"  // 部分整改
	NotDone  Progress = "not-yet" // 未整改
)

func (*CheckRectification) Kind() string { return "check-rectification" }

func (c *CheckRectification) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, it, err := s.itemOf(c.Subject, c.Item)
	if err != nil {
		return nil, err
	}
	checks := s.Policy.Correction.Checks
	if err := act.Filled("way", c.Way, "visitors", strings.Join(c.Visitors, ""), "finding", c.Finding); err != nil {
		return nil, err
	}
	if err := oneOf(checks.Basis, "N11.2", "way", c.Way, checks.Ways); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if err := notBefore("date", c.Date, s.lastDate(sub.ID), "event.cycle.minutes-received"); err != nil {
		return nil, err
	}
	for _, who := range c.Visitors {
		if who == sub.Person {
			return nil, decider.Refuse("N11.2", "visitor-is-subject", "subject", sub.OrgName).By(checks.Clause).At("visitors")
		}
	}
	if it.Finished != nil {
		return nil, decider.Refuse("N11.2", "item-finished", "item", it.ID, "date", it.Finished.Date).By(checks.Clause).At("item")
	}
	switch c.State {
	case Done, PartDone, NotDone:
	default:
		return nil, oneOf(checks.Basis, "N11.2", "state", string(c.State), []string{string(Done), string(PartDone), string(NotDone)})
	}
	d := departing(c.Reason)
	if err := d.inTime(s, c.Date, byRule("N11.2", c.Subject)); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&RectificationChecked{act.By(call), c.Subject, c.Item,
		Check{c.Way, c.Unannounced, c.Date, c.Visitors, c.Finding, c.State}, d.List}}, nil
}

func (s *State) itemOf(subject, item string) (*Subject, *Item, error) {
	sub, err := s.subject(subject)
	if err != nil {
		return nil, nil, err
	}
	it := sub.item(item)
	if it == nil {
		return nil, nil, act.NotOnFile("item", item)
	}
	return sub, it, nil
}

// Check is one visit to see what became of an item.
type Check struct {
	Way         string        `json:"way"`
	Unannounced bool          `json:"unannounced"`
	Date        calendar.Date `json:"date"`
	Visitors    []string      `json:"visitors"`
	Finding     string        `json:"finding"`
	State       Progress      `json:"state"`
}

// RectificationChecked is a check on file.
type RectificationChecked struct {
	Stamp
	Subject    string      `json:"subject"`
	Item       string      `json:"item"`
	Check      Check       `json:"check"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*RectificationChecked) Kind() string { return "rectification-checked" }

func (e *RectificationChecked) Apply(s *State) {
	it := s.Subjects[e.Subject].item(e.Item)
	it.Checks = append(it.Checks, e.Check)
	s.Departures = append(s.Departures, e.Departures...)
}

// FinishRectification closes an item (整改销号, N11.2) after its last check found it
// done.
type FinishRectification struct {
	Subject  string        `json:"subject" form:"required,from=subjects"`
	Item     string        `json:"item" form:"required,from=items"` // id
	Date     calendar.Date `json:"date" form:"required,date"`
	Evidence string        `json:"evidence" form:"required,long"` // what shows it
	File     string        `json:"file" form:"file"`              // hash of a file
}

func (*FinishRectification) Kind() string { return "finish-rectification" }

func (c *FinishRectification) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, it, err := s.itemOf(c.Subject, c.Item)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("evidence", c.Evidence); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	clause := s.Policy.Correction.Checks.Clause
	if it.Finished != nil {
		return nil, decider.Refuse("N11.2", "item-finished", "item", it.ID, "date", it.Finished.Date).By(clause).At("item")
	}
	if call.Who == sub.Person { // who may be a leader, too
		return nil, decider.Refuse("N11.2", "visitor-is-subject", "subject", sub.OrgName).By(clause).At("subject")
	}
	n := len(it.Checks)
	if n == 0 || it.Checks[n-1].State != Done {
		return nil, decider.Refuse("N11.2", "finish-unchecked", "item", it.ID, "checks", n).By(clause).At("item")
	}
	if err := notBefore("date", c.Date, it.Checks[n-1].Date, "event.cycle.rectification-checked"); err != nil {
		return nil, err
	}
	late := max(0, it.Due.Until(c.Date))
	return []decider.Event[State]{&RectificationFinished{act.By(call), c.Subject, c.Item, Finished{c.Date, c.Evidence, c.File, late}}}, nil
}

// Finished is an item closed.
type Finished struct {
	Date     calendar.Date `json:"date"`
	Evidence string        `json:"evidence"`
	File     string        `json:"file,omitempty"`
	DaysLate int           `json:"days_late,omitempty"`
}

// RectificationFinished is an item closed.
type RectificationFinished struct {
	Stamp
	Subject  string   `json:"subject"`
	Item     string   `json:"item"`
	Finished Finished `json:"finished"`
}

func (*RectificationFinished) Kind() string { return "rectification-finished" }

func (e *RectificationFinished) Apply(s *State) {
	s.Subjects[e.Subject].item(e.Item).Finished = &e.Finished
}
