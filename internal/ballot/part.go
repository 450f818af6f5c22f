package ballot

import "slices"

// Part is a part of the voters and what its ballots are worth (A票60%).
type Part struct {
	ID string `json:"id"`
	// Classes are the places in Form.Classes of those whose ballots it is.
	Classes []int `json:"classes"`
	// Num/Den is its share of the result, exact.
	Num int64 `json:"num"`
	Den int64 `json:"den"`
	// Subjects are the places in Form.Subjects of those it is about; none: all.
	Subjects []int `json:"subjects,omitempty"`
}

// about says whether the part is about a subject.
func (p *Part) about(subject int) bool {
	return len(p.Subjects) == 0 || slices.Contains(p.Subjects, subject)
}

// validateParts: each part has a weight, and for each subject each class that is asked
// about it stands in exactly one.
func (f Form) validateParts() error {
	for i, p := range f.Parts {
		if p.Num < 1 || p.Num > p.Den || p.Den > 1_000_000 || len(p.Classes) == 0 || !within(p.Classes, len(f.Classes)) || !within(p.Subjects, len(f.Subjects)) {
			return fault(FaultParts, i, 0)
		}
	}
	for s := range f.Subjects {
		if len(f.Parts) == 0 {
			break
		}
		in := make([]int, len(f.Classes))
		for _, p := range f.Parts {
			for _, class := range p.Classes {
				if p.about(s) {
					in[class]++
				}
			}
		}
		for class, n := range in {
			if n > 1 || n == 0 && f.Rated(class, s) {
				return fault(FaultParts, class, 1)
			}
		}
	}
	return nil
}
