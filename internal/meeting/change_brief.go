package meeting

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// ChangeBrief changes the arrangements (变更安排) for a reason; a field left empty
// stays as it is. Day, hour and place can be changed until the roll opens, who
// presides, comments or guides until the meeting opens, the tellers until the vote opens.
// The new chair is no subject (N5.1); a post that does not preside in general
// is advice, and the reason given here is the reason for it too.
type ChangeBrief struct {
	Date      calendar.Date `json:"date,omitempty" form:"date"`
	Time      string        `json:"time,omitempty"` // hh:mm
	Place     string        `json:"place,omitempty"`
	Chair     string        `json:"chair,omitempty" form:"from=persons"`
	ChairPost string        `json:"chair_post,omitempty"`
	Head      string        `json:"head,omitempty" form:"from=persons"`
	Guides    []string      `json:"guides,omitempty" form:"from=persons"`
	Tellers   []string      `json:"tellers,omitempty" form:"from=persons"`
	Reason    string        `json:"reason" form:"required,long"`
}

func (*ChangeBrief) Kind() string { return "change-brief" }

func (c *ChangeBrief) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	before := arrangementOf(&s.Brief)
	after := c.over(before)
	if before.equal(after) {
		return nil, decider.Refuse("", "nothing-changed")
	}
	if _, err := clock(call, after.Date, after.Time); err != nil {
		return nil, decider.Refuse("", "not-a-time", "got", after.Time).At("time")
	}
	if err := s.stillOpen(before, after); err != nil {
		return nil, err
	}
	b := s.Brief
	after.put(&b)
	if err := checkStaff(&b); err != nil {
		return nil, err
	}
	if err := s.guidesApart(after.Guides); err != nil {
		return nil, err
	}
	d := act.Departures{Reason: c.Reason}
	chair := s.Type().Chair
	if before.ChairPost != after.ChairPost && len(chair.Posts) > 0 && !slices.Contains(chair.Posts, after.ChairPost) {
		r := decider.Refuse("N5.1", "chair-post", "got", after.ChairPost, "want", strings.Join(chair.Posts, ", ")).At("chair_post")
		if err := d.Breach(chair.Basis, r); err != nil {
			return nil, err
		}
	}
	return []decider.Event[State]{&BriefChanged{Stamp: act.By(call), Before: before, After: after, Reason: c.Reason, Departures: d.List}}, nil
}

// guidesApart refuses a guide who stands on the open roll in a class that votes (N5.7).
func (s *State) guidesApart(guides []string) error {
	t := s.Type()
	if s.Roll == nil || !t.Guide.Holds() {
		return nil
	}
	for _, g := range guides {
		if e := s.Roll.People[g]; e != nil {
			if k, _ := t.ClassByID(e.Class); k.Votes {
				return decider.Refuse("N5.7", "guide-votes", "person", g, "class", k.Name).By(t.Guide.Clause).At("guides")
			}
		}
	}
	return nil
}

// stillOpen refuses a change for which it is too late.
func (s *State) stillOpen(before, after Arrangement) error {
	late := func(event, field string) error {
		return decider.Refuse("", "too-late", "before", "event.meeting."+event).At(field)
	}
	switch {
	case s.Roll != nil && (before.Date != after.Date || before.Time != after.Time || before.Place != after.Place):
		return late("roll-opened", "date")
	case s.Opening != nil && (before.Chair != after.Chair || before.ChairPost != after.ChairPost || before.Head != after.Head):
		return late("meeting-opened", "chair")
	case s.Opening != nil && !slices.Equal(before.Guides, after.Guides):
		return late("meeting-opened", "guides")
	case s.Round() != nil && !slices.Equal(before.Tellers, after.Tellers):
		return late("ballot-opened", "tellers")
	}
	return nil
}

// over is the arrangement with the fields of the command that are not empty.
func (c *ChangeBrief) over(a Arrangement) Arrangement {
	set := func(to *string, v string) {
		if v != "" {
			*to = v
		}
	}
	set((*string)(&a.Date), string(c.Date))
	set(&a.Time, c.Time)
	set(&a.Place, c.Place)
	if c.Chair != "" && c.Chair != a.Chair {
		a.Chair, a.ChairPost = c.Chair, "" // the post goes with the person
	}
	set(&a.ChairPost, c.ChairPost)
	set(&a.Head, c.Head)
	if c.Guides != nil {
		a.Guides = c.Guides
	}
	if c.Tellers != nil {
		a.Tellers = c.Tellers
	}
	return a
}

// Arrangement is the part of a brief that can be changed.
type Arrangement struct {
	Date      calendar.Date `json:"date"`
	Time      string        `json:"time,omitempty"`
	Place     string        `json:"place"`
	Chair     string        `json:"chair"`
	ChairPost string        `json:"chair_post"`
	Head      string        `json:"head,omitempty"`
	Guides    []string      `json:"guides,omitempty"`
	Tellers   []string      `json:"tellers,omitempty"`
}

func arrangementOf(b *brief.Brief) Arrangement {
	return Arrangement{b.Date, b.Time, b.Place, b.Chair, b.ChairPost, b.Head, b.Guides, b.Tellers}
}

func (a Arrangement) put(b *brief.Brief) {
	b.Date, b.Time, b.Place, b.Chair, b.ChairPost, b.Head, b.Guides, b.Tellers =
		a.Date, a.Time, a.Place, a.Chair, a.ChairPost, a.Head, a.Guides, a.Tellers
}

func (a Arrangement) equal(o Arrangement) bool {
	return a.Date == o.Date && a.Time == o.Time && a.Place == o.Place && a.Chair == o.Chair && a.ChairPost == o.ChairPost &&
		a.Head == o.Head && slices.Equal(a.Guides, o.Guides) && slices.Equal(a.Tellers, o.Tellers)
}

// checkStaff refuses a subject who presides (N5.1) or counts (N5.6), and a person
// who stands twice among guides or tellers.
func checkStaff(b *brief.Brief) error {
	t, _ := b.Policy.MeetingByID(b.Type)
	if isSubject(b, b.Chair) {
		basis := t.Chair.NotSubject
		if basis.Strength == policy.Must {
			return decider.Refuse("N5.1", "presides-own-review", "person", b.Chair).By(basis.Clause).At("chair")
		}
	}
	if id := twice(b.Guides); id != "" {
		return decider.Refuse("", "stands-twice", "what", "field.guides", "id", id).At("guides")
	}
	if id := twice(b.Tellers); id != "" {
		return decider.Refuse("", "stands-twice", "what", "field.tellers", "id", id).At("tellers")
	}
	for _, p := range append(slices.Clone(b.Guides), b.Tellers...) {
		if isSubject(b, p) {
			return decider.Refuse("N5.6", "counts-own-ballot", "person", p).At("tellers")
		}
	}
	return nil
}

// BriefChanged has both arrangements.
type BriefChanged struct {
	Stamp
	Before     Arrangement `json:"before"`
	After      Arrangement `json:"after"`
	Reason     string      `json:"reason"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*BriefChanged) Kind() string { return "brief-changed" }

func (e *BriefChanged) Apply(s *State) {
	e.After.put(&s.Brief)
	if s.Roll == nil {
		s.Date = e.After.Date
	}
	s.Changes = append(s.Changes, Change{Stamp: e.Stamp, Before: e.Before, After: e.After, Reason: e.Reason})
	s.Departures = append(s.Departures, e.Departures...)
}

// Change is a change of the arrangements as it was recorded.
type Change struct {
	Stamp
	Before Arrangement `json:"before"`
	After  Arrangement `json:"after"`
	Reason string      `json:"reason"`
}
