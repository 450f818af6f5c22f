// Package cli is the command line (命令行): subcommands that read files, hand in
// commands, show streams, make and verify archives, serve and play the demo. It
// decides nothing; the words are in the catalogue.
//
// Exit status: 0 done, 1 refused or found wanting (the reason on stderr), 2 the
// call was wrong. With --json one JSON value goes to stdout and nothing else.
package cli

import (
	"context"
	_ "embed" // the usage templates
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"shuping/internal/decider"
	"shuping/internal/words"
)

// Program is all that the command line has of the outside.
type Program struct {
	Args    []string // without the program's name
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	Getenv  func(string) string
	Now     func() time.Time
	Random  io.Reader
	Version string
	// Terminal says that Stderr is a terminal, so that progress may be shown.
	Terminal bool
}

// Run runs one call and returns the exit status.
func Run(ctx context.Context, p Program) int {
	c := &cli{Program: p, words: words.For(pickLang(p.Args, p.Getenv))}
	root := c.root()
	root.SetArgs(p.Args)
	root.SetIn(p.Stdin)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	var wanting *wantingError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wanting):
		c.complain(wanting.err)
		return 1
	}
	fmt.Fprintln(p.Stderr, c.words.Say("cli.usage-error", "error", err.Error()))
	return 2
}

//go:embed usage_zh.txt
var usageZH string

//go:embed usage_en.txt
var usageEN string

// usageTemplates are cobra's usage texts by language.
var usageTemplates = map[words.Lang]string{words.ZH: usageZH, words.EN: usageEN}

type cli struct {
	Program
	words *words.Words
	lang  string // flag, read beforehand by pickLang
	json  bool
	data  string
	input string // of policy try
}

// wantingError is a failure that is not a wrong call: exit status 1. A nil err
// means that what is wanting was already said.
type wantingError struct{ err error }

func (e *wantingError) Error() string {
	if e.err == nil {
		return "found wanting"
	}
	return e.err.Error()
}

// run makes a cobra function of one that may refuse or fail.
func run(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd.Context(), args)
		var usage *usageError
		if err == nil || errors.As(err, &usage) {
			return err
		}
		var wanting *wantingError
		if errors.As(err, &wanting) {
			return err
		}
		return &wantingError{err}
	}
}

// usageError is a wrong call found by ourselves: exit status 2.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

// complain writes a failure to stderr: a refusal in words, anything else as it is.
func (c *cli) complain(err error) {
	var r *decider.Refusal
	switch {
	case err == nil:
	case errors.As(err, &r):
		got, want, next := c.words.Refusal(r)
		fmt.Fprintln(c.Stderr, c.words.Say("cli.refused", "rule", r.Rule, "clause", r.Clause))
		for _, s := range []string{got, want, next} {
			if s != "" {
				fmt.Fprintln(c.Stderr, "  "+s)
			}
		}
		if r.Field != "" {
			fmt.Fprintln(c.Stderr, "  "+c.words.Say("cli.at-field", "field", r.Field))
		}
	default:
		fmt.Fprintln(c.Stderr, c.words.Say("cli.error", "error", err.Error()))
	}
}

func (c *cli) printf(format string, args ...any) { fmt.Fprintf(c.Stdout, format, args...) }

// printJSON writes the one value of a --json call.
func (c *cli) printJSON(v any) error {
	enc := json.NewEncoder(c.Stdout)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// pickLang finds the language before the commands are made, because their help
// is in it: --lang, else LC_ALL or LANG where they name one we have, else Chinese.
func pickLang(args []string, getenv func(string) string) words.Lang {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return words.Lang(v)
		}
		if a == "--lang" && i+1 < len(args) {
			return words.Lang(args[i+1])
		}
	}
	for _, name := range []string{"LC_ALL", "LANG"} {
		switch v := strings.ToLower(getenv(name)); {
		case strings.HasPrefix(v, "zh"):
			return words.ZH
		case strings.HasPrefix(v, "en"):
			return words.EN
		}
	}
	return words.ZH
}

func (c *cli) root() *cobra.Command {
	root := c.command("shuping", nil)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.DisableDefaultCmd = true
	root.PersistentFlags().StringVar(&c.lang, "lang", string(c.words.Lang()), c.words.Say("cli.flag.lang"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if c.lang != string(words.ZH) && c.lang != string(words.EN) {
			return &usageError{c.words.Say("cli.lang-unknown", "lang", c.lang)}
		}
		return nil
	}
	root.SetUsageTemplate(usageTemplates[c.words.Lang()])
	root.SetHelpCommand(&cobra.Command{Hidden: true})
	root.PersistentFlags().BoolP("help", "h", false, c.words.Say("cli.flag.help"))
	root.AddCommand(c.version(), c.draw(), c.policy(), c.do(), c.show(), c.archive(), c.serve(), c.demo(), c.people(), c.user(), c.report(), c.sheet(), c.carry(), c.backup(), c.restore())
	return root
}

// command makes a subcommand whose texts are in the catalogue under
// cli.<name>.use and .short.
func (c *cli) command(name string, f func(ctx context.Context, args []string) error) *cobra.Command {
	key := "cli." + strings.ReplaceAll(name, " ", ".")
	cmd := &cobra.Command{Use: c.words.Say(key + ".use"), Short: c.words.Say(key + ".short")}
	if f != nil {
		cmd.RunE = run(f)
		cmd.Args = cobra.ArbitraryArgs
	}
	return cmd
}

func (c *cli) jsonFlag(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&c.json, "json", false, c.words.Say("cli.flag.json"))
}

func (c *cli) dataFlag(cmd *cobra.Command) {
	cmd.Flags().StringVar(&c.data, "data", "data", c.words.Say("cli.flag.data"))
}

// want checks the number of arguments.
func (c *cli) want(args []string, min, max int) error {
	if len(args) < min || max >= 0 && len(args) > max {
		return &usageError{c.words.Say("cli.arguments", "got", len(args), "min", min)}
	}
	return nil
}
