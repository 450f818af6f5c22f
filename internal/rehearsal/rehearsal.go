// Package rehearsal keeps the records of practice meetings apart (演练记录): in memory,
// in no journal, no backup and no archive. It is a journal.Store before another one:
// what is of a practice meeting stays here, everything else goes through. A practice
// meeting ends with the program at the latest.
package rehearsal

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Store is the store of a program with practice meetings.
type Store struct {
	journal.Store // of everything that is in earnest

	mu       sync.Mutex
	practice map[string]*journal.Memory // by stream
}

// Before makes the store in front of the real one.
func Before(real journal.Store) *Store {
	return &Store{Store: real, practice: map[string]*journal.Memory{}}
}

// of is where a stream is kept.
func (s *Store) of(stream string) journal.Store {
	id, ok := strings.CutPrefix(stream, "meeting/")
	if !ok || !meeting.IsRehearsal(id) {
		return s.Store
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.practice[stream]
	if m == nil {
		m = &journal.Memory{}
		s.practice[stream] = m
	}
	return m
}

// Append implements journal.Store.
func (s *Store) Append(ctx context.Context, stream string, expect journal.Head, records []journal.Record) error {
	return s.of(stream).Append(ctx, stream, expect, records)
}

// Read implements journal.Store.
func (s *Store) Read(ctx context.Context, stream string, from uint64) iter.Seq2[journal.Record, error] {
	return s.of(stream).Read(ctx, stream, from)
}

// Head implements journal.Store.
func (s *Store) Head(ctx context.Context, stream string) (journal.Head, error) {
	return s.of(stream).Head(ctx, stream)
}

// Streams implements journal.Store.
func (s *Store) Streams(ctx context.Context, prefix string) ([]string, error) {
	names, err := s.Store.Streams(ctx, prefix)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.practice {
		more, err := m.Streams(ctx, prefix)
		if err != nil {
			return nil, err
		}
		names = append(names, more...)
	}
	slices.Sort(names)
	return names, nil
}

// Wipe forgets a practice meeting; of what is in earnest it forgets nothing.
func (s *Store) Wipe(stream string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.practice, stream)
}
