package ballotbox

import (
	"context"
	"errors"
	"fmt"
	"io"
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
func clients(n int, call func(i int)) (perSecond float64, p99 time.Duration) {
	var next atomic.Int64
	took := make([]time.Duration, n)
	var wg sync.WaitGroup
	start := time.Now()
	for range benchClients {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				t := time.Now()
				call(i)
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
	rate, p99 := clients(n, func(i int) {
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

// BenchmarkCastHTTP100 compares, in one run and with the same 100 kept-alive
// clients, a handler that casts a ballot with one that answers 204 to the same
// request. It gives the medians of five turns each.
func BenchmarkCastHTTP100(b *testing.B) {
	const n, turns = 20_000, 5
	h := newHall(b, n*turns)
	server := httptest.NewServer(handler(h))
	defer server.Close()
	transport := &http.Transport{MaxIdleConnsPerHost: benchClients, MaxConnsPerHost: benchClients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	body := strings.Repeat("1", benchSubjects)
	post := func(path string, i int) {
		_, code := h.slip(i)
		r, err := client.Post(server.URL+path+strconv.Itoa(i/benchSlips)+"/"+code.Path(), "text/plain", strings.NewReader(body))
		if err != nil {
			b.Error(err)
			return
		}
		r.Body.Close()
		if r.StatusCode != http.StatusNoContent {
			b.Error(r.Status)
		}
	}
	var empty, cast, ratio []float64
	var p99 time.Duration
	b.ResetTimer()
	for t := range turns {
		e, _ := clients(n, func(i int) { post("/empty/", i) })
		c, p := clients(n, func(i int) { post("/cast/", t*n+i) })
		empty, cast, ratio, p99 = append(empty, e), append(cast, c), append(ratio, c/e), max(p99, p)
	}
	for name, v := range map[string][]float64{"empty/s": empty, "ballots/s": cast, "ratio": ratio} {
		slices.Sort(v)
		b.ReportMetric(v[turns/2], name)
	}
	b.ReportMetric(float64(p99.Microseconds())/1000, "worst-p99-ms")
}
