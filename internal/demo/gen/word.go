package main

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// wordFile makes a Word file as people make them: headings are plain paragraphs, runs are cut at odd places.
func wordFile(r report) ([]byte, error) {
	lines := strings.Split(r.text, "\n")
	var body strings.Builder
	front := true // title and author's line, up to the first empty line
	c := chance(uint64(len(r.text)))
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
			front = false
			body.WriteString(`<w:p w:rsidR="00A31B2C"/>`)
		case i == 0:
			paragraph(&body, &c, "Title", line)
		case front:
			paragraph(&body, &c, "Author", line)
		default:
			paragraph(&body, &c, "", line)
		}
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	return pack([]file{
		{"[Content_Types].xml", []byte(head + contentTypes)},
		{"_rels/.rels", []byte(head + rootRels)},
		{"docProps/core.xml", []byte(head + fmt.Sprintf(coreProps, escape(strings.TrimSpace(lines[0])), escape(notice)))},
		{"word/_rels/document.xml.rels", []byte(head + documentRels)},
		{"word/document.xml", []byte(head + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
			body.String() + sectionProps + `</w:body></w:document>`)},
		{"word/styles.xml", []byte(head + styles)},
	})
}

// paragraph writes one paragraph; a word processor cuts text into runs wherever somebody stopped typing.
func paragraph(b *strings.Builder, c *chance, style, text string) {
	b.WriteString(`<w:p w:rsidR="00A31B2C">`)
	if style != "" {
		fmt.Fprintf(b, `<w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
	}
	for rest := []rune(text); len(rest) > 0; {
		n := min(len(rest), 12+c.n(60))
		fmt.Fprintf(b, `<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">%s</w:t></w:r>`, escape(string(rest[:n])))
		if rest = rest[n:]; len(rest) > 0 && c.n(8) == 0 {
			b.WriteString(`<w:proofErr w:type="spellStart"/>`)
		}
	}
	b.WriteString(`</w:p>`)
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err) // unreachable unless a strings.Builder fails to grow
	}
	return b.String()
}

const contentTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const rootRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const documentRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`

const coreProps = `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ` +
	`xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
	`<dc:title>%s</dc:title><dc:creator>shuping demo</dc:creator><dc:description>%s</dc:description>` +
	`<dcterms:created xsi:type="dcterms:W3CDTF">2018-12-14T08:00:00Z</dcterms:created></cp:coreProperties>`

const sectionProps = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" ` +
	`w:header="851" w:footer="992" w:gutter="0"/></w:sectPr>`

const styles = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>` +
	`<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋_GB2312"/><w:sz w:val="32"/><w:lang w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>` +
	`<w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/></w:pPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:firstLineChars="0" w:firstLine="0"/>` +
	`<w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:customStyle="1" w:styleId="Author"><w:name w:val="Author"/><w:basedOn w:val="Normal"/><w:pPr>` +
	`<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr></w:style></w:styles>`
