package cycle

import "testing"

// TestAuditOfFilingDay: filed on the day that the notice names is in time; had the notice named the
// day before, it would not be.
func TestAuditOfFilingDay(t *testing.T) {
	s := bench(t).State(t, "N9.4-filed-by.txt")
	in := func() (ok bool, want string) {
		for _, r := range Audit(s) {
			if r.Code == "filed" && r.Under == "" {
				return r.OK, r.Want
			}
		}
		return false, "no ruling"
	}
	if ok, want := in(); !ok || want != "2019-01-12" {
		t.Errorf("filed on the day: %v %s", ok, want)
	}
	s.Former = nil // under which seven days would do
	s.Policy.Results.Filing.By = "2019-01-11"
	if ok, want := in(); ok || want != "2019-01-11" {
		t.Errorf("filed a day late: %v %s", ok, want)
	}
}
