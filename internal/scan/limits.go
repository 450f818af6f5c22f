package scan

// Limits are the thresholds by which entries are judged (判定界限): lengths in
// micrometres on the paper, shares in hundredths. What each does is in the table of
// docs/PAPER.md. They judge what was measured and change no measure.
type Limits struct {
	Speck      int `json:"speck_um"`           // a stroke smaller than this in both directions is dirt
	Dot        int `json:"dot_um"`             // and up to this size, a dot
	Blot       int `json:"blot_um"`            // and up to this one, if it is Solid
	ManySpecks int `json:"many_specks"`        // so many specks in one cell are no dirt
	Margin     int `json:"margin_um"`          // between a low point and the line below it, when the stroke leaves the cell
	Slack      int `json:"slack_um"`           // the same when Mostly of the stroke is in the cell
	Side       int `json:"side_um"`            // between a low point and the line at its side
	Touching   int `json:"touching_um"`        // between a stroke without two arms and the line below
	Thick      int `json:"thick_um"`           // something larger in both directions, and Solid, is filled in
	Solid      int `json:"solid_percent"`      // of its box that it fills
	SolidTick  int `json:"solid_tick_percent"` // the same for a stroke with two arms and one corner
	Ends       int `json:"ends"`               // so many ends to both sides has what was struck through
	Hole       int `json:"hole_um"`            // side of a square: a larger place that ink shuts in is no loop of a tick
	Ring       int `json:"ring_percent"`       // of its box that is shut in: a circle
	Flat       int `json:"flat_percent"`       // of its height that a mark is wide at most
	Wholly     int `json:"wholly_percent"`     // of a stroke in a cell: it does not leave it
	Mostly     int `json:"mostly_percent"`
	Plain      int `json:"plain_percent"`  // of a stroke without two arms in a cell that it leaves
	Partly     int `json:"partly_percent"` // least share of a tick in the cell of its low point
	Column     int `json:"column_percent"` // and in the column of its low point
	Faint      int `json:"faint_percent"`  // of the darkness of the page's marks: fainter is doubtful
	Pale       int `json:"pale_percent"`   // of full darkness: fainter is doubtful on every page
	Thin       int `json:"thin_percent"`   // of the breadth of the page's marks: thinner is doubtful
	FaintPage  int `json:"faint_page"`     // hundredths of a page's entries that are specks: no entry of it is blank
}

// StandardLimits are those that the accuracy in docs/PAPER.md was measured with.
func StandardLimits() Limits {
	return Limits{
		Speck: 570, Dot: 1300, Blot: 2850, ManySpecks: 4, Margin: 850, Slack: 430, Side: 700, Touching: 430,
		Thick: 2150, Solid: 45, SolidTick: 65, Ends: 4, Hole: 1000, Ring: 40, Flat: 300, Wholly: 90, Mostly: 50, Plain: 80, Partly: 28, Column: 45, Faint: 60, Pale: 17, Thin: 60, FaintPage: 15,
	}
}

// pixels is a length in pixels of the canvas.
func pixels(um int) int { return (um*dots + 500) / 1000 }
