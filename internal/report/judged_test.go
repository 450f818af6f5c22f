package report

import (
	"slices"
	"testing"

	"shuping/internal/policy"
)

// Whatever the parts found: no sample is refused for a share that it has, none is
// said to lack a part that it has, and none that falls short passes unseen.
func TestNothingWronglyRefused(t *testing.T) {
	third := policy.Ratio{Num: 1, Den: 3}
	for _, folder := range []string{"parts", "full", "forms", "last", "odd", "fresh", "unseen"} {
		sound, asked := 0, 0
		for _, s := range labelled(t, folder, 12) {
			num, den := share(s.parts)
			has := map[string]bool{}
			for _, p := range s.parts {
				has[p.Part] = true
			}
			var found []string
			for _, f := range Check(s.text, ask()).Findings {
				found = append(found, f.Code)
				if part := f.Args["part"]; f.Code == "report.part-missing" && has[part[len("report.part."):]] {
					if folder == "odd" && f.Level == LevelAsk { // held back as they are
						t.Logf("%s: is %s there?", s.name, part)
						continue
					}
					t.Errorf("%s: %s is missing (%s)", s.name, part, f.Level)
				}
				if f.Code == "report.share" && third.Met(num, den) {
					t.Errorf("%s: refused for %v, labelled %d of %d", s.name, f.Args, num, den)
				}
			}
			if !third.Met(num, den) {
				if !slices.ContainsFunc(found, func(c string) bool {
					return c == "report.share" || c == "report.share-unsure" || c == "report.part-missing" || c == "report.part-unsure"
				}) {
					t.Errorf("%s: %d of %d is less than a third, found %v", s.name, num, den, found)
				}
				continue
			}
			sound++
			if slices.Contains(found, "report.share-unsure") {
				asked++
			}
		}
		t.Logf("%s: %d have a third, of %d the share is a question", folder, sound, asked)
	}
}
