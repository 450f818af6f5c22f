package document

import (
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/cycle"
	"shuping/internal/docx"
	"shuping/internal/policy"
)

// grades is the committee's decision with what it was based on (N8).
func (l *list) grades() {
	s := l.y.Cycle
	if s.Decisions == 0 {
		return
	}
	l.add("grades", "", "等次评定结果", "", "", func(p *page) {
		p.Body(s.Policy.Authority + "根据" + p.basis() + "，于" + date(s.Decided) + "对" + itoa(len(s.SubjectOrder)) + "名党组织书记作出综合评定。结果如下。")
		p.section("评定结果")
		p.gradeTable(true)
		p.section("等次分布和名额")
		p.Body(p.distribution())
		p.quotas()
		p.section("测评情况")
		p.votes()
		p.corrections()
		p.Signature(s.Policy.Authority, date(s.Decided))
	})
}

// basis names what the notice bases the grades on.
func (p *page) basis() string {
	g := &p.y.Cycle.Policy
	has := func(id policy.SourceID) bool {
		return slices.ContainsFunc(g.Grading.Sources, func(s policy.Source) bool { return s.ID == id })
	}
	var on []string
	if has(policy.SourceMeeting) {
		on = append(on, "各次会议的评议情况")
	}
	if has(policy.SourceVerification) || g.Verification.Holds() {
		on = append(on, "现场核实情况")
	}
	if has(policy.SourceAssessment) {
		on = append(on, "日常管理考核")
	}
	if n := len(on); n > 1 {
		return strings.Join(on[:n-1], "、") + "和" + on[n-1]
	}
	return or(strings.Join(on, ""), "平时掌握的情况")
}

// quotas say of each quota what it asks of how many, and how many have it.
func (p *page) quotas() {
	s := p.y.Cycle
	for i, u := range s.QuotasNow() {
		q := &s.Policy.Grading.Quotas[i]
		if u.Off {
			continue
		}
		whose, of := "", ""
		if len(q.Kinds) > 0 {
			whose, of = strings.Join(q.Kinds, "、")+"中", itoa(u.Of)+"名中"
		}
		bound := "名额不超过" + itoa(u.AtMost) + "名"
		switch {
		case u.NoLimit:
			bound = "不少于" + itoa(u.AtLeast) + "名"
		case u.AtLeast == u.AtMost && u.AtMost > 0:
			bound = "须为" + itoa(u.AtMost) + "名"
		case u.AtLeast > 0:
			bound = "须为" + itoa(u.AtLeast) + "名至" + itoa(u.AtMost) + "名"
		}
		p.Body(whose + "“" + strings.Join(s.Policy.Grading.Counted(q), "、") + "”等次" + bound + "（依据：" + q.Clause + "），本次" + of + "评定" + itoa(u.Got) + "名。")
	}
}

// gradeTable lists the grades that count, best first, then in the order of the subjects.
func (p *page) gradeTable(reasons bool) {
	columns := []docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "姓名", Width: 4}, {Head: "党组织及职务", Width: 9}, {Head: "等次", Width: 4, Align: docx.Center}}
	reckoned := reasons && p.y.Cycle.Policy.Grading.Suggests()
	if reckoned {
		columns = append(columns, docx.Column{Head: "综合得分", Width: 4, Align: docx.Center}, docx.Column{Head: "按规则推算", Width: 4, Align: docx.Center})
	}
	if reasons {
		columns = append(columns, docx.Column{Head: "主要理由", Width: 9})
	}
	var rows [][]string
	for _, sub := range p.ranked() {
		d := sub.Grades[len(sub.Grades)-1]
		row := []string{itoa(len(rows) + 1), p.name(sub.Person), post(sub.OrgName, sub.Post), d.Grade}
		if reckoned {
			score, suggested := none, none
			if s := d.Suggestion; s != nil {
				score, suggested = or(s.Score, none), or(strings.Join(s.Grades, "、"), none)
			}
			row = append(row, score, suggested)
		}
		if reasons {
			row = append(row, or(d.Reason, none))
		}
		rows = append(rows, row)
	}
	p.Table(columns, rows)
}

// ranked are the graded subjects by grade, and within a grade in their own order.
func (p *page) ranked() (out []*cycle.Subject) {
	s := p.y.Cycle
	for _, g := range s.Policy.Grading.AllGrades() {
		for _, id := range s.SubjectOrder {
			if sub := s.Subjects[id]; sub.Grade() == g {
				out = append(out, sub)
			}
		}
	}
	return out
}

func (p *page) graded(grade string) (n int) {
	for _, sub := range p.y.Cycle.Subjects {
		if sub.Grade() == grade {
			n++
		}
	}
	return n
}

// distribution says how many have each grade.
func (p *page) distribution() string {
	var parts []string
	for _, g := range p.y.Cycle.Policy.Grading.AllGrades() {
		parts = append(parts, g+itoa(p.graded(g))+"名")
	}
	return strings.Join(parts, "，") + "。"
}

// votes are the totals of each type of meeting, as far as they may be shown.
func (p *page) votes() {
	s := p.y.Cycle
	for i := range s.Policy.Meetings {
		kind := &s.Policy.Meetings[i]
		var rows [][]string
		var columns []docx.Column
		for _, id := range s.SubjectOrder {
			sub := s.Subjects[id]
			lines, ballots := p.totals(sub, kind.ID)
			for k := range lines {
				l := &lines[k]
				if l.form.Plain() {
					columns = append([]docx.Column{{Head: "述职对象", Width: 7}}, narrow(append(l.labels(), "有效票", "收回票"))...)
					rows = append(rows, append([]string{p.name(sub.Person) + "\n" + sub.OrgName}, totalCells(l.count, ballots, len(l.q.Options))...))
					continue
				}
				columns = []docx.Column{{Head: "述职对象", Width: 6}, {Head: "测评结果", Width: 12}, {Head: "收回票", Width: 3, Align: docx.Center}}
				text := l.text(p)
				if l.name != "" {
					text = l.name + "：" + text
				}
				rows = append(rows, []string{p.name(sub.Person) + "\n" + sub.OrgName, text, itoa(ballots)})
			}
		}
		if len(rows) > 0 {
			p.Heading(2, kind.Name)
			p.Table(columns, rows)
		}
	}
}

func narrow(heads []string) (columns []docx.Column) {
	for _, h := range heads {
		columns = append(columns, docx.Column{Head: h, Width: 3, Align: docx.Center})
	}
	return columns
}

func totalCells(c ballot.PublicCount, ballots, options int) (cells []string) {
	for o := range options {
		if c.Hidden {
			cells = append(cells, none)
		} else {
			cells = append(cells, itoa(c.Count.Options[o]))
		}
	}
	valid := none
	if !c.Hidden {
		valid = itoa(c.Count.Valid())
	}
	return append(cells, valid, itoa(ballots))
}

// held are the meetings of a subject whose minutes were received, in the policy's order.
func (y *Year) held(sub *cycle.Subject) (out []*cycle.Meeting) {
	for _, kind := range y.Cycle.Policy.Meetings {
		for _, id := range sub.Meetings {
			if m := y.Cycle.Meetings[id]; m.Type == kind.ID && m.Cancelled == nil && m.Held() != nil {
				out = append(out, m)
			}
		}
	}
	return out
}

// corrections are grades that were corrected after the decision.
func (p *page) corrections() {
	var rows [][]string
	for _, id := range p.y.Cycle.SubjectOrder {
		sub := p.y.Cycle.Subjects[id]
		for i := 1; i < len(sub.Grades); i++ {
			d := sub.Grades[i]
			rows = append(rows, []string{p.name(sub.Person), day(d.Date), sub.Grades[i-1].Grade, d.Grade, d.Reason, p.name(d.Approver)})
		}
	}
	if len(rows) == 0 {
		return
	}
	p.section("更正情况")
	p.Table([]docx.Column{{Head: "姓名", Width: 4}, {Head: "日期", Width: 5, Align: docx.Center}, {Head: "原等次", Width: 3, Align: docx.Center}, {Head: "更正为", Width: 3, Align: docx.Center},
		{Head: "理由", Width: 8}, {Head: "批准人", Width: 4}}, rows)
}
