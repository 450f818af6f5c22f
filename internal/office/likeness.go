package office

import (
	"context"
	"fmt"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/policy"
	"shuping/internal/report"
)

// CommonIn is how many reports have to share a passage for it to be everybody's
// words (套话) and no longer a sign of copying.
const CommonIn = 5

// filed is a report on file to compare with.
type filed struct {
	name string // of the organisation, with the year if it is another
	file blob.Hash
}

// alike measures what a report shares with the newest reports of the year's other
// subjects, and with those of the same organisation in other years (N3.5), which
// only the office has. Earlier versions of the same report do not count: they are
// meant to be alike.
func (o *Office) alike(ctx context.Context, year, subject, text string) ([]report.Likeness, error) {
	others, content, err := o.otherReports(ctx, year, subject)
	if err != nil {
		return nil, err
	}
	index := report.NewIndex(report.Likening{Common: CommonIn, Phrases: report.Usual(content)})
	for _, x := range others {
		data, err := o.Blobs.Get(ctx, x.file)
		if err != nil {
			return nil, fmt.Errorf("report of %s: %w", x.name, err)
		}
		other, err := Text(File{Data: data})
		if err != nil {
			return nil, fmt.Errorf("report of %s: %w", x.name, err)
		}
		index.Add(x.name, other)
	}
	return index.Compare(text), nil
}

// otherReports are the reports to compare with, and what the year's notice itself says.
func (o *Office) otherReports(ctx context.Context, year, subject string) (others []filed, content policy.Content, err error) {
	ids, err := o.Cycles.IDs(ctx)
	if err != nil {
		return nil, content, err
	}
	for _, id := range ids {
		s, err := o.Cycles.Find(ctx, id)
		if err != nil {
			return nil, content, err
		}
		s.View(func(s *cycle.State, _ journal.Head) {
			if id == year {
				content = s.Policy.Content
			}
			for _, sid := range s.SubjectOrder {
				sub := s.Subjects[sid]
				r := sub.Report()
				switch {
				case r == nil:
				case id == year && sid != subject:
					others = append(others, filed{sub.OrgName, blob.Hash(r.File)})
				case id != year && sid == subject:
					others = append(others, filed{fmt.Sprintf("%s %d", sub.OrgName, s.Year), blob.Hash(r.File)})
				}
			}
		})
	}
	return others, content, nil
}
