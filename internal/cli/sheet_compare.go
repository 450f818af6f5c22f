package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/sheet/layout"
)

// sheetCompare reads two scans of the same papers and compares them entry by entry.
func (c *cli) sheetCompare() *cobra.Command {
	file, jobs, with := "", 0, []string{}
	compare := c.command("sheet compare", func(ctx context.Context, args []string) error {
		if file == "" || len(args) == 0 || len(with) == 0 {
			return &usageError{c.words.Say("cli.sheet.compare.flags")}
		}
		if jobs < 1 || jobs > 256 {
			return &usageError{c.words.Say("cli.sheet.read.jobs")}
		}
		return c.compareSheets(ctx, file, args, with, jobs)
	})
	compare.Flags().StringVar(&file, "layout", "", c.words.Say("cli.flag.layout-in"))
	compare.Flags().StringArrayVar(&with, "with", nil, c.words.Say("cli.flag.with"))
	compare.Flags().IntVar(&jobs, "jobs", runtime.NumCPU(), c.words.Say("cli.flag.jobs"))
	c.jsonFlag(compare)
	return compare
}

func (c *cli) compareSheets(ctx context.Context, layoutFile string, first, second []string, jobs int) error {
	data, err := os.ReadFile(layoutFile)
	if err != nil {
		return err
	}
	l, err := layout.Parse(data)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(layoutFile), err)
	}
	var scans [2][]batch.Page
	for i, files := range [][]string{first, second} {
		if scans[i], err = readAll(ctx, l, files, jobs); err != nil {
			return err
		}
	}
	out := batch.Compare(scans[0], scans[1])
	if c.json {
		text, err := json.MarshalIndent(out, "", "  ")
		if err != nil {
			return err
		}
		c.printf("%s\n", text)
	} else {
		c.tellComparison(out)
	}
	if len(out.Differ)+len(out.First)+len(out.Second) > 0 {
		return &wantingError{}
	}
	return nil
}

func readAll(ctx context.Context, l *layout.Layout, files []string, jobs int) (pages []batch.Page, err error) {
	var sources []batch.Source
	for _, f := range files {
		if _, err := os.Stat(f); err != nil {
			return nil, err
		}
		sources = append(sources, batch.Source{Name: f, Load: func() ([]byte, error) { return loadScan(f) }})
	}
	err = batch.Read(ctx, l, sources, jobs, func(p batch.Page) error {
		pages = append(pages, p)
		return nil
	})
	return pages, err
}

func (c *cli) tellComparison(out batch.Comparison) {
	place := func(p batch.Place) string {
		return c.words.Say("cli.sheet.read.place", "file", filepath.Base(p.File), "n", p.Page)
	}
	entry := func(r scan.Row) string {
		if r.Grade != nil {
			return *r.Grade
		}
		return c.words.Say("cli.sheet.compare." + string(r.Verdict))
	}
	for _, d := range out.Differ {
		c.printf("%s\n", c.words.Say("cli.sheet.compare.differ", "first", place(d.First), "second", place(d.Second), "row", d.Row.Row, "was", entry(d.Row), "now", entry(d.Now)))
	}
	for _, p := range out.First {
		c.printf("%s\n", c.words.Say("cli.sheet.compare.first", "place", place(p)))
	}
	for _, p := range out.Second {
		c.printf("%s\n", c.words.Say("cli.sheet.compare.second", "place", place(p)))
	}
	c.printf("%s\n", c.words.Say("cli.sheet.compare.done", "pairs", out.Pairs, "entries", out.Entries, "n", len(out.Differ), "first", len(out.First), "second", len(out.Second)))
}
