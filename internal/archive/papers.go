package archive

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"shuping/internal/blob"
	"shuping/internal/meeting"
	"shuping/internal/scan/readings"
	"shuping/internal/sheet/layout"
)

// papers adds up again what scanners read of a meeting's papers, page by page, and
// compares it with what the meeting recorded of each pile. What people decided of it the
// meeting's own audit counts.
func (v *verifier) papers(b *book) {
	for _, m := range b.meetings {
		for _, s := range append(slices.Clone(m.Past), m.Sitting) {
			for i := range s.Rounds {
				r := &s.Rounds[i]
				if r.Reading == nil {
					continue
				}
				for k := range r.Reading.Batches {
					if p := &r.Reading.Batches[k]; p.Read != nil {
						v.check("papers", fmt.Sprintf("%s/%d", r.Box, p.No), v.pile(r, p))
					}
				}
			}
		}
	}
}

// onFile is a file that the records name.
func (v *verifier) onFile(h string) ([]byte, error) {
	for _, f := range v.manifest.Files {
		if f.SHA256 == blob.Hash(h) && strings.HasPrefix(f.Name, "files/") {
			return v.data[f.Name], nil
		}
	}
	return nil, fmt.Errorf("the file %s is not in the archive", h)
}

// pile adds up a pile.
func (v *verifier) pile(r *meeting.Round, p *meeting.Batch) error {
	data, err := v.onFile(p.Layout)
	if err != nil {
		return err
	}
	l, err := layout.Parse(data)
	if err != nil {
		return err
	}
	if data, err = v.onFile(p.Read.File); err != nil {
		return err
	}
	f, err := readings.Parse(data)
	if err != nil {
		return err
	}
	other := errors.New("it was read by another form than the vote's")
	if f.Form != l.Form || !slices.Equal(f.Grades, l.Grades) || !slices.EqualFunc(f.Scales, l.Scales(), slices.Equal[[]string]) {
		return other
	}
	var pages []int
	for _, page := range l.Pages {
		for range page.Rows {
			pages = append(pages, page.Page)
			if n := len(pages); n > len(p.Subjects) || p.Subjects[n-1] != "" && !slices.Equal(l.Of(page).Grades, r.Options(p, n)) {
				return other
			}
		}
	}
	if len(pages) != len(p.Subjects) {
		return other
	}
	if err := sums(f.Sum(pages), p.Read); err != nil {
		return err
	}
	for _, e := range r.Reading.Entries {
		if e.Batch == p.No && e.Was != "" && e.Was != entryAt(f, e.Page, e.Row) {
			return fmt.Errorf("page %d, row %d was not read as %s", e.Page, e.Row, e.Was)
		}
	}
	return nil
}

// sums compares what a pile comes to with what was recorded.
func sums(s readings.Sum, read *meeting.Readings) error {
	if !slices.Equal(s.Pages, read.Pages) || s.Refused != read.Refused || len(s.Rows) != len(read.Rows) || len(s.Unclear) != len(read.Unclear) || len(s.Twins) != len(read.Twins) {
		return fmt.Errorf("added up again, it has other pages or entries than were recorded")
	}
	for i, row := range s.Rows {
		w := read.Rows[i]
		if row.Row != w.Row || row.FormPage != w.FormPage || !slices.Equal(row.Options, w.Options) || row.Blank != w.Blank || row.Multiple != w.Multiple || row.Unclear != w.Unclear {
			return fmt.Errorf("added up again, row %d has %v, recorded are %v", row.Row, row.Options, w.Options)
		}
	}
	for i, u := range s.Unclear {
		if w := read.Unclear[i]; u.Page != w.Page || u.Row != w.Row || u.Crop != w.Crop {
			return fmt.Errorf("page %d, row %d was left to people, recorded is page %d, row %d", u.Page, u.Row, w.Page, w.Row)
		}
	}
	if len(read.Entries) > 0 && !slices.Equal(s.Codes, read.Entries) {
		return errors.New("its sheets have other entries than were recorded")
	}
	for i, t := range s.Twins {
		if w := read.Twins[i]; t.Page != w.Page || t.FormPage != w.FormPage || meeting.PageRef(t.Of) != w.Of || t.Codes != w.Entries {
			return fmt.Errorf("page %d looks like another one than was recorded", t.Page)
		}
	}
	return nil
}

// entryAt is how an entry was read, in the words of the meeting's commands.
func entryAt(f *readings.File, page, row int) string {
	if page < 1 || page > len(f.Pages) {
		return ""
	}
	for i := range f.Pages[page-1].Rows {
		if r := &f.Pages[page-1].Rows[i]; r.Row == row {
			switch c := r.Code(); c {
			case '-':
				return meeting.EntryBlank
			case '+':
				return meeting.EntryMultiple
			case '?':
				return ""
			default:
				return f.GradesOf(f.Pages[page-1].FormPage)[c-'0']
			}
		}
	}
	return ""
}
