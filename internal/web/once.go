package web

import (
	"encoding/base64"
	"io"
	"sync"
	"time"
)

// onces remembers which forms were taken, so that one that is sent twice (a press
// too many, a reload) is taken once. It is a comfort, not a rule: it forgets with
// the server, and what must not happen twice the command itself refuses.
type onces struct {
	mu   sync.Mutex
	used map[string]time.Time
}

// mostOnces is how many are remembered; then old ones are forgotten, and if that is
// not enough some others.
const mostOnces = 20000

// issue makes the mark of a form; empty, which protects nothing, without chance.
func (o *onces) issue(random io.Reader) string {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// claim takes a mark; false if it is taken already.
func (o *onces) claim(mark string, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, taken := o.used[mark]; taken {
		return false
	}
	if len(o.used) >= mostOnces {
		for m, at := range o.used {
			if now.Sub(at) > sessionLifetime/2 || len(o.used) >= mostOnces {
				delete(o.used, m)
			}
		}
	}
	if o.used == nil {
		o.used = map[string]time.Time{}
	}
	o.used[mark] = now
	return true
}

// release gives a mark back: the form was not taken.
func (o *onces) release(mark string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.used, mark)
}
