package demo

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/office"
)

// decided is the day on which the committee decides the grades: after its session, and
// the day before the results are fed back.
const decided calendar.Date = "2019-01-07"

// draft is a list of grades as it is proposed.
type draft struct {
	no     int
	grades []cycle.GradeFor
}

// grades puts the decision on the grades into the diary: the first list, and the next
// one when it is refused (N8).
func (p *play) grades() {
	var drafts []*draft
	for _, r := range p.books.meetings.rows("拟定等次", "组织编码", "稿次", "拟定等次", "理由") {
		if n := r.number("稿次"); n > len(drafts) {
			drafts = append(drafts, &draft{no: n})
		}
		d := drafts[len(drafts)-1]
		d.grades = append(d.grades, cycle.GradeFor{Subject: r.need("组织编码"), Grade: r.need("拟定等次"), Reason: r.text("理由")})
	}
	p.at(decided, 9, 0, func() error {
		var leaders []string
		for _, m := range p.roster.Memberships {
			if m.Class == "班子成员" {
				leaders = append(leaders, m.Person)
			}
		}
		for i, d := range drafts {
			grades, err := p.ofSubjects(d.grades)
			if err != nil {
				return err
			}
			_, err = p.hand(p.head, p.year(), "decide-grades", values{"date": decided, "grades": grades, "participants": leaders})
			if err == nil {
				if i > 0 {
					p.mended(p.Words.Say("demo.draft", "n", d.no, "names", p.changed(drafts[i-1], d)))
				}
				return p.showGrades()
			}
			if i == len(drafts)-1 {
				return err
			}
			if err := p.refused(p.year(), "decide-grades", err); err != nil {
				return err
			}
		}
		return errors.New("the sheet 拟定等次 has no list")
	})
}

// ofSubjects leaves out who is no subject: the lists have everybody who could be drawn.
func (p *play) ofSubjects(all []cycle.GradeFor) (list []cycle.GradeFor, err error) {
	err = p.view(func(s *cycle.State) {
		for _, g := range all {
			if s.Subjects[g.Subject] != nil {
				list = append(list, g)
			}
		}
	})
	return list, err
}

func (p *play) changed(was, is *draft) string {
	var names []string
	for i, g := range is.grades {
		if i < len(was.grades) && was.grades[i].Grade != g.Grade {
			names = append(names, fmt.Sprintf("%s %s → %s", p.name(g.Subject), was.grades[i].Grade, g.Grade))
		}
	}
	return p.Words.List(names)
}

// showGrades says who has which grade and what follows.
func (p *play) showGrades() error {
	by, follows := map[string][]string{}, []string{}
	var order []string
	err := p.view(func(s *cycle.State) {
		for _, g := range s.Policy.Grading.Grades {
			order = append(order, g.Name)
		}
		for _, id := range s.SubjectOrder {
			sub := s.Subjects[id]
			by[sub.Grade()] = append(by[sub.Grade()], sub.OrgName+" "+p.name(sub.Person))
			for _, f := range sub.Follows {
				follows = append(follows, fmt.Sprintf("%s（%s）：%s", sub.OrgName, sub.Grade(), f.Name))
			}
		}
	})
	for _, g := range order {
		p.done(p.year(), "decide-grades", p.Words.Say("demo.grade", "grade", g, "n", len(by[g]), "names", p.Words.List(by[g])))
	}
	p.done(p.year(), "carry-out-consequence", p.Words.Say("demo.follows", "list", strings.Join(follows, "；")))
	return err
}

// after puts everything that is done with the results into the diary (N9, N10).
func (p *play) after() {
	acts := map[string]func(row) error{"集体反馈": p.feedback, "公示": p.post, "提醒谈话": p.carryOut, "组织处理": p.carryOut,
		"取消评先资格": p.carryOut, "表彰奖励": p.carryOut, "备案": p.fileResults}
	for _, r := range p.books.meetings.rows("结果反馈与运用", "对象编码", "事项", "日期", "方式", "经办人编号", "备注") {
		act := oneOf(r, "事项", acts)
		p.at(r.date("日期"), 9, 0, func() error { return act(r) })
	}
	p.objections()
	p.at("2019-01-10", 16, 0, func() error {
		if err := p.must(p.clerk, p.year(), "end-work", values{"date": p.clock.today()}); err != nil {
			return err
		}
		var due calendar.Date
		if err := p.view(func(s *cycle.State) { due = s.Ended.Due }); err != nil {
			return err
		}
		p.done(p.year(), "end-work", p.Words.Say("demo.ended", "due", p.Words.ISODate(string(due))))
		return nil
	})
	p.at("2019-01-16", 9, 0, p.awards)
}

func (p *play) feedback(r row) error {
	err := p.must(r.need("经办人编号"), p.year(), "give-feedback", values{"way": r.need("方式"), "date": r.date("日期"), "speaker": r.need("经办人编号")})
	if err == nil {
		p.done(p.year(), "give-feedback", p.Words.Say("demo.feedback", "way", r.text("方式"), "who", p.name(r.text("经办人编号")), "note", r.text("备注")))
	}
	return err
}

// post puts the results on the boards that the row names.
func (p *play) post(r row) error {
	for _, place := range p.policy.Results.Posting.Places {
		if !strings.HasSuffix(r.need("对象编码"), place.Name) {
			continue
		}
		if err := p.must(p.clerk, p.year(), "post-results", values{"place": place.ID, "date": r.date("日期")}); err != nil {
			return err
		}
		p.done(p.year(), "post-results", p.Words.Say("demo.posted", "place", r.text("对象编码"), "note", r.text("备注")))
		return nil
	}
	r.bad("对象编码", "a board that the notice names")
	return p.books.faults()
}

// objections puts what was said against the posted results into the diary, and what
// was answered (N9.2).
func (p *play) objections() {
	for i, r := range p.books.meetings.rows("监督意见", "日期", "收到处", "意见", "答复日期", "是否采纳", "答复") {
		p.at(r.date("日期"), 15, 0, func() error {
			err := p.must(p.clerk, p.year(), "record-objection", values{"date": r.date("日期"), "place": r.need("收到处"), "text": r.need("意见")})
			if err == nil {
				p.done(p.year(), "record-objection", p.Words.Say("demo.objection", "place", r.text("收到处"), "text", r.text("意见")))
			}
			return err
		})
		p.at(r.date("答复日期"), 15, 0, func() error {
			err := p.must(p.clerk, p.year(), "answer-objection", values{"objection": strconv.Itoa(i + 1), "date": r.date("答复日期"),
				"upheld": r.yes("是否采纳"), "answer": r.need("答复")})
			if err == nil {
				p.done(p.year(), "answer-objection", p.Words.Say("demo.objection-answered", "answer", r.text("答复")))
			}
			return err
		})
	}
}

// carryOut records that what follows from a grade was done: what stands open of those
// consequences that the row is about.
func (p *play) carryOut(r row) error {
	about := map[string][]string{"提醒谈话": {"N10.2", "reminder-talk", "rectify"}, "取消评先资格": {"N10.2", "no-awards"},
		"组织处理": {"N10.3", "handling", "handling-two-years"}, "表彰奖励": {"N10.1", "commend"}}[r.text("事项")]
	type open struct{ subject, id, name string }
	var list []open
	if err := p.view(func(s *cycle.State) {
		for _, id := range s.SubjectOrder {
			if r.text("对象编码") != id && s.Orgs[r.text("对象编码")] != nil {
				continue
			}
			for _, f := range s.Subjects[id].Follows {
				if slices.Contains(about[1:], f.ID) && f.Done == nil && !f.Withdrawn {
					list = append(list, open{id, f.ID, f.Name})
				}
			}
		}
	}); err != nil {
		return err
	}
	for _, o := range list {
		who, note := r.need("经办人编号"), r.need("备注")
		if o.id == "rectify" {
			note = p.record.Say("demo.rectify-by", "due", p.record.ISODate(string(p.planDue(o.subject))))
		}
		err := p.must(who, p.year(), "carry-out-consequence", values{"subject": o.subject, "consequence": o.id, "date": r.date("日期"),
			"how": r.need("方式") + "：" + note, "done_by": []string{who}})
		if err != nil {
			return err
		}
		p.line(Done, about[0], p.policy.Acts["cycle"]["carry-out-consequence"].Clause, p.Words.Say("demo.carried-out", "org", p.name(o.subject), "name", o.name, "how", r.text("方式"), "note", note))
	}
	return nil
}

// planDue is the last day in the plan of an organisation.
func (p *play) planDue(org string) (due calendar.Date) {
	for _, r := range p.books.rectification.rows("整改方案", "组织编码", "完成期限") {
		if r.need("组织编码") == org {
			due = max(due, r.date("完成期限"))
		}
	}
	return due
}

// fileResults reports the results to the department above.
func (p *play) fileResults(r row) error {
	file, err := p.filingDocument()
	if err != nil {
		return err
	}
	p.filed = file
	if err := p.must(p.clerk, p.year(), "file-results", values{"number": p.record.Say("demo.number"), "date": r.date("日期")}, file); err != nil {
		return err
	}
	p.done(p.year(), "file-results", p.Words.Say("demo.filed", "to", p.policy.Results.Filing.To, "number", p.record.Say("demo.number"), "file", file.Name))
	return nil
}

// filingDocument is the report to the department above, as written from the record.
func (p *play) filingDocument() (office.File, error) {
	d, err := p.app.Office.Draft(p.ctx, cycleID, "filing")
	if err != nil {
		return office.File{}, err
	}
	data, err := d.Bytes()
	return office.File{Name: d.Name, Data: data}, err
}

// awards puts forward who was left out of the best grade for the quota: refused; and
// then who has it.
func (p *play) awards() error {
	var award, fit, unfit string
	if err := p.view(func(s *cycle.State) {
		for _, a := range s.Policy.Awards {
			if a.To == "person" {
				award = a.ID
				for _, id := range s.SubjectOrder {
					if slices.Contains(a.Only, s.Subjects[id].Grade()) {
						fit = cmp.Or(fit, id)
					} else {
						unfit = cmp.Or(unfit, id)
					}
				}
			}
		}
	}); err != nil {
		return err
	}
	_, err := p.hand(p.clerk, p.year(), "record-award", values{"award": award, "org": unfit, "date": p.clock.today()})
	if err == nil {
		return fmt.Errorf("%s was put forward for %s", p.name(unfit), award)
	}
	if err := p.refused(p.year(), "record-award", err); err != nil {
		return err
	}
	if err := p.must(p.clerk, p.year(), "record-award", values{"award": award, "org": fit, "date": p.clock.today()}); err != nil {
		return err
	}
	p.mended(p.Words.Say("demo.award", "person", p.name(p.secretary(fit)), "org", p.name(fit)))
	return nil
}
