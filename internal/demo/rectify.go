package demo

import (
	"errors"
	"fmt"
	"slices"

	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
)

// planned is the day by which the subjects hand in their plans: within ten days of the
// session, as the head asked in the closing speech.
const planned calendar.Date = "2019-01-13"

// rectify puts the plans of rectification, the checks and the closing of what is done
// into the diary (N11).
func (p *play) rectify() {
	rows := map[string][]row{}
	for _, r := range p.books.rectification.rows("整改方案", "组织编码", "项次", "问题", "整改措施", "完成期限", "责任人编号") {
		rows[r.need("组织编码")] = append(rows[r.need("组织编码")], r)
	}
	asWritten := true // until the first refusal told what a plan has to answer
	for _, o := range p.books.rectification.rows("整改方案", "组织编码", "项次") {
		if o.need("项次") != "1" {
			continue
		}
		org := o.need("组织编码")
		p.at(planned, 10, 0, p.ifSubject(org, func() error {
			err := p.handPlan(org, rows[org], asWritten)
			asWritten = asWritten && err == nil && p.refusals["plan-gap"] == 0
			return err
		}))
	}
	for _, r := range p.books.rectification.rows("督查记录", "组织编码", "项次", "日期", "四不两直", "督查方式", "督查人编号", "督查情况", "是否完成") {
		p.at(r.date("日期"), 10, 0, p.ifSubject(r.need("组织编码"), func() error { return p.check(r) }))
	}
}

// handPlan hands in the plan of one organisation. As written in the workbook it has the
// items that the secretary thought of; complete it also answers every promise and every
// problem of the head's comment.
func (p *play) handPlan(org string, rows []row, asWritten bool) error {
	who := p.secretary(org)
	removed := false
	var questions []brief.Question
	var comments []brief.Comment
	if err := p.view(func(s *cycle.State) {
		sub := s.Subjects[org]
		removed = slices.ContainsFunc(sub.Follows, func(f *cycle.Follow) bool { return f.Rule == "N10.3" && f.Done != nil })
		for _, id := range sub.Meetings {
			if m := s.Meetings[id].Held(); m != nil {
				questions, comments = append(questions, m.Questions...), append(comments, m.Comments...)
			}
		}
	}); err != nil {
		return err
	}
	if removed {
		who = p.clerk // the secretary was removed; the office hands in for the organisation
	}
	d := drafting{org: org, rows: rows, from: map[string][]string{}}
	d.write(questions, comments)
	if asWritten {
		_, err := p.hand(who, p.year(), "plan-rectification", values{"subject": org, "items": d.first})
		if err == nil {
			return fmt.Errorf("%s: a plan with gaps was taken", p.name(org))
		}
		if err := p.refused(p.year(), "plan-rectification", err); err != nil {
			return err
		}
		p.mended(p.Words.Say("demo.plan-mended", "org", p.name(org), "was", len(d.first), "n", len(d.items)))
	}
	if err := p.must(who, p.year(), "plan-rectification", values{"subject": org, "items": d.items}); err != nil {
		return err
	}
	p.itemsOf[org] = d.from
	p.done(p.year(), "plan-rectification", p.Words.Say("demo.plan", "org", p.name(org), "n", len(d.items)))
	return nil
}

// drafting is a plan in the making.
type drafting struct {
	org   string
	rows  []row
	first []cycle.PlanItem    // as the workbook has it
	items []cycle.PlanItem    // complete
	from  map[string][]string // number of the row -> ids of the items made of it
}

// write makes an item for every source that a plan has to answer, out of the row that
// answers it, or of what was promised and advised in the hall.
func (d *drafting) write(questions []brief.Question, comments []brief.Comment) {
	last := calendar.Date("")
	for _, r := range d.rows {
		last = max(last, r.date("完成期限"))
	}
	for _, q := range questions {
		if q.Subject != d.org {
			continue
		}
		at := slices.IndexFunc(d.rows, func(r row) bool {
			return r.date("完成期限") == q.Due && alike(r.need("整改措施"), q.Solution) > 1
		})
		d.add("question:"+q.ID, at, cycle.PlanItem{Problem: q.Question, Measure: q.Solution, Due: q.Due})
		last = max(last, q.Due)
	}
	n := 0
	for _, c := range comments {
		for _, problem := range c.Problems {
			if c.Subject != d.org {
				continue
			}
			n++
			at := slices.IndexFunc(d.rows, func(r row) bool { return alike(r.need("问题"), problem) > 1 })
			d.add(fmt.Sprint("comment:", n), at, cycle.PlanItem{Problem: problem, Measure: c.Direction, Due: last})
		}
	}
	for i, r := range d.rows {
		if len(d.from[r.need("项次")]) == 0 {
			d.add("own", i, cycle.PlanItem{})
		}
	}
}

// add adds an item for a source, of the row at that place or, below 0, as given.
func (d *drafting) add(source string, at int, it cycle.PlanItem) {
	it.Source = source
	it.ID, it.Owner = fmt.Sprint(len(d.rows)+len(d.items)+1), d.rows[0].need("责任人编号")
	if at >= 0 {
		r := d.rows[at]
		n := r.need("项次")
		it.Problem, it.Measure, it.Due, it.Owner = r.need("问题"), r.need("整改措施"), r.date("完成期限"), r.need("责任人编号")
		if len(d.from[n]) == 0 {
			it.ID = n
			d.first = append(d.first, it)
		}
		d.from[n] = append(d.from[n], it.ID)
	}
	d.items = append(d.items, it)
}

// alike is how many pairs of neighbouring characters two texts share.
func alike(a, b string) (n int) {
	pairs := func(s string) map[[2]rune]bool {
		m, r := map[[2]rune]bool{}, []rune(s)
		for i := 1; i < len(r); i++ {
			m[[2]rune{r[i-1], r[i]}] = true
		}
		return m
	}
	other := pairs(b)
	for k := range pairs(a) {
		if other[k] {
			n++
		}
	}
	return n
}

// check records a visit, and closes what was found done.
func (p *play) check(r row) error {
	org, who, done := r.need("组织编码"), r.need("督查人编号"), r.yes("是否完成")
	way, state := "", cycle.NotDone
	for _, w := range p.policy.Correction.Checks.Ways {
		if alike(w, r.need("督查方式")) == len([]rune(r.text("督查方式")))-1 {
			way = w
		}
	}
	if done {
		state = cycle.Done
	}
	ids := p.itemsOf[org][r.need("项次")]
	if len(ids) == 0 {
		r.bad("项次", "an item of the plan")
		return p.books.faults()
	}
	var liaison string
	if err := p.view(func(s *cycle.State) { liaison = s.Liaison[org] }); err != nil {
		return err
	}
	for _, id := range ids {
		err := p.must(who, p.year(), "check-rectification", values{"subject": org, "item": id, "way": way, "unannounced": r.yes("四不两直"),
			"date": r.date("日期"), "visitors": []string{who}, "finding": r.need("督查情况"), "state": string(state)})
		if err == nil && done {
			err = p.must(liaison, p.year(), "finish-rectification", values{"subject": org, "item": id, "date": r.date("日期"), "evidence": r.need("督查情况")})
		}
		if err != nil {
			return errors.Join(err, p.books.faults())
		}
	}
	p.done(p.year(), "check-rectification", p.Words.Say("demo.check", "org", p.name(org), "way", way, "finding", r.text("督查情况"), "state", p.Words.Option("state", string(state))))
	return nil
}
