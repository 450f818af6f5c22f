package cli

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/internal/report"
	"shuping/policies"
)

// reportFlags are what a report is checked against.
type reportFlags struct {
	policy, kind, previous, against string
	text                            bool
}

func (c *cli) report() *cobra.Command {
	cmd := c.command("report", nil)
	var f reportFlags
	check := c.command("report check", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, 1); err != nil {
			return err
		}
		return c.checkReport(ctx, args[0], f)
	})
	check.Flags().StringVar(&f.policy, "policy", "", c.words.Say("cli.flag.policy"))
	check.Flags().StringVar(&f.kind, "kind", "", c.words.Say("cli.flag.kind"))
	check.Flags().StringVar(&f.previous, "previous", "", c.words.Say("cli.flag.previous"))
	check.Flags().StringVar(&f.against, "against", "", c.words.Say("cli.flag.against"))
	check.Flags().BoolVar(&f.text, "text", false, c.words.Say("cli.flag.text"))
	c.jsonFlag(check)
	cmd.AddCommand(check)
	return cmd
}

func (c *cli) checkReport(ctx context.Context, file string, f reportFlags) error {
	text, err := c.reportText(file)
	if err != nil {
		return err
	}
	if f.text {
		c.printf("%s\n", text)
		return nil
	}
	pol, err := c.reportPolicy(f.policy)
	if err != nil {
		return err
	}
	want := report.WantOf(pol.Content, pol.Report, f.kind)
	if want.Like, err = c.alike(ctx, text, file, f); err != nil {
		return err
	}
	res := report.Check(text, want)
	if c.json {
		err = c.printJSON(res)
	} else {
		c.showReportCheck(res)
	}
	for _, fd := range res.Findings {
		if err == nil && fd.Level == report.LevelRefuse {
			err = &wantingError{}
		}
	}
	return err
}

// reportText is the text of a report's file, or of standard input.
func (c *cli) reportText(file string) (string, error) {
	r, err := c.open(file)
	if err != nil {
		return "", err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return "", fmt.Errorf("%s: %w", file, err)
	}
	name := filepath.Base(file)
	if file == "-" && !strings.HasPrefix(string(data), "PK") {
		name = "stdin.txt"
	}
	return office.Text(office.File{Name: name, Data: data})
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

// alike compares with an earlier report and with all reports of a folder.
func (c *cli) alike(ctx context.Context, text, file string, f reportFlags) ([]report.Likeness, error) {
	var others []string
	if f.previous != "" {
		others = append(others, f.previous)
	}
	if f.against != "" {
		entries, err := os.ReadDir(f.against)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			switch strings.ToLower(filepath.Ext(e.Name())) {
			case ".docx", ".txt":
				others = append(others, filepath.Join(f.against, e.Name()))
			}
		}
	}
	index := report.NewIndex(report.Likening{Common: office.CommonIn})
	for _, o := range others {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if same(o, file) {
			continue
		}
		t, err := c.reportText(o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", o, err)
		}
		index.Add(filepath.Base(o), t)
	}
	return index.Compare(text), nil
}

// same says whether two names are one file.
func same(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func (c *cli) showReportCheck(res report.Result) {
	c.printf("%s\n", c.words.Say("cli.report.chars", "n", res.Chars))
	for _, p := range res.Parts {
		c.printf("  %-10s %5d  %s\n", c.words.Say("report.part."+string(p.Part)), p.Chars, p.Heading)
	}
	c.printf("%s\n", c.words.Say("cli.report.share", "share", c.words.Share(res.Share.Num, res.Share.Den)))
	for _, l := range res.Likeness {
		c.printf("%s\n", c.words.Say("cli.report.alike", "with", l.With, "share", c.words.Share(l.Share.Num, l.Share.Den)))
	}
	for _, f := range res.Findings {
		kv := []any{}
		for k, v := range f.Args {
			if strings.Contains(v, ".") && c.words.Has(v) {
				v = c.words.Say(v)
			}
			kv = append(kv, k, v)
		}
		c.printf("%s %s %s\n", f.Rule, f.Clause, c.words.Say("report.level."+string(f.Level)))
		for _, part := range []string{"got", "want", "next"} {
			c.printf("  %s\n", c.words.Say("finding."+f.Code+"."+part, kv...))
		}
	}
}
