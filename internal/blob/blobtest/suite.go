// Package blobtest is the one suite that every blob.Store passes.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"shuping/internal/blob"
)

// Suite checks a store. open makes an empty one that takes files up to 1 MB.
func Suite(t *testing.T, open func(t *testing.T) blob.Store) {
	ctx := context.Background()
	t.Run("what is put can be got", func(t *testing.T) {
		s := open(t)
		for _, b := range [][]byte{nil, []byte("报告"), bytes.Repeat([]byte{0, 1}, 1<<19)} {
			h, err := s.Put(ctx, bytes.NewReader(b))
			if err != nil || h != blob.HashOf(b) {
				t.Fatalf("%d bytes: %q, %v", len(b), h, err)
			}
			got, err := s.Get(ctx, h)
			if err != nil || !bytes.Equal(got, b) {
				t.Fatalf("%d bytes: got %d, %v", len(b), len(got), err)
			}
		}
	})
	t.Run("what is missing is said to be", func(t *testing.T) {
		s := open(t)
		h := blob.HashOf([]byte("nowhere"))
		if _, err := s.Get(ctx, h); !errors.Is(err, blob.ErrMissing) {
			t.Errorf("get: %v", err)
		}
		if ok, err := s.Has(ctx, h); ok || err != nil {
			t.Errorf("has: %v, %v", ok, err)
		}
	})
	t.Run("what is no hash is no path", func(t *testing.T) {
		s := open(t)
		for _, h := range []blob.Hash{"", "..", "../../etc/passwd", blob.Hash(strings.Repeat("A", 64)), blob.Hash(strings.Repeat("g", 64))} {
			if _, err := s.Get(ctx, h); err == nil || errors.Is(err, blob.ErrMissing) {
				t.Errorf("%q: %v", h, err)
			}
		}
	})
	t.Run("too large is refused and leaves nothing", func(t *testing.T) {
		s := open(t)
		big := make([]byte, 1<<20+1)
		if _, err := s.Put(ctx, bytes.NewReader(big)); !errors.Is(err, blob.ErrTooLarge) {
			t.Errorf("%v", err)
		}
		if ok, _ := s.Has(ctx, blob.HashOf(big)); ok {
			t.Error("it was stored")
		}
	})
	t.Run("the same file from many hands", func(t *testing.T) {
		s := open(t)
		var wg sync.WaitGroup
		for range 8 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				if _, err := s.Put(ctx, strings.NewReader("one")); err != nil {
					t.Error(err)
				}
			}()
		}
		wg.Wait()
		if got, err := s.Get(ctx, blob.HashOf([]byte("one"))); err != nil || string(got) != "one" {
			t.Errorf("%q, %v", got, err)
		}
	})
	t.Run("a reader that breaks leaves nothing", func(t *testing.T) {
		s := open(t)
		if _, err := s.Put(ctx, broken{}); err == nil {
			t.Error("stored")
		}
	})
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("cable out") }
