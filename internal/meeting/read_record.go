package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/ballot"
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
	// Entries are the codes of the entries of each page that counts, "" of the others: only on
	// a form with a rule about the whole ballot, which is judged sheet by sheet.
	Entries []string `json:"entries,omitempty"`
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
	if row := c.wrongRow(r, b); row != 0 {
		return nil, decider.Refuse("N7.1", "readings-wrong", "batch", c.Batch, "row", row).At("rows")
	}
	return []decider.Event[State]{&ReadingsRecorded{Stamp: act.By(call), Batch: c.Batch, Readings: c.Readings, Pages: c.Pages, Refused: c.Refused,
		Rows: c.Rows, Unclear: c.Unclear, Twins: c.Twins, Entries: c.Entries}}, nil
}

// wrongRow is the first row whose numbers do not come out, 0 for none: every counted page
// gives each of its rows one entry. -1 stands for what belongs to no row.
func (c *RecordReadings) wrongRow(r *Round, b *Batch) int {
	if len(c.Rows) != len(b.Subjects) || c.Refused < 0 {
		return -1
	}
	lines := r.linesOf(b)
	pages, unclear, rows, last := map[int]int{}, map[int]int{}, map[int][]line{}, 1
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
		if row.Row != i+1 || row.FormPage < last || len(row.Options) != lines[i].q.Columns() || least < 0 || n != pages[row.FormPage] || row.Unclear != unclear[row.Row] {
			return i + 1
		}
		last = row.FormPage
		rows[row.FormPage] = append(rows[row.FormPage], lines[i])
	}
	for p := range pages {
		if p > last {
			return -1
		}
	}
	for _, t := range c.Twins {
		_, ok := codesOf(t.Entries, rows[t.FormPage])
		if !ok || t.FormPage < 1 || t.FormPage > last || t.Page < 1 || t.Page > len(c.Pages) || c.Pages[t.Page-1] != 0 {
			return -1
		}
	}
	if !r.Form.Breaches() {
		return -min(len(c.Entries), 1)
	}
	return c.wrongEntries(r, b, lines, rows)
}

// wrongEntries is the first row to which the entries of the pages do not add up, or of which
// a rule about the whole ballot needs a line that stands on another page.
func (c *RecordReadings) wrongEntries(r *Round, b *Batch, lines []line, rows map[int][]line) int {
	at := map[int]int{}
	sums := make([]ballot.Count, len(lines))
	for i, l := range lines {
		at[l.at] = c.Rows[i].FormPage
		sums[i].Options = make([]int, l.q.Columns())
	}
	if len(c.Entries) != len(c.Pages) || r.whole(r.classIndex(b.Class), at) != nil {
		return -1
	}
	for p, codes := range c.Entries {
		if c.Pages[p] == 0 {
			if codes != "" {
				return -1
			}
			continue
		}
		entries, ok := codesOf(codes, rows[c.Pages[p]])
		if !ok {
			return -1
		}
		k := 0
		for i := range c.Rows {
			if c.Rows[i].FormPage == c.Pages[p] {
				put(&sums[i], lines[i].q, entries[k], 1)
				k++
			}
		}
	}
	for i, row := range c.Rows {
		if sums[i].Blank != row.Blank || sums[i].Multiple != row.Multiple || !slices.Equal(sums[i].Options, row.Options) {
			return i + 1
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
	Entries  []string    `json:"entries,omitempty"`
}

func (*ReadingsRecorded) Kind() string { return "readings-recorded" }

func (e *ReadingsRecorded) Apply(s *State) {
	g := s.Round().reading()
	read := &Readings{Stamp: e.Stamp, File: e.Readings, Pages: e.Pages, Refused: e.Refused, Rows: e.Rows, Unclear: e.Unclear, Entries: e.Entries}
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
	Entries []string    `json:"entries,omitempty"` // codes by page, on a form with a rule about the whole ballot
}

// Twin is a page that looks like another, with what people found it to be.
type Twin struct {
	ReadTwin
	Batch  int    `json:"batch,omitempty"` // filled in where batches stand together
	Judged *Stamp `json:"judged,omitempty"`
	Same   bool   `json:"same,omitempty"` // one sheet, scanned twice: it counts once
}
