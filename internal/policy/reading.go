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
	// Twice: every pile is scanned a second time and both readings are compared before it counts.
	Twice bool `json:"twice,omitzero" policy:"eg=true"`
	// Speck: a stroke smaller than this in both directions is dirt; left out: 570.
	Speck int `json:"speck_um,omitzero" policy:"min=100,max=1000,unit=micrometres,eg=570"`
	// Dot: up to this size a stroke is a dot, for people to decide; no less than speck_um; left out: 1300.
	Dot int `json:"dot_um,omitzero" policy:"min=600,max=3000,unit=micrometres,eg=1300"`
	// Blot: up to this size a filled stroke is for people to decide; no less than dot_um; left out: 2850.
	Blot int `json:"blot_um,omitzero" policy:"min=1300,max=6000,unit=micrometres,eg=2850"`
	// ManySpecks: so many specks in one cell are for people to decide; left out: 4.
	ManySpecks int `json:"many_specks,omitzero" policy:"min=2,max=50,unit=specks,eg=4"`
	// Margin is between the corner of a tick that leaves its cell and the line below; left out: 850.
	Margin int `json:"margin_um,omitzero" policy:"min=300,max=4000,unit=micrometres,eg=850"`
	// Slack is the same where most of the tick is in the cell; no more than margin_um; left out: 430.
	Slack int `json:"slack_um,omitzero" policy:"min=100,max=2000,unit=micrometres,eg=430"`
	// Side is between the corner of a tick and the line beside it; left out: 700.
	Side int `json:"side_um,omitzero" policy:"min=200,max=4000,unit=micrometres,eg=700"`
	// Touching is between a mark that is no tick and the line below; left out: 430.
	Touching int `json:"touching_um,omitzero" policy:"min=100,max=2000,unit=micrometres,eg=430"`
	// Thick: something larger in both directions that is solid was filled in; left out: 2150.
	Thick int `json:"thick_um,omitzero" policy:"min=1000,max=6000,unit=micrometres,eg=2150"`
	// Solid is how much of its box a stroke covers that is solid; left out: 45.
	Solid int `json:"solid_percent,omitzero" policy:"min=20,max=80,unit=percent,eg=45"`
	// SolidTick is the same for a stroke with two arms and one corner; no less than solid_percent; left out: 65.
	SolidTick int `json:"solid_tick_percent,omitzero" policy:"min=30,max=95,unit=percent,eg=65"`
	// Ends: a stroke with so many ends to its sides was struck through or drawn twice; left out: 4.
	Ends int `json:"ends,omitzero" policy:"min=3,max=9,unit=ends,eg=4"`
	// Hole is the side of a square: a larger place that a stroke shuts in is no loop of a tick; left out: 1000.
	Hole int `json:"hole_um,omitzero" policy:"min=300,max=5000,unit=micrometres,eg=1000"`
	// Ring is how much of its box a circle shuts in; left out: 40.
	Ring int `json:"ring_percent,omitzero" policy:"min=20,max=90,unit=percent,eg=40"`
	// Flat is how wide a mark is at most, of its height; left out: 300.
	Flat int `json:"flat_percent,omitzero" policy:"min=150,max=1000,unit=percent,eg=300"`
	// Wholly: with so much of it in a cell a stroke does not leave it; left out: 90.
	Wholly int `json:"wholly_percent,omitzero" policy:"min=60,max=100,unit=percent,eg=90"`
	// Mostly is how much of a tick in its cell slack_um asks for; no more than wholly_percent; left out: 50.
	Mostly int `json:"mostly_percent,omitzero" policy:"min=30,max=100,unit=percent,eg=50"`
	// Plain is the least share in its cell of a mark that leaves it and is no tick; left out: 80.
	Plain int `json:"plain_percent,omitzero" policy:"min=50,max=100,unit=percent,eg=80"`
	// Partly is the least share of a tick in the cell of its corner; left out: 28.
	Partly int `json:"partly_percent,omitzero" policy:"min=15,max=100,unit=percent,eg=28"`
	// Column is the least share of a tick in the column of its corner; left out: 45.
	Column int `json:"column_percent,omitzero" policy:"min=30,max=100,unit=percent,eg=45"`
	// Faint: a mark with less of the darkness of the page's marks is for people to decide; left out: 60.
	Faint int `json:"faint_percent,omitzero" policy:"min=30,max=95,unit=percent,eg=60"`
	// Pale: a mark with less of full darkness is for people to decide on every page; left out: 17.
	Pale int `json:"pale_percent,omitzero" policy:"min=10,max=50,unit=percent,eg=17"`
	// Thin: a mark with less of the breadth of the page's marks is for people to decide; left out: 60.
	Thin int `json:"thin_percent,omitzero" policy:"min=20,max=90,unit=percent,eg=60"`
	// FaintPage: with so many of a page's entries mere specks, none of it is blank; left out: 15.
	FaintPage int `json:"faint_page_percent,omitzero" policy:"min=2,max=100,unit=percent,eg=15"`
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

// reading: limits that belong together stand in their order.
func (c checker) reading(key string, r *Reading) {
	for _, x := range []struct {
		key        string
		less, more int
		most       int
	}{
		{"dot_um", r.Speck, r.Dot, 3000},
		{"blot_um", r.Dot, r.Blot, 6000},
		{"margin_um", r.Slack, r.Margin, 4000},
		{"solid_tick_percent", r.Solid, r.SolidTick, 95},
		{"wholly_percent", r.Mostly, r.Wholly, 100},
	} {
		if x.less > 0 && x.more > 0 && x.more < x.less {
			c.refuse(key+"."+x.key, "range", "got", x.more, "least", x.less, "most", x.most)
		}
	}
}
