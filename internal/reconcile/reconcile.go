// Package reconcile does what follows from what was decided (后续办理): it looks at
// what is missing, does it, and hands in the command that says so. It is
// level-triggered: there is no queue that could lose something, and a crash in the
// middle is made good by the next look.
//
// What it does, in this order:
//
//   - a meeting that the year has called and that has no stream yet is begun with
//     its brief;
//   - the box of a vote that has ended is closed and sealed, and its count recorded;
//   - the minutes of a closed meeting are handed to the year, again when a recount
//     was announced. A closed year takes no more; the meeting's own record has it.
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"shuping/internal/ballotbox"
	"shuping/internal/brief"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// Self is who hands in what nobody may hand in by hand, with the role that only the
// program has.
const Self = "shuping"

// Effects are what is done after commands.
type Effects struct {
	Cycles   *engine.Streams[cycle.State]
	Meetings *engine.Streams[meeting.State]
	Boxes    *ballotbox.Boxes
	// Practice keeps practice meetings; nil where there are none.
	Practice Practice
	// Papers keeps what was printed and scanned; nil where papers are not read.
	Papers Papers
}

// Papers forgets the forms and piles of a practice meeting (tellers.Table).
type Papers interface{ Forget(meeting string) error }

// Practice forgets the records of a practice meeting (rehearsal.Store).
type Practice interface{ Wipe(stream string) }

func call() decider.Call {
	return decider.Call{Who: Self, Roles: []string{policy.RoleSystem}}
}

// All looks at every year. A fault in one does not keep the others back; all
// faults come back together.
func (e *Effects) All(ctx context.Context) error {
	ids, err := e.Cycles.IDs(ctx)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return e.carried(ctx)
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, e.Cycle(ctx, id))
	}
	return errors.Join(errs...)
}

// carried looks at the meetings of a folder that has no year: they were carried here.
func (e *Effects) carried(ctx context.Context) error {
	ids, err := e.Meetings.IDs(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, id := range ids {
		errs = append(errs, e.meeting(ctx, "", id))
	}
	return errors.Join(errs...)
}

// Stream looks at the year that a stream belongs to.
func (e *Effects) Stream(ctx context.Context, stream string) error {
	kind, id, err := split(stream)
	if err != nil {
		return err
	}
	if kind == "cycle" {
		return e.Cycle(ctx, id)
	}
	s, err := e.Meetings.Find(ctx, id)
	if err != nil {
		return err
	}
	var year string
	s.View(func(s *meeting.State, _ journal.Head) { year = s.Brief.Cycle })
	return e.meeting(ctx, year, id)
}

func split(stream string) (kind, id string, err error) {
	for i := range stream {
		if stream[i] == '/' {
			return stream[:i], stream[i+1:], nil
		}
	}
	return "", "", fmt.Errorf("%q is not the name of a stream", stream)
}

// Cycle looks at one year and its meetings.
func (e *Effects) Cycle(ctx context.Context, id string) error {
	s, err := e.Cycles.Find(ctx, id)
	if err != nil {
		return err
	}
	var meetings []string
	var begun []brief.Brief
	s.View(func(s *cycle.State, _ journal.Head) {
		for _, m := range s.MeetingOrder {
			if b, ok := s.Brief(m); ok {
				meetings, begun = append(meetings, m), append(begun, b)
			}
		}
	})
	var errs []error
	for i, m := range meetings {
		errs = append(errs, e.begin(ctx, begun[i]), e.meeting(ctx, id, m))
	}
	return errors.Join(errs...)
}

// begin begins the stream of a called meeting.
func (e *Effects) begin(ctx context.Context, b brief.Brief) error {
	s, err := e.Meetings.Open(ctx, b.Meeting)
	if err != nil {
		return err
	}
	empty := false
	s.View(func(_ *meeting.State, head journal.Head) { empty = head.Seq == 0 })
	if !empty {
		return nil
	}
	if _, err := s.Do(ctx, call(), &meeting.Call{Brief: b}); err != nil {
		return fmt.Errorf("meeting %s: %w", b.Meeting, err)
	}
	return nil
}

func (e *Effects) meeting(ctx context.Context, year, id string) error {
	s, err := e.Meetings.Find(ctx, id)
	if err != nil {
		return err
	}
	if err := e.seal(ctx, s); err != nil {
		return fmt.Errorf("meeting %s: %w", id, err)
	}
	if err := e.rehearsals(ctx, s); err != nil {
		return fmt.Errorf("rehearsal of meeting %s: %w", id, err)
	}
	if err := e.minutes(ctx, year, s); err != nil {
		return fmt.Errorf("meeting %s: %w", id, err)
	}
	return nil
}

// seal closes and seals the boxes of votes that have ended and records the last. When the
// meeting is over, the box of a vote that was never opened is destroyed with its key.
func (e *Effects) seal(ctx context.Context, s *engine.Stream[meeting.State]) error {
	var ended []string
	var record string
	var issued []string // classes that were given slips
	unopened := ""      // of a meeting that is over: the box of a vote that will not be
	s.View(func(s *meeting.State, _ journal.Head) {
		for _, sitting := range append(s.Past[:len(s.Past):len(s.Past)], s.Sitting) {
			for _, r := range sitting.Rounds {
				if r.Ended != nil || r.Voided != nil || sitting.Adjourned != nil {
					ended = append(ended, r.Box)
				}
			}
		}
		if s.Closed != nil {
			unopened = s.NextBox()
		}
		if r := s.Round(); r != nil && r.Ended != nil && r.Voided == nil && r.Accepted == nil && r.Phone == nil {
			for _, sl := range r.Slips {
				if sl.Phone > 0 { // slips may have been printed for a vote that was then held on paper
					record, issued = r.Box, append(issued, sl.Class)
				}
			}
		}
	})
	for _, id := range ended {
		if _, err := e.Boxes.Box(id); id != record && errors.Is(err, ballotbox.ErrSealed) {
			continue // long done; nobody needs the list again
		}
		sealed, err := e.sealed(ctx, id)
		if errors.Is(err, ballotbox.ErrNoBox) {
			continue // only papers were given out
		}
		if errors.Is(err, ballotbox.ErrNoKey) {
			continue // the box cannot be read: the count stays open, and the vote has to be voided
		}
		if err != nil {
			return err
		}
		if id != record {
			continue
		}
		if _, err := s.Do(ctx, call(), recordBox(sealed, issued)); err != nil {
			return err
		}
	}
	if unopened != "" { // its slips may have been printed
		return e.Boxes.Destroy(unopened)
	}
	return nil
}

func (e *Effects) sealed(ctx context.Context, id string) (ballotbox.Sealed, error) {
	b, err := e.Boxes.Box(id)
	if errors.Is(err, ballotbox.ErrSealed) {
		return e.Boxes.Sealed(id)
	}
	if err != nil {
		return ballotbox.Sealed{}, err
	}
	if err := b.Close(ctx); err != nil {
		return ballotbox.Sealed{}, err
	}
	return b.Seal(ctx)
}

// recordBox is the command that takes a sealed box into the meeting, of the classes that
// were given slips.
func recordBox(sealed ballotbox.Sealed, issued []string) *meeting.RecordBox {
	cmd := &meeting.RecordBox{Seal: sealed.Hash}
	for _, t := range sealed.Tallies {
		if !slices.Contains(issued, sealed.Form.Classes[t.Class]) {
			continue
		}
		pile := meeting.Pile{Class: sealed.Form.Classes[t.Class], Ballots: t.Ballots}
		asked := sealed.Form.Asked()
		for i, l := range sealed.Form.Lines() {
			c := t.Subjects[i]
			pile.Rows = append(pile.Rows, meeting.Row{Subject: sealed.Form.Subjects[l.Subject], Question: asked[l.Question].ID,
				Options: c.Options, Blank: c.Blank, Multiple: c.Multiple, Breach: c.Breach, Own: c.Own})
		}
		cmd.Piles = append(cmd.Piles, pile)
		cmd.Used = append(cmd.Used, meeting.UsedCode{Class: pile.Class, Used: sealed.Slips[t.Class].Used, Made: sealed.Slips[t.Class].Issued})
	}
	return cmd
}

// minutes hands a closed meeting's minutes to the year, if the year does not have
// these.
func (e *Effects) minutes(ctx context.Context, year string, s *engine.Stream[meeting.State]) error {
	var m brief.Minutes
	cmd := &cycle.ReceiveMinutes{}
	closed := false
	s.View(func(s *meeting.State, head journal.Head) {
		m, closed = s.Minutes()
		closed = closed && s.Away == nil // until then the records are a promise of what comes back
		cmd.Reason = moved(s)
		m.Seq, m.Head = head.Seq, head.Hash.String()
	})
	if !closed {
		return nil
	}
	y, err := e.Cycles.Find(ctx, year)
	var bad *engine.BadName
	if errors.Is(err, engine.ErrNoStream) || errors.As(err, &bad) {
		return nil // the year is where the meeting was carried out from, and gets them when it is back
	}
	if err != nil {
		return err
	}
	cmd.Minutes = m
	known := false
	y.View(func(s *cycle.State, _ journal.Head) {
		called := s.Meetings[m.Meeting]
		if called == nil || called.Cancelled != nil || s.Closed != nil {
			known = true
			return
		}
		if n := len(called.Minutes); n > 0 {
			last := called.Minutes[n-1].Minutes
			known = len(last.Rounds) == len(m.Rounds) && last.Announced.Equal(m.Announced)
			cmd.Reason = "result announced"
			if len(last.Rounds) < len(m.Rounds) {
				cmd.Reason = "recount announced"
			}
		}
	})
	if known {
		return nil
	}
	_, err = y.Do(ctx, call(), cmd)
	return err
}

// moved is why the meeting was held on another day than the year called it for: a
// day outside the notice's time is recorded with that reason (N9.3).
func moved(s *meeting.State) (reason string) {
	for _, c := range s.Changes {
		if c.Before.Date != c.After.Date {
			reason = c.Reason
		}
	}
	for _, past := range s.Past {
		if a := past.Adjourned; a != nil && a.Next != "" {
			reason = a.Reason
		}
	}
	return reason
}
