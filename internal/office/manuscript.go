package office

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"shuping/internal/cycle"
	"shuping/internal/docx"
	"shuping/internal/journal"
	"shuping/internal/policy"
	"shuping/internal/report"
)

// Manuscript is a report that somebody is still writing (报告草稿), part by part. It is
// the writer's own and on no record: the journal begins when it is handed in.
type Manuscript struct {
	Parts map[string]string `json:"parts"` // by the id of a policy.Part
	// Rev counts the savings. Whoever saves says which one was read, so that of two
	// open windows none writes over the other.
	Rev   int       `json:"rev"`
	Saved time.Time `json:"saved"`
}

// Errors of a Desk.
var (
	ErrNoManuscript      = errors.New("no such manuscript")
	ErrManuscriptChanged = errors.New("the manuscript was saved elsewhere in the meantime")
)

// Desk keeps manuscripts, each by its writer and by what it is about (such as
// "2018/O1"). All methods may be called concurrently.
type Desk interface {
	// Manuscript is the last one that was saved, or ErrNoManuscript.
	Manuscript(ctx context.Context, person, about string) (Manuscript, error)
	// SaveManuscript keeps m in the place of that with m.Rev, 0 for none, and gives it
	// the next one; ErrManuscriptChanged when another one is there.
	SaveManuscript(ctx context.Context, person, about string, m Manuscript) (Manuscript, error)
	// DropManuscript forgets one, if it is there.
	DropManuscript(ctx context.Context, person, about string) error
	// DropManuscripts forgets all of a person.
	DropManuscripts(ctx context.Context, person string) error
}

// Typeset makes the Word file of a manuscript: the title, and each part that says
// something under its name. The order and the names are the notice's.
func Typeset(title, author string, parts []policy.Part, m Manuscript) ([]byte, error) {
	d := docx.New(docx.Meta{Title: title, Author: author})
	d.Title(title)
	n := 0
	for _, p := range parts {
		text := strings.TrimSpace(m.Parts[p.ID])
		if text == "" {
			continue
		}
		n++
		d.Heading(1, chineseNumber(n)+"、"+p.Name)
		for line := range strings.SplitSeq(text, "\n") {
			if line = strings.TrimSpace(line); line != "" {
				d.Body(line)
			}
		}
	}
	return d.Bytes()
}

// Borders says where the parts of a manuscript begin in the text of its Word file: what
// was written in a part's field belongs to it. None where the text is not laid out so, or
// the notice has a part that reports are not measured by.
func Borders(parts []policy.Part, m Manuscript, text string) []cycle.Border {
	borders := []cycle.Border{{Part: report.Other}}
	at, n := 0, 0
	rest := []rune(text)
	for _, p := range parts {
		if strings.TrimSpace(m.Parts[p.ID]) == "" {
			continue
		}
		n++
		heading := []rune(chineseNumber(n) + "、" + p.Name + "\n")
		k := lineAt(rest[at:], heading)
		if k < 0 || !slices.Contains([]string{report.Duty, report.Tasks, report.Problems, report.Next}, p.ID) {
			return nil
		}
		at += k
		borders = append(borders, cycle.Border{Part: p.ID, Start: at})
	}
	if n == 0 || borders[1].Start == 0 {
		return nil
	}
	return borders
}

// lineAt is where a line stands in a text, -1 where it does not.
func lineAt(text, line []rune) int {
	for i := 0; i+len(line) <= len(text); i++ {
		if (i == 0 || text[i-1] == '\n') && slices.Equal(text[i:i+len(line)], line) {
			return i
		}
	}
	return -1
}

// chineseNumber is 1 to 99 as headings are numbered.
func chineseNumber(n int) string {
	digits := []rune("〇一二三四五六七八九")
	out := ""
	if n >= 20 {
		out = string(digits[n/10%10])
	}
	if n >= 10 {
		out += "十"
	}
	if n%10 > 0 {
		out += string(digits[n%10])
	}
	return out
}

// Preview is what filing that text as the subject's report would measure and find,
// apart from the likeness with other reports, which is looked for at the filing.
func (o *Office) Preview(ctx context.Context, year, subject, text string, parts []cycle.Border) (res report.Result, err error) {
	s, err := o.Cycles.Find(ctx, year)
	if err != nil {
		return res, err
	}
	members, err := o.membersOf(ctx, s, subject)
	if err != nil {
		return res, err
	}
	s.View(func(s *cycle.State, _ journal.Head) { res, err = s.Preview(subject, text, members, parts) })
	return res, err
}

// ReportText is the text of a report on file as it was looked at when it was filed: as
// every value that is handed in, without room around it and with plain ends of lines.
func (o *Office) ReportText(ctx context.Context, r *cycle.Report) (string, error) {
	f, err := o.reportFile(ctx, &Paper{Values: map[string][]string{"file": {r.File}}})
	if err != nil {
		return "", err
	}
	text, err := Text(File{Data: f.Data})
	if err != nil {
		return "", fmt.Errorf("report %s: %w", r.File, err)
	}
	return report.AsFiled(text), nil
}

// completeMarked takes the text of the subject's newest report from its file.
func completeMarked(ctx context.Context, o *Office, id string, p *Paper) error {
	if p.value("text") != "" {
		return nil
	}
	s, err := o.Cycles.Find(ctx, id)
	if err != nil {
		return err
	}
	var r *cycle.Report
	s.View(func(s *cycle.State, _ journal.Head) {
		if sub := s.Subjects[p.value("subject")]; sub != nil && sub.Report() != nil {
			r = &cycle.Report{Version: sub.Report().Version}
		}
	})
	if r == nil {
		return nil // the command says so
	}
	text, err := o.ReportText(ctx, r)
	if err != nil {
		return err
	}
	return p.set("text", text)
}
