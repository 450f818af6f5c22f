package policy

// Reading says how papers that went through a scanner are read and checked (纸质票识读).
// Whatever is left out is as measured in docs/PAPER.md. Lengths are micrometres on the
// paper, shares hundredths; no limit changes what was measured, only how it is judged.
type Reading struct {
	// Risk is how many times in 100 sheets drawn by lot may miss so many wrong entries that
	// another option could have the most; left out: 5.
	Risk int `json:"risk,omitzero" policy:"min=1,max=50,unit=percent,eg=5"`
	// Sheets is how many sheets are compared at least; left out: 5.
	Sheets int `json:"sheets,omitzero" policy:"min=1,max=10000,unit=sheets,eg=10"`
	// Speck: a stroke smaller than this in both directions is dirt; left out: 570.
	Speck int `json:"speck_um,omitzero" policy:"min=100,max=3000,unit=micrometres,eg=570"`
	// Dot: up to this size a stroke is a dot, for people to decide; left out: 1300.
	Dot int `json:"dot_um,omitzero" policy:"min=200,max=5000,unit=micrometres,eg=1300"`
	// Blot: up to this size a filled stroke is for people to decide; left out: 2850.
	Blot int `json:"blot_um,omitzero" policy:"min=500,max=9000,unit=micrometres,eg=2850"`
	// ManySpecks: so many specks in one cell are for people to decide; left out: 4.
	ManySpecks int `json:"many_specks,omitzero" policy:"min=1,max=100,unit=specks,eg=4"`
	// Margin is between the corner of a tick that leaves its cell and the line below; left out: 850.
	Margin int `json:"margin_um,omitzero" policy:"min=100,max=5000,unit=micrometres,eg=850"`
	// Side is between the corner of a tick and the line beside it; left out: 700.
	Side int `json:"side_um,omitzero" policy:"min=100,max=5000,unit=micrometres,eg=700"`
	// Partly is the least share of a tick in the cell of its corner; left out: 28.
	Partly int `json:"partly_percent,omitzero" policy:"min=5,max=100,unit=percent,eg=28"`
	// Column is the least share of a tick in the column of its corner; left out: 45.
	Column int `json:"column_percent,omitzero" policy:"min=5,max=100,unit=percent,eg=45"`
	// Faint: a mark with less of the darkness of the page's marks is for people to decide; left out: 35.
	Faint int `json:"faint_percent,omitzero" policy:"min=1,max=100,unit=percent,eg=35"`
}

// Of checking what a scanner read, where a policy says nothing else.
const (
	standardRisk   = 5 // in 100
	standardSheets = 5
)

// CheckRisk is how many times in 100 a check of sheets drawn by lot may miss that so many
// entries were read wrongly as would turn an outcome.
func (b *Ballot) CheckRisk() int { return or(b.Reading.Risk, standardRisk) }

// CheckLeast is how many sheets are compared at least.
func (b *Ballot) CheckLeast() int { return or(b.Reading.Sheets, standardSheets) }

// or is n, or what holds where a policy leaves it out.
func or(n, otherwise int) int {
	if n == 0 {
		return otherwise
	}
	return n
}
