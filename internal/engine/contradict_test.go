package engine_test

import (
	"strings"
	"testing"
	"time"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
)

// shelf takes books off only where somebody put them.
type shelf struct{ books map[string]*int }

type stocked struct{}

func (*stocked) Kind() string   { return "stocked" }
func (*stocked) Apply(s *shelf) { s.books = map[string]*int{"a": new(int)} }

type lent struct {
	Book string `json:"book"`
}

func (*lent) Kind() string     { return "lent" }
func (e *lent) Apply(s *shelf) { *s.books[e.Book]++ }

// TestRecordsThatContradict: a journal whose chain is right and whose events cannot have
// followed each other does not take the program down. The stream stays shut and says where.
func TestRecordsThatContradict(t *testing.T) {
	d := &decider.Decider[shelf]{Name: "shelf", Events: []decider.Event[shelf]{&stocked{}, &lent{}}}
	for body, want := range map[string]string{`{"book":"a"}`: "", `{"book":"b"}`: "stream shelf/1, record 2 contradicts"} {
		store := new(journal.Memory)
		at := time.Date(2019, 1, 10, 9, 0, 0, 0, time.UTC)
		records := []journal.Record{{At: at, Who: "p", Cause: "x", Kind: "stocked", Body: []byte(`{}`)}, {At: at, Who: "p", Cause: "x", Kind: "lent", Body: []byte(body)}}
		journal.Seal("shelf/1", journal.Head{}, records)
		if err := store.Append(t.Context(), "shelf/1", journal.Head{}, records); err != nil {
			t.Fatal(err)
		}
		streams := engine.New(d, store, engine.Config{Now: time.Now, Random: strings.NewReader("")})
		for range 2 { // the second time as well
			_, err := streams.Open(t.Context(), "1")
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: %v", body, err)
			}
		}
	}
}
