package meeting

import (
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// GateCode is what a gate asks; it is also the code of the refusal.
type GateCode string

const (
	GateChair       GateCode = "chair-missing"  // who presides is there and is no subject (N5.1)
	GateGuide       GateCode = "guide-missing"  // enough of the people sent by the committee (N5.1)
	GateQuorum      GateCode = "quorum"         // enough of those who should attend (N5.3)
	GateComposition GateCode = "composition"    // enough representatives beside the members (N5.4)
	GateClass       GateCode = "class-missing"  // enough people of one class (N5.2, N6.1)
	GateSubject     GateCode = "subject-chairs" // the chair is a subject (N5.1)
)

// Gate is one condition for holding the meeting, measured against the people in the
// hall now (开会条件).
type Gate struct {
	Code     GateCode        `json:"code"`
	Rule     string          `json:"rule"`
	Clause   string          `json:"clause"`
	Strength policy.Strength `json:"strength"`
	Class    string          `json:"class,omitempty"` // class id, of GateClass
	OK       bool            `json:"ok"`
	Have     int             `json:"have"`
	// Need is how many Have must be at least. For the composition it grows with the
	// others in the hall.
	Need int `json:"need"`
	// Whole is what the share is a share of: those who should attend, those in the hall.
	Whole int `json:"whole,omitempty"`
	// Missing is how many more people are needed; -1 when no number would do.
	Missing int `json:"missing"`
	// Share is the share that is asked; none where a number of people is.
	Share policy.Ratio `json:"share,omitzero"`
	// More: the share itself is not enough, it must be exceeded.
	More bool `json:"more,omitempty"`
}

// Gates measures every condition the policy sets for holding the meeting, in the
// order of the rules. It is what the meters on the page show and what OpenMeeting
// goes by. Without a roll nobody is there.
func Gates(s *State) []Gate {
	t := s.Type()
	gates := []Gate{s.chairGate(t)}
	if t.Chair.NotSubject.Holds() && isSubject(&s.Brief, s.Brief.Chair) {
		gates = append(gates, Gate{Code: GateSubject, Rule: "N5.1", Clause: t.Chair.NotSubject.Clause, Strength: t.Chair.NotSubject.Strength, Missing: 1})
	}
	if t.Guide.Holds() {
		have := 0
		for _, g := range s.Brief.Guides {
			if s.Roll.isHere(g) {
				have++
			}
		}
		gates = append(gates, atLeast(Gate{Code: GateGuide, Rule: "N5.1", Clause: t.Guide.Clause, Strength: t.Guide.Strength, Have: have, Need: t.Guide.AtLeast}))
	}
	for _, c := range t.Classes {
		if c.Required > 0 && t.Attendance.Holds() {
			gates = append(gates, atLeast(Gate{Code: GateClass, Rule: attendanceRule(t), Clause: t.Attendance.Clause, Strength: t.Attendance.Strength,
				Class: c.ID, Have: s.Roll.here(c.ID), Need: c.Required}))
		}
	}
	if t.Quorum.Holds() {
		gates = append(gates, quorumGate(t.Quorum, s.Roll.here(t.Quorum.Of...), s.Roll.expected(t.Quorum.Of...)))
	}
	if t.Composition.Holds() {
		gates = append(gates, compositionGate(t.Composition, s.Roll.here(t.Composition.Of...), s.Roll.here(t.Composition.Beside...)))
	}
	return gates
}

// attendanceRule is where the notice says who attends: by the part the meeting stands in.
func attendanceRule(t *policy.Meeting) string {
	if t.For == policy.EachSubject {
		return "N5.2"
	}
	return "N6.1"
}

// chairGate asks for the chair of the brief: without one nobody could open or close.
func (s *State) chairGate(t *policy.Meeting) Gate {
	clause := t.Chair.Clause
	if clause == "" {
		clause = t.Chair.NotSubject.Clause
	}
	g := Gate{Code: GateChair, Rule: "N5.1", Clause: clause, Strength: policy.Must, Need: 1}
	if s.Roll.isHere(s.Brief.Chair) {
		g.Have = 1
	}
	return atLeast(g)
}

func atLeast(g Gate) Gate {
	g.OK = g.Have >= g.Need
	g.Missing = max(0, g.Need-g.Have)
	return g
}

// quorumGate: present is at least, or more than, the share of expected, exactly, or so many
// people. A list of nobody is never a share.
func quorumGate(q policy.Quorum, present, expected int) Gate {
	g := atLeast(Gate{Code: GateQuorum, Rule: "N5.3", Clause: q.Clause, Strength: q.Strength, Have: present, Whole: expected,
		Need: q.Need(expected), Share: q.AtLeast})
	if !q.MoreThan.IsZero() {
		g.Share, g.More = q.MoreThan, true
	}
	if expected == 0 && q.Count == 0 {
		g.OK, g.Missing = false, -1 // nobody is expected, so nobody can come
	}
	return g
}

// compositionGate: some are at least, or more than, the share of themselves and others, exactly,
// or so many people.
func compositionGate(c policy.Composition, some, others int) Gate {
	g := Gate{Code: GateComposition, Rule: "N5.4", Clause: c.Clause, Strength: c.Strength, Have: some, Whole: some + others, Share: c.AtLeast}
	if !c.MoreThan.IsZero() {
		g.Share, g.More = c.MoreThan, true
	}
	if g.Need = c.Need(others); g.Need < 0 {
		g.Need, g.Missing = 0, -1
		return g
	}
	return atLeast(g)
}

// refusal is what a closed gate says, nil for an open one.
func (g Gate) refusal(s *State) *decider.Refusal {
	if g.OK {
		return nil
	}
	switch g.Code {
	case GateSubject:
		return decider.Refuse(g.Rule, "subject-chairs", "person", s.Brief.Chair)
	case GateChair:
		return decider.Refuse(g.Rule, "chair-missing", "person", s.Brief.Chair)
	case GateGuide:
		return decider.Refuse(g.Rule, "guide-missing", "have", g.Have, "need", g.Need, "missing", g.Missing)
	case GateClass:
		class, _ := s.Type().ClassByID(g.Class)
		return decider.Refuse(g.Rule, "class-missing", "class", class.Name, "have", g.Have, "need", g.Need, "missing", g.Missing)
	case GateQuorum:
		return g.quorumRefusal()
	}
	return g.compositionRefusal()
}

func (g Gate) quorumRefusal() *decider.Refusal {
	switch {
	case g.Missing < 0:
		return decider.Refuse(g.Rule, "nobody-expected")
	case g.Share.IsZero():
		return decider.Refuse(g.Rule, "quorum-count", "have", g.Have, "need", g.Need, "missing", g.Missing)
	case g.More:
		return decider.Refuse(g.Rule, "quorum-more", "have", g.Have, "expected", g.Whole, "need", g.Need, "missing", g.Missing, "share", g.Share)
	}
	return decider.Refuse(g.Rule, "quorum", "have", g.Have, "expected", g.Whole, "need", g.Need, "missing", g.Missing, "share", g.Share)
}

func (g Gate) compositionRefusal() *decider.Refusal {
	switch {
	case g.Missing < 0:
		return decider.Refuse(g.Rule, "composition-never", "have", g.Have, "all", g.Whole, "share", g.Share)
	case g.Share.IsZero():
		return decider.Refuse(g.Rule, "composition-count", "have", g.Have, "need", g.Need, "missing", g.Missing)
	case g.More:
		return decider.Refuse(g.Rule, "composition-more", "have", g.Have, "others", g.Whole-g.Have, "need", g.Need, "missing", g.Missing, "share", g.Share)
	}
	return decider.Refuse(g.Rule, "composition", "have", g.Have, "others", g.Whole-g.Have, "need", g.Need, "missing", g.Missing, "share", g.Share)
}
