package document

import (
	"fmt"
	"strings"
	"testing"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/policies"
)

// world is a small year, played through the deciders: four subjects of six
// organisations.
type world struct {
	t        testing.TB
	cycle    *cycle.State
	meetings map[string]*meeting.State
	day      calendar.Date
	records  uint64
}

func play[S any](w *world, d *decider.Decider[S], s *S, who, roles string, cmd decider.Command[S]) {
	w.t.Helper()
	events, err := d.Decide(s, decider.Call{Who: who, Roles: strings.Fields(roles), At: w.day.Moment(15, 30).UTC()}, cmd)
	if err != nil {
		w.t.Fatalf("%s by %s: %v", cmd.Kind(), who, err)
	}
	for _, e := range events {
		d.Apply(s, e)
		w.records++
	}
}

func (w *world) do(who, roles string, cmd decider.Command[cycle.State]) {
	w.t.Helper()
	play(w, cycle.Decider(), w.cycle, who, roles, cmd)
}

func (w *world) in(m, who string, cmd decider.Command[meeting.State]) {
	w.t.Helper()
	roles := map[string]string{"office": "office", "shuping": "system"}[who]
	play(w, meeting.Decider(), w.meetings[m], who, roles, cmd)
}

func (w *world) year() Year {
	return Year{Cycle: w.cycle, Head: journal.Head{Seq: w.records, Hash: journal.Hash{1, 2, 3}}, Meetings: w.meetings, Names: name}
}

// name makes names out of numbers; some have rare characters, one is long, and
// that of nobody is not known.
func name(id string) string {
	switch id {
	case "s1":
		return "𬭩㛃"
	case "s2":
		return "买买提·吐尔逊·阿卜杜热合曼"
	case "nobody":
		return ""
	case "head":
		return "邓书记"
	}
	if len(id) > 1 && strings.Contains("slmrvgdck", id[:1]) && id[1] >= '0' && id[1] <= '9' {
		return "某" + strings.ToUpper(id)
	}
	return ""
}

const longName = "跨区域流动人口与新就业群体服务管理综合试点片区联合党支部"

func notice(t testing.TB) policy.Policy {
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	return *p
}

// newYear is a year just opened.
func newYear(t testing.TB) *world {
	w := &world{t: t, cycle: &cycle.State{}, meetings: map[string]*meeting.State{}, day: "2018-12-15"}
	orgs := []cycle.Org{
		{ID: "O1", Name: "金鑫社区党委", Kind: "社区党委", Secretary: "s1", Post: "金鑫社区党委书记"},
		{ID: "O2", Name: longName, Kind: "党支部", Secretary: "s2", Post: "书记"},
		{ID: "O3", Name: "夕阳党支部", Kind: "老年党支部", Secretary: "s3"},
	}
	for i := 4; i <= 6; i++ {
		orgs = append(orgs, cycle.Org{ID: fmt.Sprint("O", i), Name: fmt.Sprintf("企业%d党支部", i), Kind: "两新组织党支部", Secretary: fmt.Sprint("s", i), Post: "书记"})
	}
	w.do("office", "office", &cycle.Open{ID: "2018", Title: "2018", Policy: notice(t), PolicyHash: strings.Repeat("a", 64), Orgs: orgs,
		Previous: []cycle.PreviousGrade{{Person: "s2", Year: 2017, Grade: "基本称职"}},
		Carried:  []cycle.Carried{{ID: "c1", Org: "O2", Problem: "党员活动室未建成", Measure: "建成活动室", Due: "2018-12-31"}}})
	return w
}

const reportText = `一、个人履行职责情况
一年来认真贯彻落实上级决策部署，带头讲党课，抓支部建设和三会一课，严格廉洁自律，履行一岗双责。推行党务公开、居务公开，开展扫黑除恶，推广岳农平台，移风易俗，加强基层治理；督促企业遵纪守法、维护党员权益，发挥党员带头作用。
二、工作任务推动落实情况
完成重点任务，网格走访二百户，开展志愿服务十二次，为群众排忧解难三十件。去年承诺整改的党员活动室未建成问题，已于六月建成党员活动室。
三、存在的主要问题及原因分析
一是理论学习不够系统，学得多、用得少，主要原因是我本人有重业务轻学习的思想，没有把学习当作硬任务。二是联系群众不够经常，走访时问得浅，根子在于我的群众观念不强，怕麻烦、图省事。三是对年轻党员教育办法不多，沿用老办法，原因是自己研究不深、担当不够，习惯等上级安排。四是支部活动形式单一，没有主动征求党员意见，是我工作不细致造成的。
四、下一步工作思路和打算
坚持每周学习半天，每月走访二十户，每季度办一次主题活动，明年六月前建立青年党员小组，逐条解决上述问题。
`

// prepare goes on until every report is approved and every subject verified.
func (w *world) prepare() {
	w.do("office", "office", &cycle.SetScope{})
	w.day = "2018-12-16"
	w.do("office", "office", &cycle.DrawLots{OrgKind: "两新组织党支部", Seed: "20181216 3 7 11", SeedSource: "当日公开开奖号码", Date: w.day, Witnesses: []string{"l1", "v1"}})
	for i, id := range w.cycle.SubjectOrder {
		sub, leader := w.cycle.Subjects[id], fmt.Sprint("l", i+1)
		w.do("office", "office", &cycle.AssignLiaison{Org: id, Leader: leader})
		w.do(sub.Person, "", &cycle.FileReport{Subject: id, File: "report-" + id, Text: reportText})
		w.do(sub.Person, "", &cycle.RecordOpinion{Subject: id, From: "支委会", Text: "写实一些"})
		w.do(sub.Person, "", &cycle.AnswerOpinion{Subject: id, Opinion: "1.1", Taken: i > 0, Why: "已补充数据"})
		w.do(sub.Person, "", &cycle.SubmitReport{Subject: id})
		review := &cycle.ReviewReport{Subject: id, Version: 1, Decision: cycle.Approve}
		for _, f := range sub.Report().Findings {
			review.Accept = append(review.Accept, cycle.Accepted{Finding: fmt.Sprint(f.No), Reason: "情况属实"})
		}
		w.do(leader, "leader", review)
		w.do(leader, "leader", &cycle.RecordVisit{Subject: id, Date: w.day, Method: "实地调研", Visitors: []string{"v1", "v2"}, Claim: "走访二百户", Finding: "有台账一百九十户", Verdict: cycle.Partly})
		w.do("office", "office", &cycle.RecordAssessment{Subject: id, Date: w.day, Text: "全年工作良好"})
	}
	w.do("office", "office", &cycle.RecordHigherFeedback{Date: w.day, Text: "台账要规范"})
}
