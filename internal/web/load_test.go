//go:build load

package web

import (
	"bytes"
	"fmt"
	"net"
	"net/http/httptest"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuping/internal/brief"
	"shuping/internal/meeting"
)

const (
	hallPeople  = 300
	hallAtOnce  = 100              // of them vote at the same moment
	hallDevices = 8                // tablets at the door
	hallPages   = 5000             // projector and phones that listen
	votingTime  = 15 * time.Second // in which everybody begins to vote
	goalP99     = 250 * time.Millisecond
	goalWhole   = 60 * time.Second
	goalFollow  = time.Second
	goalMemory  = 40 << 10
)

// TestLoad holds a meeting of 300 people over loopback: eight tablets check everybody in,
// then everybody reads the slip, chooses, looks it over and confirms, two hundred one after
// the other and a hundred at the same moment, while five thousand pages listen.
func TestLoad(t *testing.T) {
	w := newWorld(t)
	w.called()
	site := httptest.NewServer(w.server.Handler())
	t.Cleanup(site.Close)
	w.rollOf(hallPeople)
	began := time.Now()
	w.timed("checking in", w.checkIn(site.URL, hallPeople))
	codes := w.votingOf(hallPeople)
	w.listeners(site, hallPages, func(follow func() time.Time) {
		w.timed("voting", w.voteAll(site.URL, codes[hallAtOnce:], votingTime))
		w.timed("voting at once", w.voteAll(site.URL, codes[:hallAtOnce], 0))
		closed := time.Now()
		w.hand("guide", "meeting/m-O1", "close-ballot")
		if d := follow().Sub(closed); d > goalFollow {
			t.Errorf("the slowest of %d pages followed after %v", hallPages, d)
		} else {
			t.Logf("the slowest of %d pages followed after %v", hallPages, d)
		}
	})
	if d := time.Since(began); d > goalWhole {
		t.Errorf("%d people took %v", hallPeople, d)
	}
	w.state("m-O1", func(s *meeting.State) {
		if n := s.Round().Phone.Tallies[0].Ballots; n != hallPeople {
			t.Errorf("%d ballots were counted", n)
		}
	})
}

// rollOf opens the roll with so many members, beside the subject and the deputy.
func (w *world) rollOf(n int) {
	w.at("2018-12-20", 8, 40)
	roster := []brief.Attendee{{Person: "s1", Class: "member"}, {Person: "d1", Class: "member"}}
	for i := range n {
		roster = append(roster, brief.Attendee{Person: "load" + strconv.Itoa(i), Class: []string{"member", "member", "masses"}[i%3]})
	}
	w.hand("guide", "meeting/m-O1", "open-roll", "roster", text(roster))
	w.hand("guide", "meeting/m-O1", "sign-in", "persons", `["s1","d1"]`)
	w.hand("guide", "meeting/m-O1", "sign-in", "persons", "guide", "class", "guide")
}

// each does n things, k at a time, and tells how long each took.
func each(n, k int, do func(i int)) []time.Duration {
	took := make([]time.Duration, n)
	var next atomic.Int64
	var all sync.WaitGroup
	for range k {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				began := time.Now()
				do(i)
				took[i] = time.Since(began)
			}
		})
	}
	all.Wait()
	return took
}

func (w *world) checkIn(base string, n int) []time.Duration {
	guide := w.client("guide")
	at := must(url.Parse(base))
	guide.http.Jar.SetCookies(at, guide.http.Jar.Cookies(must(url.Parse(guide.url))))
	devices := &client{guide.t, guide.http, base}
	return each(n, hallDevices, func(i int) {
		if status, _, _ := devices.do("POST", "/meeting/m-O1/roll", post("in", "load"+strconv.Itoa(i))); status != 303 {
			w.t.Errorf("checking in: %d", status)
		}
	})
}

// votingOf opens the meeting and the vote, with a slip for each of n people.
func (w *world) votingOf(n int) []string {
	const m = "meeting/m-O1"
	w.at("2018-12-20", 9, 0)
	w.hand("d1", m, "open-meeting")
	w.hand("guide", m, "start-report", "subject", "O1")
	w.hand("guide", m, "finish-report", "subject", "O1")
	w.hand("guide", m, "open-ballot", "issued", fmt.Sprintf(`[{"class":"member","phone":%d},{"class":"masses","phone":%d}]`, n-n/3, n/3))
	_, drawn, err := w.server.Polling.Slips(w.t.Context(), "m-O1", nil)
	w.must(err)
	var codes []string
	for _, c := range drawn[0] {
		codes = append(codes, string(c))
	}
	return codes
}

// voteAll lets everybody begin within a time, and tells how long each request took.
func (w *world) voteAll(base string, codes []string, within time.Duration) (took []time.Duration) {
	phones := browse(w.t.(*testing.T), w.server.Handler())
	phones.url = base
	var mu sync.Mutex
	began := time.Now()
	each(len(codes), len(codes), func(i int) {
		time.Sleep(time.Until(began.Add(time.Duration(i) * within / time.Duration(len(codes)))))
		for _, step := range []struct {
			method, path string
			form         url.Values
		}{{"GET", "/v/" + codes[i], nil}, {"POST", "/v", post("code", codes[i], "step", "review", "s0", "0")}, {"POST", "/v", post("code", codes[i], "step", "cast", "s0", "0")}} {
			sent := time.Now()
			if status, _, _ := phones.do(step.method, step.path, step.form); status != 200 {
				w.t.Errorf("%s %s: %d", step.method, step.path, status)
			}
			mu.Lock()
			took = append(took, time.Since(sent))
			mu.Unlock()
		}
	})
	return took
}

func (w *world) timed(what string, took []time.Duration) {
	slices.Sort(took)
	p99, n := took[len(took)*99/100], len(took)
	w.t.Logf("%s: %d, median %v, p99 %v, longest %v", what, n, took[n/2], p99, took[n-1])
	if p99 > goalP99 {
		w.t.Errorf("%s: p99 is %v, the goal %v", what, p99, goalP99)
	}
}

// listeners opens n pages that listen and read all along, tells what they hold of memory,
// and gives a function that waits until each has heard the end of the vote and tells when
// the last did.
func (w *world) listeners(site *httptest.Server, n int, during func(follow func() time.Time)) {
	w.t.Helper()
	before := memory()
	conns := make([]net.Conn, n)
	heard := make([]time.Time, n)
	var first atomic.Int64
	var bytesRead atomic.Int64
	var all sync.WaitGroup
	for i := range conns {
		conns[i] = w.listenRaw(site, "/hall/m-O1/events")
		defer func() { _ = conns[i].Close() }()
		all.Go(func() { heard[i] = hear(conns[i], []byte("正在统计"), &first, &bytesRead) })
	}
	for end := time.Now().Add(time.Minute); first.Load() < int64(n) && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	per := (memory() - before) / uint64(n)
	w.t.Logf("%d of %d pages that listen had their first event, of %d bytes; they hold %d bytes each", first.Load(), n, bytesRead.Load()/int64(n), per)
	if per > goalMemory || first.Load() < int64(n) {
		w.t.Errorf("a page that listens holds %d bytes, the goal is %d", per, goalMemory)
	}
	during(func() time.Time {
		for _, c := range conns {
			_ = c.SetReadDeadline(time.Now().Add(10 * time.Second))
		}
		all.Wait()
		var last time.Time
		for i, at := range heard {
			if at.IsZero() {
				w.t.Errorf("page %d did not hear of the end", i)
			}
			if at.After(last) {
				last = at
			}
		}
		return last
	})
}

// hear reads what comes until a text has come, and tells when; never, if the connection
// ended before. first counts those that have read anything.
func hear(c net.Conn, text []byte, first, read *atomic.Int64) time.Time {
	buf, kept, began := make([]byte, 1024), 0, false
	for {
		n, err := c.Read(buf[kept:])
		read.Add(int64(n))
		if !began && n > 0 {
			began = true
			first.Add(1)
		}
		if bytes.Contains(buf[:kept+n], text) {
			return time.Now()
		}
		if err != nil {
			return time.Time{}
		}
		n += kept
		kept = copy(buf, buf[max(0, n-len(text)+1):n]) // a text may come in two parts
	}
}

// listenRaw opens a stream of events and reads nothing of it.
func (w *world) listenRaw(site *httptest.Server, path string) net.Conn {
	w.t.Helper()
	c, err := net.Dial("tcp", site.Listener.Addr().String())
	w.must(err)
	guide := w.client("guide")
	cookie := guide.http.Jar.Cookies(must(url.Parse(guide.url)))[0]
	_, err = fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Language: zh-CN\r\nCookie: %s=%s\r\n\r\n", path, site.Listener.Addr(), cookie.Name, cookie.Value)
	w.must(err)
	return c
}

func memory() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc + m.StackInuse
}
