package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"shuping/internal/people"
	"shuping/internal/people/roster"
)

// linkTime is how long a sign-in link from the command line can be used.
const linkTime = 7 * 24 * time.Hour

func (c *cli) people() *cobra.Command {
	cmd := c.command("people", nil)
	imp := c.command("people import", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, -1); err != nil {
			return err
		}
		var files []roster.File
		for _, name := range args {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			files = append(files, roster.File{Name: filepath.Base(name), Data: data})
		}
		a, err := c.openApp(ctx, false)
		if err != nil {
			return err
		}
		defer a.Close()
		known, err := a.People.Roster(ctx)
		if err != nil {
			return err
		}
		return c.importRoster(ctx, a.People, known, roster.Read(files, known, roster.Words{}))
	})
	c.dataFlag(imp)
	c.jsonFlag(imp)
	cmd.AddCommand(imp)
	return cmd
}

func (c *cli) importRoster(ctx context.Context, store people.Rosters, known people.Roster, r roster.Result) error {
	for _, f := range r.Faults {
		fmt.Fprintf(c.Stderr, "%s %s:%d %s: %s\n", f.File, f.Sheet, f.Row, f.Column, c.words.Say("roster."+f.Code, "got", f.Got, "want", f.Want))
	}
	if len(r.Faults) > 0 {
		return &wantingError{}
	}
	changes, missing := people.Compare(known, r.Roster)
	if len(missing) > 0 {
		return fmt.Errorf("%d references to nobody, the first: %v", len(missing), missing[0])
	}
	if err := store.Apply(ctx, changes); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(changes.Lines)
	}
	c.printf("%s\n", c.words.Say("cli.people.import.done", "orgs", len(r.Roster.Organisations), "persons", len(r.Roster.Persons), "n", len(changes.Lines)))
	return nil
}

// user manages accounts. Whoever has the data folder may.
func (c *cli) user() *cobra.Command {
	cmd := c.command("user", nil)
	cmd.AddCommand(c.userAdd(), c.userList(), c.userDisable(), c.userReset())
	return cmd
}

func (c *cli) userCommand(name string, write bool, args int, f func(ctx context.Context, s people.Store, in people.SignIn, args []string) error) *cobra.Command {
	cmd := c.command("user "+name, func(ctx context.Context, got []string) error {
		if err := c.want(got, args, args); err != nil {
			return err
		}
		a, err := c.openApp(ctx, !write)
		if err != nil {
			return err
		}
		defer a.Close()
		return f(ctx, a.People, a.SignIn, got)
	})
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

func (c *cli) userAdd() *cobra.Command {
	var roles []string
	cmd := c.userCommand("add", true, 1, func(ctx context.Context, s people.Store, in people.SignIn, args []string) error {
		if err := s.SetAccount(ctx, people.Account{Person: args[0], Roles: roles}); err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		return c.link(ctx, in, args[0])
	})
	cmd.Flags().StringSliceVar(&roles, "role", nil, c.words.Say("cli.flag.role"))
	return cmd
}

func (c *cli) userList() *cobra.Command {
	return c.userCommand("list", false, 0, func(ctx context.Context, s people.Store, _ people.SignIn, _ []string) error {
		accounts, err := s.Accounts(ctx)
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(accounts)
		}
		for _, a := range accounts {
			var roles []string
			for _, r := range a.Roles {
				roles = append(roles, c.words.Role(r))
			}
			state := ""
			if a.Disabled {
				state = c.words.Say("cli.user.disabled")
			}
			c.printf("%-8s %s  %s %s\n", a.Person, a.Name, c.words.List(roles), state)
		}
		return nil
	})
}

func (c *cli) userDisable() *cobra.Command {
	return c.userCommand("disable", true, 1, func(ctx context.Context, s people.Store, _ people.SignIn, args []string) error {
		a, err := s.Account(ctx, args[0])
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		a.Disabled = true
		return s.SetAccount(ctx, a)
	})
}

func (c *cli) userReset() *cobra.Command {
	return c.userCommand("reset", true, 1, func(ctx context.Context, s people.Store, in people.SignIn, args []string) error {
		a, err := s.Account(ctx, args[0])
		if err != nil {
			return fmt.Errorf("%s: %w", args[0], err)
		}
		a.Disabled = false
		if err := s.SetAccount(ctx, a); err != nil {
			return err
		}
		return c.link(ctx, in, args[0])
	})
}

// link prints the path of a new sign-in link; the address before it is the server's.
func (c *cli) link(ctx context.Context, in people.SignIn, person string) error {
	token, err := in.IssueLink(ctx, person, linkTime)
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(map[string]string{"person": person, "path": "/in/" + token})
	}
	c.printf("%s\n", c.words.Say("cli.user.link", "path", "/in/"+token))
	return nil
}
