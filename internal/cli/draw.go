package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"shuping/internal/draw"
)

// version says which program this is.
func (c *cli) version() *cobra.Command {
	return c.command("version", func(context.Context, []string) error {
		c.printf("shuping %s\n", c.Version)
		return nil
	})
}

// drawn is the JSON of the draw command.
type drawn struct {
	Seed  string     `json:"seed"`
	Take  int        `json:"take"`
	Taken []string   `json:"taken"`
	Lots  []draw.Lot `json:"lots"`
}

// draw repeats a provable draw (N1.3) from a list of names.
func (c *cli) draw() *cobra.Command {
	var from, seed string
	var take int
	cmd := c.command("draw", func(_ context.Context, args []string) error {
		if err := c.want(args, 0, 0); err != nil {
			return err
		}
		if from == "" || seed == "" || take < 1 {
			return &usageError{c.words.Say("cli.draw.flags")}
		}
		names, err := c.readNames(from)
		if err != nil {
			return err
		}
		lots, err := draw.Take(names, take, seed)
		if err != nil {
			return err
		}
		return c.showDraw(drawn{Seed: strings.TrimSpace(seed), Take: take, Lots: lots})
	})
	cmd.Flags().StringVar(&from, "from", "", c.words.Say("cli.flag.from"))
	cmd.Flags().IntVar(&take, "take", 0, c.words.Say("cli.flag.take"))
	cmd.Flags().StringVar(&seed, "seed", "", c.words.Say("cli.flag.seed"))
	c.jsonFlag(cmd)
	return cmd
}

func (c *cli) showDraw(d drawn) error {
	for _, l := range d.Lots[:d.Take] {
		d.Taken = append(d.Taken, l.Name)
	}
	if c.json {
		return c.printJSON(d)
	}
	for _, l := range d.Lots {
		mark := " "
		if l.Taken {
			mark = "✓"
		}
		c.printf("%3d %s %s  %s\n", l.Place, mark, l.Hash[:16], l.Name)
	}
	return nil
}

// readNames reads one name a line; empty lines do not count, "-" is standard input.
func (c *cli) readNames(file string) ([]string, error) {
	r, err := c.open(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var names []string
	in := bufio.NewScanner(r)
	for n := 1; in.Scan(); n++ {
		name := strings.TrimSpace(strings.TrimPrefix(in.Text(), "\ufeff"))
		if name != "" {
			names = append(names, name)
		}
	}
	if err := in.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return names, nil
}

// open opens a file to read, or standard input for "-".
func (c *cli) open(file string) (io.ReadCloser, error) {
	if file == "-" {
		return io.NopCloser(c.Stdin), nil
	}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New(c.words.Say("cli.no-file", "file", file))
	}
	return f, err
}
