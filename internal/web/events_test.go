package web

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"go.uber.org/goleak"

	"shuping/internal/ballotbox"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// listener reads the events of one page.
type listener struct {
	t      *testing.T
	events chan string
	stop   context.CancelFunc
}

// listen opens a page's events as somebody who is signed in.
func (c *client) listen(path string) *listener {
	c.t.Helper()
	ctx, stop := context.WithCancel(c.t.Context())
	req, err := http.NewRequestWithContext(ctx, "GET", c.url+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	res, err := c.http.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		c.t.Fatal(res.Status, res.Header)
	}
	l := &listener{c.t, make(chan string, 100), stop}
	go func() {
		defer close(l.events)
		defer func() { _ = res.Body.Close() }()
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		var event strings.Builder
		for lines.Scan() {
			if lines.Text() == "" {
				l.events <- event.String()
				event.Reset()
				continue
			}
			event.WriteString(strings.TrimPrefix(lines.Text(), "data: ") + "\n")
		}
	}()
	return l
}

// want waits, well within the second that pages have, for an event with that text.
func (l *listener) want(text string) string {
	l.t.Helper()
	end := time.After(3 * time.Second) // the box is asked once a second, and machines that test are busy
	last := ""
	for {
		select {
		case e, ok := <-l.events:
			if last = e; !ok || strings.Contains(e, text) {
				return e
			}
		case <-end:
			l.t.Fatalf("no event with %q; the last was %s", text, last)
		}
	}
}

// Open pages follow the meeting, the projector holds no result before it is
// announced, and a page that is closed leaves nothing running.
func TestEvents(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	guide, v := w.client("guide"), browse(t, w.server.Handler())
	running := goleak.IgnoreCurrent()
	page, hall := guide.listen("/meeting/m-O1/events"), guide.listen("/hall/m-O1/events")
	page.want("正在测评")
	screen := hall.want("qr-dark")
	if !strings.Contains(screen, guide.url+"/v<") {
		t.Error("the hall does not say where to vote: " + screen)
	}
	v.want(200, "已计入", "POST", "/v", post("code", codes[0], "step", "cast", "s0", "3"))
	hall.want(`<strong data-in>1</strong>`)
	page.want(`<strong>1</strong> / 12`)
	for _, c := range codes[1:] {
		v.want(200, "已计入", "POST", "/v", post("code", c, "step", "cast", "s0", "0"))
	}
	w.hand("guide", "meeting/m-O1", "close-ballot")
	hall.want("正在统计")
	w.hand("guide", "meeting/m-O1", "collect-ballots", "rows", `[{"class":"member+probationary+staff+masses"}]`)
	w.hand("guide", "meeting/m-O1", "accept-count")
	w.hand("guide", "meeting/m-O1", "correct-record", "record", "1", "text", "x", "reason", "y")
	for _, screen := range hall.quiet() {
		if strings.Contains(screen, "bar-fill") || strings.Contains(screen, "优秀") {
			t.Fatal("the hall sees a result before it is announced: " + screen)
		}
	}
	w.hand("guide", "meeting/m-O1", "announce", "where", "会场")
	hall.want("bar-fill-4")
	page.stop()
	hall.stop()
	guide.http.CloseIdleConnections()
	v.http.CloseIdleConnections()
	if err := goleak.Find(running); err != nil {
		t.Error(err)
	}
}

// quiet reads events until none comes for a while.
func (l *listener) quiet() (all []string) {
	for {
		select {
		case e := <-l.events:
			all = append(all, e)
		case <-time.After(300 * time.Millisecond):
			return all
		}
	}
}

// A person who is put out is put out of open pages as well, at the next heartbeat.
func TestEventsEndWithTheAccount(t *testing.T) {
	w := newWorld(t)
	w.called()
	office := w.client("office")
	mux := http.NewServeMux()
	rt := route{pattern: "GET /beat/{id}", access: signed, time: -1, page: func(rw http.ResponseWriter, v *visit) error {
		return w.server.stream(rw, v, 20*time.Millisecond, func(r *room, _ ballotbox.Progress) templ.Component { return Text("here") })
	}}
	mux.Handle(rt.pattern, w.server.bound(rt, w.server.sessions.LoadAndSave(w.server.serve(rt))))
	s := httptest.NewServer(w.server.around(mux))
	t.Cleanup(s.Close)
	for _, cookie := range office.http.Jar.Cookies(must(url.Parse(office.url))) {
		office.http.Jar.SetCookies(must(url.Parse(s.URL)), []*http.Cookie{cookie})
	}
	l := (&client{t, office.http, s.URL}).listen("/beat/m-O1")
	for range 3 {
		l.want("here")
	}
	w.must(w.people.SetAccount(t.Context(), people.Account{Person: "office", Disabled: true}))
	for e := range l.events {
		if e != "here\n" {
			t.Error(e)
		}
	}
}

// The copy that pages show is the state, and is made once for all of them.
func TestCopies(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.held("O1")
	st, err := w.office.Meetings.Find(t.Context(), "m-O1")
	w.must(err)
	var c copies
	one, seq, err := c.of("m-O1", st)
	w.must(err)
	w.state("m-O1", func(s *meeting.State) {
		live, kept := must(json.Marshal(s)), must(json.Marshal(one))
		if string(live) != string(kept) || seq != s.Seq {
			t.Errorf("the copy differs:\n%s\n%s", live, kept)
		}
	})
	if again, _, _ := c.of("m-O1", st); again != one {
		t.Error("a second copy of the same state")
	}
	w.hand("guide", "meeting/m-O1", "correct-record", "record", "1", "text", "x", "reason", "y")
	if next, after, _ := c.of("m-O1", st); next == one || after != seq+1 || len(one.Corrections) != 0 {
		t.Error("the copy did not move")
	}
	for range mostCopies + 1 {
		_, _, err = c.of(t.Name()+string(rune('a'+len(c.byID))), st)
		w.must(err)
	}
	if len(c.byID) > mostCopies {
		t.Error(len(c.byID))
	}
}

// What a page shows is made once for all who look at the same, and anew when it moved.
func TestPartsAreShared(t *testing.T) {
	w := newWorld(t)
	codes := w.voting()
	r := w.roomOf("m-O1")
	made := 0
	show := func(*room, ballotbox.Progress) templ.Component { made++; return Text("here") }
	of := w.server.parts.of(partKey{path: "/x"})
	for range 3 {
		text, p, err := w.server.partText(t.Context(), of, r, show)
		if err != nil || string(text) != "data: here\n\n" || p.Slips != 12 {
			t.Fatalf("%q %+v %v", text, p, err)
		}
	}
	if made != 1 || w.server.parts.of(partKey{path: "/x"}) != of || w.server.parts.of(partKey{path: "/x", lang: "en"}) == of {
		t.Errorf("made %d times", made)
	}
	browse(t, w.server.Handler()).want(200, "已计入", "POST", "/v", post("code", codes[0], "step", "cast", "s0", "0"))
	time.Sleep(2 * countedFor)
	if _, p, err := w.server.partText(t.Context(), of, r, show); err != nil || made != 2 || p.Ballots != 1 {
		t.Errorf("made %d times with %+v: %v", made, p, err)
	}
	r.seq++
	if _, _, err := w.server.partText(t.Context(), of, r, show); err != nil || made != 3 {
		t.Errorf("made %d times: %v", made, err)
	}
}

// roomOf is a meeting as somebody in the hall sees it.
func (w *world) roomOf(id string) *room {
	w.t.Helper()
	st, err := w.office.Meetings.Find(w.t.Context(), id)
	w.must(err)
	req := httptest.NewRequestWithContext(w.t.Context(), "GET", "/hall/"+id, nil)
	r := &room{visit: w.server.visit(req)}
	r.s, r.seq, err = w.server.copies.of(id, st)
	w.must(err)
	return r
}
