package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"shuping/internal/policy"
)

func (c *cli) policy() *cobra.Command {
	cmd := c.command("policy", nil)
	check := c.command("policy check", c.checkPolicies)
	c.jsonFlag(check)
	explain := c.command("policy explain", c.explainPolicy)
	c.jsonFlag(explain)
	try := c.command("policy try", c.tryPolicy)
	c.jsonFlag(try)
	try.Flags().StringVar(&c.input, "input", "", c.words.Say("cli.flag.input"))
	diff := c.command("policy diff", c.diffPolicies)
	c.jsonFlag(diff)
	cmd.AddCommand(c.command("policy new", c.newPolicy), check, explain, diff, try, c.command("policy schema", c.schema))
	return cmd
}

// checked is one file's line in the JSON of policy check.
type checked struct {
	File   string   `json:"file"`
	Valid  bool     `json:"valid"`
	Title  string   `json:"title,omitempty"`
	Hash   string   `json:"hash,omitempty"`
	Faults []string `json:"faults,omitempty"`
	// Gaps are what a year does not carry out yet, or needs: none can be opened with the file.
	Gaps []policy.Gap `json:"gaps,omitempty"`
}

func (c *cli) checkPolicies(_ context.Context, args []string) error {
	if err := c.want(args, 1, -1); err != nil {
		return err
	}
	var out []checked
	bad := false
	for _, file := range args {
		p, src, err := c.readPolicy(file)
		var faults policy.Faults
		switch {
		case errors.As(err, &faults):
			bad = true
			one := checked{File: file}
			for _, f := range faults {
				one.Faults = append(one.Faults, c.fault(f))
			}
			out = append(out, one)
		case err != nil:
			return err
		default:
			out = append(out, checked{File: file, Valid: true, Title: p.Title, Hash: policy.Hash(src), Gaps: policy.Gaps(p)})
			if !c.json {
				c.printf("%s\n", c.words.Say("cli.policy.check.valid", "file", file, "title", p.Title, "year", p.Year))
				c.gaps(file, policy.Gaps(p))
			}
		}
	}
	if c.json {
		if err := c.printJSON(out); err != nil {
			return err
		}
	} else {
		for _, one := range out {
			for _, f := range one.Faults {
				fmt.Fprintln(c.Stderr, f)
			}
		}
	}
	if bad {
		return &wantingError{}
	}
	return nil
}

// gaps notes what a year does not carry out yet, a line for each sort.
func (c *cli) gaps(file string, gaps []policy.Gap) {
	keys := map[string][]string{}
	for _, g := range gaps {
		keys[g.Code] = append(keys[g.Code], g.Key)
	}
	for _, code := range slices.Sorted(maps.Keys(keys)) {
		c.printf("%s: %s\n", file, c.words.Say("policy.gap."+code, "key", strings.Join(keys[code], ", ")))
	}
}

// fault is one line: FILE:LINE:COL: key: reason.
func (c *cli) fault(f policy.Fault) string {
	return f.Where() + ": " + c.words.Say("policy.fault."+f.Code, f.KV()...)
}

func (c *cli) readPolicy(file string) (*policy.Policy, []byte, error) {
	r, err := c.open(file)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	src, err := io.ReadAll(io.LimitReader(r, 4<<20))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", file, err)
	}
	p, err := policy.Parse(file, src)
	return p, src, err
}

func (c *cli) explainPolicy(_ context.Context, args []string) error {
	if err := c.want(args, 1, 1); err != nil {
		return err
	}
	p, err := c.validPolicy(args[0])
	if err != nil {
		return err
	}
	lines := policy.Explain(p)
	if c.json {
		return c.printJSON(lines)
	}
	c.printf("%s\n\n", p.Title)
	for _, l := range lines {
		c.printf("%-6s %s\n       %s\n", l.Rule, l.Words(c.words.Say),
			c.words.Say("cli.policy.explain.basis", "clause", l.Clause, "strength", c.words.Say("policy.strength."+string(l.Strength))))
	}
	return nil
}
