package demo

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"shuping/internal/archive"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/office"
	"shuping/policies"
)

// The days on which the head wants to close the year: too early, and when the checks of
// the rectification are in.
const (
	tooEarly calendar.Date = "2019-01-18"
	closing  calendar.Date = "2019-07-10"
)

// finish puts the year's file into the diary: what is archived, and the end (N9.4).
func (p *play) finish() {
	p.at(tooEarly, 9, 0, func() error {
		_, err := p.hand(p.head, p.year(), "close", values{"date": tooEarly})
		if err == nil {
			return fmt.Errorf("the year was closed before its file was complete")
		}
		return p.refused(p.year(), "close", err)
	})
	p.at(tooEarly, 10, 0, func() error { return p.putAway(false) })
	p.at(closing, 9, 0, func() error { return p.putAway(true) })
	p.at(closing, 10, 0, func() error {
		if err := p.must(p.head, p.year(), "close", values{"date": closing}); err != nil {
			return err
		}
		carried := 0
		if err := p.view(func(s *cycle.State) { carried = len(s.Closed.Carried) }); err != nil {
			return err
		}
		p.done(p.year(), "close", p.Words.Say("demo.closed", "n", carried))
		return nil
	})
}

// papers are the files that only the office has, by the document of the year's file
// that they belong to; the others are written from what is on record.
func (p *play) papers() map[string][]string {
	return map[string][]string{
		"scope": {p.input("roster.xlsx"), filepath.Join(p.Dir, CandidatesFile)}, "verification": {p.input("verification.xlsx")},
		"ballots": {p.input("meetings.xlsx")}, "rectification": {p.input("rectification.xlsx")},
	}
}

// putAway puts the papers into the year's file, the office's own and those that are
// written from what is on record; those of the rectification when it has been checked.
func (p *play) putAway(rectified bool) error {
	n := 0
	for _, d := range p.policy.Archive.Documents {
		if (d.ID == "rectification") != rectified {
			continue
		}
		files, err := p.filesOf(d.ID)
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := p.must(p.clerk, p.year(), "archive-document", values{"document": d.ID, "title": d.Name + "：" + f.Name}, f); err != nil {
				return err
			}
			n++
		}
	}
	call, err := p.app.Office.Caller(p.ctx, p.clerk)
	if err != nil {
		return err
	}
	written, err := p.app.Office.ArchiveDrafts(p.ctx, call, cycleID)
	if err != nil {
		return err
	}
	text := p.Words.Say("demo.archived", "n", n, "written", len(written))
	if rectified {
		p.done(p.year(), "archive-document", text)
	} else {
		p.mended(text)
	}
	return nil
}

func (p *play) filesOf(document string) (files []office.File, err error) {
	if document == "notice" {
		data, err := policies.Files.ReadFile(notice + ".yaml")
		return []office.File{{Name: notice + ".yaml", Data: data}}, err
	}
	for _, name := range p.papers()[document] {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		files = append(files, office.File{Name: filepath.Base(name), Data: data})
	}
	return files, nil
}

// documents writes every official document of the year into a folder of its own.
func (p *play) documents() error {
	dir := filepath.Join(p.Dir, DocumentsFolder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	drafts, err := p.app.Office.Drafts(p.ctx, cycleID)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		data, err := d.Bytes()
		if err != nil {
			return fmt.Errorf("%s: %w", d.Title, err)
		}
		if d.Name == p.filed.Name {
			data = p.filed.Data // as it was filed, not as it would be written today
		}
		if err := os.WriteFile(filepath.Join(dir, d.Name), data, 0o600); err != nil {
			return err
		}
	}
	p.line(Done, "N9.4", p.policy.Archive.Clause, p.Words.Say("demo.documents", "n", len(drafts), "folder", DocumentsFolder))
	return nil
}

// export writes the archive and verifies what lies on the disk.
func (p *play) export() error {
	name := filepath.Join(p.Dir, ArchiveFile)
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	if p.result.Archive, err = archive.Export(p.ctx, p.app.ArchiveSource(), cycleID, f, nil); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if p.result.Report, err = archive.Verify(p.ctx, f, size); err != nil {
		return err
	}
	basis := p.policy.Archive.Clause
	p.line(Done, "N9.4", basis, p.Words.Say("demo.exported", "file", ArchiveFile, "files", p.result.Archive.Files, "hash", p.result.Archive.SHA256))
	var bad []string
	for _, c := range p.result.Report.Bad() {
		bad = append(bad, strings.TrimSpace(c.Rule+" "+c.Of+" "+c.Code+" "+c.Got))
	}
	if len(bad) > 0 {
		return fmt.Errorf("the archive does not verify: %s", strings.Join(bad, "; "))
	}
	p.line(Done, "N9.4", basis, p.Words.Say("demo.verified", "n", len(p.result.Report.Checks), "head", p.result.Report.Head))
	return nil
}
