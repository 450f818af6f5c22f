package policy

// Of checking what a scanner read, where a policy says nothing else.
const (
	standardRisk  = 5 // in 100
	standardLeast = 5 // sheets
)

// CheckRisk is how many times in 100 a check of sheets drawn by lot may miss that so many
// entries were read wrongly as would turn an outcome.
func (b *Ballot) CheckRisk() int { return standardRisk }

// CheckLeast is how many sheets are compared at least.
func (b *Ballot) CheckLeast() int { return standardLeast }
