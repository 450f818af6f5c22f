package demo

import (
	"crypto/sha256"
	"math/rand/v2"
	"sync"
	"time"

	"shuping/internal/calendar"
)

// clock is the time of the year that is played: it stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time that is played.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *clock) today() calendar.Date { return calendar.Of(c.Now()) }

// chance is a source of bytes that a text determines, for several goroutines.
type chance struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

// newChance makes the source of one use of the seed; different uses are independent.
func newChance(seed, use string) *chance {
	return &chance{src: rand.NewChaCha8(sha256.Sum256([]byte(use + "\n" + seed)))}
}

// Read fills p and never fails.
func (c *chance) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.src.Read(p)
}

// dice are the throws of a die that everybody could watch, such as "3 6 1".
func (c *chance) dice(n int) string {
	r := rand.New(c.src)
	text := make([]byte, 0, 2*n)
	for i := range n {
		if i > 0 {
			text = append(text, ' ')
		}
		text = append(text, byte('1'+r.IntN(6)))
	}
	return string(text)
}

// shuffle brings n things into an order that the seed determines.
func (c *chance) shuffle(n int, swap func(i, j int)) { rand.New(c.src).Shuffle(n, swap) }
