package cycle

import (
	"slices"
	"testing"
)

// TestVotedAgain: who is still to be voted on again stands in the due list, and the audit looks at the day.
func TestVotedAgain(t *testing.T) {
	s := bench(t).State(t, "N11.2-reballot.txt")
	var due []string
	for _, x := range Due(s, "2019-07-03") {
		if x.Command == "call-reballot" {
			due = append(due, x.Subject+" "+string(x.Due))
		}
	}
	if !slices.Equal(due, []string{"O2 2019-07-02", "O6 2019-07-02"}) {
		t.Errorf("%v", due)
	}
	found := map[string]bool{}
	for _, r := range Audit(s) {
		if r.Code == "reballot" {
			found[r.Subject] = r.OK
		}
		if r.Code == "meeting-held" && !r.OK {
			t.Errorf("%+v", r)
		}
	}
	if len(found) != 3 || !found["O7"] || found["O2"] || found["O6"] {
		t.Errorf("%v", found)
	}
}
