package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"

	"shuping/internal/outcome"
	"shuping/internal/policy"
)

// tried is the JSON of policy try.
type tried struct {
	Subjects  []triedSubject `json:"subjects"`
	Refusals  []reason       `json:"refusals"`
	Deadlines []triedDue     `json:"deadlines,omitempty"`
}

type triedSubject struct {
	ID        string    `json:"id"`
	Grade     *string   `json:"grade"`
	Suggested []string  `json:"suggested"`
	Score     *fraction `json:"score"`
	Follows   []string  `json:"follows"`
	Barred    []string  `json:"barred"`
	Why       []reason  `json:"why"`
}

// fraction is an exact number in lowest terms.
type fraction struct {
	Num json.Number `json:"num"`
	Den json.Number `json:"den"`
}

// reason is one line: the rule, what was found, what it asks and where it stands.
type reason struct {
	Rule     string `json:"rule"`
	Got      string `json:"got"`
	Want     string `json:"want"`
	Clause   string `json:"clause"`
	Strength string `json:"strength"`
	Code     string `json:"code"`
	Key      string `json:"key"` // in the policy file
	Subject  string `json:"subject,omitempty"`
}

type triedDue struct {
	ID     string  `json:"id"`
	Name   string  `json:"name"`
	Rule   string  `json:"rule"`
	Clause string  `json:"clause"`
	Due    *string `json:"due"` // null where the policy's calendar does not reach so far
}

func (c *cli) tryPolicy(_ context.Context, args []string) error {
	if err := c.want(args, 1, 1); err != nil {
		return err
	}
	if c.input == "" {
		return &usageError{c.words.Say("cli.policy.try.input-needed")}
	}
	p, err := c.validPolicy(args[0])
	if err != nil {
		return err
	}
	r, err := c.open(c.input)
	if err != nil {
		return err
	}
	defer r.Close()
	src, err := io.ReadAll(io.LimitReader(r, outcome.MaxBytes+1))
	if err != nil {
		return fmt.Errorf("%s: %w", c.input, err)
	}
	n, err := outcome.Read(src)
	var result *outcome.Result
	if err == nil {
		result, err = outcome.Reckon(p, n)
	}
	var faults outcome.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			where := c.input
			if f.Key != "" {
				where += ": " + f.Key
			}
			fmt.Fprintln(c.Stderr, where+": "+c.words.Say("outcome.fault."+f.Code, f.KV()...))
		}
		return &wantingError{}
	}
	if err != nil {
		return err
	}
	out := c.tried(result)
	if c.json {
		return c.printJSON(out)
	}
	c.printTried(out, result, n)
	return nil
}

// validPolicy reads a policy file; its faults are said.
func (c *cli) validPolicy(file string) (*policy.Policy, error) {
	p, _, err := c.readPolicy(file)
	var faults policy.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			fmt.Fprintln(c.Stderr, c.fault(f))
		}
		return nil, &wantingError{}
	}
	return p, err
}

func (c *cli) tried(r *outcome.Result) tried {
	out := tried{Subjects: []triedSubject{}, Refusals: c.reasons(r.Refusals)}
	for _, s := range r.Subjects {
		one := triedSubject{ID: s.ID, Suggested: notNull(s.Suggested), Follows: notNull(s.Follows), Barred: notNull(s.Barred), Why: c.reasons(s.Why)}
		if s.Grade != "" {
			one.Grade = &s.Grade
		}
		if s.Score != nil {
			one.Score = fractionOf(s.Score)
		}
		out.Subjects = append(out.Subjects, one)
	}
	for _, d := range r.Deadlines {
		one := triedDue{ID: d.ID, Name: d.Name, Rule: d.Rule, Clause: d.Clause}
		if d.Date != "" {
			day := string(d.Date)
			one.Due = &day
		}
		out.Deadlines = append(out.Deadlines, one)
	}
	return out
}

func fractionOf(x *big.Rat) *fraction {
	return &fraction{json.Number(x.Num().String()), json.Number(x.Denom().String())}
}

func notNull(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (c *cli) reasons(lines []outcome.Line) []reason {
	out := []reason{}
	for _, l := range lines {
		got, want := l.Say(c.words.Say)
		out = append(out, reason{l.Rule, got, want, l.Clause, string(l.Strength), l.Code, l.Key, l.Subject})
	}
	return out
}

func (c *cli) printTried(out tried, r *outcome.Result, n *outcome.Numbers) {
	called := map[string]string{} // as people know them, with the id by which numbers do
	for _, s := range n.Subjects {
		called[s.ID] = s.ID
		if s.Name != "" && s.Name != s.ID {
			called[s.ID] = c.words.Say("cli.policy.try.called", "name", s.Name, "id", s.ID)
		}
	}
	none := c.words.Say("cli.policy.try.none")
	orNone := func(list []string) string {
		if len(list) == 0 {
			return none
		}
		return c.words.List(list)
	}
	lines := func(all []reason) {
		for _, l := range all {
			who := ""
			if l.Subject != "" {
				who = called[l.Subject] + ": "
			}
			c.printf("  %-6s %s%s → %s\n", l.Rule, who, l.Got, strings.TrimSpace(l.Want)+c.words.Say("cli.policy.try.basis", "clause", l.Clause))
		}
	}
	for i, s := range out.Subjects {
		grade, score := none, none
		if s.Grade != nil {
			grade = *s.Grade
		}
		if x := r.Subjects[i].Score; x != nil {
			score = outcome.Shown(x)
		}
		c.printf("%s\n", c.words.Say("cli.policy.try.subject", "id", called[s.ID], "grade", grade, "suggested", orNone(s.Suggested), "score", score, "follows", orNone(s.Follows)))
		lines(s.Why)
	}
	for _, d := range out.Deadlines {
		date := c.words.Say("cli.policy.try.unknown-date")
		if d.Due != nil {
			date = *d.Due
		}
		name := d.Name
		if name == "" {
			name = d.ID
		}
		if d.ID == "posting" && d.Rule == "N9.2" {
			c.printf("%s\n", c.words.Say("cli.policy.try.posted", "date", date))
			continue
		}
		c.printf("%s\n", c.words.Say("cli.policy.try.due", "name", name, "date", date))
	}
	if len(out.Refusals) > 0 {
		c.printf("%s\n", c.words.Say("cli.policy.try.refused"))
		lines(out.Refusals)
	}
}
