package docx

import (
	"archive/zip"
	"bytes"
	"time"
)

// zipTime is the time of every entry, so that equal documents are equal bytes:
// the earliest that a zip can say.
func zipTime() time.Time { return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) }

// Bytes is the finished file. The document may be added to afterwards and
// written again.
func (d *Document) Bytes() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"word/document.xml", xmlHead + `<w:document ` + namespaces + `><w:body>` + d.body.String() + section + `</w:body></w:document>`},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", styles(d.meta.Lang)},
		{"word/settings.xml", settings},
		{"word/fontTable.xml", fontTable},
		{"word/footer1.xml", footer("GwFooterOdd")},
		{"word/footer2.xml", footer("GwFooterEven")},
		{"docProps/core.xml", core(d.meta)},
		{"docProps/app.xml", xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>shuping</Application></Properties>`},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: zipTime()})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(part.text)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func core(m Meta) string {
	s := xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` +
		escape(m.Title) + `</dc:title><dc:creator>` + escape(m.Author) + `</dc:creator>`
	if !m.Created.IsZero() {
		s += `<dcterms:created xsi:type="dcterms:W3CDTF">` + m.Created.UTC().Format(time.RFC3339) + `</dcterms:created>`
	}
	return s + `</cp:coreProperties>`
}

const (
	xmlHead    = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

	wordType     = `application/vnd.openxmlformats-officedocument.wordprocessingml.`
	relType      = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/>` +
		`<Override PartName="/word/fontTable.xml" ContentType="` + wordType + `fontTable+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
		`<Override PartName="/word/footer2.xml" ContentType="` + wordType + `footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`
	relsHead    = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	packageRels = relsHead + `<Relationship Id="rId1" Type="` + relType + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="` + relType + `extended-properties" Target="docProps/app.xml"/></Relationships>`
	documentRels = relsHead + `<Relationship Id="rId1" Type="` + relType + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + relType + `settings" Target="settings.xml"/>` +
		`<Relationship Id="rId3" Type="` + relType + `fontTable" Target="fontTable.xml"/>` +
		`<Relationship Id="rId4" Type="` + relType + `footer" Target="footer1.xml"/>` +
		`<Relationship Id="rId5" Type="` + relType + `footer" Target="footer2.xml"/></Relationships>`
)
