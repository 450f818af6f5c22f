package journal

import (
	"context"
	"iter"
	"slices"
	"strings"
	"sync"
)

// Memory is a Store that forgets everything when the program ends: for tests
// and for looking into an archive. The zero value is ready to use.
type Memory struct {
	mu      sync.RWMutex
	streams map[string][]Record
}

var _ Store = (*Memory)(nil)

// Append implements Store.
func (m *Memory) Append(ctx context.Context, stream string, expect Head, records []Record) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := CheckAppend(stream, expect, records); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.head(stream) != expect {
		return ErrConflict
	}
	if m.streams == nil {
		m.streams = map[string][]Record{}
	}
	for _, r := range records {
		r.Body = append([]byte{}, r.Body...)
		m.streams[stream] = append(m.streams[stream], r)
	}
	return nil
}

// Read implements Store.
func (m *Memory) Read(ctx context.Context, stream string, from uint64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		m.mu.RLock()
		records := m.streams[stream]
		m.mu.RUnlock()
		skip := min(max(from, 1)-1, uint64(len(records)))
		for _, r := range records[skip:] {
			if err := ctx.Err(); err != nil {
				yield(Record{}, err)
				return
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Head implements Store.
func (m *Memory) Head(ctx context.Context, stream string) (Head, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.head(stream), ctx.Err()
}

func (m *Memory) head(stream string) Head {
	records := m.streams[stream]
	if len(records) == 0 {
		return Head{}
	}
	last := records[len(records)-1]
	return Head{last.Seq, last.Hash}
}

// Streams implements Store.
func (m *Memory) Streams(ctx context.Context, prefix string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var names []string
	for name := range m.streams {
		if strings.HasPrefix(name, prefix) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, ctx.Err()
}
