package app_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"shuping/internal/app"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/office"
	"shuping/internal/people"
	"shuping/internal/people/roster"
	"shuping/internal/policy"
	"shuping/policies"
)

// year is a whole year under a notice of testdata, played through the front office.
type year struct {
	t      *testing.T
	ctx    context.Context
	app    *app.App
	poll   *office.Polling
	clock  *stopped
	source []byte // the notice's file
	policy *policy.Policy
	names  map[string]string
	used   int // files that were handed in
}

// The persons whom every street of these tests has beside its secretaries.
const (
	clerk    = "K1" // of the office, and a teller
	teller   = "K2"
	head     = "H1"
	verifier = "V1"
)

// stopped is a clock that stands still until it is moved.
type stopped struct {
	mu  sync.Mutex
	now time.Time
}

func (c *stopped) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *stopped) at(day calendar.Date, hour, minute int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = day.Moment(hour, minute)
}

func (c *stopped) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *stopped) today() calendar.Date { return calendar.Of(c.Now()) }

// chance is a source of bytes for several goroutines that a text determines.
type chance struct {
	mu  sync.Mutex
	src *rand.ChaCha8
}

func (c *chance) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.src.Read(p)
}

// circle is how many people of a class an organisation or the committee has.
type circle struct {
	class string // word of the roster
	n     int
}

// open makes a street of such organisations, each with a secretary and its circles, and
// opens the year of the notice.
func openYear(t *testing.T, notice, kind string, kinds []string, own, committee []circle) *year {
	t.Helper()
	rules, err := os.ReadFile("testdata/" + notice + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	starter := policies.Starter()
	y := &year{t: t, ctx: t.Context(), clock: &stopped{}, names: map[string]string{}, source: append(rules, starter[bytes.Index(starter, []byte("\nacts:")):]...)}
	if y.policy, err = policy.Parse(notice+".yaml", y.source); err != nil {
		t.Fatal(err)
	}
	y.clock.at("2024-12-02", 8, 30)
	y.app, err = app.Open(y.ctx, app.Config{Data: t.TempDir(), Now: y.clock.Now, Linger: time.Millisecond,
		Random: &chance{src: rand.NewChaCha8(sha256.Sum256([]byte(notice)))}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := y.app.Close(); err != nil {
			t.Error(err)
		}
	})
	y.poll = &office.Polling{Office: y.app.Office, Boxes: y.app.Boxes}
	var c people.Changes
	person := func(id, name string) string {
		y.names[id] = name
		c.Persons = append(c.Persons, people.Person{ID: id, Name: name})
		return id
	}
	join := func(org string, circles []circle) {
		for i, k := range circles {
			for n := range k.n {
				id := person(fmt.Sprintf("%s-%d-%d", org, i+1, n+1), fmt.Sprintf("%s%d", k.class, n+1))
				c.Memberships = append(c.Memberships, people.Membership{Org: org, Person: id, Class: k.class})
			}
		}
	}
	for id, name := range map[string]string{clerk: "经办人", teller: "计票人", head: "主要负责人", verifier: "核查人"} {
		person(id, name)
	}
	c.Organisations = append(c.Organisations, people.Organisation{ID: roster.Committee, Name: y.policy.Authority, Kind: roster.Committee})
	for i, k := range kinds {
		org := fmt.Sprint("O", i+1)
		c.Organisations = append(c.Organisations, people.Organisation{ID: org, Name: fmt.Sprint(k, i+1), Kind: k,
			Secretary: person(fmt.Sprint("S", i+1), fmt.Sprintf("书记%d", i+1)), Liaison: head})
		join(org, own)
		if kind != "" {
			c.Memberships = append(c.Memberships, people.Membership{Org: roster.Committee, Person: fmt.Sprint("S", i+1), Class: kind})
		}
	}
	join(roster.Committee, committee)
	y.ok(y.app.People.Apply(y.ctx, c))
	for who, role := range map[string]string{clerk: people.Office, teller: people.Office, head: people.Head, verifier: people.Verifier} {
		y.ok(y.app.People.SetAccount(y.ctx, people.Account{Person: who, Roles: []string{role}}))
	}
	for i := range kinds {
		y.ok(y.app.People.SetAccount(y.ctx, people.Account{Person: fmt.Sprint("S", i+1), Roles: nil}))
	}
	y.must(clerk, y.stream(), "open", values{}, office.File{Name: notice + ".yaml", Data: y.source})
	y.must(clerk, y.stream(), "set-scope", values{})
	return y
}

func (y *year) id() string     { return fmt.Sprint(y.policy.Year) }
func (y *year) stream() string { return "cycle/" + y.id() }

func (y *year) ok(err error) {
	y.t.Helper()
	if err != nil {
		y.t.Fatal(err)
	}
}

// values are the fields of a command: a text, a list of texts, or anything that JSON can say.
type values map[string]any

// hand hands a paper in for a person and does what follows, as the doors do.
func (y *year) hand(who, stream, kind string, v values, files ...office.File) error {
	y.t.Helper()
	call, err := y.app.Office.Caller(y.ctx, who)
	if errors.Is(err, people.ErrUnknown) {
		call, err = decider.Call{Who: who}, nil // without an account; a role of the meeting is found there
	}
	y.ok(err)
	paper := office.Paper{Stream: stream, Kind: kind, Values: map[string][]string{}, Files: map[string]office.File{}}
	for name, x := range v {
		switch x := x.(type) {
		case string:
			paper.Values[name] = []string{x}
		case calendar.Date:
			paper.Values[name] = []string{string(x)}
		case []string:
			paper.Values[name] = x
		default:
			b, err := json.Marshal(x)
			y.ok(err)
			paper.Values[name] = []string{string(b)}
		}
	}
	for _, f := range files {
		field := map[string]string{"open": "policy", "file-results": "document"}[kind]
		if field == "" {
			field = "file"
		}
		paper.Files[field] = f
		y.used++
	}
	if _, err := y.app.Office.Hand(y.ctx, call, paper); err != nil {
		return err
	}
	return y.app.Effects.Stream(y.ctx, stream)
}

func (y *year) must(who, stream, kind string, v values, files ...office.File) {
	y.t.Helper()
	if err := y.hand(who, stream, kind, v, files...); err != nil {
		y.t.Fatalf("%s %s by %s: %v", stream, kind, who, err)
	}
}

// refused hands in what is to be refused with that code.
func (y *year) refused(code, who, stream, kind string, v values, files ...office.File) *decider.Refusal {
	y.t.Helper()
	var r *decider.Refusal
	if err := y.hand(who, stream, kind, v, files...); !errors.As(err, &r) || r.Code != code {
		y.t.Fatalf("%s %s: %v, want the refusal %s", stream, kind, err, code)
	}
	return r
}

func (y *year) view(look func(s *cycle.State)) {
	y.t.Helper()
	s, err := y.app.Cycles.Find(y.ctx, y.id())
	y.ok(err)
	s.View(func(s *cycle.State, _ journal.Head) { look(s) })
}

// subjects are the subjects in their order.
func (y *year) subjects() (ids []string) {
	y.view(func(s *cycle.State) { ids = slices.Clone(s.SubjectOrder) })
	return ids
}

func secretary(org string) string { return "S" + org[1:] }

// suggested is what the rules make of the record now: grades and total.
func (y *year) suggested(org string) (grades []string, total string) {
	y.t.Helper()
	y.view(func(s *cycle.State) {
		r, err := s.Reckon(nil)
		if err != nil {
			y.t.Fatal(err)
		}
		g := s.Suggestion(r, org)
		if g == nil {
			y.t.Fatalf("%s: the rules suggest nothing", org)
		}
		grades, total = g.Grades, g.Score
	})
	return grades, total
}

// grades is a list of grades as the committee decides it.
func (y *year) grades(of map[string]cycle.GradeFor) values {
	var list []cycle.GradeFor
	for _, id := range y.subjects() {
		g := of[id]
		g.Subject = id
		list = append(list, g)
	}
	return values{"date": y.clock.today(), "grades": list, "participants": []string{head}}
}

// open lists the kinds of what is still to be done.
func (y *year) due() (kinds []string) {
	y.view(func(s *cycle.State) {
		for _, t := range cycle.Due(s, y.clock.today()) {
			kinds = append(kinds, t.Command)
		}
	})
	return kinds
}

// report has every subject hand in a report, which the committee approves.
func (y *year) report() {
	y.t.Helper()
	for _, id := range y.subjects() {
		who := secretary(id)
		text := "述职报告\n一、履职情况\n" + id + "村修通了水渠，办了食堂，" + y.names[who] + "每周入户。\n二、存在的问题\n走访不够。\n三、下一步打算\n每周走访。"
		y.must(who, y.stream(), "file-report", values{"subject": id}, office.File{Name: "report.txt", Data: []byte(text)})
		y.must(who, y.stream(), "submit-report", values{"subject": id})
		y.must(head, y.stream(), "review-report", values{"subject": id, "version": "1", "decision": string(cycle.Approve)})
	}
}
