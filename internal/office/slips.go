package office

import (
	"context"
	"errors"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Slips draws the one-time codes of a vote, for each class of the form (选票码): before
// the vote for the subjects who have reported by then, where it may be done again for
// those who come late, or after it was opened for its form, once. They are returned to
// be printed and cannot be shown again.
func (p *Polling) Slips(ctx context.Context, id string, issued []meeting.Issue) (ballot.Form, [][]ballotbox.Code, error) {
	s, err := p.Office.Meetings.Find(ctx, id)
	if err != nil {
		return ballot.Form{}, nil, err
	}
	var form ballot.Form
	var box string
	var refusal error
	before := true
	s.View(func(s *meeting.State, _ journal.Head) {
		if r := s.Round(); r != nil && r.Ended == nil && r.Voided == nil {
			form, box, issued, before = r.Form, r.Box, issuedOf(r), false
			return
		}
		issued = meeting.BallotClasses(s.Type(), issued)
		form, refusal = nextForm(s, issued)
		box = s.NextBox()
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
	if errors.Is(err, ballotbox.ErrExists) && before {
		codes, err = p.more(ctx, box, form, slips)
	}
	if errors.Is(err, ballotbox.ErrExists) {
		return ballot.Form{}, nil, decider.Refuse("N7.2", "slips-made", "box", box)
	}
	return form, codes, err
}

// more draws further codes for a box that was made for the same form.
func (p *Polling) more(ctx context.Context, id string, form ballot.Form, slips []int) (codes [][]ballotbox.Code, err error) {
	box, err := p.Boxes.Box(id)
	if err != nil {
		return nil, err
	}
	if !box.Form().Same(form) {
		return nil, otherForm()
	}
	for class, n := range slips {
		var drawn []ballotbox.Code
		if n > 0 {
			if drawn, err = box.AddSlips(ctx, class, n); err != nil {
				return nil, err
			}
		}
		codes = append(codes, drawn)
	}
	return codes, nil
}

func otherForm() *decider.Refusal { return decider.Refuse("N7.2", "slips-other-form").At("issued") }

func issuedOf(r *meeting.Round) (issued []meeting.Issue) {
	for _, s := range r.Slips {
		issued = append(issued, meeting.Issue{Class: s.Class, Phone: s.Phone, Paper: s.Paper})
	}
	return issued
}

// nextForm is the form that the next vote will have if it is opened with these
// ballots, by the classes they carry, now. Where several subjects report, it is known
// when all have had their turn, because who does not report at all is not on the form.
func nextForm(s *meeting.State, issued []meeting.Issue) (ballot.Form, error) {
	var subjects, classes []string
	for _, sub := range s.Brief.Subjects {
		r := s.Report(sub.ID)
		if r == nil && len(s.Brief.Subjects) > 1 {
			return ballot.Form{}, decider.Refuse("N6.2", "slips-too-early", "org", sub.OrgName)
		}
		if r == nil || r.Instead != meeting.Absent {
			subjects = append(subjects, sub.ID)
		}
	}
	for _, is := range issued {
		classes = append(classes, is.Class)
	}
	form := meeting.FormOf(&s.Brief, subjects, classes)
	if err := form.Validate(); err != nil {
		return form, decider.Refuse("", "form-invalid", "why", err.Error())
	}
	return form, nil
}

// checkSlips holds a vote that is to be opened against the slips that were printed for
// it: none is given out that was not printed, and what is printed on them is what is
// voted on. Fewer than were printed may be given out; the surplus is recorded when the
// box is sealed. Slips are printed after the opening, too; then there is nothing to check.
func checkSlips(ctx context.Context, o *Office, id string, p *Paper) error {
	if o.Boxes == nil {
		return nil
	}
	var cmd meeting.OpenBallot
	if form.Decode(p.Values, &cmd) != nil {
		return nil // the office says what cannot be read
	}
	s, err := o.Meetings.Find(ctx, id)
	if err != nil {
		return err
	}
	var name string
	var will ballot.Form
	var refusal error
	var issued []meeting.Issue
	phone := 0
	s.View(func(s *meeting.State, _ journal.Head) {
		if s.Brief.Meeting == "" {
			refusal = engine.ErrNoStream
			return
		}
		issued = meeting.BallotClasses(s.Type(), cmd.Issued)
		will, refusal = nextForm(s, issued)
		name = s.NextBox()
	})
	for _, is := range issued {
		phone += is.Phone
	}
	if refusal != nil || phone == 0 {
		return nil // the meeting says what is wrong, or there is nothing to compare
	}
	box, err := o.Boxes.Box(name)
	if errors.Is(err, ballotbox.ErrNoBox) {
		return nil
	}
	if err != nil {
		return err
	}
	if !box.Form().Same(will) {
		return otherForm()
	}
	if printed := box.Progress().Slips; phone > printed {
		return decider.Refuse("N7.2", "more-than-printed", "got", phone, "printed", printed).At("issued")
	}
	return nil
}
