// Package engine is the one place where commands are handed in (收件): it takes
// a command and who hands it in, lets the decider decide, appends what follows
// to the journal, and applies it to the live state.
//
// A stream is applied only from what was written: an event is encoded, decoded
// again, appended, and the decoded one applied, so a live run and a replay after
// a restart are one path. State is held in memory and never stored.
//
// The engine knows no rule and no noun of the office, stores nothing of its own,
// and does nothing but append: effects (documents, reminders) belong to others,
// who look at what is missing.
//
//   - [Stream] is one stream with its live state; [Streams] opens those of one
//     decider by id.
//   - [Door] is a Streams without its type parameter, for whoever treats all
//     deciders alike: forms, the API, the command line, the archive. [Doors] finds
//     the one for a stream's name, such as "cycle/2018".
package engine

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"shuping/internal/journal"
)

// Config is where time and chance come from. Both are asked under a lock of the
// stream that is written, so different streams may ask at once: they must be safe
// for that, as time.Now and crypto/rand.Reader are.
type Config struct {
	Now    func() time.Time
	Random io.Reader
}

// ErrNoStream says that a stream has no records.
var ErrNoStream = errors.New("there is no such stream")

// BadName says why a stream cannot be called that.
type BadName struct{ Name, Why string }

func (e *BadName) Error() string { return fmt.Sprintf("stream %q: %s", e.Name, e.Why) }

// Unsure is the answer when the store failed and could not be read afterwards:
// the command may have been carried out or not. The next command of the stream
// begins by reading what is there. A person is told to reload the page before
// handing it in again.
type Unsure struct {
	Stream string
	Err    error // of the append
	Read   error // of the reading after it
}

func (e *Unsure) Error() string {
	return fmt.Sprintf("%s: it is not known whether the command was written: %v; reading the stream again: %v", e.Stream, e.Err, e.Read)
}

// Unwrap gives both errors.
func (e *Unsure) Unwrap() []error { return []error{e.Err, e.Read} }

// mostID is the greatest length of an id in bytes.
const mostID = 100

// streamName joins a decider's name and an id: letters, digits, '-', '_' and
// '.', not beginning with a '.', so that an id is one part of a URL's path and
// of a file's name.
func streamName(decider, id string) (string, error) {
	name := decider + "/" + id
	why := ""
	switch {
	case id == "":
		why = "the id is empty"
	case len(id) > mostID || len(name) > journal.MaxName:
		why = fmt.Sprintf("the id is longer than %d bytes", mostID)
	case strings.HasPrefix(id, "."):
		why = "the id begins with a dot"
	case strings.ContainsFunc(id, notInID):
		why = "an id has letters, digits, '-', '_' and '.' only"
	default:
		return name, nil
	}
	return "", &BadName{name, why}
}

func notInID(r rune) bool {
	return r == unicode.ReplacementChar || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.", r)
}
