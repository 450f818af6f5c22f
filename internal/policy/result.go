package policy

import "shuping/internal/calendar"

// Grading says how the overall grade comes about (评定等次, N8).
type Grading struct {
	Basis
	// Grades are the grades from best to worst. They are the scale called person.
	Grades []Grade `json:"grades" policy:"need,items=2-8"`
	// Scales are further scales of grades, such as one for leading bodies (班子) beside the one for
	// persons. A rule without scale holds for every subject.
	Scales []Scale `json:"scales,omitzero"`
	// Facts are what is known of a subject or of the year beside ballots and scores, such as an
	// organisational finding (组织认定) or the unit's own grade (单位考核等次).
	Facts []Fact `json:"facts,omitzero"`
	// Sources are what must be on file before a subject is graded.
	Sources []Source `json:"sources"`
	// Score makes one number of the sources that have a weight (综合得分).
	Score Total `json:"score,omitzero"`
	// Thresholds are read from the top: the order is the precedence. The first line that is met
	// and gives a grade decides; a line that sets a bound holds for all that stands below it and
	// for ranking, bands and plurality, which are asked in this order where no line gives a grade.
	// Without any of the four the numbers are shown and people decide (民主评议).
	Thresholds []Threshold `json:"thresholds,omitzero"`
	// Ranking gives grades by the order of scores (按得分排名定等次).
	Ranking Ranking `json:"ranking,omitzero"`
	// Bands give grades by the score (按分数段定等次).
	Bands Bands `json:"bands,omitzero"`
	// Plurality gives the grade that most ballots gave (得票最多的等次).
	Plurality Plurality `json:"plurality,omitzero"`
	// Departure: a decision that departs from what the rules suggest needs a reason.
	Departure Basis `json:"departure,omitzero"`
	// Quotas are how many subjects may have a grade (名额, N8.2).
	Quotas []Quota `json:"quotas"`
}

// Grade is a grade (等次), named as the notice names it. The name is its id.
type Grade struct {
	// Name is the grade as it stands on ballots and in documents.
	Name string `json:"name" policy:"need,key"`
	// Tone is how it is shown: good, fair, weak, bad.
	Tone string `json:"tone" policy:"need,oneof=good|fair|weak|bad"`
	// Points are what a ballot with this grade is worth in a score.
	Points Number `json:"points,omitzero" policy:"unit=points"`
}

// SourceID is a kind of source for the grade.
type SourceID string

const (
	SourceMeeting      SourceID = "meeting"      // the result of a meeting's ballot; Meeting says which
	SourceAssessment   SourceID = "assessment"   // day-to-day assessment (日常管理考核)
	SourceVerification SourceID = "verification" // on-site findings
	SourcePeers        SourceID = "peers"        // scores that subjects gave each other (互评)
	SourceOther        SourceID = "other"        // any other score; As says which
	SourceBonus        SourceID = "bonus"        // points added to the total (加分)
	SourceDeduction    SourceID = "deduction"    // points taken off the total (扣分)
)

// Source is something the grade is based on.
type Source struct {
	Basis
	// ID is meeting (the result of a ballot), assessment (日常管理考核), verification (核实记录),
	// peers (互评), other (any other score), bonus (加分) or deduction (扣分).
	ID SourceID `json:"id" policy:"need,oneof=meeting|assessment|verification|peers|other|bonus|deduction"`
	// Meeting is the type of meeting, only beside the id meeting.
	Meeting string `json:"meeting" policy:"ref=meeting"`
	// Question is the question of that ballot; left out: its only one, or all by their weights.
	Question string `json:"question,omitzero" policy:"ref=question"`
	// As is the name that rules and numbers call it by; left out: the meeting's id, else id.
	As string `json:"as,omitzero" policy:"id"`
	// Name is what people read; left out: the words for its id.
	Name string `json:"name,omitzero"`
	// Weight is its share of the total score. The weights that a subject meets sum up to the whole.
	Weight Ratio `json:"weight,omitzero"`
	// Full is the full mark of the source, which is worth the full total; left out: the greatest
	// number that voters may give, else 100.
	Full Number `json:"full,omitzero" policy:"unit=points"`
	// Options: the source's score is the share of these options of its ballot, of the full mark
	// (优秀率); left out: the mean of points.
	Options []string `json:"options,omitzero" policy:"ref=any-option"`
	// AtMost is the most that a bonus or a deduction can be.
	AtMost Number `json:"at_most,omitzero" policy:"unit=points"`
	// Kinds are the kinds of organisations it concerns; left out: all. So weights may differ by kind.
	Kinds []string `json:"kinds,omitzero" policy:"ref=kind"`
	// Scales are the scales it concerns; left out: all.
	Scales []string `json:"scales,omitzero" policy:"ref=scale"`
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
	Days int `json:"days" policy:"min=1,max=365,unit=days,eg=5"`
	// WorkingDays is how many working days (工作日) they hang at least, instead of days.
	WorkingDays int `json:"working_days,omitzero" policy:"min=1,max=365,unit=working days"`
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
	// Days is within how many days after the work ends, the first day not counted. One of
	// days, working_days and by must stand here.
	Days int `json:"days" policy:"min=1,max=365,unit=days"`
	// WorkingDays is within how many working days (工作日) after the work ends.
	WorkingDays int `json:"working_days,omitzero" policy:"min=1,max=365,unit=working days"`
	// By is the last day, where the notice names a date.
	By calendar.Date `json:"by,omitzero" policy:"eg=2025-01-31"`
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
	// Grades: it follows when this year's grade is one of these. It may be left out beside
	// history or when.
	Grades []string `json:"grades" policy:"ref=grade"`
	// Before: and when the grades of the years just before, most recent first, are
	// these, one a year. A year not on file is unknown, never guessed, and so is a year whose grade is
	// none of this notice's.
	Before []string `json:"before" policy:"repeat,ref=grade"`
	// Days is within how many days of the decision it is carried out.
	Days int `json:"days" policy:"min=1,max=3660,unit=days,eg=90"`
	// WorkingDays is within how many working days (工作日), instead of days.
	WorkingDays int `json:"working_days,omitzero" policy:"min=1,max=365,unit=working days,eg=20"`
	// LastsMonths is for how many months of the decision it holds (影响期); left out: it is done and over.
	LastsMonths int `json:"lasts_months,omitzero" policy:"min=1,max=120,unit=months,eg=12"`
	// History: and when some grades came so often within some years, this one included.
	History History `json:"history,omitzero"`
	// When: and when all of these conditions hold.
	When []Condition `json:"when,omitzero"`
	// Kinds are the kinds of organisations it concerns; left out: all.
	Kinds []string `json:"kinds,omitzero" policy:"ref=kind"`
	// Scales are the scales it concerns; left out: all.
	Scales []string `json:"scales,omitzero" policy:"ref=scale"`
}

// History is how often some grades came within some years (累计、连续).
type History struct {
	// Grades are the grades counted.
	Grades []string `json:"grades" policy:"need,ref=grade"`
	// AtLeast is how often one of them came at least.
	AtLeast int `json:"at_least" policy:"need,min=1,max=20,unit=years"`
	// Years is within how many years, this one included. A year not on file is unknown, never guessed:
	// where it would settle whether the grades came so often, that is asked for.
	Years int `json:"years" policy:"need,min=1,max=20,unit=years"`
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
	PlanDays int `json:"plan_days" policy:"min=1,max=365,unit=days,eg=15"`
	// PlanWorkingDays is within how many working days (工作日), instead of plan_days.
	PlanWorkingDays int `json:"plan_working_days,omitzero" policy:"min=1,max=365,unit=working days,eg=10"`
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
	AtLeast int `json:"at_least" policy:"need,min=1,max=1000,unit=checks"`
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
	Years int `json:"years" policy:"min=1,max=100,unit=years"`
}
