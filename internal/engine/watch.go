package engine

import (
	"slices"

	"shuping/internal/journal"
)

// watchers are the channels of those who watch one stream. Each holds at most
// one head, the latest. The stream's lock guards them.
type watchers struct{ channels []chan journal.Head }

func (w *watchers) add(now journal.Head) chan journal.Head {
	c := make(chan journal.Head, 1)
	c <- now
	w.channels = append(w.channels, c)
	return c
}

func (w *watchers) remove(c chan journal.Head) {
	if i := slices.Index(w.channels, c); i >= 0 {
		w.channels = slices.Delete(w.channels, i, i+1)
		close(c)
	}
}

func (w *watchers) tell(head journal.Head) {
	for _, c := range w.channels {
		select { // take away what was not seen yet; only tell puts something in
		case <-c:
		default:
		}
		c <- head
	}
}
