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
// The doc comments of the types are the manual: docs/POLICY.md is made from them
// by gendoc. What a key must be is in its field's policy tag, read by keyOf.
//
// The package decides nothing about people; it has no clock and no store.
package policy

//go:generate go run shuping/internal/policy/gendoc -o ../../docs/POLICY.md

import (
	"shuping/internal/calendar"
)

// Format is the version of the file format this package reads.
const Format = 1

// Policy is one notice (通知): the whole file.
type Policy struct {
	// Format is the version of the file format; this program reads 1.
	Format int `json:"format" policy:"need,min=1,max=1"`
	// ID is the notice's short name, for files and addresses.
	ID string `json:"id" policy:"need,id"`
	// Title is the notice's title, as it is cited.
	Title string `json:"title" policy:"need"`
	// Year is the year under review (述评年度).
	Year int `json:"year" policy:"need,min=2000,max=2999"`
	// Authority is the committee that runs the cycle (党工委).
	Authority string `json:"authority" policy:"need"`
	// CombinedWith is the work that the review is joined with (N1.5).
	CombinedWith Combined `json:"combined_with"`
	// Window is when the work runs (N9.3).
	Window Window `json:"window"`
	// Calendar are the working days (工作日) of the years that the deadlines touch.
	Calendar Calendar `json:"calendar,omitzero"`
	// Kinds are the kinds of organisations (党组织类别) that rosters name.
	Kinds []Kind `json:"kinds" policy:"need"`
	// Scope says whose secretaries are reviewed (述评对象, N1).
	Scope Scope `json:"scope" policy:"need"`
	// Content is what a report must speak of (述评内容, N2).
	Content Content `json:"content"`
	// Report is what is asked of the report (述职报告, N3).
	Report Report `json:"report"`
	// Verification is what is looked at on site (现场调查核实, N4).
	Verification Verification `json:"verification"`
	// Meetings are the types of meetings, in the order in which a subject attends them (N5, N6).
	Meetings []Meeting `json:"meetings" policy:"need"`
	// Grading says how the overall grade comes about (评定等次, N8).
	Grading Grading `json:"grading" policy:"need"`
	// Results says how results are made known and reported (公开述评结果, N9).
	Results Results `json:"results"`
	// Deadlines are further time limits (时限) that the notice sets.
	Deadlines []Deadline `json:"deadlines,omitzero"`
	// Reballot says who is voted on again after a term (整改期满后重新测评).
	Reballot Reballot `json:"reballot,omitzero"`
	// Consequences are what follows from a grade (结果运用, N10).
	Consequences []Consequence `json:"consequences"`
	// Awards are those that only some may get (评先评优, N10.2, N10.4).
	Awards []Award `json:"awards"`
	// MainBasis: the results are a main basis for awards and rewards (N10.5).
	MainBasis Basis `json:"main_basis"`
	// Correction is what is done about the problems found (整改落实, N11).
	Correction Rectification `json:"rectification"`
	// Archive is what is kept (归档, N9.4).
	Archive Archive `json:"archive"`
	// Duties are who answers for what (责任, N9.5).
	Duties Duties `json:"duties"`
	// Acts is the table of who may do what, and after what: the stream's name
	// (cycle or meeting), then the kind of command. Left out: the file can be checked,
	// explained and tried, but no year can be opened with it.
	Acts Acts `json:"acts"`
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
	// Clause is the place in the notice: part, paragraph, number. 惯例 stands for
	// what the notice leaves open and the office settles by its practice.
	Clause string `json:"clause" policy:"need"`
	// Strength is must (必须: a breach is refused) or advise (原则上、一般: a breach
	// needs a recorded reason).
	Strength Strength `json:"strength" policy:"need,oneof=must|advise"`
}

// Practice is the clause of what no notice says and the office settles by its practice.
const Practice = "惯例"

// Holds says that the notice has this rule.
func (b Basis) Holds() bool { return b.Strength != "" }

// Combined names the work the review is joined with (与……结合进行, N1.5).
type Combined struct {
	Basis
	// With are the names of that work.
	With []string `json:"with" policy:"need"`
}

// Window is when the work runs (N9.3). Acts outside are recorded as such.
type Window struct {
	Basis
	// From is the first day.
	From calendar.Date `json:"from" policy:"need"`
	// Until is the last day, included.
	Until calendar.Date `json:"until" policy:"need"`
}

// Duties are who answers for what (N9.5).
type Duties struct {
	// Liaison: every organisation has a member of the leading group (联点领导).
	Liaison Basis `json:"liaison"`
	// Owner: every task has a named owner (责任人).
	Owner Basis `json:"owner"`
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
