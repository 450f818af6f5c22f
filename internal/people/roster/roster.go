// Package roster reads rosters as street offices keep them (花名册): Excel
// workbooks and CSV files with title rows, empty rows, merged cells and remarks
// around the tables. It finds each table by the names of its columns, and names
// every fault with file, sheet, row and column, all of them at once; a roster
// with a fault is not taken at all.
//
// It stores nothing (people.Compare tells what a roster would change, a
// people.Store applies it) and does not judge kinds and classes: whether a word
// is known, the caller says.
//
// Three tables are known. One is found where a row has all its needed columns:
//
//	organisations  组织编码 党组织名称 类别; 上级党组织, 书记 书记编号, 副书记 副书记编号, 联点领导 联点领导编号
//	persons        人员编号 姓名 人员类别, 组织编码 or 所在党组织; 性别 出生年份 短号 备注
//	committee      参会类别 人员编号; 姓名 职务或身份 (who attends the committee's session)
//
// A column may have another usual name (columns.go). A person named without a
// number is looked for by name, and must be the only one of that name.
package roster

import (
	"fmt"
	"slices"

	"shuping/internal/people"
)

// Committee is the ID of the street's working committee (党工委), which is in
// no table of organisations: it is the one that the highest of them name.
const Committee = "committee"

// The committee's kind, and its name where no organisation names it.
const committeeWord = "党工委"

// File is one file as it was handed in.
type File struct {
	Name string // with its ending: .xlsx or .csv
	Data []byte
}

// Words are the words that the caller's policy knows; nil takes every word.
type Words struct {
	Kinds   []string // of organisations
	Classes []string // of persons in an organisation
	Session []string // of those who attend the committee's session
}

// The codes of a Fault; the catalogue says them as "roster.<code>".
const (
	FaultSize     = "size"     // larger than MaxSize
	FaultType     = "type"     // neither .xlsx nor .csv
	FaultOld      = "old"      // an .xls file of old Excel
	FaultBroken   = "broken"   // cannot be opened
	FaultCoding   = "coding"   // neither UTF-8 nor GB18030
	FaultNoTable  = "no-table" // no table in any file
	FaultRequired = "required" // empty where it must not be
	FaultTwice    = "twice"    // a number that was there before
	FaultYear     = "year"     // not a year
	FaultWord     = "word"     // a kind or class that the policy does not know
	FaultOrg      = "org"      // no such organisation
	FaultPerson   = "person"   // no such person
	FaultSeveral  = "several"  // more than one person of that name
	FaultName     = "name"     // the name beside a number is another one
)

// Fault is one thing that is wrong, where. Row counts from 1 as the program
// that made the file shows it; Sheet, Row and Column may be empty.
type Fault struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet,omitempty"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"` // the column's name
	Code   string `json:"code"`
	Got    string `json:"got,omitempty"`
	Want   string `json:"want,omitempty"`
}

func (f Fault) String() string {
	return fmt.Sprintf("%s %s row %d %s: %s %q (want %s)", f.File, f.Sheet, f.Row, f.Column, f.Code, f.Got, f.Want)
}

// Result is what the files say. Ignored are the sheets in which no table was
// found. With faults, the roster is empty.
type Result struct {
	Roster  people.Roster
	Ignored []string
	Faults  []Fault
}

// Read reads the files together: a table may name persons and organisations of
// another, and of what is known already.
func Read(files []File, known people.Roster, words Words) Result {
	r := &reader{known: known, words: words}
	for _, f := range files {
		sheets, fault := open(f)
		if fault != nil {
			fault.File = f.Name
			r.faults = append(r.faults, *fault)
			continue
		}
		for _, s := range sheets {
			r.take(s)
		}
	}
	if len(r.faults) == 0 && len(r.tables) == 0 {
		for _, f := range files {
			r.faults = append(r.faults, Fault{File: f.Name, Code: FaultNoTable})
		}
	}
	r.read()
	if len(r.faults) > 0 {
		return Result{Ignored: r.ignored, Faults: r.faults}
	}
	return Result{Roster: r.out, Ignored: r.ignored}
}

// reader gathers the tables of all files, then reads organisations, persons and
// the committee in this order, then checks what names what.
type reader struct {
	known   people.Roster
	words   Words
	tables  []table
	ignored []string
	faults  []Fault
	out     people.Roster

	orgs    map[string]people.Organisation // known and read, by number
	persons map[string]people.Person
	checks  []func()
	above   string // the name that the highest organisations give the committee
}

func (r *reader) take(s sheet) {
	t, ok := find(s)
	if !ok {
		if !s.empty() {
			r.ignored = append(r.ignored, s.name)
		}
		return
	}
	r.tables = append(r.tables, t)
}

func (r *reader) read() {
	r.orgs = map[string]people.Organisation{}
	r.persons = map[string]people.Person{}
	for _, o := range r.known.Organisations {
		r.orgs[o.ID] = o
	}
	for _, p := range r.known.Persons {
		r.persons[p.ID] = p
	}
	for _, step := range []struct {
		kind string
		read func(table)
	}{{organisations, r.organisations}, {persons, r.people}, {committee, r.committee}} {
		for _, t := range r.tables {
			if t.kind == step.kind {
				step.read(t)
			}
		}
	}
	for _, check := range r.checks {
		check()
	}
	r.addCommittee()
}

// addCommittee adds the committee as an organisation when something names it.
func (r *reader) addCommittee() {
	named := r.above != "" || slices.ContainsFunc(r.out.Memberships, func(m people.Membership) bool { return m.Org == Committee })
	if !named {
		return
	}
	c := people.Organisation{ID: Committee, Name: committeeWord, Kind: committeeWord}
	if was, ok := r.orgs[Committee]; ok {
		c = was
	}
	if r.above != "" {
		c.Name = r.above
	}
	r.out.Organisations = append([]people.Organisation{c}, r.out.Organisations...)
}
