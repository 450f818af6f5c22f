package layout

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxPaper is the longest side of a paper that is read.
const maxPaper = 500 * MM

// JSON is the layout as layout.json: the same bytes for the same layout.
func (l *Layout) JSON() []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(l); err != nil {
		panic(err) // unreachable unless a field of Layout cannot be JSON
	}
	return out.Bytes()
}

// Parse reads layout.json strictly: a field that is not known, a place outside of
// the paper or a form that is not the one it is named by is an error.
func Parse(data []byte) (*Layout, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var l Layout
	if err := dec.Decode(&l); err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("layout: text after the value")
	}
	if l.Format != Format {
		return nil, fmt.Errorf("layout: format %d, this program reads %d", l.Format, Format)
	}
	if err := l.validate(); err != nil {
		return nil, fmt.Errorf("layout: %w", err)
	}
	return &l, nil
}

func (l *Layout) validate() error {
	switch {
	case l.Paper.W <= 0 || l.Paper.H <= 0 || l.Paper.W > maxPaper || l.Paper.H > maxPaper:
		return errors.New("impossible paper")
	case len(l.Grades) < MinGrades || len(l.Grades) > MaxGrades || len(l.Columns.Grades) != len(l.Grades)+1:
		return errors.New("grades and their columns do not fit each other")
	case len(l.Marks) != 8:
		return fmt.Errorf("%d marks, want 8", len(l.Marks))
	case len(l.Pages) == 0 || len(l.Pages) > MaxSubjects:
		return fmt.Errorf("%d pages", len(l.Pages))
	case l.hash() != l.Form:
		return fmt.Errorf("form %s, but it is %s: the file was changed", l.Form, l.hash())
	}
	if !rising(l.Columns.Grades, MinCell, l.Paper.W) {
		return errors.New("columns are not in order")
	}
	for i, p := range l.Pages {
		if own := p.Columns; (own == nil) != (len(p.Grades) == 0) || own != nil &&
			(len(p.Grades) < MinGrades || len(p.Grades) > MaxGrades || len(own.Grades) != len(p.Grades)+1 || !rising(own.Grades, MinCell, l.Paper.W)) {
			return fmt.Errorf("page %d: grades and their columns do not fit each other", i+1)
		}
	}
	for _, m := range l.Marks {
		if m.Size <= 0 || m.X < m.Size || m.Y < m.Size || m.X+m.Size > l.Paper.W || m.Y+m.Size > l.Paper.H {
			return errors.New("a mark is not on the paper")
		}
	}
	for i, p := range l.Pages {
		if err := l.validatePage(p, i+1); err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	return nil
}

func (l *Layout) validatePage(p Page, number int) error {
	if p.Page != number || p.Code.Text != codeText(l.Form, number, len(l.Pages)) {
		return errors.New("its code is not the form's")
	}
	if n := len(p.Code.Modules); n < 21 || n > 177 || len(p.Code.Places) != 2 || len(p.Rows) == 0 {
		return errors.New("no rows, or codes that are not there twice")
	}
	for _, r := range p.Code.Modules {
		if len(r) != len(p.Code.Modules) {
			return errors.New("its code is not square")
		}
	}
	for _, b := range p.Code.Places {
		if b.W <= 0 || b.H <= 0 || b.X < 0 || b.Y < 0 || b.X+b.W > l.Paper.W || b.Y+b.H > l.Paper.H {
			return errors.New("its code is not on the paper")
		}
	}
	lines := []int{p.Rows[0].Top}
	for _, r := range p.Rows {
		if r.Top != lines[len(lines)-1] {
			return errors.New("rows do not follow each other")
		}
		lines = append(lines, r.Bottom)
	}
	if !rising(lines, MinPitch/2, l.Paper.H) {
		return errors.New("rows are not in order")
	}
	return nil
}

func rising(at []int, step, end int) bool {
	for i := 1; i < len(at); i++ {
		if at[i]-at[i-1] < step {
			return false
		}
	}
	return at[0] > 0 && at[len(at)-1] < end
}
