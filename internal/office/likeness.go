package office

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/policy"
	"shuping/internal/report"
)

// CommonIn is how many reports have to share a passage for it to be everybody's
// words (套话) and no longer a sign of copying.
const CommonIn = 5

// Filed says which version of which report is meant, as report.Likeness.Ref.
type Filed struct {
	Year, Subject string
	Version       int
}

// String is such as 2018/O3/2.
func (f Filed) String() string { return f.Year + "/" + f.Subject + "/" + strconv.Itoa(f.Version) }

// ParseFiled reads what String writes; ok is false for anything else.
func ParseFiled(s string) (f Filed, ok bool) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return f, false
	}
	n, err := strconv.Atoi(parts[2])
	return Filed{parts[0], parts[1], n}, err == nil && n > 0
}

// filed is a report on file to compare with.
type filed struct {
	Filed
	name string // of the organisation, with the year if it is another
	file blob.Hash
}

// alike measures what a report shares with the newest reports of the year's other
// subjects, and with everybody's of other years (N3.5), which only the office has.
// Earlier versions of the same report do not count: they are meant to be alike.
func (o *Office) alike(ctx context.Context, year, subject, text string) ([]report.Likeness, error) {
	others, content, err := o.otherReports(ctx, year, subject)
	if err != nil {
		return nil, err
	}
	index := report.NewIndex(report.Likening{Common: CommonIn, Phrases: report.Usual(content)})
	names := make(map[string]string, len(others))
	for _, x := range others {
		other, err := o.textOf(ctx, x.file)
		if err != nil {
			return nil, fmt.Errorf("report of %s: %w", x.name, err)
		}
		index.Add(x.String(), other)
		names[x.String()] = x.name
	}
	all := index.Compare(text)
	for i := range all {
		all[i].Ref, all[i].With = all[i].With, names[all[i].With]
	}
	return all, nil
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
				if r == nil || id == year && sid == subject {
					continue
				}
				name := sub.OrgName
				if id != year {
					name = fmt.Sprintf("%s %d", sub.OrgName, s.Year)
				}
				others = append(others, filed{Filed{id, sid, r.No}, name, blob.Hash(r.File)})
			}
		})
	}
	return others, content, nil
}

// textOf is the text of a report's file as it was looked at, kept for the next who asks:
// at each filing all others are read.
func (o *Office) textOf(ctx context.Context, file blob.Hash) (string, error) {
	if text, ok := o.texts.get(file); ok {
		return text, nil
	}
	data, err := o.Blobs.Get(ctx, file)
	if err != nil {
		return "", err
	}
	text, err := Text(File{Data: data})
	if err != nil {
		return "", err
	}
	text = report.AsFiled(text)
	o.texts.put(file, text)
	return text, nil
}

// texts are texts of reports by the hash of their file, which never changes. When they
// are more than textsMost bytes they are forgotten and read again.
type texts struct {
	mu    sync.Mutex
	by    map[blob.Hash]string
	bytes int
}

// textsMost is some thousand reports.
const textsMost = 32 << 20

func (t *texts) get(h blob.Hash) (string, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	text, ok := t.by[h]
	return text, ok
}

func (t *texts) put(h blob.Hash, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by == nil || t.bytes+len(text) > textsMost {
		t.by, t.bytes = map[blob.Hash]string{}, 0
	}
	if _, there := t.by[h]; !there {
		t.by[h], t.bytes = text, t.bytes+len(text)
	}
}
