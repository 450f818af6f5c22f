package document

import (
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/docx"
)

// posting is the public notice (N9.2), the record of postings, feedback and
// objections (N9.1, N9.2), and the result for each subject (N9.1).
func (l *list) posting() {
	s := l.y.Cycle
	if s.Decisions == 0 {
		return
	}
	l.add("posting", "notice", "结果公示", "", l.y.work()+"\n结果公示", (*page).publicNotice)
	if len(s.Postings)+len(s.Feedbacks) > 0 {
		l.add("posting", "record", "公示及反馈记录", "", "", (*page).postingRecord)
	}
	for _, id := range s.SubjectOrder {
		if sub := s.Subjects[id]; sub.Grade() != "" {
			l.letter("posting", id, "结果反馈", sub.OrgName, "", func(p *page) { p.feedback(sub) }).Subject = id
		}
	}
}

// current are the postings that show the present results.
func current(s *cycle.State) (out []cycle.Posting) {
	for _, x := range s.Postings {
		if x.Decision == s.Decisions {
			out = append(out, x)
		}
	}
	return out
}

func (p *page) publicNotice() {
	s := p.y.Cycle
	p.Body("经述职、测评、现场核实和综合评定，" + itoa(len(s.SubjectOrder)) + "名党组织书记的" + itoa(s.Year) + "年度评定结果已经确定，现予公示，接受党员和群众监督。")
	p.gradeTable(false)
	var from, until calendar.Date
	for _, x := range current(s) {
		if from == "" || x.Date < from {
			from = x.Date
		}
		until = max(until, x.Until)
	}
	switch {
	case from != "" && until != "":
		p.Body("公示时间：" + date(from) + "至" + date(until) + "。")
	case from != "":
		p.Body("公示时间：自" + date(from) + "起。")
	default:
		p.Body("公示时间：　　　年　　月　　日至　　　年　　月　　日。")
	}
	var places []string
	for _, x := range s.Policy.Results.Posting.Places {
		places = append(places, x.Name)
	}
	if len(places) > 0 {
		p.Body("公示地点：" + strings.Join(places, "、") + "。")
	}
	p.Body("对结果有意见的，可以在公示期间向" + s.Policy.Authority + "反映，可以署名，也可以不署名。联系电话：　　　　　　　　")
	day := noDate
	if from != "" {
		day = date(from)
	}
	p.Signature(s.Policy.Authority, day)
}

func (p *page) postingRecord() {
	s := p.y.Cycle
	p.section("公示情况")
	var rows [][]string
	for _, x := range s.Postings {
		where := x.Place
		for _, place := range s.Policy.Results.Posting.Places {
			if place.ID == x.Place {
				where = place.Name
			}
		}
		orgs := make([]string, len(x.Orgs))
		for i, id := range x.Orgs {
			orgs[i] = p.org(id)
		}
		note := ""
		if x.Decision < s.Decisions {
			note = "更正前的结果"
		}
		rows = append(rows, []string{where, or(strings.Join(orgs, "、"), none), day(x.Date), day(x.Until), note})
	}
	p.tableOrNone([]docx.Column{{Head: "地点", Width: 6}, {Head: "单位", Width: 10}, {Head: "张贴日期", Width: 5, Align: docx.Center}, {Head: "截止日期", Width: 5, Align: docx.Center}, {Head: "备注", Width: 4}}, rows)
	p.section("集体反馈情况")
	rows = nil
	for _, f := range s.Feedbacks {
		who := make([]string, len(f.Subjects))
		for i, id := range f.Subjects {
			who[i] = p.name(s.Subjects[id].Person)
		}
		rows = append(rows, []string{day(f.Date), f.Way, p.name(f.Speaker), strings.Join(who, "、")})
	}
	p.tableOrNone([]docx.Column{{Head: "日期", Width: 5, Align: docx.Center}, {Head: "方式", Width: 4}, {Head: "反馈人", Width: 4}, {Head: "反馈对象", Width: 14}}, rows)
	p.section("监督意见及答复")
	rows = nil
	for _, o := range s.Objections {
		answer := "未答复"
		if o.Answered != "" {
			answer = day(o.Answered) + "答复：" + o.Answer
			if o.Upheld {
				answer += "（意见成立）"
			}
		}
		rows = append(rows, []string{day(o.Date), or(p.person(o.From), "未署名"), o.Text, answer})
	}
	p.tableOrNone([]docx.Column{{Head: "日期", Width: 5, Align: docx.Center}, {Head: "反映人", Width: 4}, {Head: "意见", Width: 9}, {Head: "答复", Width: 9}}, rows)
	p.Signature(s.Policy.Authority, noDate)
}

func (p *page) tableOrNone(columns []docx.Column, rows [][]string) {
	if len(rows) == 0 {
		p.Body("无。")
		return
	}
	p.Table(columns, rows)
}

// feedback is what one secretary is told.
func (p *page) feedback(sub *cycle.Subject) {
	s := p.y.Cycle
	p.Recipient(p.name(sub.Person) + "同志：")
	p.Body(s.Policy.Authority + "根据" + p.basis() + "，于" + date(sub.Grades[len(sub.Grades)-1].Date) + "评定你" + itoa(s.Year) + "年度等次为“" + sub.Grade() + "”。")
	p.section("测评情况")
	for _, kind := range s.Policy.Meetings {
		lines, ballots := p.totals(sub, kind.ID)
		for i := range lines {
			text := kind.Name + "：收回票" + itoa(ballots) + "张，"
			if !lines[i].count.Hidden {
				text += "其中"
			}
			if lines[i].name != "" {
				text += lines[i].name + "："
			}
			p.Body(text + lines[i].text(p) + "。")
		}
	}
	p.takenAway(sub)
	if rows := follows(sub); len(rows) > 0 {
		p.section("结果运用")
		p.Body("按照规定：" + strings.Join(rows, "；") + "。")
	}
	p.Signature(s.Policy.Authority, date(sub.Grades[len(sub.Grades)-1].Date))
}

// takenAway is what the head said and what was promised at the subject's meetings.
func (p *page) takenAway(sub *cycle.Subject) {
	for _, m := range p.y.held(sub) {
		for _, c := range m.Held().Comments {
			if c.Subject == sub.ID {
				p.section("点评意见")
				p.comment(c.Strengths, c.Problems, c.Direction)
			}
		}
	}
	var rows [][]string
	for _, m := range p.y.held(sub) {
		for _, q := range m.Held().Questions {
			if q.Subject == sub.ID {
				rows = append(rows, []string{itoa(len(rows) + 1), q.Question, or(q.Solution, none), day(q.Due)})
			}
		}
	}
	if len(rows) > 0 {
		p.section("现场承诺")
		p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "问题", Width: 9}, {Head: "解决办法", Width: 9}, {Head: "承诺期限", Width: 5, Align: docx.Center}}, rows)
	}
}

// follows are the names of what follows from the grade.
func follows(sub *cycle.Subject) (out []string) {
	for _, f := range sub.Follows {
		if !f.Withdrawn && f.Unknown == 0 {
			out = append(out, f.Name)
		}
	}
	return out
}
