package report

import "shuping/internal/policy"

// Want is what is asked of a report, as plain data. A rule whose basis binds
// nothing (no strength) is not looked at.
type Want struct {
	Max, Min int          // characters; 0 is no limit
	Length   policy.Basis // N3.4
	Shortest policy.Basis // of Min, where it is a rule of its own

	Share  policy.Ratio // least share of problems and causes
	SureAt PerMille     // confidence below which a share is a question
	Shares policy.Basis // N3.3

	Parts  []policy.Part // the parts that must be there (N3.2)
	Causes policy.Basis  // causes must be named, one's own too (N3.2)
	Areas  []policy.Area // what the report must speak of (N2)

	Promises []string     // what was promised last year, one sentence each
	Promised policy.Basis // N2.4

	Own    []string     // names of the own unit
	Others []string     // names of other units, which a copied text may have kept
	Likely policy.Ratio // share found in one other report from which on it is a finding
	Truth  policy.Basis // N3.5, for names, likeness, figures and damaged text
	Like   []Likeness   // what Index.Compare found

	Members int    // of the own organisation, as on file; 0 is not known
	Held    []Held // meetings held, as on file
}

// part is the basis of a part that must be there.
func (w *Want) part(id string) (policy.Basis, bool) {
	for _, p := range w.Parts {
		if p.ID == id {
			return p.Basis, true
		}
	}
	return policy.Basis{}, false
}

// WantOf is what the policy asks of the report of a secretary of that kind of
// organisation. Promises, names, likeness and figures are the
// caller's to add.
func WantOf(c policy.Content, r policy.Report, kind string) Want {
	w := Want{
		Max: r.Max.Chars, Length: r.Max.Basis, Min: r.Min.Chars, Shortest: r.Min.Basis,
		Share: r.Problems.AtLeast, SureAt: PerMille(r.Problems.SureAt), Shares: r.Problems.Basis,
		Parts: r.Parts, Causes: r.Causes,
		Promised: c.Promises,
		Likely:   r.Truth.Likeness, Truth: r.Truth.Basis,
	}
	for _, a := range c.Areas {
		if a.For(kind) {
			w.Areas = append(w.Areas, a)
		}
	}
	return w
}
