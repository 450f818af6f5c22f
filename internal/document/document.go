// Package document is the official documents of a year (公文): what is on record,
// written as Word files in the layout that offices use (package docx). A document
// is a function of the state of the year and its meetings and of people's names;
// it says what was recorded and decides nothing.
//
// It is not the archive and stores nothing: a draft becomes a document when the
// office has looked at it, given it a number, and put it on record. Drafts are in
// Chinese, the language of the file.
//
// # Which documents
//
// Every draft belongs to one of the papers that the policy's archive asks for, by
// that paper's id. The ids are those of the notice of 2018; of a policy that names
// others only those drafts are archived whose id it has (see package office).
//
//	scope          述评对象名单及免除、抽取情况
//	reports        述职报告审核情况
//	verification   现场核实情况汇总
//	attendance     签到册, one for each meeting
//	ballots        测评票发放、收回和封存清单
//	tallies        测评结果统计表, one for each meeting
//	minutes        会议记录, one for each meeting
//	grades         等次评定结果
//	posting        公示; 公示及反馈记录; 结果反馈, one for each subject
//	filing         备案报告
//	consequences   结果运用记录
//	rectification  整改通知, one for each subject; 整改台账
//
// The notice itself (工作通知) and papers with signatures come from the office.
//
// # What is not shown
//
// Of a count no more is shown than [ballot.Public] lets through, and the counts of
// phone and paper apart only where no pile is small (see byOrigin). Nothing of a
// result is written before it was announced.
package document

import (
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/docx"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Year is what documents are made from. It must not change while drafts of it are
// in use.
type Year struct {
	Cycle *cycle.State
	// Head is the last record of the year's journal, named in the report that is
	// filed elsewhere.
	Head     journal.Head
	Meetings map[string]*meeting.State // by id; those that were begun
	// Names gives a person's name; "" where there is none.
	Names func(person string) string
}

// Draft is a document that can be written now.
type Draft struct {
	ID      string // of a policy.Document
	Key     string // names the draft within the year: the ID, or the ID, a dot and what it is about
	Title   string
	Name    string // for the file, with its ending; unique within the year
	Subject string // of the cycle, where it is about one subject; else ""

	year    *Year
	heading string
	about   string
	lead    bool // the text follows the heading after an empty line
	write   func(*page)
}

// Bytes is the Word file. The same year makes the same bytes.
func (d Draft) Bytes() ([]byte, error) {
	p := &page{Document: docx.New(docx.Meta{Title: d.Title, Author: d.year.Cycle.Policy.Authority}), y: d.year}
	p.Title(d.heading)
	if d.about != "" {
		p.Subtitle("（" + d.about + "）")
	}
	if d.lead {
		p.Plain("")
	}
	d.write(p)
	return p.Bytes()
}

// Drafts lists every document that can be written now, in the order of the year.
// What is not due yet is not in the list.
func Drafts(y Year) []Draft {
	l := &list{y: &y, used: map[string]bool{}}
	if y.Cycle == nil || y.Cycle.ID == "" {
		return nil
	}
	l.scope()
	l.reports()
	l.verification()
	for _, id := range y.Cycle.MeetingOrder {
		if m := y.Meetings[id]; m != nil && y.Cycle.Meetings[id].Cancelled == nil {
			l.attendance(m)
			l.minutes(m)
			l.tallies(m)
		}
	}
	l.ballots()
	l.grades()
	l.posting()
	l.filing()
	l.consequences()
	l.rectification()
	return l.drafts
}

// list collects the drafts of a year.
type list struct {
	y      *Year
	drafts []Draft
	used   map[string]bool // file names
}

// work is the name of what is documented: 2018年度党组织书记述职评议.
func (y *Year) work() string {
	return strconv.Itoa(y.Cycle.Year) + "年度党组织书记述职评议"
}

// add adds a draft of the paper id. key and about are "" where there is only one.
// heading stands for the usual one, the name of the work over that of the document.
func (l *list) add(id, key, name, about, heading string, write func(*page)) *Draft {
	d := Draft{ID: id, Key: id, Title: name, Name: name, year: l.y, heading: heading, about: about, lead: true, write: write}
	if key != "" {
		d.Key = id + "." + key
	}
	if about != "" {
		d.Title += "（" + about + "）"
		d.Name += "-" + about
	}
	if heading == "" {
		d.heading = l.y.work() + "\n" + name
	}
	d.Name = l.unique(fileName(d.Name))
	l.drafts = append(l.drafts, d)
	return &l.drafts[len(l.drafts)-1]
}

// letter adds a draft that is addressed to somebody; the line of the recipient
// stands apart from the heading by itself.
func (l *list) letter(id, key, name, about, heading string, write func(*page)) *Draft {
	d := l.add(id, key, name, about, heading, write)
	d.lead = false
	return d
}

// unique keeps two documents from having one file name.
func (l *list) unique(name string) string {
	out := name
	for n := 2; l.used[out]; n++ {
		out = name + "（" + strconv.Itoa(n) + "）"
	}
	l.used[out] = true
	return out + ".docx"
}

// longestName is the greatest length of a file name in characters; with three
// bytes each it stays below what file systems take.
const longestName = 70

// fileName leaves out what no file system of the offices takes.
func fileName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName])
	}
	return strings.TrimRight(name, " .")
}
