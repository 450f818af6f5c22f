package engine

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"shuping/internal/decider"
	"shuping/internal/journal"
)

// Streams opens the streams of one decider by id and keeps each that is open,
// one Stream per id. It is safe for use by many goroutines at once.
type Streams[S any] struct {
	decider *decider.Decider[S]
	events  *decider.EventReader[S]
	store   journal.Store
	config  Config

	mu   sync.Mutex
	open map[string]*Stream[S] // by id
}

// New makes the Streams of a decider whose zero state is new(S).
func New[S any](d *decider.Decider[S], store journal.Store, config Config) *Streams[S] {
	return &Streams[S]{decider: d, events: d.EventReader(), store: store, config: config, open: map[string]*Stream[S]{}}
}

// Open returns the stream with that id, replayed. A stream without records is
// opened with the zero state: whether a command may begin one is for the command
// to decide. An unknown kind or field, or a broken chain, is an error that names
// the stream and the record. *BadName if no stream can be called that.
func (ss *Streams[S]) Open(ctx context.Context, id string) (*Stream[S], error) {
	name, err := streamName(ss.decider.Name, id)
	if err != nil {
		return nil, err
	}
	ss.mu.Lock()
	s := ss.open[id]
	if s == nil {
		s = newStream(ss, name)
		ss.open[id] = s
	}
	ss.mu.Unlock()
	if s.ready.Load() {
		return s, nil
	}
	if err := s.take(ctx); err != nil {
		return nil, err
	}
	defer s.give()
	if err := s.catchUp(ctx); err != nil {
		return nil, err
	}
	s.ready.Store(true)
	return s, nil
}

// Find returns the stream with that id, ErrNoStream if it has no records. Unlike
// Open it keeps nothing in memory for an id that somebody made up.
func (ss *Streams[S]) Find(ctx context.Context, id string) (*Stream[S], error) {
	name, err := streamName(ss.decider.Name, id)
	if err != nil {
		return nil, err
	}
	head, err := ss.store.Head(ctx, name)
	if err != nil {
		return nil, err
	}
	if head.Seq == 0 {
		return nil, fmt.Errorf("%s: %w", name, ErrNoStream)
	}
	return ss.Open(ctx, id)
}

// Forget drops what is held in memory of a stream, whose records the store does not
// have any more. Who still holds the Stream sees it as it was.
func (ss *Streams[S]) Forget(id string) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	delete(ss.open, id)
}

// IDs lists the ids that have records, in the order of their bytes.
func (ss *Streams[S]) IDs(ctx context.Context) ([]string, error) {
	prefix := ss.decider.Name + "/"
	names, err := ss.store.Streams(ctx, prefix)
	if err != nil {
		return nil, err
	}
	for i := range names {
		names[i] = strings.TrimPrefix(names[i], prefix)
	}
	return names, nil
}

// Do opens a stream and hands in a command, see Stream.Do.
func (ss *Streams[S]) Do(ctx context.Context, call decider.Call, id string, cmd decider.Command[S]) ([]journal.Record, error) {
	s, err := ss.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return s.Do(ctx, call, cmd)
}
