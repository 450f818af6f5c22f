package web

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuping/internal/ballotbox"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// voters is how many clients vote at once, each on a connection of its own.
const votersAtOnce = 100

// BenchmarkVoteHTTP100 posts ballots to the site over loopback, 100 clients at once, and
// the same requests to a handler that only answers 204. "ratio" is ballots, each
// durable when it is answered, to empty answers.
func BenchmarkVoteHTTP100(b *testing.B) {
	w := newWorld(b)
	requests := ballots(w, b.N)
	site := httptest.NewServer(w.server.Handler())
	defer site.Close()
	empty := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) }))
	defer empty.Close()
	b.ResetTimer()
	voted := postAll(b, site, requests, []byte("HTTP/1.1 200"))
	b.StopTimer()
	nothing := postAll(b, empty, requests, []byte("HTTP/1.1 204"))
	if p := w.server.progress(stateOf(w)); p.Ballots != b.N {
		b.Fatalf("%d ballots are in the box, %d were given", p.Ballots, b.N)
	}
	b.ReportMetric(float64(b.N)/voted.Seconds(), "ballots/s")
	b.ReportMetric(float64(b.N)/nothing.Seconds(), "empty/s")
	b.ReportMetric(nothing.Seconds()/voted.Seconds(), "ratio")
}

// ballots opens a vote and makes the requests of n voters.
func ballots(w *world, n int) [][]byte {
	w.t.Helper()
	w.called()
	w.opened("O1")
	const m = "meeting/m-O1"
	w.hand("guide", m, "start-report", "subject", "O1")
	w.hand("guide", m, "finish-report", "subject", "O1")
	w.hand("guide", m, "open-ballot", "issued", `[{"class":"member","phone":9}]`)
	st, err := w.office.Meetings.Find(w.t.Context(), "m-O1")
	w.must(err)
	var round meeting.Round
	st.View(func(s *meeting.State, _ journal.Head) { round = *s.Round() })
	codes, err := w.boxes.Create(w.t.Context(), round.Box, round.Form, []int{n})
	w.must(err)
	out := make([][]byte, n)
	for i, c := range codes[0] {
		out[i] = voteRequest(c, i%4)
	}
	return out
}

// voteRequest is what a phone's browser sends when the confirmation is pressed.
func voteRequest(c ballotbox.Code, option int) []byte {
	body := fmt.Sprintf("code=%s&s0=%d&step=cast", c, option)
	return fmt.Appendf(nil, "POST /v HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Linux; Android 13) Chrome/120\r\nAccept: text/html,application/xhtml+xml\r\n"+
		"Accept-Language: zh-CN,zh;q=0.9,en;q=0.8\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// postAll sends the requests on many connections, the next on each when the last was
// answered, and tells how long that took.
func postAll(b *testing.B, s *httptest.Server, requests [][]byte, status []byte) time.Duration {
	b.Helper()
	var next atomic.Int64
	var done sync.WaitGroup
	conns := make([]net.Conn, votersAtOnce)
	for i := range conns {
		c, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		defer func() { _ = c.Close() }()
		conns[i] = c
	}
	began := time.Now()
	for _, c := range conns {
		done.Go(func() {
			r := bufio.NewReader(c)
			for {
				i := int(next.Add(1)) - 1
				if i >= len(requests) {
					return
				}
				if _, err := c.Write(requests[i]); err != nil {
					b.Error(err)
					return
				}
				if err := readAnswer(r, status); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	done.Wait()
	return time.Since(began)
}

// readAnswer reads one answer by its length, without making anything of it: what
// the client costs is to be small beside what is measured.
func readAnswer(r *bufio.Reader, status []byte) error {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(line, status) {
		return fmt.Errorf("answered %s", line)
	}
	length := 0
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return err
		}
		if len(line) <= 2 {
			_, err = io.CopyN(io.Discard, r, int64(length))
			return err
		}
		if rest, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			length = 0
			for _, d := range bytes.TrimSpace(rest) {
				length = length*10 + int(d-'0')
			}
		}
	}
}
