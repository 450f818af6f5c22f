package tellers

import (
	"context"
	"slices"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/scan"
	"shuping/internal/scan/feed"
	"shuping/internal/sheet/layout"
)

// Take hands a pile in: scanned files that are on record, of a class, printed from one of
// the forms. It is read afterwards, see Run. Papers of which no form is known are refused.
func (t *Table) Take(ctx context.Context, who decider.Call, id, class string, images []blob.Hash) error {
	return t.TakeAgain(ctx, who, id, class, 0, images)
}

// TakeAgain hands in the second scan of a pile, to be compared with the first; again is the
// number of that pile, 0 for a pile of its own.
func (t *Table) TakeAgain(ctx context.Context, who decider.Call, id, class string, again int, images []blob.Hash) error {
	s, err := t.Meetings.Find(ctx, id)
	if err != nil {
		return err
	}
	forms, err := t.Forms(id)
	if err != nil {
		return err
	}
	var round *meeting.Round
	whose := map[string][]string{} // the classes that a form fits
	var fit []Form
	s.View(func(s *meeting.State, _ journal.Head) {
		if round = s.Round(); round == nil {
			return
		}
		for _, f := range forms {
			for _, sl := range round.Slips {
				if sl.Paper > 0 && f.fits(round, sl.Class) {
					whose[f.Name] = append(whose[f.Name], sl.Class)
				}
			}
			if len(whose[f.Name]) > 0 {
				fit = append(fit, f)
			}
		}
	})
	if round == nil {
		return decider.Refuse("N7.2", "vote-not-ended")
	}
	f, err := t.formOf(ctx, class, fit, whose, images)
	if err != nil {
		return err
	}
	l, err := t.layout(ctx, f.Layout)
	if err != nil {
		return err
	}
	cmd := &meeting.ScanBallots{Class: class, Again: again, Layout: string(f.Layout)}
	s.View(func(s *meeting.State, _ journal.Head) { cmd.Lines = f.rows(s.Round(), class, l) })
	for _, h := range images {
		cmd.Images = append(cmd.Images, string(h))
	}
	if _, err := s.Do(ctx, who, cmd); err != nil {
		return err
	}
	t.Wake()
	return nil
}

// formOf is the form that a pile of a class was printed from: the one that its pages show,
// else the last one that was printed for the class. A pile that shows another class's form
// is refused.
func (t *Table) formOf(ctx context.Context, class string, forms []Form, whose map[string][]string, images []blob.Hash) (Form, error) {
	own := slices.IndexFunc(forms, func(f Form) bool { return slices.Contains(whose[f.Name], class) })
	if len(forms) > 1 {
		if f := t.shown(ctx, forms, images); f != nil {
			if !slices.Contains(whose[f.Name], class) {
				return *f, decider.Refuse("N7.1", "paper-other-class", "class", whose[f.Name][0]).At("class")
			}
			return *f, nil
		}
	}
	if own < 0 {
		return Form{}, decider.Refuse("N7.1", "papers-not-printed").At("layout")
	}
	return forms[own], nil
}

// shown is the form that the first page shows that can be read, of several that were
// printed; nil where none does.
func (t *Table) shown(ctx context.Context, forms []Form, images []blob.Hash) *Form {
	layouts := make([]*layout.Layout, len(forms))
	for i, f := range forms {
		layouts[i], _ = t.layout(ctx, f.Layout) // a form whose layout is gone shows on no page
	}
	for _, h := range images {
		data, err := t.Blobs.Get(ctx, h)
		if err != nil {
			continue
		}
		file, err := feed.Open(data)
		if err != nil {
			continue
		}
		for p := range min(file.Len(), 3) {
			g, err := file.Page(p)
			if err != nil {
				continue
			}
			for i, l := range layouts {
				if l != nil && scan.Read(g, l).Problem == scan.NoProblem {
					return &forms[i]
				}
			}
		}
	}
	return nil
}
