package report

import (
	"slices"
	"testing"
)

func TestMembersIn(t *testing.T) {
	for text, want := range map[string]int{
		"支部现有党员23名，其中女党员9名": 23,
		"党员35人，其中退休党员4人":    35,
		"全体二十三名党员参加":        23,
		"支部共有 104 名党员":      104,
		"正式党员21名、预备党员2名":    23,
		"党员总数一百零四人":         104,
		"正式党员21名":           -1,
		"发展党员3名，其中女党员1名":    -1,
		"走访困难党员12名":         -1,
		"组织党员三四十人次":         -1,
		"党员十余名":             -1,
	} {
		n, ok := membersIn(foldString(text))
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%s: got %d, want %d", text, n, want)
		}
	}
}

func TestTimesIn(t *testing.T) {
	for text, want := range map[string]int{
		"召开党员大会4次、支委会12次":  4,
		"党员大会开了四次":         4,
		"全年召开了十二次党员大会":     12,
		"党员大会：5次":          5,
		"第三次党员大会":          -1,
		"党员大会坚持每季度1次":      -1,
		"支委会12次":           -1,
		"召开党员大会、支委会等会议20次": -1,
	} {
		n, ok := timesIn(foldString(text), "党员大会")
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%s: got %d, want %d", text, n, want)
		}
	}
}

func TestFiguresOnFile(t *testing.T) {
	text := "支部述职报告\n一、工作完成情况\n支部现有党员23名。全年召开党员大会4次、支委会12次。\n二、存在问题\n学习不够。\n三、下一步打算\n明年召开党员大会6次。"
	for _, c := range []struct {
		name    string
		members int
		held    []Held
		want    []string
	}{
		{"nothing on file", 0, nil, nil},
		{"the same", 23, []Held{{"党员大会", 4}, {"支委会", 12}}, nil},
		{"others", 25, []Held{{"党员大会", 5}, {"支委会", 12}}, []string{"党员 23 25", "党员大会 4 5"}},
		{"a meeting not named", 0, []Held{{"党课", 4}, {"", 1}}, nil},
	} {
		w := ask()
		w.Members, w.Held = c.members, c.held
		var got []string
		for _, f := range Check(text, w).Findings {
			if f.Code != "report.figure" {
				continue
			}
			if f.Level != LevelAsk || f.From >= f.To {
				t.Errorf("%s: %+v", c.name, f)
			}
			got = append(got, f.Args["what"]+" "+f.Args["got"]+" "+f.Args["file"])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for text, want := range map[string]int{"23": 23, "十": 10, "十二": 12, "二十": 20, "二十三": 23, "一百零四": 104, "两百": 200, "一百二十三": 123,
		"": -1, "三四": -1, "百": -1, "12345": -1, "1二": -1} {
		n, ok := number([]rune(text))
		if !ok {
			n = -1
		}
		if n != want {
			t.Errorf("%s: got %d, want %d", text, n, want)
		}
	}
}
