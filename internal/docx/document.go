package docx

import (
	"strings"
	"time"
)

// Meta is what a document says about itself beside its text.
type Meta struct {
	Title   string    // shown by file managers; the heading is set by Title()
	Author  string    // the issuing office (发文机关)
	Created time.Time // the zero time leaves the date out
	Lang    string    // "zh-CN" or "en-US"; empty means zh-CN
}

// Document is an official document being written, paragraph by paragraph, in
// the layout of GB/T 9704-2012: A4, margins 37 above, 35 below, 28 left and 26
// right (mm), 22 lines of 28 characters to a page, body in size three (三号,
// 16 pt) imitation Song, page numbers outside, right on odd and left on even pages.
//
// Fonts are named, not embedded, with the names of their usual substitutes.
// The same calls make the same bytes.
type Document struct {
	meta Meta
	body strings.Builder
}

// New begins an empty document.
func New(meta Meta) *Document {
	if meta.Lang == "" {
		meta.Lang = "zh-CN"
	}
	return &Document{meta: meta}
}

// Title is the heading of the document (标题): size two, small title Song, centred.
// Each line of text stands in a line of its own.
func (d *Document) Title(text string) { d.paragraph("GwTitle", "", text) }

// Subtitle stands under the title (副标题, 题注): a number of the document, a period, a name.
func (d *Document) Subtitle(text string) { d.paragraph("GwSubtitle", "", text) }

// Recipient is the main recipient (主送机关), at the left edge under the title.
func (d *Document) Recipient(text string) {
	d.paragraph("GwRecipient", "", "")
	d.paragraph("GwRecipient", "", text)
}

// Heading is a heading (结构层次) of level 1 to 4: 一、 in black face, （一） in
// regular script, 1. and （1） in the face of the body. The number is part of text.
// A level outside 1 to 4 is taken as the nearest.
func (d *Document) Heading(level int, text string) {
	style := [...]string{"GwHeading1", "GwHeading2", "GwHeading3", "GwHeading4"}
	d.paragraph(style[min(max(level, 1), 4)-1], "", text)
}

// Body is a paragraph of the text (正文), its first line two characters in.
func (d *Document) Body(text string) { d.paragraph("GwBody", "", text) }

// Plain is a paragraph without indent, for lists of facts and for notes under a table.
func (d *Document) Plain(text string) { d.paragraph("GwRecipient", "", text) }

// Attachments lists the attachments (附件说明) under the body, one line each,
// numbered when there are several.
func (d *Document) Attachments(names ...string) {
	if len(names) == 0 {
		return
	}
	d.paragraph("GwBody", "", "")
	lead := "附件："
	if strings.HasPrefix(d.meta.Lang, "en") {
		lead = "Attachments: "
	}
	for i, n := range names {
		if len(names) > 1 {
			n = itoa(i+1) + ". " + n
		}
		style := "GwAttachment"
		if i == 0 {
			n = lead + n
		} else {
			style = "GwAttachmentNext"
		}
		d.paragraph(style, "", n)
	}
}

// Signature is the block at the end (落款): the issuing office and, under it, the
// date of the document (成文日期), both as they are to be read. The two stay on
// one page.
func (d *Document) Signature(office, date string) {
	d.paragraph("GwBody", "<w:keepNext/>", "")
	d.paragraph("GwSignature", "<w:keepNext/>", office)
	d.paragraph("GwDate", "", date)
}

// NewPage begins a new page, as an attachment does.
func (d *Document) NewPage() {
	d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="GwRecipient"/></w:pPr><w:r><w:br w:type="page"/></w:r></w:p>`)
}

// paragraph writes one w:p for each line of text. properties is XML of the
// pPr, in the order the schema asks for (after pStyle).
func (d *Document) paragraph(style, properties, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		d.body.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>` + properties + `</w:pPr>`)
		d.run(line)
		d.body.WriteString(`</w:p>`)
	}
}

func (d *Document) run(text string) {
	if text == "" {
		return
	}
	d.body.WriteString(`<w:r>`)
	for i, piece := range strings.Split(text, "\t") {
		if i > 0 {
			d.body.WriteString(`<w:tab/>`)
		}
		if piece != "" {
			d.body.WriteString(`<w:t xml:space="preserve">` + escape(piece) + `</w:t>`)
		}
	}
	d.body.WriteString(`</w:r>`)
}
