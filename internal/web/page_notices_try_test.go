package web

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"shuping/internal/outcome"
	"shuping/internal/policy"
	"shuping/internal/words"
	"shuping/policies"
)

// try fills the form of a notice and gives the page; kv are names and values.
func (c *client) try(notice string, kv ...string) (int, string) {
	c.t.Helper()
	form := url.Values{"of": {notice}, "n": {"3"}, "_do": {"form"}}
	for i := 0; i+1 < len(kv); i += 2 {
		form.Set(kv[i], kv[i+1])
	}
	return c.send("/notices/try", form, nil)
}

// Every notice that is valid has a form, in both languages, without a reckoning and
// without a key of the catalogue in it.
func TestEveryNoticeCanBeTried(t *testing.T) {
	w := newWorld(t)
	w.open()
	c := w.client("office")
	all := []string{"program/notice-2018", "year/2018", "example/bands-mended", "example/floor-15", "example/parts-60-40", "example/rank-and-grade", "example/satisfied", "example/scores-30-30-40"}
	for _, key := range all {
		for lang, word := range map[string]string{"zh": "述职对象", "en": "Subjects"} {
			status, body, _ := c.do("GET", "/notices/try?lang="+lang+"&of="+key, nil)
			c.holds(status, 200, body, word, `name="s.2.name"`, `id="f-text"`)
			if strings.Contains(body, ">notices.") || strings.Contains(body, ">policy.phrase") {
				t.Errorf("%s in %s has a raw key", key, lang)
			}
		}
	}
	status, body, _ := c.do("GET", "/notices/try", nil)
	c.holds(status, 200, body, `value="program/notice-2018" selected`)
	status, body, _ = c.do("GET", "/notices/try?of=example/none", nil)
	c.holds(status, 422, body, "没有 example/none 这份办法")
	status, body, _ = c.do("GET", "/notices/try?of=example/bands-as-published", nil)
	c.holds(status, 422, body, "有 3 处错误", "grading.bands.list[1]")
}

// The page gives what the reckoning gives, with the reasons and their clauses.
func TestTryReckons(t *testing.T) {
	w := newWorld(t)
	w.open()
	c := w.client("guide")
	before := w.records()
	status, body := c.try("example/scores-30-30-40", "s.0.name", "张三", "s.0.score.assessment", "９０", "s.0.score.verification", "80.5",
		"m.members.0.c...o.0", "8", "m.members.0.c...o.1", "2", "m.committee.c.0...o.0", "5", "m.committee.c.0...o.1", "5",
		"m.members.0.expected.member", "10", "m.members.0.present.member", "10")
	// 90×0.3 + 80.5×0.3 + (8×100+2×80)/10×0.2 + (5×100+5×80)/10×0.2
	c.holds(status, 200, body, "张三", "88.35", "由人评定", "〔四〕", `value="80.5"`, "&#34;present&#34;: {&#34;member&#34;: 10}")
	if strings.Contains(body, "<h2>乙</h2>") {
		t.Error("a row without numbers was reckoned with")
	}
	status, body = c.try("example/satisfied", "s.0.name", "李四", "m.members.0.c...o.1", "40", "m.members.0.c...o.0", "60",
		"m.members.0.issued.", "100", "m.members.0.returned.", "100", "m.members.1.present.member", "3", "m.members.1.expected.member", "9", "m.members.1.c...o.0", "3")
	c.holds(status, 200, body, `grade-2">不满意`, "40/100", "〔三.1〕", "不予通过", "3/9", "〔二.1〕", "<h2>乙</h2>")
	status, body = c.try("example/bands-mended", "s.0.name", "王五", "m.session.c.0...scores", "９5*3，90 88.5×0")
	c.holds(status, 422, body, "88.5 不是允许的分数", `id="fault-m.session.c.0...scores"`, "９5*3，90 88.5×0")
	status, body = c.try("example/bands-mended", "s.0.name", "王五", "m.session.c.0...scores", "95*3、75 75")
	c.holds(status, 200, body, `grade-2">良好`, "87")
	status, body = c.try("example/parts-60-40", "s.0.name", "班子", "s.0.scale", "body", "m.session.c.0.body.a.o.0", "3", "m.session.c.0.body.b.o.1", "2")
	c.holds(status, 200, body, `grade-1">优秀班子`, "91")
	status, body = c.try("program/notice-2018", "s.0.name", "甲", "s.0.grade", "基本称职", "s.0.before.0", "基本称职", "s.1.name", "")
	c.holds(status, 200, body, "结果运用", "评定的等次", "〔")
	if w.records() != before {
		t.Error("trying was recorded")
	}
}

// Ranks go through the form as far as it has columns for them.
func TestTryRanks(t *testing.T) {
	w := newWorld(t)
	c := w.client("guide")
	var kv []string
	for i, subject := range []string{"0", "1"} {
		for _, part := range []string{"a-ballot", "b-ballot", "c-ballot"} {
			kv = append(kv, "m.session.c."+subject+".order."+part+".p."+[]string{"1", "2"}[i], "4", "m.session.c."+subject+".grade."+part+".o."+[]string{"0", "1"}[i], "4")
		}
	}
	status, body := c.try("example/rank-and-grade", kv...)
	c.holds(status, 200, body, "100", "87.5", "〔四.1〕")
	kv[1] = "5"
	status, body = c.try("example/rank-and-grade", kv...)
	c.holds(status, 422, body, "排名（order a-ballot）", "应当相等", `id="fault-m.session"`)
}

// Each fault stands at its field, and what was typed stays.
func TestTryFaultsAtTheirFields(t *testing.T) {
	w := newWorld(t)
	c := w.client("guide")
	status, body := c.try("example/scores-30-30-40", "s.0.name", "甲", "s.0.score.assessment", "101", "s.1.name", "甲", "s.1.score.assessment", "很好",
		"m.members.0.c...o.0", "-1", "m.members.0.returned.", "3")
	c.holds(status, 422, body, `id="fault-s.1.score.assessment"`, "很好", `id="fault-m.members.0.c...o.0"`, `value="-1"`, `href="#f-s.1.score.assessment"`)
	status, body = c.try("example/scores-30-30-40", "s.0.name", "甲", "s.0.score.assessment", "101", "s.1.name", "甲", "s.1.grade", "优秀",
		"m.members.0.c...o.0", "1", "m.members.0.returned.", "3")
	c.holds(status, 422, body, `id="fault-s.0.score.assessment"`, "超过满分 100", `id="fault-s.1.name"`, "已经用过", `id="fault-m.members"`, "收回 3 张")
	status, body = c.try("program/notice-2018", "s.0.name", "甲", "s.0.kind", "没有的类别", "s.0.grade", "<b>")
	c.holds(status, 422, body, `id="fault-s.0.kind"`, `id="fault-s.0.grade"`, "&lt;b&gt;")
	status, body = c.try("example/scores-30-30-40", "_more", "1", "s.0.name", "改名", "s.0.score.assessment", "77", "n", "7")
	c.holds(status, 200, body, `name="s.9.name"`, "改名", `value="77"`)
	if strings.Contains(body, "综合得分") && strings.Contains(body, "<h2>改名</h2>") {
		t.Error("asking for rows reckoned")
	}
	if status, body = c.try("example/scores-30-30-40", "n", "999999"); status != 200 || strings.Contains(body, "s.60.name") {
		t.Errorf("a form without end: %d", status)
	}
	c.holds(status, 200, body, "还没有可以试算的数字")
}

// What the form cannot hold goes as text.
func TestTryText(t *testing.T) {
	w := newWorld(t)
	c := w.client("guide")
	text := `{"subjects": [{"id": "x", "name": "赵六"}], "meetings": [{"meeting": "session", "ballots": [{"times": 3, "marks": {"x": 95}}, {"marks": {"x": 70}}]}]}`
	status, body := c.try("example/bands-mended", "_do", "text", "text", text)
	c.holds(status, 200, body, "赵六", "88.75", "赵六")
	for bad, want := range map[string]string{`{"subjects": [`: "不是正确的 JSON", `{"subject": []}`: "是不是“subjects”", `{"subjects": [{"id": "x", "grade": "极好"}]}`: "subjects[0].grade", ``: "不是正确的 JSON"} {
		status, body = c.try("example/bands-mended", "_do", "text", "text", bad)
		c.holds(status, 422, body, want)
	}
	status, body = c.send("/notices/try", url.Values{"of_text": {example(t, "bands-mended")}, "of_name": {"mine.yaml"}, "_do": {"form"}, "n": {"1"}, "m.session.c.0...scores": {"92"}}, nil)
	c.holds(status, 200, body, "自己的：mine.yaml", `grade-1">优秀`)
	status, body = c.send("/notices/try", url.Values{"_begin": {"1"}, "of": {"example/satisfied"}}, map[string]string{"of_file": "format: 1\n"})
	c.holds(status, 422, body, "我的办法.yaml", "grading")
}

// The numbers that the form makes are read by the reckoning as they were typed.
func FuzzTryForm(f *testing.F) {
	for _, s := range []string{"90", "９０．５", "95*3 90", "", "-1", "1e9", `"`, "a.b[0]", "\x00\xff", "\xbc\x90 \xbc\xd5", "999999999999"} {
		f.Add(s, s)
	}
	src, err := policies.Examples.ReadFile("examples/bands-mended.yaml")
	if err != nil {
		f.Fatal(err)
	}
	bands, err := policy.Parse("x", src)
	if err != nil {
		f.Fatal(err)
	}
	v := &visit{W: words.For(words.ZH)}
	f.Fuzz(func(t *testing.T, a, b string) {
		form := newTryForm(v, bands, url.Values{"s.0.name": {a}, "s.0.grade": {b}, "m.session.c.0...scores": {b}, "m.session.c.1...blank": {a}, "m.session.present.voter": {b}})
		text := writeJSON(form.numbers, "")
		if !json.Valid([]byte(text)) {
			t.Fatalf("no JSON: %s", text)
		}
		n, err := outcome.Read([]byte(text))
		if err == nil {
			_, err = outcome.Reckon(bands, n)
		}
		faults, ok := err.(outcome.Faults)
		if err != nil && !ok {
			t.Fatal(err)
		}
		view := tryView{Form: form}
		for _, fault := range faults {
			if view.placed(v, fault).Field == "" {
				t.Errorf("%v stands at no field of %s", fault, text)
			}
		}
	})
}
