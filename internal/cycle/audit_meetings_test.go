package cycle

import (
	"fmt"
	"testing"

	"shuping/internal/policy"
)

// TestAuditPresence: quorum and composition by share, by a share to be exceeded and by number, on
// minutes of 12 of 13 members and 4 others.
func TestAuditPresence(t *testing.T) {
	s := bench(t).State(t, "_held.txt")
	kind := &s.Policy.Meetings[0]
	ratio := func(num, den int64) policy.Ratio { return policy.Ratio{Num: num, Den: den} }
	for _, c := range []struct {
		least, more policy.Ratio
		count       int
		quorum      bool // 12 of 13
		composition bool // 4 of 16
	}{
		{least: ratio(12, 13), quorum: true}, {least: ratio(13, 13)}, {least: ratio(1, 4), quorum: true, composition: true},
		{more: ratio(12, 13)}, {more: ratio(11, 13), quorum: true}, {more: ratio(1, 4), quorum: true}, {more: ratio(24, 100), quorum: true, composition: true},
		{count: 4, quorum: true, composition: true}, {count: 12, quorum: true}, {count: 13},
	} {
		kind.Quorum.AtLeast, kind.Quorum.MoreThan, kind.Quorum.Count = c.least, c.more, c.count
		kind.Composition.AtLeast, kind.Composition.MoreThan, kind.Composition.Count = c.least, c.more, c.count
		for _, r := range Audit(s) {
			if r.Subject == "" { // the session of all subjects
				continue
			}
			if r.Code == "quorum" && r.OK != c.quorum || r.Code == "composition" && r.OK != c.composition {
				t.Errorf("%s: %+v", fmt.Sprint(c), r)
			}
		}
	}
}
