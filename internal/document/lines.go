package document

import (
	"math/big"
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/cycle"
	"shuping/internal/docx"
	"shuping/internal/policy"
)

// lineTotal is what a subject got on one line of a ballot, all classes together, as far as
// it may be shown.
type lineTotal struct {
	name  string // of the question, "" where there is one
	form  ballot.Form
	q     ballot.Question
	count ballot.PublicCount
	found ballot.Finding
}

// totals are what a subject got at a type of meeting, line by line.
func (p *page) totals(sub *cycle.Subject, kind string) (lines []lineTotal, ballots int) {
	for _, m := range p.y.held(sub) {
		mins := m.Held()
		if m.Type != kind || len(mins.Rounds) == 0 || mins.Announced.IsZero() {
			continue
		}
		t, _ := p.y.Cycle.Policy.MeetingByID(kind)
		r := mins.Rounds[len(mins.Rounds)-1]
		pub, err := r.Form.Public(slices.Concat(r.Phone, r.Paper), t.Ballot.FewerThan)
		if err != nil {
			continue
		}
		lines, ballots = nil, pub.Ballots
		for i, one := range linesOf(t, r.Form, pub.Total, pub.Findings) {
			if r.Form.Subjects[r.Form.Lines()[i].Subject] == sub.ID {
				lines = append(lines, one)
			}
		}
	}
	return lines, ballots
}

// linesOf are the lines of a count.
func linesOf(t *policy.Meeting, f ballot.Form, counts []ballot.PublicCount, found []ballot.Finding) (lines []lineTotal) {
	asked := f.Asked()
	for i, l := range f.Lines() {
		one := lineTotal{form: f, q: asked[l.Question], count: counts[i]}
		if q, ok := t.Ballot.QuestionByID(one.q.ID); ok && len(asked) > 1 {
			one.name = q.Name
		}
		if i < len(found) {
			one.found = found[i]
		} else {
			one.found = ballot.Finding{Given: counts[i].Count.Valid(), Whole: counts[i].Count.Valid()}
		}
		lines = append(lines, one)
	}
	return lines
}

// labels are the heads of the answers.
func (l *lineTotal) labels() []string {
	out := l.q.Labels()
	if l.q.Kind == ballot.Rank {
		for i := range out {
			out[i] = "第" + out[i] + "名"
		}
	}
	return out
}

// text says the line in a sentence's part.
func (l *lineTotal) text(p *page) string {
	if l.count.Hidden {
		return "票数较少，不列分项"
	}
	text := "有效票" + itoa(l.found.Given) + "张"
	if l.q.Kind != ballot.Choice {
		return text + "，平均" + meanText(l.found.Mean)
	}
	for i, o := range l.labels() {
		text += "，" + o + itoa(l.count.Count.Options[i]) + "票"
		if len(l.form.Parts) > 0 && i < len(l.found.Shares) && l.found.Shares[i] != "" {
			text += "（按权重" + shareText(p, l.found.Shares[i]) + "）"
		}
	}
	return text
}

// shareText is an exact share as a percentage, rounded down.
func shareText(p *page, e ballot.Exact) string {
	r := e.Rat()
	if r == nil {
		return none
	}
	r.Mul(r, big.NewRat(1000, 1))
	return p.words().Percent(int(new(big.Int).Div(r.Num(), r.Denom()).Int64()), 1000)
}

// meanText is an exact mean in decimals; one that has no end is cut off after two.
func meanText(e ballot.Exact) string {
	r := e.Rat()
	if r == nil {
		return none
	}
	for digits := range 5 {
		text := r.FloatString(digits)
		if same, ok := new(big.Rat).SetString(text); ok && same.Cmp(r) == 0 {
			return text
		}
	}
	r.Mul(r, big.NewRat(100, 1))
	whole := new(big.Int).Div(r.Num(), r.Denom())
	return new(big.Rat).SetFrac(whole, big.NewInt(100)).FloatString(2) + "…"
}

// counts are the tables of a count, one for each question: a row for each subject, a column
// for each answer. found are what the lines came to; nil leaves shares and means out.
func (p *page) counts(t *policy.Meeting, subjects []brief.Subject, form ballot.Form, counts []ballot.PublicCount, found []ballot.Finding, shares bool) {
	lines := linesOf(t, form, counts, found)
	for k := range form.Asked() {
		var columns []docx.Column
		var rows [][]string
		for i, l := range form.Lines() {
			if l.Question != k {
				continue
			}
			if columns == nil {
				columns = lines[i].columns(shares)
				if lines[i].name != "" {
					p.Heading(3, lines[i].name)
				}
			}
			row := append([]string{p.subjectLabel(subjects, form.Subjects[l.Subject])}, lines[i].cells(p, shares)...)
			for len(row) < len(columns) {
				row = append(row, none)
			}
			rows = append(rows, row)
		}
		if len(rows) > 0 {
			p.Table(columns, rows)
		}
	}
}

func (l *lineTotal) columns(shares bool) []docx.Column {
	columns := []docx.Column{{Head: "述职对象", Width: 9}}
	var heads []string
	if l.q.Kind != ballot.Score {
		heads = l.labels()
	}
	if l.q.Kind != ballot.Choice && shares {
		heads = append(heads, "平均")
	}
	blank := "未选"
	if l.form.Abstain {
		blank = "弃权"
	}
	heads = append(heads, "有效票", blank, "多选")
	if l.form.Breaches() {
		heads = append(heads, "违规")
	}
	if len(l.form.NotSelf) > 0 {
		heads = append(heads, "本人")
	}
	for _, h := range heads {
		columns = append(columns, docx.Column{Head: h, Width: 3, Align: docx.Center})
	}
	return columns
}

// cells are a line's numbers beside the name; none where it is hidden.
func (l *lineTotal) cells(p *page, shares bool) (row []string) {
	if l.count.Hidden {
		return nil
	}
	c := l.count.Count
	if l.q.Kind != ballot.Score {
		for o, n := range c.Options {
			cell := itoa(n)
			if l.q.Kind == ballot.Choice && shares {
				share := p.words().Percent(n, l.found.Whole)
				switch {
				case slices.Contains(l.form.Unsure, l.q.Options[o]):
					share = ""
				case len(l.form.Parts) > 0 && o < len(l.found.Shares):
					share = shareText(p, l.found.Shares[o])
				case len(l.form.Parts) > 0:
					share = none
				}
				cell = strings.TrimSpace(cell + "\n" + share)
			}
			row = append(row, cell)
		}
	}
	if l.q.Kind != ballot.Choice && shares {
		row = append(row, meanText(l.found.Mean))
	}
	valid := c.Valid()
	if l.q.Kind == ballot.Score {
		valid = l.found.Given
	}
	if l.form.Abstain {
		valid += c.Blank
	}
	row = append(row, itoa(valid), itoa(c.Blank), itoa(c.Multiple))
	if l.form.Breaches() {
		row = append(row, itoa(c.Breach))
	}
	if len(l.form.NotSelf) > 0 {
		row = append(row, itoa(c.Own))
	}
	return row
}
