package web

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// sheetTable is the count at one question on a paper to be signed.
type sheetTable struct {
	Name    string // of the question, where there are several
	Columns []string
	Rows    []sheetRow
}

type sheetRow struct {
	Name, Post string
	Cells      []sheetCell
}

// sheetCell is a number and what it is of the whole.
type sheetCell struct{ Text, Share string }

// sheetTables are the sums of some tallies with what they come to, question by question.
// The numbers of a score stand one by one only for those who announce the result.
func (r *room) sheetTables(f ballot.Form, tallies []ballot.Tally) (tables []sheetTable, ballots int) {
	total, err := ballot.Add(tallies...)
	found, wrong := f.Findings(tallies)
	if err != nil || wrong != nil || len(total.Subjects) == 0 {
		return nil, 0 // unreachable unless accepted tallies are of two forms
	}
	asked := f.Asked()
	tables = make([]sheetTable, len(asked))
	for i := range asked {
		tables[i].Columns = r.sheetColumns(f, &asked[i])
		if len(asked) > 1 {
			tables[i].Name = questionName(r.s.Type(), asked[i].ID)
		}
	}
	for i, l := range f.Lines() {
		id := f.Subjects[l.Subject]
		t := &tables[l.Question]
		t.Rows = append(t.Rows, sheetRow{r.subject(id), r.post(id), r.sheetCells(f, &asked[l.Question], total.Subjects[i], found[i])})
	}
	return slices.DeleteFunc(tables, func(t sheetTable) bool { return len(t.Rows) == 0 }), total.Ballots
}

// sheetColumns are the heads beside the name.
func (r *room) sheetColumns(f ballot.Form, q *ballot.Question) (heads []string) {
	switch {
	case q.Kind != ballot.Score:
		heads = labels(r.W, q)
	case r.may("announce"):
		heads = []string{r.W.Say("field.numbers")}
	}
	if q.Kind != ballot.Choice {
		heads = append(heads, r.W.Say("hall.mean"))
	}
	blank := r.W.Say("field.blank")
	if f.Abstain {
		blank = r.W.Say("hall.abstained")
	}
	heads = append(heads, r.W.Say("hall.valid"), blank, r.W.Say("field.multiple"))
	if f.Breaches() {
		heads = append(heads, r.W.Say("field.breach"))
	}
	if len(f.NotSelf) > 0 {
		heads = append(heads, r.W.Say("field.own"))
	}
	return heads
}

func (r *room) sheetCells(f ballot.Form, q *ballot.Question, c ballot.Count, found ballot.Finding) (cells []sheetCell) {
	number := func(n int) { cells = append(cells, sheetCell{Text: r.W.Number(n)}) }
	switch {
	case q.Kind == ballot.Choice:
		for i, n := range c.Options {
			cell := sheetCell{Text: r.W.Number(n), Share: r.W.Percent(n, found.Whole)}
			if len(f.Parts) > 0 {
				cell.Share = "—"
				if i < len(found.Shares) {
					cell.Share, _ = shareText(r.W, found.Shares[i])
				}
			}
			if slices.Contains(f.Unsure, q.Options[i]) {
				cell.Share = ""
			}
			cells = append(cells, cell)
		}
	case q.Kind == ballot.Rank:
		for _, n := range c.Options {
			number(n)
		}
	case r.may("announce"):
		cells = append(cells, sheetCell{Text: numbersText(q, c)})
	}
	if q.Kind != ballot.Choice {
		mean := meanText(found.Mean)
		if mean == "" {
			mean = "—"
		}
		cells = append(cells, sheetCell{Text: mean})
	}
	valid := c.Valid()
	if f.Abstain {
		valid += c.Blank
	}
	number(valid)
	number(c.Blank)
	number(c.Multiple)
	if f.Breaches() {
		number(c.Breach)
	}
	if len(f.NotSelf) > 0 {
		number(c.Own)
	}
	return cells
}

// paperForm is what a paper ballot has printed on it.
type paperForm struct {
	Class  string // whose it is, where classes are asked different things
	Tables []paperTable
	Rules  []string
}

// paperTable is one question on a paper.
type paperTable struct {
	Name    string
	Options []string // boxes; of a number or a place one wide box
	Rows    []pileRow
}

// paperForms are the paper ballots of the meeting: of the open vote, else of all who are to
// report; one for each class that is asked something else.
func paperForms(r *room) (out []paperForm) {
	f := formToPrint(r)
	var seen []string
	for k, class := range f.Classes {
		p := paperForm{Rules: r.paperRules(f)}
		asked := f.Asked()
		for i := range asked {
			q := &asked[i]
			t := paperTable{Options: q.Options}
			if q.Kind != ballot.Choice {
				t.Options = []string{r.W.Say("hall.sheet." + string(q.Kind))}
			}
			if len(asked) > 1 {
				t.Name = questionName(r.s.Type(), q.ID)
			}
			for _, l := range f.Lines() {
				if id := f.Subjects[l.Subject]; l.Question == i && f.Rated(k, l.Subject) {
					t.Rows = append(t.Rows, pileRow{ID: id, Name: r.subject(id), Post: r.post(id)})
				}
			}
			if len(t.Rows) > 0 {
				p.Tables = append(p.Tables, t)
			}
		}
		key := ""
		for _, t := range p.Tables {
			for _, row := range t.Rows {
				key += row.ID + " "
			}
		}
		if len(f.Parts) > 0 || r.s.Type().Ballot.ByClass || len(f.Rates) > 0 {
			p.Class, key = r.pile(f, class), class
		}
		if len(p.Tables) > 0 && !slices.Contains(seen, key) {
			seen, out = append(seen, key), append(out, p)
		}
	}
	return out
}

// formToPrint is the form of the open vote, or what it will be if everybody votes.
func formToPrint(r *room) ballot.Form {
	if round := r.s.Round(); round != nil {
		return round.Form
	}
	var subjects, classes []string
	for _, sub := range r.s.Brief.Subjects {
		if report := r.s.Report(sub.ID); report == nil || report.Instead != meeting.Absent {
			subjects = append(subjects, sub.ID)
		}
	}
	var all []meeting.Issue
	for _, c := range r.s.Type().Classes {
		if c.Votes {
			all = append(all, meeting.Issue{Class: c.ID, Paper: r.s.Type().Ballot.FewerThan + 1})
		}
	}
	for _, is := range meeting.BallotClasses(r.s.Type(), all) {
		classes = append(classes, is.Class)
	}
	return meeting.FormOf(&r.s.Brief, subjects, classes)
}

// paperRules are the rules about the whole ballot, in words.
func (r *room) paperRules(f ballot.Form) (rules []string) {
	for _, q := range r.s.Type().Ballot.Asked() {
		switch q.Kind {
		case policy.KindScore:
			rules = append(rules, r.W.Say("vote.score-help", "from", q.Score.From, "to", q.Score.To, "step", policy.Written(q.Score.StepRat())))
		case policy.KindRank:
			rules = append(rules, r.W.Say("vote.rank-rule", "n", min(q.Rank.Places, len(f.Subjects))))
		}
	}
	for _, c := range f.Caps {
		rules = append(rules, r.W.Say("vote.cap-rule", "option", c.Option, "n", c.Most(len(f.Subjects))))
	}
	return rules
}
