package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// HouseAct is the table of the acts of which no notice speaks (本机事务), because they
// concern where the record of a meeting lies, or how the hall gets at the questions that
// the notice wants asked: who may do
// them is the same in every year, and a year that was opened under an older notice can
// do them too. ok is false for an act of the notice.
func HouseAct(kind string) (a policy.Act, ok bool) {
	switch kind {
	case "carry-out", "recall":
		return policy.Act{Rule: "N9.4", By: []string{"office", "head"}}, true
	case "hand-back":
		return policy.Act{Rule: "N9.4", By: []string{"office", "head", "guide", "chair"}}, true
	case "rehearse", "wipe-rehearsal":
		return policy.Act{Rule: "N5.5", By: []string{"office", "guide", "chair"}}, true
	case "phone-question":
		return policy.Act{Rule: "N6.2", By: []string{policy.RoleSystem}}, true
	case "queue-question", "allow-phones", "take-question", "join-questions", "move-question", "decline-questions":
		return policy.Act{Rule: "N6.2", By: []string{"chair", "guide", "office"}}, true
	case "take-up", "bring-home", "keep-evidence":
		return policy.Act{Rule: "N9.4", By: []string{policy.RoleSystem}}, true
	}
	return policy.Act{}, false
}

// ActOf is who may hand in a kind of command, and after what: the notice's table,
// and for what no notice speaks of, the house's own.
func ActOf(p *policy.Policy, kind string) policy.Act {
	if a, ok := HouseAct(kind); ok {
		return a
	}
	return p.Acts["meeting"][kind]
}

// queueActs are the house's acts that write into the meeting itself.
var queueActs = []string{"phone-question", "queue-question", "allow-phones", "take-question", "join-questions", "move-question", "decline-questions"}

// custody refuses everything where the record does not lie: it is with another
// device, or was handed back and waits to be brought home.
func (s *State) custody() error {
	if s.Away == nil || s.Away.writable() {
		return nil
	}
	if s.Away.TakenUp != nil {
		return s.refuseAway("handed-back")
	}
	return s.refuseAway("carried-out")
}

func (s *State) refuseAway(code string) error {
	return decider.Refuse("N9.4", code, "device", s.Away.Device, "since", s.Away.At.Format("2006-01-02"))
}

// allowHouse answers who may hand in one of the house's own acts.
func (s *State) allowHouse(call decider.Call, kind string, a policy.Act) error {
	if slices.Contains(queueActs, kind) {
		if err := s.custody(); err != nil {
			return err
		}
	}
	return act.Role(a.By, append(s.RolesOf(call.Who, ""), call.Roles...))
}
