package document

import (
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/docx"
)

// scope is the list of subjects with exemptions and lots (N1.1 to N1.3).
func (l *list) scope() {
	s := l.y.Cycle
	if s.ScopeSet == nil {
		return
	}
	l.add("scope", "", "述评对象名单及免除、抽取情况", "", "", func(p *page) {
		p.Body("依据《" + s.Policy.Title + "》确定。本表由年度记录生成，名单于" + date(calendar.Of(s.ScopeSet.At)) + "确定。")
		p.section("述职评议对象（" + people(len(s.SubjectOrder)) + "）")
		rows := make([][]string, len(s.SubjectOrder))
		for i, id := range s.SubjectOrder {
			sub := s.Subjects[id]
			rows[i] = []string{itoa(i + 1), p.name(sub.Person), post(sub.OrgName, sub.Post), sub.Kind, or(p.person(s.Liaison[id]), none), sub.Clause}
		}
		p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "姓名", Width: 4}, {Head: "党组织及职务", Width: 9}, {Head: "类别", Width: 5},
			{Head: "联点领导", Width: 4}, {Head: "依据", Width: 3, Align: docx.Center}}, rows)
		p.exempt(s)
		for _, d := range s.Draws {
			p.draw(d)
		}
		p.Signature(s.Policy.Authority, date(calendar.Of(s.ScopeSet.At)))
	})
}

func (p *page) exempt(s *cycle.State) {
	p.section("免除情况")
	if len(s.Exempt) == 0 {
		p.Body("无。")
		return
	}
	rows := make([][]string, len(s.Exempt))
	for i, x := range s.Exempt {
		reason := "按类别免除"
		if x.Reason != "" {
			reason = x.Reason + "（" + p.name(x.Approver) + "批准）"
		}
		o := s.Orgs[x.Org]
		rows[i] = []string{itoa(i + 1), o.Name, o.Kind, p.name(o.Secretary), reason, x.Clause}
	}
	p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "党组织", Width: 7}, {Head: "类别", Width: 5}, {Head: "书记", Width: 4},
		{Head: "理由", Width: 6}, {Head: "依据", Width: 3, Align: docx.Center}}, rows)
}

// draw shows everything that is needed to draw again and get the same.
func (p *page) draw(d *cycle.Draw) {
	p.section(d.Kind + "抽取情况")
	if d.Lots == nil {
		p.Body("应从下列" + itoa(len(d.Candidates)) + "个党组织中抽取" + itoa(d.Take) + "名书记，尚未抽取：" + strings.Join(d.Candidates, "、") + "。")
		return
	}
	p.Body("从" + itoa(len(d.Candidates)) + "个党组织中抽取" + itoa(d.Take) + "名书记。名单封定后取得公开随机数，按规则排序，取前" + itoa(d.Take) + "名。")
	p.fact("抽取日期", date(d.Date))
	p.fact("随机数", d.Seed)
	p.fact("随机数来源", d.SeedSource)
	p.fact("见证人", p.names(d.Witnesses))
	rows := make([][]string, len(d.Lots))
	for i, lot := range d.Lots {
		taken := ""
		if lot.Taken {
			taken = "抽中"
		}
		rows[i] = []string{itoa(lot.Place), lot.Name, hash(lot.Hash), taken}
	}
	p.Table([]docx.Column{{Head: "位次", Width: 2, Align: docx.Center}, {Head: "党组织", Width: 7}, {Head: "校验值", Width: 12}, {Head: "结果", Width: 3, Align: docx.Center}}, rows)
	p.Body("复核方法：把随机数、一个换行符和党组织名称依次连接（UTF-8编码），计算SHA-256，按十六进制从小到大排列。任何人用同一份名单和随机数都应得到同样的结果。")
}
