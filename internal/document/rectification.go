package document

import (
	"strings"

	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/docx"
)

// rectification is the notice to each subject of what has to be put right, once
// all meetings were held, and the register of what was planned and done (N11).
func (l *list) rectification() {
	s := l.y.Cycle
	planned := false
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		planned = planned || len(sub.Plans) > 0
		if s.Policy.Correction.Holds() && len(l.y.held(sub)) == len(s.Policy.Meetings) {
			l.letter("rectification", id, "整改通知", sub.OrgName, "", func(p *page) { p.rectifyNotice(sub) }).Subject = id
		}
	}
	if planned {
		l.add("rectification", "", "整改台账", "", "", (*page).register)
	}
}

func (p *page) rectifyNotice(sub *cycle.Subject) {
	s := p.y.Cycle
	p.Recipient(p.name(sub.Person) + "同志：")
	p.Body("根据述职评议、点评和核实情况，你和" + sub.OrgName + "需要整改的事项如下。")
	rows := p.toRectify(sub)
	p.tableOrNone([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "来源", Width: 5}, {Head: "问题", Width: 12}, {Head: "已承诺的办法和期限", Width: 9}}, rows)
	text := "请逐项制定整改方案，写明整改内容、措施、时限和责任人，现场承诺的事项不得晚于承诺期限。"
	if due := s.PlanDue(); due != "" {
		text += "方案于" + date(due) + "前报送。"
	}
	p.Body(text)
	if ways := s.Policy.Correction.Checks.Ways; len(ways) > 0 {
		p.Body("整改情况将通过" + strings.Join(ways, "、") + "跟踪督促，并列为下一年度述职的内容。")
	}
	if leader := s.Liaison[sub.ID]; leader != "" {
		p.Body("联点领导：" + p.name(leader) + "。")
	}
	p.Signature(s.Policy.Authority, noDate)
}

// toRectify are the problems that were named, with their source.
func (p *page) toRectify(sub *cycle.Subject) (rows [][]string) {
	add := func(source, problem, promise string) {
		rows = append(rows, []string{itoa(len(rows) + 1), source, problem, or(promise, none)})
	}
	for _, m := range p.y.held(sub) {
		for _, q := range m.Held().Questions {
			if q.Subject == sub.ID {
				add("现场提问", q.Question, promised(q))
			}
		}
		for _, c := range m.Held().Comments {
			if c.Subject == sub.ID {
				for _, problem := range c.Problems {
					add("领导点评", problem, "")
				}
			}
		}
	}
	for _, v := range sub.Visits {
		if v.Verdict == cycle.Partly || v.Verdict == cycle.NotSo {
			add("现场核实（"+p.words().Option("verdict", string(v.Verdict))+"）", v.Finding, "")
		}
	}
	for _, h := range p.y.Cycle.Higher {
		if h.Subject == sub.ID {
			add(h.From+"反馈", h.Text, "")
		}
	}
	for _, c := range p.y.Cycle.Carried {
		if c.Org == sub.ID {
			add("上年度未完成", c.Problem, strings.TrimSpace(sentence(c.Measure)+dueNote(c.Due)))
		}
	}
	return rows
}

func promised(q brief.Question) string {
	return sentence(q.Solution) + dueNote(q.Due)
}

func dueNote(due calendar.Date) string {
	if due == "" {
		return ""
	}
	return "期限：" + day(due)
}

// register is every item of every plan with its checks.
func (p *page) register() {
	s := p.y.Cycle
	items, finished := 0, 0
	for _, sub := range s.Subjects {
		items += len(sub.Items)
		for _, it := range sub.Items {
			if it.Finished != nil {
				finished++
			}
		}
	}
	p.Body("整改事项共" + itoa(items) + "项，已办结" + itoa(finished) + "项，未办结" + itoa(items-finished) + "项。")
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		if len(sub.Items) == 0 {
			continue
		}
		p.Heading(2, sub.OrgName+"　"+p.name(sub.Person))
		rows := make([][]string, len(sub.Items))
		for i, it := range sub.Items {
			rows[i] = []string{itoa(i + 1), it.Problem, it.Measure, day(it.Due), p.name(it.Owner), p.checks(it), p.finished(it)}
		}
		p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "问题", Width: 6}, {Head: "整改措施", Width: 6}, {Head: "期限", Width: 5, Align: docx.Center},
			{Head: "责任人", Width: 4}, {Head: "督查情况", Width: 6}, {Head: "办结情况", Width: 5}}, rows)
	}
	p.Signature(s.Policy.Authority, noDate)
}

func (p *page) checks(it *cycle.Item) string {
	var lines []string
	for _, c := range it.Checks {
		lines = append(lines, day(c.Date)+c.Way+"（"+p.names(c.Visitors)+"）："+p.words().Option("state", string(c.State))+"，"+sentence(c.Finding))
	}
	return or(strings.Join(lines, "\n"), "未督查")
}

func (p *page) finished(it *cycle.Item) string {
	if it.Finished == nil {
		return "未办结"
	}
	text := day(it.Finished.Date) + "办结：" + it.Finished.Evidence
	if n := it.Finished.DaysLate; n > 0 {
		text += "（逾期" + itoa(n) + "天）"
	}
	return text
}
