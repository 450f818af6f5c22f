package document

import (
	"fmt"
	"strings"

	"shuping/internal/cycle"
)

// filing is the report to the department above (N9.4). It names the last record of
// the year's journal, so that a copy of that hash lies outside of the office.
func (l *list) filing() {
	s := l.y.Cycle
	if s.Ended == nil || !s.Policy.Results.Filing.Holds() {
		return
	}
	l.letter(Filing, "", "备案报告", "", "关于"+l.y.work()+"\n结果的备案报告", func(p *page) {
		number, day := "　　　　〔　　　　〕　　号", noDate
		if n := len(s.Filings); n > 0 && s.Filings[n-1].Decision == s.Decisions {
			number, day = s.Filings[n-1].Number, date(s.Filings[n-1].Date)
		}
		p.Subtitle(number)
		p.Recipient(s.Policy.Results.Filing.To + "：")
		p.Body("按照《" + s.Policy.Title + "》，" + s.Policy.Authority + "组织开展了" + p.y.work() + "，现将结果报告如下，请予备案。")
		p.section("述评对象")
		p.Body(p.scopeInWords(s))
		p.section("工作开展情况")
		p.done(s)
		p.section("评定结果")
		p.Body("经综合评定，" + p.distribution() + "各述职对象等次见附件。")
		p.section("结果运用和整改")
		p.outcome(s)
		if len(s.Departures) > 0 {
			p.section("需要说明的事项")
			p.Body("下列事项未按一般要求或期限办理，理由如下：")
			p.departures(s.Departures)
		}
		p.Attachments("述职对象等次评定结果表", "年度记录校验值")
		p.Signature(s.Policy.Authority, day)
		p.NewPage()
		p.Heading(1, "附件1　述职对象等次评定结果表")
		p.gradeTable(false)
		p.Heading(1, "附件2　年度记录校验值")
		p.Body(fmt.Sprintf("本年度的办理过程逐项记入年度记录，后一条记录以校验值连接前一条。起草本报告时，最后一条是第%d号，校验值（SHA-256）为：", p.y.Head.Seq))
		p.Plain(hash(p.y.Head.Hash.String()))
		p.Body("今后核对年度档案时，档案中该号记录的校验值应与此一致（空格不计）；不一致的，说明此前的记录被改动。")
	})
}

func (p *page) scopeInWords(s *cycle.State) string {
	text := "述职对象" + itoa(len(s.SubjectOrder)) + "名"
	if n := len(s.Exempt); n > 0 {
		text += "，免除" + itoa(n) + "名"
	}
	for _, d := range s.Draws {
		if d.Lots != nil {
			text += fmt.Sprintf("；%s从%d个中抽取%d名", d.Kind, len(d.Candidates), d.Take)
		}
	}
	return text + "。"
}

// done says in numbers what was done.
func (p *page) done(s *cycle.State) {
	for _, kind := range s.Policy.Meetings {
		n, voters := 0, 0
		for _, id := range s.MeetingOrder {
			m := s.Meetings[id]
			if m.Type == kind.ID && m.Held() != nil && m.Cancelled == nil {
				n++
				for _, pr := range m.Held().Presence {
					if c, ok := kind.ClassByID(pr.Class); ok && c.Votes {
						voters += pr.Present
					}
				}
			}
		}
		p.Body(fmt.Sprintf("召开%s%d次，到会参加评议%d人次。", kind.Name, n, voters))
	}
	visits := 0
	for _, id := range s.SubjectOrder {
		visits += len(s.Subjects[id].Visits)
	}
	said := ""
	if v := s.Policy.Verification; v.Holds() || visits > 0 {
		said = fmt.Sprintf("现场核实%d项", visits)
		if v.Higher.Holds() || len(s.Higher) > 0 {
			said += fmt.Sprintf("，收到上级检查反馈%d项", len(s.Higher))
		}
		said += "。"
	}
	p.Body(said + fmt.Sprintf("结果已向书记集体反馈%d次，公示%d处次，收到监督意见%d件。活动于%s结束。",
		len(s.Feedbacks), p.postings(s), len(s.Objections), date(s.Ended.Date)))
}

// postings counts the boards on which results hung.
func (p *page) postings(s *cycle.State) (n int) {
	for _, x := range s.Postings {
		n += max(1, len(x.Orgs))
	}
	return n
}

func (p *page) outcome(s *cycle.State) {
	var parts []string
	for _, c := range s.Policy.Consequences {
		n, done := 0, 0
		for _, sub := range s.Subjects {
			for _, f := range sub.Follows {
				if f.ID == c.ID && !f.Withdrawn && f.Unknown == 0 {
					n++
					if f.Done != nil {
						done++
					}
				}
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s%d人（已落实%d人）", c.Name, n, done))
		}
	}
	if len(parts) > 0 {
		p.Body(strings.Join(parts, "，") + "。")
	}
	plans, items, finished := 0, 0, 0
	for _, sub := range s.Subjects {
		if len(sub.Plans) > 0 {
			plans++
		}
		items += len(sub.Items)
		for _, it := range sub.Items {
			if it.Finished != nil {
				finished++
			}
		}
	}
	if !s.Policy.Correction.Holds() && plans == 0 {
		return
	}
	p.Body(fmt.Sprintf("已制定整改方案%d份，整改事项%d项，办结%d项，未办结的继续督查，转入下一年度。", plans, items, finished))
}
