package policy

import "slices"

// Kind is a kind of organisation (党组织类别), named as rosters name it.
type Kind struct {
	// Name is the kind's name and its id in this file.
	Name string `json:"name" policy:"need,key"`
	// Aliases are other words for it in rosters.
	Aliases []string `json:"aliases"`
}

// Scope says whose secretaries are reviewed (述评对象, N1). Every kind stands in
// exactly one of the three lists.
type Scope struct {
	// Subjects are the kinds whose secretaries are all subjects (N1.1).
	Subjects []KindRule `json:"subjects"`
	// Exempt are the kinds whose secretaries are exempt (N1.2).
	Exempt []KindRule `json:"exempt"`
	// Draws are the kinds of which only some secretaries are drawn (N1.3).
	Draws []Draw `json:"draws"`
	// EveryMeeting: every subject reports at every type of meeting (两述两评, N1.4).
	EveryMeeting Basis `json:"every_meeting"`
	// Other says how binding it is that nobody else is left out; a further exemption
	// needs a reason and an approver.
	Other Basis `json:"other"`
	// New are secretaries who have not been in office long (任职时间较短的书记).
	New NewSecretaries `json:"new,omitzero" policy:"try"`
	// Count is how many subjects the notice speaks of, where it names a number.
	Count int `json:"count,omitzero" policy:"min=1,max=100000,unit=subjects"`
}

// NewSecretaries are secretaries who have not been in office long (任职不满一年的书记).
type NewSecretaries struct {
	Basis
	// UnderMonths: they are in office less than so many months (不满, the number itself excluded).
	UnderMonths int `json:"under_months" policy:"need,min=1,max=120,unit=months"`
	// How is written (书面述职: a report, but no speech and no ballot) or excluded (不列为述评对象).
	How string `json:"how" policy:"need,oneof=written|excluded"`
}

// KindRule is a rule about one kind of organisation.
type KindRule struct {
	Basis
	// Kind is the kind's name.
	Kind string `json:"kind" policy:"need,key,ref=kind"`
	// Scale is the scale on which it is graded, such as one for leading bodies (班子), whose roster lines
	// have a kind of their own; left out: person. Only beside subjects.
	Scale string `json:"scale,omitzero" policy:"ref=scale,eg=body"`
}

// Draw says how many secretaries of a kind are drawn (抽取, N1.3).
type Draw struct {
	Basis
	// Kind is the kind's name.
	Kind string `json:"kind" policy:"need,key,ref=kind"`
	// Take is how many are drawn; all of them where there are no more.
	Take int `json:"take" policy:"need,min=1,max=100000,unit=subjects"`
}

// Content is what a report must speak of (述评内容, N2).
type Content struct {
	// Areas are the fields of work, in the notice's order.
	Areas []Area `json:"areas" policy:"need"`
	// Promises: last year's rectification must be reported on (N2.4).
	Promises Basis `json:"promises"`
}

// Area is one field of work that the report covers.
type Area struct {
	Basis
	// ID is the area's id in stored findings.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Rule is the number in docs/RULES.md: N2.1, N2.2 or N2.3.
	Rule string `json:"rule" policy:"need,rule"`
	// Kinds are the kinds of organisations it concerns; left out: everyone.
	Kinds []string `json:"kinds" policy:"ref=kind"`
	// Optional: a report may leave it out without a finding.
	Optional bool `json:"optional,omitzero"`
	// Points are what belongs to it, for the reader.
	Points []string `json:"points" policy:"need"`
	// Words are words by which it is recognised in a report.
	Words []string `json:"words" policy:"need"`
}

// For says whether the area concerns secretaries of that kind of organisation.
func (a Area) For(kind string) bool {
	if len(a.Kinds) == 0 {
		return true
	}
	for _, k := range a.Kinds {
		if k == kind {
			return true
		}
	}
	return false
}

// Report is what the notice asks of the report (述职报告, N3).
type Report struct {
	// Max is the longest report (N3.4).
	Max MaxChars `json:"max"`
	// Min is the shortest report.
	Min MinChars `json:"min,omitzero"`
	// Spoken is the longest text for speaking (口头述职稿), where it differs from the written report.
	Spoken SpokenChars `json:"spoken,omitzero"`
	// Parts are the things to state clearly (四个表述清楚, N3.2).
	Parts []Part `json:"parts"`
	// Problems is the least share of problems and causes (N3.3).
	Problems Problems `json:"problems"`
	// Causes must be one's own too, not only of circumstances (主观原因, N3.2).
	Causes Basis `json:"causes"`
	// Opinions are asked for before the report is handed in (征求意见, N3.1).
	Opinions Opinions `json:"opinions"`
	// Review: the committee approves the report or returns it (报党工委审核, N3.1).
	Review Basis `json:"review"`
	// Truth: only what was done (情况真实、数据真实、效果真实, N3.5).
	Truth Truthful `json:"truth"`
	// Speech is how long a subject may speak.
	Speech SpeechMax `json:"speech"`
}

// Written says whether the notice asks for a written report at all: any rule about one but how long
// a subject speaks.
func (r *Report) Written() bool {
	return len(r.Parts) > 0 || slices.ContainsFunc([]Basis{r.Max.Basis, r.Min.Basis, r.Spoken.Basis, r.Problems.Basis, r.Causes, r.Opinions.Basis, r.Review, r.Truth.Basis}, Basis.Holds)
}

// MaxChars is the longest report (字数, N3.4).
type MaxChars struct {
	Basis
	// Chars is the number of characters, counted as Word does (字数).
	Chars int `json:"chars" policy:"need,min=1,max=1000000,unit=characters"`
}

// MinChars is the shortest report.
type MinChars struct {
	Basis
	// Chars is the number of characters, counted as Word does (字数); the number itself is enough.
	Chars int `json:"chars" policy:"need,min=1,max=1000000,unit=characters"`
}

// SpokenChars is the longest text for speaking (口头述职稿).
type SpokenChars struct {
	Basis
	// Chars is the number of characters, counted as Word does (字数); the number itself is allowed.
	Chars int `json:"chars" policy:"need,min=1,max=1000000,unit=characters"`
}

// Part is one of the things to state clearly (表述清楚).
type Part struct {
	Basis
	// ID is one of duty, tasks, problems, next: the parts that the program can find in a text.
	ID string `json:"id" policy:"need,key,oneof=duty|tasks|problems|next"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// AtLeast is the least share of the report's characters (以上, the share itself is enough).
	AtLeast Ratio `json:"at_least,omitzero"`
	// AtMost is the greatest share of the report's characters (以内, the share itself is allowed).
	AtMost Ratio `json:"at_most,omitzero"`
}

// Problems is the least share of problems and causes in the report (N3.3).
type Problems struct {
	Basis
	// AtLeast is that share, of the report's characters, exact.
	AtLeast Ratio `json:"at_least" policy:"need"`
	// SureAt is the confidence in the found parts, in per mille, below which the
	// share is a question to the reviewer and not a finding; left out: always a finding.
	SureAt int `json:"sure_at" policy:"min=1,max=1000,unit=per mille"`
}

// Opinions is how many opinions are asked for (征求意见, N3.1).
type Opinions struct {
	Basis
	// AtLeast is how many opinions must be on file before the report is handed in.
	AtLeast int `json:"at_least" policy:"need,min=1,max=1000,unit=opinions"`
}

// Truthful is the rule that only what was done is reported (N3.5).
type Truthful struct {
	Basis
	// Likeness is the share of a report found in others from which on it is a finding.
	Likeness Ratio `json:"likeness" policy:"need"`
}

// SpeechMax is how long a subject may speak.
type SpeechMax struct {
	Basis
	// Minutes is the longest speech in minutes.
	Minutes int `json:"minutes" policy:"need,min=1,max=600,unit=minutes,eg=10"`
	// WarnBefore is how long before the end the speaker is warned (提醒).
	WarnBefore int `json:"warn_before,omitzero" policy:"min=1,max=60,unit=minutes"`
}

// Verification is what is looked at on site (现场调查核实, N4).
type Verification struct {
	Basis
	// Methods are the ways of verifying that a record may name.
	Methods []string `json:"methods" policy:"need"`
	// AtLeast is how many records each subject must have.
	AtLeast int `json:"at_least" policy:"need,min=1,max=1000,unit=records"`
	// Higher is what comes from above (N4.2).
	Higher Feedback `json:"higher"`
}

// Feedback is what comes from above and is taken in (N4.2).
type Feedback struct {
	Basis
	// From is the department it comes from.
	From string `json:"from" policy:"need"`
}
