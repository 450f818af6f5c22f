package office_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/docx"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
	"shuping/internal/meeting"
	"shuping/internal/office"
	"shuping/internal/people"
	peoplesqlite "shuping/internal/people/sqlite"
	"shuping/policies"
)

// draftOffice is an office with an empty folder and two organisations.
func draftOffice(t *testing.T) *office.Office {
	t.Helper()
	ctx, dir := t.Context(), t.TempDir()
	db, err := sqlite.Open(filepath.Join(dir, "shuping.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p, err := peoplesqlite.Open(ctx, peoplesqlite.Database{Reads: db.SQL(), Migrate: db.Migrate,
		Write: func(ctx context.Context, do func(peoplesqlite.Tx) error) error {
			return db.Write(ctx, func(tx *sqlite.Tx) error { return do(tx) })
		}})
	if err != nil {
		t.Fatal(err)
	}
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	err = p.Apply(ctx, people.Changes{Persons: []people.Person{{ID: "P1", Name: "𬭩㛃"}, {ID: "P2", Name: "李明"}},
		Organisations: []people.Organisation{{ID: "O1", Name: "甲支部", Kind: "党支部", Secretary: "P1"}, {ID: "O2", Name: "夕阳支部", Kind: "老年党支部", Secretary: "P2"}}})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2018, 12, 17, 2, 0, 0, 0, time.UTC)
	conf := engine.Config{Now: func() time.Time { return now }, Random: rand.Reader}
	o := &office.Office{Cycles: engine.New(cycle.Decider(), db.Journal(), conf), Meetings: engine.New(meeting.Decider(), db.Journal(), conf),
		People: p, Blobs: blobs, Notices: policies.Files}
	o.Doors = engine.NewDoors(o.Cycles.Door(), o.Meetings.Door())
	return o
}

func hand(t *testing.T, o *office.Office, call decider.Call, kind string, values map[string][]string, files map[string]office.File) {
	t.Helper()
	if _, err := o.Hand(t.Context(), call, office.Paper{Stream: "cycle/2018", Kind: kind, Values: values, Files: files}); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
}

func archived(t *testing.T, o *office.Office, call decider.Call) string {
	t.Helper()
	list, err := o.ArchiveDrafts(t.Context(), call, "2018")
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, d := range list {
		titles = append(titles, d.Document+":"+d.Title)
	}
	return strings.Join(titles, " ")
}

func TestDraftsAreArchivedOnce(t *testing.T) {
	o, ctx := draftOffice(t), t.Context()
	call := decider.Call{Who: "P2", Roles: []string{"office"}}
	if _, err := o.Drafts(ctx, "2018"); !errors.Is(err, engine.ErrNoStream) {
		t.Errorf("a year that is not there: %v", err)
	}
	hand(t, o, call, "open", map[string][]string{"policy": {"notice-2018"}}, nil)
	if got := archived(t, o, call); got != "" {
		t.Errorf("a year with nothing to say: %s", got)
	}
	hand(t, o, call, "set-scope", map[string][]string{}, nil)
	d, err := o.Draft(ctx, "2018", "scope")
	if err != nil {
		t.Fatal(err)
	}
	data, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text, err := docx.Text(bytes.NewReader(data), int64(len(data)), docx.DefaultLimits())
	if err != nil || !strings.Contains(text, "𬭩㛃") || !strings.Contains(text, "夕阳支部") {
		t.Errorf("%v\n%s", err, text)
	}
	if _, err := o.Draft(ctx, "2018", "grades"); !errors.Is(err, office.ErrNoDraft) {
		t.Errorf("grades before they are decided: %v", err)
	}
	if got := archived(t, o, call); got != "scope:述评对象名单及免除、抽取情况" {
		t.Errorf("archived %s", got)
	}
	if got := archived(t, o, call); got != "" {
		t.Errorf("archived again: %s", got)
	}
	if ok, err := o.Blobs.Has(ctx, blob.HashOf(data)); err != nil || !ok {
		t.Errorf("the file is not on record: %v", err)
	}
	// A document that has changed is a further piece.
	hand(t, o, call, "assign-liaison", map[string][]string{"org": {"O1"}, "leader": {"P2"}}, nil)
	if got := archived(t, o, call); got != "scope:述评对象名单及免除、抽取情况" {
		t.Errorf("archived after a change: %s", got)
	}
	s, err := o.Cycles.Find(ctx, "2018")
	if err != nil {
		t.Fatal(err)
	}
	s.View(func(s *cycle.State, _ journal.Head) {
		if len(s.Documents) != 2 {
			t.Errorf("in the file: %v", s.Documents)
		}
	})
}

func TestArchivingIsAnActOfTheOffice(t *testing.T) {
	o := draftOffice(t)
	call := decider.Call{Who: "P2", Roles: []string{"office"}}
	hand(t, o, call, "open", map[string][]string{"policy": {"notice-2018"}}, nil)
	hand(t, o, call, "set-scope", map[string][]string{}, nil)
	var refusal *decider.Refusal
	if list, err := o.ArchiveDrafts(t.Context(), decider.Call{Who: "P1"}, "2018"); !errors.As(err, &refusal) || refusal.Code != "role" || len(list) != 0 {
		t.Errorf("somebody without the role: %v, %v", list, err)
	}
}
