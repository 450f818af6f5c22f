package drafts

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"shuping/internal/office"
)

var noon = time.Date(2018, 12, 10, 4, 0, 0, 0, time.UTC)

func open(t *testing.T) (*Dir, string) {
	root := filepath.Join(t.TempDir(), "drafts")
	return Open(root, func() time.Time { return noon }), root
}

func TestDir(t *testing.T) {
	ctx := context.Background()
	d, root := open(t)
	if _, err := d.Manuscript(ctx, "s1", "2018/O1"); !errors.Is(err, office.ErrNoManuscript) {
		t.Fatalf("before anything was saved: %v", err)
	}
	first, err := d.SaveManuscript(ctx, "s1", "2018/O1", office.Manuscript{Parts: map[string]string{"duty": "一年来"}})
	if err != nil || first.Rev != 1 || !first.Saved.Equal(noon) {
		t.Fatal(first, err)
	}
	second := first
	second.Parts = map[string]string{"duty": "一年来认真"}
	if second, err = d.SaveManuscript(ctx, "s1", "2018/O1", second); err != nil || second.Rev != 2 {
		t.Fatal(second, err)
	}
	there, err := d.SaveManuscript(ctx, "s1", "2018/O1", first)
	if !errors.Is(err, office.ErrManuscriptChanged) || there.Parts["duty"] != "一年来认真" {
		t.Errorf("an old window wrote over a newer one: %v %v", there, err)
	}
	if got, err := Open(root, time.Now).Manuscript(ctx, "s1", "2018/O1"); err != nil || !reflect.DeepEqual(got, second) {
		t.Errorf("after a restart: %v %v, want %v", got, err, second)
	}
	for _, other := range [][2]string{{"s2", "2018/O1"}, {"s1", "2018/O2"}, {"s1", "2019/O1"}} {
		if _, err := d.Manuscript(ctx, other[0], other[1]); !errors.Is(err, office.ErrNoManuscript) {
			t.Errorf("%v has the manuscript of another: %v", other, err)
		}
	}
	if _, err := d.SaveManuscript(ctx, "s1", "2018/O2", office.Manuscript{Parts: map[string]string{"duty": strings.Repeat("长", MaxSize)}}); !errors.Is(err, ErrTooLong) {
		t.Errorf("too long: %v", err)
	}
	for range 2 { // what is not there is dropped too
		if err := d.DropManuscript(ctx, "s1", "2018/O1"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Manuscript(ctx, "s1", "2018/O1"); !errors.Is(err, office.ErrNoManuscript) {
		t.Errorf("after it was dropped: %v", err)
	}
}

// What is typed never becomes a path, and forgetting a person leaves nothing.
func TestDirForgets(t *testing.T) {
	ctx := context.Background()
	d, root := open(t)
	for _, person := range []string{"../../s1", "s/2"} {
		for _, about := range []string{"../x", "2018/O1"} {
			if _, err := d.SaveManuscript(ctx, person, about, office.Manuscript{Parts: map[string]string{"duty": "秘密"}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := d.DropManuscripts(ctx, "../../s1"); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(root)
	if err != nil || len(left) != 1 {
		t.Errorf("%d people are left, want 1: %v", len(left), err)
	}
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(files) != 2 {
		t.Errorf("%d files are left, want the other's 2: %v", len(files), err)
	}
}

// Of many who save upon the same reading exactly one succeeds.
func TestDirOneOfMany(t *testing.T) {
	d, _ := open(t)
	var wg sync.WaitGroup
	results := make([]error, 16)
	for i := range results {
		wg.Go(func() {
			_, results[i] = d.SaveManuscript(context.Background(), "s1", "2018/O1", office.Manuscript{Parts: map[string]string{"duty": strings.Repeat("甲", i+1)}})
		})
	}
	wg.Wait()
	saved := 0
	for _, err := range results {
		if err == nil {
			saved++
		} else if !errors.Is(err, office.ErrManuscriptChanged) {
			t.Error(err)
		}
	}
	if saved != 1 {
		t.Errorf("%d of 16 saved, want 1", saved)
	}
}
