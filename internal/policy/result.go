package policy

// Grading says how the overall grade comes about (评定等次, N8).
type Grading struct {
	Basis
	// Grades are the grades from best to worst.
	Grades []Grade `json:"grades" policy:"need,items=2-8"`
	// Sources are what must be on file before a subject is graded.
	Sources []Source `json:"sources"`
	// Quotas are how many subjects may have a grade (名额, N8.2).
	Quotas []Quota `json:"quotas"`
}

// Grade is a grade (等次), named as the notice names it. The name is its id.
type Grade struct {
	// Name is the grade as it stands on ballots and in documents.
	Name string `json:"name" policy:"need,key"`
	// Tone is how it is shown: good, fair, weak, bad.
	Tone string `json:"tone" policy:"need,oneof=good|fair|weak|bad"`
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
	// ID is meeting (the result of a ballot), assessment (日常管理考核) or verification (核实记录).
	ID SourceID `json:"id" policy:"need,oneof=meeting|assessment|verification"`
	// Meeting is the type of meeting, only beside the id meeting.
	Meeting string `json:"meeting" policy:"ref=meeting"`
}

// Quota is how many subjects may have a grade (名额, N8.2).
type Quota struct {
	Basis
	// Grade is the grade's name.
	Grade string `json:"grade" policy:"need,key,ref=grade"`
	// AtMost is how many subjects may have it; fewer is allowed.
	AtMost int `json:"at_most" policy:"need,min=0,max=100000"`
}

// Results says how results are made known and reported (N9).
type Results struct {
	// Feedback is how secretaries hear of their grades (集体反馈, N9.1).
	Feedback Ways `json:"feedback"`
	// Posting is where results are posted (公示, N9.2).
	Posting Posting `json:"posting"`
	// Filing is the report to the department above (备案, N9.4).
	Filing Filing `json:"filing"`
}

// Ways are the admitted ways of an act.
type Ways struct {
	Basis
	// Ways are their names; a record names one of them.
	Ways []string `json:"ways" policy:"need"`
}

// Posting is where results are posted (公示, N9.2).
type Posting struct {
	Basis
	// Places are the notice boards (党务公开栏).
	Places []Place `json:"places" policy:"need"`
	// Days is how many days they hang at least.
	Days int `json:"days" policy:"min=1,max=365,eg=5"`
}

// Place is a notice board.
type Place struct {
	// ID is the place's id in records.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Each: one such board at every organisation that has a subject.
	Each bool `json:"each"`
}

// Filing is the report to the department above (备案, N9.4).
type Filing struct {
	Basis
	// To is the department that the results are reported to.
	To string `json:"to" policy:"need"`
	// Days is within how many days after the work ends, the first day not counted.
	Days int `json:"days" policy:"need,min=1,max=365"`
}

// Consequence is what follows from a grade (结果运用, N10).
type Consequence struct {
	Basis
	// ID is the consequence's id in records.
	ID string `json:"id" policy:"need,key,id"`
	// Rule is the number in docs/RULES.md.
	Rule string `json:"rule" policy:"need,rule"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Grades: it follows when this year's grade is one of these.
	Grades []string `json:"grades" policy:"need,ref=grade"`
	// Before: and when the grades of the years just before, most recent first, are
	// these, one a year. A year not on file is unknown, never guessed.
	Before []string `json:"before" policy:"repeat,ref=grade"`
	// Days is within how many days of the decision it is carried out.
	Days int `json:"days" policy:"min=1,max=3660,eg=90"`
}

// Award is what may be given only to some (评先评优, N10.2, N10.4).
type Award struct {
	Basis
	// ID is the award's id in records.
	ID string `json:"id" policy:"need,key,id"`
	// Rule is the number in docs/RULES.md.
	Rule string `json:"rule" policy:"need,rule"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// To says who gets it: person or organisation.
	To string `json:"to" policy:"need,oneof=person|organisation"`
	// Only subjects, or organisations of subjects, with one of these grades may get it.
	Only []string `json:"only" policy:"need,ref=grade"`
}

// Rectification is what is done about the problems found (整改落实, N11).
type Rectification struct {
	Basis
	// PlanDays is within how many days of the decision on grades the plan is handed in.
	PlanDays int `json:"plan_days" policy:"min=1,max=365,eg=15"`
	// Checks are how rectification is followed up (N11.2).
	Checks Checks `json:"checks"`
	// Carry: its state is a main content of next year's report (N11.3).
	Carry Basis `json:"carry"`
}

// Checks are how rectification is followed up (督查, N11.2).
type Checks struct {
	Basis
	// Ways are the ways of checking, such as the unannounced visit (四不两直); a record names one.
	Ways []string `json:"ways" policy:"need"`
	// AtLeast is how many checks each subject with a plan has.
	AtLeast int `json:"at_least" policy:"need,min=1,max=1000"`
}

// Archive is what is kept (归档, N9.4).
type Archive struct {
	Basis
	// Documents are the required papers.
	Documents []Document `json:"documents" policy:"need"`
}

// Document is a required paper.
type Document struct {
	// ID is the paper's id in records.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Years is the retention period (保管期限) in years; left out: for ever (永久).
	Years int `json:"years" policy:"min=1,max=100"`
}
