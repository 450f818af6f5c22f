package archive

import (
	"strings"
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/journal"
)

// Records of what cannot have happened are a finding that names the record.
func TestRecordsThatContradictEachOther(t *testing.T) {
	records := []journal.Record{{Seq: 1, Kind: "assessment-recorded", Body: []byte(`{"at":"2018-12-15T01:00:00Z","by":"p9","subject":"o9","assessment":{"date":"2018-12-15","text":"x"}}`)}}
	err := replay(cycle.Decider(), &cycle.State{}, records)
	if err == nil || !strings.Contains(err.Error(), "record 1") {
		t.Errorf("got %v", err)
	}
}
