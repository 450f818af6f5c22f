package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"

	"github.com/spf13/cobra"

	"shuping/internal/app"
	"shuping/internal/certs"
)

// defaultListen is open to this machine only; an office that serves its network
// says so.
const defaultListen = "127.0.0.1:8080"

func (c *cli) serve() *cobra.Command {
	var listen string
	var how tlsFlags
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
		return c.serveApp(ctx, a, listen, how, func(base string) error {
			if token != "" {
				c.printf("%s\n  %s/in/%s\n", c.words.Say("cli.serve.first"), base, token)
			}
			return nil
		})
	})
	cmd.Flags().StringVar(&listen, "listen", defaultListen, c.words.Say("cli.flag.listen"))
	cmd.Flags().BoolVar(&how.office, "tls", false, c.words.Say("cli.flag.tls"))
	cmd.Flags().StringVar(&how.cert, "cert", "", c.words.Say("cli.flag.cert"))
	cmd.Flags().StringVar(&how.key, "key", "", c.words.Say("cli.flag.key"))
	cmd.Flags().StringVar(&how.plain, "plain-voters", "", c.words.Say("cli.flag.plain-voters"))
	c.dataFlag(cmd)
	return cmd
}

// tlsFlags are how the server speaks TLS, and where the voter's pages are without it.
type tlsFlags struct {
	office           bool
	cert, key, plain string
}

// listening opens the listeners.
func (c *cli) listening(a *app.App, listen string, how tlsFlags) (at app.Listening, err error) {
	switch {
	case (how.cert == "") != (how.key == "") || how.office && how.cert != "":
		return at, &usageError{c.words.Say("cli.serve.tls-flags")}
	case how.plain != "" && !how.office && how.cert == "":
		return at, &usageError{c.words.Say("cli.serve.plain-flags")}
	case how.office:
		at.TLS, at.Root, err = a.OfficeTLS()
	case how.cert != "":
		at.TLS, err = app.FilesTLS(how.cert, how.key)
	}
	if err != nil {
		return at, err
	}
	if at.At, err = net.Listen("tcp", listen); err != nil {
		return at, fmt.Errorf("listen at %s: %w", listen, err)
	}
	if how.plain != "" {
		if at.Plain, err = net.Listen("tcp", how.plain); err != nil {
			return at, errors.Join(fmt.Errorf("listen at %s: %w", how.plain, err), at.At.Close())
		}
	}
	return at, nil
}

// serveApp serves until the program is told to stop. ready is called with the
// address before the first answer.
func (c *cli) serveApp(ctx context.Context, a *app.App, listen string, how tlsFlags, ready func(base string) error) error {
	at, err := c.listening(a, listen, how)
	if err != nil {
		return err
	}
	base := "http://" + at.At.Addr().String()
	if at.TLS != nil {
		base = "https://" + at.At.Addr().String()
	}
	c.printf("%s\n", c.words.Say("cli.serve.at", "url", base))
	if at.Root != nil {
		c.printf("%s\n", c.words.Say("cli.serve.trust", "url", base+"/trust", "print", certs.Fingerprint(at.Root)))
	}
	if at.Plain != nil {
		c.printf("%s\n", c.words.Say("cli.serve.plain", "url", "http://"+at.Plain.Addr().String()+"/v"))
	}
	if err := ready(base); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(c.Stderr, nil))
	return a.ServeAt(ctx, at, log, c.Version)
}
