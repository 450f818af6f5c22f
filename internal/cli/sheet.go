package cli

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// sheetFlags are those of printing.
type sheetFlags struct {
	subjects, title, date, policy, paper, out, layout string
}

// sheet prints paper ballots and reads them back.
func (c *cli) sheet() *cobra.Command {
	cmd := c.command("sheet", nil)
	var f sheetFlags
	print := c.command("sheet print", func(_ context.Context, args []string) error {
		if err := c.want(args, 0, 0); err != nil {
			return err
		}
		if f.subjects == "" || f.out == "" || f.layout == "" {
			return &usageError{c.words.Say("cli.sheet.print.flags")}
		}
		return c.printSheets(f)
	})
	print.Flags().StringVar(&f.subjects, "subjects", "", c.words.Say("cli.flag.subjects"))
	print.Flags().StringVar(&f.title, "title", "", c.words.Say("cli.flag.title"))
	print.Flags().StringVar(&f.date, "date", "", c.words.Say("cli.flag.date"))
	print.Flags().StringVar(&f.policy, "policy", "", c.words.Say("cli.flag.policy"))
	print.Flags().StringVar(&f.paper, "paper", layout.A4, c.words.Say("cli.flag.paper"))
	print.Flags().StringVarP(&f.out, "out", "o", "", c.words.Say("cli.flag.out"))
	print.Flags().StringVar(&f.layout, "layout", "", c.words.Say("cli.flag.layout-out"))
	cmd.AddCommand(print, c.sheetRead(), c.sheetCompare())
	return cmd
}

func (c *cli) printSheets(f sheetFlags) error {
	r, err := c.open(f.subjects)
	if err != nil {
		return err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	subjects, err := sheet.Subjects(data)
	if err != nil {
		return err
	}
	pol, err := c.reportPolicy(f.policy)
	if err != nil {
		return err
	}
	form := layout.Form{Title: f.title, Date: f.date, Paper: f.paper, Subjects: subjects}
	if form.Title == "" {
		form.Title = c.words.Say("sheet.title")
	}
	for _, g := range pol.Grading.Grades {
		form.Grades = append(form.Grades, g.Name)
	}
	l, err := sheet.New(form)
	if err != nil {
		return err
	}
	pdf, err := sheet.Print(l, sheet.Texts{
		Number: c.words.Say("sheet.number"), Name: c.words.Say("sheet.name"), Post: c.words.Say("sheet.post"),
		Date: c.words.Say("sheet.date"), Instruction: c.words.Say("sheet.instruction"), Foot: c.words.Say("sheet.foot"), Page: c.words.Say("sheet.page"),
	})
	if err != nil {
		return err
	}
	if err := os.WriteFile(f.layout, l.JSON(), 0o644); err != nil {
		return err
	}
	if err := os.WriteFile(f.out, pdf, 0o644); err != nil {
		return err
	}
	c.printf("%s\n", c.words.Say("cli.sheet.print.done", "file", filepath.Base(f.out), "layout", filepath.Base(f.layout),
		"subjects", len(subjects), "n", len(l.Pages), "form", l.Form))
	return nil
}
