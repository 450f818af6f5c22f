package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/feed"
	"shuping/internal/sheet/layout"
)

// readPage is one page in the JSON of sheet read.
type readPage struct {
	File     string       `json:"file"`
	Page     int          `json:"page"`      // in the file, from 1
	Layout   *string      `json:"layout"`    // the form, when the page is of it
	FormPage int          `json:"form_page"` // page of the form, 0 when it is not known
	Error    *string      `json:"error"`     // why the page was not read
	Message  string       `json:"message,omitempty"`
	Turned   int          `json:"turned"`
	Residual float64      `json:"residual_mm"`
	SameAs   *batch.Place `json:"same_as"` // an earlier page with the same ink
	Rows     []scan.Row   `json:"rows"`
}

// sheetRead reads scanned ballots.
func (c *cli) sheetRead() *cobra.Command {
	file, jobs := "", 0
	read := c.command("sheet read", func(ctx context.Context, args []string) error {
		if file == "" || len(args) == 0 {
			return &usageError{c.words.Say("cli.sheet.read.flags")}
		}
		if jobs < 1 || jobs > 256 {
			return &usageError{c.words.Say("cli.sheet.read.jobs")}
		}
		return c.readSheets(ctx, file, args, jobs)
	})
	read.Flags().StringVar(&file, "layout", "", c.words.Say("cli.flag.layout-in"))
	read.Flags().IntVar(&jobs, "jobs", runtime.NumCPU(), c.words.Say("cli.flag.jobs"))
	c.jsonFlag(read)
	return read
}

func (c *cli) readSheets(ctx context.Context, layoutFile string, files []string, jobs int) error {
	data, err := os.ReadFile(layoutFile)
	if err != nil {
		return err
	}
	l, err := layout.Parse(data)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(layoutFile), err)
	}
	var sources []batch.Source
	for _, f := range files {
		if _, err := os.Stat(f); err != nil {
			return err
		}
		sources = append(sources, batch.Source{Name: f, Load: func() ([]byte, error) { return loadScan(f) }})
	}
	t := newTally(l)
	out := c.readText
	if c.json {
		out = c.readJSON(l)
		fmt.Fprint(c.Stdout, "[")
	}
	err = batch.Read(ctx, l, sources, jobs, func(p batch.Page) error {
		t.add(p)
		return out(p)
	})
	if err != nil {
		return err
	}
	if c.json {
		fmt.Fprint(c.Stdout, "\n]\n")
	} else {
		c.tellTally(t)
	}
	if t.refused+t.twice > 0 {
		if !c.json {
			return &wantingError{}
		}
		return &wantingError{fmt.Errorf("%s", c.words.Say("cli.sheet.read.wanting", "pages", t.pages, "refused", t.refused, "twice", t.twice))}
	}
	return nil
}

// loadScan reads a file that is not over the limit by more than a byte.
func loadScan(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, feed.MaxFile+1))
}

// readJSON writes one array with one page on each line.
func (c *cli) readJSON(l *layout.Layout) func(batch.Page) error {
	comma := "\n"
	return func(p batch.Page) error {
		r := readPage{
			File: p.File, Page: p.Page, FormPage: p.FormPage, Turned: p.Turned,
			Residual: float64(int(p.Residual*1000+0.5)) / 1000, SameAs: p.SameAs, Rows: p.Rows,
		}
		if p.FormPage > 0 {
			r.Layout = &l.Form
		}
		if p.Problem != scan.NoProblem {
			why := string(p.Problem)
			r.Error, r.Message = &why, c.problem(p)
		}
		if r.Rows == nil {
			r.Rows = []scan.Row{}
		}
		fmt.Fprint(c.Stdout, comma)
		comma = ",\n"
		data, err := json.Marshal(r)
		if err != nil {
			return err
		}
		_, err = c.Stdout.Write(data)
		return err
	}
}

// problem says why a page was not read.
func (c *cli) problem(p batch.Page) string {
	s := c.words.Say("scan.problem." + string(p.Problem))
	if p.Detail != "" {
		s += c.words.Say("scan.detail", "detail", p.Detail)
	}
	return s
}

// readText writes a page on a line, and each of its unclear entries on another.
func (c *cli) readText(p batch.Page) error {
	place := c.words.Say("cli.sheet.read.place", "file", filepath.Base(p.File), "n", p.Page)
	if p.Problem != scan.NoProblem {
		c.printf("%s\n", c.words.Say("cli.sheet.read.refused", "place", place, "why", c.problem(p)))
		return nil
	}
	n := map[scan.Verdict]int{}
	for _, r := range p.Rows {
		n[r.Verdict]++
	}
	c.printf("%s\n", c.words.Say("cli.sheet.read.page", "place", place, "page", p.FormPage, "turned", p.Turned, "valid", n[scan.Valid],
		"blank", n[scan.Blank], "multiple", n[scan.Multiple], "unclear", n[scan.Unclear]))
	if p.SameAs != nil {
		c.printf("  %s\n", c.words.Say("cli.sheet.read.same", "file", filepath.Base(p.SameAs.File), "n", p.SameAs.Page))
	}
	for _, r := range p.Rows {
		if r.Verdict == scan.Unclear {
			c.printf("  %s\n", c.words.Say("cli.sheet.read.unclear", "row", r.Row, "why", c.words.Say("scan.reason."+string(r.Reason))))
		}
	}
	return nil
}

// tally is what all pages together say. Pages that were refused or seen before do not
// count.
type tally struct {
	layout                *layout.Layout
	pages, refused, twice int
	rows                  map[int]*rowTally
}

type rowTally struct {
	grades                   map[string]int
	blank, multiple, unclear int
}

func newTally(l *layout.Layout) *tally { return &tally{layout: l, rows: map[int]*rowTally{}} }

func (t *tally) add(p batch.Page) {
	t.pages++
	switch {
	case p.Problem != scan.NoProblem:
		t.refused++
		return
	case p.SameAs != nil:
		t.twice++
		return
	}
	for _, r := range p.Rows {
		n := t.rows[r.Row]
		if n == nil {
			n = &rowTally{grades: map[string]int{}}
			t.rows[r.Row] = n
		}
		switch r.Verdict {
		case scan.Valid:
			n.grades[*r.Grade]++
		case scan.Blank:
			n.blank++
		case scan.Multiple:
			n.multiple++
		default:
			n.unclear++
		}
	}
}

// tellTally writes the entries of each row, as they were read.
func (c *cli) tellTally(t *tally) {
	for _, p := range t.layout.Pages {
		for _, r := range p.Rows {
			n := t.rows[r.Row]
			if n == nil {
				continue
			}
			line := ""
			for _, g := range t.layout.Grades {
				line += c.words.Say("cli.sheet.read.grade", "grade", g, "n", n.grades[g])
			}
			c.printf("%s\n", c.words.Say("cli.sheet.read.row", "row", r.Row, "name", r.Name, "grades", line,
				"blank", n.blank, "multiple", n.multiple, "unclear", n.unclear))
		}
	}
	c.printf("%s\n", c.words.Say("cli.sheet.read.done", "pages", t.pages, "read", t.pages-t.refused-t.twice, "refused", t.refused, "twice", t.twice))
}
