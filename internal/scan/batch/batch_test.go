package batch_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/batch"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

func form(t testing.TB) *layout.Layout {
	t.Helper()
	f := layout.Form{Title: "测评票", Grades: []string{"优秀", "称职", "基本称职", "不称职"}}
	for i := range 10 {
		f.Subjects = append(f.Subjects, layout.Subject{Name: fmt.Sprint("王某", i+1)})
	}
	l, err := sheet.New(f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func source(name string, data []byte) batch.Source {
	return batch.Source{Name: name, Load: func() ([]byte, error) { return data, nil }}
}

// Pages come in the order of the files however many workers there are, a broken file is
// one page, and a sheet that was scanned twice is found in whatever way it lay.
func TestOrderAndDuplicates(t *testing.T) {
	l := form(t)
	page := func(seed uint64, plain bool) []byte {
		return scantest.Draw(l, scantest.Spec{Seed: seed, Habit: scantest.Clean, DPI: 150, Plain: plain}).JPEG
	}
	files := []batch.Source{
		source("a.jpg", page(1, true)), source("b.jpg", page(2, false)), source("c.jpg", []byte("\xff\xd8nothing")),
		source("d.jpg", page(1, false)), source("e.txt", []byte("text")), source("f.jpg", page(3, false)),
	}
	want := ""
	for _, jobs := range []int{1, 3} {
		got := ""
		err := batch.Read(t.Context(), l, files, jobs, func(p batch.Page) error {
			got += fmt.Sprint(p.File, p.Page, " ", p.Problem, len(p.Rows), p.SameAs, "; ")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if want == "" {
			want = "a.jpg1 10 <nil>; b.jpg1 10 <nil>; c.jpg1 unreadable0 <nil>; d.jpg1 10 &{a.jpg 1}; e.txt1 unknown0 <nil>; f.jpg1 10 <nil>; "
		}
		if got != want {
			t.Errorf("%d jobs: got  %s\nwant %s", jobs, got, want)
		}
	}
}

// What ends a batch is said, and no worker stays behind.
func TestBatchesThatEnd(t *testing.T) {
	l, stop := form(t), errors.New("stop")
	many := make([]batch.Source, 50)
	for i := range many {
		many[i] = source("x", []byte("text"))
	}
	n := 0
	if err := batch.Read(t.Context(), l, many, 2, func(batch.Page) error { n++; return stop }); err != stop || n != 1 {
		t.Errorf("got %v after %d", err, n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := batch.Read(ctx, l, many, 2, func(batch.Page) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	many[20].Load = func() ([]byte, error) { return nil, stop }
	n = 0
	if err := batch.Read(t.Context(), l, many, 2, func(p batch.Page) error {
		if n++; p.Problem != scan.Unknown {
			t.Errorf("got %s", p.Problem)
		}
		return nil
	}); err != stop || n != 20 {
		t.Errorf("got %v after %d pages", err, n)
	}
}
