package reconcile

import (
	"context"

	"shuping/internal/brief"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// rehearsals begins the practice meeting that a meeting's record says is there, and
// destroys every earlier one of which something is left.
func (e *Effects) rehearsals(ctx context.Context, s *engine.Stream[meeting.State]) error {
	if e.Practice == nil {
		return nil
	}
	var b brief.Brief
	var now, last int
	s.View(func(s *meeting.State, _ journal.Head) { b, now, last = s.Brief, s.Rehearsing, s.Rehearsals })
	for no := 1; no <= last; no++ {
		if no == now {
			continue
		}
		if err := e.wipe(ctx, meeting.RehearsalID(b.Meeting, no)); err != nil {
			return err
		}
	}
	if now == 0 {
		return nil
	}
	b.Meeting, b.Rehearsal = meeting.RehearsalID(b.Meeting, now), true
	return e.begin(ctx, b)
}

// wipe leaves nothing of a practice meeting: its ballots and papers first, then its record.
func (e *Effects) wipe(ctx context.Context, id string) error {
	if err := e.Boxes.Discard(ctx, id+"-"); err != nil {
		return err
	}
	if e.Papers != nil {
		if err := e.Papers.Forget(id); err != nil {
			return err
		}
	}
	e.Meetings.Forget(id)
	e.Practice.Wipe("meeting/" + id)
	return nil
}
