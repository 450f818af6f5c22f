package cli

import (
	"context"
	"fmt"
	"log/slog"
	"net"

	"github.com/spf13/cobra"

	"shuping/internal/app"
)

// defaultListen is open to this machine only; an office that serves its network
// says so.
const defaultListen = "127.0.0.1:8080"

func (c *cli) serve() *cobra.Command {
	var listen string
	cmd := c.command("serve", func(ctx context.Context, args []string) error {
		if err := c.want(args, 0, 0); err != nil {
			return err
		}
		a, err := c.openApp(ctx, false)
		if err != nil {
			return err
		}
		defer a.Close()
		token, err := a.FirstLink(ctx)
		if err != nil {
			return err
		}
		return c.serveApp(ctx, a, listen, func(base string) error {
			if token != "" {
				c.printf("%s\n  %s/in/%s\n", c.words.Say("cli.serve.first"), base, token)
			}
			return nil
		})
	})
	cmd.Flags().StringVar(&listen, "listen", defaultListen, c.words.Say("cli.flag.listen"))
	c.dataFlag(cmd)
	return cmd
}

// serveApp serves until the program is told to stop. ready is called with the
// address before the first answer.
func (c *cli) serveApp(ctx context.Context, a *app.App, listen string, ready func(base string) error) error {
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return fmt.Errorf("listen at %s: %w", listen, err)
	}
	base := "http://" + l.Addr().String()
	c.printf("%s\n", c.words.Say("cli.serve.at", "url", base))
	if err := ready(base); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(c.Stderr, nil))
	return a.Serve(ctx, l, log, c.Version)
}
