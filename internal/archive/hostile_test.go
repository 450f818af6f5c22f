package archive_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"shuping/internal/archive"
	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// forge makes a year's records anew, with right hashes, after edit changed the body of
// each.
func forge(t *testing.T, src archive.Source, edit func(kind, body string) string) archive.Source {
	t.Helper()
	return rechain(t, src, func(records []journal.Record) []journal.Record {
		for i, r := range records {
			records[i].Body = []byte(edit(r.Kind, string(r.Body)))
		}
		return records
	})
}

// rechain makes a year's records anew, with right hashes, as edit left them.
func rechain(t *testing.T, src archive.Source, edit func([]journal.Record) []journal.Record) archive.Source {
	t.Helper()
	var records []journal.Record
	for r, err := range src.Journal.Read(ctx, "cycle/2018", 1) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	records = edit(records)
	last := records[len(records)-1]
	journal.Seal("cycle/2018", journal.Head{}, records)
	store := new(journal.Memory)
	if err := store.Append(ctx, "cycle/2018", journal.Head{}, records); err != nil {
		t.Fatal(err)
	}
	src.Journal = store
	conf := engine.Config{Now: func() time.Time { return last.At }, Random: bytes.NewReader(make([]byte, 1<<16))}
	src.Cycles, src.Meetings = engine.New(cycle.Decider(), store, conf), engine.New(meeting.Decider(), store, conf)
	return src
}

func unchanged(_, body string) string { return body }

// A whole new chain of hashes does not hide that the year was held by other rules than
// the notice's file says.
func TestOtherRulesThanTheNoticeAreFound(t *testing.T) {
	for _, forged := range []string{"opened", "policy-changed"} {
		whole := export(t, forge(t, small(t), func(kind, body string) string {
			if kind == forged {
				body = strings.Replace(body, `"at_least":"80%"`, `"at_least":"8%"`, 1)
			}
			return body
		}))
		bad := damage(t, whole)
		if len(bad) != 1 || bad[0].What != "ties" || bad[0].Of != "policy" {
			t.Errorf("%s: found %+v", forged, bad)
		}
	}
	if bad := damage(t, export(t, forge(t, small(t), unchanged))); len(bad) > 0 {
		t.Errorf("the same records made anew: %+v", bad)
	}
}

// rulings are the rules of a kind that are not met.
func rulings(t *testing.T, whole []byte, code string) (n int) {
	t.Helper()
	r, err := archive.Verify(ctx, bytes.NewReader(whole), int64(len(whole)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Bad() {
		if c.What == "rule" && c.Code == code {
			n++
		}
	}
	return n
}

// A subject who was not drawn is found, though every hash is right.
func TestSubjectsWithoutALotAreFound(t *testing.T) {
	if n := rulings(t, export(t, small(t)), "drawn-only"); n != 0 {
		t.Fatalf("a right draw: %d", n)
	}
	src := forge(t, small(t), func(kind, body string) string {
		if kind == "scope-set" {
			body = strings.Replace(body, `"subjects":[`, `"subjects":[{"org":"o2","rule":"N1.3","clause":"一"},{"org":"o3","rule":"N1.3","clause":"一"},{"org":"o4","rule":"N1.3","clause":"一"},`, 1)
		}
		return body
	})
	if n := rulings(t, export(t, src), "drawn-only"); n != 1 {
		t.Errorf("three subjects of two lots: %d", n)
	}
}

// Acts that stand where nobody could have done them, or that say another time or author
// than their record, are found, though every hash is right.
func TestActsOutOfPlaceAreFound(t *testing.T) {
	for name, edit := range map[string]func([]journal.Record) []journal.Record{
		"by somebody else": func(all []journal.Record) []journal.Record {
			all[2].Who = "p8"
			return all
		},
		"at another time": func(all []journal.Record) []journal.Record {
			all[1].At = all[1].At.Add(time.Hour)
			return all
		},
		"opened twice": func(all []journal.Record) []journal.Record { return slices.Insert(all, 1, all[0]) },
		"a report before the scope": func(all []journal.Record) []journal.Record {
			all[1].Cause = "file-report" // which the table lets stand after the scope only
			return all
		},
		"an act nobody knows": func(all []journal.Record) []journal.Record {
			all[3].Cause = "slip-in"
			return all
		},
	} {
		bad := damage(t, export(t, rechain(t, small(t), edit)))
		if len(bad) == 0 || bad[0].What != "order" || bad[0].Of != "cycle/2018" {
			t.Errorf("%s: found %+v", name, bad)
		}
	}
}

// A report that was measured otherwise than its file says.
func TestReportsAreCountedAgain(t *testing.T) {
	bad := damage(t, export(t, forge(t, small(t), func(kind, body string) string {
		if kind == "report-filed" {
			body = strings.Replace(body, `"chars":`, `"chars":1`, 1)
		}
		return body
	})))
	if len(bad) != 1 || bad[0].What != "reports" || bad[0].Of != "o1/1" {
		t.Errorf("found %+v", bad)
	}
}

// What an event says beyond what was handed in has to follow from the records before it.
func TestWhatDoesNotFollowIsFound(t *testing.T) {
	for name, c := range map[string]struct{ kind, was, is string }{
		"on the list by another rule":        {"scope-set", `"rule":"N1.1"`, `"rule":"N1.3"`},
		"drawn by another rule":              {"drawn", `"rule":"N1.3"`, `"rule":"N1.1"`},
		"another clause than the notice has": {"scope-set", `"clause":"一"`, `"clause":"二"`},
	} {
		found := false
		src := forge(t, small(t), func(kind, body string) string {
			if kind == c.kind && strings.Contains(body, c.was) {
				found = true
				body = strings.Replace(body, c.was, c.is, 1)
			}
			return body
		})
		bad := damage(t, export(t, src))
		if !found || !slices.ContainsFunc(bad, func(c archive.Check) bool { return c.What == "again" && c.Of == "cycle/2018" }) {
			t.Errorf("%s (in the records: %v): found %+v", name, found, bad)
		}
	}
}
