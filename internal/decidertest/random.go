package decidertest

import (
	"testing"

	"pgregory.net/rapid"

	"shuping/internal/decider"
)

// Play hands in commands as the engine would and keeps a second state that is
// made from the stored form of the events alone.
type Play[S any] struct {
	Decider *decider.Decider[S]
	Live    *S
	Again   *S
	Events  int
}

// NewPlay starts with the zero state.
func NewPlay[S any](d *decider.Decider[S]) *Play[S] {
	return &Play[S]{Decider: d, Live: new(S), Again: new(S)}
}

// Do decides and applies. The error is a *decider.Refusal, or a fault of the
// package under test, such as a decision that changed the state.
func (p *Play[S]) Do(call decider.Call, cmd decider.Command[S]) error {
	events, err := handIn(p.Decider, p.Live, call, cmd, true)
	if err != nil {
		return err
	}
	for _, e := range events {
		p.Decider.Apply(p.Live, e)
		p.Decider.Apply(p.Again, again(p.Decider, e))
	}
	p.Events += len(events)
	return nil
}

// Random plays steps random commands per run. next makes a plausible command
// from what the state holds; holds answers what must be true after each one.
func (b Bench[S]) Random(t *testing.T, steps int, start func(*Play[S]) error,
	next func(*rapid.T, *S) (decider.Call, decider.Command[S]), holds func(*S) error) {
	rapid.Check(t, func(rt *rapid.T) {
		p := NewPlay(b.Decider)
		if err := start(p); err != nil {
			rt.Fatal(err)
		}
		for range steps {
			call, cmd := next(rt, p.Live)
			err := p.Do(call, cmd)
			if _, refused := err.(*decider.Refusal); err != nil && !refused {
				rt.Fatalf("%s: %v", cmd.Kind(), err)
			}
			if err := holds(p.Live); err != nil {
				rt.Fatalf("after %s: %v", cmd.Kind(), err)
			}
		}
		if live, replayed := asJSON(p.Live), asJSON(p.Again); live != replayed {
			rt.Fatalf("the state after replay differs from the live one:\n%s\n%s", live, replayed)
		}
	})
}
