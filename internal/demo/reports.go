package demo

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/office"
)

// usualReview is when a report is reviewed that the register has no row for.
const usualReview calendar.Date = "2018-12-17"

// verdict is a row of the register of reviews.
type verdict struct {
	version  int
	date     calendar.Date
	reviewer string
	returned bool
	reason   string
}

// reports puts the reports of all subjects into the diary: written, opinions asked
// for and answered, handed in, reviewed, mended where they were returned (N3).
func (p *play) reports() {
	reviews := map[string][]verdict{}
	var usual string // the reviewer of reports without a row
	for _, r := range p.books.preparation.rows("报告审核", "组织编码", "版本", "日期", "审核人编号", "审核结论", "理由") {
		v := verdict{r.number("版本"), r.date("日期"), r.need("审核人编号"), oneOf(r, "审核结论", map[string]bool{"退回": true, "通过": false, "说明理由后通过": false}), r.text("理由")}
		reviews[r.need("组织编码")] = append(reviews[r.need("组织编码")], v)
		if usual == "" {
			usual = v.reviewer
		}
	}
	for _, r := range p.books.preparation.rows("征求意见", "组织编码", "日期", "征求意见范围", "意见摘要") {
		org, day := r.need("组织编码"), r.date("日期")
		list := reviews[org]
		if len(list) == 0 {
			list = []verdict{{version: 1, date: usualReview, reviewer: usual}}
		}
		slices.SortFunc(list, func(a, b verdict) int { return a.version - b.version })
		p.at(begin.AddDays(1), 9, 0, p.ifSubject(org, func() error { return p.fileReport(org, 1) }))
		p.at(day, 15, 0, p.ifSubject(org, func() error { return p.opinion(org, r) }))
		for _, v := range list {
			if v.version > 1 {
				p.at(v.date, 8, 30, p.ifSubject(org, func() error { return errors.Join(p.fileReport(org, v.version), p.submit(org)) }))
			}
			p.at(v.date, 10, 0, p.ifSubject(org, func() error { return p.review(org, v) }))
		}
	}
}

// ifSubject does something only when the organisation's secretary is a subject.
func (p *play) ifSubject(org string, act func() error) func() error {
	return func() error {
		is := false
		if err := p.view(func(s *cycle.State) { is = s.Subjects[org] != nil }); err != nil || !is {
			return err
		}
		return act()
	}
}

func (p *play) secretary(org string) string {
	for _, o := range p.roster.Organisations {
		if o.ID == org {
			return o.Secretary
		}
	}
	return ""
}

// fileReport hands in the file of a version, by the subject.
func (p *play) fileReport(org string, version int) error {
	who := p.secretary(org)
	name := org + "-" + p.name(who)
	if version > 1 {
		name += "-" + strconv.Itoa(version)
	}
	data, err := os.ReadFile(p.input("reports/" + name + ".docx"))
	if err != nil {
		return err
	}
	if err := p.must(who, p.year(), "file-report", values{"subject": org}, office.File{Name: name + ".docx", Data: data}); err != nil {
		return err
	}
	var v cycle.Version
	if err := p.view(func(s *cycle.State) { v = s.Subjects[org].Report().Version }); err != nil {
		return err
	}
	var found []string
	for _, f := range v.Findings {
		found = append(found, p.finding(f.Code, f.Args))
	}
	text := p.Words.Say("demo.report", "org", p.name(org), "person", p.name(who), "version", v.No, "chars", v.Chars, "share", p.Words.Share(v.Share.Num, v.Share.Den))
	if len(found) > 0 {
		text += " " + p.Words.Say("demo.findings", "found", strings.Join(found, " "))
	}
	p.done(p.year(), "file-report", text)
	return nil
}

// opinion puts the opinions of the circle that was asked on file; the subject takes
// them and hands the report in.
func (p *play) opinion(org string, r row) error {
	who := p.secretary(org)
	err := p.must(who, p.year(), "record-opinion", values{"subject": org, "from": r.need("征求意见范围"), "text": r.need("意见摘要")})
	if err != nil {
		return err
	}
	if err := p.must(who, p.year(), "answer-opinion", values{"subject": org, "opinion": "1.1", "taken": true}); err != nil {
		return err
	}
	p.done(p.year(), "record-opinion", p.Words.Say("demo.opinion", "org", p.name(org), "from", r.text("征求意见范围"), "text", r.text("意见摘要")))
	return p.submit(org)
}

func (p *play) submit(org string) error {
	return p.must(p.secretary(org), p.year(), "submit-report", values{"subject": org})
}

// review approves a version if it can be, and otherwise does what the register says:
// it is returned, or what was found is accepted with the reviewer's reason.
func (p *play) review(org string, v verdict) error {
	cmd := values{"subject": org, "version": v.version, "decision": string(cycle.Approve)}
	_, err := p.hand(v.reviewer, p.year(), "review-report", cmd)
	if err == nil {
		p.done(p.year(), "review-report", p.Words.Say("demo.approved", "org", p.name(org), "version", v.version))
		return nil
	}
	var r *decider.Refusal
	errors.As(err, &r)
	if err := p.refused(p.year(), "review-report", err); err != nil {
		return err
	}
	if v.returned {
		cmd["decision"], cmd["reasons"] = string(cycle.Return), v.reason
		if err := p.must(v.reviewer, p.year(), "review-report", cmd); err != nil {
			return err
		}
		p.mended(p.Words.Say("demo.returned", "org", p.name(org), "reason", v.reason))
		return nil
	}
	if v.reason == "" {
		v.reason = p.record.Say("demo.compared")
	}
	var accept []cycle.Accepted
	if err := p.view(func(s *cycle.State) {
		for _, f := range s.Subjects[org].Report().Findings {
			accept = append(accept, cycle.Accepted{Finding: strconv.Itoa(f.No), Reason: v.reason})
		}
	}); err != nil {
		return err
	}
	cmd["accept"] = accept
	if err := p.must(v.reviewer, p.year(), "review-report", cmd); err != nil {
		return fmt.Errorf("%s: %w", p.name(org), err)
	}
	p.mended(p.Words.Say("demo.accepted", "org", p.name(org), "reason", v.reason))
	return nil
}

// finding says what was found about a report.
func (p *play) finding(code string, args map[string]string) string {
	var kv []any
	for name, v := range args {
		kv = append(kv, name, v)
	}
	return p.Words.Say("finding."+code+".got", kv...)
}
