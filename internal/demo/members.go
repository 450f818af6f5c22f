package demo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// gathering is a date of a members' meeting with what the office's lists say of it.
type gathering struct {
	org, id  string
	n        int // 场次
	date     calendar.Date
	time     string
	place    string
	chair    string
	post     string
	guide    string
	tellers  []string
	model    bool
	remark   string
	absent   map[string]bool
	excluded []row
	watch    []string // observers
	next     *gathering
	phone    []phoneRow
	paper    []paperRow
}

// gatherings puts the members' meetings into the diary (N5).
func (p *play) gatherings() {
	list := p.readGatherings()
	for _, g := range list {
		hour, minute := clockOf(g.time)
		if g.n == 1 {
			p.at(g.date.AddDays(-1), 17, 0, p.ifSubject(g.org, func() error { return p.callMembers(g) }))
		}
		p.at(g.date, hour, minute, p.ifSubject(g.org, func() error { return p.holdMembers(g) }))
	}
}

func clockOf(text string) (hour, minute int) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, 0 // the reader noted the fault
	}
	return t.Hour(), t.Minute()
}

func (p *play) readGatherings() (list []*gathering) {
	b := p.books.meetings
	by := map[string]*gathering{}
	key := func(r row) string { return r.need("组织编码") + "/" + r.need("场次") }
	for _, r := range b.rows("会议安排", "组织编码", "场次", "日期", "时间", "地点", "主持人编号", "主持人职务", "指导人员编号", "计票人一编号", "计票人二编号", "示范观摩", "备注") {
		g := &gathering{org: r.need("组织编码"), n: r.number("场次"), date: r.date("日期"), time: r.need("时间"), place: r.need("地点"), chair: r.need("主持人编号"),
			post: r.need("主持人职务"), guide: r.need("指导人员编号"), tellers: []string{r.need("计票人一编号"), r.need("计票人二编号")},
			model: r.yes("示范观摩"), remark: r.text("备注"), absent: map[string]bool{}}
		g.id = cycleID + "-" + g.org
		if _, err := time.Parse("15:04", g.time); err != nil {
			r.bad("时间", "a time such as 14:30")
		}
		if was := by[g.org+"/"+strconv.Itoa(g.n-1)]; was != nil {
			was.next = g
		}
		by[key(r)] = g
		list = append(list, g)
	}
	find := func(r row) *gathering {
		if g := by[key(r)]; g != nil {
			return g
		}
		r.bad("场次", "a meeting of the sheet 会议安排")
		return &gathering{absent: map[string]bool{}}
	}
	for _, r := range b.rows("缺席人员", "人员编号", "组织编码", "场次") {
		find(r).absent[r.need("人员编号")] = true
	}
	for _, r := range b.rows("手机测评分布", "组织编码", "场次", "参会类别", "发码", "未用", "作废") {
		g := find(r)
		g.phone = append(g.phone, phoneRow{r.need("参会类别"), r.number("发码"), r.number("未用"), r.number("作废"), r})
	}
	for _, r := range b.rows("手工计票", "组织编码", "场次", "投票轮次", "计票次数", "计票人编号", "参会类别", "发出", "收回", "未收回", "未选", "多选") {
		g := find(r)
		g.paper = append(g.paper, paperRow{round: r.number("投票轮次"), count: r.number("计票次数"), teller: r.need("计票人编号"), class: r.need("参会类别"),
			issued: r.number("发出"), back: r.number("收回"), kept: r.number("未收回"), blank: r.number("未选"), multiple: r.number("多选"), row: r})
	}
	for _, g := range list {
		for _, r := range b.rows("不计入应到", "人员编号", "组织编码", "理由", "批准人编号") {
			if r.need("组织编码") == g.org {
				g.excluded = append(g.excluded, r)
			}
		}
		for _, r := range b.rows("观摩人员", "人员编号", "观摩组织编码", "组织编码") {
			if r.need("观摩组织编码") == g.org {
				g.watch = append(g.watch, r.need("组织编码"))
			}
		}
	}
	return list
}

func (p *play) callMembers(g *gathering) error {
	kind := p.meetingFor(policy.EachSubject)
	err := p.must(p.clerk, p.year(), "call-meeting", values{"meeting": g.id, "type": kind.ID, "subjects": []string{g.org}, "date": g.date, "time": g.time,
		"place": g.place, "chair": g.chair, "chair_post": g.post, "guides": []string{g.guide}, "tellers": g.tellers})
	if err != nil {
		return err
	}
	p.line(Done, "N5.1", kind.Chair.Clause, p.Words.Say("demo.called", "org", p.name(g.org), "date", p.Words.ISODate(string(g.date)), "time", g.time,
		"place", g.place, "chair", p.name(g.chair), "guide", p.name(g.guide)))
	return nil
}

func (p *play) meetingFor(reach policy.Reach) *policy.Meeting {
	for i := range p.policy.Meetings {
		if p.policy.Meetings[i].For == reach {
			return &p.policy.Meetings[i]
		}
	}
	panic("demo: the notice has no such meeting") // unreachable unless the notice of 2018 was changed
}

func (g *gathering) stream() string { return "meeting/" + g.id }

// holdMembers holds a meeting from the roll to the end, or puts it off.
func (p *play) holdMembers(g *gathering) error {
	if err := p.rollCall(g); err != nil {
		return fmt.Errorf("%s: %w", p.name(g.org), err)
	}
	opened, err := p.openMembers(g)
	if err != nil || !opened {
		return err
	}
	if err := p.must(g.chair, g.stream(), "start-report", values{"subject": g.org}); err != nil {
		return err
	}
	p.clock.pass(9 * time.Minute)
	if err := p.must(g.chair, g.stream(), "finish-report", values{"subject": g.org}); err != nil {
		return err
	}
	if err := p.vote(g); err != nil {
		return fmt.Errorf("%s: %w", p.name(g.org), err)
	}
	if err := p.must(g.guide, g.stream(), "announce", values{"where": g.place}); err != nil {
		return err
	}
	p.clock.pass(3 * time.Minute)
	if err := p.must(g.chair, g.stream(), "close-meeting", values{}); err != nil {
		return err
	}
	return p.showResult(g.id)
}

// rollCall opens the roll, takes those off it who do not count, and signs in who came.
func (p *play) rollCall(g *gathering) error {
	if err := p.must(g.guide, g.stream(), "open-roll", values{}); err != nil {
		return err
	}
	out := map[string]bool{}
	for _, r := range g.excluded {
		err := p.must(p.clerk, g.stream(), "exclude", values{"person": r.need("人员编号"), "reason": r.need("理由"), "approver": r.need("批准人编号")})
		if err != nil {
			return err
		}
		out[r.need("人员编号")] = true
	}
	var here []string
	if err := p.viewMeeting(g.id, func(s *meeting.State) {
		for _, who := range s.Roll.Order {
			if !out[who] && !g.absent[who] {
				here = append(here, who)
			}
		}
	}); err != nil {
		return err
	}
	p.clock.pass(5 * time.Minute)
	if err := p.must(g.guide, g.stream(), "sign-in", values{"persons": here}); err != nil {
		return err
	}
	if err := p.must(g.guide, g.stream(), "sign-in", values{"persons": []string{g.guide}, "class": "guide"}); err != nil {
		return err
	}
	var watch []string
	if err := p.view(func(s *cycle.State) {
		for _, org := range g.watch {
			if sub := s.Subjects[org]; sub != nil {
				watch = append(watch, sub.Person)
			}
		}
	}); err != nil || len(watch) == 0 {
		return err
	}
	kind := p.meetingFor(policy.EachSubject)
	if err := p.must(g.guide, g.stream(), "sign-in", values{"persons": watch, "class": kind.Model.Class}); err != nil {
		return err
	}
	if g.next == nil {
		p.line(Done, "N5.7", kind.Model.Clause, p.Words.Say("demo.observers", "org", p.name(g.org), "n", len(watch)))
	}
	return nil
}

// openMembers opens the meeting, or prints why not and puts it off to the next date
// of the list.
func (p *play) openMembers(g *gathering) (bool, error) {
	_, err := p.hand(g.chair, g.stream(), "open-meeting", values{})
	if err == nil {
		return true, p.showGates(g)
	}
	if err := p.refused(g.stream(), "open-meeting", err); err != nil {
		return false, err
	}
	if g.next == nil {
		return false, fmt.Errorf("%s: the meeting cannot be opened and the list has no further date: %w", p.name(g.org), err)
	}
	if err := p.must(g.chair, g.stream(), "adjourn", values{"reason": g.remark, "next": g.next.date}); err != nil {
		return false, err
	}
	p.mended(p.Words.Say("demo.adjourned", "org", p.name(g.org), "date", p.Words.ISODate(string(g.next.date))))
	return false, nil
}

// showGates says by which numbers the meeting was opened.
func (p *play) showGates(g *gathering) error {
	var lines []Line
	err := p.viewMeeting(g.id, func(s *meeting.State) {
		for _, gate := range s.Opening.Gates {
			key := map[meeting.GateCode]string{meeting.GateQuorum: "demo.quorum", meeting.GateComposition: "demo.composition"}[gate.Code]
			if key != "" {
				lines = append(lines, Line{p.clock.today(), gate.Rule, gate.Clause, Done, p.Words.Say(key, "org", p.name(g.org),
					"share", p.Words.Share(gate.Have, gate.Whole), "need", gate.Need)})
			}
		}
	})
	for _, l := range lines {
		p.Print(l)
	}
	return err
}

func (p *play) viewMeeting(id string, look func(s *meeting.State)) error {
	s, err := p.app.Meetings.Find(p.ctx, id)
	if err != nil {
		return err
	}
	s.View(func(s *meeting.State, _ journal.Head) { look(s) })
	return nil
}

// showResult says what was announced, of each subject in all.
func (p *play) showResult(id string) error {
	var lines []string
	err := p.viewMeeting(id, func(s *meeting.State) {
		r := s.Announced()
		for i, c := range r.Announced.Published.Total {
			var parts []string
			for k, n := range c.Count.Options {
				parts = append(parts, r.Form.Options[k]+" "+strconv.Itoa(n))
			}
			sub, _ := s.Subject(r.Form.Subjects[i])
			lines = append(lines, p.Words.Say("demo.result", "org", sub.OrgName, "counts", strings.Join(parts, " "), "invalid", c.Count.Blank+c.Count.Multiple))
		}
	})
	for _, l := range lines {
		p.done("meeting/"+id, "announce", l)
	}
	return err
}

// refusalCode is the code of the refusal that err is, "" for another error.
func refusalCode(err error) string {
	var r *decider.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}
