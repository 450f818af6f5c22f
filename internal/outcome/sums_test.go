package outcome

import (
	"errors"
	"strings"
	"testing"
)

// Who does not vote on the own line ranks one less, so the last place is given less often than the
// others, and that is in order; of the others it is a fault, and so is a place given more often.
func TestPlacesOfThoseWhoLeaveTheirOwnLineOut(t *testing.T) {
	ranks := strings.Replace(base, "options: [好, 中, 差]\n", "kind: rank\n      rank: {places: 2}\n", 1)
	peers := strings.Replace(ranks, "votes: true}\n    agenda", "votes: true, not_self: true}\n    agenda", 1)
	counts := func(class, a, b string) string {
		return `{"subjects":[{"id":"a","kind":"甲类"},{"id":"b","kind":"甲类"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","class":"` + class + `","places":{` + a + `}},{"subject":"b","class":"` + class + `","places":{` + b + `}}]}]}`
	}
	for name, c := range map[string]struct {
		numbers string
		ok      bool
	}{
		"each the other":        {counts("crowd", `"1":1`, `"1":1`), true},
		"and some the last":     {counts("crowd", `"1":2,"2":1`, `"1":1,"2":1`), true},
		"more last than first":  {counts("crowd", `"1":1,"2":2`, `"1":1,"2":1`), false},
		"who is not on it must": {counts("leader", `"1":1`, `"1":1`), false},
	} {
		_, err := reckon(t, parse(t, peers), c.numbers)
		var faults Faults
		if got := !errors.As(err, &faults); got != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}
