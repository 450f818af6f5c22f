package cycle

import "testing"

// What was done under the former rules is held against them: the audit names them, and
// still finds what no rules of the year allow.
func TestAuditUnderFormerRules(t *testing.T) {
	quota := func(s *State) Ruling {
		for _, r := range Audit(s) {
			if r.Rule == "N8.2" {
				return r
			}
		}
		t.Fatal("no ruling on the quota")
		return Ruling{}
	}
	s := bench(t).State(t, "N1.5-policy-changed.txt")
	if r := quota(s); !r.OK || r.Under != "" {
		t.Errorf("one of one: %+v", r)
	}
	s.Policy.Grading.Quotas[0].AtMost = 0
	if r := quota(s); !r.OK || r.Under != hash || r.Want != "4" {
		t.Errorf("one, four were allowed before: %+v", r)
	}
	s.Former[0].Policy.Grading.Quotas[0].AtMost = 0
	if r := quota(s); r.OK || r.Under != "" {
		t.Errorf("one, none was ever allowed: %+v", r)
	}
}
