package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"shuping/internal/decider"
	"shuping/internal/report"
)

// reportFlags are what a report is checked against.
type reportFlags struct {
	policy, kind, previous, against string
	members                         int
	held                            []string
	text                            bool
}

func (c *cli) report() *cobra.Command {
	cmd := c.command("report", nil)
	var f reportFlags
	check := c.command("report check", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, -1); err != nil {
			return err
		}
		return c.checkReports(ctx, args, f)
	})
	check.Flags().StringVar(&f.policy, "policy", "", c.words.Say("cli.flag.policy"))
	check.Flags().StringVar(&f.kind, "kind", "", c.words.Say("cli.flag.kind"))
	check.Flags().StringVar(&f.previous, "previous", "", c.words.Say("cli.flag.previous"))
	check.Flags().StringVar(&f.against, "against", "", c.words.Say("cli.flag.against"))
	check.Flags().IntVar(&f.members, "members", 0, c.words.Say("cli.flag.members"))
	check.Flags().StringArrayVar(&f.held, "held", nil, c.words.Say("cli.flag.held"))
	check.Flags().BoolVar(&f.text, "text", false, c.words.Say("cli.flag.text"))
	c.jsonFlag(check)
	cmd.AddCommand(check)
	return cmd
}

// checkedReport is the JSON of one report. In a list it has its file, and what was
// wrong with the file where it could not be read.
type checkedReport struct {
	File string `json:"file,omitempty"`
	*report.Result
	Findings []wordedFinding `json:"findings"`
	Error    *reason         `json:"error,omitempty"`
}

type wordedFinding struct {
	report.Finding
	Got  string `json:"got"`
	Want string `json:"want"`
	Next string `json:"next"`
}

// checkReports checks one report, or each of several files or of a folder with all
// the others of the call beside it.
func (c *cli) checkReports(ctx context.Context, args []string, f reportFlags) error {
	files, list, err := reportFiles(args)
	if err != nil {
		return err
	}
	docs := make([]doc, len(files))
	for i, name := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		docs[i] = c.readReport(name)
		var refused *decider.Refusal
		if err := docs[i].err; err != nil && !list && (!c.json || !errors.As(err, &refused)) {
			return err
		}
	}
	if f.text {
		for _, d := range docs {
			if d.err != nil {
				return fmt.Errorf("%s: %w", d.file, d.err)
			}
			c.printf("%s\n", d.text)
		}
		return nil
	}
	desk, err := c.reportDesk(ctx, docs, f)
	if err != nil {
		return err
	}
	out := []checkedReport{}
	var wanting error
	for _, d := range docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		r := checkedReport{File: d.file, Findings: []wordedFinding{}}
		if d.err != nil {
			r.Error = c.reasonOf(d.err)
			wanting = &wantingError{}
		} else {
			res, err := desk.check(c, d)
			if err != nil {
				return err
			}
			r.Result = &res
			for _, fd := range res.Findings {
				r.Findings = append(r.Findings, c.wordedFinding(fd))
				if fd.Level == report.LevelRefuse {
					wanting = &wantingError{}
				}
			}
		}
		if !c.json {
			c.showReportCheck(r, list)
		}
		out = append(out, r)
	}
	switch {
	case c.json && list:
		err = c.printJSON(out)
	case c.json:
		out[0].File = ""
		err = c.printJSON(out[0])
	}
	if err != nil {
		return err
	}
	return wanting
}

func (c *cli) reasonOf(err error) *reason {
	var r *decider.Refusal
	if !errors.As(err, &r) {
		return &reason{Got: err.Error()}
	}
	got, want, next := c.words.Refusal(r)
	return &reason{Rule: r.Rule, Code: r.Code, Clause: r.Clause, Got: got, Want: strings.TrimSpace(want + " " + next)}
}

func (c *cli) wordedFinding(f report.Finding) wordedFinding {
	kv := []any{}
	for k, v := range f.Args {
		if strings.Contains(v, ".") && c.words.Has(v) {
			v = c.words.Say(v)
		}
		kv = append(kv, k, v)
	}
	say := func(part string) string { return c.words.Say("finding."+f.Code+"."+part, kv...) }
	return wordedFinding{f, say("got"), say("want"), say("next")}
}

func (c *cli) showReportCheck(r checkedReport, list bool) {
	if list {
		c.printf("%s\n", r.File)
	}
	if r.Error != nil {
		c.printf("  %s %s\n\n", r.Error.Got, r.Error.Want)
		return
	}
	c.printf("%s\n", c.words.Say("cli.report.chars", "n", r.Chars))
	for _, p := range r.Parts {
		c.printf("  %-10s %5d  %s\n", c.words.Say("report.part."+p.Part), p.Chars, p.Heading)
	}
	c.printf("%s\n", c.words.Say("cli.report.share", "share", c.words.Share(r.Share.Num, r.Share.Den)))
	for _, l := range r.Likeness {
		c.printf("%s\n", c.words.Say("cli.report.alike", "with", l.With, "share", c.words.Share(l.Share.Num, l.Share.Den)))
	}
	for _, f := range r.Findings {
		c.printf("%s %s %s\n", f.Rule, f.Clause, c.words.Say("report.level."+string(f.Level)))
		for _, s := range []string{f.Got, f.Want, f.Next} {
			c.printf("  %s\n", s)
		}
	}
	if list {
		c.printf("\n")
	}
}
