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
					p := &r.Reading.Batches[k]
					if p.Read != nil {
						v.check("papers", fmt.Sprintf("%s/%d", r.Box, p.No), v.pile(r, p))
					}
					if p.Compared != nil {
						v.check("twice", fmt.Sprintf("%s/%d", r.Box, p.No), v.twice(r, p))
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

// twice compares the readings of a pile's two scans again, sheet by sheet as they were paired.
func (v *verifier) twice(r *meeting.Round, p *meeting.Batch) error {
	first := &r.Reading.Batches[p.Again-1]
	if first.Read == nil || len(p.Compared.Pairs) != len(first.Read.Pages) {
		return errors.New("it was compared with a pile that was not read, or has other pages")
	}
	var files [2]*readings.File
	for i, h := range []string{first.Read.File, p.Read.File} {
		data, err := v.onFile(h)
		if err != nil {
			return err
		}
		if files[i], err = readings.Parse(data); err != nil {
			return err
		}
	}
	var differ []meeting.ReadTwice
	for i, other := range p.Compared.Pairs {
		if other == 0 {
			continue
		}
		if i >= len(files[0].Pages) || other < 1 || other > len(files[1].Pages) {
			return fmt.Errorf("page %d was compared with one that is not there", i+1)
		}
		was := &files[0].Pages[i]
		for _, d := range readings.Differing(was, &files[1].Pages[other-1]) {
			differ = append(differ, meeting.ReadTwice{Page: i + 1, Row: d.Row, Was: files[0].Word(was.FormPage, d.Was), Now: files[0].Word(was.FormPage, d.Now)})
		}
	}
	if !slices.Equal(differ, p.Compared.Differ) {
		return fmt.Errorf("compared again, %d entries differ, recorded are %d", len(differ), len(p.Compared.Differ))
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
