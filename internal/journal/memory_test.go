package journal_test

import (
	"testing"

	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
)

func TestMemory(t *testing.T) {
	stores := map[string]*journal.Memory{}
	journaltest.Suite(t, func(t *testing.T) journal.Store {
		if stores[t.Name()] == nil {
			stores[t.Name()] = &journal.Memory{}
		}
		return stores[t.Name()]
	})
}
