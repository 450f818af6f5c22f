package engine

import (
	"context"
	"fmt"

	"shuping/internal/decider"
	"shuping/internal/journal"
)

// catchUp reads what the store has beyond the head, verifies and applies it. Who
// calls it has the turn. On an error nothing has changed.
func (s *Stream[S]) catchUp(ctx context.Context) error {
	switch {
	case s.current:
		return nil
	case s.head.Seq == 0:
		return s.replay(ctx)
	}
	var events []decider.Event[S]
	end, err := s.follow(ctx, s.head, func(e decider.Event[S]) { events = append(events, e) })
	if err != nil {
		return err
	}
	if len(events) > 0 {
		s.apply(events, end)
	}
	s.current = true
	return nil
}

// replay builds the state from the first record on, out of sight. Records that no program
// of ours could have written, such as a lot drawn in a year that was never opened, may
// make an event panic; then the stream does not open, and its record is named.
func (s *Stream[S]) replay(ctx context.Context) (err error) {
	state := new(S)
	seq := uint64(0)
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("stream %s, record %d contradicts what stands before it: %v", s.name, seq, x)
		}
	}()
	end, err := s.follow(ctx, journal.Head{}, func(e decider.Event[S]) {
		seq++
		s.decider.Apply(state, e)
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.head, s.current = state, end, true
	if end.Seq > 0 {
		s.watch.tell(end)
	}
	return nil
}

// follow decodes the records after a head. Whatever it does not understand, and
// whatever does not continue the chain, ends it: by stream and record number.
func (s *Stream[S]) follow(ctx context.Context, from journal.Head, each func(decider.Event[S])) (journal.Head, error) {
	chain := journal.Chain{Stream: s.name, Head: from}
	for r, err := range s.store.Read(ctx, s.name, from.Seq+1) {
		if err != nil {
			return from, err
		}
		if err := chain.Next(&r); err != nil {
			return from, err
		}
		e, err := s.events.Decode(r.Kind, r.Body)
		if err != nil {
			return from, fmt.Errorf("stream %s, record %d: %w", s.name, r.Seq, err)
		}
		each(e)
	}
	return chain.Head, nil
}
