package document

import (
	"slices"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/docx"
)

// verification is what was found on site, what the department above found, and
// the day-to-day assessment (N4, N8.1).
func (l *list) verification() {
	s := l.y.Cycle
	if s.Seen["visit-recorded"]+s.Seen["higher-feedback-recorded"]+s.Seen["assessment-recorded"] == 0 {
		return
	}
	l.add("verification", "", "现场核实情况汇总", "", "", func(p *page) {
		count := map[cycle.Verdict]int{}
		all := 0
		for _, id := range s.SubjectOrder {
			for _, v := range s.Subjects[id].Visits {
				count[v.Verdict]++
				all++
			}
		}
		text := "共核实" + itoa(all) + "项"
		for _, v := range []cycle.Verdict{cycle.BorneOut, cycle.Partly, cycle.NotSo, cycle.Unchecked} {
			if count[v] > 0 {
				text += "，" + p.words().Option("verdict", string(v)) + itoa(count[v]) + "项"
			}
		}
		p.Body(text + "。" + marked(s))
		p.section("现场核实")
		for _, id := range s.SubjectOrder {
			p.visits(s.Subjects[id])
		}
		p.higher(s)
		p.assessments(s)
		p.Signature(s.Policy.Authority, noDate)
	})
}

// marked is how many sentences of reports were marked to be verified, and how many of them
// have no finding yet.
func marked(s *cycle.State) string {
	all, open := 0, 0
	for _, id := range s.SubjectOrder {
		for _, c := range s.Subjects[id].Claims {
			if c.Withdrawn == nil {
				all++
			}
		}
		open += len(unfound(s.Subjects[id]))
	}
	switch {
	case all == 0:
		return ""
	case open == 0:
		return "述职报告中标记的" + itoa(all) + "处所述均有核实情况。"
	}
	return "述职报告中标记的" + itoa(all) + "处所述，" + itoa(open) + "处尚无核实情况。"
}

// unfound are the marked claims about which there is no finding.
func unfound(sub *cycle.Subject) (list []cycle.Claim) {
	for _, c := range sub.Claims {
		if c.Withdrawn == nil && !slices.ContainsFunc(sub.Visits, func(v cycle.Visit) bool { return v.Of == c.ID }) {
			list = append(list, c)
		}
	}
	return list
}

// brought is what stands on file beside a finding, by kind and number: what an interview
// says is not for everybody who reads the summary.
func (p *page) brought(v cycle.Visit) string {
	var list []string
	for _, what := range []cycle.EvidenceKind{cycle.Photo, cycle.Paper, cycle.Interview, cycle.Above} {
		n := 0
		for _, e := range v.Evidence {
			if e.What == what && e.Withdrawn == nil {
				n++
			}
		}
		if n > 0 {
			list = append(list, p.words().Option("what", string(what))+itoa(n)+"份")
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "（附" + strings.Join(list, "、") + "）"
}

func (p *page) visits(sub *cycle.Subject) {
	open := unfound(sub)
	if len(sub.Visits)+len(open) == 0 {
		return
	}
	p.Heading(2, sub.OrgName+"　"+p.name(sub.Person))
	rows := make([][]string, len(sub.Visits))
	for i, v := range sub.Visits {
		rows[i] = []string{day(v.Date) + "\n" + v.Method + "\n" + p.names(v.Visitors), or(v.Claim, none), v.Finding + p.brought(v), p.words().Option("verdict", string(v.Verdict))}
	}
	for _, c := range open {
		rows = append(rows, []string{none, c.Text, "尚无核实情况", none})
	}
	p.Table([]docx.Column{{Head: "日期、方式、核实人", Width: 6, Align: docx.Center}, {Head: "报告所述", Width: 11}, {Head: "核实情况", Width: 11},
		{Head: "结论", Width: 5, Align: docx.Center}}, rows)
}

func (p *page) higher(s *cycle.State) {
	p.section("上级检查反馈")
	if len(s.Higher) == 0 {
		p.Body("无。")
		return
	}
	rows := make([][]string, len(s.Higher))
	for i, h := range s.Higher {
		about := "全部述职对象"
		if h.Subject != "" {
			about = p.org(h.Subject)
		}
		rows[i] = []string{itoa(i + 1), day(h.Date), h.From, about, h.Text}
	}
	p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "日期", Width: 5, Align: docx.Center}, {Head: "反馈单位", Width: 4}, {Head: "涉及对象", Width: 6}, {Head: "反馈内容", Width: 12}}, rows)
}

func (p *page) assessments(s *cycle.State) {
	var rows [][]string
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		for _, a := range sub.Assessments {
			rows = append(rows, []string{sub.OrgName, p.name(sub.Person), day(a.Date), a.Text})
		}
	}
	if len(rows) == 0 {
		return
	}
	p.section("日常管理考核")
	p.Table([]docx.Column{{Head: "党组织", Width: 7}, {Head: "姓名", Width: 4}, {Head: "日期", Width: 5, Align: docx.Center}, {Head: "情况", Width: 13}}, rows)
}
