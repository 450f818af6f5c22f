// Package cycle is the year (述评年度): the stream cycle/<id>, from the notice to
// the closed file. One command is one file: what is asked, by which rule it is
// decided, the event that follows, what the event does to the state.
//
// It is not the hall: a meeting is a stream of its own (package meeting) that
// starts from a Brief made here and hands back its Minutes. It knows no names of
// people, only opaque ids, and no number, grade or class of any notice: those are
// in the policy that the first event carries.
//
// What is stored: the events listed in Decider, each with the moment and the
// person (Stamp) and with what was found when it was decided: numbers, due dates,
// and departures from rules that are only advice, each with its reason. Replay
// runs no rule. Nothing is overwritten: a later version, decision or receipt is
// added to the earlier ones, and the last one counts.
package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Stamp is when something was recorded and by whom.
type Stamp = act.Stamp

// Departure is a breach of a rule that was recorded with its reason.
type Departure = act.Departure

// State is the year as it stands. It is plain data for pages and for the
// commands' rules; only events change it. The zero value is a year not opened.
type State struct {
	ID         string        `json:"id"` // of the stream: cycle/<id>
	Title      string        `json:"title"`
	Year       int           `json:"year"`
	Policy     policy.Policy `json:"policy"`
	PolicyHash string        `json:"policy_source_hash"` // SHA-256 of the policy's source, lower-case hex
	Former     []Former      `json:"former,omitempty"`   // the rules before, from the first
	Opened     Stamp         `json:"opened"`

	Orgs     map[string]*Org `json:"orgs"`
	OrgOrder []string        `json:"org_order"`
	Previous []PreviousGrade `json:"previous"` // the last entry for a person and year counts
	Carried  []Carried       `json:"carried"`

	ScopeSet     *Stamp              `json:"scope_set"`
	Exempt       []Exempt            `json:"exempt"`
	Draws        []*Draw             `json:"draws"`
	Subjects     map[string]*Subject `json:"subjects"` // by the organisation's id
	SubjectOrder []string            `json:"subject_order"`

	Liaison      map[string]string   `json:"liaison"` // organisation -> leader
	Tasks        []*Assigned         `json:"tasks"`
	Higher       []HigherFeedback    `json:"higher"`
	Meetings     map[string]*Meeting `json:"meetings"`
	MeetingOrder []string            `json:"meeting_order"`

	Facts []KnownFact `json:"facts,omitempty"` // of the year
	// Decisions counts the decisions and corrections of grades: what was posted or
	// filed before the last one has to be posted or filed again.
	Decisions  int            `json:"decisions"`
	Decided    calendar.Date  `json:"decided"`
	Kept       []Kept         `json:"kept,omitempty"` // deadlines that are put on record by hand
	Feedbacks  []Feedback     `json:"feedbacks"`
	Postings   []Posting      `json:"postings"`
	Objections []*Objection   `json:"objections"`
	Ended      *Ended         `json:"ended"`
	Filings    []Filing       `json:"filings"`
	Awards     []Award        `json:"awards"`
	Documents  []Document     `json:"documents"`
	Notes      []Correction   `json:"notes"` // noted corrections of earlier records
	Departures []Departure    `json:"departures"`
	Closed     *Closing       `json:"closed"`
	Seen       map[string]int `json:"seen"` // event kind -> how often
}

// Org is an organisation (党组织) as the year found it.
type Org struct {
	ID        string `json:"id" form:"required"`
	Name      string `json:"name" form:"required"`
	Kind      string `json:"kind" form:"required"` // name of a policy.Kind
	Higher    string `json:"higher,omitempty"`
	Secretary string `json:"secretary" form:"required"` // person
	Post      string `json:"post,omitempty"`
	Deputy    string `json:"deputy,omitempty"` // person
}

// Subject is a secretary under review (述职对象). The id is the organisation's.
type Subject struct {
	ID      string `json:"id"`
	Person  string `json:"person"`
	OrgName string `json:"org_name"`
	Kind    string `json:"kind"`
	Post    string `json:"post"`
	Rule    string `json:"rule"` // why the secretary is a subject
	Clause  string `json:"clause"`

	Reports     []*Report    `json:"reports"`           // version n at n-1
	Earlier     int          `json:"earlier"`           // how many of them an earlier secretary wrote
	Spoken      []SpokenText `json:"spoken,omitempty"`  // texts for speaking; the last one counts
	Approved    int          `json:"approved"`          // the last approved version; 0 for none
	Figures     []Figures    `json:"figures,omitempty"` // the last ones count
	Claims      []Claim      `json:"claims,omitempty"`  // marked in the reports, in the order of marking
	Visits      []Visit      `json:"visits"`
	Assessments []Assessment `json:"assessments"`
	Scores      []Score      `json:"scores,omitempty"` // no ballot gave them; the last of a source counts
	Facts       []KnownFact  `json:"facts,omitempty"`  // the last of a fact counts
	Meetings    []string     `json:"meetings"`         // called for this subject, cancelled ones too
	Grades      []Decision   `json:"grades"`           // the last one counts
	Decision    int          `json:"decision"`         // number of the decision the last grade is of
	Told        int          `json:"told"`             // number of the decision that was fed back
	Follows     []*Follow    `json:"follows"`
	Plans       []Stamp      `json:"plans"`
	Items       []*Item      `json:"items"` // of the last plan
}

// Grade is the grade that counts, "" while none was decided.
func (s *Subject) Grade() string {
	if len(s.Grades) == 0 {
		return ""
	}
	return s.Grades[len(s.Grades)-1].Grade
}

// Own are the versions that the secretary now in office wrote.
func (s *Subject) Own() []*Report { return s.Reports[s.Earlier:] }

// Report is the newest own version, nil while none was filed.
func (s *Subject) Report() *Report {
	if len(s.Own()) == 0 {
		return nil
	}
	return s.Reports[len(s.Reports)-1]
}

// Decider is the year's part of the procedure: every command and event, who may
// hand in what, and after what.
func Decider() *decider.Decider[State] {
	return &decider.Decider[State]{
		Name:     "cycle",
		Commands: commands(),
		Events:   events(),
		Allow:    allow,
		Note:     func(s *State, kind string) { s.Seen[kind]++ },
		Ground:   ground,
		Again:    again,
	}
}
