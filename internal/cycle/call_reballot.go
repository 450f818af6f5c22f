package cycle

import (
	"slices"
	"strings"
	"time"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// CallReballot calls the meeting that votes again after a term of rectification (整改期满后重新测评, N11.2),
// for subjects whose grade the notice names. It is held as the first one was. Its result changes no grade
// by itself: a correction of the grade is then reckoned with it.
type CallReballot struct {
	Meeting   string        `json:"meeting" form:"required"`       // id of the meeting's stream
	Subjects  []string      `json:"subjects" form:"from=subjects"` // in speaking order; none: all who are to be voted on again
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

func (*CallReballot) Kind() string { return "call-reballot" }

func (c *CallReballot) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	rule := s.Policy.Reballot
	kind, ok := s.Policy.MeetingByID(rule.Meeting)
	if !rule.Holds() || !ok {
		return nil, decider.Refuse("N11.2", "reballot-none")
	}
	if err := act.Filled("meeting", c.Meeting, "date", string(c.Date), "place", c.Place, "chair", c.Chair); err != nil {
		return nil, err
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
	for _, id := range subjects {
		due, err := s.againFrom(s.Subjects[id])
		if err != nil {
			return nil, err
		}
		if c.Date < due {
			if err := d.Breach(rule.Basis, decider.Refuse("N11.2", "reballot-early", "subject", s.Subjects[id].OrgName, "date", c.Date, "due", due).At("date")); err != nil {
				return nil, err
			}
		}
	}
	like := &CallMeeting{Chair: c.Chair, ChairPost: c.ChairPost, Guides: c.Guides, Tellers: c.Tellers, Head: c.Head}
	if err := d.people(s, kind, like, subjects); err != nil {
		return nil, err
	}
	e := &ReballotCalled{MeetingCalled{Stamp: act.By(call), Departures: d.List, Meeting: c.Meeting, Type: kind.ID, Subjects: subjects, Date: c.Date,
		Time: c.Time, Place: c.Place, Chair: c.Chair, ChairPost: c.ChairPost, Guides: c.Guides, Tellers: c.Tellers, Head: c.Head}}
	if kind.For == policy.EachSubject {
		e.Org = subjects[0]
	}
	return []decider.Event[State]{e}, nil
}

// subjects are those who are voted on again: each has such a grade, and no other such meeting.
func (c *CallReballot) subjects(s *State, kind *policy.Meeting) ([]string, error) {
	rule, ids := s.Policy.Reballot, c.Subjects
	if len(ids) == 0 {
		ids = s.toVoteAgain()
	}
	for i, id := range ids {
		sub, err := s.subject(id)
		if err != nil {
			return nil, act.NotOnFile("subject", id).At("subjects")
		}
		switch again := s.again(id); {
		case slices.Contains(ids[:i], id):
			return nil, act.Twice("subject", sub.OrgName).At("subjects")
		case !slices.Contains(rule.Grades, sub.Grade()):
			return nil, decider.Refuse("N11.2", "reballot-grade", "subject", sub.OrgName, "grade", sub.Grade(), "grades", strings.Join(rule.Grades, ", ")).By(rule.Clause).At("subjects")
		case again != nil:
			return nil, decider.Refuse("N11.2", "meeting-called-already", "subject", sub.OrgName, "type", kind.Name, "meeting", again.ID).By(rule.Clause).At("subjects")
		}
	}
	if len(ids) == 0 || kind.For == policy.EachSubject && len(ids) != 1 {
		return nil, decider.Refuse("N11.2", "meeting-reach", "type", kind.Name, "got", len(ids)).By(rule.Clause).At("subjects")
	}
	return ids, nil
}

// againFrom is the day from which a subject is voted on again.
func (s *State) againFrom(sub *Subject) (calendar.Date, error) {
	r := s.Policy.Reballot
	return s.last(s.gradedOn([]string{sub.ID}), r.Days, 0, r.Months)
}

// toVoteAgain are the subjects whose grade the notice names and for whom no meeting is called again.
func (s *State) toVoteAgain() (ids []string) {
	for _, id := range s.SubjectOrder {
		if slices.Contains(s.Policy.Reballot.Grades, s.Subjects[id].Grade()) && s.again(id) == nil {
			ids = append(ids, id)
		}
	}
	return ids
}

// again is the meeting that votes on the subject again, or nil.
func (s *State) again(subject string) *Meeting {
	for _, id := range s.Subjects[subject].Meetings {
		if m := s.Meetings[id]; m.Again && m.Cancelled == nil && m.reported(subject) {
			return m
		}
	}
	return nil
}

// votedAt is the meeting of that type whose result counts for a decision: the one that voted again, once its
// result is on record, else the first.
func (s *State) votedAt(subject, kind string, decision int) *Meeting {
	if m := s.again(subject); m != nil && m.Type == kind && m.heldFor(decision) != nil {
		return m
	}
	return s.meetingOf(subject, kind)
}

// ReballotCalled is a meeting called that votes again.
type ReballotCalled struct{ MeetingCalled }

func (*ReballotCalled) Kind() string { return "reballot-called" }

func (e *ReballotCalled) Apply(s *State) {
	e.MeetingCalled.Apply(s)
	s.Meetings[e.Meeting].Again = true
}

// reballots are the meetings that vote again, to be called and to be held.
func (a *agenda) reballots() {
	s, rule := a.s, a.s.Policy.Reballot
	if !rule.Holds() {
		return
	}
	kind, _ := s.Policy.MeetingByID(rule.Meeting)
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		runs := rule.Strength == policy.Advise
		switch m := s.again(id); {
		case m == nil && slices.Contains(rule.Grades, sub.Grade()):
			due, _ := s.Policy.Calendar.Due(s.gradedOn([]string{id}), rule.Days, 0, rule.Months)
			a.add(Task{Command: "call-reballot", Rule: "N11.2", Clause: rule.Clause, Name: kind.Name, Subject: id, Due: due, RunsOn: runs})
		case m != nil && m.Held() == nil:
			a.once(Task{Command: "receive-minutes", Rule: "N11.2", Clause: rule.Clause, Name: kind.Name, Subject: id, Ref: m.ID, Person: m.Chair, Due: m.Date, RunsOn: runs}, m.Org == "")
		}
	}
}

// reballot: who was given such a grade was voted on again, not before the term was over (N11.2).
func (a *auditor) reballot(sub *Subject) {
	rule := a.s.Policy.Reballot
	for _, d := range sub.Grades {
		if !rule.Holds() || !slices.Contains(rule.Grades, d.Grade) {
			continue
		}
		first, on := a.lastDay(d.Date, rule.Days, 0, rule.Months), calendar.Date("")
		for _, id := range sub.Meetings {
			m := a.s.Meetings[id]
			if n := len(m.Minutes); m.Again && m.Cancelled == nil && n > 0 && slices.Contains(m.Minutes[n-1].Minutes.Reported, sub.ID) {
				on = m.Minutes[n-1].Minutes.Date
			}
		}
		a.rule(rule.Basis, "N11.2", "reballot", sub.ID, on != "" && on >= first, on, first, func(x Departure) bool {
			return x.Code == "reballot-early" && a.about(x, sub.ID)
		})
		return
	}
}
