package office

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/brief"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Polling is where phone ballots are given (电子投票): it knows which votes are open
// and which boxes they have, and nothing of who votes. It is used by pointer.
type Polling struct {
	Office *Office
	Boxes  *ballotbox.Boxes

	replacing sync.Mutex
	given     map[string]ballotbox.Code // slips that the record does not have yet
}

// ErrNotOpen says that the vote of a slip has not begun or has ended.
var ErrNotOpen = errors.New("the vote is not open")

// Question is what the bearer of a slip is asked.
type Question struct {
	Brief brief.Brief
	Form  ballot.Form
	Class string // class id, as printed on the slip
}

// Ask finds the vote of a code. The errors are ballotbox's for codes, and ErrNotOpen.
func (p *Polling) Ask(ctx context.Context, code ballotbox.Code) (Question, error) {
	box, err := p.Boxes.Find(ctx, code)
	if err != nil {
		return Question{}, err
	}
	class, err := box.Class(code)
	if err != nil {
		return Question{}, err
	}
	q := Question{Form: box.Form(), Class: box.Form().Classes[class]}
	return q, p.open(ctx, box, func(s *meeting.State) { q.Brief = s.Brief })
}

// Cast puts a ballot into the box of its code. It is durable when Cast returns nil.
func (p *Polling) Cast(ctx context.Context, code ballotbox.Code, marks []ballot.Mark) error {
	box, err := p.Boxes.Find(ctx, code)
	if err != nil {
		return err
	}
	err = p.open(ctx, box, func(*meeting.State) {})
	// Whoever asks again after the end, because the answer was lost, is told the
	// truth by the closed box: counted, or too late.
	if err != nil && !(errors.Is(err, ErrNotOpen) && box.Progress().Closed) {
		return err
	}
	return box.Cast(ctx, code, marks)
}

// Rehearsal says whether a code is that of a practice vote.
func (p *Polling) Rehearsal(ctx context.Context, code ballotbox.Code) bool {
	box, err := p.Boxes.Find(ctx, code)
	return err == nil && meeting.IsRehearsal(box.ID())
}

// open says whether the box is that of an open vote.
func (p *Polling) open(ctx context.Context, box *ballotbox.Box, look func(*meeting.State)) error {
	id := box.ID()[:strings.LastIndexByte(box.ID(), '-')]
	s, err := p.Office.Meetings.Open(ctx, id)
	if err != nil {
		return err
	}
	err = ErrNotOpen
	s.View(func(s *meeting.State, _ journal.Head) {
		if r := s.Round(); r != nil && r.Box == box.ID() && r.Form.Same(box.Form()) && byPhone(r) {
			look(s)
			if r.Ended == nil && r.Voided == nil {
				err = nil
			}
		}
	})
	return err
}

// byPhone says whether the vote takes ballots by phone at all: slips may have been
// printed and then papers given out instead.
func byPhone(r *meeting.Round) bool {
	return slices.ContainsFunc(r.Slips, func(s meeting.Slips) bool { return s.Phone > 0 })
}
