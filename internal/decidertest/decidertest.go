// Package decidertest is the test bench for the packages that decide (cycle,
// meeting): scripts that a person of the street office can read and correct,
// random commands, and a test that no command, event or word was forgotten.
//
// A script is a text file of lines:
//
//	# a remark                        usually the rule and what is shown
//	include open.txt                  plays another script of the folder first
//	at 2018-12-20 09:00               the time in China from here on
//	as guide-1 office,leader          who acts, with which roles of the account
//	do sign-in persons=m1,m2          a command: fields as key=value, a list with commas,
//	do sign-in {"persons":["m1"]}     or as JSON, which may go on on indented lines
//	refused N5.3 quorum got=10        what must come of it: a refusal by rule ("-" for none) and code,
//	event meeting-opened present=11   or exactly these events, in order
//	state meetings.m1.held=true       what the state must hold now
//
// Behind refused, event and state stand the values that matter, as path=value:
// a path goes into objects by name, into lists by number from 0, and ".len" is
// the number of elements. Values that are not named are not compared. A command
// without an expectation must be accepted. A value with spaces stands in double
// quotes; $name is a text given by the test, such as a whole policy.
//
// With the flag -update the values that are named are rewritten to what
// happened, and a command whose outcome differs in kind is given the true one.
// That is a proposal: read the difference.
package decidertest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuping/internal/decider"
)

// Bench is what the scripts of one package need.
type Bench[S any] struct {
	Decider *decider.Decider[S]
	Dir     string            // folder of the scripts: every *.txt is one test
	Texts   map[string]string // $name in a script
}

// Scripts plays every script of the bench's folder. Files whose name begins with
// "_" are only there to be included.
func (b Bench[S]) Scripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(b.Dir, "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in %s: %v", b.Dir, err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "_") {
			continue
		}
		t.Run(strings.TrimSuffix(name, ".txt"), func(t *testing.T) { b.play(t, file) })
	}
}

// update is a flag of the test binary and nothing else reads or writes it.
var update = flag.Bool("update", false, "rewrite the values in scripts to what happened")

func (b Bench[S]) play(t *testing.T, file string) {
	r := b.room()
	out, err := r.file(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.faults {
		t.Error(f)
	}
	if live, again := asJSON(r.state), asJSON(r.replayed); live != again {
		t.Errorf("the state after replay differs from the live one:\n%s\n%s", live, again)
	}
	if *update {
		if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (b Bench[S]) room() *room[S] {
	return &room[S]{bench: b, replayed: new(S), state: new(S), at: time.Date(2018, 12, 1, 1, 0, 0, 0, time.UTC)}
}

func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable unless a state has a field JSON cannot write
	}
	return string(b)
}

// handIn decides a command as the engine does: the events that are applied are
// the ones read back from their stored form. A decision that changed the state
// is an error.
func handIn[S any](d *decider.Decider[S], s *S, call decider.Call, cmd decider.Command[S], checkPure bool) ([]decider.Event[S], error) {
	before := ""
	if checkPure {
		before = asJSON(s)
	}
	events, err := d.Decide(s, call, cmd)
	if checkPure && asJSON(s) != before {
		return nil, &impure{cmd.Kind()}
	}
	if err != nil {
		return nil, err
	}
	if err := redo(d, s, call, cmd.Kind(), events); err != nil {
		return nil, err
	}
	stored := make([]decider.Event[S], 0, len(events))
	for _, e := range events {
		body, err := decider.Encode(e)
		if err != nil {
			return nil, err
		}
		e, err := d.DecodeEvent(e.Kind(), body)
		if err != nil {
			return nil, err
		}
		stored = append(stored, e)
	}
	return stored, nil
}

// again reads an event once more from its stored form, so that two states never
// share what an event holds.
func again[S any](d *decider.Decider[S], e decider.Event[S]) decider.Event[S] {
	body, err := decider.Encode(e)
	if err != nil {
		panic(err) // unreachable: it was encoded before
	}
	fresh, err := d.DecodeEvent(e.Kind(), body)
	if err != nil {
		panic(err) // unreachable: it was decoded before
	}
	return fresh
}

type impure struct{ kind string }

func (e *impure) Error() string { return "deciding " + e.kind + " changed the state" }

// redo holds every accepted command against Decider.Again: where its first event tells it,
// it must lead to the same events.
func redo[S any](d *decider.Decider[S], s *S, call decider.Call, kind string, events []decider.Event[S]) error {
	told, err := d.Redo(s, call, kind, events)
	if err == nil && told != 0 && told != len(events) {
		err = fmt.Errorf("it led to %d events, and %d came", told, len(events))
	}
	if err != nil {
		return fmt.Errorf("%s, told again by its event (Decider.Again): %w", kind, err)
	}
	return nil
}
