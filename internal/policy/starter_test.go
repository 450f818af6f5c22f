package policy

import (
	"maps"
	"regexp"
	"slices"
	"testing"

	"shuping/policies"
)

// The starter can open a year as it is; with all its optional lines it is valid too.
func TestStarter(t *testing.T) {
	p, err := Parse("starter.yaml", policies.Starter())
	if err != nil {
		t.Fatal(err)
	}
	if gaps := Gaps(p); len(gaps) > 0 {
		t.Errorf("a year cannot be opened with the starter: %v", gaps)
	}
	if _, err := Parse("all.yaml", regexp.MustCompile(`(?m)^#\+`).ReplaceAll(policies.Starter(), nil)); err != nil {
		t.Errorf("with its optional lines: %v", err)
	}
	_, notice := notice(t)
	for stream, acts := range notice.Acts {
		want, got := slices.Sorted(maps.Keys(acts)), slices.Sorted(maps.Keys(p.Acts[stream]))
		if !slices.Equal(got, want) {
			t.Errorf("%s has the acts %v, want %v", stream, got, want)
		}
	}
}
