package report

import "shuping/internal/policy"

// Result is what Check found, in the form of "shuping report check --json".
type Result struct {
	Chars    int        `json:"chars"`
	Parts    []Part     `json:"parts"`
	Share    Share      `json:"problems_share"`
	Areas    []Area     `json:"areas"`
	Promises []Promise  `json:"promises,omitempty"`
	Likeness []Likeness `json:"likeness"`
	Findings []Finding  `json:"findings"`
}

// Share is the exact share of problems and causes in the report, in characters.
// Low and High bound Num by the units whose part is not sure: whatever they are
// about, the true number is between the two.
type Share struct {
	Num  int `json:"num"`
	Den  int `json:"den"`
	Low  int `json:"low"`
	High int `json:"high"`
}

// Area says whether the report touches an area of the notice (N2), and where.
type Area struct {
	Area    string `json:"area"`
	Covered bool   `json:"covered"`
	Where   []Span `json:"where"`
}

// Promise says whether the report comes back to a promise of last year (N2.4), and where.
type Promise struct {
	Promise string `json:"promise"`
	Covered bool   `json:"covered"`
	Where   []Span `json:"where"`
}

// Level is what follows from a finding.
type Level string

const (
	LevelRefuse Level = "refuse" // the rule is binding and the breach is certain
	LevelAdvise Level = "advise" // the reviewer may accept it with a reason
	LevelAsk    Level = "ask"    // not certain: a question to the reviewer
)

// Finding is one thing to look at. Its words are in the language catalogue
// under "finding.<code>.got", ".want" and ".next", with Args; From and To are 0
// where it concerns the whole text.
type Finding struct {
	Rule   string            `json:"rule"` // number in docs/RULES.md
	Level  Level             `json:"level"`
	Code   string            `json:"code"`
	Args   map[string]string `json:"args,omitempty"`
	Clause string            `json:"clause,omitempty"`
	From   int               `json:"from"`
	To     int               `json:"to"`
}

// find adds a finding unless the rule binds nothing. A finding that is not
// certain is never more than a question where the rule is binding.
func (r *Result) find(basis policy.Basis, certain bool, f Finding) {
	switch {
	case basis.Strength == "":
		return
	case basis.Strength != policy.Must:
		f.Level = LevelAdvise
	case certain:
		f.Level = LevelRefuse
	default:
		f.Level = LevelAsk
	}
	f.Clause = basis.Clause
	r.Findings = append(r.Findings, f)
}

// ask adds a question to the reviewer, whatever the rule's strength, unless the
// rule binds nothing.
func (r *Result) ask(basis policy.Basis, f Finding) {
	if basis.Strength == "" {
		return
	}
	f.Level, f.Clause = LevelAsk, basis.Clause
	r.Findings = append(r.Findings, f)
}
