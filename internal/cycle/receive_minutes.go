package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// ReceiveMinutes takes a closed meeting's result into the year (接收会议结果, N5.6,
// N6.2). A second receipt, after a recount, needs a reason; both are kept and the
// last one counts. A receipt after the grades were decided changes no grade by
// itself: that is a correction of the grade. A departure from the time or order of
// the meetings that was founded when the meeting was called needs no other reason.
type ReceiveMinutes struct {
	Minutes brief.Minutes `json:"minutes" form:"required"`
	Reason  string        `json:"reason" form:"long"`
}

func (*ReceiveMinutes) Kind() string { return "receive-minutes" }

func (c *ReceiveMinutes) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	mins := &c.Minutes
	m := s.Meetings[mins.Meeting]
	if m == nil {
		return nil, act.NotOnFile("meeting", mins.Meeting).At("minutes")
	}
	if err := notCancelled(m); err != nil {
		return nil, err
	}
	kind, _ := s.Policy.MeetingByID(m.Type)
	if err := happened(call, "date", mins.Date); err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if strings.TrimSpace(d.Reason) == "" {
		d.Reason = m.Reason // the program hands in, and nobody is there to be asked
	}
	for _, check := range []func() error{
		func() error { return matches(m, mins) },
		func() error { return complete(kind, m, mins) },
		func() error { return tallied(kind, m, mins) },
		func() error { return d.earlierHeld(s, kind, mins) },
		func() error { return c.newer(m) },
		func() error {
			if m.Again {
				return nil // a term later, when the work is over
			}
			return d.inWindow(s, mins.Date)
		},
	} {
		if err := check(); err != nil {
			return nil, err
		}
	}
	return []decider.Event[State]{&MinutesReceived{act.By(call), *mins, c.Reason, len(m.Minutes) + 1, d.List}}, nil
}

// matches refuses the minutes of another meeting.
func matches(m *Meeting, mins *brief.Minutes) error {
	if mins.Type != m.Type || mins.Org != m.Org {
		return decider.Refuse("", "minutes-other", "meeting", m.ID, "got", mins.Type+" "+mins.Org, "want", m.Type+" "+m.Org).At("minutes")
	}
	if mins.Seq == 0 || len(mins.Head) != 64 {
		return decider.Refuse("", "minutes-untied", "meeting", m.ID).At("minutes")
	}
	return nil
}

// complete refuses minutes that lack what the agenda asks for. Who was absent from a
// meeting of many is not in its result and reports at a further one (N1.4).
func complete(kind *policy.Meeting, m *Meeting, mins *brief.Minutes) error {
	if len(mins.Reported) == 0 {
		return decider.Refuse(ruleOf(kind, "N5.5"), "not-reported", "subject", m.Subjects[0], "meeting", m.ID).By(kind.Clause).At("minutes")
	}
	for _, id := range mins.Reported {
		if !slices.Contains(m.Subjects, id) {
			return act.NotOnFile("subject", id).At("minutes")
		}
		commented := slices.ContainsFunc(mins.Comments, func(c brief.Comment) bool { return c.Subject == id })
		if item, has := kind.Has(policy.ItemComments); has && item.Strength == policy.Must && !commented {
			return decider.Refuse("N6.2", "not-commented", "subject", id, "meeting", m.ID).By(item.Clause).At("minutes")
		}
	}
	for _, q := range mins.Questions {
		if item, _ := kind.Has(policy.ItemQuestions); item.Strength == policy.Must && q.Due == "" {
			return decider.Refuse("N6.2", "promise-undated", "question", q.ID, "subject", q.Subject).By(item.Clause).At("minutes")
		}
	}
	item, has := kind.Has(policy.ItemBallot)
	if has && item.Strength == policy.Must && len(mins.Rounds) == 0 {
		return decider.Refuse(ruleOf(kind, "N5.5"), "no-ballot", "meeting", m.ID).By(item.Clause).At("minutes")
	}
	if has && kind.Ballot.OnTheSpot.Strength == policy.Must && mins.Announced.IsZero() {
		return decider.Refuse(ruleOf(kind, "N5.6"), "result-unannounced", "meeting", m.ID).By(kind.Ballot.OnTheSpot.Clause).At("minutes")
	}
	return nil
}

// ruleOf is the rule's number for a meeting in the own organisation; the session
// of all subjects has its agenda in one rule.
func ruleOf(kind *policy.Meeting, each string) string {
	if kind.For == policy.EachSubject {
		return each
	}
	return "N6.2"
}

// tallied refuses counts that do not add up or are of another form.
func tallied(kind *policy.Meeting, m *Meeting, mins *brief.Minutes) error {
	for _, r := range mins.Rounds {
		if !slices.Equal(slices.Sorted(slices.Values(r.Form.Subjects)), slices.Sorted(slices.Values(mins.Reported))) ||
			!askedFor(r.Form, &kind.Ballot) || r.Form.Validate() != nil {
			return decider.Refuse("N7.1", "form-differs", "meeting", m.ID, "round", r.No).By(kind.Ballot.Clause).At("minutes")
		}
		for _, t := range slices.Concat(r.Phone, r.Paper) {
			for _, fault := range ballot.CheckSheet(r.Form, t, t.Ballots) {
				switch fault.Code {
				case ballot.FaultClass, ballot.FaultLines, ballot.FaultColumns:
					return decider.Refuse("N7.1", "form-differs", "meeting", m.ID, "round", r.No).By(kind.Ballot.Clause).At("minutes")
				}
				return decider.Refuse("N7.1", "tally-sum", "meeting", m.ID, "round", r.No, "got", fault.Got, "want", fault.Want).By(kind.Ballot.Clause).At("minutes")
			}
		}
	}
	return nil
}

// askedFor says whether a form asks what the notice's ballot asks: its words, or its
// questions, of which one that is about nobody at the meeting is left out.
func askedFor(f ballot.Form, b *policy.Ballot) bool {
	asked := f.Asked()
	for _, q := range b.Asked() {
		if len(asked) > 0 && asked[0].ID == q.ID && slices.Equal(asked[0].Options, q.Options) && string(asked[0].Kind) == strings.TrimPrefix(string(q.Kind), string(policy.KindChoice)) {
			asked = asked[1:]
		}
	}
	return len(asked) == 0
}

// earlierHeld: a subject reports at the types of meeting in the policy's order.
func (d *departures) earlierHeld(s *State, kind *policy.Meeting, mins *brief.Minutes) error {
	for _, earlier := range s.Policy.Meetings {
		if earlier.ID == kind.ID {
			break
		}
		for _, id := range mins.Reported {
			if before := s.meetingOf(id, earlier.ID); before == nil || before.Held() == nil {
				if err := d.Breach(s.Policy.Scope.EveryMeeting, decider.Refuse("N1.4", "meeting-order", "subject", s.Subjects[id].OrgName, "earlier", earlier.Name, "type", kind.Name).At("minutes")); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// newer: a second receipt must come from a longer record and say why.
func (c *ReceiveMinutes) newer(m *Meeting) error {
	was := m.Held()
	if was == nil {
		return nil
	}
	if c.Minutes.Seq <= was.Seq {
		return decider.Refuse("", "minutes-received", "meeting", m.ID, "got", c.Minutes.Seq, "was", was.Seq).At("minutes")
	}
	return act.Filled("reason", c.Reason)
}

// Receipt is one taking in of a meeting's minutes.
type Receipt struct {
	Stamp
	Minutes brief.Minutes `json:"minutes"`
	Reason  string        `json:"reason,omitempty"`
	// Decision is how many decisions on grades there were already.
	Decision int `json:"decision,omitempty"`
}

// MinutesReceived is a meeting's result in the year.
type MinutesReceived struct {
	Stamp
	Minutes    brief.Minutes `json:"minutes"`
	Reason     string        `json:"reason,omitempty"`
	Receipt    int           `json:"receipt"` // 1 for the first
	Departures []Departure   `json:"departures"`
}

func (*MinutesReceived) Kind() string { return "minutes-received" }

func (e *MinutesReceived) Apply(s *State) {
	m := s.Meetings[e.Minutes.Meeting]
	m.Minutes = append(m.Minutes, Receipt{e.Stamp, e.Minutes, e.Reason, s.Decisions})
	s.Departures = append(s.Departures, e.Departures...)
}

// promised and problems are what a subject took away from the meetings: the
// questions answered with a date, and the problems the head named.
func (s *State) promised(subject string) (out []brief.Question) {
	for _, m := range s.held(subject) {
		for _, q := range m.Questions {
			if q.Subject == subject {
				out = append(out, q)
			}
		}
	}
	return out
}

func (s *State) problems(subject string) (out []string) {
	for _, m := range s.held(subject) {
		for _, c := range m.Comments {
			if c.Subject == subject {
				out = append(out, c.Problems...)
			}
		}
	}
	return out
}

// held are the minutes that count of a subject's meetings, in order of calling.
func (s *State) held(subject string) (out []*brief.Minutes) {
	for _, id := range s.Subjects[subject].Meetings {
		if m := s.Meetings[id]; !m.Again && m.Cancelled == nil && m.Held() != nil && m.reported(subject) {
			out = append(out, m.Held())
		}
	}
	return out
}

// lastDate is the latest day on which one of the subject's meetings was held.
func (s *State) lastDate(subject string) (d calendar.Date) {
	for _, m := range s.held(subject) {
		d = max(d, m.Date)
	}
	return d
}
