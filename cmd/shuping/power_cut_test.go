package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"shuping/internal/app"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office"
	"shuping/internal/people"
	"shuping/internal/policy"
	"shuping/policies"
)

// hallFolder is a data folder with a meeting whose vote is open.
type hallFolder struct {
	t     failer
	dir   string
	codes []string
	link  string // of the guide, used once
}

// failer is a test or a script.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
	Cleanup(f func())
}

const (
	hallMeeting = "meeting/m-O1"
	hallVoters  = 120
)

// newHallFolder brings a year of one organisation to an open vote, through the office.
func newHallFolder(t *testing.T) *hallFolder {
	t.Helper()
	f := &hallFolder{t: t, dir: filepath.Join(t.TempDir(), "data")}
	f.opened(func(a *app.App) {
		f.people(a)
		f.meeting(a)
		polling := &office.Polling{Office: a.Office, Boxes: a.Boxes}
		_, drawn, err := polling.Slips(context.Background(), "m-O1", nil)
		f.must(err)
		for _, c := range drawn[0] {
			f.codes = append(f.codes, string(c))
		}
		token, err := a.SignIn.IssueLink(context.Background(), "guide", time.Hour)
		f.must(err)
		f.link = "/in/" + token
	})
	return f
}

func (f *hallFolder) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// opened opens the folder without a server.
func (f *hallFolder) opened(look func(a *app.App)) {
	f.t.Helper()
	a, err := app.Open(context.Background(), app.Config{Data: f.dir, Now: time.Now, Random: rand.Reader})
	f.must(err)
	look(a)
	f.must(a.Close())
}

// people are those of one organisation, and the year that it belongs to.
func (f *hallFolder) people(a *app.App) {
	f.t.Helper()
	c := people.Changes{Organisations: []people.Organisation{{ID: "O1", Name: "金鑫社区党委", Kind: "社区党委", Secretary: "s1", Deputy: "d1"}}}
	for _, id := range []string{"s1", "d1", "guide", "leader", "c1", "c2"} {
		c.Persons = append(c.Persons, people.Person{ID: id, Name: id})
	}
	f.must(a.People.Apply(context.Background(), c))
}

// call calls a members' meeting of today by its brief alone.
func (f *hallFolder) call(a *app.App, id string) {
	f.t.Helper()
	src, err := policies.Files.ReadFile("notice-2018.yaml")
	f.must(err)
	notice, err := policy.Parse("notice-2018.yaml", src)
	f.must(err)
	_, err = a.Meetings.Do(context.Background(), decider.Call{Who: "shuping", Roles: []string{policy.RoleSystem}}, id, &meeting.Call{Brief: brief.Brief{
		Cycle: "2018", Meeting: id, Type: "members", Org: "O1", OrgName: "金鑫社区党委", Date: calendar.Of(time.Now()), Time: "00:01", Place: "会议室",
		Chair: "d1", ChairPost: "副书记", Guides: []string{"guide"}, Tellers: []string{"c1", "c2"}, Policy: *notice, PolicyHash: policy.Hash(src),
		Subjects: []brief.Subject{{ID: "O1", Person: "s1", Org: "O1", OrgName: "金鑫社区党委", Kind: "社区党委", Post: "书记"}},
	}})
	f.must(err)
}

func (f *hallFolder) meeting(a *app.App) {
	f.t.Helper()
	hand := func(who, stream, kind string, kv ...string) {
		f.t.Helper()
		p := office.Paper{Stream: stream, Kind: kind, Values: map[string][]string{}}
		for i := 0; i+1 < len(kv); i += 2 {
			p.Values[kv[i]] = append(p.Values[kv[i]], kv[i+1])
		}
		call := decider.Call{Who: who}
		_, err := a.Office.Hand(context.Background(), call, p)
		if err != nil {
			f.t.Fatalf("%s %s: %v", stream, kind, err)
		}
		f.must(a.Effects.Stream(context.Background(), stream))
	}
	f.call(a, "m-O1")
	roster := []brief.Attendee{{Person: "s1", Class: "member"}, {Person: "d1", Class: "member"}}
	here := []string{"s1", "d1"}
	for i := range hallVoters {
		id := "v" + strconv.Itoa(i)
		roster, here = append(roster, brief.Attendee{Person: id, Class: []string{"member", "masses"}[i%2]}), append(here, id)
	}
	text := func(v any) string {
		b, err := json.Marshal(v)
		f.must(err)
		return string(b)
	}
	hand("guide", hallMeeting, "open-roll", "roster", text(roster))
	hand("guide", hallMeeting, "sign-in", "persons", text(here))
	hand("guide", hallMeeting, "sign-in", "persons", "guide", "class", "guide")
	hand("d1", hallMeeting, "open-meeting", "reason", "停电演练")
	hand("guide", hallMeeting, "start-report", "subject", "O1", "reason", "停电演练")
	hand("guide", hallMeeting, "finish-report", "subject", "O1")
	hand("guide", hallMeeting, "open-ballot", "issued", fmt.Sprintf(`[{"class":"member","phone":%d},{"class":"masses","phone":%d}]`, hallVoters/2, hallVoters/2), "reason", "停电演练")
}

// server is the real program on the folder.
type server struct {
	cmd  *exec.Cmd
	url  string
	done chan struct{}
}

// serve starts the program; listen is 127.0.0.1:0 or an address it had before.
func (f *hallFolder) serve(listen string) *server {
	f.t.Helper()
	s := &server{cmd: exec.Command("shuping", "serve", "--lang", "en", "--data", f.dir, "--listen", listen), done: make(chan struct{})}
	out, err := s.cmd.StdoutPipe()
	f.must(err)
	f.must(s.cmd.Start())
	lines := bufio.NewScanner(out)
	for s.url == "" && lines.Scan() {
		if i := strings.Index(lines.Text(), "http://"); i >= 0 {
			s.url = strings.Fields(lines.Text()[i:])[0]
		}
	}
	go func() {
		defer close(s.done)
		_, _ = io.Copy(io.Discard, out) // what it says after its address is of no interest here
		_ = s.cmd.Wait()                // it is killed
	}()
	f.t.Cleanup(s.kill)
	if s.url == "" {
		f.t.Fatal("the server said no address")
	}
	return s
}

// kill is kill -9: the program gets no chance to say or write anything.
func (s *server) kill() {
	_ = s.cmd.Process.Kill() // it may have been killed before
	<-s.done
}

func (s *server) address() string { return strings.TrimPrefix(s.url, "http://") }

// cast sends a ballot: true if the server said that it is counted.
func cast(c *http.Client, base, code string, mark int) (bool, error) {
	r, err := c.PostForm(base+"/v?lang=en", url.Values{"code": {code}, "step": {"cast"}, "s0": {strconv.Itoa(mark)}})
	if err != nil {
		return false, err
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		return false, err
	}
	if r.StatusCode != http.StatusOK {
		return false, fmt.Errorf("%s: %s", r.Status, page)
	}
	return strings.Contains(string(page), "circle-check"), nil
}

// The power goes while a hall votes (kill -9). Nobody who was told "counted" has to vote
// again, nobody can vote twice, who got no answer asks again and is counted once, and
// those who were signed in and the hall's screen go on where they were.
func TestPowerCutDuringTheVote(t *testing.T) {
	f := newHallFolder(t)
	s := f.serve("127.0.0.1:0")
	jar, err := cookiejar.New(nil)
	f.must(err)
	guide := &http.Client{Jar: jar, Timeout: 20 * time.Second}
	r, err := guide.PostForm(s.url+f.link, nil)
	f.must(err)
	f.must(r.Body.Close())

	counted := f.voteUntilKilled(s, 40)
	again := f.serve(s.address())
	if page := get(t, guide, again.url+"/hall/m-O1?lang=en"); !strings.Contains(page, "data-in") {
		t.Errorf("the screen does not go on with the vote: %s", page)
	}
	// Whoever had an answer and tries with another choice changes nothing; the rest votes.
	var wait sync.WaitGroup
	for g := range 30 {
		wait.Go(func() {
			phone := &http.Client{Timeout: 20 * time.Second}
			for i := g; i < len(f.codes); i += 30 {
				if ok, err := cast(phone, again.url, f.codes[i], 1); !ok || err != nil {
					t.Errorf("after the restart: %v, %v", ok, err)
				}
			}
		})
	}
	wait.Wait()
	if page := get(t, guide, again.url+"/hall/m-O1?lang=en"); !strings.Contains(page, fmt.Sprintf("<strong data-in>%d</strong>", hallVoters)) {
		t.Errorf("not all are counted: %s", page)
	}
	again.kill()
	f.check(counted)
}

func get(t *testing.T, c *http.Client, to string) string {
	t.Helper()
	r, err := c.Get(to)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// voteUntilKilled lets eight phones at a time vote for the first choice, and kills the
// server when so many were told that they are counted. It gives how many were, at last.
func (f *hallFolder) voteUntilKilled(s *server, after int) int {
	f.t.Helper()
	var mu sync.Mutex
	var wait sync.WaitGroup
	counted := 0
	for g := range 8 {
		wait.Go(func() {
			phone := &http.Client{Timeout: 20 * time.Second}
			for i := g; i < len(f.codes); i += 8 {
				ok, err := cast(phone, s.url, f.codes[i], 0)
				if err != nil {
					return // the power is off
				}
				mu.Lock()
				if ok {
					counted++
				}
				cut := counted == after
				mu.Unlock()
				if cut {
					s.kill()
				}
			}
		})
	}
	wait.Wait()
	if counted < after || counted >= len(f.codes) {
		f.t.Fatalf("%d of %d were counted before the power went", counted, len(f.codes))
	}
	return counted
}

// check ends the vote and holds the count against what the voters were told.
func (f *hallFolder) check(counted int) {
	f.t.Helper()
	f.opened(func(a *app.App) {
		ctx := context.Background()
		if _, err := a.Office.Hand(ctx, decider.Call{Who: "guide"}, office.Paper{Stream: hallMeeting, Kind: "close-ballot", Values: map[string][]string{}}); err != nil {
			f.t.Fatal(err)
		}
		f.must(a.Effects.Stream(ctx, hallMeeting))
		st, err := a.Meetings.Find(ctx, "m-O1")
		f.must(err)
		st.View(func(s *meeting.State, _ journal.Head) {
			tally := s.Round().Phone.Tallies[0]
			first := tally.Subjects[0].Options[0]
			// A ballot may have gone in whose answer was lost; it counts as it was cast.
			if tally.Ballots != hallVoters || first < counted || first > counted+8 || tally.Subjects[0].Options[1] != hallVoters-first {
				f.t.Errorf("%d told, counted %+v", counted, tally)
			}
		})
	})
}
