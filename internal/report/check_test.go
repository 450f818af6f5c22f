package report

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"shuping/internal/policy"
)

var must, advise = policy.Basis{Clause: "三（一）", Strength: policy.Must}, policy.Basis{Clause: "三（一）", Strength: policy.Advise}

func ask() Want {
	w := Want{Max: 1500, Length: advise, Share: policy.Ratio{Num: 1, Den: 3}, SureAt: 600, Shares: must, Causes: must, Promised: must, Truth: advise, Likely: policy.Ratio{Num: 1, Den: 5}}
	for _, id := range []string{Duty, Tasks, Problems, Next} {
		w.Parts = append(w.Parts, policy.Part{ID: id, Basis: must})
	}
	return w
}

func codes(r Result) []string {
	list := []string{}
	for _, f := range r.Findings {
		list = append(list, f.Code+" "+string(f.Level))
	}
	return list
}

func named(t *testing.T, name string) sample {
	for _, s := range samples(t) {
		if strings.HasPrefix(s.name, name) {
			return s
		}
	}
	t.Fatalf("no sample %s", name)
	return sample{}
}

func TestCheckFindings(t *testing.T) {
	good := named(t, "a01").text
	for _, c := range []struct {
		name, text string
		change     func(*Want)
		want       []string
	}{
		{"a sound report", good, func(*Want) {}, nil},
		{"empty", "", func(*Want) {}, nil},
		{"too long", good, func(w *Want) { w.Max = 300 }, []string{"report.long advise"}},
		{"too long where it binds", good, func(w *Want) { w.Max, w.Length = 300, must }, []string{"report.long refuse"}},
		{"too short", good, func(w *Want) { w.Min = 900 }, []string{"report.short advise"}},
		{"rule that binds nothing", good, func(w *Want) { w.Max, w.Length = 1, policy.Basis{} }, nil},
		{"few problems", named(t, "b07").text, func(w *Want) { w.Causes = policy.Basis{} }, []string{"report.share refuse"}},
		{"few problems, no causes", named(t, "b07").text, func(*Want) {}, []string{"report.share refuse", "report.causes-none ask"}},
		{"a share in doubt", named(t, "b07").text, func(w *Want) { w.SureAt, w.Causes = 1000, policy.Basis{} }, []string{"report.share-unsure ask"}},
		{"no plans", named(t, "b12").text, func(*Want) {}, []string{"report.part-missing refuse"}},
		{"no problems, no plans", named(t, "a13").text, func(*Want) {}, []string{"report.part-missing refuse", "report.part-missing refuse"}},
		{"nobody in person", "党支部述职报告\n一、工作开展情况\n全年开展活动十二次，完成任务。\n二、存在问题\n活动质量不高，原因是思想松懈，认识不够。\n三、下一步打算\n继续提高活动质量。", func(*Want) {}, []string{"report.part-missing ask"}},
		{"only circumstances", named(t, "b10").text, func(w *Want) { w.Shares = policy.Basis{} }, []string{"report.causes-objective ask"}},
		{"area", good, func(w *Want) {
			w.Areas = []policy.Area{{ID: "masses", Rule: "N2.1", Words: []string{"志愿服务"}, Basis: advise}, {ID: "crime", Rule: "N2.2", Words: []string{"扫黑", "黑恶"}, Basis: advise}, {ID: "none", Words: []string{"", "*"}, Basis: must}, {ID: "may", Words: []string{"平台"}, Optional: true, Basis: must}}
		}, []string{"report.area-missing advise", "report.area-missing ask"}},
		{"promise kept in mind", good, func(w *Want) { w.Promises = []string{"定期走访退休党员，每季度一遍"} }, nil},
		{"promise forgotten", good, func(w *Want) { w.Promises = []string{"建立流动党员微信群并按月上报组织生活"} }, []string{"report.promise-missing ask"}},
		{"other unit", good + "财政所党支部全体党员一致表示赞同。", func(w *Want) {
			w.Own, w.Others = []string{"水利站党支部"}, []string{"财政所党支部", "水利站", ""}
		}, []string{"report.other-unit advise"}},
		{"visit to another unit", good + "组织到财政所党支部观摩学习。", func(w *Want) { w.Others = []string{"财政所党支部"} }, nil},
		{"alike", good, func(w *Want) {
			w.Like = []Likeness{{"a", "", Fraction{100, 400}, []Passage{{Span{5, 105}, 0, 100}}}, {"b", "", Fraction{10, 400}, []Passage{{Span{5, 15}, 0, 10}}}}
		}, []string{"report.alike advise"}},
	} {
		w := ask()
		c.change(&w)
		got := Check(c.text, w)
		if want := append([]string{}, c.want...); !slices.Equal(codes(got), want) {
			t.Errorf("%s: got %v, want %v\n%s share %+v", c.name, codes(got), want, sketch(c.text, got.Parts), got.Share)
		}
	}
}

func TestCheckAreasSayWhere(t *testing.T) {
	w := Want{Areas: []policy.Area{{ID: "masses", Words: []string{"志愿服务"}}}}
	s := named(t, "a01")
	got := Check(s.text, w).Areas
	if len(got) != 1 || !got[0].Covered || len(got[0].Where) != 1 || !strings.Contains(string([]rune(s.text)[got[0].Where[0].From:got[0].Where[0].To]), "志愿服务") {
		t.Errorf("got %+v", got)
	}
}

// What a person has set counts, exactly and without doubt.
func TestCheckParts(t *testing.T) {
	s := named(t, "a08")
	w := ask()
	w.SureAt = 1000
	got, err := CheckParts(s.text, s.parts, w)
	if err != nil {
		t.Fatal(err)
	}
	num, den := share(s.parts)
	if got.Share != (Share{num, den, num, num}) {
		t.Errorf("share %+v, want %d of %d", got.Share, num, den)
	}
	for i, p := range got.Parts {
		if p.Span != s.parts[i].Span || p.Part != s.parts[i].Part || p.Confidence != 1000 {
			t.Errorf("part %d: got %+v, want %+v", i, p, s.parts[i])
		}
	}
	half := []Part{{Part: Problems, Span: Span{0, 3}}, {Part: Duty, Span: Span{3, len([]rune(s.text))}}}
	if got, err := CheckParts(s.text, half, w); err != nil || got.Share.Num != Count(string([]rune(s.text)[:3])) {
		t.Errorf("a border inside a sentence: %+v, %v", got.Share, err)
	}
	for _, bad := range [][]Part{nil, {{Part: Duty, Span: Span{0, 3}}}, {{Part: "x", Span: Span{0, len([]rune(s.text))}}},
		{{Part: Duty, Span: Span{1, 9}}}, {{Part: Duty, Span: Span{0, 0}}}, {{Part: Duty, Span: Span{0, 1 << 20}}}} {
		if _, err := CheckParts(s.text, bad, w); err == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}

func TestWantOf(t *testing.T) {
	c := policy.Content{Areas: []policy.Area{{ID: "all"}, {ID: "some", Kinds: []string{"社区党委"}}}, Promises: must}
	r := policy.Report{Max: policy.MaxChars{Basis: advise, Chars: 1500}, Problems: policy.Problems{Basis: must, AtLeast: policy.Ratio{Num: 1, Den: 3}, SureAt: 600},
		Parts: []policy.Part{{ID: Duty}}, Causes: must, Truth: policy.Truthful{Basis: advise, Likeness: policy.Ratio{Num: 1, Den: 5}}}
	w := WantOf(c, r, "党支部")
	if len(w.Areas) != 1 || w.Max != 1500 || w.SureAt != 600 || w.Shares != must || w.Likely.Den != 5 || len(w.Parts) != 1 || w.Promised != must {
		t.Errorf("got %+v", w)
	}
}

func TestResultInJSON(t *testing.T) {
	b, err := json.Marshal(Check("", Want{}))
	if want := `{"chars":0,"parts":[],"problems_share":{"num":0,"den":0,"low":0,"high":0},"areas":[],"likeness":[],"findings":[]}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v", b, err)
	}
	b, err = json.Marshal(Part{Part: Duty, Span: Span{1, 2}, Chars: 3, Confidence: 873})
	if want := `{"part":"duty","from":1,"to":2,"chars":3,"confidence":0.873}`; err != nil || string(b) != want {
		t.Errorf("got %s, %v", b, err)
	}
	for text, want := range map[string]PerMille{"0": 0, "1": 1000, "0.5": 500, "0.873": 873, "1.000": 1000} {
		var p PerMille
		if err := json.Unmarshal([]byte(text), &p); err != nil || p != want {
			t.Errorf("%s: %d, %v", text, p, err)
		}
	}
	for _, text := range []string{"2", "-1", "0.1234", `"x"`, "1e-1", "1.001"} {
		var p PerMille
		if err := json.Unmarshal([]byte(text), &p); err == nil {
			t.Errorf("%s was taken as %d", text, p)
		}
	}
	if _, err := json.Marshal(PerMille(1001)); err == nil {
		t.Error("1001 per mille was written")
	}
}

func FuzzCheck(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(s.text)
	}
	f.Add("一、\n\n（一）\xff1.2、第一，")
	w := ask()
	w.Areas = []policy.Area{{ID: "a", Rule: "N2.1", Words: []string{"党*员"}, Basis: must}}
	w.Promises, w.Others = []string{"", "走访党员"}, []string{"支部"}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			return // long inputs find nothing that short ones do not
		}
		res := Check(text, w)
		n, at, sum := len([]rune(text)), 0, 0
		for i, p := range res.Parts {
			if p.From != at || p.To <= p.From || p.Confidence < 0 || p.Confidence > 1000 || i > 0 && res.Parts[i-1].Part == p.Part {
				t.Fatalf("part %d: %+v", i, p)
			}
			at, sum = p.To, sum+p.Chars
		}
		if at != n || sum != res.Chars || sum != Count(text) || res.Share.Low > res.Share.Num || res.Share.Num > res.Share.High || res.Share.High > res.Share.Den {
			t.Fatalf("parts end at %d of %d, %d of %d characters, share %+v", at, n, sum, res.Chars, res.Share)
		}
		for _, f := range res.Findings {
			if f.From < 0 || f.From > f.To || f.To > n || f.Level == "" || f.Rule == "" {
				t.Fatalf("finding %+v", f)
			}
		}
		again, err := CheckParts(text, res.Parts, w)
		if err != nil || again.Share.Num != res.Share.Num {
			t.Fatalf("the parts found are not taken back: %v, %+v, %+v", err, again.Share, res.Share)
		}
	})
}

// Parts, areas and findings of a full report.
func BenchmarkCheck(b *testing.B) {
	var text strings.Builder
	for _, s := range samples(b)[:5] {
		text.WriteString(s.text + "\n")
	}
	full := text.String()
	w := ask()
	for i := range 8 {
		w.Areas = append(w.Areas, policy.Area{ID: string(rune('a' + i)), Words: []string{"决策部署", "支部建设", "三会一课", "扶贫", "网格", "志愿服务", "廉洁", "一岗双责"}})
	}
	w.Promises = []string{"每季度走访退休党员", "台账当月事当月记"}
	for b.Loop() {
		Check(full, w)
	}
	b.ReportMetric(float64(Count(full)), "chars")
}
