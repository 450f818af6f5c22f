package engine

import (
	"context"
	"fmt"

	"shuping/internal/decider"
	"shuping/internal/journal"
)

// NotContinuing says why records that were written elsewhere do not go into a stream:
// they do not continue its head.
type NotContinuing struct {
	Stream string
	Seq    uint64 // of the first record that does not fit
	Why    string
}

func (e *NotContinuing) Error() string {
	return fmt.Sprintf("%s: record %d: %s", e.Stream, e.Seq, e.Why)
}

// Receive takes records of a stream that were decided and sealed elsewhere (收录), such
// as on a device that a meeting was carried to. They have to continue the head:
// records that are here already are passed over if they are the same, and nothing is
// merged. Each is verified and decoded before any is written, and then all or none are
// appended and applied. The errors are *NotContinuing for records that do not fit, and
// those of Stream.Do.
func (ss *Streams[S]) Receive(ctx context.Context, id string, records []journal.Record) error {
	s, err := ss.Open(ctx, id)
	if err != nil {
		return err
	}
	if err := s.take(ctx); err != nil {
		return err
	}
	defer s.give()
	s.current = false // whoever else wrote, the store knows
	if err := s.catchUp(ctx); err != nil {
		return err
	}
	fresh, err := s.beyondHead(ctx, records)
	if err != nil || len(fresh) == 0 {
		return err
	}
	events, end, err := s.decode(fresh)
	if err != nil {
		return err
	}
	if err := s.store.Append(ctx, s.name, s.head, fresh); err != nil {
		s.current = false
		return fmt.Errorf("%s: %w", s.name, err)
	}
	s.apply(events, end)
	return nil
}

// beyondHead leaves out what is here already, after it was found to be the same.
func (s *Stream[S]) beyondHead(ctx context.Context, records []journal.Record) ([]journal.Record, error) {
	if len(records) == 0 {
		return nil, nil
	}
	if records[0].Seq > s.head.Seq {
		return records, nil
	}
	for have, err := range s.store.Read(ctx, s.name, records[0].Seq) {
		if err != nil {
			return nil, err
		}
		if len(records) == 0 {
			return nil, nil
		}
		if have.Seq != records[0].Seq || have.Hash != records[0].Hash {
			return nil, &NotContinuing{s.name, have.Seq, "another record stands here already"}
		}
		records = records[1:]
	}
	return records, nil
}

// decode verifies that records continue the head and makes their events.
func (s *Stream[S]) decode(records []journal.Record) ([]decider.Event[S], journal.Head, error) {
	chain := journal.Chain{Stream: s.name, Head: s.head}
	events := make([]decider.Event[S], len(records))
	for i := range records {
		r := &records[i]
		if err := chain.Next(r); err != nil {
			return nil, s.head, &NotContinuing{s.name, r.Seq, err.Error()}
		}
		e, err := s.events.Decode(r.Kind, r.Body)
		if err != nil {
			return nil, s.head, &NotContinuing{s.name, r.Seq, err.Error()}
		}
		events[i] = e
	}
	return events, chain.Head, nil
}
