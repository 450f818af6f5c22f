package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"shuping/internal/policy"
	"shuping/policies"
)

// newPolicy writes the starter to a file that does not exist yet, or to stdout.
func (c *cli) newPolicy(_ context.Context, args []string) error {
	if err := c.want(args, 0, 1); err != nil {
		return err
	}
	if len(args) == 0 {
		_, err := c.Stdout.Write(policies.Starter())
		return err
	}
	f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		fmt.Fprintln(c.Stderr, c.words.Say("cli.policy.new.exists", "file", args[0]))
		return &wantingError{}
	}
	if err != nil {
		return err
	}
	if _, err := f.Write(policies.Starter()); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	c.printf("%s\n", c.words.Say("cli.policy.new.written", "file", args[0]))
	return nil
}

// schema writes the JSON Schema.
func (c *cli) schema(_ context.Context, args []string) error {
	if err := c.want(args, 0, 0); err != nil {
		return err
	}
	_, err := c.Stdout.Write(policy.SchemaJSON)
	return err
}

// differ is one change in the JSON of policy diff.
type differ struct {
	How       string `json:"how"` // new, gone, changed (a rule), value
	Key       string `json:"key"`
	Rule      string `json:"rule,omitempty"`
	Old       string `json:"old,omitempty"`
	New       string `json:"new,omitempty"`
	OldClause string `json:"old_clause,omitempty"`
	NewClause string `json:"new_clause,omitempty"`
}

func (c *cli) diffPolicies(_ context.Context, args []string) error {
	if err := c.want(args, 2, 2); err != nil {
		return err
	}
	from, err := c.validPolicy(args[0])
	if err != nil {
		return err
	}
	to, err := c.validPolicy(args[1])
	if err != nil {
		return err
	}
	out := []differ{}
	for _, x := range policy.Diff(from, to) {
		out = append(out, c.differ(x))
	}
	if c.json {
		return c.printJSON(out)
	}
	if len(out) == 0 {
		c.printf("%s\n", c.words.Say("cli.policy.diff.same"))
	}
	for _, d := range out {
		head := d.Rule
		if head == "" {
			head = "·"
		}
		c.printf("%-6s %s\n", head, c.words.Say("cli.policy.diff."+d.How, "key", d.Key, "old", c.orNone(d.Old), "new", c.orNone(d.New)))
	}
	return nil
}

func (c *cli) orNone(s string) string {
	if s == "" {
		return c.words.Say("cli.policy.try.none")
	}
	return s
}

func (c *cli) differ(x policy.Change) differ {
	said := func(l *policy.Line) string {
		return l.Words(c.words.Say) + " [" + c.words.Say("cli.policy.explain.basis", "clause", l.Clause, "strength", c.words.Say("policy.strength."+string(l.Strength))) + "]"
	}
	d := differ{Key: x.Key, How: "value", Old: x.From, New: x.To}
	if x.Old != nil {
		d.How, d.Rule, d.Old, d.OldClause = "gone", x.Old.Rule, said(x.Old), x.Old.Clause
	}
	if x.New != nil {
		d.How, d.Rule, d.New, d.NewClause = "new", x.New.Rule, said(x.New), x.New.Clause
	}
	if x.Old != nil && x.New != nil {
		d.How = "changed"
	}
	return d
}
