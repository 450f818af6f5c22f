package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"shuping/internal/decider"
	"shuping/internal/journal"
)

// Door is the Streams of one decider for those who treat all deciders alike. The
// errors are those of Streams and Stream; an unknown kind is a
// *decider.UnknownKind.
type Door interface {
	// Name is the decider's name, the first part of its streams' names.
	Name() string
	// Commands lists the kinds of commands in the decider's order.
	Commands() []string
	// Events lists the kinds of events in the decider's order.
	Events() []string
	// Command makes an empty command: a pointer to a struct, to be described or
	// filled.
	Command(kind string) (any, error)
	// Event makes an empty event: a pointer to a struct, to be described.
	Event(kind string) (any, error)
	// Do makes an empty command of that kind, lets fill write into it, and hands
	// it in. An error of fill comes back as *Unfilled, and nothing was decided.
	Do(ctx context.Context, call decider.Call, id, kind string, fill func(cmd any) error) ([]journal.Record, error)
	// IDs lists the streams that have records.
	IDs(ctx context.Context) ([]string, error)
	// History yields the records of a stream from a number on, each with its
	// event decoded, and verifies the chain as it goes.
	History(ctx context.Context, id string, from uint64) iter.Seq2[Happened, error]
	// State gives the live state as JSON, with its head. ErrNoStream if there
	// are no records.
	State(ctx context.Context, id string) (json.RawMessage, journal.Head, error)
	// Watch is Stream.Watch; ErrNoStream if there are no records.
	Watch(ctx context.Context, id string) (<-chan journal.Head, error)
}

// Happened is a record with its event, a pointer to a struct.
type Happened struct {
	Record journal.Record
	Event  any
}

// Unfilled says that a command could not be made of what was handed in: Err
// tells which fields.
type Unfilled struct {
	Kind string
	Err  error
}

func (e *Unfilled) Error() string { return "command " + e.Kind + ": " + e.Err.Error() }

// Unwrap gives the error of the filling.
func (e *Unfilled) Unwrap() error { return e.Err }

// Door gives these streams without their type parameter.
func (ss *Streams[S]) Door() Door { return door[S]{ss} }

type door[S any] struct{ streams *Streams[S] }

func (d door[S]) Name() string { return d.streams.decider.Name }

func (d door[S]) Commands() []string {
	var kinds []string
	for _, c := range d.streams.decider.Commands {
		kinds = append(kinds, c.Kind())
	}
	return kinds
}

func (d door[S]) Events() []string {
	var kinds []string
	for _, e := range d.streams.decider.Events {
		kinds = append(kinds, e.Kind())
	}
	return kinds
}

func (d door[S]) Command(kind string) (any, error) {
	cmd, err := d.streams.decider.NewCommand(kind)
	if err != nil {
		return nil, err
	}
	return cmd, nil
}

func (d door[S]) Event(kind string) (any, error) {
	e, err := d.streams.decider.DecodeEvent(kind, []byte("{}"))
	if err != nil {
		return nil, err
	}
	return e, nil
}

func (d door[S]) Do(ctx context.Context, call decider.Call, id, kind string, fill func(any) error) ([]journal.Record, error) {
	cmd, err := d.streams.decider.NewCommand(kind)
	if err != nil {
		return nil, err
	}
	if err := fill(cmd); err != nil {
		return nil, &Unfilled{kind, err}
	}
	return d.streams.Do(ctx, call, id, cmd)
}

func (d door[S]) IDs(ctx context.Context) ([]string, error) { return d.streams.IDs(ctx) }

// errStop ends a reading whose reader has seen enough.
var errStop = errors.New("enough")

func (d door[S]) History(ctx context.Context, id string, from uint64) iter.Seq2[Happened, error] {
	return func(yield func(Happened, error) bool) {
		err := d.history(ctx, id, from, func(h Happened) bool { return yield(h, nil) })
		if err != nil && err != errStop {
			yield(Happened{}, err)
		}
	}
}

func (d door[S]) history(ctx context.Context, id string, from uint64, each func(Happened) bool) error {
	name, err := streamName(d.Name(), id)
	if err != nil {
		return err
	}
	chain := journal.Chain{Stream: name}
	for r, err := range d.streams.store.Read(ctx, name, 1) {
		if err == nil {
			err = chain.Next(&r)
		}
		if err != nil {
			return err
		}
		if r.Seq < from {
			continue
		}
		e, err := d.streams.events.Decode(r.Kind, r.Body)
		if err != nil {
			return fmt.Errorf("stream %s, record %d: %w", name, r.Seq, err)
		}
		if !each(Happened{r, e}) {
			return errStop
		}
	}
	return nil
}

func (d door[S]) State(ctx context.Context, id string) (text json.RawMessage, head journal.Head, err error) {
	s, err := d.streams.Find(ctx, id)
	if err != nil {
		return nil, journal.Head{}, err
	}
	s.View(func(state *S, h journal.Head) {
		text, err = json.Marshal(state)
		head = h
	})
	if err != nil {
		return nil, journal.Head{}, fmt.Errorf("state of %s: %w", s.name, err)
	}
	return text, head, nil
}

func (d door[S]) Watch(ctx context.Context, id string) (<-chan journal.Head, error) {
	s, err := d.streams.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.Watch(ctx), nil
}
