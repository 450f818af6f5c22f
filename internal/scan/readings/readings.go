// Package readings is what is kept of a pile that was read (识读记录): every page with
// what was measured and judged when it was first read. It is written once, by one line a
// page, named by its hash, and never changed; what people decide stands elsewhere. It
// has no ink by which a hand could be told, and nothing of whose a sheet is.
package readings

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"shuping/internal/scan"
)

// Format is the version that is written and read.
const Format = 1

// File is a pile. Pages are counted from 1 through all scanned files.
type File struct {
	Format int      `json:"format"`
	Form   string   `json:"form"` // of the layout
	Grades []string `json:"grades"`
	// Scales are the grades of every page of the form, where not all have the same.
	Scales [][]string `json:"scales,omitempty"`
	Pages  []Page     `json:"pages"`
}

// Page is one scanned page.
type Page struct {
	Image    int          `json:"image"` // of the files, from 1
	Page     int          `json:"page"`  // in that file, from 1
	Problem  scan.Problem `json:"problem,omitempty"`
	Detail   string       `json:"detail,omitempty"`
	FormPage int          `json:"form_page,omitempty"`
	Turned   int          `json:"turned,omitempty"`
	Residual int          `json:"residual_um,omitempty"` // of the printed lines after correction
	Marks    int          `json:"marks,omitempty"`       // of eight
	SameAs   *Ref         `json:"same_as,omitempty"`     // an earlier page with the same ink
	Rows     []Row        `json:"rows,omitempty"`
}

// Ref is a page of this pile or of one that was read before.
type Ref struct {
	Batch int `json:"batch"`
	Page  int `json:"page"`
}

// Row is an entry. Shares are in thousandths of the cell, low points in micrometres from
// the cell's upper left corner.
type Row struct {
	Row     int          `json:"row"`
	Verdict scan.Verdict `json:"verdict"`
	Grade   int          `json:"grade"` // from 0, -1 for none
	Reason  scan.Reason  `json:"reason,omitempty"`
	Ink     []int        `json:"ink"`
	Own     []int        `json:"own"`
	Low     []*[2]int    `json:"low"`
	Crop    string       `json:"crop,omitempty"` // hash of the picture of an unclear entry
}

// Of is what is kept of a reading.
func Of(r scan.Reading, grades []string) Page {
	p := Page{Problem: r.Problem, FormPage: r.FormPage, Turned: r.Turned, Residual: int(r.Residual*1000 + 0.5), Marks: r.Marks}
	for _, row := range r.Rows {
		k := Row{Row: row.Row, Verdict: row.Verdict, Grade: -1, Reason: row.Reason}
		for i, g := range grades {
			if row.Grade != nil && *row.Grade == g {
				k.Grade = i
			}
		}
		for _, m := range row.Measures {
			k.Ink, k.Own = append(k.Ink, int(m.Ink*1000+0.5)), append(k.Own, int(m.Own*1000+0.5))
			var low *[2]int
			if m.Vertex != nil {
				low = &[2]int{int(m.Vertex.X * 1000), int(m.Vertex.Y * 1000)}
			}
			k.Low = append(k.Low, low)
		}
		p.Rows = append(p.Rows, k)
	}
	return p
}

// Code is an entry as one character: a digit for the grade, from 0, - for none ticked, +
// for several, ? for people to decide.
func (r *Row) Code() byte {
	switch r.Verdict {
	case scan.Valid:
		return byte('0' + r.Grade)
	case scan.Blank:
		return '-'
	case scan.Multiple:
		return '+'
	}
	return '?'
}

// Codes are the entries of a page.
func (p *Page) Codes() string {
	var b []byte
	for i := range p.Rows {
		b = append(b, p.Rows[i].Code())
	}
	return string(b)
}

// GradesOf are the grades of a page of the form.
func (f *File) GradesOf(formPage int) []string {
	if len(f.Scales) == 0 {
		return f.Grades
	}
	if formPage < 1 || formPage > len(f.Scales) {
		return nil
	}
	return f.Scales[formPage-1]
}

// JSON is the file: the same bytes for the same pile, one page a line.
func (f *File) JSON() []byte {
	var out bytes.Buffer
	head, err := json.Marshal(File{Format: Format, Form: f.Form, Grades: f.Grades, Scales: f.Scales})
	if err != nil {
		panic(err) // unreachable unless a field cannot be JSON
	}
	out.Write(bytes.TrimSuffix(head, []byte("null}")))
	out.WriteString("[")
	for i := range f.Pages {
		line, err := json.Marshal(f.Pages[i])
		if err != nil {
			panic(err) // unreachable unless a field cannot be JSON
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	out.WriteString("\n]}\n")
	return out.Bytes()
}

// Parse reads a file strictly: an unknown field, a row out of its place or a grade that is
// not there is an error with the page.
func Parse(data []byte) (*File, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var f File
	if err := dec.Decode(&f); err != nil {
		return nil, fmt.Errorf("readings: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("readings: text after the value")
	}
	if f.Format != Format {
		return nil, fmt.Errorf("readings: format %d, this program reads %d", f.Format, Format)
	}
	for i := range f.Pages {
		if err := f.Pages[i].check(len(f.GradesOf(f.Pages[i].FormPage))); err != nil {
			return nil, fmt.Errorf("readings: page %d: %w", i+1, err)
		}
	}
	return &f, nil
}

func (p *Page) check(grades int) error {
	if len(p.Rows) > 0 && (p.Problem != "" || p.FormPage < 1) {
		return errors.New("rows on a page that was not read")
	}
	last := 0
	for _, r := range p.Rows {
		valid := r.Verdict == scan.Valid
		switch {
		case r.Row <= last:
			return fmt.Errorf("row %d after row %d", r.Row, last)
		case valid != (r.Grade >= 0) || r.Grade < -1 || r.Grade >= grades || grades > 10:
			return fmt.Errorf("row %d has the grade %d of %d", r.Row, r.Grade, grades)
		case r.Verdict != scan.Valid && r.Verdict != scan.Blank && r.Verdict != scan.Multiple && r.Verdict != scan.Unclear:
			return fmt.Errorf("row %d is %q", r.Row, r.Verdict)
		}
		last = r.Row
	}
	return nil
}
