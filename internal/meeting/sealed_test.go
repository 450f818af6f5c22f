package meeting

import (
	"encoding/json"
	"strings"
	"testing"
)

// The first word of two is not to be read before the second, neither in the record nor in the
// state; with the second it is. What stays on record is untouched.
func TestFirstWordsAreSealed(t *testing.T) {
	s := bench(t).State(t, "N7.1-read-forms.txt")
	r := s.Round()
	r.Accepted = nil
	decided := &EntryDecided{Batch: 1, Page: 4, Row: 1, Entry: "好"}
	counted := &PaperCounted{Tallies: r.Sheets[0].Tallies}
	read := &ReadingsRecorded{Batch: 1, Rows: r.Reading.Batches[0].Read.Rows, Entries: r.Reading.Batches[0].Read.Entries}
	body := func(e any) string {
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		shown, sealed := s.SealedEvent(s.Seq, e, text)
		if sealed == (string(shown) == string(text)) {
			t.Errorf("sealed: %v, but it shows %s", sealed, shown)
		}
		return string(shown)
	}
	both := r.Reading.Entries[0]
	if got := body(decided); !strings.Contains(got, "好") {
		t.Errorf("two have decided, it shows %s", got)
	}
	r.Reading.Entries[0].Choices = both.Choices[:1]
	if got := body(decided); strings.Contains(got, "好") || !strings.Contains(got, `"page":4`) {
		t.Errorf("one has decided, it shows %s", got)
	}
	if got := body(counted); strings.Contains(got, "tallies") {
		t.Errorf("one has counted, it shows %s", got)
	}
	if got := body(read); strings.Contains(got, "options") || strings.Contains(got, "entries") {
		t.Errorf("before the count is accepted, it shows %s", got)
	}
	copied := *s
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	copied = State{}
	if err := json.Unmarshal(text, &copied); err != nil {
		t.Fatal(err)
	}
	copied.Seal()
	c := copied.Round()
	if c.Sheets[0].Tallies != nil || c.Reading.Entries[0].Choices[0].Entry != "" || c.Reading.Batches[0].Read.Rows != nil {
		t.Errorf("the state shows %+v", c.Reading)
	}
	if r.Sheets[0].Tallies == nil || r.Reading.Entries[0].Choices[0].Entry == "" {
		t.Error("sealing a copy changed the state")
	}
	r.Accepted = &Stamp{}
	if got := body(decided); !strings.Contains(got, "好") {
		t.Errorf("after the count it shows %s", got)
	}
	if got := body(read); !strings.Contains(got, "options") || strings.Contains(got, "entries") {
		t.Errorf("after the count it shows %s", got)
	}
}
