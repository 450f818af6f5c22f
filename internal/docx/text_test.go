package docx

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"shuping/internal/decider"
)

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"`

// pack makes a zip of name, text, name, text ...
func pack(t testing.TB, nameText ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(nameText); i += 2 {
		w, err := z.Create(nameText[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(nameText[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wrap(body string) string {
	return `<w:document ` + ns + `><w:body>` + body + `</w:body></w:document>`
}

// word makes a Word file around the XML of a body.
func word(t testing.TB, body string, more ...string) []byte {
	return pack(t, append([]string{"[Content_Types].xml", `<Types/>`, "word/document.xml", wrap(body)}, more...)...)
}

func read(b []byte, l Limits) (string, error) { return Text(bytes.NewReader(b), int64(len(b)), l) }

func p(s string) string { return `<w:p>` + r(s) + `</w:p>` }
func r(s string) string { return `<w:r><w:t>` + s + `</w:t></w:r>` }

func TestTextReads(t *testing.T) {
	box := `<w:txbxContent>` + p("框内") + `</w:txbxContent>`
	for _, c := range []struct{ name, body, want string }{
		{"paragraphs", p("一") + `<w:p/>` + p("二"), "一\n\n二"},
		{"runs and blanks", `<w:p><w:r><w:t> a </w:t></w:r><w:r><w:t xml:space="preserve"> b </w:t></w:r></w:p>`, "a b "},
		{"tabs and breaks", `<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r></w:p>`, "a\tb\nc-"},
		{"page break alone", `<w:p><w:r><w:br w:type="page"/></w:r>` + r("a") + `</w:p>`, "a"},
		{"table", `<w:tbl><w:tr><w:tc>` + p("甲") + `</w:tc><w:tc><w:p/></w:tc><w:tc>` + p("乙") + p("丙") + `</w:tc></w:tr></w:tbl>` + p("后"), "甲\n乙\n丙\n后"},
		{"nested table", `<w:tbl><w:tr><w:tc>` + p("甲") + `<w:tbl><w:tr><w:tc>` + p("内") + `</w:tc></w:tr></w:tbl>` + p("乙") + `</w:tc></w:tr></w:tbl>`, "甲\n内\n乙"},
		{"deleted row", `<w:tbl><w:tr><w:trPr><w:del w:id="1"/></w:trPr><w:tc>` + p("没") + `</w:tc></w:tr><w:tr><w:tc>` + p("有") + `</w:tc></w:tr></w:tbl>`, "有"},
		{"tracked", `<w:p><w:ins w:id="1">` + r("加") + `</w:ins><w:del w:id="2"><w:r><w:delText>减</w:delText></w:r></w:del><w:moveFrom w:id="3">` + r("旧") + `</w:moveFrom><w:moveTo w:id="4">` + r("新") + `</w:moveTo></w:p>`, "加新"},
		{"deleted mark joins", `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>` + r("前") + `</w:p>` + p("后"), "前后"},
		{"content control", `<w:sdt><w:sdtPr><w:alias w:val="姓名"/></w:sdtPr><w:sdtContent>` + p("值") + `</w:sdtContent></w:sdt>`, "值"},
		{"prompt", `<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + r("单击此处") + `</w:sdtContent></w:sdt>` + r("值") + `</w:p>`, "值"},
		{"smart tag, link, unknown wrapper", `<w:p><w:smartTag w:element="date">` + r("日") + `</w:smartTag><w:hyperlink>` + r("链") + `</w:hyperlink><w:new>` + r("新") + `</w:new></w:p>`, "日链新"},
		{"simple field", `<w:p><w:fldSimple w:instr="PAGE">` + r("7") + `</w:fldSimple></w:p>`, "7"},
		{"nested field", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText><w:fldChar w:fldCharType="begin"/><w:instrText>X</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>码</w:t><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/><w:t>果</w:t><w:fldChar w:fldCharType="end"/><w:t>后</w:t></w:r></w:p>`, "果后"},
		{"field without end", `<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>X</w:instrText></w:r></w:p>` + p("后"), "\n后"},
		{"hidden", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>`, "显"},
		{"once hidden", `<w:p><w:r><w:rPr><w:rPrChange w:id="1"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>显</w:t></w:r></w:p>`, "显"},
		{"ruby", `<w:p><w:r><w:ruby><w:rt>` + r("pin") + `</w:rt><w:rubyBase>` + r("拼") + `</w:rubyBase></w:ruby></w:r></w:p>`, "拼"},
		{"symbol", `<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="X" w:char="4E00"/><w:sym w:char="zz"/></w:r></w:p>`, "√一"},
		{"formula", `<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>`, "x=1"},
		{"text box once", `<w:p>` + r("前") + `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>` + box + `</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>` + box + `</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + r("后") + `</w:p>`, "前后\n框内"},
		{"fallback when the choice is empty", `<w:p><w:r><mc:AlternateContent><mc:Choice Requires="new"><w:drawing/></mc:Choice><mc:Fallback>` + box + `</mc:Fallback></mc:AlternateContent></w:r></w:p>`, "\n框内"},
		{"rare characters", p("𬭩㛃〇"), "𬭩㛃〇"},
	} {
		got, err := read(word(t, c.body), Limits{})
		if err != nil || got != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestTextNotesAndRelations(t *testing.T) {
	rel := `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	notes := func(kind string) string {
		return `<w:` + kind + `s ` + ns + `><w:` + kind + ` w:type="separator" w:id="-1"><w:p/></w:` + kind + `><w:` + kind + ` w:id="2">` + p("注"+kind) + `</w:` + kind + `></w:` + kind + `s>`
	}
	body := `<w:p>` + r("文") + `<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r></w:p>` + p("后")
	file := pack(t, "[Content_Types].xml", `<Types/>`,
		"_rels/.rels", `<Relationships><Relationship Type="`+rel+`officeDocument" Target="/Word/Main.xml"/></Relationships>`,
		`word\main.xml`, wrap(body),
		"word/_rels/main.xml.rels", `<Relationships><Relationship Type="`+rel+`footnotes" Target="f.xml"/><Relationship Type="`+rel+`endnotes" Target="e.xml"/><Relationship Type="`+rel+`hyperlink" Target="http://x/" TargetMode="External"/></Relationships>`,
		"word/f.xml", notes("footnote"), "word/e.xml", notes("endnote"))
	got, err := read(file, Limits{})
	if want := "文\n注footnote\n注endnote\n后"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestTextStrictAndUTF16(t *testing.T) {
	strict := strings.ReplaceAll(wrap(p("严")), "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
	utf16 := []byte{0xff, 0xfe}
	for _, c := range `<?xml version="1.0" encoding="UTF-16"?>` + wrap(p("宽")) {
		utf16 = append(utf16, byte(c), byte(c>>8))
	}
	for _, c := range []struct{ doc, want string }{{strict, "严"}, {string(utf16), "宽"}} {
		got, err := read(pack(t, "[Content_Types].xml", `<Types/>`, "word/document.xml", c.doc), Limits{})
		if err != nil || got != c.want {
			t.Errorf("got %q, %v; want %q", got, err, c.want)
		}
	}
}

func TestTextRefuses(t *testing.T) {
	ole := func(name string) []byte { return append([]byte(oleStart), utf16le(name)...) }
	types := []string{"[Content_Types].xml", "<Types/>"}
	doc := func(s string) []byte { return pack(t, append(types, "word/document.xml", s)...) }
	locked := word(t, p("x"))
	for i := 0; i+10 < len(locked); i++ { // the flag "encrypted" in every header
		if string(locked[i:i+4]) == zipStart {
			locked[i+6] |= 1
		}
		if string(locked[i:i+4]) == "PK\x01\x02" {
			locked[i+8] |= 1
		}
	}
	for _, c := range []struct {
		name   string
		file   []byte
		limits Limits
		code   string
	}{
		{"empty", nil, Limits{}, "file.empty"},
		{"pdf", []byte("%PDF-1.4"), Limits{}, "file.pdf"},
		{"rtf", []byte(`{\rtf1}`), Limits{}, "file.rtf"},
		{"html", []byte("\xef\xbb\xbf <html>"), Limits{}, "file.html"},
		{"flat xml", []byte(`<?xml version="1.0"?>`), Limits{}, "file.xml"},
		{"image", []byte("\xff\xd8\xff\xe0"), Limits{}, "file.image"},
		{"rar", []byte("Rar!"), Limits{}, "file.packed"},
		{"text", []byte("述职报告"), Limits{}, "file.unknown"},
		{"doc", ole("WordDocument"), Limits{}, "file.doc"},
		{"xls", ole("Workbook"), Limits{}, "file.sheet"},
		{"password", ole("EncryptedPackage"), Limits{}, "file.encrypted"},
		{"other ole", ole("x"), Limits{}, "file.ole"},
		{"xlsx", pack(t, "xl/workbook.xml", ""), Limits{}, "file.sheet"},
		{"pptx", pack(t, "ppt/presentation.xml", ""), Limits{}, "file.slides"},
		{"odt", pack(t, "mimetype", "x"), Limits{}, "file.odf"},
		{"ofd", pack(t, "OFD.xml", "x"), Limits{}, "file.ofd"},
		{"zip", pack(t, "a.txt", "x"), Limits{}, "file.packed"},
		{"no document", pack(t, types...), Limits{}, "file.packed"},
		{"broken zip", []byte(zipStart + "rubbish"), Limits{}, "file.broken"},
		{"broken xml", doc("<w:document><w:p></w:document>"), Limits{}, "file.broken"},
		{"cut xml", doc(`<w:document ` + ns + `><w:p><w:r><w:t>x`), Limits{}, "file.broken"},
		{"entity", doc("<w>&e;</w>"), Limits{}, "file.broken"},
		{"dtd", doc(`<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd">]><w>&e;</w>`), Limits{}, "file.dtd"},
		{"charset", doc(`<?xml version="1.0" encoding="gbk"?><w/>`), Limits{}, "file.charset"},
		{"chunk", doc(wrap(`<w:altChunk/>`)), Limits{}, "file.chunk"},
		{"twice", pack(t, append(types, "word/document.xml", wrap(""), "Word/document.xml", wrap(""))...), Limits{}, "file.broken"},
		{"zip password", locked, Limits{}, "file.encrypted"},
		{"size", word(t, ""), Limits{Compressed: 10}, "file.size"},
		{"entries", word(t, ""), Limits{Entries: 1}, "file.entries"},
		{"depth", doc(wrap(strings.Repeat("<w:x>", 40) + strings.Repeat("</w:x>", 40))), Limits{Depth: 30}, "file.depth"},
		{"deep skip", doc(wrap("<w:del>" + strings.Repeat("<w:x>", 40) + strings.Repeat("</w:x>", 40) + "</w:del>")), Limits{Depth: 30}, "file.depth"},
		{"unpacked", word(t, p(strings.Repeat("述职", 9000))), Limits{Uncompressed: 10000}, "file.unpacked"},
		{"bomb", word(t, p(strings.Repeat(" ", 4<<20))), Limits{}, "file.ratio"},
	} {
		got, err := read(c.file, c.limits)
		var refusal *decider.Refusal
		if !errors.As(err, &refusal) || refusal.Code != c.code || got != "" {
			t.Errorf("%s: got %q, %v; want %s", c.name, got, err, c.code)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>x</w:t></w:r></w:p>`, "")
	f.Add(`<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>`, "<x/>")
	f.Add(`<mc:AlternateContent><mc:Choice><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr></w:sdt></mc:Choice></mc:AlternateContent>`, "<!DOCTYPE x>")
	f.Add(`<w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="begin"/></w:r>`, "PK\x03\x04")
	f.Fuzz(func(t *testing.T, body, raw string) {
		for _, b := range [][]byte{word(t, body), []byte(raw), []byte(zipStart + raw)} {
			_, err := read(b, Limits{Depth: 50})
			var refusal *decider.Refusal
			if err != nil && !errors.As(err, &refusal) {
				t.Fatalf("an error that is no refusal: %v", err)
			}
		}
	})
}
