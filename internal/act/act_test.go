package act

import (
	"errors"
	"testing"

	"shuping/internal/decider"
	"shuping/internal/policy"
)

func code(err error) string {
	var r *decider.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}

func TestAllow(t *testing.T) {
	p := &policy.Policy{Acts: map[string]map[string]policy.Act{"cycle": {"post": {By: []string{"office"}, After: []string{"graded"}, Before: []string{"closed"}}}}}
	for _, c := range []struct {
		kind  string
		seen  map[string]int
		roles []string
		want  string
	}{
		{"fly", nil, []string{"office"}, "act-unknown"},
		{"post", nil, []string{"office"}, "too-early"},
		{"post", map[string]int{"graded": 1, "closed": 1}, []string{"office"}, "too-late"},
		{"post", map[string]int{"graded": 1}, []string{"guide"}, "role"},
		{"post", map[string]int{"graded": 1}, nil, "role"},
		{"post", map[string]int{"graded": 2}, []string{"guide", "office"}, ""},
	} {
		if got := code(Allow(p, "cycle", c.kind, c.seen, c.roles)); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

func TestApproved(t *testing.T) {
	for _, c := range []struct{ reason, approver, want string }{
		{"", "b", "field-empty"}, {" ", "b", "field-empty"}, {"x", "", "field-empty"},
		{"x", "a", "approver-self"}, {"x", "s", "approver-subject"}, {"x", "b", ""},
	} {
		if got := code(Approved(c.reason, c.approver, "a", "r", "s")); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// A rule that the notice does not have binds nobody, advice needs a reason, what must
// be has none, and what is past is excused with a reason only.
func TestDepartures(t *testing.T) {
	must, advise := policy.Basis{Strength: policy.Must, Clause: "一"}, policy.Basis{Strength: policy.Advise, Clause: "二"}
	for _, c := range []struct {
		basis    policy.Basis
		reason   string
		excuse   bool
		recorded int
		refused  bool
	}{
		{policy.Basis{}, "", false, 0, false}, {policy.Basis{}, "", true, 0, false},
		{must, "x", false, 0, true}, {must, "", true, 0, true}, {must, "x", true, 1, false},
		{advise, " ", false, 0, true}, {advise, "x", false, 1, false}, {advise, "x", true, 1, false},
	} {
		d, r := Departures{Reason: c.reason}, decider.Refuse("N1", "late", "n", 3).At("date")
		ask := d.Breach
		if c.excuse {
			ask = d.Excuse
		}
		err := ask(c.basis, r)
		if len(d.List) != c.recorded || (err != nil) != c.refused {
			t.Errorf("%+v: %v, %v", c, d.List, err)
		}
		if c.refused && (r.Clause != c.basis.Clause || (r.Field == "reason") != (r.Args["strength"] == "advise")) {
			t.Errorf("%+v: %+v", c, r)
		}
		if c.recorded > 0 && (d.List[0].Code != "late" || d.List[0].Args["n"] != "3" || d.List[0].Reason != c.reason) {
			t.Errorf("%+v: %+v", c, d.List[0])
		}
	}
}
