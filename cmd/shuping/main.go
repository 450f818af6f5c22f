// Command shuping (述评) carries a Party organisation's yearly review of its
// secretaries from the notice to the verified archive.
package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"

	"shuping/internal/cli"
)

// version is set when a release is built.
var version = "dev"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := cli.Run(ctx, cli.Program{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Now: time.Now, Random: rand.Reader, Version: version,
		Terminal: isatty.IsTerminal(os.Stderr.Fd()),
	})
	stop()
	os.Exit(status)
}
