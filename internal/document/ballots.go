package document

import (
	"strings"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/calendar"
	"shuping/internal/docx"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

func dayOf(t time.Time) calendar.Date { return calendar.Of(t) }

// ballots is where all ballots of the year went and under which hash the lists of
// those given by phone are sealed: numbers, and never what was on them.
func (l *list) ballots() {
	var held []*meeting.State
	for _, id := range l.y.Cycle.MeetingOrder {
		if m := l.y.Meetings[id]; m != nil && l.y.Cycle.Meetings[id].Cancelled == nil && len(m.Results) > 0 {
			held = append(held, m)
		}
	}
	if len(held) == 0 {
		return
	}
	l.add("ballots", "", "测评票发放、收回和封存清单", "", "", func(p *page) {
		p.Body("本清单列明各次会议测评票的去向。纸质票由会议封存后随卷；电子票的封存清单按校验值存入年度档案，可以重新计票。")
		for _, m := range held {
			p.section(about(m))
			p.ballotRounds(m)
		}
		p.signatures("封存人", "接收人")
	})
}

// ballotsOf is the same for one meeting, as a part of its tallies.
func (p *page) ballotsOf(m *meeting.State) {
	p.section("测评票收发及封存情况")
	p.ballotRounds(m)
}

func (p *page) ballotRounds(m *meeting.State) {
	for _, s := range sittings(m) {
		for i := range s.Rounds {
			p.ballotRound(&s.Rounds[i])
		}
	}
}

func (p *page) ballotRound(r *meeting.Round) {
	p.Heading(2, "第"+itoa(r.No)+"轮测评")
	if r.Voided != nil {
		p.Body("作废，理由：" + sentence(r.Voided.Reason))
	}
	rows := make([][]string, len(r.Form.Classes))
	for i, class := range r.Form.Classes {
		b := r.Balance(i)
		rows[i] = []string{p.voters(r.Form, class), itoa(r.Slips[i].Voters), itoa(b.PhoneIssued), itoa(b.PhoneUsed), itoa(b.PhoneUnused), itoa(b.PhoneSpoilt),
			itoa(b.PaperIssued), itoa(b.PaperReturned), itoa(b.PaperNotReturned)}
	}
	columns := []docx.Column{{Head: "类别", Width: 5}}
	for _, h := range []string{"可投票人数", "发出电子票", "已投", "未用", "作废", "发出纸质票", "收回", "未收回"} {
		columns = append(columns, docx.Column{Head: h, Width: 3, Align: docx.Center})
	}
	p.Table(columns, rows)
	if r.Phone != nil {
		p.fact("电子票箱", r.Box)
		p.Plain("封存清单校验值（SHA-256）：\n" + hash(r.Phone.Seal))
	}
	for _, x := range r.Replaced {
		p.Plain("换发：" + p.voters(r.Form, x.Class) + "，" + p.words().Option("origin", string(x.Origin)) + "，" + p.words().Option("cause", x.Cause) + "：" + sentence(x.Reason))
	}
}

// voters names those who gave the ballots of a class: where all ballots are alike, they
// are all who vote.
func (p *page) voters(f ballot.Form, class string) string {
	if len(f.Classes) == 1 && strings.Contains(class, policy.Joined) {
		return "全体参评人员"
	}
	return p.class(class)
}
