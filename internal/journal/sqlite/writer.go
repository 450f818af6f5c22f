package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"

	"shuping/internal/journal"
)

// mostJobs is how many calls share one commit at most, so that the first of them
// does not wait without end.
const mostJobs = 256

// job is one call that waits for the writer.
type job struct {
	ctx    context.Context
	do     func(*Tx) error
	single bool // do is one statement, undone by SQLite itself when it fails
	done   chan result
}

type result struct {
	err   error
	panic any
}

// writer owns the one connection that writes.
type writer struct {
	db   *sql.DB
	tx   *Tx
	jobs chan job // unbuffered: a job that was sent has been taken
	quit chan struct{}
	gone chan struct{}
}

func newWriter(dsn string) (*writer, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(context.Background())
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	w := &writer{
		db: db, tx: &Tx{conn: conn, prepared: map[string]*sql.Stmt{}, heads: map[int64]journal.Head{}},
		jobs: make(chan job), quit: make(chan struct{}), gone: make(chan struct{}),
	}
	go w.loop()
	return w, nil
}

func (w *writer) run(ctx context.Context, j job) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j.ctx, j.done = ctx, make(chan result, 1)
	select {
	case w.jobs <- j:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.quit:
		return ErrClosed
	}
	r := <-j.done
	if r.panic != nil {
		panic(r.panic)
	}
	return r.err
}

func (w *writer) close() error {
	close(w.quit)
	<-w.gone
	w.tx.close()
	return w.db.Close()
}

func (w *writer) loop() {
	defer close(w.gone)
	batch := make([]job, 0, mostJobs)
	for {
		select {
		case <-w.quit:
			return
		case j := <-w.jobs:
			batch = append(batch[:0], j)
		}
		// Those who were answered a moment ago come to their next call first: as
		// long as giving way brings callers, it is worth it, and a caller who is
		// alone pays one look.
		for n := 0; n < len(batch); {
			n = len(batch)
			runtime.Gosched()
			batch = w.gather(batch)
		}
		w.commit(batch)
		clear(batch)
	}
}

// gather takes who waits now, without waiting.
func (w *writer) gather(batch []job) []job {
	for len(batch) < mostJobs {
		select {
		case j := <-w.jobs:
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit runs the jobs in one transaction and answers each.
func (w *writer) commit(batch []job) {
	results := make([]result, len(batch))
	_, err := w.tx.Exec("BEGIN IMMEDIATE")
	if err == nil {
		for i, j := range batch {
			results[i] = w.one(j)
		}
		_, err = w.tx.Exec("COMMIT")
	}
	if err != nil {
		_, _ = w.tx.Exec("ROLLBACK") // fails when SQLite has already undone it
		clear(w.tx.heads)
		err = fmt.Errorf("commit: %w", err)
	}
	for i, j := range batch {
		if results[i].err == nil {
			results[i].err = err
		}
		j.done <- results[i]
	}
}

// one runs a job so that its failure leaves nothing behind.
func (w *writer) one(j job) (r result) {
	if err := j.ctx.Err(); err != nil {
		return result{err: err}
	}
	if j.single {
		return result{err: j.do(w.tx)}
	}
	if _, err := w.tx.Exec("SAVEPOINT job"); err != nil {
		return result{err: err}
	}
	defer func() {
		if r.panic = recover(); r.panic != nil || r.err != nil {
			_, _ = w.tx.Exec("ROLLBACK TO job") // fails when SQLite has undone all of it; then COMMIT fails too
			clear(w.tx.heads)
		}
		if _, err := w.tx.Exec("RELEASE job"); r.err == nil {
			r.err = err
		}
	}()
	return result{err: j.do(w.tx)}
}
