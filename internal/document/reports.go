package document

import (
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/docx"
)

// reports is what became of every version of every report (N3.1).
func (l *list) reports() {
	s := l.y.Cycle
	if s.Seen["report-filed"] == 0 {
		return
	}
	l.add("reports", "", "述职报告审核情况", "", "", func(p *page) {
		approved, filed := 0, 0
		for _, id := range s.SubjectOrder {
			if sub := s.Subjects[id]; len(sub.Reports) > 0 {
				filed++
				if sub.Approved > 0 {
					approved++
				}
			}
		}
		p.Body("应报" + itoa(len(s.SubjectOrder)) + "份，已报" + itoa(filed) + "份，审核通过" + itoa(approved) + "份。字数按文字处理软件的“字数”计；“问题及原因”为该部分字数与全文字数，由系统划分，供审核人核对。")
		p.section("各版本审核情况")
		var rows [][]string
		for _, id := range s.SubjectOrder {
			sub := s.Subjects[id]
			for _, r := range sub.Reports {
				rows = append(rows, []string{p.name(sub.Person) + "\n" + sub.OrgName, itoa(r.No), p.reported(r), itoa(r.Chars),
					itoa(r.Share.Num) + "/" + itoa(r.Share.Den) + "\n" + p.words().Percent(r.Share.Num, r.Share.Den), p.review(r)})
			}
		}
		p.Table([]docx.Column{{Head: "述职对象", Width: 7}, {Head: "版本", Width: 3, Align: docx.Center}, {Head: "报送日期", Width: 5, Align: docx.Center},
			{Head: "字数", Width: 3, Align: docx.Center}, {Head: "问题及原因", Width: 4, Align: docx.Center}, {Head: "审核情况", Width: 9}}, rows)
		p.opinions(s)
		p.Signature(s.Policy.Authority, noDate)
	})
}

func (p *page) reported(r *cycle.Report) string {
	if r.Submitted == "" {
		return "未报送"
	}
	return day(r.Submitted)
}

// review says the decision, its reasons, and which findings were let stand and why.
func (p *page) review(r *cycle.Report) string {
	if r.Review == nil {
		return "未审核"
	}
	lines := []string{p.words().Option("decision", string(r.Review.Decision)) + "（" + p.name(r.Review.By) + "）"}
	if r.Review.Reasons != "" {
		lines = append(lines, "理由："+r.Review.Reasons)
	}
	for _, a := range r.Review.Accepted {
		for _, f := range r.Findings {
			if itoa(f.No) == a.Finding {
				lines = append(lines, p.words().Say("finding."+f.Code+".name")+"：予以认可，"+a.Reason)
			}
		}
	}
	return strings.Join(lines, "\n")
}

func (p *page) opinions(s *cycle.State) {
	var rows [][]string
	for _, id := range s.SubjectOrder {
		sub := s.Subjects[id]
		for _, r := range sub.Reports {
			for _, o := range r.Opinions {
				outcome := "未答复"
				switch {
				case o.Answered && o.Taken:
					outcome = "采纳"
				case o.Answered:
					outcome = "未采纳"
				}
				if o.Why != "" {
					outcome += "：" + o.Why
				}
				rows = append(rows, []string{sub.OrgName, o.From, o.Text, outcome})
			}
		}
	}
	p.section("征求意见情况")
	if len(rows) == 0 {
		p.Body("无。")
		return
	}
	p.Table([]docx.Column{{Head: "党组织", Width: 6}, {Head: "意见来源", Width: 5}, {Head: "意见", Width: 10}, {Head: "采纳情况", Width: 7}}, rows)
}
