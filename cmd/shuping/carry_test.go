package main

import (
	"context"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"shuping/internal/app"
	"shuping/internal/decider"
	"shuping/internal/office"
	"shuping/internal/people"
)

// scriptFailer lets a script prepare what tests prepare.
type scriptFailer struct{ ts *testscript.TestScript }

func (s scriptFailer) Helper()                           {}
func (s scriptFailer) Fatal(args ...any)                 { s.ts.Fatalf("%v", args) }
func (s scriptFailer) Fatalf(format string, args ...any) { s.ts.Fatalf(format, args...) }
func (s scriptFailer) Errorf(format string, args ...any) { s.ts.Fatalf(format, args...) }
func (s scriptFailer) Cleanup(f func())                  { s.ts.Defer(f) }

// setFromStdout keeps what the last command printed: set-from-stdout NAME.
func setFromStdout(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: set-from-stdout name")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// calls makes a folder with a year and meetings of today that were called in it: calls
// FOLDER MEETING...
func calls(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: calls folder meeting...")
	}
	f := &hallFolder{t: scriptFailer{ts}, dir: ts.MkAbs(args[0])}
	f.opened(func(a *app.App) {
		f.people(a)
		_, err := a.Office.Hand(context.Background(), decider.Call{Who: "office", Roles: []string{people.Office}},
			office.Paper{Stream: "cycle/2018", Kind: "open", Values: map[string][]string{"policy": {"notice-2018"}}})
		f.must(err)
		for _, id := range args[1:] {
			f.call(a, id)
		}
	})
}
