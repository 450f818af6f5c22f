package ballotbox

import (
	"context"
	"errors"
	"math/rand"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/ballot"
)

// model is a ballot box as one would write it on paper: what became of each slip.
type model struct {
	form  ballot.Form
	slips map[Code]*modelSlip
	codes []Code // in the order of their making
}

type modelSlip struct {
	class int
	state state
	marks []ballot.Mark
}

func (m *model) issue(class int, codes ...Code) {
	for _, c := range codes {
		m.slips[c] = &modelSlip{class: class}
	}
	m.codes = append(m.codes, codes...)
}

// cast is what Cast should answer, and does it.
func (m *model) cast(c Code, marks []ballot.Mark) error {
	s := m.slips[c]
	switch {
	case s == nil:
		return ErrUnknownCode
	case s.state == spoilt:
		return ErrSpoilt
	case s.state == used:
		return nil
	}
	if err := m.form.Accept(ballot.Ballot{Class: s.class, Marks: marks}); err != nil {
		return err
	}
	s.state, s.marks = used, marks
	return nil
}

// sealed is what the box should be in the end.
func (m *model) sealed() ([]byte, []Slips, error) {
	slips := make([]Slips, len(m.form.Classes))
	var ballots []ballot.Ballot
	for _, s := range m.slips {
		n := &slips[s.class]
		n.Class = s.class
		n.Issued++
		switch s.state {
		case used:
			n.Used++
			ballots = append(ballots, ballot.Ballot{Class: s.class, Marks: s.marks})
		case spoilt:
			n.Spoilt++
		default:
			n.Unused++
		}
	}
	list, err := ballot.EncodeList(m.form, ballots)
	return list, slips, err
}

// TestModel does random things to a box and to its model, with failing disks and
// restarts between, and compares each answer and the end.
func TestModel(t *testing.T) {
	t.Parallel()
	for seed := range int64(12) {
		playModel(t, rand.New(rand.NewSource(seed)))
	}
}

// anyForm draws a form of one choice, or one with numbers, places, a cap and own lines.
func anyForm(r *rand.Rand) ballot.Form {
	f := testForm(1+r.Intn(6), 2+r.Intn(7), 2)
	if r.Intn(2) == 0 {
		return f
	}
	f.Questions = []ballot.Question{
		{ID: "grade", Options: f.Options},
		{ID: "points", Kind: ballot.Score, Range: ballot.Range{From: "0", To: "100", Step: "0.5"}},
		{ID: "order", Kind: ballot.Rank, Places: 6},
	}[:1+r.Intn(3)]
	f.Caps = []ballot.Cap{{Option: f.Options[0], AtMost: 2, Breach: ballot.BreachBallot}}
	f.NotSelf = [][]int{nil, {1}}[r.Intn(2)]
	f.Options = nil
	return f
}

// anyMarks draws marks for a form, some of which it does not take.
func anyMarks(r *rand.Rand, f ballot.Form) []ballot.Mark {
	asked, places := f.Asked(), r.Perm(len(f.Subjects))
	var marks []ballot.Mark
	for _, l := range f.Lines() {
		q := &asked[l.Question]
		switch {
		case q.Kind == ballot.Rank:
			marks = append(marks, ballot.Mark(places[l.Subject]+1))
		case q.Kind == ballot.Score:
			marks = append(marks, ballot.Mark(r.Intn(q.Columns()+1)))
		case r.Intn(9) == 0:
			marks = append(marks, ballot.Own)
		default:
			marks = append(marks, ballot.Mark(r.Intn(1<<len(q.Options))))
		}
	}
	return marks
}

func playModel(t *testing.T, r *rand.Rand) {
	steps := []string{"cast: before commit", "cast: after commit", "cut", "wipe", "replace: before commit", "add slips: before commit"}
	f := &failing{step: steps[r.Intn(len(steps))]}
	o := Options{Random: seeded(r.Int63()), fail: f.at}
	dir := t.TempDir()
	s := open(t, dir, o)
	defer func() { must(t, s.Close()) }()
	m := &model{form: anyForm(r), slips: map[Code]*modelSlip{}}
	codes, err := s.Create(ctx, "box", m.form, []int{r.Intn(20), 5})
	must(t, err)
	m.issue(0, codes[0]...)
	m.issue(1, codes[1]...)
	b, err := s.Box("box")
	must(t, err)
	for range 60 {
		c := m.codes[r.Intn(len(m.codes))]
		switch r.Intn(12) {
		case 0:
			f.times.Store(1)
		case 1:
			got, err := b.Replace(ctx, c)
			m.replace(t, c, got, err)
		case 2:
			class := r.Intn(2)
			if more, err := b.AddSlips(ctx, class, r.Intn(4)); err == nil {
				m.issue(class, more...)
			} else if !errors.Is(err, errDisk) {
				t.Fatal(err)
			}
		case 3:
			must(t, s.Close())
			s = open(t, dir, o)
			b, err = s.Find(ctx, c)
			must(t, err)
		case 4:
			stranger, err := newCode(r)
			must(t, err)
			m.compare(t, b, stranger, nil)
		default:
			marks := anyMarks(r, m.form)
			if r.Intn(8) == 0 {
				marks = marks[1:]
			}
			m.compare(t, b, c, marks)
		}
	}
	f.times.Store(0)
	must(t, b.Close(ctx))
	sealed, err := b.Seal(ctx)
	must(t, err)
	list, slips, err := m.sealed()
	must(t, err)
	if d := cmp.Diff(string(list), string(sealed.List)) + cmp.Diff(slips, sealed.Slips); d != "" {
		t.Fatal(d)
	}
}

// compare casts in both. Whoever is told that the box is not available comes again
// with the same ballot.
func (m *model) compare(t *testing.T, b *Box, c Code, marks []ballot.Mark) {
	t.Helper()
	err := b.Cast(ctx, c, marks)
	for errors.Is(err, ErrUnavailable) {
		err = b.Cast(ctx, c, marks)
	}
	want := m.cast(c, marks)
	var fault *ballot.Fault
	if errors.As(want, &fault) {
		if !errors.As(err, &fault) {
			t.Fatalf("got %v, want %v", err, want)
		}
	} else if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}

func (m *model) replace(t *testing.T, c, got Code, err error) {
	t.Helper()
	s := m.slips[c]
	want := map[state]error{unused: nil, used: ErrUsed, spoilt: ErrSpoilt}[s.state]
	switch {
	case errors.Is(err, errDisk): // failed before it was written, or before the slip was looked at
	case err == nil && want == nil:
		s.state = spoilt
		m.issue(s.class, got)
	case !errors.Is(err, want):
		t.Fatalf("got %v, want %v", err, want)
	}
}

// TestManyAtOnce casts from many goroutines, each code several times with other
// marks, while slips are replaced and added, contexts end and the disk fails.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	const n = 300
	f := &failing{step: "cast: after commit"}
	s := open(t, t.TempDir(), Options{fail: f.at})
	b, codes := newBox(t, s, testForm(5, 4, 1), n)
	f.times.Store(3)
	var wg sync.WaitGroup
	for g := range 12 {
		wg.Go(func() {
			r := seeded(int64(g))
			for _, i := range r.Perm(n) {
				short, cancel := context.WithTimeout(ctx, time.Duration(r.Intn(3000))*time.Microsecond)
				err := b.Cast(short, codes[0][i], marksOf(i+g%2*512, 5))
				cancel()
				for err != nil && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrUnavailable)) {
					err = b.Cast(ctx, codes[0][i], marksOf(i, 5))
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 5 {
		if _, err := b.AddSlips(ctx, 0, 1); err != nil {
			t.Error(err)
		}
		b.Progress()
	}
	wg.Wait()
	must(t, b.Close(ctx))
	sealed, err := b.Seal(ctx)
	must(t, err)
	if want := (Slips{Issued: n + 5, Used: n, Unused: 5}); sealed.Slips[0] != want || f.times.Load() >= 0 {
		t.Errorf("got %+v, want %+v", sealed.Slips[0], want)
	}
	// Each code has one ballot: its number, or that with 512 more.
	lines := strings.Split(string(sealed.List), "\n")
	seen := map[string]bool{}
	for i := range n {
		for _, m := range []int{i, i + 512} {
			list, err := ballot.EncodeList(b.form, []ballot.Ballot{{Marks: marksOf(m, 5)}})
			must(t, err)
			seen[strings.Split(string(list), "\n")[3]] = true
		}
	}
	for _, l := range lines[3 : len(lines)-1] {
		if !seen[l] {
			t.Errorf("nobody cast %q", l)
		}
	}
}
