// Package policy is a notice (通知) as data: what the year's procedure asks, each
// rule with its clause and its strength, all shares exact. The rules in cycle
// and meeting read it and hold no value of any notice themselves.
//
// A policy is read strictly from YAML (Parse): unknown keys, wrong types and
// impossible values are faults with file, line and column, all at once. When a
// cycle opens, the policy goes into its first event as JSON by the same field
// names, so that a later version of the format cannot change a running or past
// year: fields are only ever added, and their zero value means what their absence
// meant.
//
// The package decides nothing about people; it has no clock and no store.
package policy

import (
	"shuping/internal/calendar"
)

// Format is the version of the file format this package reads.
const Format = 1

// Policy is one notice.
type Policy struct {
	Format       int           `json:"format"`    // Format
	ID           string        `json:"id"`        // short name for files, [a-z0-9-]+
	Title        string        `json:"title"`     // the notice's title
	Year         int           `json:"year"`      // the year under review (述评年度)
	Authority    string        `json:"authority"` // the committee that runs the cycle (党工委)
	CombinedWith Combined      `json:"combined_with"`
	Window       Window        `json:"window"`
	Kinds        []Kind        `json:"kinds"`
	Scope        Scope         `json:"scope"`
	Content      Content       `json:"content"`
	Report       Report        `json:"report"`
	Verification Verification  `json:"verification"`
	Meetings     []Meeting     `json:"meetings"` // in the order in which a subject attends them
	Grading      Grading       `json:"grading"`
	Results      Results       `json:"results"`
	Consequences []Consequence `json:"consequences"`
	Awards       []Award       `json:"awards"`
	// MainBasis: the results are a main basis for awards and rewards (N10.5).
	MainBasis  Basis         `json:"main_basis"`
	Correction Rectification `json:"rectification"`
	Archive    Archive       `json:"archive"`
	Duties     Duties        `json:"duties"`
	Acts       Acts          `json:"acts"`
}

// Strength says how binding a rule is.
type Strength string

const (
	Must   Strength = "must"   // 必须: a breach is refused
	Advise Strength = "advise" // 原则上、一般: a breach needs a recorded reason
)

// Basis is what every rule carries: where it stands in the notice and how
// binding it is. The zero value binds nothing: a rule that the notice does not have.
type Basis struct {
	Clause   string   `json:"clause"` // such as "三（三）"
	Strength Strength `json:"strength"`
}

// Holds says that the notice has this rule.
func (b Basis) Holds() bool { return b.Strength != "" }

// Combined names the work the review is joined with (与……结合进行, N1.5).
type Combined struct {
	Basis
	With []string `json:"with"`
}

// Window is when the work runs (N9.3). Acts outside are recorded as such.
type Window struct {
	Basis
	From  calendar.Date `json:"from"`
	Until calendar.Date `json:"until"` // the last day, included
}

// Duties are who answers for what (N9.5).
type Duties struct {
	Liaison Basis `json:"liaison"` // every organisation has a leader of the leading group (联点领导)
	Owner   Basis `json:"owner"`   // every task has a named owner
}

// Acts is the table of who may do what, and after what: stream name -> command kind.
type Acts map[string]map[string]Act

// Act is one line of the table.
type Act struct {
	Rule   string   `json:"rule"`   // number in docs/RULES.md
	Clause string   `json:"clause"` // place in the notice
	By     []string `json:"by"`     // roles; one of them is enough
	After  []string `json:"after"`  // event kinds that the stream must have
	Before []string `json:"before"` // event kinds that the stream must not have
}

// MeetingByID finds a type of meeting.
func (p *Policy) MeetingByID(id string) (*Meeting, bool) {
	for i := range p.Meetings {
		if p.Meetings[i].ID == id {
			return &p.Meetings[i], true
		}
	}
	return nil, false
}
