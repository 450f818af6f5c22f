package policy

// Reach says whom a meeting is held for.
type Reach string

const (
	EachSubject Reach = "each" // one meeting per subject, in the own organisation
	AllSubjects Reach = "all"  // one meeting for all subjects (it may be split)
)

// Meeting is a type of meeting at which subjects report and are voted on: the
// members' meeting (党员大会, N5), the committee session (党工委述职评议会, N6).
type Meeting struct {
	Basis
	ID    string `json:"id"`
	Rule  string `json:"rule"` // number in docs/RULES.md
	Name  string `json:"name"`
	For   Reach  `json:"for"`
	Chair Chair  `json:"chair"`
	Guide Guide  `json:"guide"`
	// Attendance: who takes part, by classes (N5.2, N6.1).
	Attendance Basis   `json:"attendance"`
	Classes    []Class `json:"classes"`
	// Quorum and Composition are the gates before the meeting may be held.
	Quorum      Quorum      `json:"quorum"`
	Composition Composition `json:"composition"`
	Agenda      []Item      `json:"agenda"` // in order
	Ballot      Ballot      `json:"ballot"`
	Model       Model       `json:"model"`
}

// Chair says who presides (主持).
type Chair struct {
	Basis
	Posts []string `json:"posts"` // posts that preside in general; empty: not said
	// NotSubject: a subject never presides over the own review.
	NotSubject Basis `json:"not_subject"`
}

// Guide says how many people the committee sends (指导人员).
type Guide struct {
	Basis
	AtLeast int `json:"at_least"`
	// Counts: they count the ballots (N5.6); zero where anybody named as teller may.
	Counts Basis `json:"counts"`
}

// Class is a class of people in the hall (参会人员类别).
type Class struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Rosters are the words for this class in rosters and committee lists.
	Rosters []string `json:"rosters"`
	// Expected people are on the list of those who should attend (应到).
	Expected bool `json:"expected"`
	// Votes: gets a ballot.
	Votes bool `json:"votes"`
	// Required: at least this many of them must be there (N6.1); 0 for no rule.
	Required int `json:"required"`
}

// Quorum is the share of expected people of some classes that must be present.
type Quorum struct {
	Basis
	Of      []string `json:"of"` // class ids counted, present over expected
	AtLeast Ratio    `json:"at_least"`
}

// Composition is the share that some classes must have among those present.
type Composition struct {
	Basis
	Of      []string `json:"of"`     // class ids whose share is asked
	Beside  []string `json:"beside"` // the other class ids of the whole
	AtLeast Ratio    `json:"at_least"`
}

// ItemID is a kind of agenda item.
type ItemID string

const (
	ItemReports   ItemID = "reports"   // each subject reports (述职)
	ItemQuestions ItemID = "questions" // questions on the spot after each report (现场提问)
	ItemComments  ItemID = "comments"  // the head comments on each (领导点评)
	ItemBallot    ItemID = "ballot"    // the ballot, counted and announced on the spot (测评)
	ItemSpeech    ItemID = "speech"    // closing speech (领导讲话)
)

// Item is one agenda item.
type Item struct {
	Basis
	ID   ItemID `json:"id"`
	Rule string `json:"rule"` // number in docs/RULES.md: N5.5, N6.2
	Name string `json:"name"`
	// PerSubject is how many of them each subject gets at least (questions); 0 for no rule.
	PerSubject int `json:"per_subject"`
}

// Has says whether the agenda has that item.
func (m *Meeting) Has(id ItemID) (Item, bool) {
	for _, it := range m.Agenda {
		if it.ID == id {
			return it, true
		}
	}
	return Item{}, false
}

// ClassByID finds a class.
func (m *Meeting) ClassByID(id string) (Class, bool) {
	for _, c := range m.Classes {
		if c.ID == id {
			return c, true
		}
	}
	return Class{}, false
}

// Ballot is the form people vote on (民主测评表, N7).
type Ballot struct {
	Basis
	// Options are the grades on the form, in printed order.
	Options []string `json:"options"`
	// Secret: no ballot is tied to a person.
	Secret Basis `json:"secret"`
	// FewerThan: a class or subject with fewer ballots than this shows no
	// breakdown, so that a count does not point to a person.
	FewerThan int `json:"fewer_than"`
	// OnTheSpot: counted and announced before the meeting ends.
	OnTheSpot Basis `json:"on_the_spot"`
	// VoidIfMore: more ballots returned than issued make the vote void, and it is repeated.
	VoidIfMore Basis `json:"void_if_more"`
	// SubjectVotes: a subject gets a ballot at the own meeting. False is the
	// cautious reading of a notice that does not say so.
	SubjectVotes bool `json:"subject_votes"`
}

// Model is the meeting that others observe (示范观摩, N5.7).
type Model struct {
	Basis
	Kind  string `json:"kind"`  // kind of organisation that shows how it is done; "" for none
	Class string `json:"class"` // the class id of those who observe
}
