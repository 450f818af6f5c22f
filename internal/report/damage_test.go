package report

import (
	"slices"
	"testing"
)

func TestDamage(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"20××年，XX社区党支部", []string{"20××", "XX"}},
		{"201×年12月", []string{"201×"}},
		{"走访**户，慰问__名党员", []string{"**", "__"}},
		{"- **流量至上**。有一阵子\n---\n主持 **13** 次", nil},
		{"李某某同志（此处填写姓名）", []string{"某某", "此处填写"}},
		{"学习《》和“”，见（）。", []string{"《》", "“”", "（）"}},
		{"锟斤拷锟斤拷", []string{"锟斤拷锟斤拷"}},
		{"党建\ufffd工作", []string{"\ufffd"}},
		{"Ã¤Â½Â 党建", []string{"Ã¤Â½Â"}},
		{"二○○九年和二○一八年", nil},
		{"3×4米、X光、Excel、xxl码、5x8", nil},
		{"100×100厘米；５×８", nil},
		{"某村、某同志", nil},
	} {
		text := []rune(c.text)
		var got []string
		for _, s := range damage(text) {
			got = append(got, string(text[s.From:s.To]))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

// One finding names the first places; a clean report has none.
func TestDamagedFinding(t *testing.T) {
	good := named(t, "a01").text
	w := ask()
	res := Check(good+"20××年，XX社区党支部，20××年。", w)
	i := slices.IndexFunc(res.Findings, func(f Finding) bool { return f.Code == "report.damaged" })
	if i < 0 {
		t.Fatalf("got %v", codes(res))
	}
	f := res.Findings[i]
	if f.Level != LevelAdvise || f.Args["n"] != "3" || f.Args["text"] != "20××、XX" || string([]rune(good + "20××年")[f.From:f.To]) != "20××" {
		t.Errorf("got %+v", f)
	}
}
