// Package app puts the program together (装配): a folder of data becomes open
// stores, streams, a front office, and, when it is served, a web server. It is
// shared by the command line, the demo and the tests, and it is the only place
// that picks drivers.
//
// The folder holds
//
//	shuping.db   the journal, people and sessions (SQLite)
//	boxes/       ballot boxes until they are sealed, then their sealed lists
//	keys/        the keys of open boxes: not for backups
//	blobs/       files by hash
//	drafts/      reports that people are still writing; on no record
//	papers/      forms of paper ballots that were printed, piles that are being read
//	house.key    the folder's own key: for backups
//	tls/         the office's own certificate authority: for backups
//	carried/     on a device: which meetings were carried here, and from where
//	halls/       what halls need beside the record, such as the address for phones
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"shuping/internal/archive"
	"shuping/internal/ballotbox"
	"shuping/internal/blob"
	"shuping/internal/carry"
	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/hall"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
	"shuping/internal/meeting"
	"shuping/internal/office"
	"shuping/internal/office/drafts"
	"shuping/internal/office/tellers"
	"shuping/internal/people"
	peoplesqlite "shuping/internal/people/sqlite"
	"shuping/internal/reconcile"
	"shuping/internal/rehearsal"
	"shuping/internal/scan/feed"
	"shuping/policies"
)

// MaxFile is the largest file that is taken, in bytes: a pile of scanned papers. Of forms
// that people fill in the doors take less.
const MaxFile = feed.MaxFile

// Config is what the program depends on outside of its folder.
type Config struct {
	Data   string // the folder
	Now    func() time.Time
	Random io.Reader
	// ReadOnly opens the folder beside a running server, for looking only.
	ReadOnly bool
	// Linger is how long a lone ballot waits for company; 0 for the usual time.
	Linger time.Duration
}

// App is the opened folder.
type App struct {
	Config
	DB       *sqlite.DB
	Journal  journal.Store
	Cycles   *engine.Streams[cycle.State]
	Meetings *engine.Streams[meeting.State]
	Doors    *engine.Doors
	People   *peoplesqlite.Store
	SignIn   people.SignIn
	Blobs    *blob.Dir
	Boxes    *ballotbox.Boxes
	Office   *office.Office
	Effects  *reconcile.Effects
	Halls    *hall.Halls
	Tellers  *tellers.Table
	House    *house.Key
	Carrier  *carry.Carrier
}

// Open opens the folder, making what is missing.
func Open(ctx context.Context, c Config) (_ *App, err error) {
	a := &App{Config: c}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("data folder %s: %w", c.Data, err), a.Close())
		}
	}()
	if err := a.openDatabase(ctx); err != nil {
		return nil, err
	}
	if a.Blobs, err = blob.OpenDir(filepath.Join(c.Data, "blobs"), MaxFile); err != nil {
		return nil, err
	}
	a.Boxes, err = ballotbox.Open(filepath.Join(c.Data, "boxes"), ballotbox.Options{
		Keys: filepath.Join(c.Data, "keys"), Linger: c.Linger, Random: c.Random,
	})
	if err != nil {
		return nil, err
	}
	practice := rehearsal.Before(a.DB.Journal())
	a.Journal = practice
	if !c.ReadOnly { // what a program that was killed left of practice votes
		if err := a.Boxes.Discard(ctx, meeting.RehearsalPrefix); err != nil {
			return nil, err
		}
	}
	conf := engine.Config{Now: c.Now, Random: c.Random}
	a.Cycles = engine.New(cycle.Decider(), a.Journal, conf)
	a.Meetings = engine.New(meeting.Decider(), a.Journal, conf)
	a.Doors = engine.NewDoors(a.Cycles.Door(), a.Meetings.Door())
	a.SignIn = people.SignIn{Store: a.People, Now: c.Now, Random: c.Random}
	a.Office = &office.Office{Doors: a.Doors, Cycles: a.Cycles, Meetings: a.Meetings, People: a.People, Blobs: a.Blobs, Boxes: a.Boxes,
		Desk: drafts.Open(filepath.Join(c.Data, "drafts"), c.Now), Notices: policies.Files}
	a.Halls = hall.Open(filepath.Join(c.Data, "halls"))
	a.Tellers = &tellers.Table{Meetings: a.Meetings, Blobs: a.Blobs, Root: filepath.Join(c.Data, "papers"), Jobs: runtime.NumCPU()}
	a.Effects = &reconcile.Effects{Cycles: a.Cycles, Meetings: a.Meetings, Boxes: a.Boxes, Practice: practice, Papers: a.Tellers}
	a.House = house.Of(c.Data)
	a.Carrier = &carry.Carrier{Journal: a.Journal, Cycles: a.Cycles, Meetings: a.Meetings, People: a.People, Blobs: a.Blobs, Boxes: a.Boxes,
		Key: a.House, Dir: filepath.Join(c.Data, "carried"), Settle: a.Effects.Stream}
	return a, nil
}

func (a *App) openDatabase(ctx context.Context) (err error) {
	file := filepath.Join(a.Data, "shuping.db")
	if a.ReadOnly {
		a.DB, err = sqlite.OpenReadOnly(file)
	} else {
		if err := os.MkdirAll(a.Data, 0o700); err != nil {
			return err
		}
		a.DB, err = sqlite.Open(file)
	}
	if err != nil {
		return err
	}
	a.People, err = peoplesqlite.Open(ctx, peoplesqlite.Database{
		Reads: a.DB.SQL(),
		Write: func(ctx context.Context, do func(peoplesqlite.Tx) error) error {
			return a.DB.Write(ctx, func(tx *sqlite.Tx) error { return do(tx) })
		},
		Migrate: a.DB.Migrate,
	})
	return err
}

// Close closes what is open. Nothing that was acknowledged is lost without it.
func (a *App) Close() error {
	var errs []error
	if a.Boxes != nil {
		errs = append(errs, a.Boxes.Close())
	}
	if a.DB != nil {
		errs = append(errs, a.DB.Close())
	}
	return errors.Join(errs...)
}

// ArchiveSource is what archives are taken from.
func (a *App) ArchiveSource() archive.Source {
	return archive.Source{
		Journal: a.Journal, Cycles: a.Cycles, Meetings: a.Meetings, Blobs: a.Blobs,
		Sealed: func(box string) ([]byte, error) {
			s, err := a.Boxes.Sealed(box)
			return s.List, err
		},
		Names: a.names,
	}
}

// names gives the names of those of the texts that are numbers of persons.
func (a *App) names(ctx context.Context, texts []string) (map[string]string, error) {
	r, err := a.People.Roster(ctx)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, t := range texts {
		wanted[t] = true
	}
	names := map[string]string{}
	for _, p := range r.Persons {
		if wanted[p.ID] {
			names[p.ID] = p.Name
		}
	}
	return names, nil
}
