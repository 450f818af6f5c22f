package demo

import (
	"strconv"
	"time"

	"shuping/internal/calendar"
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

func (g *gathering) stream() string { return "meeting/" + g.id }

// clockOf reads a time of day; the reader of the sheet notes one that is none.
func clockOf(text string) (hour, minute int) {
	t, err := time.Parse("15:04", text)
	if err != nil {
		return 0, 0
	}
	return t.Hour(), t.Minute()
}

// readGatherings reads the dates of all meetings with what the lists say of each.
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
	p.readRolls(list, find)
	p.readVotes(find)
	return list
}

// readRolls reads who was absent, who does not count, and who observes.
func (p *play) readRolls(list []*gathering, find func(row) *gathering) {
	b := p.books.meetings
	for _, r := range b.rows("缺席人员", "人员编号", "组织编码", "场次") {
		find(r).absent[r.need("人员编号")] = true
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
}

// readVotes reads what was ticked by phone and what the tellers counted.
func (p *play) readVotes(find func(row) *gathering) {
	b := p.books.meetings
	for _, r := range b.rows("手机测评分布", "组织编码", "场次", "参会类别", "发码", "未用", "作废") {
		g := find(r)
		g.phone = append(g.phone, phoneRow{r.need("参会类别"), r.number("发码"), r.number("未用"), r.number("作废"), r})
	}
	for _, r := range b.rows("手工计票", "组织编码", "场次", "投票轮次", "计票次数", "计票人编号", "参会类别", "发出", "收回", "未收回", "未选", "多选") {
		g := find(r)
		g.paper = append(g.paper, paperRow{round: r.number("投票轮次"), count: r.number("计票次数"), teller: r.need("计票人编号"), class: r.need("参会类别"),
			issued: r.number("发出"), back: r.number("收回"), kept: r.number("未收回"), blank: r.number("未选"), multiple: r.number("多选"), row: r})
	}
}
