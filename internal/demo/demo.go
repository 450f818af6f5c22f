package demo

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"shuping/internal/app"
	"shuping/internal/archive"
	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/internal/words"
	"shuping/policies"
)

// The files that a play writes into its folder, beside the data and input/.
const (
	ArchiveFile    = "archive-2018.zip"
	CandidatesFile = "draw-candidates.txt"
	// DocumentsFolder has the official documents.
	DocumentsFolder = "documents"
)

// DefaultSeed is the seed of a play that was given none.
const DefaultSeed = "双述双评 2018"

// Result is what came out of a play.
type Result struct {
	DrawSeed string   // the throws of the die
	Drawn    []string // organisations
	Refusals []string // codes, in the order in which they were met
	Ballots  int      // given by phone
	Archive  archive.Written
	Report   *archive.Report
	Roles    []Holder // somebody for every role
}

// Holder is a person who holds a role in the year that was played.
type Holder struct{ Role, Person, Name string }

// Play plays the year of the notice of 2018 in the folder, from the files that it lays
// out there, and leaves the data closed, to be served or looked at. The same seed gives
// the same records and the same archive.
func Play(ctx context.Context, c Config) (_ Result, err error) {
	if err := freshFolder(c.Dir); err != nil {
		return Result{}, err
	}
	if err := layOut(filepath.Join(c.Dir, "input")); err != nil {
		return Result{}, err
	}
	p := &play{Config: c, ctx: ctx, clock: &clock{}, luck: newChance(c.Seed, "ballots"), record: words.For(words.ZH), names: map[string]string{},
		refusals: map[string]int{}, itemsOf: map[string]map[string][]string{}}
	p.clock.set(begin.Moment(8, 30))
	if err := errors.Join(p.openNotice(), p.openBooks()); err != nil {
		return Result{}, err
	}
	p.app, err = app.Open(ctx, app.Config{Data: c.Dir, Now: p.clock.Now, Random: newChance(c.Seed, "office"), Linger: linger})
	if err != nil {
		return Result{}, err
	}
	defer func() { err = errors.Join(err, p.app.Close()) }()
	p.poll = &office.Polling{Office: p.app.Office, Boxes: p.app.Boxes}
	for _, act := range []func() error{p.importRoster, p.openAccounts, p.diary, p.run, p.documents, p.export, p.holders} {
		if err := act(); err != nil {
			return p.result, err
		}
	}
	return p.result, nil
}

// diary puts the whole year into the diary; a workbook that cannot be read is told of
// before anything is done.
func (p *play) diary() error {
	for _, part := range []func(){p.opening, p.reports, p.verify, p.gatherings, p.committeeSession, p.grades, p.after, p.rectify, p.finish} {
		part()
	}
	return p.books.faults()
}

// notice is the notice whose year is played.
const notice = "notice-2018"

func (p *play) openNotice() error {
	src, err := policies.Files.ReadFile(notice + ".yaml")
	if err != nil {
		return err
	}
	pol, err := policy.Parse(notice+".yaml", src)
	if err != nil {
		return err
	}
	p.policy = *pol
	return nil
}

// books are the workbooks of the office.
type books struct {
	lastYear, preparation, verification, meetings, rectification *book
}

func (p *play) openBooks() error {
	for name, to := range map[string]**book{LastYear: &p.books.lastYear, Preparation: &p.books.preparation, Verification: &p.books.verification,
		Meetings: &p.books.meetings, Rectification: &p.books.rectification} {
		b, err := openBook(p.input(strings.TrimPrefix(name, "data/")))
		if err != nil {
			return err
		}
		*to = b
	}
	return nil
}

// faults are all that was found wrong in the workbooks.
func (b *books) faults() error {
	var all []error
	for _, x := range []*book{b.lastYear, b.preparation, b.verification, b.meetings, b.rectification} {
		all = append(all, x.faults...)
	}
	return errors.Join(all...)
}
