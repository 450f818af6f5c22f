package office

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Polling is where phone ballots are given (电子投票): it knows which votes are open
// and which boxes they have, and nothing of who votes.
type Polling struct {
	Office *Office
	Boxes  *ballotbox.Boxes
}

// ErrNotOpen says that the vote of a slip has not begun or has ended.
var ErrNotOpen = errors.New("the vote is not open")

// Slips draws the one-time codes of a vote, for each class of the form (选票码): before
// the vote for the subjects who have reported by then, or after it was opened for
// its form. They are returned once, to be printed, and cannot be shown again.
func (p *Polling) Slips(ctx context.Context, id string, issued []meeting.Issue) (ballot.Form, [][]ballotbox.Code, error) {
	s, err := p.Office.Meetings.Find(ctx, id)
	if err != nil {
		return ballot.Form{}, nil, err
	}
	var form ballot.Form
	var box string
	var refusal error
	s.View(func(s *meeting.State, _ journal.Head) {
		if r := s.Round(); r != nil && r.Ended == nil && r.Voided == nil {
			form, box, issued = r.Form, r.Box, issuedOf(r)
			return
		}
		issued = meeting.BallotClasses(s.Type(), issued)
		form, refusal = nextForm(s, issued)
		box = id + "-" + strconv.Itoa(s.Ballots+1)
	})
	if refusal != nil {
		return ballot.Form{}, nil, refusal
	}
	slips := make([]int, len(form.Classes))
	for i, class := range form.Classes {
		for _, is := range issued {
			if is.Class == class {
				slips[i] = is.Phone
			}
		}
	}
	codes, err := p.Boxes.Create(ctx, box, form, slips)
	if errors.Is(err, ballotbox.ErrExists) {
		return ballot.Form{}, nil, decider.Refuse("N7.2", "slips-made", "box", box)
	}
	return form, codes, err
}

func issuedOf(r *meeting.Round) (issued []meeting.Issue) {
	for _, s := range r.Slips {
		issued = append(issued, meeting.Issue{Class: s.Class, Phone: s.Phone, Paper: s.Paper})
	}
	return issued
}

// nextForm is the form that the next vote will have if it is opened with these
// ballots, by the classes they carry, now. Where several subjects report, it is known when all have had their
// turn, because who does not report at all is not on the form.
func nextForm(s *meeting.State, issued []meeting.Issue) (ballot.Form, error) {
	form := ballot.Form{Options: s.Type().Ballot.Options}
	for _, sub := range s.Brief.Subjects {
		r := s.Report(sub.ID)
		if r == nil && len(s.Brief.Subjects) > 1 {
			return form, decider.Refuse("N6.2", "slips-too-early", "org", sub.OrgName)
		}
		if r == nil || r.Instead != meeting.Absent {
			form.Subjects = append(form.Subjects, sub.ID)
		}
	}
	for _, is := range issued {
		form.Classes = append(form.Classes, is.Class)
	}
	if err := form.Validate(); err != nil {
		return form, decider.Refuse("", "form-invalid", "why", err.Error())
	}
	return form, nil
}

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

// open says whether the box is that of an open vote.
func (p *Polling) open(ctx context.Context, box *ballotbox.Box, look func(*meeting.State)) error {
	id := box.ID()[:strings.LastIndexByte(box.ID(), '-')]
	s, err := p.Office.Meetings.Open(ctx, id)
	if err != nil {
		return err
	}
	err = ErrNotOpen
	s.View(func(s *meeting.State, _ journal.Head) {
		if r := s.Round(); r != nil && r.Box == box.ID() && sameForm(r.Form, box.Form()) {
			look(s)
			if r.Ended == nil && r.Voided == nil {
				err = nil
			}
		}
	})
	return err
}

// sameForm says whether two forms are one. It is asked for every ballot, so it
// compares instead of hashing.
func sameForm(a, b ballot.Form) bool {
	return slices.Equal(a.Subjects, b.Subjects) && slices.Equal(a.Options, b.Options) && slices.Equal(a.Classes, b.Classes)
}
