package web

import (
	"strconv"
	"strings"

	"shuping/internal/policy"
	"shuping/internal/words"
)

// mostPlaces is how many places of a ranking the form has columns for; longer ones go
// as text.
const mostPlaces = 12

// meetings are the types of meetings with what was counted at them.
func (f *tryForm) meetings() {
	var all []any
	for i := range f.p.Meetings {
		m := &f.p.Meetings[i]
		view := tryMeeting{Name: m.Name, Clause: m.Clause, Field: "m." + m.ID}
		heads, ballots := f.headsTable(m), f.ballotsTable(m)
		counts := f.countTables(m)
		for _, held := range f.holdings(m) {
			n := &tryHolding{f: f, m: m, at: held.field, key: "meetings[" + strconv.Itoa(len(all)) + "]", subject: held.subject}
			n.heads(&heads)
			n.ballots(&ballots)
			for k := range counts {
				for _, row := range held.rows {
					n.counts(&counts[k], m.Ballot.Asked()[k], row)
				}
			}
			if len(n.numbers) > 0 || len(n.counted) > 0 {
				all = append(all, n.object())
			}
		}
		for _, t := range append(counts, ballots, heads) {
			if len(t.Rows) > 0 {
				view.Tables = append(view.Tables, t)
			}
		}
		f.Meetings = append(f.Meetings, view)
	}
	if len(all) > 0 {
		f.numbers.put("meetings", all)
	}
}

// holding is one meeting of a type: the one for all, or that of a row's subject.
type holding struct {
	field   string // what its fields' names begin with
	subject int    // row, -1 for the one for all
	rows    []int
}

func (f *tryForm) holdings(m *policy.Meeting) []holding {
	if m.For == policy.EachSubject {
		var all []holding
		for i := range f.rows {
			all = append(all, holding{"m." + m.ID + "." + strconv.Itoa(i) + ".", i, []int{i}})
		}
		return all
	}
	one := holding{"m." + m.ID + ".", -1, nil}
	for i := range f.rows {
		one.rows = append(one.rows, i)
	}
	return []holding{one}
}

// tryHolding gathers the numbers of one meeting.
type tryHolding struct {
	f       *tryForm
	m       *policy.Meeting
	at, key string
	subject int
	numbers jsonObject
	counted []any
}

func (n *tryHolding) object() jsonObject {
	o := jsonObject{{"meeting", n.m.ID}}
	n.f.at[n.key] = "m." + n.m.ID
	if n.subject >= 0 {
		o.put("subject", n.f.ids[n.subject])
		n.f.at[n.key+".subject"] = "s." + strconv.Itoa(n.subject) + ".name"
	}
	o = append(o, n.numbers...)
	if len(n.counted) > 0 {
		o.put("counts", n.counted)
	}
	return o
}

// label names a row of a table: the subject, and the part of the voters.
func (n *tryHolding) label(row int, part string) string {
	name := ""
	if row >= 0 {
		if name = n.f.values.Get("s." + strconv.Itoa(row) + ".name"); strings.TrimSpace(name) == "" {
			name = n.f.v.W.Say("notices.row", "n", row+1)
		}
	}
	return strings.Trim(name+" · "+part, " ·")
}

// given puts typed counts by name under a key, such as present by class.
func (n *tryHolding) given(name string, o jsonObject) {
	if len(o) > 0 {
		n.numbers.put(name, o)
	}
}

func (f *tryForm) headsTable(m *policy.Meeting) tryTable {
	w := f.v.W
	return tryTable{Title: w.Say("notices.heads"), Hint: w.Say("notices.heads-hint"), Head: []string{w.Say("notices.expected"), w.Say("notices.present")}, Open: f.typedIn("m."+m.ID+".", ".expected.", ".present.")}
}

// typedIn says whether something was typed in fields of such names.
func (f *tryForm) typedIn(prefix string, parts ...string) bool {
	for name, vs := range f.values {
		for _, part := range parts {
			if strings.HasPrefix(name, prefix) && strings.Contains(name, part) && len(vs) > 0 && vs[0] != "" {
				return true
			}
		}
	}
	return false
}

// heads are who should be there and who is, by class.
func (n *tryHolding) heads(t *tryTable) {
	var expected, present jsonObject
	for _, c := range n.m.Classes {
		row := tryRow{Label: n.label(n.subject, c.Name)}
		for i, of := range []*jsonObject{&expected, &present} {
			name := []string{"expected", "present"}[i]
			if name == "expected" && !c.Expected {
				row.Cells = append(row.Cells, tryField{})
				continue
			}
			field := n.f.field(n.at+name+"."+c.ID, row.Label+" "+t.Head[i])
			field.Number = true
			row.Cells = append(row.Cells, field)
			n.f.give(of, n.key+"."+name, c.ID, field.Name, countValue)
		}
		t.Rows = append(t.Rows, row)
	}
	n.given("expected", expected)
	n.given("present", present)
}

func (f *tryForm) ballotsTable(m *policy.Meeting) tryTable {
	w := f.v.W
	return tryTable{Title: w.Say("notices.ballots"), Hint: w.Say("notices.ballots-hint"), Head: []string{w.Say("notices.issued"), w.Say("notices.returned")}, Open: f.typedIn("m."+m.ID+".", ".issued", ".returned")}
}

// ballots are those given out and those that came back, by part where parts are weighed.
func (n *tryHolding) ballots(t *tryTable) {
	by := map[string]*jsonObject{"issued": {}, "returned": {}}
	for _, part := range n.parts() {
		row := tryRow{Label: n.label(n.subject, part.Name)}
		for i, name := range []string{"issued", "returned"} {
			field := n.f.field(n.at+name+"."+part.ID, "")
			field.Number, field.Label = true, strings.TrimSpace(row.Label+" "+t.Head[i])
			row.Cells = append(row.Cells, field)
			if part.ID == "" {
				n.f.give(&n.numbers, n.key, name, field.Name, countValue)
			} else {
				n.f.give(by[name], n.key+"."+name, part.ID, field.Name, countValue)
			}
		}
		t.Rows = append(t.Rows, row)
	}
	n.given("issued", *by["issued"])
	n.given("returned", *by["returned"])
}

// parts are the parts of the voters whose ballots are counted apart; one without id
// where all are counted together.
func (n *tryHolding) parts() []policy.Share {
	if w := n.m.Ballot.Weights; w.Holds() {
		return w.Parts
	}
	return []policy.Share{{}}
}

// countTables has a table for each question.
func (f *tryForm) countTables(m *policy.Meeting) []tryTable {
	var all []tryTable
	for _, q := range m.Ballot.Asked() {
		t := tryTable{Title: f.v.W.Say("notices.counts"), Head: columnsOf(f.v.W, q), Open: true}
		if q.Name != "" {
			t.Title = f.v.W.Say("notices.counts-of", "question", q.Name)
		}
		if q.Kind == policy.KindScore {
			t.Hint = f.v.W.Say("notices.scores-hint")
		}
		all = append(all, t)
	}
	return all
}

func columnsOf(w *words.Words, q policy.Question) []string {
	head := []string{}
	switch q.Kind {
	case policy.KindScore:
		head = append(head, w.Say("notices.scores"))
	case policy.KindRank:
		if q.Rank.Places > mostPlaces {
			return nil
		}
		for i := range q.Rank.Places {
			head = append(head, w.Say("notices.place", "n", i+1))
		}
	default:
		head = append(head, q.Options...)
	}
	return append(head, w.Say("notices.blank"), w.Say("notices.multiple"))
}

// counts are what the voters gave a row's subject at one question, part by part.
func (n *tryHolding) counts(t *tryTable, q policy.Question, subject int) {
	if t.Head == nil {
		return
	}
	s := "s." + strconv.Itoa(subject) + "."
	scale := n.f.values.Get(s + "scale")
	if scale == "" {
		scale = policy.ScalePerson
	}
	if !policy.Concerns(nil, q.Scales, "", scale) {
		return
	}
	kind := n.f.values.Get(s + "kind")
	for _, part := range n.parts() {
		if kind != "" && !policy.Concerns(part.Kinds, nil, kind, "") {
			continue
		}
		row := tryRow{Label: n.label(subject, part.Name)}
		at := n.at + "c." + strconv.Itoa(subject) + "." + q.ID + "." + part.ID + "."
		if n.subject >= 0 {
			at = n.at + "c." + q.ID + "." + part.ID + "."
		}
		key := n.key + ".counts[" + strconv.Itoa(len(n.counted)) + "]"
		counts := n.row(t, &row, q, at, key)
		t.Rows = append(t.Rows, row)
		if len(counts) == 0 {
			continue
		}
		o := jsonObject{}
		if n.subject < 0 {
			o.put("subject", n.f.ids[subject])
		}
		if part.ID != "" {
			o.put("class", part.ID)
		}
		if q.ID != "" {
			o.put("question", q.ID)
		}
		n.f.at[key] = row.Cells[0].Name
		n.counted = append(n.counted, append(o, counts...))
	}
}

// row makes the cells of one row, and what was typed in them.
func (n *tryHolding) row(t *tryTable, row *tryRow, q policy.Question, at, key string) jsonObject {
	var counts, some jsonObject
	cell := func(name, head string, number bool) tryField {
		field := n.f.field(at+name, strings.TrimSpace(row.Label+" "+head))
		field.Number = number
		row.Cells = append(row.Cells, field)
		return field
	}
	list := "options"
	switch q.Kind {
	case policy.KindScore:
		list = "scores"
		field := cell("scores", t.Head[0], false)
		if some = scoreCounts(field.Value); len(some) > 0 {
			n.f.at[key+".scores"] = field.Name
		}
	case policy.KindRank:
		list = "places"
		for i := range q.Rank.Places {
			place := strconv.Itoa(i + 1)
			n.f.give(&some, key+".places", place, cell("p."+place, t.Head[i], true).Name, countValue)
		}
	default:
		for i, o := range q.Options {
			n.f.give(&some, key+".options", o, cell("o."+strconv.Itoa(i), t.Head[i], true).Name, countValue)
		}
	}
	if len(some) > 0 {
		counts.put(list, some)
	}
	for i, name := range []string{"blank", "multiple"} {
		n.f.give(&counts, key, name, cell(name, t.Head[len(t.Head)-2+i], true).Name, countValue)
	}
	return counts
}
