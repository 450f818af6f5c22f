package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"shuping/internal/archive"
)

func (c *cli) archive() *cobra.Command {
	cmd := c.command("archive", nil)
	cmd.AddCommand(c.archiveExport(), c.archiveVerify())
	return cmd
}

// archiveExport writes a year as one zip. The file appears under its name when it is
// complete.
func (c *cli) archiveExport() *cobra.Command {
	var out string
	cmd := c.command("archive export", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, 1); err != nil {
			return err
		}
		if out == "" {
			return &usageError{c.words.Say("cli.archive.export.flags")}
		}
		a, err := c.openApp(ctx, true)
		if err != nil {
			return err
		}
		defer a.Close()
		var w archive.Written
		err = replaceFile(out, func(f io.Writer) (err error) {
			w, err = archive.Export(ctx, a.ArchiveSource(), args[0], f, c.progress())
			return err
		})
		if err != nil {
			return err
		}
		if c.json {
			return c.printJSON(w)
		}
		c.printf("%s\n", c.words.Say("cli.archive.export.done", "file", out, "files", w.Files, "hash", w.SHA256))
		return nil
	})
	cmd.Flags().StringVarP(&out, "out", "o", "", c.words.Say("cli.flag.out"))
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

// progress shows long work on a terminal and is silent in a pipe.
func (c *cli) progress() func(done, total int) {
	if !c.Terminal {
		return nil
	}
	var bar *progressbar.ProgressBar
	return func(done, total int) {
		if bar == nil {
			bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(c.Stderr), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
		}
		_ = bar.Set(done) // a bar that cannot be drawn is no failure of the work
	}
}

// replaceFile writes a file beside its place and renames it when it is complete and on disk.
func replaceFile(name string, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// openSized opens a file to be read at any place, with its size in bytes.
func openSized(name string) (f *os.File, size int64, err error) {
	if f, err = os.Open(name); err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// archiveVerify checks an archive with nothing but the file.
func (c *cli) archiveVerify() *cobra.Command {
	cmd := c.command("archive verify", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, 1); err != nil {
			return err
		}
		f, size, err := openSized(args[0])
		if err != nil {
			return err
		}
		defer f.Close()
		report, err := archive.Verify(ctx, f, size)
		if err != nil {
			return err
		}
		return c.showReport(report)
	})
	c.jsonFlag(cmd)
	return cmd
}

func (c *cli) showReport(r *archive.Report) error {
	bad := r.Bad()
	if c.json {
		if err := c.printJSON(r); err != nil {
			return err
		}
	} else {
		for _, ch := range r.Checks {
			c.showCheck(ch)
		}
		if r.Head != "" {
			c.printf("%s\n", c.words.Say("cli.archive.verify.head", "hash", r.Head))
		}
	}
	if len(bad) == 0 {
		if !c.json {
			c.printf("%s\n", c.words.Say("cli.archive.verify.ok", "n", len(r.Checks)))
		}
		return nil
	}
	for _, ch := range bad {
		fmt.Fprintf(c.Stderr, "%s %s: %s\n", ch.Of, c.checkName(ch), c.checkFound(ch))
	}
	fmt.Fprintln(c.Stderr, c.words.Say("cli.archive.verify.bad", "n", len(r.Checks), "bad", len(bad)))
	return &wantingError{}
}

func (c *cli) showCheck(ch archive.Check) {
	mark := "✓"
	switch {
	case !ch.OK:
		mark = "✗"
	case ch.Excused:
		mark = "○"
	}
	c.printf("%s %-6s %s  %s  %s\n", mark, ch.Rule, c.checkName(ch), ch.Of, c.checkFound(ch))
}

func (c *cli) checkName(ch archive.Check) string {
	switch {
	case ch.What == "rule" && strings.HasPrefix(ch.Of, "meeting/"):
		return c.words.Say("audit.meeting." + ch.Code)
	case ch.What == "rule":
		return c.words.Say("audit." + ch.Code)
	}
	return c.words.Say("check." + ch.What)
}

// checkFound is whom it is about, what was found and what is wanted, as far as there is something to say.
func (c *cli) checkFound(ch archive.Check) string {
	s := ch.Subject
	if ch.Got != "" || ch.Want != "" {
		if s != "" {
			s += "  "
		}
		s += ch.Got
	}
	if ch.Want != "" && ch.Want != ch.Got {
		s += " / " + ch.Want
	}
	return s
}
