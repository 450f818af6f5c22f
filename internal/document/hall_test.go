package document

import (
	"fmt"
	"strings"

	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

func ids(prefix string, n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint(prefix, i+1))
	}
	return list
}

func class(class string, persons ...string) (list []brief.Attendee) {
	for _, p := range persons {
		list = append(list, brief.Attendee{Person: p, Class: class})
	}
	return list
}

func (w *world) begin(id string) {
	b, _ := w.cycle.Brief(id)
	w.meetings[id] = &meeting.State{}
	w.in(id, "shuping", &meeting.Call{Brief: b})
}

// close hands the minutes to the year.
func (w *world) close(id string, presides string) {
	w.in(id, presides, &meeting.CloseMeeting{})
	w.receive(id, "")
}

func (w *world) receive(id, reason string) {
	mins, _ := w.meetings[id].Minutes()
	mins.Seq, mins.Head = w.meetings[id].Seq, strings.Repeat("b", 64)
	w.do("shuping", "office system", &cycle.ReceiveMinutes{Minutes: mins, Reason: reason})
}

// members holds the members' meeting of an organisation: 19 members, of whom one
// is excluded and one does not come, and 6 representatives. phone of each class
// vote by phone, the others on paper; the last paper of the members is blank.
func (w *world) members(org string, day calendar.Date, phone int, adjourned bool) {
	w.day = day
	id, sub := "m-"+org, w.cycle.Subjects[org]
	w.do("office", "office", &cycle.CallMeeting{Meeting: id, Type: "members", Subjects: []string{org}, Date: day, Time: "15:00", Place: "二楼会议室",
		Chair: "m1", ChairPost: "副书记", Guides: []string{"g1"}, Tellers: []string{"m2", "m3"}})
	w.begin(id)
	roll := func(come int) {
		w.in(id, "office", &meeting.OpenRoll{Roster: append(class("member", append(ids("m", 18), sub.Person)...), class("masses", ids("r", 6)...)...)})
		w.in(id, "g1", &meeting.Exclude{Person: "m18", Reason: "长期卧病", Approver: "l1"})
		w.in(id, "g1", &meeting.SignIn{Persons: append(ids("m", come), sub.Person)})
		w.in(id, "g1", &meeting.SignIn{Persons: ids("r", 6)})
		w.in(id, "g1", &meeting.SignIn{Persons: []string{"g1"}, Class: "guide"})
	}
	if adjourned {
		roll(10)
		w.in(id, "g1", &meeting.Adjourn{Reason: "到会党员不足", Next: day.AddDays(1)})
		w.day = day.AddDays(1)
	}
	roll(16)
	w.in(id, "m1", &meeting.OpenMeeting{})
	w.in(id, "m1", &meeting.StartReport{Subject: org})
	w.in(id, "m1", &meeting.FinishReport{Subject: org, Minutes: 12})
	open := &meeting.OpenBallot{Issued: []meeting.Issue{{Class: "member", Phone: phone, Paper: 16 - phone}, {Class: "masses", Phone: min(phone, 6), Paper: 6 - min(phone, 6)}}}
	w.in(id, "m1", open)
	if adjourned {
		w.in(id, "m2", &meeting.ReplaceSlip{Class: allVoters, Origin: meeting.OnPaper, Cause: "spoilt", Reason: "写错"})
		w.in(id, "m1", &meeting.CloseBallot{})
		w.in(id, "m1", &meeting.VoidBallot{Reason: "群众代表多收回一张"})
		w.in(id, "m1", open)
	}
	w.in(id, "m1", &meeting.CloseBallot{})
	if adjourned {
		w.in(id, "g1", &meeting.SignIn{Persons: []string{"m17"}})
		w.in(id, "g1", &meeting.SignOut{Persons: []string{"r6"}})
	}
	w.count(id, org, phone)
	w.in(id, "g1", &meeting.AcceptCount{})
	w.in(id, "g1", &meeting.Announce{Where: "会场"})
	w.close(id, "m1")
}

// recount counts the phone ballots of O1 again, with the same result.
func (w *world) recount() {
	var piles []meeting.Pile
	for _, r := range w.meetings["m-O1"].Results[0].Phone {
		class := w.meetings["m-O1"].Results[0].Form.Classes[r.Class]
		piles = append(piles, meeting.Pile{Class: class, Ballots: r.Ballots, Rows: []meeting.Row{{Subject: "O1", Options: r.Subjects[0].Options}}})
	}
	w.in("m-O1", "g1", &meeting.Recount{Phone: piles, Reason: "有人要求复核", Approver: "l1"})
	w.in("m-O1", "g1", &meeting.Announce{})
	w.receive("m-O1", "重新统计")
	w.in("m-O2", "office", &meeting.CorrectRecord{Record: 2, Text: "地点为三楼会议室", Reason: "笔误"})
}

// allVoters is the one class of ballots that the notice of 2018 knows at a members' meeting.
const allVoters = "member" + policy.Joined + "probationary" + policy.Joined + "staff" + policy.Joined + "masses"

func (w *world) count(id, org string, phone int) {
	pile := func(n, blank int) meeting.Pile {
		return meeting.Pile{Class: allVoters, Ballots: n, Rows: []meeting.Row{{Subject: org, Options: []int{n - blank, 0, 0, 0}, Blank: blank}}}
	}
	phone += min(phone, 6)
	paper := 22 - phone
	w.in(id, "m2", &meeting.CollectBallots{Rows: []meeting.Collected{{Class: allVoters, PaperReturned: paper}}})
	if phone > 0 {
		w.in(id, "shuping", &meeting.RecordBox{Seal: strings.Repeat("c", 64), Piles: []meeting.Pile{pile(phone, 0)},
			Used: []meeting.UsedCode{{Class: allVoters, Used: phone}}})
	}
	if paper > 0 {
		piles := []meeting.Pile{pile(paper, 1)}
		w.in(id, "m2", &meeting.CountPaper{Piles: piles})
		w.in(id, "m3", &meeting.CountPaper{Piles: piles})
	}
}

// session holds the session of the committee: all by phone, few delegates.
func (w *world) session(day calendar.Date) {
	w.day = day
	w.do("office", "office", &cycle.CallMeeting{Meeting: "session", Type: "committee", Date: day, Time: "15:00", Place: "三楼会议室", Chair: "l9", Head: "head", Tellers: []string{"c1", "c2"}})
	w.begin("session")
	roster := append(append(append(class("leader", append(ids("l", 6), "head", "l9")...), class("head", ids("d", 6)...)...), class("delegate", ids("k", 3)...)...), class("cadre", ids("c", 7)...)...)
	roster = append(roster, class("representative", ids("r", 9)...)...)
	var all []string
	for _, id := range w.cycle.SubjectOrder {
		roster = append(roster, brief.Attendee{Person: w.cycle.Subjects[id].Person, Class: "subject"})
	}
	for _, a := range roster {
		all = append(all, a.Person)
	}
	w.in("session", "office", &meeting.OpenRoll{Roster: roster})
	w.in("session", "office", &meeting.SignIn{Persons: all})
	w.in("session", "l9", &meeting.OpenMeeting{})
	for _, id := range w.cycle.SubjectOrder {
		w.in("session", "office", &meeting.StartReport{Subject: id})
		w.in("session", "office", &meeting.FinishReport{Subject: id, Minutes: 8})
		w.in("session", "office", &meeting.Ask{Subject: id, Class: "representative", Question: "停车难怎么办？"})
		q := w.meetings["session"].Questions
		w.in("session", "office", &meeting.Answer{Question: q[len(q)-1].ID, Answer: "正在划线。", Solution: "增设车位", Due: "2019-06-30"})
	}
	for _, id := range w.cycle.SubjectOrder {
		w.in("session", "l9", &meeting.Comment{Subject: id, Strengths: "工作扎实", Problems: []string{"青年党员教育办法不多", "台账不全"}, Direction: "多出实招"})
	}
	w.sessionVote()
	w.in("session", "office", &meeting.Speak{Text: "会后抓紧整改。"})
	w.close("session", "l9")
}

func (w *world) sessionVote() {
	sizes := map[string]int{"leader": 8, "head": 6, "delegate": 3, "cadre": 7, "representative": 9}
	box, collected := &meeting.RecordBox{Seal: strings.Repeat("d", 64)}, &meeting.CollectBallots{}
	var issued []meeting.Issue
	for _, c := range w.meetings["session"].Type().Classes {
		if n := sizes[c.ID]; n > 0 {
			issued = append(issued, meeting.Issue{Class: c.ID, Phone: n})
		}
	}
	for _, is := range meeting.BallotClasses(w.meetings["session"].Type(), issued) {
		n := is.Phone
		pile := meeting.Pile{Class: is.Class, Ballots: n}
		for i, id := range w.cycle.SubjectOrder {
			pile.Rows = append(pile.Rows, meeting.Row{Subject: id, Options: []int{n - 1 - i%2, 1, i % 2, 0}})
		}
		box.Piles = append(box.Piles, pile)
		box.Used = append(box.Used, meeting.UsedCode{Class: is.Class, Used: n})
		collected.Rows = append(collected.Rows, meeting.Collected{Class: is.Class})
	}
	w.in("session", "l9", &meeting.OpenBallot{Issued: issued})
	w.in("session", "l9", &meeting.CloseBallot{})
	w.in("session", "c1", collected)
	w.in("session", "shuping", box)
	w.in("session", "c1", &meeting.AcceptCount{})
	w.in("session", "c1", &meeting.Announce{})
}

// results goes on until the results are filed and rectification is planned.
func (w *world) results() {
	w.day = "2019-01-02"
	decide := &cycle.DecideGrades{Date: w.day, Participants: []string{"head", "l1"}}
	for i, id := range w.cycle.SubjectOrder {
		decide.Grades = append(decide.Grades, cycle.GradeFor{Subject: id, Grade: []string{"优秀", "基本称职", "称职", "不称职"}[i], Reason: "综合评定"})
	}
	w.do("head", "head", decide)
	w.do("head", "head", &cycle.CorrectGrade{Subject: w.cycle.SubjectOrder[3], Grade: "基本称职", Date: w.day, Reason: "复核", Approver: "l1"})
	w.do("office", "office", &cycle.GiveFeedback{Way: "集中约谈", Date: w.day, Speaker: "head"})
	w.do("office", "office", &cycle.PostResults{Place: "street", Date: w.day, Until: "2019-01-09"})
	w.do("office", "office", &cycle.PostResults{Place: "unit", Date: w.day})
	w.do("office", "office", &cycle.RecordObjection{Date: w.day, Text: "走访不多"})
	w.do("office", "office", &cycle.AnswerObjection{Objection: "1", Date: w.day, Answer: "已核实，走访台账齐全"})
	w.day = "2019-01-10"
	w.do("office", "office", &cycle.EndWork{Date: w.day})
	w.do("office", "office", &cycle.CarryOutConsequence{Subject: "O1", Consequence: "commend", Date: w.day, How: "通报表扬", DoneBy: []string{"head"}})
	w.do("office", "office", &cycle.RecordAward{Award: "unit", Org: "O1", Date: w.day})
	w.do("s1", "", &cycle.PlanRectification{Subject: "O1", Items: []cycle.PlanItem{
		{ID: "1", Source: "question:q1", Problem: "停车难", Measure: "增设车位", Due: "2019-06-30", Owner: "s1"},
		{ID: "2", Source: "comment:1", Problem: "青年党员教育办法不多", Measure: "成立青年小组", Due: "2019-06-30", Owner: "s1"},
		{ID: "3", Source: "comment:2", Problem: "台账不全", Measure: "补齐", Due: "2019-03-31", Owner: "s1"}}})
	w.day = "2019-03-20"
	w.do("office", "office", &cycle.FileResults{Number: "街工委〔2019〕3号", Date: w.day, Document: "filed", Reason: "等待盖章"})
	w.do("l1", "leader", &cycle.CheckRectification{Subject: "O1", Item: "3", Way: "四不两直督查", Date: w.day, Visitors: []string{"v1"}, Finding: "已补齐", State: cycle.Done})
	w.do("l1", "leader", &cycle.FinishRectification{Subject: "O1", Item: "3", Date: w.day, Evidence: "台账照片"})
}

// whole is the year to its end.
func whole(w *world) {
	w.prepare()
	day := calendar.Date("2018-12-18")
	for i, id := range w.cycle.SubjectOrder {
		w.members(id, day.AddDays(2*i), []int{16, 8, 5, 0}[i], id == "O2")
	}
	w.recount()
	w.session("2018-12-29")
	w.results()
}
