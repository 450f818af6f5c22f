package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/docx"
	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/internal/report"
	"shuping/policies"
)

// reportFiles are the files of a call; list says that there may be more than one.
func reportFiles(args []string) (files []string, list bool, err error) {
	list = len(args) > 1
	for _, a := range args {
		entries, folder, err := folderEntries(a, ".docx", ".txt", ".doc", ".wps", ".pdf", ".rtf") // the last are told of
		if err != nil {
			return nil, false, err
		}
		if !folder {
			files = append(files, a)
			continue
		}
		list = true
		files = append(files, entries...)
	}
	return files, list, nil
}

// folderEntries are the files of a folder with one of the endings.
func folderEntries(name string, endings ...string) (files []string, folder bool, err error) {
	info, err := os.Stat(name)
	if name == "-" || err != nil || !info.IsDir() {
		return nil, false, nil // opening it says what is wrong
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, true, err
	}
	for _, e := range entries {
		ending := strings.ToLower(filepath.Ext(e.Name()))
		if !e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !strings.HasPrefix(e.Name(), "~$") &&
			slices.Contains(endings, ending) {
			files = append(files, filepath.Join(name, e.Name()))
		}
	}
	return files, true, nil
}

// doc is a report that was read, or why it was not.
type doc struct {
	file, text string
	err        error
}

// readReport is the text of a report's file, or of standard input, up to the
// size that the reader takes.
func (c *cli) readReport(file string) doc {
	r, err := c.open(file)
	if err != nil {
		return doc{file: file, err: err}
	}
	defer r.Close()
	limits := docx.DefaultLimits()
	data, err := io.ReadAll(io.LimitReader(r, limits.Compressed+1))
	if err != nil {
		return doc{file: file, err: fmt.Errorf("%s: %w", file, err)}
	}
	text, err := docx.Any(data, limits)
	return doc{file, text, err}
}

// reportDesk is what the reports of one call are checked against.
type reportDesk struct {
	want     report.Want
	previous string
	index    *report.Index
	units    []string // of the reports of the call and of the folder compared with
}

func (c *cli) reportDesk(ctx context.Context, docs []doc, f reportFlags) (*reportDesk, error) {
	pol, err := c.reportPolicy(f.policy)
	if err != nil {
		return nil, err
	}
	d := &reportDesk{previous: f.previous, want: report.WantOf(pol.Content, pol.Report, f.kind)}
	d.index = report.NewIndex(report.Likening{Common: office.CommonIn, Phrases: report.Usual(pol.Content)})
	d.want.Members = f.members
	for _, h := range f.held {
		name, number, _ := strings.Cut(h, "=")
		n, err := strconv.Atoi(number)
		if err != nil || name == "" || n < 0 {
			return nil, &usageError{c.words.Say("cli.report.held-form", "got", h)}
		}
		d.want.Held = append(d.want.Held, report.Held{Meeting: name, Times: n})
	}
	others := docs
	if f.against != "" {
		files, folder, err := folderEntries(f.against, ".docx", ".txt")
		if err != nil {
			return nil, err
		}
		if !folder {
			files = []string{f.against}
		}
		for _, name := range files {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if slices.ContainsFunc(docs, func(x doc) bool { return same(x.file, name) }) {
				continue
			}
			o := c.readReport(name)
			if o.err != nil {
				return nil, fmt.Errorf("%s: %w", name, o.err)
			}
			others = append(others, o)
		}
	}
	for _, o := range others {
		if o.err != nil {
			continue
		}
		d.index.Add(o.file, o.text)
		if unit := report.UnitOf(o.text); unit != "" && !slices.Contains(d.units, unit) {
			d.units = append(d.units, unit)
		}
	}
	return d, nil
}

// check checks one report: with the pledges of its own earlier one, the names of
// the other reports' units, and everything that is like it.
func (d *reportDesk) check(c *cli, one doc) (report.Result, error) {
	want := d.want
	if own := report.UnitOf(one.text); own != "" {
		want.Own = []string{own}
	}
	for _, unit := range d.units {
		if !slices.Contains(want.Own, unit) {
			want.Others = append(want.Others, unit)
		}
	}
	want.Like = named(d.index.Compare(one.text, one.file))
	if before := d.earlier(one.file); before != "" {
		old := c.readReport(before)
		if old.err != nil {
			return report.Result{}, fmt.Errorf("%s: %w", before, old.err)
		}
		want.Promises = report.Pledges(old.text)
		alone := report.NewIndex(report.Likening{Phrases: report.Usual(policy.Content{})})
		alone.Add(before, old.text)
		want.Like = append(want.Like, named(alone.Compare(one.text))...)
	}
	return report.Check(one.text, want), nil
}

// named shows the files without their folders.
func named(list []report.Likeness) []report.Likeness {
	for i := range list {
		list[i].With = filepath.Base(list[i].With)
	}
	return list
}

// earlier is the file of last year's report: the one named, or in a folder that is
// named the one with the same name.
func (d *reportDesk) earlier(file string) string {
	info, err := os.Stat(d.previous)
	if d.previous == "" || err != nil || !info.IsDir() {
		return d.previous
	}
	name := filepath.Join(d.previous, filepath.Base(file))
	if _, err := os.Stat(name); err != nil {
		return ""
	}
	return name
}

// reportPolicy is the named policy, or the notice of 2018.
func (c *cli) reportPolicy(file string) (*policy.Policy, error) {
	if file != "" {
		p, _, err := c.readPolicy(file)
		return p, err
	}
	src, err := fs.ReadFile(policies.Files, policies.Notice2018)
	if err != nil {
		return nil, err
	}
	return policy.Parse(policies.Notice2018, src)
}

// same says whether two names are one file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}
