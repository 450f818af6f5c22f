package cycle

import (
	"slices"
	"strings"
	"time"

	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// CallMeeting calls a meeting at which subjects report (召开述职评议会, N1.4, N5,
// N6): its type, whom it is held for, when, where, who presides, who is sent as a
// guide, who counts. What comes of it is a Brief, from which the meeting starts.
type CallMeeting struct {
	Meeting   string        `json:"meeting" form:"required"`         // id of the meeting's stream
	Type      string        `json:"type" form:"required,from=types"` // id in Policy.Meetings
	Subjects  []string      `json:"subjects" form:"from=subjects"`   // in speaking order; none: all who have none of this type yet
	Date      calendar.Date `json:"date" form:"required,date"`
	Time      string        `json:"time"` // 14:30
	Place     string        `json:"place" form:"required"`
	Chair     string        `json:"chair" form:"required,from=persons"` // person
	ChairPost string        `json:"chair_post"`
	Guides    []string      `json:"guides" form:"from=persons"`  // persons
	Tellers   []string      `json:"tellers" form:"from=persons"` // persons
	Head      string        `json:"head" form:"from=persons"`    // person who comments
	Reason    string        `json:"reason" form:"long"`
}

func (*CallMeeting) Kind() string { return "call-meeting" }

func (c *CallMeeting) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("meeting", c.Meeting, "type", c.Type, "date", string(c.Date), "place", c.Place, "chair", c.Chair); err != nil {
		return nil, err
	}
	kind, ok := s.Policy.MeetingByID(c.Type)
	if !ok {
		return nil, act.NotOnFile("type", c.Type)
	}
	if s.Meetings[c.Meeting] != nil {
		return nil, act.Twice("meeting", c.Meeting)
	}
	if c.Time != "" {
		if _, err := time.Parse("15:04", c.Time); err != nil {
			return nil, decider.Refuse("", "not-a-time", "got", c.Time).At("time")
		}
	}
	d := departing(c.Reason)
	subjects, err := c.subjects(s, kind)
	if err != nil {
		return nil, err
	}
	for _, check := range []func() error{
		func() error { return d.people(s, kind, c, subjects) },
		func() error { return d.ready(s, kind, c, subjects) },
		func() error { return d.inWindow(s, c.Date) },
		func() error { return d.calledInTime(s, c, calendar.Of(call.At)) },
		func() error { return d.inTime(s, c.Date, byRule(kind.Rule, subjects...)) },
	} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	e := &MeetingCalled{Stamp: act.By(call), Departures: d.List, Meeting: c.Meeting, Type: c.Type, Subjects: subjects, Date: c.Date, Time: c.Time,
		Place: c.Place, Chair: c.Chair, ChairPost: c.ChairPost, Guides: c.Guides, Tellers: c.Tellers, Head: c.Head}
	if kind.For == policy.EachSubject {
		e.Org = subjects[0]
		e.Model = kind.Model.Holds() && s.Subjects[e.Org].Kind == kind.Model.Kind
	}
	return []decider.Event[State]{e}, nil
}

// subjects are those the meeting is held for: one in the own organisation, or
// many; nobody twice by the same type of meeting.
func (c *CallMeeting) subjects(s *State, kind *policy.Meeting) ([]string, error) {
	ids := c.Subjects
	if len(ids) == 0 {
		for _, id := range s.SubjectOrder {
			if s.meetingOf(id, c.Type) == nil {
				ids = append(ids, id)
			}
		}
	}
	for i, id := range ids {
		sub, err := s.subject(id)
		if err != nil {
			return nil, act.NotOnFile("subject", id).At("subjects")
		}
		if slices.Contains(ids[:i], id) {
			return nil, act.Twice("subject", sub.OrgName).At("subjects")
		}
		if m := s.meetingOf(id, c.Type); m != nil {
			return nil, decider.Refuse("N1.4", "meeting-called-already", "subject", sub.OrgName, "type", kind.Name, "meeting", m.ID).By(s.Policy.Scope.EveryMeeting.Clause).At("subjects")
		}
	}
	if len(ids) == 0 || kind.For == policy.EachSubject && len(ids) != 1 {
		return nil, decider.Refuse("N1.4", "meeting-reach", "type", kind.Name, "got", len(ids)).By(kind.Clause).At("subjects")
	}
	return ids, nil
}

// meetingOf is the meeting of that type that is called for a subject, or nil: not
// one that was cancelled, and not one at which the subject was absent.
func (s *State) meetingOf(subject, kind string) *Meeting {
	for _, id := range s.Subjects[subject].Meetings {
		if m := s.Meetings[id]; m.Type == kind && !m.Again && m.Cancelled == nil && m.reported(subject) {
			return m
		}
	}
	return nil
}

// people checks who presides, who is sent and who counts.
func (d *departures) people(s *State, kind *policy.Meeting, c *CallMeeting, subjects []string) error {
	const rule = "N5.1"
	for i, list := range [][]string{c.Guides, c.Tellers} {
		field := []string{"guides", "tellers"}[i]
		for at, who := range list {
			if slices.Contains(list[:at], who) {
				return act.Twice(field, who)
			}
		}
	}
	for i, id := range subjects {
		sub := s.Subjects[id]
		// Who is secretary of two organisations reports for each at a session of its own.
		if slices.ContainsFunc(subjects[:i], func(other string) bool { return s.Subjects[other].Person == sub.Person }) {
			return act.Twice("subject", sub.Person).At("subjects")
		}
		if sub.Person == c.Chair {
			if err := d.Breach(kind.Chair.NotSubject, decider.Refuse(rule, "chair-is-subject", "subject", sub.OrgName).At("chair")); err != nil {
				return err
			}
		}
		if slices.Contains(c.Guides, sub.Person) || slices.Contains(c.Tellers, sub.Person) {
			return decider.Refuse(rule, "counts-own-ballots", "subject", sub.OrgName).By(kind.Guide.Clause).At("guides")
		}
	}
	if posts := kind.Chair.Posts; len(posts) > 0 && !slices.Contains(posts, c.ChairPost) {
		if err := d.Breach(kind.Chair.Basis, decider.Refuse(rule, "chair-post", "got", c.ChairPost, "want", strings.Join(posts, ", ")).At("chair_post")); err != nil {
			return err
		}
	}
	if len(c.Guides) < kind.Guide.AtLeast {
		if err := d.Breach(kind.Guide.Basis, decider.Refuse(rule, "guides-few", "got", len(c.Guides), "want", kind.Guide.AtLeast).At("guides")); err != nil {
			return err
		}
	}
	if item, has := kind.Has(policy.ItemComments); has && c.Head == "" {
		return d.Breach(item.Basis, decider.Refuse("N6.2", "head-missing", "item", item.Name).At("head"))
	}
	return nil
}

// ready checks of every subject: a leader assigned (N9.5), the report approved
// (N3.1), and the earlier types of meeting called for no later day (N1.4).
func (d *departures) ready(s *State, kind *policy.Meeting, c *CallMeeting, subjects []string) error {
	var unapproved, alone []string
	for _, id := range subjects {
		sub := s.Subjects[id]
		if sub.Approved == 0 {
			unapproved = append(unapproved, sub.OrgName)
		}
		if s.Liaison[id] == "" {
			alone = append(alone, sub.OrgName)
		}
		for _, earlier := range s.Policy.Meetings {
			if earlier.ID == kind.ID {
				break
			}
			if m := s.meetingOf(id, earlier.ID); m == nil || m.date() > c.Date {
				if err := d.Breach(s.Policy.Scope.EveryMeeting, decider.Refuse("N1.4", "meeting-order", "subject", sub.OrgName, "earlier", earlier.Name, "type", kind.Name).At("subjects")); err != nil {
					return err
				}
			}
		}
	}
	if len(unapproved) > 0 {
		if err := d.Breach(s.Policy.Report.Review, decider.Refuse("N3.1", "report-unapproved", "subjects", strings.Join(unapproved, ", ")).At("subjects")); err != nil {
			return err
		}
	}
	if len(alone) > 0 {
		return d.Breach(s.Policy.Duties.Liaison, decider.Refuse("N9.5", "liaison-missing", "subjects", strings.Join(alone, ", ")).At("subjects"))
	}
	return nil
}

// Meeting is a meeting as the year knows it.
type Meeting struct {
	ID        string        `json:"id"`
	Type      string        `json:"type"`
	Called    calendar.Date `json:"called"` // the day on which it was called
	Org       string        `json:"org,omitempty"`
	Subjects  []string      `json:"subjects"`
	Date      calendar.Date `json:"date"`
	Time      string        `json:"time,omitempty"`
	Place     string        `json:"place"`
	Chair     string        `json:"chair"`
	ChairPost string        `json:"chair_post,omitempty"`
	Guides    []string      `json:"guides"`
	Tellers   []string      `json:"tellers"`
	Head      string        `json:"head,omitempty"`
	Model     bool          `json:"model,omitempty"`
	Again     bool          `json:"again,omitempty"`  // it votes again after a term of rectification
	Reason    string        `json:"reason,omitempty"` // of the departures with which it was called
	Cancelled *Cancellation `json:"cancelled"`
	Minutes   []Receipt     `json:"minutes"` // the last receipt counts
}

// Held is the result that counts, nil before the minutes were received.
func (m *Meeting) Held() *brief.Minutes {
	if len(m.Minutes) == 0 {
		return nil
	}
	return &m.Minutes[len(m.Minutes)-1].Minutes
}

// reported says that the subject reported there, or still will.
func (m *Meeting) reported(subject string) bool {
	h := m.Held()
	return h == nil || slices.Contains(h.Reported, subject)
}

// date is when it was held, or for when it is called.
func (m *Meeting) date() calendar.Date {
	if h := m.Held(); h != nil {
		return h.Date
	}
	return m.Date
}

// MeetingCalled is a meeting called.
type MeetingCalled struct {
	Stamp
	Meeting    string        `json:"meeting"`
	Type       string        `json:"type"`
	Org        string        `json:"org,omitempty"`
	Subjects   []string      `json:"subjects"`
	Date       calendar.Date `json:"date"`
	Time       string        `json:"time,omitempty"`
	Place      string        `json:"place"`
	Chair      string        `json:"chair"`
	ChairPost  string        `json:"chair_post,omitempty"`
	Guides     []string      `json:"guides"`
	Tellers    []string      `json:"tellers"`
	Head       string        `json:"head,omitempty"`
	Model      bool          `json:"model,omitempty"`
	Departures []Departure   `json:"departures"`
}

func (*MeetingCalled) Kind() string { return "meeting-called" }

func (e *MeetingCalled) Apply(s *State) {
	s.Meetings[e.Meeting] = &Meeting{ID: e.Meeting, Type: e.Type, Called: calendar.Of(e.At), Org: e.Org, Subjects: e.Subjects, Date: e.Date, Time: e.Time, Place: e.Place,
		Chair: e.Chair, ChairPost: e.ChairPost, Guides: e.Guides, Tellers: e.Tellers, Head: e.Head, Model: e.Model}
	for _, d := range e.Departures {
		s.Meetings[e.Meeting].Reason = d.Reason
	}
	s.MeetingOrder = append(s.MeetingOrder, e.Meeting)
	for _, id := range e.Subjects {
		s.Subjects[id].Meetings = append(s.Subjects[id].Meetings, e.Meeting)
	}
	s.Departures = append(s.Departures, e.Departures...)
}
