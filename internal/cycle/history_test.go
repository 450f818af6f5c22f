package cycle

import "testing"

// TestAuditOfHistory: the audit counts the years in its own way; what follows and was not carried
// out is named, and nothing is that does not follow.
func TestAuditOfHistory(t *testing.T) {
	s := bench(t).State(t, "N10.3-history.txt")
	want := map[string]bool{"O2 调整岗位": false, "O3 调整岗位": false, "O3 跟踪管理": false, "O6 调整岗位": true}
	rulings := func() map[string]bool {
		got := map[string]bool{}
		for _, r := range Audit(s) {
			if r.Code == "follows" && r.Under == "" {
				got[r.Subject+" "+r.Got] = r.OK
			}
		}
		return got
	}
	same := func(when string) {
		t.Helper()
		got := rulings()
		for what, ok := range want {
			if was, there := got[what]; !there || was != ok {
				t.Errorf("%s: %s is %v (%v), want %v", when, what, was, there, ok)
			}
			delete(got, what)
		}
		if len(got) > 0 {
			t.Errorf("%s: and also %v", when, got)
		}
	}
	same("as it stands")
	for subject, id := range map[string]string{"O2": "adjust", "O3": "adjust"} {
		expect(t, s, "2019-01-03", &CarryOutConsequence{Subject: subject, Consequence: id, Date: "2019-01-03", How: "调整", DoneBy: []string{"head-1"}}, "")
	}
	want["O2 调整岗位"], want["O3 调整岗位"] = true, true
	same("carried out")
	s.Subjects["O2"].Follows = nil // as if it had not been found
	want["O2 调整岗位"] = false
	same("forgotten")
}
