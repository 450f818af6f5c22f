package meeting

import (
	"slices"
	"time"

	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
)

// SignIn records who came (签到, N5.2, N6.1). People on the list need no class;
// others are written down with one, but not among those who should attend: for
// these the list is corrected first. Observers and guides are counted apart and for
// no quorum (N5.7). All or none: one person who cannot sign in stops the rest.
type SignIn struct {
	Persons []string `json:"persons" form:"required,from=persons"`
	Class   string   `json:"class,omitempty" form:"from=classes"`
	// At is when they came, hh:mm on the day of the meeting; empty for now.
	At string `json:"at,omitempty"`
}

func (*SignIn) Kind() string { return "sign-in" }

func (c *SignIn) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	at, err := s.moving(call, c.Persons, c.At)
	if err != nil {
		return nil, err
	}
	var here []string
	e := &SignedIn{Stamp: act.By(call), Moved: at, Late: s.Opening != nil}
	for _, p := range c.Persons {
		class, err := s.arrivesAs(p, c.Class)
		if err != nil {
			return nil, err
		}
		if s.Roll.isHere(p) {
			here = append(here, p)
		}
		e.People = append(e.People, brief.Attendee{Person: p, Class: class})
	}
	if len(here) > 0 {
		return nil, decider.Refuse("", "already-present", "persons", people(here), "number", len(here)).At("persons")
	}
	return []decider.Event[State]{e}, nil
}

// moving checks what arrivals and departures have in common and finds their moment.
func (s *State) moving(call decider.Call, persons []string, at string) (time.Time, error) {
	if s.Roll == nil {
		return time.Time{}, decider.Refuse("", "too-early", "after", "event.meeting.roll-opened")
	}
	if len(persons) == 0 || slices.Contains(persons, "") {
		return time.Time{}, decider.Refuse("", "field-empty", "field", "field.persons").At("persons")
	}
	if id := twice(persons); id != "" {
		return time.Time{}, decider.Refuse("", "stands-twice", "what", "field.person", "id", id).At("persons")
	}
	moment, err := clock(call, s.Date, at)
	if err != nil {
		return time.Time{}, err
	}
	if at != "" && moment.After(call.At) {
		return time.Time{}, decider.Refuse("", "time-ahead", "got", at).At("at")
	}
	return moment, nil
}

// arrivesAs finds the class a person signs in as.
func (s *State) arrivesAs(person, class string) (string, error) {
	entry := s.Roll.People[person]
	switch {
	case entry == nil && class == "":
		return "", decider.Refuse("", "not-listed", "person", person).At("class")
	case entry == nil:
		if err := s.mayBe(person, class, "class"); err != nil {
			return "", err
		}
		if k, _ := s.Type().ClassByID(class); k.Expected {
			return "", decider.Refuse("N5.3", "not-on-list", "person", person, "class", k.Name).At("class")
		}
		return class, nil
	case class != "" && class != entry.Class && !s.alsoIs(entry.Class, class):
		return "", decider.Refuse("", "class-differs", "person", person, "class", entry.Class).At("class")
	case entry.Excluded != nil:
		return "", decider.Refuse("N5.3", "excluded-came", "person", person, "reason", entry.Excluded.Reason).At("persons")
	}
	return entry.Class, s.mayBe(person, entry.Class, "persons")
}

// alsoIs says whether somebody on the list in one class may come as another one and still
// counts in the first.
func (s *State) alsoIs(listed, class string) bool {
	first, ok := counts(s.Type(), listed, class)
	return ok && first == listed
}

// SignedIn has who came and as what.
type SignedIn struct {
	Stamp
	Moved  time.Time        `json:"moved"` // when they came, UTC
	Late   bool             `json:"late,omitempty"`
	People []brief.Attendee `json:"people"`
}

func (*SignedIn) Kind() string { return "signed-in" }

func (e *SignedIn) Apply(s *State) {
	for _, a := range e.People {
		p := s.Roll.People[a.Person]
		if p == nil {
			p = &Entry{Class: a.Class}
			s.Roll.People[a.Person] = p
			s.Roll.Order = append(s.Roll.Order, a.Person)
		}
		p.Here = true
		p.Moves = append(p.Moves, Move{In: true, At: e.Moved, Late: e.Late, Seq: s.Seq + 1})
	}
}
