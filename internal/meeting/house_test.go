package meeting

import (
	"errors"
	"slices"
	"testing"

	"shuping/internal/decider"
)

// Whoever asks with whatever roles: while the record is away nothing of a meeting can be
// handed in where it is not.
func TestNothingIsHandedInWhileTheRecordIsAway(t *testing.T) {
	b := membersBrief(t)
	s := &State{Brief: b}
	(&Called{Brief: b}).Apply(s)
	(&CarriedOut{Trip: "t", Device: "笔记本"}).Apply(s)
	roles := []string{"office", "head", "chair", "guide", "teller", "subject", "leader", "system"}
	refused := func(code string) {
		t.Helper()
		for _, c := range Decider().Commands {
			if _, house := HouseAct(c.Kind()); house && !slices.Contains(queueActs, c.Kind()) || c.Kind() == "call" {
				continue
			}
			_, err := Decider().Decide(s, decider.Call{Who: "m2", Roles: roles}, c)
			var r *decider.Refusal
			if !errors.As(err, &r) || r.Code != code {
				t.Errorf("%s: %v, want %s", c.Kind(), err, code)
			}
		}
	}
	refused("carried-out")
	if len(Due(s, "")) > 0 {
		t.Error("something is due where nothing can be done")
	}
	(&TakenUp{Trip: "t"}).Apply(s)
	(&HandedBack{Trip: "t"}).Apply(s)
	refused("handed-back")
}
