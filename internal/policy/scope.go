package policy

// Kind is a kind of organisation (党组织类别), named as rosters name it.
type Kind struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"` // other words for it in rosters
}

// Scope says whose secretaries are reviewed (述评对象, N1).
type Scope struct {
	Subjects []KindRule `json:"subjects"` // kinds whose secretaries are subjects
	Exempt   []KindRule `json:"exempt"`   // kinds whose secretaries are exempt
	Draws    []Draw     `json:"draws"`    // kinds of which only some are drawn
	// EveryMeeting: every subject reports at every type of meeting (两述两评, N1.4).
	EveryMeeting Basis `json:"every_meeting"`
	// Other says how binding it is that nobody else is left out; a further exemption
	// needs a reason and an approver.
	Other Basis `json:"other"`
}

// KindRule is a rule about one kind of organisation.
type KindRule struct {
	Basis
	Kind string `json:"kind"`
}

// Draw says how many secretaries of a kind are drawn (抽取, N1.3).
type Draw struct {
	Basis
	Kind string `json:"kind"`
	Take int    `json:"take"` // at least 1; all of them where there are no more
}

// Content is what a report must speak of (述评内容, N2).
type Content struct {
	Areas []Area `json:"areas"`
	// Promises: last year's rectification must be reported on (N2.4).
	Promises Basis `json:"promises"`
}

// Area is one field of work that the report covers.
type Area struct {
	Basis
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Rule   string   `json:"rule"`   // number in docs/RULES.md: N2.1, N2.2, N2.3
	Kinds  []string `json:"kinds"`  // empty: for everyone
	Points []string `json:"points"` // what belongs to it, for the reader
	Words  []string `json:"words"`  // words by which it is recognised in a report
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
	Max      MaxChars  `json:"max"`
	Parts    []Part    `json:"parts"`
	Problems Problems  `json:"problems"`
	Causes   Basis     `json:"causes"`   // causes must be one's own too, not only of circumstances (主观原因)
	Opinions Opinions  `json:"opinions"` // opinions asked for before it is handed in (征求意见)
	Review   Basis     `json:"review"`   // the committee approves or returns it (报党工委审核)
	Truth    Truthful  `json:"truth"`    // only what was done
	Speech   SpeechMax `json:"speech"`
}

// MaxChars is the longest report in characters, counted as Word does (字数); 0 for no limit.
type MaxChars struct {
	Basis
	Chars int `json:"chars"`
}

// Part is one of the things to state clearly (表述清楚). ID is one of duty, tasks, problems, next.
type Part struct {
	Basis
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Problems is the least share of problems and causes in the report (N3.3).
type Problems struct {
	Basis
	AtLeast Ratio `json:"at_least"`
	// SureAt is the confidence in the found parts, in per mille, below which the
	// share is a question to the reviewer and not a finding.
	SureAt int `json:"sure_at"`
}

// Opinions is how many opinions are asked for at least.
type Opinions struct {
	Basis
	AtLeast int `json:"at_least"`
}

// Truthful is the rule that only what was done is reported (N3.5).
type Truthful struct {
	Basis
	// Likeness is the share of a report found in others from which on it is a finding.
	Likeness Ratio `json:"likeness"`
}

// SpeechMax is how long a subject may speak, in minutes; 0 for no limit.
type SpeechMax struct {
	Basis
	Minutes int `json:"minutes"`
}

// Verification is what is looked at on site (现场调查核实, N4).
type Verification struct {
	Basis
	Methods []string `json:"methods"`
	AtLeast int      `json:"at_least"` // findings per subject
	Higher  Feedback `json:"higher"`
}

// Feedback is what comes from above and is taken in (N4.2).
type Feedback struct {
	Basis
	From string `json:"from"`
}
