package cycle

import (
	"testing"
	"time"

	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// The names of organisations are the lots: they are compared and drawn without the
// white space around them.
func TestOpenTrimsNames(t *testing.T) {
	p := notice(t)
	d := Decider()
	s := &State{}
	do := func(cmd decider.Command[State]) error {
		events, err := d.Decide(s, decider.Call{Who: "o", Roles: []string{"office"}, At: calendar.Date("2018-12-16").Moment(9, 0)}, cmd)
		for _, e := range events {
			d.Apply(s, e)
		}
		return err
	}
	org := func(id, name string) Org {
		return Org{ID: id, Name: name, Kind: "两新组织党支部", Secretary: "s" + id}
	}
	open := &Open{ID: "2018", Title: "x", Policy: *p, PolicyHash: hash, Orgs: []Org{org("1", "甲"), org("2", "甲 "), org("3", "丙"), org("4", "丁")}}
	if err := do(open); err == nil {
		t.Error("two organisations have one name")
	}
	open.Orgs[1].Name = " 乙\u3000"
	for _, cmd := range []decider.Command[State]{open, &SetScope{}, &DrawLots{OrgKind: "两新组织党支部", Seed: "1", SeedSource: "x", Date: "2018-12-16", Witnesses: []string{"w"}}} {
		if err := do(cmd); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.SubjectOrder) != 2 || s.Orgs["2"].Name != "乙" {
		t.Errorf("subjects %v, %+v", s.SubjectOrder, s.Orgs["2"])
	}
}

// A notice whose table asks for nothing before an act is not a reason to fall over.
func TestNoticeThatOrdersNothing(t *testing.T) {
	s := bench(t).State(t, "_graded.txt")
	for kind, act := range s.Policy.Acts["cycle"] {
		act.After, act.By = nil, []string{"office"}
		s.Policy.Acts["cycle"][kind] = act
	}
	for _, cmd := range []decider.Command[State]{
		&FileResults{Number: "1", Document: "d", Date: "2019-01-05"},
		&RecordObjection{Date: "2019-01-05", Text: "x"},
	} {
		_, err := Decider().Decide(s, decider.Call{Who: "o", Roles: []string{"office"}, At: time.Date(2019, 1, 5, 4, 0, 0, 0, time.UTC)}, cmd)
		if r, ok := err.(*decider.Refusal); !ok || r.Code != "too-early" {
			t.Errorf("%s: %v", cmd.Kind(), err)
		}
	}
}
