package demo_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"shuping/internal/demo"
)

// TestData reads the workbooks once and looks at them from all sides.
func TestData(t *testing.T) {
	b := books(t)
	o := roster(t, b)
	for name, test := range map[string]func(*testing.T, map[string]sheet, office){
		"roster": testRoster, "references": testReferences, "every subject is served": testEverySubjectIsServed,
		"grades": testGrades, "checks follow plans": testChecksFollowPlans, "reports": testEverySecretaryHasAReport,
		"roll and gates": testRollAndGates, "calendar": testCalendar, "votes": testVotes, "session votes": testSessionVotes,
		"session people": testSessionPeople,
	} {
		t.Run(name, func(t *testing.T) { test(t, b, o) })
	}
}

func testRoster(t *testing.T, b map[string]sheet, o office) {
	if n := len(o.persons); n < 1000 || n > 1300 || n != len(b["人员"].lines) {
		t.Errorf("%d persons", n)
	}
	kinds := map[string]int{}
	leaders := map[string]bool{}
	class := ""
	classes := map[string]int{}
	for _, l := range b["党工委"].lines {
		if l["参会类别"] != "" {
			class = l["参会类别"]
		}
		classes[class]++
		leaders[l["人员编号"]] = class == "班子成员"
	}
	for code, g := range o.orgs {
		kinds[g["类别"]]++
		if n := len(o.members[code]); n < 15 || n > 90 {
			t.Errorf("%s has %d persons", code, n)
		}
		for _, post := range []string{"书记编号", "副书记编号"} {
			if p := o.persons[g[post]]; p["组织编码"] != code || p["人员类别"] != "正式党员" {
				t.Errorf("%s: %s %s is no member of the organisation", code, post, g[post])
			}
		}
		if l := g["联点领导编号"]; !leaders[l] || o.persons[l]["组织编码"] == code {
			t.Errorf("%s: liaison leader %s", code, l)
		}
	}
	same(t, kinds, map[string]int{"社区党委": 1, "社区党总支": 1, "党支部": 20, "老年党支部": 2, "两新组织党支部": 5})
	same(t, classes, map[string]int{"班子成员": 9, "站所办负责人": 12, "两代表一委员": 8, "机关干部": 15, "党员群众代表": 16})
}

func same(t *testing.T, got, want map[string]int) {
	t.Helper()
	for k := range want {
		if got[k] != want[k] {
			t.Errorf("%s: %d, want %d", k, got[k], want[k])
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Every number has the name beside it, every code its organisation, and every date is a day.
func testReferences(t *testing.T, b map[string]sheet, o office) {
	for _, s := range b {
		for _, l := range s.lines {
			for _, h := range s.header {
				v := l[h]
				switch {
				case strings.HasSuffix(h, "编号"):
					name, ok := l[strings.TrimSuffix(h, "编号")]
					if !ok {
						name = l["姓名"]
					}
					if o.persons[v]["姓名"] != name || name == "" {
						t.Errorf("%s %s: %s %s is not %s", s.book, s.name, h, v, name)
					}
				case h == "组织编码":
					name := l["党组织名称"] + l["所在党组织"]
					if o.orgs[v]["党组织名称"] != name {
						t.Errorf("%s %s: %s is not %s", s.book, s.name, v, name)
					}
				case strings.HasSuffix(h, "日期") || strings.HasSuffix(h, "期限"):
					if _, err := time.Parse("2006-01-02", v); err != nil {
						t.Errorf("%s %s: %s: %v", s.book, s.name, h, err)
					}
				}
			}
		}
	}
}

// Whatever the procedure needs of every subject is there, for the fixed subjects and for all who may be drawn.
func testEverySubjectIsServed(t *testing.T, b map[string]sheet, o office) {
	for _, name := range []string{"会议安排", "签到汇总", "征求意见", "现场核实", "现场提问", "领导点评", "党工委测评分布", "平时考核", "拟定等次", "整改方案"} {
		has := map[string]bool{}
		for _, l := range b[name].lines {
			has[l["组织编码"]] = true
		}
		for code, g := range o.orgs {
			if want := g["类别"] != "老年党支部"; has[code] != want {
				t.Errorf("%s: %s: %v, want %v", name, code, has[code], want)
			}
		}
	}
}

func testGrades(t *testing.T, b map[string]sheet, _ office) {
	last := map[string]string{}
	for _, l := range b["2017年度等次"].lines {
		last[l["书记编号"]] = l["等次"]
	}
	counts := map[string]map[string]int{"1": {}, "2": {}}
	twice, unknown, fixedUnknown := 0, 0, 0
	for _, l := range b["拟定等次"].lines {
		counts[l["稿次"]][l["拟定等次"]]++
		before := last[l["书记编号"]]
		if l["稿次"] == "1" {
			continue
		}
		if l["拟定等次"] == "基本称职" && before == "基本称职" {
			twice++
		}
		if before == "" {
			unknown++
			if l["组织编码"] < "O25" {
				fixedUnknown++
			}
		}
	}
	same(t, counts["1"], map[string]int{"优秀": 5, "称职": 19, "基本称职": 2, "不称职": 1})
	same(t, counts["2"], map[string]int{"优秀": 4, "称职": 20, "基本称职": 2, "不称职": 1})
	if twice != 1 || unknown != 4 || fixedUnknown != 1 {
		t.Errorf("%d twice 基本称职, %d not on file, %d of them fixed subjects", twice, unknown, fixedUnknown)
	}
}

func testChecksFollowPlans(t *testing.T, b map[string]sheet, _ office) {
	due := map[string]string{}
	for _, l := range b["整改方案"].lines {
		due[l["组织编码"]+l["项次"]] = l["完成期限"]
	}
	for _, l := range b["督查记录"].lines {
		if d := due[l["组织编码"]+l["项次"]]; d == "" || l["日期"] < d {
			t.Errorf("check of %s item %s on %s: due %q", l["组织编码"], l["项次"], l["日期"], d)
		}
		if (l["四不两直"] == "是") != (l["督查方式"] == "四不两直") {
			t.Errorf("check of %s: %v", l["组织编码"], l)
		}
	}
}

func testEverySecretaryHasAReport(t *testing.T, _ map[string]sheet, o office) {
	files, err := fs.ReadDir(demo.Data, demo.Reports)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	for code, g := range o.orgs {
		want := g["类别"] != "老年党支部"
		if slices.Contains(names, code+"-"+g["书记"]+".docx") != want {
			t.Errorf("report of %s: want %v", code, want)
		}
	}
	second := 0
	for _, n := range names {
		if first, ok := strings.CutSuffix(n, "-2.docx"); ok {
			second++
			if !slices.Contains(names, first+".docx") {
				t.Errorf("%s has no first version", n)
			}
		}
	}
	if second != 5 || len(names) != 27+5+1 {
		t.Errorf("%d files, %d second versions", len(names), second)
	}
}
