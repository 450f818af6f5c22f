package policy

// Grading says how the overall grade comes about (评定等次, N8).
type Grading struct {
	Basis
	Grades  []Grade  `json:"grades"`  // from best to worst
	Sources []Source `json:"sources"` // what must be on file before a subject is graded
	Quotas  []Quota  `json:"quotas"`
}

// Grade is a grade (等次), named as the notice names it. The name is its id.
type Grade struct {
	Name string `json:"name"`
	// Tone is how it is shown: good, fair, weak, bad.
	Tone string `json:"tone"`
}

// SourceID is a kind of source for the grade.
type SourceID string

const (
	SourceMeeting      SourceID = "meeting"      // the result of a meeting's ballot; Meeting says which
	SourceAssessment   SourceID = "assessment"   // day-to-day assessment (日常管理考核)
	SourceVerification SourceID = "verification" // on-site findings
)

// Source is something the grade is based on.
type Source struct {
	Basis
	ID      SourceID `json:"id"`
	Meeting string   `json:"meeting"` // type of meeting, for SourceMeeting
}

// Quota is how many subjects may have a grade (名额, N8.2): at most a count.
type Quota struct {
	Basis
	Grade  string `json:"grade"`
	AtMost int    `json:"at_most"`
}

// Results says how results are made known and reported (N9).
type Results struct {
	Feedback Ways    `json:"feedback"`
	Posting  Posting `json:"posting"`
	Filing   Filing  `json:"filing"`
}

// Ways are the admitted ways of an act.
type Ways struct {
	Basis
	Ways []string `json:"ways"`
}

// Posting is where results are posted (公示, N9.2).
type Posting struct {
	Basis
	Places []Place `json:"places"`
	Days   int     `json:"days"` // how long at least; 0 for not said
}

// Place is a notice board. Each: one at every organisation that has a subject.
type Place struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Each bool   `json:"each"`
}

// Filing is the report to the department above (备案, N9.4).
type Filing struct {
	Basis
	To   string `json:"to"`
	Days int    `json:"days"` // after the work ends; the first day not counted
}

// Consequence is what follows from a grade (结果运用, N10).
type Consequence struct {
	Basis
	ID     string   `json:"id"`
	Rule   string   `json:"rule"` // number in docs/RULES.md
	Name   string   `json:"name"`
	Grades []string `json:"grades"` // this year's grade is one of these
	// Before: and the grades of the years just before, most recent first, are one
	// of these each. A year not on file is unknown, never guessed.
	Before []string `json:"before"`
	Days   int      `json:"days"` // to be carried out within; 0 for not said
}

// Award is what may be given only to some (评先评优, N10.2, N10.4).
type Award struct {
	Basis
	ID   string `json:"id"`
	Rule string `json:"rule"`
	Name string `json:"name"`
	// To says who gets it: person or organisation.
	To string `json:"to"`
	// Only: subjects (or organisations of subjects) with one of these grades.
	Only []string `json:"only"`
}

// Rectification is what is done about the problems found (整改落实, N11).
type Rectification struct {
	Basis
	PlanDays int    `json:"plan_days"` // from the decision on grades; 0 for not said
	Checks   Checks `json:"checks"`
	Carry    Basis  `json:"carry"` // its state is a main content of next year's report
}

// Checks are how rectification is followed up.
type Checks struct {
	Basis
	Ways    []string `json:"ways"`     // such as unannounced visit (四不两直), special inspection
	AtLeast int      `json:"at_least"` // per subject with a plan
}

// Archive is what is kept (归档, N9.4).
type Archive struct {
	Basis
	Documents []Document `json:"documents"`
}

// Document is a required paper.
type Document struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Years int    `json:"years"` // retention period; 0 for ever
}
