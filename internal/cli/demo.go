package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"shuping/internal/app"
	"shuping/internal/demo"
)

// demo plays the notice's year and then serves it.
func (c *cli) demo() *cobra.Command {
	var listen, seed string
	var noServe bool
	cmd := c.command("demo", func(ctx context.Context, args []string) error {
		if err := c.want(args, 0, 0); err != nil {
			return err
		}
		result, err := c.play(ctx, seed)
		if err != nil {
			return err
		}
		if noServe {
			return nil
		}
		a, err := app.Open(ctx, app.Config{Data: c.data, Now: c.Now, Random: c.Random})
		if err != nil {
			return err
		}
		defer a.Close()
		return c.serveApp(ctx, a, listen, tlsFlags{}, func(base string) error {
			links, err := demo.Links(ctx, a, result.Roles)
			if err != nil {
				return err
			}
			c.printf("%s\n", c.words.Say("demo.links"))
			for _, l := range links {
				c.printf("  %-4s %s  %s%s\n", c.words.Role(l.Role), l.Name, base, l.Path)
			}
			return nil
		})
	})
	cmd.Flags().StringVar(&c.data, "data", "demo-data", c.words.Say("cli.flag.data"))
	cmd.Flags().StringVar(&listen, "listen", defaultListen, c.words.Say("cli.flag.listen"))
	cmd.Flags().StringVar(&seed, "seed", demo.DefaultSeed, c.words.Say("cli.flag.demo-seed"))
	cmd.Flags().BoolVar(&noServe, "no-serve", false, c.words.Say("cli.flag.no-serve"))
	return cmd
}

// play plays the year: its lines go to standard output, and on a terminal a bar
// shows how far it has come.
func (c *cli) play(ctx context.Context, seed string) (demo.Result, error) {
	begin := c.Now()
	conf := demo.Config{Dir: c.data, Seed: seed, Words: c.words, Print: c.playLine}
	if c.Terminal {
		bar := progressbar.NewOptions(-1, progressbar.OptionSetWriter(c.Stderr), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		conf.Print = func(l demo.Line) {
			_ = bar.Clear() // a bar that cannot be drawn is no failure of the work
			c.playLine(l)
		}
		conf.Progress = func(done, total int) {
			bar.ChangeMax(total)
			_ = bar.Set(done)
		}
	}
	result, err := demo.Play(ctx, conf)
	if err != nil {
		return result, err
	}
	c.printf("%s\n", c.words.Say("demo.summary", "refusals", len(result.Refusals), "ballots", result.Ballots, "dir", c.data,
		"seconds", fmt.Sprintf("%.1f", c.Now().Sub(begin).Round(100*time.Millisecond).Seconds())))
	return result, nil
}

// playLine prints a line of the play: the day, the rule with its place in the notice,
// and what happened.
func (c *cli) playLine(l demo.Line) {
	switch l.Mark {
	case demo.Refused:
		c.printf("%s ✗ %-5s %s  %s\n", l.Date, l.Rule, l.Clause, l.Text)
	case demo.Mended:
		c.printf("%s ↳ %s\n", l.Date, c.words.Say("demo.mended", "how", l.Text))
	default:
		c.printf("%s ✓ %-5s %s  %s\n", l.Date, l.Rule, l.Clause, l.Text)
	}
}
