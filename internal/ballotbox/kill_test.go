package ballotbox

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// childDir tells the test binary that it is the process to be killed.
const childDir = "SHUPING_BALLOTBOX_CHILD"

// castUntilKilled makes a box in dir and casts from ten goroutines; it writes each
// code before it casts it and again when it is acknowledged.
func castUntilKilled(dir string) {
	s, err := Open(dir, Options{Linger: -1})
	if err != nil {
		panic(err)
	}
	codes, err := s.Create(ctx, "members", testForm(5, 4, 1), []int{20000})
	if err != nil {
		panic(err)
	}
	b, err := s.Box("members")
	if err != nil {
		panic(err)
	}
	var wg sync.WaitGroup
	for g := range 10 {
		wg.Go(func() {
			for i := g; i < len(codes[0]); i += 10 {
				c := codes[0][i]
				fmt.Printf("try %s\n", c.Path())
				if err := b.Cast(ctx, c, marksOf(i%1024, 5)); err != nil {
					panic(err)
				}
				fmt.Printf("ack %s\n", c.Path())
			}
		})
	}
	wg.Wait()
}

// TestKill kills a process that casts and looks at what it left: each acknowledged
// ballot is there, once, and its code cannot be used again.
func TestKill(t *testing.T) {
	t.Parallel()
	for _, after := range []int{1, 57, 400} {
		dir := t.TempDir()
		tried, acked := killChild(t, dir, after)
		s := open(t, dir, Options{})
		b, err := s.Box("members")
		must(t, err)
		before := b.Progress().Ballots
		if before < len(acked) || before > len(tried) {
			t.Fatalf("%d ballots, %d acknowledged, %d tried", before, len(acked), len(tried))
		}
		for _, c := range acked {
			must(t, b.Cast(ctx, c, marksOf(0, 5)))
		}
		if n := b.Progress().Ballots; n != before {
			t.Fatalf("%d ballots were cast again", n-before)
		}
		for _, c := range tried { // whoever got no answer asks again
			must(t, b.Cast(ctx, c, marksOf(1, 5)))
		}
		must(t, b.Close(ctx))
		sealed, err := b.Seal(ctx)
		must(t, err)
		if n := sealed.Tallies[0].Ballots; n != len(tried) {
			t.Fatalf("%d ballots of %d codes", n, len(tried))
		}
		must(t, s.Close())
	}
}

func killChild(t *testing.T, dir string, after int) (tried, acked []Code) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	timer := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, code, _ := strings.Cut(lines.Text(), " ")
		c, err := ParseCode(code)
		if err != nil {
			break // the line was cut by the kill
		}
		switch word {
		case "try":
			tried = append(tried, c)
		case "ack":
			if acked = append(acked, c); len(acked) == after {
				must(t, cmd.Process.Kill())
			}
		}
	}
	if err := cmd.Wait(); err == nil || len(acked) < after {
		t.Fatalf("the child was not killed: %v, %d acknowledged", err, len(acked))
	}
	return tried, acked
}
