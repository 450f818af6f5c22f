package document

import (
	"fmt"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/docx"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// minutes are the minutes of a closed meeting from its events (N5, N6).
func (l *list) minutes(m *meeting.State) {
	if m.Closed == nil || m.Opening == nil {
		return
	}
	l.add("minutes", m.Brief.Meeting, "会议记录", about(m), "", func(p *page) {
		p.arrangement(m)
		p.present(m)
		p.moves(m)
		p.gates(m)
		p.speeches(m)
		p.questions(m)
		p.notAsked(m)
		p.comments(m)
		p.vote(m)
		if m.Speech != nil {
			p.section("讲话")
			p.Body(p.name(m.Speech.Speaker) + "：" + m.Speech.Text)
		}
		p.incidents(m)
		p.Body("会议于" + date(dayOf(m.Closed.At)) + clock(m.Closed.At) + "结束。")
		roles := []string{"主持人"}
		if len(m.Brief.Guides) > 0 {
			roles = append(roles, "指导人员")
		}
		if len(m.Brief.Tellers) > 0 {
			roles = append(roles, "计票人")
		}
		p.signatures(append(roles, "记录人")...)
	})
}

func (p *page) arrangement(m *meeting.State) {
	b := m.Brief
	p.fact("会议", b.OrgName+m.Type().Name)
	p.fact("时间", date(m.Date)+clock(m.Opening.At))
	p.fact("地点", b.Place)
	p.fact("主持人", p.name(b.Chair)+bracket(b.ChairPost))
	p.fact("指导人员", p.names(b.Guides))
	p.fact("计票人", p.names(b.Tellers))
	p.fact("点评人", p.person(b.Head))
	if b.Model {
		p.fact("说明", "本次会议为示范会议，其他书记到场观摩，观摩人员不计入人数、不发测评票")
	}
}

func bracket(s string) string {
	if s == "" {
		return ""
	}
	return "（" + s + "）"
}

func (p *page) present(m *meeting.State) {
	p.section("到会情况")
	var rows [][]string
	for _, pr := range m.Opening.Presence {
		c, _ := m.Type().ClassByID(pr.Class)
		expected := none
		if c.Expected {
			expected = itoa(pr.Expected)
		}
		if pr.Expected+pr.Present > 0 {
			rows = append(rows, []string{c.Name, expected, itoa(pr.Present)})
		}
	}
	p.Table([]docx.Column{{Head: "类别", Width: 4}, {Head: "应到人数", Width: 2, Align: docx.Center}, {Head: "开会时到会人数", Width: 2, Align: docx.Center}}, rows)
	for _, person := range m.Roll.Order {
		if e := m.Roll.People[person]; e.Excluded != nil {
			p.Body("不计入应到：" + p.name(person) + "，理由：" + e.Excluded.Reason + "，批准人：" + p.name(e.Excluded.Approver) + "。")
		}
	}
}

// moves are who came and left after the opening, as it was recorded (N5.2).
func (p *page) moves(m *meeting.State) {
	var came, left []string
	for _, move := range m.LateMoves() {
		who := p.name(move.Person) + "（" + p.class(move.Class) + "，" + clock(move.At) + "）"
		if move.In {
			came = append(came, who)
		} else {
			left = append(left, who)
		}
	}
	if len(came) > 0 {
		p.Body("开会后到会：" + strings.Join(came, "、") + "。")
	}
	if len(left) > 0 {
		p.Body("中途离会：" + strings.Join(left, "、") + "。")
	}
}

// replaced are the ballots that were given out again, each with its reason (N7.2).
func (p *page) replaced(m *meeting.State) {
	for _, r := range m.Rounds {
		for _, x := range r.Replaced {
			p.Body("第" + numeral(r.No) + "轮投票更换测评票一张：" + p.words().Option("cause", x.Cause) + "，" + sentence(x.Reason))
		}
	}
}

// gates are the conditions for holding the meeting as they were measured.
func (p *page) gates(m *meeting.State) {
	p.section("开会条件")
	p.gateTable(m, m.Opening.Gates)
}

func (p *page) gateTable(m *meeting.State, gates []meeting.Gate) {
	rows := make([][]string, len(gates))
	for i, g := range gates {
		name := p.words().Say("gate."+string(g.Code), "classes", m.Type().GateClasses(g.Code == meeting.GateQuorum))
		if g.Class != "" {
			name = p.class(g.Class) + "到会"
		}
		want, verdict := fmt.Sprintf("不少于%d人", g.Need), "符合"
		switch {
		case g.More:
			want += "（超过" + itoa(g.Whole) + "人中的" + g.Share.String() + "）"
		case !g.Share.IsZero():
			want += "（" + itoa(g.Whole) + "人中的" + g.Share.String() + "）"
		}
		if g.Code == meeting.GateSubject {
			want = none
		}
		if !g.OK {
			verdict = "不符合"
		}
		rows[i] = []string{name, or(g.Clause, none), want, people(g.Have), verdict}
	}
	p.Table([]docx.Column{{Head: "条件", Width: 9}, {Head: "依据", Width: 4, Align: docx.Center}, {Head: "要求", Width: 7}, {Head: "实际", Width: 3, Align: docx.Center}, {Head: "结论", Width: 3, Align: docx.Center}}, rows)
}

func (p *page) speeches(m *meeting.State) {
	p.section("述职")
	for _, r := range m.Reports {
		sub, _ := m.Subject(r.Subject)
		text := p.name(sub.Person) + "（" + post(sub.OrgName, sub.Post) + "）"
		switch {
		case r.Instead != "":
			text += p.words().Option("instead", string(r.Instead))
		default:
			text += fmt.Sprintf("述职，%s开始，用时%d分钟", clock(r.Started), r.Minutes)
		}
		if r.Reason != "" {
			text += "，理由：" + r.Reason
		}
		p.Body(sentence(text))
	}
}

func (p *page) questions(m *meeting.State) {
	if len(m.Questions) == 0 {
		return
	}
	p.section("现场提问")
	for _, q := range m.Questions {
		sub, _ := m.Subject(q.Subject)
		asked := "问"
		if q.Class != "" {
			asked = p.class(q.Class) + "问"
		}
		p.Heading(2, sub.OrgName+"　"+p.name(sub.Person))
		p.Body(asked + "：" + q.Question)
		if q.Answer == nil {
			p.Body("未作答。")
			continue
		}
		p.Body("答：" + q.Answer.Answer)
		if q.Answer.Solution != "" {
			p.Body("解决办法：" + sentence(q.Answer.Solution) + "承诺完成期限：" + date(q.Answer.Due) + "。")
		}
		if n := len(q.Earlier); n > 0 {
			p.Body("（答复更正" + itoa(n) + "次，理由：" + q.Answer.Reason + "）")
		}
	}
}

// notAsked are the questions that were handed in and not asked, with the word why.
func (p *page) notAsked(m *meeting.State) {
	var left []meeting.Waiting
	for _, q := range m.Queue {
		if q.Asked == "" && q.Into == "" {
			left = append(left, q)
		}
	}
	if len(left) == 0 {
		return
	}
	p.section("未提的问题")
	for _, q := range left {
		sub, _ := m.Subject(q.Subject)
		text := "向" + p.name(sub.Person) + "（" + p.words().Option("way", string(q.Way)) + "）：" + sentence(q.Question)
		if q.Declined != nil {
			text += "不采用：" + sentence(q.Declined.Reason)
		}
		p.Body(text)
	}
}

func (p *page) comments(m *meeting.State) {
	if len(m.Comments) == 0 {
		return
	}
	p.section("点评")
	for _, c := range m.Comments {
		sub, _ := m.Subject(c.Subject)
		p.Heading(2, sub.OrgName+"　"+p.name(sub.Person))
		p.comment(c.Strengths, c.Problems, c.Direction)
		if n := len(c.Earlier); n > 0 {
			p.Body("（点评更正" + itoa(n) + "次，理由：" + c.Reason + "）")
		}
	}
}

func (p *page) comment(strengths string, problems []string, direction string) {
	p.Body("肯定的做法：" + sentence(strengths))
	p.Body("突出问题：" + sentence(strings.Join(problems, "；")))
	p.Body("努力方向：" + sentence(direction))
}

// ballotName is what the notice calls the vote.
func ballotName(m *meeting.State) string {
	for _, it := range m.Type().Agenda {
		if it.ID == policy.ItemBallot {
			return it.Name
		}
	}
	return "测评"
}

// vote says how the vote went and the total; the rest is in the tallies.
func (p *page) vote(m *meeting.State) {
	if m.Round() == nil {
		return
	}
	p.section(ballotName(m))
	p.ballotRounds(m)
	p.replaced(m)
	r := m.Announced()
	if r == nil {
		p.Body("结果未公布。")
		return
	}
	where := ""
	if w := r.Announced.Where; w != "" {
		where = "在" + w
	}
	p.Body("测评结果于" + date(dayOf(r.Announced.At)) + clock(r.Announced.At) + where + "公布，收回票" + itoa(r.Announced.Published.Ballots) + "张。分类结果见测评结果统计表。")
	p.counts(m.Type(), m.Brief.Subjects, r.Form, r.Announced.Published.Total, r.Announced.Published.Findings, true)
	p.recounts(m)
}

// incidents are adjournments, changes, departures and corrections.
func (p *page) incidents(m *meeting.State) {
	var departures []cycle.Departure
	for _, d := range m.Departures {
		departures = append(departures, cycle.Departure(d))
	}
	if len(m.Past)+len(m.Changes)+len(departures)+len(m.Corrections) == 0 {
		return
	}
	p.section("其他情况")
	for i, s := range m.Past {
		p.Body("第" + numeral(i+1) + "次会议（" + date(s.Date) + "）休会、改期，理由：" + sentence(s.Adjourned.Reason))
		p.gateTable(m, s.Adjourned.Gates)
	}
	for _, c := range m.Changes {
		p.Body(date(dayOf(c.At)) + "变更会议安排，理由：" + sentence(c.Reason))
	}
	if len(departures) > 0 {
		p.Body("下列事项未按一般要求办理：")
		p.departures(departures)
	}
	for _, c := range m.Corrections {
		p.Body(fmt.Sprintf("更正第%d号记录：%s理由：%s", c.Record, sentence(c.Text), sentence(c.Reason)))
	}
}
