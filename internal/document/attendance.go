package document

import (
	"fmt"
	"strings"

	"shuping/internal/brief"
	"shuping/internal/docx"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// about names a meeting: organisation, type, day.
func about(m *meeting.State) string {
	return m.Brief.OrgName + m.Type().Name + "，" + date(m.Date)
}

// sittings are all sittings that had a roll, oldest first.
func sittings(m *meeting.State) (out []*meeting.Sitting) {
	for i := range m.Past {
		out = append(out, &m.Past[i])
	}
	if m.Opening != nil {
		out = append(out, &m.Sitting)
	}
	return out
}

// attendance is the roll of a meeting (N5.2, N6.1), with a place to sign.
func (l *list) attendance(m *meeting.State) {
	all := sittings(m)
	if len(all) == 0 {
		return
	}
	about := m.Brief.OrgName + m.Type().Name
	l.add("attendance", m.Brief.Meeting, "签到册", about, "", func(p *page) {
		for i, s := range all {
			title := date(s.Date)
			if len(all) > 1 {
				title = "第" + numeral(i+1) + "次会议（" + date(s.Date) + "）"
			}
			p.section(title)
			if s.Adjourned != nil {
				p.Body("本次会议休会、改期，理由：" + sentence(s.Adjourned.Reason))
			}
			for _, c := range m.Type().Classes {
				p.roll(s, c)
			}
		}
		p.signatures("核对人")
	})
}

// roll lists the people of one class.
func (p *page) roll(s *meeting.Sitting, c policy.Class) {
	var rows [][]string
	here := 0
	for _, person := range s.Roll.Order {
		e := s.Roll.People[person]
		if e.Class != c.ID {
			continue
		}
		var moves []string
		for _, mv := range e.Moves {
			word := "离会"
			if mv.In {
				word = "到会"
			}
			moves = append(moves, clock(mv.At)+word)
		}
		if len(moves) > 0 {
			here++
		}
		rows = append(rows, []string{itoa(len(rows) + 1), p.name(person), or(strings.Join(moves, "\n"), none), "", p.rollRemark(e)})
	}
	if len(rows) == 0 {
		return
	}
	p.Heading(2, c.Name+"（"+rollSums(s, c, here)+"）")
	p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "姓名", Width: 6}, {Head: "到会、离会", Width: 5, Align: docx.Center}, {Head: "签名", Width: 6}, {Head: "备注", Width: 9}}, rows)
}

func rollSums(s *meeting.Sitting, c policy.Class, came int) string {
	if s.Opening == nil {
		return "签到" + people(came)
	}
	for _, pr := range s.Opening.Presence {
		if pr.Class == c.ID {
			return presence(pr, c) + "，共签到" + people(came)
		}
	}
	return "签到" + people(came)
}

func presence(pr brief.Presence, c policy.Class) string {
	if c.Expected {
		return fmt.Sprintf("应到%d人，开会时到会%d人", pr.Expected, pr.Present)
	}
	return fmt.Sprintf("开会时到会%d人", pr.Present)
}

func (p *page) rollRemark(e *meeting.Entry) string {
	var notes []string
	if e.Excluded != nil {
		notes = append(notes, "不计入应到："+e.Excluded.Reason+"（"+p.name(e.Excluded.Approver)+"批准）")
	}
	if e.Included != nil {
		notes = append(notes, "列入应到："+e.Included.Reason+"（"+p.name(e.Included.Approver)+"批准）")
	}
	if !e.Listed {
		notes = append(notes, "不在名单上，到会后登记")
	}
	if len(e.Moves) > 0 && e.Moves[0].Late {
		notes = append(notes, "开会后到会")
	}
	if len(e.Moves) == 0 && e.Expected && e.Excluded == nil {
		notes = append(notes, "未到会")
	}
	return strings.Join(notes, "；")
}
