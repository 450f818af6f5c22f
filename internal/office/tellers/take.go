package tellers

import (
	"context"

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
	s, err := t.Meetings.Find(ctx, id)
	if err != nil {
		return err
	}
	forms, err := t.Forms(id)
	if err != nil {
		return err
	}
	var round *meeting.Round
	cmd := &meeting.ScanBallots{Class: class}
	var fit []Form
	s.View(func(s *meeting.State, _ journal.Head) {
		round = s.Round()
		if round == nil {
			return
		}
		cmd.Options = round.Form.Options
		for _, f := range forms {
			if f.fits(round) {
				fit = append(fit, f)
			}
		}
	})
	if round == nil {
		return decider.Refuse("N7.2", "vote-not-ended")
	}
	if len(fit) == 0 {
		return decider.Refuse("N7.1", "papers-not-printed").At("layout")
	}
	f := fit[0]
	if len(fit) > 1 {
		f = t.shown(ctx, fit, images)
	}
	l, err := t.layout(ctx, f.Layout)
	if err != nil {
		return err
	}
	cmd.Options = l.Grades
	cmd.Layout = string(f.Layout)
	s.View(func(s *meeting.State, _ journal.Head) { cmd.Subjects = f.rows(s.Round()) })
	for _, h := range images {
		cmd.Images = append(cmd.Images, string(h))
	}
	if _, err := s.Do(ctx, who, cmd); err != nil {
		return err
	}
	t.Wake()
	return nil
}

// shown is the form that the first page shows that can be read, of several that were
// printed; the last one printed where none does.
func (t *Table) shown(ctx context.Context, forms []Form, images []blob.Hash) Form {
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
					return forms[i]
				}
			}
		}
	}
	return forms[0]
}
