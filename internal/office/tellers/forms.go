package tellers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// Line is one row of a form: whom it is about and what it asks, as it is printed.
type Line struct {
	Subject  string `json:"subject"` // id
	Name     string `json:"name"`
	Post     string `json:"post,omitempty"`     // or the question, where a table has several
	Question string `json:"question,omitempty"` // id, on a ballot of several questions
}

// Section is a table of a form.
type Section struct {
	Title   string // the question, where there are several
	Options []string
	Lines   []Line
}

// Paper is a form to be printed. Where not all classes get the same, it says whose it is.
type Paper struct {
	Form     layout.Form // without grades and subjects
	Sections []Section   // at least one
	Classes  []string    // ids of the policy's classes; none: everybody's
}

// Form is a form that was printed for a meeting.
type Form struct {
	Name   string    `json:"name"` // of the layout, as in the printed codes
	Layout blob.Hash `json:"layout"`
	Lines  []Line    `json:"lines"`
	// Classes are those that get the form; none: everybody.
	Classes []string `json:"classes,omitempty"`
	// Printed is when it was first printed, UTC.
	Printed time.Time `json:"printed"`
}

func (t *Table) forms(meetingID string) string {
	return filepath.Join(t.Root, "forms", string(blob.HashOf([]byte(meetingID)))[:32])
}

// Print makes the layout of a meeting's ballots and keeps it, so that they can be read. The
// same form gives the same layout. A form that cannot be printed is refused.
func (t *Table) Print(ctx context.Context, meetingID string, p Paper, now time.Time) (*layout.Layout, error) {
	f, lines := p.Form, []Line(nil)
	for _, table := range p.Sections {
		s := layout.Section{Title: table.Title, Grades: table.Options}
		for _, l := range table.Lines {
			s.Subjects = append(s.Subjects, layout.Subject{Name: l.Name, Post: l.Post})
		}
		f.Sections, lines = append(f.Sections, s), append(lines, table.Lines...)
	}
	l, err := sheet.New(f)
	if err != nil {
		return nil, err
	}
	h, err := t.Blobs.Put(ctx, bytes.NewReader(l.JSON()))
	if err != nil {
		return nil, err
	}
	return l, t.keep(meetingID, Form{Name: l.Form, Layout: h, Lines: lines, Classes: p.Classes, Printed: now.UTC()})
}

// keep writes a form down unless it is there.
func (t *Table) keep(meetingID string, f Form) error {
	name := filepath.Join(t.forms(meetingID), f.Name+".json")
	if _, err := os.Stat(name); err == nil {
		return nil
	}
	data, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return fmt.Errorf("printed form: %w", err)
	}
	if err := os.WriteFile(name+".new", data, 0o600); err != nil {
		return fmt.Errorf("printed form: %w", err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		return fmt.Errorf("printed form: %w", err)
	}
	return nil
}

// Forms are the forms that were printed for a meeting, the last one first.
func (t *Table) Forms(meetingID string) (out []Form, err error) {
	entries, err := os.ReadDir(t.forms(meetingID))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("printed forms: %w", err)
	}
	for _, e := range entries {
		if filepath.Ext(e.Name()) != ".json" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(t.forms(meetingID), e.Name()))
		if err != nil {
			return nil, fmt.Errorf("printed forms: %w", err)
		}
		var f Form
		if err := json.Unmarshal(data, &f); err != nil {
			return nil, fmt.Errorf("printed form %s: %w", e.Name(), err)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Form) int { return b.Printed.Compare(a.Printed) })
	return out, nil
}

// Brought is a form that was printed elsewhere: layout.json as `sheet print` wrote it.
// Its rows are found by the names of the vote's subjects.
func (t *Table) Brought(ctx context.Context, meetingID string, data []byte, subjects []Line, now time.Time) (Form, error) {
	l, err := layout.Parse(data)
	if err != nil {
		return Form{}, decider.Refuse("N7.1", "layout-unreadable", "why", err.Error()).At("layout")
	}
	f := Form{Name: l.Form, Printed: now.UTC()}
	for _, p := range l.Pages {
		for _, r := range p.Rows {
			line := Line{Name: r.Name, Post: r.Post}
			for _, s := range subjects {
				if s.Name != r.Name {
					continue
				}
				if line.Subject != "" {
					return Form{}, decider.Refuse("N7.1", "layout-namesakes", "name", r.Name).At("layout")
				}
				line.Subject = s.Subject
			}
			f.Lines = append(f.Lines, line)
		}
	}
	if f.Layout, err = t.Blobs.Put(ctx, bytes.NewReader(l.JSON())); err != nil {
		return Form{}, err
	}
	return f, t.keep(meetingID, f)
}

// fits says whether a form asks what a class is asked in a vote, whoever else stands on it.
func (f *Form) fits(r *meeting.Round, class string) bool {
	for _, one := range strings.Split(class, policy.Joined) {
		if len(f.Classes) > 0 && !slices.Contains(f.Classes, one) {
			return false
		}
	}
	k, n := slices.Index(r.Form.Classes, class), 0
	asked, has := r.Form.Asked(), map[Line]bool{}
	for _, x := range f.Lines {
		has[Line{Subject: x.Subject, Question: x.Question}] = true
	}
	for _, l := range r.Form.Lines() {
		if !r.Form.Rated(k, l.Subject) {
			continue
		}
		n++
		line := Line{Subject: r.Form.Subjects[l.Subject], Question: asked[l.Question].ID}
		if !has[line] && (len(asked) > 1 || !has[Line{Subject: line.Subject}]) {
			return false
		}
	}
	return n > 0
}

// rows are the rows of a form as it was printed, those who are not voted on left out.
func (f *Form) rows(r *meeting.Round, class string, l *layout.Layout) (rows []meeting.PrintedLine) {
	k, asked := slices.Index(r.Form.Classes, class), r.Form.Asked()
	for _, p := range l.Pages {
		for range p.Rows {
			x := f.Lines[len(rows)]
			row := meeting.PrintedLine{Question: x.Question, Page: p.Page, Options: l.Of(p).Grades}
			if s := slices.Index(r.Form.Subjects, x.Subject); s >= 0 && r.Form.Rated(k, s) {
				row.Subject = x.Subject
			}
			if len(asked) == 1 {
				row.Question = asked[0].ID
			}
			rows = append(rows, row)
		}
	}
	return rows
}

func (t *Table) layout(ctx context.Context, h blob.Hash) (*layout.Layout, error) {
	data, err := t.Blobs.Get(ctx, h)
	if err != nil {
		return nil, err
	}
	return layout.Parse(data)
}
