package journaltest

import (
	"context"
	"errors"
	"iter"
	"sync"

	"shuping/internal/journal"
)

// ErrFault is what a Faulty store answers when it is told to fail.
var ErrFault = errors.New("the store fails as told")

// Op is a call of a Store.
type Op string

// The calls that a Faulty store asks its plan about. NextRecord is asked before
// each record that Read yields.
const (
	OpAppend   Op = "append"
	OpRead     Op = "read"
	NextRecord Op = "next record"
	OpHead     Op = "head"
	OpStreams  Op = "streams"
)

// Fail is how a call fails.
type Fail int

// Not at all; before the store did anything; after it did everything. For calls
// that only read, the last two are the same.
const (
	Works Fail = iota
	FailsBefore
	FailsAfter
)

// Faulty is a Store in front of another one that fails as its plan says.
type Faulty struct {
	store journal.Store
	mu    sync.Mutex
	plan  func(Op) Fail
}

var _ journal.Store = (*Faulty)(nil)

// NewFaulty makes a store that works until Plan is given.
func NewFaulty(store journal.Store) *Faulty {
	return &Faulty{store: store, plan: func(Op) Fail { return Works }}
}

// Plan sets the function that is asked at every call how it fails. It is never
// asked by two goroutines at once. Nil means that everything works again.
func (f *Faulty) Plan(plan func(Op) Fail) {
	if plan == nil {
		plan = func(Op) Fail { return Works }
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.plan = plan
}

func (f *Faulty) ask(op Op) Fail {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.plan(op)
}

// Append implements journal.Store.
func (f *Faulty) Append(ctx context.Context, stream string, expect journal.Head, records []journal.Record) error {
	fail := f.ask(OpAppend)
	if fail == FailsBefore {
		return ErrFault
	}
	err := f.store.Append(ctx, stream, expect, records)
	if fail == FailsAfter {
		return ErrFault
	}
	return err
}

// Read implements journal.Store.
func (f *Faulty) Read(ctx context.Context, stream string, from uint64) iter.Seq2[journal.Record, error] {
	return func(yield func(journal.Record, error) bool) {
		if f.ask(OpRead) != Works {
			yield(journal.Record{}, ErrFault)
			return
		}
		for r, err := range f.store.Read(ctx, stream, from) {
			if err == nil && f.ask(NextRecord) != Works {
				r, err = journal.Record{}, ErrFault
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// Head implements journal.Store.
func (f *Faulty) Head(ctx context.Context, stream string) (journal.Head, error) {
	if f.ask(OpHead) != Works {
		return journal.Head{}, ErrFault
	}
	return f.store.Head(ctx, stream)
}

// Streams implements journal.Store.
func (f *Faulty) Streams(ctx context.Context, prefix string) ([]string, error) {
	if f.ask(OpStreams) != Works {
		return nil, ErrFault
	}
	return f.store.Streams(ctx, prefix)
}
