package policy

import "testing"

// TestRecurrenceAgainstEveryPast goes through every past of four years in which each is weak,
// good or not on file, and fills what is not on file in every way.
func TestRecurrenceAgainstEveryPast(t *testing.T) {
	for code := range 2 * 3 * 3 * 3 {
		this := []string{"weak", "good"}[code%2]
		past := []int{code / 2 % 3, code / 6 % 3, code / 18} // 0 weak, 1 good, 2 not on file
		earlier := func(back int) (string, bool) {
			return []string{"weak", "good", ""}[past[back-1]], past[back-1] < 2
		}
		for years := 1; years <= 4; years++ {
			for least := 1; least <= years; least++ {
				always, ever, known := true, false, this == "weak"
				for fill := range 8 {
					n := 0
					if this == "weak" {
						n++
					}
					for i, was := range past[:years-1] {
						if was == 0 {
							known = true
						}
						if was == 0 || was == 2 && fill>>i&1 == 1 {
							n++
						}
					}
					always, ever = always && n >= least, ever || n >= least
				}
				h := History{Grades: []string{"weak"}, AtLeast: least, Years: years}
				r := h.Judge(this, earlier)
				if r.Met != always || r.Open != (!always && ever && known) || r.Open && len(r.Missing) == 0 {
					t.Errorf("%s after %v, %d of %d years: %+v", this, past, least, years, r)
				}
			}
		}
	}
}
