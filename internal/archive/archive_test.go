package archive_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"shuping/internal/archive"
	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
	"shuping/policies"
)

var ctx = context.Background()

// files is a store of files in memory.
type files map[blob.Hash][]byte

func (f files) Get(_ context.Context, h blob.Hash) ([]byte, error) {
	if b, ok := f[h]; ok {
		return b, nil
	}
	return nil, blob.ErrMissing
}

// small is a year with four organisations, scope and a draw, and one report on file.
func small(t testing.TB) archive.Source {
	t.Helper()
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	pol, err := policy.Parse("notice-2018.yaml", src)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2018, 12, 15, 1, 0, 0, 0, time.UTC)
	store := new(journal.Memory)
	conf := engine.Config{Now: func() time.Time { return now }, Random: bytes.NewReader(make([]byte, 1<<16))}
	s := archive.Source{Journal: store, Cycles: engine.New(cycle.Decider(), store, conf), Meetings: engine.New(meeting.Decider(), store, conf),
		Sealed: func(string) ([]byte, error) { return nil, errors.New("no box was ever made") },
		Names: func(_ context.Context, texts []string) (map[string]string, error) {
			names := map[string]string{}
			for _, x := range texts {
				if x == "p1" {
					names[x] = "𬭩某"
				}
			}
			return names, nil
		}}
	report := []byte("述职报告 <script>alert(1)</script>\r\n") // as editors write text files
	changed := bytes.Replace(src, []byte("chars: 1500"), []byte("chars: 1800"), 1)
	later, err := policy.Parse("notice-2018.yaml", changed)
	if err != nil {
		t.Fatal(err)
	}
	s.Blobs = files{blob.HashOf(src): src, blob.HashOf(changed): changed, blob.HashOf(report): report}
	office := decider.Call{Who: "p9", Roles: []string{"office", "head"}}
	two := pol.Scope.Draws[0].Kind
	for _, cmd := range []decider.Command[cycle.State]{
		&cycle.Open{ID: "2018", Title: "演示 <b>年度</b>", Policy: *pol, PolicyHash: policy.Hash(src), Orgs: []cycle.Org{
			{ID: "o1", Name: "甲支部", Kind: pol.Scope.Subjects[0].Kind, Secretary: "p1"}, {ID: "o2", Name: "乙支部", Kind: two, Secretary: "p2"},
			{ID: "o3", Name: "丙支部", Kind: two, Secretary: "p3"}, {ID: "o4", Name: "丁支部", Kind: two, Secretary: "p4"}}},
		&cycle.SetScope{},
		&cycle.DrawLots{OrgKind: two, Seed: "2018-12-14", SeedSource: "当日公布", Date: "2018-12-15", Witnesses: []string{"p1"}},
		&cycle.FileReport{Subject: "o1", File: string(blob.HashOf(report)), Text: "述职报告 <script>alert(1)</script>"},
		&cycle.ChangePolicy{Policy: *later, PolicyHash: policy.Hash(changed), Reason: "上级放宽字数", Approver: "p8"},
	} {
		if _, err := s.Cycles.Do(ctx, office, "2018", cmd); err != nil {
			t.Fatalf("%s: %v", cmd.Kind(), err)
		}
	}
	return s
}

func export(t testing.TB, src archive.Source) []byte {
	t.Helper()
	var out bytes.Buffer
	if _, err := archive.Export(ctx, src, "2018", &out, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// damage are the checks other than the notice's rules that do not hold: an
// unfinished year breaks rules, but its archive is sound.
func damage(t testing.TB, b []byte) []archive.Check {
	t.Helper()
	r, err := archive.Verify(ctx, bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var bad []archive.Check
	for _, c := range r.Bad() {
		if c.What != "rule" {
			bad = append(bad, c)
		}
	}
	if r.OK && len(bad) > 0 {
		t.Fatal("the report says it is well")
	}
	return bad
}

func TestTheSameYearGivesTheSameBytes(t *testing.T) {
	src := small(t)
	a, b := export(t, src), export(t, src)
	if !bytes.Equal(a, b) {
		t.Error("two exports of one year differ")
	}
	if bad := damage(t, a); len(bad) > 0 {
		t.Errorf("a new archive is found wanting: %v", bad)
	}
}

// One bit flipped anywhere is found, and every finding names what it is about.
func TestOneFlippedBitIsFound(t *testing.T) {
	whole := export(t, small(t))
	step := 1
	if testing.Short() || len(whole) > 4000 {
		step = len(whole)/1500 | 1
	}
	tried := 0
	for i := 0; i < len(whole); i += step {
		bent := bytes.Clone(whole)
		bent[i] ^= 1 << (i % 8)
		bad := damage(t, bent)
		if len(bad) == 0 {
			t.Fatalf("byte %d of %d was changed and nothing was noticed", i, len(whole))
		}
		for _, c := range bad {
			if c.Got == "" {
				t.Fatalf("byte %d: a finding without words: %+v", i, c)
			}
		}
		tried++
	}
	if tried < 1000 {
		t.Errorf("only %d places tried", tried)
	}
}

func TestACutOrLongerFileIsFound(t *testing.T) {
	whole := export(t, small(t))
	for _, b := range [][]byte{nil, whole[:len(whole)/2], whole[:len(whole)-1], append(bytes.Clone(whole), 0), append([]byte{0}, whole...)} {
		if len(damage(t, b)) == 0 {
			t.Errorf("%d bytes instead of %d were taken", len(b), len(whole))
		}
	}
}

func TestAMissingFileIsSaid(t *testing.T) {
	src := small(t)
	src.Blobs = files{}
	_, err := archive.Export(ctx, src, "2018", &bytes.Buffer{}, nil)
	if !errors.Is(err, blob.ErrMissing) {
		t.Errorf("%v", err)
	}
	if _, err := archive.Export(ctx, src, "1999", &bytes.Buffer{}, nil); !errors.Is(err, engine.ErrNoStream) {
		t.Errorf("a year that never was: %v", err)
	}
}

func TestThePageEscapesWhatPeopleWrote(t *testing.T) {
	whole := export(t, small(t))
	if bytes.Contains(whole, []byte("<b>年度</b>")) && !bytes.Contains(whole, []byte("&lt;b&gt;年度&lt;/b&gt;")) {
		t.Error("the title stands unescaped in the page")
	}
	if !bytes.Contains(whole, []byte("𬭩某")) {
		t.Error("the secretary's name is missing")
	}
}

func FuzzVerify(f *testing.F) {
	whole := export(f, small(f))
	f.Add(whole)
	f.Add(whole[:100])
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r, err := archive.Verify(ctx, bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := json.Marshal(r); err != nil {
			t.Fatal(err)
		}
	})
}
