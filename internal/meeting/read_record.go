package meeting

import (
	"unicode/utf8"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// RecordReadings takes in what was read of a pile (记录识读结果): how often each option,
// which entries people have to decide, and which pages look like others. The file of
// the readings has every entry with its measures as they were first taken, and is never
// changed; the archive counts it again.
type RecordReadings struct {
	Batch    int    `json:"batch" form:"required"`
	Readings string `json:"readings" form:"required"` // hash of the readings' file
	// Pages are the pages of the form that the scanned pages show, in order; 0 for one that
	// is not counted: it could not be read, or looks like another.
	Pages   []int       `json:"pages"`
	Refused int         `json:"refused"` // pages that could not be read, blank backs left out
	Rows    []ReadRow   `json:"rows" form:"required"`
	Unclear []ReadDoubt `json:"unclear"`
	Twins   []ReadTwin  `json:"twins"`
}

// ReadRow is what was read of one row of the form on the pages that count.
type ReadRow struct {
	Row      int   `json:"row"`
	FormPage int   `json:"form_page"`
	Options  []int `json:"options"` // in the form's order
	Blank    int   `json:"blank"`
	Multiple int   `json:"multiple"`
	Unclear  int   `json:"unclear"`
}

// ReadDoubt is an entry that the reader leaves to people.
type ReadDoubt struct {
	Page   int    `json:"page"`
	Row    int    `json:"row"`
	Reason string `json:"reason"`         // scan.reason.<reason> in the catalogue
	Crop   string `json:"crop,omitempty"` // hash of its picture
}

// ReadTwin is a page that shows the same ink as an earlier one: a sheet that was scanned
// twice, or two that were filled in alike.
type ReadTwin struct {
	Page     int     `json:"page"`
	FormPage int     `json:"form_page"`
	Of       PageRef `json:"of"` // the earlier page
	// Entries are the codes of its entries in the order of the rows: a digit for an option,
	// from 0, - blank, + several, ? unclear.
	Entries string `json:"entries"`
}

func (*RecordReadings) Kind() string { return "record-readings" }

func (c *RecordReadings) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if r.Reading == nil || c.Batch < 1 || c.Batch > len(r.Reading.Batches) {
		return nil, decider.Refuse("", "batch-unknown", "batch", c.Batch).At("batch")
	}
	b := &r.Reading.Batches[c.Batch-1]
	switch {
	case b.Voided != nil:
		return nil, decider.Refuse("", "batch-void", "batch", c.Batch).At("batch")
	case b.Read != nil:
		return nil, decider.Refuse("", "batch-read-already", "batch", c.Batch).At("batch")
	case !isHash(c.Readings):
		return nil, decider.Refuse("", "image-malformed", "got", c.Readings).At("readings")
	}
	if row := c.wrongRow(b, r.Form.Options); row != 0 {
		return nil, decider.Refuse("N7.1", "readings-wrong", "batch", c.Batch, "row", row).At("rows")
	}
	return []decider.Event[State]{&ReadingsRecorded{Stamp: act.By(call), Batch: c.Batch, Readings: c.Readings, Pages: c.Pages, Refused: c.Refused,
		Rows: c.Rows, Unclear: c.Unclear, Twins: c.Twins}}, nil
}

// wrongRow is the first row whose numbers do not come out, 0 for none: every counted page
// gives each of its rows one entry. -1 stands for what belongs to no row.
func (c *RecordReadings) wrongRow(b *Batch, options []string) int {
	if len(c.Rows) != len(b.Subjects) || c.Refused < 0 {
		return -1
	}
	pages, unclear, rows, last := map[int]int{}, map[int]int{}, map[int]int{}, 1
	for _, p := range c.Pages {
		if p < 0 {
			return -1
		}
		pages[p]++
	}
	for _, u := range c.Unclear {
		if u.Page < 1 || u.Page > len(c.Pages) || u.Row < 1 || u.Row > len(c.Rows) || u.Crop != "" && !isHash(u.Crop) {
			return -1
		}
		if c.Pages[u.Page-1] > 0 {
			unclear[u.Row]++
		}
	}
	for i, row := range c.Rows {
		n, least := row.Blank+row.Multiple+row.Unclear, min(row.Blank, row.Multiple, row.Unclear)
		for _, k := range row.Options {
			n, least = n+k, min(least, k)
		}
		if row.Row != i+1 || row.FormPage < last || len(row.Options) != len(options) || least < 0 || n != pages[row.FormPage] || row.Unclear != unclear[row.Row] {
			return i + 1
		}
		last = row.FormPage
		rows[row.FormPage]++
	}
	for p := range pages {
		if p > last {
			return -1
		}
	}
	for _, t := range c.Twins {
		_, ok := codesOf(t.Entries, options)
		if !ok || t.Page < 1 || t.Page > len(c.Pages) || c.Pages[t.Page-1] != 0 || utf8.RuneCountInString(t.Entries) != rows[t.FormPage] {
			return -1
		}
	}
	return 0
}

// ReadingsRecorded has what was read of a pile.
type ReadingsRecorded struct {
	Stamp
	Batch    int         `json:"batch"`
	Readings string      `json:"readings"`
	Pages    []int       `json:"pages"`
	Refused  int         `json:"refused,omitempty"`
	Rows     []ReadRow   `json:"rows"`
	Unclear  []ReadDoubt `json:"unclear,omitempty"`
	Twins    []ReadTwin  `json:"twins,omitempty"`
}

func (*ReadingsRecorded) Kind() string { return "readings-recorded" }

func (e *ReadingsRecorded) Apply(s *State) {
	g := s.Round().reading()
	read := &Readings{Stamp: e.Stamp, File: e.Readings, Pages: e.Pages, Refused: e.Refused, Rows: e.Rows, Unclear: e.Unclear}
	for _, t := range e.Twins {
		read.Twins = append(read.Twins, Twin{ReadTwin: t})
	}
	g.Batches[e.Batch-1].Read = read
	g.changed()
}

// Readings is what was read of a batch.
type Readings struct {
	Stamp
	File    string      `json:"file"` // hash
	Pages   []int       `json:"pages"`
	Refused int         `json:"refused,omitempty"`
	Rows    []ReadRow   `json:"rows"`
	Unclear []ReadDoubt `json:"unclear,omitempty"`
	Twins   []Twin      `json:"twins,omitempty"`
}

// Twin is a page that looks like another, with what people found it to be.
type Twin struct {
	ReadTwin
	Batch  int    `json:"batch,omitempty"` // filled in where batches stand together
	Judged *Stamp `json:"judged,omitempty"`
	Same   bool   `json:"same,omitempty"` // one sheet, scanned twice: it counts once
}
