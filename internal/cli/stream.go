package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"shuping/internal/app"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/office"
)

// openApp opens the data folder.
func (c *cli) openApp(ctx context.Context, readOnly bool) (*app.App, error) {
	return app.Open(ctx, app.Config{Data: c.data, Now: c.Now, Random: c.Random, ReadOnly: readOnly})
}

// do hands in one command. Whoever has the folder has the office's keys: without
// --as the call is that of the office itself, by the local operator.
func (c *cli) do() *cobra.Command {
	var as string
	cmd := c.command("do", func(ctx context.Context, args []string) error {
		if err := c.want(args, 2, -1); err != nil {
			return err
		}
		paper, err := c.paper(args)
		if err != nil {
			return err
		}
		a, err := c.openApp(ctx, false)
		if err != nil {
			return err
		}
		defer a.Close()
		call := decider.Call{Who: "operator", Roles: []string{"office"}}
		if as != "" {
			if call, err = a.Office.Caller(ctx, as); err != nil {
				return fmt.Errorf("%s: %w", as, err)
			}
		}
		records, err := a.Office.Hand(ctx, call, paper)
		if err != nil {
			return c.inWords(ctx, a, paper, err)
		}
		if err := a.Effects.Stream(ctx, paper.Stream); err != nil {
			return err
		}
		return c.showDone(paper, records)
	})
	cmd.Flags().StringVar(&as, "as", "", c.words.Say("cli.flag.as"))
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

// paper reads STREAM KIND field=value ...; a value @FILE is the file.
func (c *cli) paper(args []string) (office.Paper, error) {
	p := office.Paper{Stream: args[0], Kind: args[1], Values: map[string][]string{}, Files: map[string]office.File{}}
	for _, arg := range args[2:] {
		name, value, ok := strings.Cut(arg, "=")
		if !ok || name == "" {
			return p, &usageError{c.words.Say("cli.do.argument", "argument", arg)}
		}
		file, isFile := strings.CutPrefix(value, "@")
		if !isFile {
			p.Values[name] = append(p.Values[name], value)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return p, err
		}
		p.Files[name] = office.File{Name: filepath.Base(file), Data: data}
	}
	return p, nil
}

// inWords says which fields a command could not be made of, and names people in a
// refusal.
func (c *cli) inWords(ctx context.Context, a *app.App, p office.Paper, err error) error {
	var refusal *decider.Refusal
	var fields form.Errors
	var unknown *decider.UnknownKind
	kind, _, _ := strings.Cut(p.Stream, "/")
	switch {
	case errors.As(err, &refusal):
		return a.Office.Readable(ctx, p.Stream, refusal)
	case errors.As(err, &fields):
		var lines []string
		for _, f := range fields {
			lines = append(lines, fmt.Sprintf("%s (%s): %s", c.words.Field(kind, p.Kind, f.Field), f.Field,
				c.words.Say("form."+f.Code, "got", f.Got, "want", f.Want)))
		}
		return errors.New(strings.Join(lines, "\n"))
	case errors.As(err, &unknown):
		return errors.New(c.words.Say("cli.do.unknown", "kind", p.Kind, "stream", p.Stream))
	}
	return err
}

func (c *cli) showDone(p office.Paper, records []journal.Record) error {
	if c.json {
		return c.printJSON(eventsJSON(records))
	}
	kind, _, _ := strings.Cut(p.Stream, "/")
	c.printf("%s\n", c.words.Say("cli.do.done", "act", c.words.Command(kind, p.Kind), "n", len(records)))
	for _, r := range records {
		c.showRecord(kind, r)
	}
	return nil
}

func (c *cli) showRecord(kind string, r journal.Record) {
	c.printf("%5d  %s  %-12s  %s  %s\n       %s\n", r.Seq, r.At.Format("2006-01-02 15:04:05Z"), r.Who, c.words.Event(kind, r.Kind), r.Hash.String()[:16], r.Body)
}

// show shows a stream's state, or its records.
func (c *cli) show() *cobra.Command {
	var events bool
	cmd := c.command("show", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, 1); err != nil {
			return err
		}
		a, err := c.openApp(ctx, true)
		if err != nil {
			return err
		}
		defer a.Close()
		door, id, err := a.Doors.Of(args[0])
		if err != nil {
			return err
		}
		if events {
			return c.showEvents(ctx, door, id)
		}
		state, head, err := door.State(ctx, id)
		if errors.Is(err, engine.ErrNoStream) {
			return errors.New(c.words.Say("cli.show.empty", "stream", args[0]))
		}
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(map[string]any{"stream": args[0], "head": head, "state": state})
		}
		return c.summary(ctx, a, args[0], head)
	})
	cmd.Flags().BoolVar(&events, "events", false, c.words.Say("cli.flag.events"))
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

func (c *cli) showEvents(ctx context.Context, door engine.Door, id string) error {
	records := []journal.Record{}
	for h, err := range door.History(ctx, id, 1) {
		if err != nil {
			return err
		}
		if c.json {
			records = append(records, h.Record)
			continue
		}
		c.showRecord(door.Name(), h.Record)
		records = append(records, journal.Record{})
	}
	if len(records) == 0 {
		return errors.New(c.words.Say("cli.show.empty", "stream", door.Name()+"/"+id))
	}
	if c.json {
		return c.printJSON(eventsJSON(records))
	}
	return nil
}
