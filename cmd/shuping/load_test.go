//go:build load

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"shuping/internal/app"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office"
)

const (
	manyMeetings = 40
	manyVoters   = 100 // in each
	manyTime     = 40 * time.Second
	manyP99      = 250 * time.Millisecond
	manyWarm     = 2 * time.Second               // after a restart all boxes are opened and everybody who waited comes at once
	manyCut      = manyMeetings * manyVoters / 2 // so many are counted when the power goes
)

// halls is a folder with many meetings whose votes are open; codes are by meeting.
type halls struct {
	*hallFolder
	codes [][]string
}

func newHalls(t *testing.T) *halls {
	t.Helper()
	f := &halls{hallFolder: &hallFolder{t: t, dir: filepath.Join(t.TempDir(), "data")}}
	f.opened(func(a *app.App) {
		f.people(a)
		polling := &office.Polling{Office: a.Office, Boxes: a.Boxes}
		for m := range manyMeetings {
			id := "m-" + strconv.Itoa(m)
			f.call(a, id)
			f.open(a, "meeting/"+id)
			_, drawn, err := polling.Slips(context.Background(), id, nil)
			f.must(err)
			var codes []string
			for _, c := range drawn[0] {
				codes = append(codes, string(c))
			}
			f.codes = append(f.codes, codes)
		}
	})
	return f
}

// open brings a called meeting to an open vote.
func (f *halls) open(a *app.App, stream string) {
	f.t.Helper()
	text := func(v any) string {
		b, err := json.Marshal(v)
		f.must(err)
		return string(b)
	}
	roster := []brief.Attendee{{Person: "s1", Class: "member"}, {Person: "d1", Class: "member"}}
	here := []string{"s1", "d1"}
	for i := range manyVoters {
		id := "v" + strconv.Itoa(i)
		roster, here = append(roster, brief.Attendee{Person: id, Class: []string{"member", "masses"}[i%2]}), append(here, id)
	}
	for _, act := range []struct {
		who, kind string
		values    map[string][]string
	}{
		{"guide", "open-roll", map[string][]string{"roster": {text(roster)}}},
		{"guide", "sign-in", map[string][]string{"persons": {text(here)}}},
		{"guide", "sign-in", map[string][]string{"persons": {"guide"}, "class": {"guide"}}},
		{"d1", "open-meeting", map[string][]string{"reason": {"压力测试"}}},
		{"guide", "start-report", map[string][]string{"subject": {"O1"}, "reason": {"压力测试"}}},
		{"guide", "finish-report", map[string][]string{"subject": {"O1"}}},
		{"guide", "open-ballot", map[string][]string{"issued": {fmt.Sprintf(`[{"class":"member","phone":%d},{"class":"masses","phone":%d}]`, manyVoters/2, manyVoters/2)}, "reason": {"压力测试"}}},
	} {
		_, err := a.Office.Hand(context.Background(), decider.Call{Who: act.who}, office.Paper{Stream: stream, Kind: act.kind, Values: act.values})
		if err != nil {
			f.t.Fatalf("%s %s: %v", stream, act.kind, err)
		}
	}
}

// choice is what a voter chooses: every meeting has another result.
func choice(m, voter int) int { return voter * (m + 1) % (m + 2) % 4 }

// TestLoadManyMeetings prints figures and fails where one misses its goal. It lets 40 meetings vote at once, a hundred people each, against the
// real program with its disk. In the middle of it the power goes (kill -9). Everybody who
// got no answer asks again; nobody gets a wrong answer, and in the end each meeting has the
// result that its voters gave.
func TestLoadManyMeetings(t *testing.T) {
	f := newHalls(t)
	s := f.serve("127.0.0.1:0")
	address := s.url
	var told, returned atomic.Int64
	var mu sync.Mutex
	var took, late []time.Duration // late: while the program came back
	cut, back := make(chan struct{}), make(chan struct{})
	phones := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	var wait sync.WaitGroup
	began := time.Now()
	for m := range f.codes {
		for v, code := range f.codes[m] {
			wait.Go(func() {
				time.Sleep(time.Until(began.Add(time.Duration(v*manyMeetings+m) * manyTime / (manyMeetings * manyVoters))))
				for tries := 0; ; tries++ {
					sent := time.Now()
					ok, err := cast(phones, address, code, choice(m, v))
					switch {
					case err == nil && ok:
						mu.Lock()
						if at := returned.Load(); at != 0 && sent.Before(time.UnixMilli(at).Add(manyWarm)) {
							late = append(late, time.Since(sent))
						} else {
							took = append(took, time.Since(sent))
						}
						mu.Unlock()
						if told.Add(1) == manyCut {
							close(cut)
						}
						return
					case err == nil || tries > 3:
						t.Errorf("meeting %d: counted %v, %v", m, ok, err)
						return
					}
					select { // whoever gets no answer waits until the server is back
					case <-cut:
						<-back
					case <-time.After(time.Second):
						t.Errorf("meeting %d: no answer while the power was on: %v", m, err)
					}
				}
			})
		}
	}
	<-cut
	off := time.Now()
	s.kill()
	again := f.serve(s.address())
	returned.Store(time.Now().UnixMilli())
	close(back)
	t.Logf("the power was off for %v", time.Since(off))
	wait.Wait()
	all := time.Since(began)
	again.kill()
	slices.Sort(took)
	p99 := took[len(took)*99/100]
	t.Logf("%d meetings, %d ballots in %v: median %v, p99 %v, longest %v", manyMeetings, len(took)+len(late), all, took[len(took)/2], p99, took[len(took)-1])
	t.Logf("%d ballots in the first %v after the restart: the longest took %v", len(late), manyWarm, slices.Max(late))
	if p99 > manyP99 {
		t.Errorf("p99 is %v, the goal %v", p99, manyP99)
	}
	f.count()
}

// count ends each vote and holds its result against what its voters chose.
func (f *halls) count() {
	f.t.Helper()
	f.opened(func(a *app.App) {
		ctx := context.Background()
		for m := range f.codes {
			id := "m-" + strconv.Itoa(m)
			_, err := a.Office.Hand(ctx, decider.Call{Who: "guide"}, office.Paper{Stream: "meeting/" + id, Kind: "close-ballot", Values: map[string][]string{}})
			f.must(err)
			f.must(a.Effects.Stream(ctx, "meeting/"+id))
			st, err := a.Meetings.Find(ctx, id)
			f.must(err)
			want := make([]int, 4)
			for v := range manyVoters {
				want[choice(m, v)]++
			}
			st.View(func(s *meeting.State, _ journal.Head) {
				tally := s.Round().Phone.Tallies[0]
				if tally.Ballots != manyVoters || !slices.Equal(tally.Subjects[0].Options, want) {
					f.t.Errorf("meeting %d: %d ballots, counted %v, chosen %v", m, tally.Ballots, tally.Subjects[0].Options, want)
				}
			})
		}
	})
}
