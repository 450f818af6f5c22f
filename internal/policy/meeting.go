package policy

import "strings"

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
	// ID is the type's id in records.
	ID string `json:"id" policy:"need,key,id"`
	// Rule is the number in docs/RULES.md: N5 for a members' meeting, N6 for a committee session.
	Rule string `json:"rule" policy:"need,rule"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// For is each (one meeting per subject, in the own organisation) or all (one for all subjects).
	For Reach `json:"for" policy:"need,oneof=each|all"`
	// Chair says who presides (主持, N5.1).
	Chair Chair `json:"chair"`
	// Guide says how many people the committee sends (指导人员, N5.1).
	Guide Guide `json:"guide"`
	// Attendance: who takes part, by classes (N5.2, N6.1).
	Attendance Basis `json:"attendance"`
	// Classes are the classes of people in the hall (参会人员类别).
	Classes []Class `json:"classes" policy:"need"`
	// TwoClasses says which class counts for a person who is in two (一人多重身份).
	TwoClasses TwoClasses `json:"two_classes,omitzero"`
	// Quorum is a gate before the meeting may be held (到会比例, N5.3).
	Quorum Quorum `json:"quorum"`
	// Composition is a gate before the meeting may be held (参会人员构成, N5.4).
	Composition Composition `json:"composition"`
	// Agenda are the items in order (N5.5, N6.2).
	Agenda []Item `json:"agenda" policy:"need"`
	// Ballot is the form people vote on (民主测评表, N7).
	Ballot Ballot `json:"ballot" policy:"need"`
	// Model is the meeting that others observe (示范观摩, N5.7).
	Model Model `json:"model"`
}

// Chair says who presides (主持, N5.1).
type Chair struct {
	Basis
	// Posts are the posts that preside in general.
	Posts []string `json:"posts" policy:"need"`
	// NotSubject: a subject never presides over the own review.
	NotSubject Basis `json:"not_subject"`
}

// Guide says how many people the committee sends (指导人员, N5.1).
type Guide struct {
	Basis
	// AtLeast is how many.
	AtLeast int `json:"at_least" policy:"need,min=1,max=100,unit=people"`
	// Counts: they count the ballots (N5.6); left out: anybody named as teller may.
	Counts Basis `json:"counts"`
}

// Class is a class of people in the hall (参会人员类别).
type Class struct {
	// ID is the class's id in records.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read, and a word for the class in rosters.
	Name string `json:"name" policy:"need,key"`
	// Rosters are further words for this class in rosters and committee lists.
	Rosters []string `json:"rosters"`
	// Expected: they are on the list of those who should attend (应到).
	Expected bool `json:"expected"`
	// Votes: they get a ballot.
	Votes bool `json:"votes"`
	// Required is how many of them must be there at least (N6.1).
	Required int `json:"required" policy:"min=1,max=100000,unit=people"`
	// RatesKinds are the kinds of organisations whose subjects this class votes on; left out: all.
	RatesKinds []string `json:"rates_kinds,omitzero" policy:"ref=kind"`
	// NotSelf: subjects in this class vote on each other, but not on themselves (互评，不评本人).
	NotSelf bool `json:"not_self,omitzero"`
}

// TwoClasses says which class counts for a person who is in two (一人多重身份): one person, one ballot.
type TwoClasses struct {
	Basis
	// Order are class ids: of the classes a person is in, the first in this order counts.
	Order []string `json:"order" policy:"need,ref=class"`
}

// Quorum is the share of expected people of some classes that must be present (到会比例, N5.3).
type Quorum struct {
	Basis
	// Of are the class ids counted: those present over those expected.
	Of []string `json:"of" policy:"need,ref=class"`
	// AtLeast is the least share (以上, the share itself is enough), exact: 80% of 13 is 11.
	AtLeast Ratio `json:"at_least"`
	// MoreThan is the share that must be exceeded (超过、过半: 1/2 of 20 is 11). One of
	// at_least, more_than and count must stand here.
	MoreThan Ratio `json:"more_than,omitzero"`
	// Count is how many people must be present at least.
	Count int `json:"count,omitzero" policy:"min=1,max=100000,unit=people"`
	// Late says until when somebody who comes late counts: opening (of the meeting) or ballot
	// (until the ballot opens); left out: ballot.
	Late string `json:"late,omitzero" policy:"try,oneof=opening|ballot"`
}

// Composition is the share that some classes must have among those present (参会人员构成, N5.4).
type Composition struct {
	Basis
	// Of are the class ids whose share is asked.
	Of []string `json:"of" policy:"need,ref=class"`
	// Beside are the other class ids of the whole.
	Beside []string `json:"beside" policy:"need,ref=class"`
	// AtLeast is the least share of the whole (以上, the share itself is enough), exact: 20% beside 45 is 12.
	AtLeast Ratio `json:"at_least"`
	// MoreThan is the share of the whole that must be exceeded (超过). One of at_least,
	// more_than and count must stand here.
	MoreThan Ratio `json:"more_than,omitzero"`
	// Count is how many people of these classes must be present at least.
	Count int `json:"count,omitzero" policy:"min=1,max=100000,unit=people"`
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

// Item is one agenda item (议程).
type Item struct {
	Basis
	// ID is reports (述职), questions (现场提问), comments (领导点评), ballot (测评) or speech (领导讲话).
	ID ItemID `json:"id" policy:"need,key,oneof=reports|questions|comments|ballot|speech"`
	// Rule is the number in docs/RULES.md, such as N5.5.
	Rule string `json:"rule" policy:"need,rule"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// PerSubject is how many questions each subject gets at least; only beside the id questions.
	PerSubject int `json:"per_subject" policy:"min=1,max=100,unit=questions"`
	// Minutes is how long this item may take for each subject, such as question time.
	Minutes int `json:"minutes,omitzero" policy:"try,min=1,max=600,unit=minutes"`
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

// Joined stands between the ids of classes that are counted as one.
const Joined = "+"

// BallotClass is the class that a ballot carries: one of the classes, or several
// that are counted as one, called by the ids of its parts ("member+staff") and by
// their names together.
func (m *Meeting) BallotClass(id string) (Class, bool) {
	all := Class{ID: id, Votes: true}
	for part := range strings.SplitSeq(id, Joined) {
		c, ok := m.ClassByID(part)
		if !ok {
			return Class{}, false
		}
		if all.Name != "" {
			all.Name += "、"
		}
		all.Name += c.Name
		all.Votes = all.Votes && c.Votes
	}
	return all, true
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

// Ballot is the form people vote on (民主测评表, N7): exactly one option per subject,
// several ticks make that entry invalid, and so does none unless blank says otherwise.
type Ballot struct {
	Basis
	// Kind is choice (one option per subject), score (a number per subject) or rank (the
	// subjects in order, without ties or gaps); left out: choice. A ballot with questions has none.
	Kind BallotKind `json:"kind,omitzero" policy:"oneof=choice|score|rank,eg=score"`
	// Options are the words on the form of kind choice, in printed order: grades, or words that
	// stand in words.
	Options []string `json:"options" policy:"items=2-8,ref=option"`
	// Words say what options mean that are no grades.
	Words []Word `json:"words,omitzero"`
	// Score says which numbers may be given, on a form of kind score.
	Score ScoreRange `json:"score,omitzero"`
	// Rank says which places are given, on a form of kind rank.
	Rank Rank `json:"rank,omitzero"`
	// Questions are several questions about each subject on one form. Either all have a weight:
	// then they are the dimensions (测评维度) of one result; or none has: then each is a result of its own.
	Questions []Question `json:"questions,omitzero"`
	// Blank is invalid (an entry without a tick does not count) or abstain (弃权: it is valid and
	// counts in the whole, for no option); left out: invalid.
	Blank string `json:"blank,omitzero" policy:"oneof=invalid|abstain"`
	// Caps are how often one ballot may give an option (每张票“优秀”不超过几个).
	Caps []Cap `json:"caps,omitzero"`
	// Weights are what the ballots of each class are worth (A票、B票、C票).
	Weights Weights `json:"weights,omitzero"`
	// Returned is how many ballots must come back for the vote to be valid (有效票数).
	Returned Returned `json:"returned,omitzero"`
	// Reading says how papers that went through a scanner are judged and checked.
	Reading Reading `json:"reading,omitzero"`
	// Secret: no ballot is tied to a person (N7.2).
	Secret Basis `json:"secret"`
	// FewerThan: a class or subject with fewer ballots than this shows no
	// breakdown, so that a count does not point to a person.
	FewerThan int `json:"fewer_than" policy:"min=2,max=100,unit=ballots"`
	// ByClass: ballots carry the class of their voter and are counted by class. Without it
	// all ballots are alike. Classes given fewer ballots than fewer_than are joined.
	ByClass bool `json:"by_class" policy:"eg=true"`
	// OnTheSpot: counted and announced before the meeting ends (N5.6, N6.2).
	OnTheSpot Basis `json:"on_the_spot"`
	// VoidIfMore: more ballots returned than issued make the vote void, and it is repeated.
	VoidIfMore Basis `json:"void_if_more"`
	// SubjectVotes: a subject gets a ballot at the own meeting. False is the
	// cautious reading of a notice that does not say so.
	SubjectVotes bool `json:"subject_votes" policy:"eg=true"`
}

// Model is the meeting that others observe (示范观摩, N5.7).
type Model struct {
	Basis
	// Kind is the kind of organisation that shows how it is done.
	Kind string `json:"kind" policy:"need,ref=kind"`
	// Class is the class id of those who observe: they count for no quorum and get no ballot.
	Class string `json:"class" policy:"need,ref=class"`
}
