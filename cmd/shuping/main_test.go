package main

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) { testscript.Main(m, map[string]func(){"shuping": main}) }

// TestScripts shows the product as a user sees it: testdata/script.
func TestScripts(t *testing.T) {
	files, err := filepath.Abs("../../internal/demo/data")
	if err != nil {
		t.Fatal(err)
	}
	notice, err := filepath.Abs("../../policies/notice-2018.yaml")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("NOTICE", notice)
			e.Setenv("EXAMPLES", filepath.Join(filepath.Dir(notice), "examples")) // further notices
			e.Setenv("FILES", files)                                              // the demo's files: rosters and reports
			return photo(filepath.Join(e.WorkDir, "photo.png"))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"status": status, "flip": flip, "calls": calls, "set-from-stdout": setFromStdout},
	})
}

// photo writes a picture for the scripts, which are text.
func photo(name string) error {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o600)
}

// status runs a program and wants an exit status: status 2 shuping draw.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program args...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exit *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// flip changes one bit of a file: flip FILE PERMILLE, at that place of its length.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip file permille")
	}
	name := ts.MkAbs(args[0])
	data, err := os.ReadFile(name)
	ts.Check(err)
	place, err := strconv.Atoi(args[1])
	ts.Check(err)
	data[(len(data)-1)*place/1000] ^= 1
	ts.Check(os.WriteFile(name, data, 0o600))
}
