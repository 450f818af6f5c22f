package docx

import (
	"strings"
	"testing"
)

const numberingRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`

// numbered are paragraphs of list num at level i.
func numbered(num, i, s string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + i + `"/><w:numId w:val="` + num + `"/></w:numPr></w:pPr>` + r(s) + `</w:p>`
}

func listed(t testing.TB, body, definitions, styles string) []byte {
	return word(t, body, "word/_rels/document.xml.rels", numberingRels, "word/numbering.xml", `<w:numbering `+ns+`>`+definitions+`</w:numbering>`,
		"word/styles.xml", `<w:styles `+ns+`>`+styles+`</w:styles>`)
}

const reportLists = `<w:abstractNum w:abstractNumId="0">` +
	`<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>` +
	`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>` +
	`<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/></w:abstractNum><w:abstractNum w:abstractNumId="3"><w:styleLink w:val="L"/><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="decimalEnclosedCircleChinese"/><w:lvlText w:val="%1"/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>` +
	`<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>` +
	`<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>`

func TestNumbersThatWordMakes(t *testing.T) {
	styles := `<w:style w:type="paragraph" w:styleId="H1"><w:basedOn w:val="H0"/></w:style><w:style w:type="paragraph" w:styleId="H0"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Ring"><w:basedOn w:val="Ring"/></w:style><w:style w:type="character" w:styleId="C"><w:rPr><w:numId w:val="1"/></w:rPr></w:style>`
	styled := func(id, s string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + id + `"/></w:pPr>` + r(s) + `</w:p>`
	}
	for _, c := range []struct{ name, body, want string }{
		{"headings", numbered("1", "0", "职责") + p("正文") + numbered("1", "0", "任务"), "[一、]职责\n正文\n[二、]任务"},
		{"levels", numbered("1", "0", "a") + numbered("1", "1", "b") + numbered("1", "2", "c") + numbered("1", "1", "d") + numbered("1", "0", "e") + numbered("1", "1", "f"), "[一、]a\n[（一）]b\n[1.1.1]c\n[（二）]d\n[二、]e\n[（一）]f"},
		{"a level that nobody had", numbered("1", "2", "c"), "[1.1.1]c"},
		{"bullets", numbered("2", "0", "a"), "[•]a"},
		{"one look, two lists", numbered("1", "0", "a") + numbered("5", "0", "b"), "[一、]a\n[二、]b"},
		{"begun anew", numbered("1", "0", "a") + numbered("3", "0", "b") + numbered("3", "0", "c"), "[一、]a\n[一、]b\n[二、]c"},
		{"by a style of lists", numbered("4", "0", "a") + numbered("4", "0", "b"), "[②]a\n[③]b"},
		{"by a style of paragraphs", styled("H0", "a") + styled("H1", "b") + styled("Ring", "c") + styled("C", "d"), "[一、]a\n[二、]b\nc\nd"},
		{"none of the style", styled("H0", "a") + `<w:p><w:pPr><w:pStyle w:val="H0"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>` + r("b") + `</w:p>` + styled("H0", "c"), "[一、]a\nb\n[二、]c"},
		{"empty", numbered("1", "0", "") + numbered("1", "0", "b"), "\n[二、]b"},
		{"unknown", numbered("77", "0", "a") + numbered("1", "99", "b"), "a\n[一、]b"},
		{"in a table", `<w:tbl><w:tr><w:tc>` + numbered("1", "0", "a") + `</w:tc><w:tc>` + p("x") + `</w:tc></w:tr></w:tbl>`, "[一、]a\nx"},
		{"former number", `<w:p><w:pPr><w:pPrChange w:id="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange></w:pPr>` + r("a") + `</w:p>`, "a"},
		{"typed marks", numbered("1", "0", "a\u2063藏\u2063b"), "[一、]a藏b"},
	} {
		got, err := read(listed(t, c.body, reportLists, styles), Limits{})
		open := true
		got = strings.Map(func(r rune) rune {
			if r != Auto {
				return r
			}
			if open = !open; open {
				return ']'
			}
			return '['
		}, got)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	if got, err := Plain([]byte("a\u2063藏\u2063b"), Limits{}); err != nil || got != "a藏b" {
		t.Errorf("plain text: %q, %v", got, err)
	}
}

func TestSpell(t *testing.T) {
	for _, c := range []struct {
		n      int
		format string
		want   string
	}{
		{1, "chineseCounting", "一"}, {10, "chineseCounting", "十"}, {11, "chineseCounting", "十一"}, {20, "chineseCounting", "二十"}, {105, "chineseCountingThousand", "一百零五"},
		{110, "chineseCounting", "一百一十"}, {2003, "chineseCounting", "二千零三"}, {2030, "chineseCounting", "二千零三十"}, {3, "chineseLegalSimplified", "叁"}, {10, "ideographDigital", "一〇"},
		{2, "ideographTraditional", "乙"}, {12, "ideographZodiac", "亥"}, {11, "ideographTraditional", "11"}, {7, "decimalEnclosedCircle", "⑦"}, {21, "decimalEnclosedCircleChinese", "21"},
		{2, "decimalEnclosedParen", "⑵"}, {12, "decimalFullWidth", "１２"}, {3, "decimalZero", "03"}, {30, "decimalZero", "30"}, {28, "upperLetter", "BB"}, {3, "lowerLetter", "c"},
		{1994, "upperRoman", "MCMXCIV"}, {4, "lowerRoman", "iv"}, {5, "hebrew1", "5"}, {99999, "upperRoman", "99999"}, {0, "chineseCounting", "〇"}, {0, "upperRoman", "0"}, {6, "ideographEnclosedCircle", "㊅"},
	} {
		if got := spell(c.n, c.format); got != c.want {
			t.Errorf("%d as %s: %s, want %s", c.n, c.format, got, c.want)
		}
	}
}

// A definition of a thousand levels deep, or of numbers that are none, numbers nothing and
// breaks nothing.
func FuzzNumbering(f *testing.F) {
	f.Add(reportLists, `<w:style w:type="paragraph" w:styleId="H0"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`, "1", "0")
	f.Add(`<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>`, "", "1", "-5")
	f.Add(`<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="99"><w:start w:val="-3"/><w:lvlText w:val="%%%9%"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`, `<w:style w:styleId="H0" w:type="paragraph"><w:basedOn w:val="H0"/></w:style>`, "", "9999999999")
	f.Fuzz(func(t *testing.T, definitions, styles, num, ilvl string) {
		if strings.ContainsAny(num+ilvl, `<>"&`) {
			return
		}
		got, err := read(listed(t, numbered(num, ilvl, "甲")+`<w:p><w:pPr><w:pStyle w:val="H0"/></w:pPr>`+r("乙")+`</w:p>`, definitions, styles), Limits{Text: 4096})
		if err == nil && (strings.Count(got, string(Auto))%2 != 0 || !strings.Contains(got, "甲") || !strings.Contains(got, "乙")) {
			t.Fatalf("%q", got)
		}
	})
}
