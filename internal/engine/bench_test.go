package engine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
)

func disk(b *testing.B) (*sqlite.DB, string) {
	b.Helper()
	dir := b.TempDir()
	db, err := sqlite.Open(filepath.Join(dir, "shuping.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	return db, dir
}

// fsync measures one write of 4 kB with its sync, on the disk of dir.
func fsync(b *testing.B, dir string, n int) time.Duration {
	b.Helper()
	f, err := os.Create(filepath.Join(dir, "fsync"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := make([]byte, 4096)
	begin := time.Now()
	for range n {
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begin) / time.Duration(n)
}

func benchConfig() engine.Config { return engine.Config{Now: time.Now, Random: zeros{}} }

// alone hands in n commands one after another and returns the time of one.
func alone(b *testing.B, streams *engine.Streams[ledger], n int) time.Duration {
	begin := time.Now()
	for range n {
		if _, err := streams.Do(context.Background(), clerk, "alone", &put{Amounts: []int{1}, Note: ""}); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(begin) / time.Duration(n)
}

// One command decided, chained and committed alone, as a multiple of one sync of
// 4 kB on the same disk; the two are measured in turns.
func BenchmarkAppendAlone(b *testing.B) {
	db, dir := disk(b)
	streams := engine.New(ledgers, db.Journal(), benchConfig())
	alone(b, streams, 1)
	var one, sync time.Duration
	rounds := 0
	for b.Loop() {
		one += alone(b, streams, 50)
		sync += fsync(b, dir, 50)
		rounds++
	}
	b.ReportMetric(float64(one)/float64(sync), "fsyncs")
	b.ReportMetric(float64(one.Microseconds())/float64(rounds), "µs/command")
	b.ReportMetric(float64(sync.Microseconds())/float64(rounds), "µs/fsync")
}

// 64 streams at once, as a multiple of the rate of single commands.
func BenchmarkAppend64Streams(b *testing.B) {
	db, _ := disk(b)
	streams := engine.New(ledgers, db.Journal(), benchConfig())
	alone(b, streams, 1)
	const each = 40
	used := cpuTime()
	var one, together time.Duration
	rounds := 0
	for b.Loop() {
		one += alone(b, streams, 50)
		begin := time.Now()
		var wait sync.WaitGroup
		for i := range 64 {
			wait.Go(func() {
				id := fmt.Sprint("s-", i)
				for range each {
					if _, err := streams.Do(context.Background(), clerk, id, &put{Amounts: []int{1}}); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wait.Wait()
		together += time.Since(begin) / (64 * each)
		rounds++
	}
	if used = cpuTime() - used; used > 0 {
		b.ReportMetric(float64(used.Microseconds())/float64(rounds*(64*each+50)), "cpu-µs/command")
	}
	b.ReportMetric(float64(one)/float64(together), "x-alone")
	b.ReportMetric(float64(rounds)/together.Seconds(), "commands/s")
}

// wide is a decider with as many kinds of events as the year has, whose bodies
// look like those of a meeting.
type wide struct {
	Present, Rows int
	Last          map[string]string
}

type counted struct {
	Subject  string            `json:"subject"`
	Meeting  string            `json:"meeting"`
	Present  int               `json:"present"`
	Expected int               `json:"expected"`
	Need     int               `json:"need"`
	Met      bool              `json:"met"`
	Note     string            `json:"note,omitempty"`
	By       map[string]string `json:"by,omitempty"`
}

func (*counted) Kind() string { return "meeting-counted" }
func (e *counted) Apply(s *wide) {
	if s.Last == nil {
		s.Last = map[string]string{}
	}
	s.Present += e.Present
	s.Rows++
	s.Last[e.Subject] = e.Note
}

type other struct {
	kind string
}

func (o *other) Kind() string { return o.kind }
func (*other) Apply(*wide)    {}

func wides() *decider.Decider[wide] {
	d := &decider.Decider[wide]{Name: "wide"}
	for i := range 60 {
		d.Events = append(d.Events, &other{fmt.Sprintf("meeting-kind-%02d", i)})
	}
	d.Events = append(d.Events, &counted{})
	return d
}

// The whole way from the file to the state: read, verify the chain, decode
// strictly, apply; on one core.
func BenchmarkReplay(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	db, _ := disk(b)
	const events = 20000
	var head journal.Head
	for range events / 2000 {
		records := make([]journal.Record, 2000)
		for i := range records {
			body, err := decider.Encode[wide](&counted{
				Subject: fmt.Sprintf("s-%03d", i%60), Meeting: fmt.Sprintf("m-%d", i%90), Present: 32 + i%9, Expected: 41, Need: 33, Met: true, Note: "到会党员 32 人",
			})
			if err != nil {
				b.Fatal(err)
			}
			records[i] = journal.Record{At: time.Now(), Who: fmt.Sprintf("p-%04d", i%300), Cause: "count", Kind: "meeting-counted", Body: body}
		}
		end := journal.Seal("wide/1", head, records)
		if err := db.Journal().Append(context.Background(), "wide/1", head, records); err != nil {
			b.Fatal(err)
		}
		head = end
	}
	b.ReportAllocs()
	b.ResetTimer()
	var took []time.Duration
	used := cpuTime()
	for b.Loop() {
		begin := time.Now()
		s, err := engine.New(wides(), db.Journal(), benchConfig()).Open(context.Background(), "1")
		if err != nil {
			b.Fatal(err)
		}
		s.View(func(w *wide, h journal.Head) {
			if w.Rows != events || h != head {
				b.Fatal(w.Rows, h)
			}
		})
		took = append(took, time.Since(begin))
	}
	if used = cpuTime() - used; used > 0 {
		b.ReportMetric(float64(events*len(took))/used.Seconds(), "events/cpu-s")
	}
	slices.Sort(took)
	b.ReportMetric(events/took[len(took)/2].Seconds(), "events/s")
	b.ReportMetric(events/took[0].Seconds(), "best-events/s")
}

// Reading the live state beside a writer.
func BenchmarkView(b *testing.B) {
	streams := engine.New(ledgers, &journal.Memory{}, benchConfig())
	s, err := streams.Open(context.Background(), "1")
	if err != nil {
		b.Fatal(err)
	}
	var sum atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			s.View(func(l *ledger, _ journal.Head) { sum.Add(int64(l.Amount)) })
		}
	})
}
