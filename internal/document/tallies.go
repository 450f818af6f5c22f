package document

import (
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// tallies are the counts of a meeting's vote as they were announced (N5.6, N6.2).
func (l *list) tallies(m *meeting.State) {
	r := m.Announced()
	if r == nil {
		return
	}
	l.add("tallies", m.Brief.Meeting, "测评结果统计表", about(m), "", func(p *page) {
		few := m.Type().Ballot.FewerThan
		basis := "每名对象只选一个等次的为有效票，未选、多选的只有该对象一栏无效；百分比为该等次票数占该对象有效票的比例，只舍不入。"
		if !r.Form.Plain() {
			basis = ruledBasis(m.Type(), r.Form)
		}
		p.Body("当场公布时间：" + date(dayOf(r.Announced.At)) + clock(r.Announced.At) + "。计票口径：收回票为收回的全部测评票；" + basis)
		p.published(m, r, few)
		p.ballotsOf(m)
		p.recounts(m)
		roles := []string{"计票人", "计票人"}
		if m.Type().Guide.Holds() {
			roles = append(roles, "指导人员")
		}
		p.signatures(append(roles, "主持人")...)
	})
}

// ruledBasis says how a form with rules of its own was counted.
func ruledBasis(t *policy.Meeting, f ballot.Form) string {
	basis := "每栏只填一项的为有效票，多选的只有该栏无效；"
	if f.Abstain {
		basis += "未选的为弃权，计入有效票；"
	} else {
		basis += "未选的只有该栏无效；"
	}
	if f.Breaches() {
		basis += "超过每张票限额的、排名有并列或者空缺的按办法无效，列入违规一栏；"
	}
	if len(f.NotSelf) > 0 {
		basis += "本人一栏不计；"
	}
	if len(f.Unsure) > 0 {
		basis += "“" + strings.Join(f.Unsure, "、") + "”不计入百分比；"
	}
	if len(f.Parts) > 0 {
		var parts []string
		for _, part := range t.Ballot.Weights.Parts {
			parts = append(parts, part.Name+part.Weight.String())
		}
		basis += strings.Join(parts, "、") + "；百分比和平均按各部分票的权重合成；"
	}
	return basis + "百分比和平均只舍不入。"
}

// published writes the announced counts: the total, the classes, phone and paper.
func (p *page) published(m *meeting.State, r *meeting.Result, few int) {
	pub, subjects, t := r.Announced.Published, m.Brief.Subjects, m.Type()
	p.section("总计（收回票" + itoa(pub.Ballots) + "张）")
	p.counts(t, subjects, r.Form, pub.Total, pub.Findings, true)
	hidden := slices.ContainsFunc(pub.Total, hides)
	if len(pub.Classes) > 1 {
		p.section("分类统计")
		for _, c := range pub.Classes {
			title := p.class(r.Form.Classes[c.Class]) + "（收回票" + itoa(c.Ballots) + "张）"
			hidden = hidden || c.Hidden || slices.ContainsFunc(c.Subjects, hides)
			if c.Hidden {
				p.Heading(2, title+"：不列分项")
				continue
			}
			p.Heading(2, title)
			p.counts(t, subjects, r.Form, c.Subjects, givenBy(r, c.Class), false)
		}
	}
	if hidden {
		p.Body("某一类人员或者某名对象的票少于" + itoa(few) + "张的不列分项，由总计能推算出来的也不列，以“" + none + "”表示，以免对应到人。")
	}
	p.origins(t, subjects, r, few)
}

// givenBy is how many entries a class gave on each line, where the form has rules of its own.
func givenBy(r *meeting.Result, class int) []ballot.Finding {
	if r.Form.Plain() {
		return nil
	}
	out := make([]ballot.Finding, len(r.Form.Lines()))
	for _, t := range slices.Concat(r.Phone, r.Paper) {
		for i := range t.Subjects {
			if t.Class == class {
				out[i].Given += t.Subjects[i].Valid()
			}
		}
	}
	return out
}

func hides(c ballot.PublicCount) bool { return c.Hidden }

func (p *page) subjectLabel(subjects []brief.Subject, id string) string {
	for _, sub := range subjects {
		if sub.ID == id {
			return p.name(sub.Person) + "\n" + sub.OrgName
		}
	}
	return id
}

// class is the name of a class of people, whatever meeting it belongs to.
func (p *page) class(id string) string {
	for _, m := range p.y.Cycle.Policy.Meetings {
		if c, ok := m.BallotClass(id); ok {
			return c.Name
		}
	}
	return id
}

// origins writes phone and paper apart.
func (p *page) origins(t *policy.Meeting, subjects []brief.Subject, r *meeting.Result, few int) {
	phone, paper, ok := byOrigin(r.Phone, r.Paper, few)
	switch {
	case !ok && len(r.Phone) > 0 && len(r.Paper) > 0:
		p.section("电子票、纸质票分别统计")
		p.Body("电子票和纸质票中有一部分票数很少，分开列出能够推算到人，故不分列。两种票的收发数见本表后附。")
		return
	case !ok:
		return
	}
	p.section("电子票、纸质票分别统计")
	p.Heading(2, "电子票（收回票"+itoa(phone.Ballots)+"张）")
	p.counts(t, subjects, r.Form, shown(phone), nil, false)
	p.Heading(2, "纸质票（收回票"+itoa(paper.Ballots)+"张）")
	p.counts(t, subjects, r.Form, shown(paper), nil, false)
}

func shown(t ballot.Tally) []ballot.PublicCount {
	out := make([]ballot.PublicCount, len(t.Subjects))
	for i, c := range t.Subjects {
		out[i].Count = c
	}
	return out
}

// byOrigin adds up the counts of phone and of paper, if they may be shown apart.
// Beside the counts by class they would tell the difference of a class and an
// origin. Every such difference is made up of whole piles, those of one class and
// one origin, so none is small when no pile is: each that has valid entries for a
// subject must have at least fewerThan.
func byOrigin(phone, paper []ballot.Tally, fewerThan int) (sumPhone, sumPaper ballot.Tally, ok bool) {
	for _, t := range slices.Concat(phone, paper) {
		for _, c := range t.Subjects {
			if n := c.Valid(); n > 0 && n < fewerThan {
				return sumPhone, sumPaper, false
			}
		}
	}
	sumPhone, err1 := ballot.Add(phone...)
	sumPaper, err2 := ballot.Add(paper...)
	return sumPhone, sumPaper, err1 == nil && err2 == nil && sumPhone.Ballots > 0 && sumPaper.Ballots > 0
}

// recounts says which counts were made again, why, and who agreed.
func (p *page) recounts(m *meeting.State) {
	for _, r := range m.Results {
		if r.Recount && r.Announced != nil {
			p.Body("第" + itoa(r.Round) + "轮测评于" + date(dayOf(r.At)) + "重新统计，理由：" + r.Reason + "；批准人：" + p.name(r.Approver) + "。本表为重新统计后的结果。")
		}
	}
}
