package app_test

import (
	"fmt"
	"slices"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
)

// suggests holds what the rules make of the record against what was reckoned by hand.
func (y *year) suggests(want map[string][]string) {
	y.t.Helper()
	for _, id := range y.subjects() {
		grades, total := y.suggested(id)
		if got := append([]string{total}, grades...); !slices.Equal(got, want[id]) {
			y.t.Errorf("%s: the rules make %q of it, want %q", id, got, want[id])
		}
	}
}

// A year of scores: day-to-day assessment, visits and two votes weigh together, bands suggest
// the grade, who departs from it says why, and nothing marked is an abstention.
func TestAYearOfScores(t *testing.T) {
	t.Parallel()
	y := openYear(t, "scores", "被考核书记", []string{"社区党组织", "社区党组织", "社区党组织"},
		[]circle{{"居民户代表", 9}, {"商户代表", 3}}, []circle{{"考核组成员", 5}})
	y.clock.at("2024-12-03", 9, 0)
	for i, id := range y.subjects() {
		y.must(verifier, y.stream(), "record-visit", values{"subject": id, "date": y.clock.today(), "method": "入户走访", "visitors": []string{verifier},
			"finding": "已看", "verdict": string(cycle.BorneOut)})
		y.must(clerk, y.stream(), "record-score", values{"subject": id, "source": "assessment", "score": []string{"95", "88.5", "60"}[i], "date": y.clock.today(), "basis": "台账"})
		y.must(clerk, y.stream(), "record-score", values{"subject": id, "source": "verification", "score": []string{"95", "80", "70"}[i], "date": y.clock.today(), "basis": "走访"})
	}
	for i, id := range y.subjects() {
		y.hold(&sitting{id: "2024-" + id, kind: "residents", subjects: []string{id}, day: "2024-12-10",
			issued: []meeting.Issue{{Class: "household", Paper: 9}, {Class: "trader", Phone: 3}},
			answer: func(_ string, k int, _, _ string) string {
				return [][]string{{"", "满意"}, {"", "基本满意"}, {"", "不满意"}}[i][min(k, 1)]
			}})
	}
	scores := map[string][]string{"O1": {"99", "92", "95", "", "60"}, "O2": {"85", "85.5", "86", "", "100"}, "O3": {"60", "61", "70", "", "100"}}
	y.hold(&sitting{id: "2024-panel", kind: "panel", day: "2024-12-20", issued: []meeting.Issue{{Class: "examiner", Phone: 2, Paper: 3}},
		answer: func(_ string, k int, subject, _ string) string { return scores[subject][k] },
		broken: func(f ballot.Form) ([]ballot.Mark, string) {
			return []ballot.Mark{f.Asked()[0].Mark(200) + 1, 1, 1}, ballot.FaultMark
		}})
	y.suggests(map[string][]string{"O1": {"95.55", "一等"}, "O2": {"83.28", "二等"}, "O3": {"57.65", "三等"}})
	y.clock.at("2024-12-24", 9, 0)
	decide := map[string]cycle.GradeFor{"O1": {Grade: "一等"}, "O2": {Grade: "一等"}, "O3": {Grade: "三等"}}
	y.refused("grade-departs", head, y.stream(), "decide-grades", y.grades(decide))
	decide["O2"] = cycle.GradeFor{Grade: "一等", Reason: "抗洪抢险表现突出"}
	y.must(head, y.stream(), "decide-grades", y.grades(decide))
	y.must(head, y.stream(), "give-feedback", values{"way": "书面通知", "date": y.clock.today(), "speaker": head})
	y.refused("posted-short", clerk, y.stream(), "post-results", values{"place": "hall", "date": y.clock.today(), "until": "2024-12-30"})
	y.must(clerk, y.stream(), "post-results", values{"place": "hall", "date": y.clock.today(), "until": "2024-12-31"})
	y.pages(clerk, "/notice/2024", "/year/2024/grades")
	y.must(head, y.stream(), "carry-out-consequence", values{"subject": "O1", "consequence": "bonus", "date": y.clock.today(), "how": "发文", "done_by": []string{head}})
	y.must(head, y.stream(), "carry-out-consequence", values{"subject": "O2", "consequence": "bonus", "date": y.clock.today(), "how": "发文", "done_by": []string{head}})
	y.must(head, y.stream(), "carry-out-consequence", values{"subject": "O3", "consequence": "talk", "date": y.clock.today(), "how": "谈话", "done_by": []string{head}})
	y.must(clerk, y.stream(), "end-work", values{"date": y.clock.today()})
	y.clock.at("2025-01-03", 9, 0)
	y.must(clerk, y.stream(), "file-results", values{"number": "青党〔2025〕1号", "date": y.clock.today()}, y.draft("filing"))
	y.finish()
	y.documents("一等", "抗洪抢险表现突出", "县委社会工作部", "居民评议会", "弃权", "95.55", "按规则推算", "!整改方案")
	y.pages(clerk)
	y.archived(`"88.5"`, `"98.5"`)
}

// A year of two questions on one ballot: words of its own, a cap, two parts of voters of whom
// one class votes on some kinds only, and a floor of lower grades.
func TestAYearOfTwoQuestions(t *testing.T) {
	t.Parallel()
	y := openYear(t, "questions", "述职书记", []string{"机关支部", "园区党支部", "园区党支部", "园区党支部"}, []circle{{"干部代表", 3}},
		[]circle{{"园区班子成员", 6}, {"干部代表", 5}, {"租户代表", 4}})
	y.hold(&sitting{id: "2024-session", kind: "session", day: "2024-12-12",
		issued:  []meeting.Issue{{Class: "leader", Phone: 3, Paper: 3}, {Class: "staff", Paper: 5}, {Class: "tenant", Phone: 4}},
		barred:  []meeting.Issue{{Class: "leader", Phone: 5, Paper: 1}, {Class: "staff", Paper: 5}, {Class: "tenant", Phone: 4}},
		because: "few-of-one-kind",
		answer: func(class string, k int, subject, question string) string {
			if question == "style" {
				return map[string]string{"O1": "满意", "O2": "满意", "O3": []string{"满意", "不了解"}[k%2], "O4": []string{"不满意", "不满意", "满意", "满意", "满意", "满意"}[k%6]}[subject]
			}
			if class == "staff" && k == 4 {
				return "好" // four of them on paper: the first two count
			}
			return map[string]string{"O1": "好", "O2": "好", "O3": "较好", "O4": "一般"}[subject]
		},
		broken: func(f ballot.Form) ([]ballot.Mark, string) {
			var marks []ballot.Mark
			for range f.Lines() {
				marks = append(marks, ballot.Tick(0))
			}
			return marks, ballot.FaultCap
		}})
	y.clock.at("2024-12-20", 9, 0)
	y.suggests(map[string][]string{"O1": {"100"}, "O2": {"100"}, "O3": {"89.5"}, "O4": {"68.7", "一般", "差"}})
	all := map[string]cycle.GradeFor{}
	for _, id := range y.subjects() {
		all[id] = cycle.GradeFor{Grade: "好"}
	}
	y.refused("grade-beyond", head, y.stream(), "decide-grades", y.grades(all))
	all["O4"] = cycle.GradeFor{Grade: "一般"}
	y.refused("quota-least", head, y.stream(), "decide-grades", y.grades(all))
	all["O3"] = cycle.GradeFor{Grade: "较好"}
	y.must(head, y.stream(), "decide-grades", y.grades(all))
	y.must(head, y.stream(), "give-feedback", values{"way": "当面反馈", "date": y.clock.today(), "speaker": head})
	for _, place := range []string{"gate", "branch"} {
		y.must(clerk, y.stream(), "post-results", values{"place": place, "date": y.clock.today()})
	}
	y.pages(clerk, "/notice/2024", "/year/2024/grades")
	for _, id := range y.subjects() {
		y.must(clerk, y.stream(), "plan-rectification", values{"subject": id, "items": []cycle.PlanItem{{ID: "1", Source: "comment:1", Problem: "走访少", Measure: "每周走访", Due: "2025-01-10", Owner: secretary(id)}}})
	}
	y.must(clerk, y.stream(), "end-work", values{"date": y.clock.today()})
	y.clock.at("2025-01-10", 9, 0)
	y.must(clerk, y.stream(), "file-results", values{"number": "河党〔2025〕1号", "date": y.clock.today()}, y.draft("filing"))
	for _, id := range y.subjects() {
		y.must(head, y.stream(), "check-rectification", values{"subject": id, "item": "1", "way": "回访", "date": y.clock.today(), "visitors": []string{head}, "finding": "已走访", "state": string(cycle.Done)})
		y.must(head, y.stream(), "finish-rectification", values{"subject": id, "item": "1", "date": y.clock.today(), "evidence": "走访记录"})
	}
	y.finish()
	y.documents("较好", "不了解", "园区测评会", "市直机关工委", "违规", "A票60%", "!现场核实情况", "!日常管理考核")
	y.pages(clerk)
	y.archived(`"grade":"较好"`, `"grade":"一般"`)
}

// A year of places: a ballot ranks all and grades each, subjects vote on each other, the last
// one is talked to, and posting and filing go by working days.
func TestAYearOfPlaces(t *testing.T) {
	t.Parallel()
	kinds := []string{"村党支部", "村党支部", "村党支部", "村党支部"}
	y := openYear(t, "ranks", "比武书记", kinds, []circle{{"党员", 8}}, []circle{{"评委", 5}, {"村民代表", 8}})
	y.report()
	order := map[string]int{"O1": 1, "O2": 2, "O3": 3, "O4": 4}
	y.hold(&sitting{id: "2024-arena", kind: "arena", day: "2024-12-30",
		issued:  []meeting.Issue{{Class: "judge", Phone: 5}, {Class: "peer", Phone: 4}, {Class: "villager", Phone: 6, Paper: 2}},
		barred:  []meeting.Issue{{Class: "judge", Phone: 5}, {Class: "peer", Paper: 4}, {Class: "villager", Phone: 8}},
		because: "own-line-on-paper",
		answer: func(class string, k int, subject, question string) string {
			self := "O" + fmt.Sprint(k+1)
			switch {
			case class == "peer" && subject == self:
				return own
			case question == "level":
				return map[string]string{"O1": "先进", "O2": "合格", "O3": "合格", "O4": "落后"}[subject]
			case class == "peer" && order[subject] > order[self]:
				return fmt.Sprint(order[subject] - 1)
			}
			return fmt.Sprint(order[subject])
		},
		broken: func(f ballot.Form) ([]ballot.Mark, string) {
			var marks []ballot.Mark
			for range f.Lines() {
				marks = append(marks, 1)
			}
			return marks, ballot.FaultPlaceTwice
		}})
	y.clock.at("2025-01-20", 9, 0)
	y.must(clerk, y.stream(), "record-score", values{"subject": "O1", "source": "deduction", "score": "2.5", "date": y.clock.today(), "basis": "信访一件"})
	y.suggests(map[string][]string{"O1": {"97.5", "先进"}, "O2": {"84.4", "合格"}, "O3": {"78.8", "合格"}, "O4": {"59.2", "合格"}})
	decide := map[string]cycle.GradeFor{"O1": {Grade: "先进"}, "O2": {Grade: "先进"}, "O3": {Grade: "合格"}, "O4": {Grade: "合格"}}
	y.refused("grade-departs", head, y.stream(), "decide-grades", y.grades(decide))
	decide["O2"] = cycle.GradeFor{Grade: "合格"}
	y.must(head, y.stream(), "decide-grades", y.grades(decide))
	y.must(head, y.stream(), "give-feedback", values{"way": "入村反馈", "date": y.clock.today(), "speaker": head})
	y.refused("posted-short-working", clerk, y.stream(), "post-results", values{"place": "village", "date": y.clock.today(), "until": "2025-01-25"})
	y.must(clerk, y.stream(), "post-results", values{"place": "village", "date": y.clock.today(), "until": "2025-01-26"})
	y.pages(clerk, "/notice/2024", "/year/2024/grades")
	y.must(head, y.stream(), "carry-out-consequence", values{"subject": "O1", "consequence": "flag", "date": y.clock.today(), "how": "授旗", "done_by": []string{head}})
	y.must(head, y.stream(), "carry-out-consequence", values{"subject": "O4", "consequence": "last", "date": y.clock.today(), "how": "谈话", "done_by": []string{head}})
	y.must(clerk, y.stream(), "end-work", values{"date": y.clock.today()})
	y.clock.at("2025-02-06", 9, 0)
	filing := values{"number": "松党〔2025〕1号", "date": y.clock.today()}
	if r := y.refused("filed-late", clerk, y.stream(), "file-results", filing, y.draft("filing")); r.Args["due"] != "2025-01-26" {
		t.Errorf("five working days with a Sunday that is worked end on %v", r.Args["due"])
	}
	filing["reason"] = "大雪封路"
	y.must(clerk, y.stream(), "file-results", filing, y.draft("filing"))
	y.finish()
	y.documents("先进", "擂台比武会", "县农业农村工作领导小组", "本人", "大雪封路")
	y.pages(clerk)
	y.archived(`"2.5"`, `"1.5"`, "filed")
}
