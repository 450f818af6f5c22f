package docx

import (
	"errors"
	"strings"
	"testing"

	"shuping/internal/decider"
)

// A report as WPS writes it: properties everywhere, bookmarks, marks of the
// proofing, a text box twice for old and new programs, a tracked insertion and
// deletion, a footnote, a table; and nothing of that is in the text but the words.
func TestTextOfWPS(t *testing.T) {
	run := func(s string) string {
		return `<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr><w:t xml:space="preserve">` + s + `</w:t></w:r>`
	}
	par := func(s string) string {
		return `<w:p w:rsidR="00A1"><w:pPr><w:keepNext w:val="0"/><w:spacing w:line="560"/><w:ind w:firstLine="640"/><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr></w:pPr>` + s + `</w:p>`
	}
	box := `<w:txbxContent>` + par(run("内部资料")) + `</w:txbxContent>`
	body := par(`<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>`+run("述职")+`<w:proofErr w:type="spellStart"/>`+run("报告")) +
		par(`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:cNvSpPr/><wps:txbx>`+box+`</wps:txbx><wps:bodyPr/></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape id="_x0000_s1026"><v:textbox>`+box+`</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`) +
		par(`<w:customXml w:element="x">`+run("一、履行职责")+`</w:customXml>`) +
		par(run("全年学习")+`<w:del w:id="3" w:author="WPS_1500000000"><w:r><w:delText>10</w:delText></w:r></w:del><w:ins w:id="4" w:author="WPS_1500000000">`+run("12")+`</w:ins>`+run("次。")+`<w:r><w:footnoteReference w:id="1"/></w:r>`) +
		`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="100"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="100"/></w:tcPr>` + par(run("党员")) + `</w:tc><w:tc>` + par(run("23")) + `</w:tc></w:tr></w:tbl>` +
		`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>`
	rel := `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	file := pack(t, "[Content_Types].xml", `<Types/>`, "_rels/.rels", `<Relationships><Relationship Type="`+rel+`officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", wrap(body), "word/_rels/document.xml.rels", `<Relationships><Relationship Type="`+rel+`footnotes" Target="footnotes.xml"/></Relationships>`,
		"word/footnotes.xml", `<w:footnotes `+ns+`><w:footnote w:id="1">`+par(run("含线上。"))+`</w:footnote></w:footnotes>`,
		"word/comments.xml", `<w:comments `+ns+`>`+par(run("批注"))+`</w:comments>`, "customXml/item1.xml", `<s:customData xmlns:s="http://www.wps.cn/officeDocument/2013/wpsCustomData"/>`)
	got, err := read(file, Limits{})
	if want := "述职报告\n\n内部资料\n一、履行职责\n全年学习12次。\n含线上。\n党员\n23"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

// No part of a file may name entities, and none is fetched.
func TestTextRefusesEntitiesEverywhere(t *testing.T) {
	evil := `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>`
	rel := `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	note := `<Relationships><Relationship Type="` + rel + `footnotes" Target="footnotes.xml"/></Relationships>`
	for name, more := range map[string][]string{
		"relationships of the file":     {"_rels/.rels", evil + `<Relationships/>`},
		"relationships of the document": {"word/_rels/document.xml.rels", evil + note},
		"footnotes":                     {"word/_rels/document.xml.rels", note, "word/footnotes.xml", evil + `<w:footnotes ` + ns + `/>`},
		"many small ones":               {"_rels/.rels", `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("x", 50) + `"><!ENTITY b "` + strings.Repeat("&a;", 50) + `">]><Relationships>&b;</Relationships>`},
	} {
		got, err := read(word(t, p("x"), more...), Limits{})
		var r *decider.Refusal
		if !errors.As(err, &r) || r.Code != "file.dtd" {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}
