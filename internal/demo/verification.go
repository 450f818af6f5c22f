package demo

import (
	"shuping/internal/cycle"
)

// verdicts are the words of the workbook for what a visit found.
func verdicts() map[string]cycle.Verdict {
	return map[string]cycle.Verdict{"属实": cycle.BorneOut, "部分属实": cycle.Partly, "不属实": cycle.NotSo, "未核": cycle.Unchecked}
}

// verify puts the visits, the feedback from above and the day-to-day assessment into
// the diary (N4, N8.1).
func (p *play) verify() {
	visits := p.books.verification.rows("现场核实", "组织编码", "日期", "核实方式", "核实人编号", "报告所述", "核实情况", "结论")
	marked := 0
	for i, r := range visits {
		org, v := r.need("组织编码"), oneOf(r, "结论", verdicts())
		p.at(r.date("日期"), 14, 0, p.ifSubject(org, func() error {
			claim, err := p.claim(r.need("核实人编号"), org, r.need("报告所述"))
			if err != nil {
				return err
			}
			if claim != "" {
				marked++
			}
			return p.found(r, org, v, claim)
		}))
		if i == len(visits)-1 {
			p.at(r.date("日期"), 17, 0, func() error {
				p.done(p.year(), "mark-claim", p.Words.Say("demo.claims", "n", marked, "of", len(visits)))
				return nil
			})
		}
	}
	for _, r := range p.books.verification.rows("市委组织部反馈", "组织编码", "反馈日期", "反馈内容", "整改要求") {
		org := r.need("组织编码")
		p.at(begin.AddDays(1), 16, 0, p.ifSubject(org, func() error {
			err := p.must(p.clerk, p.year(), "record-higher-feedback", values{"subject": org, "date": r.date("反馈日期"), "text": r.need("反馈内容") + "；" + r.text("整改要求")})
			if err != nil {
				return err
			}
			p.done(p.year(), "record-higher-feedback", p.Words.Say("demo.higher", "org", p.name(org), "text", r.text("反馈内容")))
			return nil
		}))
	}
	n, rows := 0, p.books.meetings.rows("平时考核", "组织编码", "日期", "考核事项", "情况", "加减分")
	for i, r := range rows {
		org := r.need("组织编码")
		p.at(begin.AddDays(2), 16, 0, p.ifSubject(org, func() error {
			n++
			return p.must(p.clerk, p.year(), "record-assessment", values{"subject": org, "date": r.date("日期"),
				"text": r.need("考核事项") + "：" + r.text("情况") + "（" + r.text("加减分") + "）"})
		}))
		if i == len(rows)-1 {
			p.at(begin.AddDays(2), 16, 0, func() error {
				p.done(p.year(), "record-assessment", p.Words.Say("demo.assessments", "n", n))
				return nil
			})
		}
	}
}

// found puts one finding on file, with what two of the visits brought back.
func (p *play) found(r row, org string, v cycle.Verdict, claim string) error {
	who := r.need("核实人编号")
	paper := values{"subject": org, "date": r.date("日期"), "method": r.need("核实方式"), "visitors": []string{who}, "finding": r.need("核实情况"), "verdict": string(v)}
	if claim != "" {
		paper["of"] = claim
	} else {
		paper["claim"] = r.text("报告所述")
	}
	if err := p.must(who, p.year(), "record-visit", paper); err != nil {
		return err
	}
	p.done(p.year(), "record-visit", p.Words.Say("demo.visit", "org", p.name(org), "method", r.text("核实方式"), "claim", r.text("报告所述"),
		"finding", r.text("核实情况"), "verdict", p.Words.Option("verdict", string(v))))
	switch {
	case r.text("核实方式") == "实地调研" && v == cycle.Partly && !p.photographed:
		p.photographed = true
		photo, err := stairwell()
		if err != nil {
			return err
		}
		return p.attach(who, org, cycle.Photo, org+"-楼道.jpg", photo, p.record.Say("demo.photo"))
	case r.text("核实方式") == "座谈走访" && !p.interviewed:
		p.interviewed = true
		note := p.record.Say("demo.interview", "claim", r.text("报告所述"), "finding", r.text("核实情况"))
		return p.attach(who, org, cycle.Interview, org+"-走访记录.txt", []byte(note), p.record.Say("demo.interview-note"))
	}
	return nil
}
