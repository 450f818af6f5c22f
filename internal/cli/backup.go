package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"shuping/internal/app"
	"shuping/internal/backup"
)

// backup writes the whole folder to one file, also beside a running server.
func (c *cli) backup() *cobra.Command {
	cmd := c.command("backup", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, 1); err != nil {
			return err
		}
		if _, err := os.Lstat(args[0]); !errors.Is(err, fs.ErrNotExist) {
			return errors.New(c.words.Say("cli.backup.exists", "file", args[0]))
		}
		a, err := c.openApp(ctx, true)
		if err != nil {
			return err
		}
		defer a.Close()
		var m backup.Manifest
		err = replaceFile(args[0], func(w io.Writer) (err error) {
			m, err = a.Backup(ctx, w, c.Version, c.progress())
			return err
		})
		if err != nil {
			return err
		}
		return c.sayBackup("cli.backup.done", args[0], m)
	})
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

// restore makes a folder of a backup.
func (c *cli) restore() *cobra.Command {
	cmd := c.command("restore", func(ctx context.Context, args []string) error {
		if err := c.want(args, 1, 1); err != nil {
			return err
		}
		f, size, err := openSized(args[0])
		if err != nil {
			return err
		}
		defer f.Close()
		m, err := app.Restore(ctx, f, size, c.data, c.progress())
		var fault *backup.Fault
		if errors.As(err, &fault) {
			return fmt.Errorf("%s\n  %s", c.words.Say("cli.restore."+string(fault.Wrong), "name", fault.Name), c.words.Say("cli.restore.nothing"))
		}
		if err != nil {
			return err
		}
		return c.sayBackup("cli.restore.done", c.data, m)
	})
	c.dataFlag(cmd)
	c.jsonFlag(cmd)
	return cmd
}

// sayBackup says what went into a file or came out of it.
func (c *cli) sayBackup(key, name string, m backup.Manifest) error {
	if c.json {
		return c.printJSON(m)
	}
	var records uint64
	for _, s := range m.Streams {
		records += s.Seq
	}
	c.printf("%s\n", c.words.Say(key, "name", name, "files", len(m.Files), "streams", len(m.Streams), "records", records,
		"made", m.Made.Local().Format("2006-01-02 15:04")))
	if len(m.Strange) > 0 {
		c.printf("%s\n", c.words.Say("cli.backup.strange", "names", strings.Join(m.Strange, ", ")))
	}
	if n := m.Open(); n > 0 {
		c.printf("%s\n", c.words.Say("cli.backup.open", "n", n))
	}
	return nil
}
