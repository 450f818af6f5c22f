// Package tellers is the tellers' table (计票台): paper ballots are printed from forms that
// it keeps, piles that went through a scanner are handed in and read, and people look at
// what they decide. It decides nothing: every word is a command of the meeting, and what
// is read is handed in by the program in its own name.
//
// Stored in papers/, beside what is on record:
//
//	forms/<meeting>/<form>.json   a form that was printed: its layout's hash, its rows
//	piles/<box>/<batch>.jsonl     a pile that is being read: one page a line, kept as soon
//	                              as it was read, with its ink
//
// Scanned files, layouts, pictures of unclear entries and the file of what was read lie
// with the files on record by their hash. A pile that is on record and has no readings is
// read from where its working file ends; so a crash loses nothing, and there is no queue.
package tellers

import (
	"context"
	"errors"
	"sync"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// self is who hands in what was read, with the role that only the program has.
const self = "shuping"

// Table is the tellers' table of an installation. Its methods may be called at the same
// time; it is used by pointer.
type Table struct {
	Meetings *engine.Streams[meeting.State]
	Blobs    blob.Store
	Root     string // the folder papers/
	Jobs     int    // pages that are read at the same time

	turn     sync.Mutex // of who reads piles: one at a time
	mu       sync.Mutex
	progress map[pile]*Progress
	wake     chan struct{}
	once     sync.Once
	last     lastFile
}

// pile names a batch of a vote's box.
type pile struct {
	box   string
	batch int
}

// ErrNoPage says that there is no such page, or none that can be shown.
var ErrNoPage = errors.New("there is no such page")

func (t *Table) waking() chan struct{} {
	t.once.Do(func() { t.wake = make(chan struct{}, 1) })
	return t.wake
}

// Wake lets Run look at what there is to read.
func (t *Table) Wake() {
	select {
	case t.waking() <- struct{}{}:
	default:
	}
}

// Run reads what there is to read until ctx ends. tell is told of what could not be read for
// a fault of ours; it is tried again at the next look.
func (t *Table) Run(ctx context.Context, tell func(error)) {
	for {
		if err := t.All(ctx); err != nil && ctx.Err() == nil {
			tell(err)
		}
		select {
		case <-t.waking():
		case <-ctx.Done():
			return
		}
	}
}

// All reads every pile that is on record and was not read.
func (t *Table) All(ctx context.Context) error {
	ids, err := t.Meetings.IDs(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, t.Meeting(ctx, id))
	}
	return errors.Join(errs...)
}

// Meeting reads the piles of one meeting that were not read.
func (t *Table) Meeting(ctx context.Context, id string) error {
	t.turn.Lock()
	defer t.turn.Unlock()
	for {
		s, err := t.Meetings.Find(ctx, id)
		if err != nil {
			return err
		}
		w := t.unread(s)
		if w == nil {
			return t.compareAll(ctx, s)
		}
		err = t.read(ctx, s, w)
		if err != nil && !errors.Is(err, errStopped) {
			return err
		}
	}
}

// work is a pile that is to be read, as the meeting has it.
type work struct {
	pile
	batch   meeting.Batch
	ballot  policy.Ballot
	whole   bool  // a rule about the whole ballot: every sheet's entries go on record
	earlier []int // batches of the same class that were handed in before
}

// unread is the first pile of a vote whose count is open that was not read, nil for none.
func (t *Table) unread(s *engine.Stream[meeting.State]) (w *work) {
	s.View(func(s *meeting.State, _ journal.Head) {
		r := s.Round()
		if r == nil || r.Voided != nil || r.Accepted != nil || r.Reading == nil {
			return
		}
		var earlier []meeting.Batch
		for _, b := range r.Reading.Batches {
			if b.Voided != nil {
				continue
			}
			if b.Read == nil {
				w = &work{pile: pile{r.Box, b.No}, batch: b, ballot: s.Type().Ballot, whole: r.Form.Breaches()}
				for _, e := range earlier {
					if e.Class == b.Class && b.Again == 0 {
						w.earlier = append(w.earlier, e.No)
					}
				}
				return
			}
			if b.Again == 0 {
				earlier = append(earlier, b)
			}
		}
	})
	return w
}

func call() decider.Call { return decider.Call{Who: self, Roles: []string{policy.RoleSystem}} }
