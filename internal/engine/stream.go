package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"shuping/internal/decider"
	"shuping/internal/journal"
)

const (
	// mostConflicts is how often a command is decided again because another node
	// appended first.
	mostConflicts = 16
	// patience is how long the reading after a failed append may take; the
	// caller's own ctx may be what failed.
	patience = 10 * time.Second
)

// Stream is one stream with its live state. It is safe for use by many
// goroutines at once: commands come one after another, readers see the state
// before or after all the events of a command.
type Stream[S any] struct {
	name    string
	decider *decider.Decider[S]
	events  *decider.EventReader[S]
	store   journal.Store
	config  Config

	turn    chan struct{} // holds one token: who has it may append and change state
	current bool          // for who has the turn: state is the store's, as far as this node knows
	ready   atomic.Bool   // it was replayed once

	mu    sync.RWMutex // for state and head; changed only by who has the turn
	state *S
	head  journal.Head
	watch watchers
}

func newStream[S any](ss *Streams[S], name string) *Stream[S] {
	s := &Stream[S]{
		name: name, decider: ss.decider, events: ss.events, store: ss.store, config: ss.config,
		turn: make(chan struct{}, 1), state: new(S),
	}
	s.turn <- struct{}{}
	return s
}

// Name is the name of the stream, such as "cycle/2018".
func (s *Stream[S]) Name() string { return s.name }

// Do hands in a command. It returns the records that followed, which are durable
// and applied, or an error and then nothing was written:
//
//   - a *decider.Refusal: the answer to the person;
//   - *Unsure, the exception: whether it was written is not known;
//   - anything else is for the operator.
//
// Who and Roles of the call are the caller's, At and Seed are set here.
func (s *Stream[S]) Do(ctx context.Context, call decider.Call, cmd decider.Command[S]) ([]journal.Record, error) {
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.give()
	call.At = s.config.Now().UTC().Truncate(time.Microsecond)
	if _, err := io.ReadFull(s.config.Random, call.Seed[:]); err != nil {
		return nil, fmt.Errorf("%s: randomness: %w", s.name, err)
	}
	for range mostConflicts {
		records, err := s.try(ctx, call, cmd)
		if !errors.Is(err, journal.ErrConflict) {
			return records, err
		}
	}
	return nil, fmt.Errorf("%s: given up after %d tries: %w", s.name, mostConflicts, journal.ErrConflict)
}

// try decides once on what the store holds. ErrConflict: decide again.
func (s *Stream[S]) try(ctx context.Context, call decider.Call, cmd decider.Command[S]) ([]journal.Record, error) {
	if err := s.catchUp(ctx); err != nil {
		return nil, err
	}
	decided, err := s.decider.Decide(s.state, call, cmd)
	if err != nil {
		return nil, s.stands(ctx, err)
	}
	if len(decided) == 0 {
		return nil, fmt.Errorf("%s: command %s was neither refused nor followed by an event", s.name, cmd.Kind())
	}
	records, events, err := s.write(call, cmd.Kind(), decided)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.name, err)
	}
	end := journal.Seal(s.name, s.head, records)
	err = s.store.Append(ctx, s.name, s.head, records)
	switch {
	case err == nil:
		s.apply(events, end)
		return records, nil
	case errors.Is(err, journal.ErrConflict):
		s.current = false
		return nil, err
	}
	return s.afterFailure(ctx, records, err)
}

// stands returns the refusal if it was decided on the newest state. An append
// would have told that another node was faster; a refusal appends nothing, so the
// store has to be asked.
func (s *Stream[S]) stands(ctx context.Context, refusal error) error {
	head, err := s.store.Head(ctx, s.name)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", s.name, err)
	case head != s.head:
		s.current = false
		return journal.ErrConflict
	}
	return refusal
}

// write makes records of events, and the events again of what the records hold.
func (s *Stream[S]) write(call decider.Call, cause string, decided []decider.Event[S]) ([]journal.Record, []decider.Event[S], error) {
	records := make([]journal.Record, len(decided))
	events := make([]decider.Event[S], len(decided))
	for i, e := range decided {
		body, err := decider.Encode(e)
		if err != nil {
			return nil, nil, err
		}
		records[i] = journal.Record{At: call.At, Who: call.Who, Cause: cause, Kind: e.Kind(), Body: body}
		if events[i], err = s.events.Decode(e.Kind(), body); err != nil {
			return nil, nil, err
		}
	}
	return records, events, nil
}

// afterFailure finds out what a failed append did. If the records are there, the
// command was carried out and the failure is of no account.
func (s *Stream[S]) afterFailure(ctx context.Context, records []journal.Record, failure error) ([]journal.Record, error) {
	s.current = false
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	before := s.head.Seq
	if err := s.catchUp(ctx); err != nil {
		return nil, &Unsure{s.name, failure, err}
	}
	// Appends are whole, so the first record tells of all.
	for r, err := range s.store.Read(ctx, s.name, before+1) {
		if err != nil {
			return nil, &Unsure{s.name, failure, err}
		}
		if r.Hash == records[0].Hash {
			return records, nil
		}
		break
	}
	return nil, fmt.Errorf("%s: %w", s.name, failure)
}

// View calls look with the live state and its head, and holds them still while
// it runs. The state must not be changed and nothing of it kept: copy what is
// needed. look must be quick and must not call Do on the same stream.
func (s *Stream[S]) View(look func(*S, journal.Head)) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	look(s.state, s.head)
}

// Watch returns a channel that holds the head of the stream now, and again
// whenever it has moved; who is slow sees the latest only. It is closed when ctx
// ends.
func (s *Stream[S]) Watch(ctx context.Context) <-chan journal.Head {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.watch.add(s.head)
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.watch.remove(c)
	})
	return c
}

func (s *Stream[S]) apply(events []decider.Event[S], end journal.Head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range events {
		s.decider.Apply(s.state, e)
	}
	s.head = end
	s.watch.tell(end)
}

func (s *Stream[S]) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-s.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Stream[S]) give() { s.turn <- struct{}{} }
