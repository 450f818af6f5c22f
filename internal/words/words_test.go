package words

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"shuping/internal/decider"
)

// variable finds {{.name}} and {{if .name}}; more than these, else and end is
// not allowed, so that a translator needs no programmer.
var (
	variable = regexp.MustCompile(`\{\{(?:if )?\.([A-Za-z_]+)\}\}`)
	control  = regexp.MustCompile(`\{\{(?:else|end)\}\}`)
)

func variables(m message) []string {
	var names []string
	for _, found := range variable.FindAllStringSubmatch(m.One+m.Other, -1) {
		names = append(names, found[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	zh, en := For(ZH), For(EN)
	check := func(a, b *Words) {
		for key, m := range a.messages {
			o, ok := b.messages[key]
			if !ok {
				t.Errorf("%s has %s in %s, %s lacks it", a.lang, key, m.File, b.lang)
				continue
			}
			if m.File != o.File {
				t.Errorf("%s is in %s/%s and in %s/%s", key, a.lang, m.File, b.lang, o.File)
			}
			if va, vb := variables(m), variables(o); !slices.Equal(va, vb) {
				t.Errorf("%s: %s uses %v, %s uses %v", key, a.lang, va, b.lang, vb)
			}
			if strings.TrimSpace(m.Other) == "" {
				t.Errorf("%s: %s is empty", key, a.lang)
			}
			if rest := control.ReplaceAllString(variable.ReplaceAllString(m.One+m.Other, ""), ""); strings.Contains(rest, "{{") {
				t.Errorf("%s: %s uses more than {{.name}} and {{if .name}}", key, a.lang)
			}
		}
	}
	check(zh, en)
	check(en, zh)
}

func TestFiles(t *testing.T) {
	for _, l := range []Lang{ZH, EN} {
		if _, err := load(files, l); err != nil {
			t.Error(err)
		}
	}
	zh, _ := fs.Glob(files, "zh/*.json")
	en, _ := fs.Glob(files, "en/*.json")
	if len(zh) != len(en) {
		t.Errorf("%d files in Chinese, %d in English", len(zh), len(en))
	}
}

func TestBadFiles(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`[]`, "want one JSON object"},
		{`{"a": "x", "a": "y"}`, "key a is already in web.json"},
		{`{"a": {"few": "x"}}`, "want a text, or an object with one and other"},
		{`{"a": 3}`, "want a text"},
		{`{"a": `, "key a"},
		{`{"a": "x"`, "EOF"},
	} {
		_, err := load(fstest.MapFS{"zh/web.json": {Data: []byte(c.body)}}, ZH)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", c.body, err, c.want)
		}
	}
}

func sample(t *testing.T, l Lang) *Words {
	t.Helper()
	w, err := load(fstest.MapFS{
		"zh/x.json": {Data: []byte(`{"plain":"好","some":"到会{{.n}}人","role.guide":"指导人员","field.reason":"理由",
			"refusal.short.got":"到会{{.n}}人，由{{.who}}于{{.on}}核对","refusal.short.want":"应到{{.need}}人以上"}`)},
		"en/x.json": {Data: []byte(`{"plain":"good","some":{"one":"{{.n}} member","other":"{{.n}} members"},"role.guide":"guide","field.reason":"reason",
			"refusal.short.got":"{{.n}} present, checked by the {{.who}} on {{.on}}","refusal.short.want":"at least {{.need}}"}`)},
	}, l)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestSay(t *testing.T) {
	zh, en := sample(t, ZH), sample(t, EN)
	for _, c := range []struct{ got, want string }{
		{zh.Say("plain"), "好"},
		{zh.Say("some", "n", 32), "到会32人"},
		{en.Say("some", "n", 1), "1 member"},
		{en.Say("some", "n", 2), "2 members"},
		{en.Say("some", "n", "many"), "some"},
		{en.Say("some"), "some"},
		{en.Say("no.such"), "no.such"},
		{en.Field("cycle", "grade", "items.reason"), "reason"},
		{en.Field("cycle", "grade", "x"), "x"},
		{en.Role("guide"), "guide"},
		{en.Role("none"), "none"},
		{en.Command("cycle", "open"), "open"},
		{en.Event("cycle", "opened"), "opened"},
		{en.Option("way", "vote"), "vote"},
		{en.Hint("cycle", "open", "x.y"), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestRefusal(t *testing.T) {
	r := decider.Refuse("N5.3", "short", "n", 31, "who", "role.guide", "on", "2018-12-20", "need", 33)
	got, want, next := sample(t, ZH).Refusal(r)
	if got != "到会31人，由指导人员于2018年12月20日核对" || want != "应到33人以上" || next != "" {
		t.Errorf("got %q %q %q", got, want, next)
	}
	if got, want, _ := sample(t, EN).Refusal(decider.Refuse("", "unheard")); got != "unheard" || want != "" {
		t.Errorf("got %q %q", got, want)
	}
}

func TestPick(t *testing.T) {
	for _, c := range []struct {
		accept, cookie string
		want           Lang
	}{
		{"", "", ZH}, {"en-GB,en;q=0.9", "", EN}, {"de,en;q=0.5,zh;q=0.4", "", EN}, {"fr", "", ZH},
		{"en", "zh", ZH}, {"zh-Hant-TW", "", ZH}, {"en", "xx", EN}, {";;;", "", ZH},
	} {
		if got := Pick(c.accept, c.cookie); got != c.want {
			t.Errorf("Pick(%q, %q) = %s, want %s", c.accept, c.cookie, got, c.want)
		}
	}
	if l, ok := Parse("zh_CN.UTF-8"); l != ZH || !ok {
		t.Error("zh_CN.UTF-8 is Chinese")
	}
	if _, ok := Parse("C"); ok {
		t.Error("C is no language of the catalogue")
	}
}

func TestFormats(t *testing.T) {
	zh, en := For(ZH), For(EN)
	d := time.Date(2018, 12, 29, 14, 5, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{zh.Date(d), "2018年12月29日"}, {en.Date(d), "29 Dec 2018"}, {zh.Date(time.Time{}), "—"},
		{zh.DateTime(d), "2018年12月29日 14:05"}, {en.DateTime(time.Time{}), "—"},
		{en.ISODate("2018-12-29"), "29 Dec 2018"}, {en.ISODate("soon"), "soon"},
		{zh.Number(0), "0"}, {zh.Number(999), "999"}, {zh.Number(-1234567), "-1,234,567"},
		{zh.Share(33, 41), "33/41（80.4%）"}, {en.Share(32, 40), "32/40 (80 %)"}, {en.Share(1, 0), "1/0"},
		{zh.Percent(7999, 10000), "79.9%"}, {zh.Percent(1, 0), "—"},
		{zh.List([]string{"甲", "乙"}), "甲、乙"}, {en.List([]string{"a", "b"}), "a, b"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func BenchmarkSay(b *testing.B) {
	w := For(ZH)
	for b.Loop() {
		w.Say("web.signed-in-as", "name", "甲")
	}
}
