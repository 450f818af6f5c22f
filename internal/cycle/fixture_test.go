package cycle

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/decidertest"
	"shuping/internal/policy"
	"shuping/policies"
)

// notice is the policy that comes with the program.
func notice(t testing.TB) *policy.Policy {
	t.Helper()
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

var hash = strings.Repeat("0123456789abcdef", 4)

// goodReport is long enough on problems and touches what the notice asks for.
const goodReport = `一、个人履行职责情况
一年来认真贯彻落实上级决策部署，带头讲党课，抓支部建设和三会一课，严格廉洁自律，履行一岗双责。推行党务公开、居务公开，开展扫黑除恶，推广岳农平台，移风易俗，加强基层治理；督促企业遵纪守法、维护党员权益，发挥党员带头作用。
二、工作任务推动落实情况
完成重点任务，网格走访二百户，开展志愿服务十二次，为群众排忧解难三十件。去年承诺整改的党员活动室未建成问题，已于六月建成党员活动室。
三、存在的主要问题及原因分析
一是理论学习不够系统，学得多、用得少，主要原因是我本人有重业务轻学习的思想，没有把学习当作硬任务。二是联系群众不够经常，走访时问得浅，根子在于我的群众观念不强，怕麻烦、图省事。三是对年轻党员教育办法不多，沿用老办法，原因是自己研究不深、担当不够，习惯等上级安排。四是支部活动形式单一，没有主动征求党员意见，是我工作不细致造成的。
四、下一步工作思路和打算
坚持每周学习半天，每月走访二十户，每季度办一次主题活动，明年六月前建立青年党员小组，逐条解决上述问题。
`

// minutes are those of a meeting in which everybody's ballot said the same.
func minutes(meeting, kind, org string, date calendar.Date, subjects ...string) *brief.Minutes {
	m := &brief.Minutes{Meeting: meeting, Type: kind, Org: org, Date: date, Reported: subjects, Seq: 40, Head: hash,
		Announced: date.Moment(16, 0).UTC()}
	options := []string{"优秀", "称职", "基本称职", "不称职"}
	round := brief.Round{No: 1, Form: ballot.Form{Subjects: subjects, Options: options, Classes: []string{"member", "staff"}}}
	for class, n := range []int{12, 4} {
		t := ballot.Tally{Class: class, Ballots: n}
		for range subjects {
			t.Subjects = append(t.Subjects, ballot.Count{Options: []int{n - 2, 1, 0, 0}, Multiple: 1})
		}
		round.Paper = append(round.Paper, t)
	}
	m.Rounds = []brief.Round{round}
	if kind == "members" {
		m.Presence = []brief.Presence{{Class: "member", Expected: 13, Present: 12}, {Class: "probationary"}, {Class: "staff", Present: 4}}
		return m
	}
	m.Presence = []brief.Presence{{Class: "leader", Expected: 9, Present: 8}, {Class: "head", Expected: 8, Present: 8}, {Class: "delegate", Present: 3}, {Class: "cadre", Present: 2}, {Class: "representative", Present: 5}}
	for _, id := range subjects {
		m.Questions = append(m.Questions, brief.Question{ID: "q-" + id, Subject: id, Question: "停车难怎么办", Answer: "正在划线", Solution: "增设车位", Due: "2019-06-30"})
		m.Comments = append(m.Comments, brief.Comment{Subject: id, Strengths: "工作扎实", Problems: []string{"青年党员教育办法不多"}, Direction: "多出实招"})
	}
	return m
}

func bench(t testing.TB) decidertest.Bench[State] {
	p := notice(t)
	texts := map[string]string{"policy": text(p), "hash": hash, "report": goodReport, "long": strings.Replace(goodReport, "四、", strings.Repeat("五是我本人对台账管理的问题重视不够，原因是思想上松懈。\n", 60)+"四、", 1),
		"thin": goodReport[:strings.Index(goodReport, "三、")] + "三、存在的主要问题及原因分析\n学习不够，是我自己的原因。\n四、下一步工作思路和打算\n加强学习，多走访。\n"}
	changed := func(name string, edit func(*policy.Policy)) {
		q := notice(t)
		edit(q)
		texts[name] = text(q)
	}
	changed("one-best", func(q *policy.Policy) { q.Grading.Quotas[0].AtMost = 1 })
	must := func(clause string) policy.Basis { return policy.Basis{Clause: clause, Strength: policy.Must} }
	advise := func(clause string) policy.Basis { return policy.Basis{Clause: clause, Strength: policy.Advise} }
	changed("many-quotas", func(q *policy.Policy) {
		two := []string{"两新组织党支部"}
		q.Grading.Quotas = []policy.Quota{
			{Basis: must("三"), Grade: "优秀", AtMostShare: policy.Ratio{Num: 30, Den: 100}, Rounding: "down"},
			{Basis: must("三"), Grade: "基本称职", OrBelow: true, AtLeastShare: policy.Ratio{Num: 15, Den: 100}, Rounding: "up"},
			{Basis: advise("三"), Grade: "称职", Kinds: two, Exactly: 1},
		}
	})
	changed("by-history", func(q *policy.Policy) {
		weak := policy.History{Grades: []string{"基本称职", "不称职"}, AtLeast: 2, Years: 3}
		q.Consequences = []policy.Consequence{
			{Basis: must("四"), ID: "adjust", Rule: "N10.3", Name: "调整岗位", History: weak},
			{Basis: must("四"), ID: "watch", Rule: "N10.2", Name: "跟踪管理", Grades: []string{"称职"}, Kinds: []string{"党支部"}, History: weak},
			{Basis: must("四"), ID: "train", Rule: "N10.2", Name: "培训", Grades: []string{"不称职"}, Kinds: []string{"党支部"}},
		}
	})
	changed("scored", scored)
	changed("reballot", func(q *policy.Policy) {
		q.Reballot = policy.Reballot{Basis: must("四"), Grades: []string{"基本称职", "不称职"}, Meeting: "members", Months: 6}
	})
	texts["again-O7"] = text(minutes("again-O7", "members", "O7", "2019-07-03", "O7"))
	changed("spoken", func(q *policy.Policy) {
		q.Report.Min, q.Report.Spoken = policy.MinChars{Basis: must("三"), Chars: 2000}, policy.SpokenChars{Basis: must("三"), Chars: 300}
		q.Report.Parts[0].AtLeast = policy.Ratio{Num: 9, Den: 10}
		q.Report.Parts[2].AtMost = policy.Ratio{Num: 99, Den: 100}
	})
	changed("by-calendar", func(q *policy.Policy) {
		q.Calendar = policy.Calendar{From: "2018-12-01", Until: "2019-01-31", Closed: []calendar.Date{"2018-12-31", "2019-01-01"}, Open: []calendar.Date{"2018-12-29"}}
		q.Results.Posting.WorkingDays, q.Results.Filing.Days, q.Results.Filing.WorkingDays = 3, 0, 4
		q.Correction.PlanWorkingDays = 5
		q.Consequences[0].WorkingDays, q.Consequences[0].LastsMonths = 3, 12
		q.Deadlines = []policy.Deadline{
			{Basis: must("五"), ID: "call", Rule: "N1.4", Name: "会议通知", Before: "meeting-held", WorkingDays: 2},
			{Basis: must("五"), ID: "tell", Rule: "N9.1", Name: "反馈", From: "grades-decided", WorkingDays: 2},
			{Basis: must("五"), ID: "answer", Rule: "N9.2", Name: "答复意见", From: "objection-received", Days: 3},
			{Basis: must("五"), ID: "talk", Rule: "N10.5", Name: "会后谈话", From: "meeting-held", Meeting: "committee", Days: 2},
			{Basis: must("五"), ID: "sum", Rule: "N9.5", Name: "工作总结", By: "2019-01-09"},
		}
	})
	changed("visits-by", func(q *policy.Policy) {
		q.Deadlines = []policy.Deadline{{Basis: must("五"), ID: "visits", Rule: "N4.1", Name: "现场核实", By: "2018-12-14"}}
	})
	changed("short-calendar", func(q *policy.Policy) {
		q.Calendar = policy.Calendar{From: "2018-12-01", Until: "2019-01-05"}
		q.Results.Filing.Days, q.Results.Filing.WorkingDays = 0, 4
	})
	changed("filed-by", func(q *policy.Policy) { q.Results.Filing.Days, q.Results.Filing.By = 0, "2019-01-12" })
	changed("too-many", func(q *policy.Policy) {
		q.Grading.Quotas = []policy.Quota{{Basis: must("三"), Grade: "称职", AtLeast: 6}}
	})
	changed("next-year", func(q *policy.Policy) { q.Year++ })
	changed("no-two-new", func(q *policy.Policy) { q.Kinds = q.Kinds[:len(q.Kinds)-1] })
	changed("no-acts", func(q *policy.Policy) { q.Acts = nil })
	subjects := []string{"O1", "O2", "O3", "O6", "O7"}
	for i, id := range subjects {
		texts["minutes-"+id] = text(minutes("m-"+id, "members", id, calendar.Date(fmt.Sprintf("2018-12-2%d", i)), id))
	}
	texts["session"] = text(minutes("session", "committee", "", "2018-12-29", subjects...))
	texts["without-O7"] = text(minutes("session", "committee", "", "2018-12-29", subjects[:4]...))
	texts["late-O7"] = text(minutes("session-2", "committee", "", "2019-01-12", "O7"))
	texts["bare"] = strings.NewReplacer("严格廉洁自律，履行一岗双责。", "", "推行党务公开、居务公开，", "", "维护党员权益，", "").Replace(goodReport)
	texts["no-next"] = goodReport[:strings.Index(goodReport, "四、")]
	change := func(name string, m *brief.Minutes, edit func(*brief.Minutes)) {
		edit(m)
		texts[name] = text(m)
	}
	one := func() *brief.Minutes { return minutes("m-O1", "members", "O1", "2018-12-20", "O1") }
	all := func() *brief.Minutes { return minutes("session", "committee", "", "2018-12-29", "O1") }
	change("recount", one(), func(m *brief.Minutes) { m.Seq = 44 })
	change("miscounted", one(), func(m *brief.Minutes) { m.Rounds[0].Paper[0].Ballots++ })
	change("unannounced", one(), func(m *brief.Minutes) { m.Announced = time.Time{} })
	change("untied", one(), func(m *brief.Minutes) { m.Head = "" })
	change("other-type", one(), func(m *brief.Minutes) { m.Type = "committee" })
	change("unballoted", one(), func(m *brief.Minutes) { m.Rounds = nil })
	change("unreported", one(), func(m *brief.Minutes) { m.Reported = nil })
	change("other-form", one(), func(m *brief.Minutes) { m.Rounds[0].Form.Options[1] = "良好" })
	change("undated", all(), func(m *brief.Minutes) { m.Questions[0].Due = "" })
	change("uncommented", all(), func(m *brief.Minutes) { m.Comments = nil })
	fair := []GradeFor{}
	for _, id := range subjects {
		fair = append(fair, GradeFor{Subject: id, Grade: "称职"})
	}
	texts["all-fair"] = text(fair)
	texts["session-O1"] = text(minutes("session", "committee", "", "2018-12-29", "O1"))
	texts["forgetful"] = strings.Replace(goodReport, "去年承诺整改的党员活动室未建成问题，已于六月建成党员活动室。", "", 1)
	return decidertest.Bench[State]{Decider: Decider(), Dir: "testdata", Texts: texts}
}

func TestScripts(t *testing.T)  { bench(t).Scripts(t) }
func TestComplete(t *testing.T) { bench(t).Complete(t) }
func TestActs(t *testing.T) {
	bench(t).Acts(t, notice(t), func(kind string) bool { return kind == "open" })
}
func TestWords(t *testing.T) { bench(t).Words(t) }
