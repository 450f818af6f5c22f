package demo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"shuping/internal/app"
	"shuping/internal/cycle"
	"shuping/internal/demo"
	"shuping/internal/draw"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/words"
)

// played is a year that was played in a folder.
type played struct {
	dir    string
	result demo.Result
	lines  []demo.Line
}

func play(ctx context.Context, dir string, lang words.Lang) (p played, err error) {
	p.dir = dir
	p.result, err = demo.Play(ctx, demo.Config{Dir: dir, Seed: demo.DefaultSeed, Words: words.For(lang),
		Print: func(l demo.Line) { p.lines = append(p.lines, l) }, Progress: func(int, int) {}})
	return p, err
}

// TestPlay plays the year once and looks at it from all sides; a second play, in
// English, must give the same archive.
func TestPlay(t *testing.T) {
	var second played
	var failed error
	var wg sync.WaitGroup
	other := t.TempDir()
	wg.Go(func() { second, failed = play(t.Context(), other, words.EN) })
	p, err := play(t.Context(), t.TempDir(), words.ZH)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]func(*testing.T, played){
		"refusals": testRefusals, "lines": testLines, "draw": testDraw, "state": testState, "counts": testCounts, "folder": testFolder, "claims": testClaims, "roles": testRoles,
	} {
		t.Run(name, func(t *testing.T) { test(t, p) })
	}
	wg.Wait()
	if failed != nil {
		t.Fatal(failed)
	}
	if a, b := p.result.Archive, second.result.Archive; a != b {
		t.Errorf("two plays of one seed gave two archives:\n%+v\n%+v", a, b)
	}
	testLines(t, second)
}

func testRefusals(t *testing.T, p played) {
	for _, code := range []string{"finding-open", "finding-stands", "quorum", "counts-differ", "more-than-issued", "promise-without-date", "quota", "plan-gap", "award-barred", "not-done"} {
		if !slices.Contains(p.result.Refusals, code) {
			t.Errorf("the refusal %s was not met: %v", code, p.result.Refusals)
		}
	}
	for i, l := range p.lines {
		if l.Mark == demo.Refused && (i+1 == len(p.lines) || p.lines[i+1].Mark != demo.Mended) {
			t.Errorf("the line after a refusal does not say how it was mended: %v", p.lines[i])
		}
	}
}

// testLines: every line has its day and its rule, and no key is left unsaid.
func testLines(t *testing.T, p played) {
	rules := map[string]bool{}
	for i, l := range p.lines {
		rule, _, _ := strings.Cut(l.Rule, ".")
		rules[rule] = true
		if l.Mark != demo.Mended && (l.Rule == "" || l.Clause == "") {
			t.Errorf("line without rule or clause: %+v", l)
		}
		if l.Text == "" || strings.Contains(l.Text, "demo.") || strings.Contains(l.Text, "finding.") || strings.Contains(l.Text, "{{") {
			t.Errorf("line not said: %+v", l)
		}
		if i > 0 && l.Date < p.lines[i-1].Date {
			t.Errorf("the day goes back: %+v", l)
		}
	}
	for _, rule := range []string{"N1", "N3", "N4", "N5", "N6", "N8", "N9", "N10", "N11"} {
		if !rules[rule] {
			t.Errorf("no line under rule %s", rule)
		}
	}
}

// testDraw draws again from what was made public.
func testDraw(t *testing.T, p played) {
	text, err := os.ReadFile(filepath.Join(p.dir, demo.CandidatesFile))
	if err != nil {
		t.Fatal(err)
	}
	lots, err := draw.Take(strings.Split(strings.TrimSpace(string(text)), "\n"), len(p.result.Drawn), p.result.DrawSeed)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range p.result.Drawn {
		if lots[i].Name != name {
			t.Errorf("drawn %v, again %v", p.result.Drawn, lots[:len(p.result.Drawn)])
		}
	}
	if len(p.result.Drawn) != 2 || len(lots) != 5 {
		t.Errorf("%d of %d drawn", len(p.result.Drawn), len(lots))
	}
}

// open opens the folder of a play, to look.
func open(t *testing.T, p played) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), app.Config{Data: p.dir, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func testState(t *testing.T, p played) {
	y, err := open(t, p).Cycles.Find(t.Context(), "2018")
	if err != nil {
		t.Fatal(err)
	}
	y.View(func(s *cycle.State, _ journal.Head) {
		grades, follows := map[string]int{}, map[string]bool{}
		for _, id := range s.SubjectOrder {
			sub := s.Subjects[id]
			grades[sub.Grade()]++
			for _, f := range sub.Follows {
				follows[id+" "+f.ID] = true
				if f.Done == nil {
					t.Errorf("%s: %s was not carried out", sub.OrgName, f.Name)
				}
			}
		}
		if grades["优秀"] != 4 || grades["称职"] != 17 || grades["基本称职"] != 2 || grades["不称职"] != 1 {
			t.Errorf("grades %v", grades)
		}
		for _, want := range []string{"O22 handling-two-years", "O10 reminder-talk", "O07 handling", "O02 commend"} {
			if !follows[want] {
				t.Errorf("%s does not follow: %v", want, follows)
			}
		}
		if n := len(s.Objections); n != 2 || s.Objections[0].Upheld || !s.Objections[1].Upheld || s.Objections[0].Answer == "" || s.Objections[1].Answer == "" {
			t.Errorf("%d objections: %+v", n, s.Objections)
		}
		if follows["O10 handling-two-years"] {
			t.Error("O10 was 称职 in 2017 and is handled for two years of 基本称职")
		}
		if s.Closed == nil || len(s.Filings) != 1 || s.Filings[0].DaysLate != 0 || len(s.Awards) != 1 {
			t.Errorf("closed %v, filed %v, awards %v", s.Closed, s.Filings, s.Awards)
		}
		if due := cycle.Due(s, "2019-07-10"); len(due) > 0 {
			t.Errorf("still due in a closed year: %v", due)
		}
	})
}

// testClaims: sentences of reports are marked, their findings stand beside them in all four
// verdicts, and two visits brought something back.
func testClaims(t *testing.T, p played) {
	a := open(t, p)
	y, err := a.Cycles.Find(t.Context(), "2018")
	if err != nil {
		t.Fatal(err)
	}
	y.View(func(s *cycle.State, _ journal.Head) {
		marked, verdicts, brought := 0, map[cycle.Verdict]int{}, map[cycle.EvidenceKind]int{}
		for _, id := range s.SubjectOrder {
			sub := s.Subjects[id]
			marked += len(sub.Claims)
			for _, v := range sub.Visits {
				if v.Of != "" {
					verdicts[v.Verdict]++
				}
				for _, e := range v.Evidence {
					brought[e.What]++
				}
			}
		}
		for _, v := range []cycle.Verdict{cycle.BorneOut, cycle.Partly, cycle.NotSo, cycle.Unchecked} {
			if verdicts[v] == 0 {
				t.Errorf("no marked claim is %s: %v", v, verdicts)
			}
		}
		if marked < 15 || brought[cycle.Photo] != 1 || brought[cycle.Interview] != 1 {
			t.Errorf("%d claims, evidence %v", marked, brought)
		}
	})
}

// testCounts holds every announced result against the sums of the workbooks.
func testCounts(t *testing.T, p played) {
	a, b := open(t, p), books(t)
	options := []string{"优秀", "称职", "基本称职", "不称职"}
	want := map[string][4]int{}
	add := func(key string, l line) {
		sum := want[key]
		for i, o := range options {
			sum[i] += l.num(t, o)
		}
		want[key] = sum
	}
	for _, l := range b["手机测评分布"].lines {
		add("2018-"+l["组织编码"]+" "+l["组织编码"], l)
	}
	last := map[string]string{} // the last round and count of an organisation
	for _, l := range b["手工计票"].lines {
		last[l["组织编码"]] = l["投票轮次"] + l["计票次数"] + l["计票人编号"]
	}
	for _, l := range b["手工计票"].lines {
		if last[l["组织编码"]] == l["投票轮次"]+l["计票次数"]+l["计票人编号"] {
			add("2018-"+l["组织编码"]+" "+l["组织编码"], l)
		}
	}
	for _, l := range b["党工委测评分布"].lines {
		add("2018-committee "+l["组织编码"], l)
	}
	ids, err := a.Meetings.IDs(t.Context())
	if err != nil || len(ids) != 25 {
		t.Fatalf("%d meetings: %v", len(ids), err)
	}
	for _, id := range ids {
		s, err := a.Meetings.Find(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		s.View(func(s *meeting.State, _ journal.Head) {
			r := s.Announced()
			for i, c := range r.Announced.Published.Total {
				if got := [4]int(c.Count.Options); got != want[id+" "+r.Form.Subjects[i]] {
					t.Errorf("%s %s: announced %v, the workbook has %v", id, r.Form.Subjects[i], got, want[id+" "+r.Form.Subjects[i]])
				}
			}
		})
	}
}

func testFolder(t *testing.T, p played) {
	if !p.result.Report.OK || len(p.result.Report.Checks) < 1000 {
		t.Errorf("the archive: %v", p.result.Report.Bad())
	}
	docs, err := os.ReadDir(filepath.Join(p.dir, demo.DocumentsFolder))
	if err != nil || len(docs) < 100 {
		t.Errorf("%d documents: %v", len(docs), err)
	}
	if _, err := os.Stat(filepath.Join(p.dir, "input", "roster.xlsx")); err != nil {
		t.Error(err)
	}
	keys, err := os.ReadDir(filepath.Join(p.dir, "keys"))
	if err != nil || len(keys) > 0 {
		t.Errorf("keys of boxes are left: %v %v", keys, err)
	}
}

func testRoles(t *testing.T, p played) {
	persons := map[string]bool{}
	for _, h := range p.result.Roles {
		persons[h.Person] = true
	}
	if len(p.result.Roles) != 8 || len(persons) != 8 {
		t.Errorf("roles %v", p.result.Roles)
	}
}

// BenchmarkPlay is the whole year, its documents and its archive.
func BenchmarkPlay(b *testing.B) {
	for b.Loop() {
		if _, err := play(b.Context(), b.TempDir(), words.ZH); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAFolderOfSomebodyElseIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine.txt")
	if err := os.WriteFile(mine, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := play(t.Context(), dir, words.ZH); !errors.Is(err, demo.ErrTaken) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

// A play that was broken off leaves a folder that the next one makes anew.
func TestABrokenOffPlay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	ctx, stop := context.WithCancel(t.Context())
	_, err := demo.Play(ctx, demo.Config{Dir: dir, Seed: "x", Words: words.For(words.ZH), Print: func(demo.Line) {}, Progress: func(int, int) { stop() }})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if _, err := demo.Play(ctx, demo.Config{Dir: dir, Seed: "x", Words: words.For(words.ZH), Print: func(demo.Line) {}}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
