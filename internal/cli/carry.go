package cli

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"shuping/internal/app"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/office"
)

// carry takes meetings to a hall without a network and back.
func (c *cli) carry() *cobra.Command {
	cmd := c.command("carry", nil)
	cmd.AddCommand(c.carryKey(), c.carryOut(), c.carryOpen(), c.carryBack(), c.carryRecall())
	return cmd
}

// carryCommand is one of them, on the opened folder, for the local operator or for a
// person.
func (c *cli) carryCommand(name string, args int, do func(ctx context.Context, a *app.App, call decider.Call, args []string) error) *cobra.Command {
	var as string
	cmd := c.command("carry "+name, func(ctx context.Context, got []string) error {
		if err := c.want(got, args, args); err != nil {
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
		return do(ctx, a, call, got)
	})
	cmd.Flags().StringVar(&as, "as", "", c.words.Say("cli.flag.as"))
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

func (c *cli) carryKey() *cobra.Command {
	return c.carryCommand("key", 0, func(_ context.Context, a *app.App, _ decider.Call, _ []string) error {
		public, err := a.House.Public()
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(map[string]string{"key": public})
		}
		c.printf("%s\n", public)
		return nil
	})
}

// carryOut carries a meeting out, or, where it is out already, packs its box again.
func (c *cli) carryOut() *cobra.Command {
	var to, device, out string
	cmd := c.carryCommand("out", 1, func(ctx context.Context, a *app.App, call decider.Call, args []string) error {
		if out == "" {
			return &usageError{c.words.Say("cli.carry.file")}
		}
		pack := func() ([]byte, error) { return a.Carrier.Out(ctx, call, args[0], to, device) }
		if to == "" {
			pack = func() ([]byte, error) { return a.Carrier.Pack(ctx, args[0]) }
		}
		box, err := pack()
		if err != nil {
			return err
		}
		return c.writeBox(out, box)
	})
	cmd.Flags().StringVar(&to, "to", "", c.words.Say("cli.carry.flag.to"))
	cmd.Flags().StringVar(&device, "device", "", c.words.Say("cli.carry.flag.device"))
	cmd.Flags().StringVarP(&out, "out", "o", "", c.words.Say("cli.flag.out"))
	return cmd
}

func (c *cli) writeBox(name string, box []byte) error {
	err := replaceFile(name, func(w io.Writer) error {
		_, err := w.Write(box)
		return err
	})
	if err != nil {
		return err
	}
	if c.json {
		return c.printJSON(map[string]any{"file": name, "bytes": len(box)})
	}
	c.printf("%s\n", c.words.Say("cli.carry.written", "file", name, "bytes", len(box)))
	return nil
}

// carryOpen opens a box, on the device or at home.
func (c *cli) carryOpen() *cobra.Command {
	return c.carryCommand("open", 1, func(ctx context.Context, a *app.App, _ decider.Call, args []string) error {
		box, err := os.ReadFile(args[0])
		if err != nil {
			return err
		}
		o, err := a.Carrier.Open(ctx, box)
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(o)
		}
		switch {
		case o.In:
			c.printf("%s\n", c.words.Say("cli.carry.in", "meeting", o.Meeting, "n", o.Records))
		case o.Evidence:
			c.printf("%s\n", c.words.Say("cli.carry.evidence", "meeting", o.Meeting, "device", o.Device, "n", o.Records))
		default:
			c.printf("%s\n", c.words.Say("cli.carry.home", "meeting", o.Meeting, "device", o.Device, "n", o.Records))
		}
		return nil
	})
}

func (c *cli) carryBack() *cobra.Command {
	var out string
	cmd := c.carryCommand("back", 1, func(ctx context.Context, a *app.App, call decider.Call, args []string) error {
		if out == "" {
			return &usageError{c.words.Say("cli.carry.file")}
		}
		box, err := a.Carrier.Back(ctx, call, args[0])
		if err != nil {
			return err
		}
		return c.writeBox(out, box)
	})
	cmd.Flags().StringVarP(&out, "out", "o", "", c.words.Say("cli.flag.out"))
	return cmd
}

func (c *cli) carryRecall() *cobra.Command {
	var reason string
	cmd := c.carryCommand("recall", 1, func(ctx context.Context, a *app.App, call decider.Call, args []string) error {
		p := office.Paper{Stream: "meeting/" + args[0], Kind: (*meeting.Recall)(nil).Kind(), Values: map[string][]string{"reason": {reason}}}
		records, err := a.Office.Hand(ctx, call, p)
		if err != nil {
			return c.inWords(ctx, a, p, err)
		}
		return c.showDone(p, records)
	})
	cmd.Flags().StringVar(&reason, "reason", "", c.words.Say("cli.carry.flag.reason"))
	return cmd
}
