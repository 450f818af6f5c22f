package rehearsal

import (
	"testing"
	"time"

	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
)

func TestStore(t *testing.T) {
	stores := map[string]*Store{}
	journaltest.Suite(t, func(t *testing.T) journal.Store {
		if stores[t.Name()] == nil {
			stores[t.Name()] = Before(&journal.Memory{})
		}
		return stores[t.Name()]
	})
}

// A practice meeting is never in the real store, and a wipe takes it alone.
func TestPracticeStaysApart(t *testing.T) {
	real := &journal.Memory{}
	s := Before(real)
	for _, stream := range []string{"meeting/m-1", "meeting/rh.m-1.1", "meeting/rh.m-1.2", "cycle/rh.x"} {
		records := []journal.Record{{At: time.Unix(0, 0), Kind: "called", Body: []byte("{}")}}
		journal.Seal(stream, journal.Head{}, records)
		if err := s.Append(t.Context(), stream, journal.Head{}, records); err != nil {
			t.Fatal(err)
		}
	}
	list := func(s journal.Store) int {
		t.Helper()
		names, err := s.Streams(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	if list(s) != 4 || list(real) != 2 {
		t.Errorf("%d streams, %d real", list(s), list(real))
	}
	s.Wipe("meeting/rh.m-1.1")
	s.Wipe("meeting/m-1")
	if list(s) != 3 || list(real) != 2 {
		t.Errorf("%d streams, %d real", list(s), list(real))
	}
	if head, err := s.Head(t.Context(), "meeting/rh.m-1.1"); err != nil || head.Seq != 0 {
		t.Errorf("%v, %v", head, err)
	}
}
