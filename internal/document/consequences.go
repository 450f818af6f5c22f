package document

import (
	"strconv"

	"shuping/internal/cycle"
	"shuping/internal/docx"
)

// consequences is what follows from the grades and what was done about it (N10).
func (l *list) consequences() {
	s := l.y.Cycle
	if s.Decisions == 0 {
		return
	}
	l.add("consequences", "", "结果运用记录", "", "", func(p *page) {
		p.section("由等次确定的事项")
		var rows [][]string
		for _, sub := range p.ranked() {
			for _, f := range sub.Follows {
				rows = append(rows, []string{itoa(len(rows) + 1), p.name(sub.Person) + "\n" + sub.OrgName, f.Name + bracket(f.Clause), day(f.Due), p.followed(f) + lasting(f)})
			}
		}
		p.tableOrNone([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "述职对象", Width: 7}, {Head: "事项及依据", Width: 6}, {Head: "期限", Width: 5, Align: docx.Center}, {Head: "落实情况", Width: 9}}, rows)
		p.section("评先评优")
		rows = nil
		for _, a := range s.Awards {
			name := a.Award
			for _, x := range s.Policy.Awards {
				if x.ID == a.Award {
					name = x.Name
				}
			}
			rows = append(rows, []string{itoa(len(rows) + 1), p.org(a.Org), name, or(a.Grade, "非述职对象"), day(a.Date), a.Comment})
		}
		p.tableOrNone([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "党组织", Width: 7}, {Head: "评选事项", Width: 6}, {Head: "等次", Width: 4, Align: docx.Center}, {Head: "日期", Width: 5, Align: docx.Center}, {Head: "说明", Width: 5}}, rows)
		p.Signature(s.Policy.Authority, noDate)
	})
}

func (p *page) followed(f *cycle.Follow) string {
	switch {
	case f.Withdrawn:
		return "等次或者以往等次更正后不再适用"
	case f.Unknown != 0:
		return strconv.Itoa(f.Unknown) + "年度等次没有存档，是否适用待查"
	case f.Done == nil:
		return "尚未落实"
	}
	text := day(f.Done.Date) + "，" + sentence(f.Done.How) + "经办：" + p.names(f.Done.DoneBy)
	if f.Done.DaysLate > 0 {
		text += "（逾期" + itoa(f.Done.DaysLate) + "天）"
	}
	return text
}

// lasting says until when a consequence holds.
func lasting(f *cycle.Follow) string {
	if f.Until == "" || f.Withdrawn {
		return ""
	}
	return "（影响期至" + date(f.Until) + "）"
}
