package demo

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
	"shuping/internal/people/roster"
	"shuping/internal/policy"
)

// session is the committee's session as the office's lists have it (N6).
type session struct {
	id                  string
	date                calendar.Date
	time, place         string
	chair, post, speech string
	tellers             []string
	absent              []string
	questions, comments map[string]row
	tallies             map[string][]row // by organisation
	subjects            []string
}

// committeeSession puts the session of all subjects into the diary.
func (p *play) committeeSession() {
	b := p.books.meetings
	c := &session{id: cycleID + "-committee", questions: map[string]row{}, comments: map[string]row{}, tallies: map[string][]row{}}
	for _, r := range b.rows("党工委会议", "主持人编号", "日期", "时间", "地点", "主持人职务", "计票人一编号", "计票人二编号", "讲话要点") {
		c.date, c.time, c.place, c.chair, c.post = r.date("日期"), r.need("时间"), r.need("地点"), r.need("主持人编号"), r.need("主持人职务")
		c.speech, c.tellers = r.need("讲话要点"), []string{r.need("计票人一编号"), r.need("计票人二编号")}
	}
	for _, r := range b.rows("党工委会议缺席", "人员编号") {
		c.absent = append(c.absent, r.need("人员编号"))
	}
	for _, r := range b.rows("现场提问", "组织编码", "问题", "答复", "解决办法", "承诺完成期限") {
		c.questions[r.need("组织编码")] = r
	}
	for _, r := range b.rows("领导点评", "组织编码", "肯定的做法", "突出问题", "努力方向") {
		c.comments[r.need("组织编码")] = r
	}
	for _, r := range b.rows("党工委测评分布", "组织编码", "参会类别", "投票人数", "未选", "多选") {
		c.tallies[r.need("组织编码")] = append(c.tallies[r.need("组织编码")], r)
	}
	hour, minute := clockOf(c.time)
	p.at(c.date.AddDays(-3), 17, 0, func() error { return p.callSession(c) })
	p.at(c.date, hour, minute, func() error { return p.holdSession(c) })
}

func (c *session) stream() string { return "meeting/" + c.id }

func (p *play) callSession(c *session) error {
	kind := p.meetingFor(policy.AllSubjects)
	err := p.must(p.clerk, p.year(), "call-meeting", values{"meeting": c.id, "type": kind.ID, "date": c.date, "time": c.time, "place": c.place,
		"chair": c.chair, "chair_post": c.post, "tellers": c.tellers, "head": p.head})
	if err != nil {
		return err
	}
	if err := p.view(func(s *cycle.State) { c.subjects = slices.Clone(s.Meetings[c.id].Subjects) }); err != nil {
		return err
	}
	p.line(Done, kind.Rule, kind.Clause, p.Words.Say("demo.called-session", "n", len(c.subjects), "date", p.Words.ISODate(string(c.date)), "time", c.time,
		"place", c.place, "chair", p.name(c.chair), "head", p.name(p.head)))
	return nil
}

func (p *play) holdSession(c *session) error {
	if err := p.sessionRoll(c); err != nil {
		return err
	}
	for i, org := range c.subjects {
		if err := p.sessionReport(c, org, fmt.Sprint("q", i+1)); err != nil {
			return fmt.Errorf("%s: %w", p.name(org), err)
		}
	}
	items := map[policy.ItemID]policy.Item{}
	for _, it := range p.meetingFor(policy.AllSubjects).Agenda {
		items[it.ID] = it
	}
	for _, org := range c.subjects {
		if err := p.comment(c, org, items[policy.ItemComments]); err != nil {
			return err
		}
	}
	if err := p.sessionVote(c); err != nil {
		return err
	}
	if err := p.must(c.chair, c.stream(), "announce", values{"where": c.place}); err != nil {
		return err
	}
	if err := p.showResult(c.id); err != nil {
		return err
	}
	p.clock.pass(3 * time.Minute)
	if err := p.must(p.head, c.stream(), "speak", values{"text": c.speech}); err != nil {
		return err
	}
	speech := items[policy.ItemSpeech]
	p.line(Done, speech.Rule, speech.Clause, p.Words.Say("demo.speech", "head", p.name(p.head), "text", c.speech))
	p.clock.pass(15 * time.Minute)
	return p.must(c.chair, c.stream(), "close-meeting", values{})
}

// sessionRoll signs in who came of the committee's list, and the subjects.
func (p *play) sessionRoll(c *session) error {
	if err := p.must(c.chair, c.stream(), "open-roll", values{}); err != nil {
		return err
	}
	var here, subjects []string
	for _, m := range p.roster.Memberships {
		if m.Org == roster.Committee && !slices.Contains(c.absent, m.Person) {
			here = append(here, m.Person)
		}
	}
	for _, org := range c.subjects {
		if who := p.secretary(org); !slices.Contains(here, who) {
			subjects = append(subjects, who)
		}
	}
	if err := p.must(c.chair, c.stream(), "sign-in", values{"persons": here}); err != nil {
		return err
	}
	if err := p.must(c.chair, c.stream(), "sign-in", values{"persons": subjects, "class": "subject"}); err != nil {
		return err
	}
	p.clock.pass(10 * time.Minute)
	if err := p.must(c.chair, c.stream(), "open-meeting", values{}); err != nil {
		return err
	}
	kind := p.meetingFor(policy.AllSubjects)
	p.line(Done, "N6.1", kind.Attendance.Clause, p.Words.Say("demo.session-open", "n", len(here), "absent", len(c.absent), "subjects", len(subjects)))
	return nil
}

// sessionReport is one subject's turn: the report, a question, the answer on the spot.
func (p *play) sessionReport(c *session, org, question string) error {
	if err := p.must(c.chair, c.stream(), "start-report", values{"subject": org}); err != nil {
		return err
	}
	p.clock.pass(6 * time.Minute)
	if err := p.must(c.chair, c.stream(), "finish-report", values{"subject": org}); err != nil {
		return err
	}
	q := c.questions[org]
	err := p.must(c.chair, c.stream(), "ask", values{"subject": org, "class": "representative", "question": q.need("问题")})
	if err != nil {
		return err
	}
	p.clock.pass(2 * time.Minute)
	answer := values{"question": question, "answer": q.need("答复"), "solution": q.need("解决办法")}
	if question == "q1" { // the first one is written down without the date that was promised
		if _, err := p.hand(p.secretary(org), c.stream(), "answer", answer); err == nil {
			return fmt.Errorf("question %s: an answer without a promised date was taken", question)
		} else if err := p.refused(c.stream(), "answer", err); err != nil {
			return err
		}
		p.mended(p.Words.Say("demo.promised", "org", p.name(org), "due", p.Words.ISODate(q.text("承诺完成期限"))))
	}
	answer["due"] = q.date("承诺完成期限")
	if err := p.must(p.secretary(org), c.stream(), "answer", answer); err != nil {
		return err
	}
	p.done(c.stream(), "answer", p.Words.Say("demo.asked", "org", p.name(org), "question", q.text("问题"), "solution", q.text("解决办法"), "due", p.Words.ISODate(q.text("承诺完成期限"))))
	return nil
}

func (p *play) comment(c *session, org string, item policy.Item) error {
	r := c.comments[org]
	problems := strings.Split(r.need("突出问题"), "；")
	p.clock.pass(2 * time.Minute)
	err := p.must(p.head, c.stream(), "comment", values{"subject": org, "strengths": r.need("肯定的做法"), "problems": problems, "direction": r.need("努力方向")})
	if err != nil {
		return err
	}
	p.line(Done, item.Rule, item.Clause, p.Words.Say("demo.comment", "org", p.name(org), "strengths", r.text("肯定的做法"), "problems", r.text("突出问题"), "direction", r.text("努力方向")))
	return nil
}

// sessionVote holds the vote on all subjects: everybody gets one slip by phone.
func (p *play) sessionVote(c *session) error {
	kind := p.meetingFor(policy.AllSubjects)
	var issued []meeting.Issue
	ticked := map[string][][]ballot.Mark{}
	for i, org := range c.subjects {
		for _, r := range c.tallies[org] {
			class, ok := kind.ClassOf(r.need("参会类别"))
			if !ok {
				r.bad("参会类别", "a class of the session")
				continue
			}
			if ticked[class.ID] == nil {
				issued = append(issued, meeting.Issue{Class: class.ID, Phone: r.number("投票人数")})
				ticked[class.ID] = make([][]ballot.Mark, r.number("投票人数"))
			}
			marks := p.marks(r, kind.Ballot.Options)
			if len(marks) != len(ticked[class.ID]) {
				r.bad("投票人数", fmt.Sprintf("the sum of the others, %d, and the same for every subject", len(marks)))
				continue
			}
			for k, m := range marks {
				if len(ticked[class.ID][k]) == i {
					ticked[class.ID][k] = append(ticked[class.ID][k], m)
				}
			}
		}
	}
	v := newPoll(kind, issued)
	for _, is := range issued {
		v.marks[v.pile(is.Class)] = append(v.marks[v.pile(is.Class)], ticked[is.Class]...)
	}
	if err := p.books.faults(); err != nil {
		return err
	}
	if err := p.holdPoll(c.tellers[0], c.id, v); err != nil {
		return err
	}
	if err := p.must(c.chair, c.stream(), "close-ballot", values{}); err != nil {
		return err
	}
	var rows []meeting.Collected
	for _, is := range v.piles {
		rows = append(rows, meeting.Collected{Class: is.Class})
	}
	if err := p.must(c.tellers[0], c.stream(), "collect-ballots", values{"rows": rows}); err != nil {
		return err
	}
	return p.must(c.tellers[1], c.stream(), "accept-count", values{})
}

// marks are the ticks of a row, one a ballot, in an order that the seed decides.
func (p *play) marks(r row, options []string) (marks []ballot.Mark) {
	for i, o := range options {
		for range r.number(o) {
			marks = append(marks, ballot.Tick(i))
		}
	}
	for range r.number("未选") {
		marks = append(marks, 0)
	}
	for range r.number("多选") {
		marks = append(marks, ballot.Tick(0)|ballot.Tick(1))
	}
	p.luck.shuffle(len(marks), func(i, j int) { marks[i], marks[j] = marks[j], marks[i] })
	return marks
}
