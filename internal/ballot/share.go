package ballot

// Denominator says what a share is a share of.
type Denominator string

const (
	OfValid   Denominator = "valid"   // the subject's valid entries (有效票)
	OfBallots Denominator = "ballots" // all ballots of the tally, invalid entries included (收回票)
)

// Share is an exact share. A share of nothing is 0/0; nobody divides here.
type Share struct {
	Num int         `json:"num"`
	Den int         `json:"den"`
	Of  Denominator `json:"of"`
}

// Share is how much of the subject's entries an option got. It panics when the
// tally has no such subject or option.
func (t Tally) Share(subject, option int, of Denominator) Share {
	c := t.Subjects[subject]
	s := Share{Num: c.Options[option], Den: t.Ballots, Of: of}
	if of == OfValid {
		s.Den = c.Valid()
	}
	return s
}
