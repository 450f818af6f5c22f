package meeting

import (
	"strconv"

	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
)

// Call calls the meeting (召集会议): the year's brief becomes the first record
// (N1.4). What the year decided is not decided again here; refused is a brief on
// which no meeting could be held.
type Call struct {
	Brief brief.Brief `json:"brief" form:"required"`
}

func (*Call) Kind() string { return "call" }

func (c *Call) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.Brief.Meeting != "" {
		return nil, decider.Refuse("", "called-already", "id", s.Brief.Meeting)
	}
	b := &c.Brief
	if err := act.Filled("cycle", b.Cycle, "meeting", b.Meeting, "type", b.Type, "date", string(b.Date), "place", b.Place, "chair", b.Chair); err != nil {
		return nil, err
	}
	if _, ok := b.Policy.MeetingByID(b.Type); !ok {
		return nil, decider.Refuse("", "type-unknown", "type", b.Type, "policy", b.Policy.ID).At("brief")
	}
	if len(b.Subjects) == 0 {
		return nil, decider.Refuse("", "field-empty", "field", "field.subjects").At("brief")
	}
	var ids, persons []string
	for i, sub := range b.Subjects {
		if sub.ID == "" || sub.Person == "" {
			return nil, decider.Refuse("", "subject-nameless", "number", strconv.Itoa(i+1)).At("brief")
		}
		ids, persons = append(ids, sub.ID), append(persons, sub.Person)
	}
	for _, id := range []string{twice(ids), twice(persons)} {
		if id != "" {
			return nil, decider.Refuse("", "stands-twice", "what", "field.subject", "id", id).At("brief")
		}
	}
	if err := checkStaff(b); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&Called{Stamp: act.By(call), Brief: *b}}, nil
}

// Called has the brief as the year made it.
type Called struct {
	Stamp
	Brief brief.Brief `json:"brief"`
}

func (*Called) Kind() string { return "called" }

func (e *Called) Apply(s *State) {
	s.Brief, s.Called, s.Date = e.Brief, e.Stamp, e.Brief.Date
}
