package ballotbox

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuping/internal/ballot"
)

const benchClients = 100

// A ballot of the benchmarks asks for 24 subjects; a box is that of a large
// meeting. When its codes are used up, the clients go on to the next.
const (
	benchSubjects = 24
	benchSlips    = 2000
)

// hall is boxes with codes enough for n ballots.
type hall struct {
	boxes []*Box
	codes [][]Code
}

func newHall(b *testing.B, n int) hall {
	s, err := Open(b.TempDir(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	var h hall
	for i := range n / benchSlips {
		id := fmt.Sprint("bench", i)
		codes, err := s.Create(context.Background(), id, testForm(benchSubjects, 4, 1), []int{benchSlips})
		if err != nil {
			b.Fatal(err)
		}
		box, err := s.Box(id)
		if err != nil {
			b.Fatal(err)
		}
		h.boxes, h.codes = append(h.boxes, box), append(h.codes, codes[0])
	}
	return h
}

// slip is the i-th code and its box.
func (h hall) slip(i int) (*Box, Code) {
	return h.boxes[i/benchSlips], h.codes[i/benchSlips][i%benchSlips]
}

// clients lets 100 goroutines share n calls and gives the rate and the 99th
// percentile of how long a call took.
func clients(n int, call func(worker, i int)) (perSecond float64, p99 time.Duration) {
	var next atomic.Int64
	took := make([]time.Duration, n)
	var wg sync.WaitGroup
	start := time.Now()
	for worker := range benchClients {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				t := time.Now()
				call(worker, i)
				took[i] = time.Since(t)
			}
		})
	}
	wg.Wait()
	all := time.Since(start)
	slices.Sort(took)
	return float64(n) / all.Seconds(), took[n*99/100]
}

// BenchmarkCast100 casts from 100 goroutines, each ballot durable.
func BenchmarkCast100(b *testing.B) {
	const n = 40_000
	h := newHall(b, n)
	marks := make([]ballot.Mark, benchSubjects)
	b.ResetTimer()
	rate, p99 := clients(n, func(_, i int) {
		box, code := h.slip(i)
		if err := box.Cast(context.Background(), code, marks); err != nil {
			b.Error(err)
		}
	})
	b.ReportMetric(rate, "ballots/s")
	b.ReportMetric(float64(p99.Microseconds())/1000, "p99-ms")
}

// handler answers 204: at /empty/ at once, at /cast/ when the ballot is in the box.
func handler(h hall) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /empty/{box}/{code}", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /cast/{box}/{code}", func(w http.ResponseWriter, r *http.Request) {
		var body [benchSubjects]byte
		var marks [benchSubjects]ballot.Mark
		_, err := io.ReadFull(r.Body, body[:])
		for i, c := range body {
			marks[i] = ballot.Mark(c - '0')
		}
		box, err2 := strconv.Atoi(r.PathValue("box"))
		c, err3 := ParseCode(r.PathValue("code"))
		if err = errors.Join(err, err2, err3); err == nil {
			err = h.boxes[box].Cast(r.Context(), c, marks[:])
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

// wire is one kept-alive client that costs as little as a client can, so that the
// two cores are the server's.
type wire struct {
	conn net.Conn
	in   *bufio.Reader
	out  []byte
}

// post sends a ballot and gives the answer's status line.
func (w *wire) post(path string, box int, code Code, body string) (string, error) {
	w.out = append(w.out[:0], "POST "...)
	w.out = append(w.out, path...)
	w.out = strconv.AppendInt(w.out, int64(box), 10)
	w.out = append(w.out, '/')
	w.out = append(w.out, code...)
	w.out = append(w.out, " HTTP/1.1\r\nHost: box\r\nContent-Type: text/plain\r\nContent-Length: "...)
	w.out = strconv.AppendInt(w.out, int64(len(body)), 10)
	w.out = append(w.out, "\r\n\r\n"...)
	w.out = append(w.out, body...)
	if _, err := w.conn.Write(w.out); err != nil {
		return "", err
	}
	status := ""
	for {
		line, err := w.in.ReadSlice('\n')
		if err != nil || len(line) == 2 {
			return status, err
		}
		if status == "" {
			status = string(line)
		}
	}
}

// BenchmarkCastHTTP100 compares, in one run and with the same 100 kept-alive
// clients, a handler that casts a ballot with one that answers 204 to the same
// request. It gives the medians of five turns each.
func BenchmarkCastHTTP100(b *testing.B) {
	const n, turns = 20_000, 5
	h := newHall(b, n*turns)
	server := httptest.NewServer(handler(h))
	defer server.Close()
	wires := make([]wire, benchClients)
	for i := range wires {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		wires[i] = wire{conn: conn, in: bufio.NewReader(conn)}
	}
	body := strings.Repeat("1", benchSubjects)
	post := func(worker int, path string, i int) {
		_, code := h.slip(i)
		status, err := wires[worker].post(path, i/benchSlips, code, body)
		if err != nil || status != "HTTP/1.1 204 No Content\r\n" {
			b.Error(status, err)
		}
	}
	var empty, cast, ratio []float64
	var p99, used, usedEmpty time.Duration
	b.ResetTimer()
	for t := range turns {
		usedEmpty -= cpuTime()
		e, _ := clients(n, func(w, i int) { post(w, "/empty/", i) })
		usedEmpty += cpuTime()
		used -= cpuTime()
		c, p := clients(n, func(w, i int) { post(w, "/cast/", t*n+i) })
		used += cpuTime()
		empty, cast, ratio, p99 = append(empty, e), append(cast, c), append(ratio, c/e), max(p99, p)
	}
	for name, v := range map[string][]float64{"empty/s": empty, "ballots/s": cast, "ratio": ratio} {
		slices.Sort(v)
		b.ReportMetric(v[turns/2], name)
	}
	b.ReportMetric(float64(p99.Microseconds())/1000, "worst-p99-ms")
	if used > 0 {
		b.ReportMetric(float64(used.Microseconds())/(n*turns), "cpu-µs/ballot")
		b.ReportMetric(float64(usedEmpty.Microseconds())/(n*turns), "cpu-µs/empty")
	}
}
