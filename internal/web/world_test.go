package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/alexedwards/scs/v2/memstore"

	"shuping/internal/ballotbox"
	"shuping/internal/blob"
	"shuping/internal/calendar"
	"shuping/internal/carry"
	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/hall"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
	"shuping/internal/journal/sqlite"
	"shuping/internal/meeting"
	"shuping/internal/office"
	"shuping/internal/office/drafts"
	"shuping/internal/office/tellers"
	"shuping/internal/people"
	peoplesqlite "shuping/internal/people/sqlite"
	"shuping/internal/reconcile"
	"shuping/internal/rehearsal"
	"shuping/policies"
)

// world is the program as app wires it, on a temporary folder and a clock of its
// own, with a street of seven organisations. Its methods bring the year "2018" to
// a stage through the office's door, as people would.
//
//	O1 社区党委  O2 社区党总支  O3 党支部  O4 老年党支部  O5 O6 O7 两新组织党支部
//
// Of every organisation On: person sn is the secretary, dn the deputy, mn-1 to
// mn-8 further members, rn-1 to rn-3 representatives of the masses. Accounts:
// office, head, leader (of all organisations), guide (no role), verifier, auditor.
type world struct {
	t        testing.TB
	mu       sync.Mutex
	now      time.Time
	log      *strings.Builder
	people   *peoplesqlite.Store
	signIn   people.SignIn
	boxes    *ballotbox.Boxes
	store    *journaltest.Faulty // works unless a test plans otherwise
	office   *office.Office
	effects  *reconcile.Effects
	server   *Server
	subjects []string // of the year, after scope
	clients  map[string]*client
}

// goodReport says something of all that the notice asks for, and is long enough on
// problems.
const goodReport = `一、个人履行职责情况
一年来认真贯彻落实上级决策部署，带头讲党课，抓支部建设和三会一课，严格廉洁自律，履行一岗双责。推行党务公开、居务公开，开展扫黑除恶，推广岳农平台，移风易俗，加强基层治理；督促企业遵纪守法、维护党员权益，发挥党员带头作用。
二、工作任务推动落实情况
完成重点任务，网格走访二百户，开展志愿服务十二次，为群众排忧解难三十件。
三、存在的主要问题及原因分析
一是理论学习不够系统，学得多、用得少，主要原因是我本人有重业务轻学习的思想，没有把学习当作硬任务。二是联系群众不够经常，走访时问得浅，根子在于我的群众观念不强，怕麻烦、图省事。三是对年轻党员教育办法不多，沿用老办法，原因是自己研究不深、担当不够，习惯等上级安排。四是支部活动形式单一，没有主动征求党员意见，是我工作不细致造成的。
四、下一步工作思路和打算
坚持每周学习半天，每月走访二十户，每季度办一次主题活动，明年六月前建立青年党员小组，逐条解决上述问题。
`

var worldOrgs = []people.Organisation{
	{ID: "O1", Name: "金鑫社区党委", Kind: "社区党委"}, {ID: "O2", Name: "金坡社区党总支", Kind: "社区党总支"},
	{ID: "O3", Name: "城建站党支部", Kind: "党支部"}, {ID: "O4", Name: "离退休干部党支部", Kind: "老年党支部"},
	{ID: "O5", Name: "宏达建材党支部", Kind: "两新组织党支部"}, {ID: "O6", Name: "康宁养老院党支部", Kind: "两新组织党支部"},
	{ID: "O7", Name: "顺风物流党支部", Kind: "两新组织党支部"},
}

var secretaries = []string{"张秀兰", "吐尔逊·买买提", "区建国", "单福生", "𬭩堃", "曾红梅", "仇志强"}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := newOffice(t)
	w.fillRosters()
	return w
}

// newOffice is a world of accounts alone, before any roster was imported.
func newOffice(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, now: time.Date(2018, 12, 10, 1, 0, 0, 0, time.UTC), log: &strings.Builder{}, clients: map[string]*client{}}
	ctx, dir := context.Background(), t.TempDir()
	db, err := sqlite.Open(filepath.Join(dir, "people.db"))
	w.must(err)
	t.Cleanup(func() { w.must(db.Close()) })
	w.people, err = peoplesqlite.Open(ctx, peoplesqlite.Database{Reads: db.SQL(), Migrate: db.Migrate,
		Write: func(ctx context.Context, do func(peoplesqlite.Tx) error) error {
			return db.Write(ctx, func(tx *sqlite.Tx) error { return do(tx) })
		}})
	w.must(err)
	random := &safeRandom{from: rand.New(rand.NewSource(1))}
	w.boxes, err = ballotbox.Open(filepath.Join(dir, "boxes"), ballotbox.Options{Keys: filepath.Join(dir, "keys"), Linger: -1, Random: random})
	w.must(err)
	t.Cleanup(func() { w.must(w.boxes.Close()) })
	blobs, err := blob.OpenDir(filepath.Join(dir, "blobs"), 4<<20)
	w.must(err)
	w.store = journaltest.NewFaulty(&journal.Memory{})
	store, conf := rehearsal.Before(w.store), engine.Config{Now: w.clock, Random: random}
	cycles, meetings := engine.New(cycle.Decider(), store, conf), engine.New(meeting.Decider(), store, conf)
	w.signIn = people.SignIn{Store: w.people, Now: w.clock, Random: random}
	w.office = &office.Office{Doors: engine.NewDoors(cycles.Door(), meetings.Door()), Cycles: cycles, Meetings: meetings,
		People: w.people, Blobs: blobs, Boxes: w.boxes, Desk: drafts.Open(filepath.Join(dir, "drafts"), w.clock), Notices: policies.Files}
	w.effects = &reconcile.Effects{Cycles: cycles, Meetings: meetings, Boxes: w.boxes, Practice: store}
	papers := &tellers.Table{Meetings: meetings, Blobs: blobs, Root: filepath.Join(dir, "papers"), Jobs: 2}
	w.effects.Papers = papers
	carrier := &carry.Carrier{Journal: store, Cycles: cycles, Meetings: meetings, People: w.people, Blobs: blobs, Boxes: w.boxes,
		Key: house.Of(dir), Dir: filepath.Join(dir, "carried"), Settle: w.effects.Stream}
	w.server = New(Config{Tellers: papers, Carrier: carrier, SignIn: w.signIn, Accounts: w.people, Sessions: memstore.NewWithCleanupInterval(0), Now: w.clock, Random: random,
		Office: w.office, Polling: &office.Polling{Office: w.office, Boxes: w.boxes}, Effects: w.effects, Halls: hall.Open(filepath.Join(dir, "halls")),
		Log: slog.New(slog.NewTextHandler(&lockedWriter{w: w.log}, nil)), Version: "test"})
	w.fillAccounts()
	return w
}

// safeRandom is one source of chance for several goroutines.
type safeRandom struct {
	mu   sync.Mutex
	from io.Reader
}

func (r *safeRandom) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.from.Read(b)
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// at sets the clock to a day and a time of Beijing.
func (w *world) at(day calendar.Date, hour, minute int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = day.Moment(hour, minute)
}

func (w *world) fillRosters() {
	ctx := context.Background()
	c := people.Changes{Organisations: []people.Organisation{{ID: "committee", Name: "街道党工委", Kind: "党工委"}}}
	person := func(org, id, name, class string) {
		c.Persons = append(c.Persons, people.Person{ID: id, Name: name})
		c.Memberships = append(c.Memberships, people.Membership{Org: org, Person: id, Class: class})
	}
	for i, o := range worldOrgs {
		n := strconv.Itoa(i + 1)
		o.Secretary, o.Deputy, o.Higher = "s"+n, "d"+n, "committee"
		c.Organisations = append(c.Organisations, o)
		person(o.ID, "s"+n, secretaries[i], "正式党员")
		person(o.ID, "d"+n, "副书记"+n, "正式党员")
		for k := 1; k <= 8; k++ {
			person(o.ID, fmt.Sprintf("m%s-%d", n, k), fmt.Sprintf("党员%s之%d", n, k), "正式党员")
		}
		for k := 1; k <= 3; k++ {
			person(o.ID, fmt.Sprintf("r%s-%d", n, k), fmt.Sprintf("群众%s之%d", n, k), "群众代表")
		}
	}
	for i, class := range []string{"班子成员", "班子成员", "站所办负责人", "站所办负责人", "党代表", "人大代表", "机关干部", "机关干部", "党员代表", "群众代表"} {
		person("committee", "c"+strconv.Itoa(i+1), "参会"+strconv.Itoa(i+1), class)
	}
	w.must(w.people.Apply(ctx, c))
}

func (w *world) fillAccounts() {
	ctx := context.Background()
	w.must(w.people.Apply(ctx, people.Changes{Persons: []people.Person{{ID: "office", Name: "党建办王敏"}, {ID: "head", Name: "书记马国强"}, {ID: "leader", Name: "副书记李文"},
		{ID: "guide", Name: "指导员赵刚"}, {ID: "verifier", Name: "核实员周洁"}, {ID: "auditor", Name: "监督员孙平"}}}))
	for _, role := range []string{people.Office, people.Head, people.Leader, people.Verifier, people.Auditor} {
		w.must(w.people.SetAccount(ctx, people.Account{Person: role, Roles: []string{role}}))
	}
}

// text is a value of a field as JSON.
func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// try hands a paper in for a person; kv are pairs of a field's name and its value.
func (w *world) try(who, stream, kind string, kv ...string) error {
	w.t.Helper()
	values := map[string][]string{}
	for i := 0; i+1 < len(kv); i += 2 {
		values[kv[i]] = append(values[kv[i]], kv[i+1])
	}
	call, err := w.office.Caller(context.Background(), who)
	w.must(err)
	p := office.Paper{Stream: stream, Kind: kind, Values: values}
	if kind == "file-report" {
		p.Files = map[string]office.File{"file": {Name: "report.txt", Data: []byte(values["file"][0])}}
		delete(values, "file")
	}
	if _, err := w.office.Hand(context.Background(), call, p); err != nil {
		return err
	}
	return w.effects.Stream(context.Background(), stream)
}

// hand is try that has to succeed.
func (w *world) hand(who, stream, kind string, kv ...string) {
	w.t.Helper()
	err := w.try(who, stream, kind, kv...)
	var faults form.Errors
	if errors.As(err, &faults) {
		w.t.Fatal(kind, faults)
	}
	if err != nil {
		w.t.Fatalf("%s %s by %s: %v", stream, kind, who, err)
	}
}

// client is a browser that the person is signed in with, always the same one.
func (w *world) client(who string) *client {
	w.t.Helper()
	if c := w.clients[who]; c != nil {
		return c
	}
	t, ok := w.t.(*testing.T)
	if !ok {
		w.t.Fatal("a browser needs a test")
	}
	c := browse(t, w.server.Handler())
	token, err := w.signIn.IssueLink(context.Background(), who, time.Hour)
	w.must(err)
	if status, body, _ := c.do("POST", "/in/"+token, url.Values{}); status != 303 {
		w.t.Fatalf("signing in %s: %d %s", who, status, body)
	}
	w.clients[who] = c
	return c
}

const year = "cycle/2018"

// open opens the year.
func (w *world) open() {
	w.t.Helper()
	w.hand("office", year, "open", "policy", "notice-2018", "title", "岳阳街道 2018 年度述评")
}

// scope is open, and the subjects are known: O1, O2, O3 and two of O5 to O7.
func (w *world) scope() {
	w.t.Helper()
	w.open()
	w.at("2018-12-15", 9, 0)
	w.hand("office", year, "set-scope")
	w.hand("office", year, "draw", "kind", "两新组织党支部", "seed", "体彩 2018141 期 0912", "seed_source", "市电视台公布", "date", "2018-12-15", "witnesses", "auditor")
	s, err := w.office.Cycles.Find(context.Background(), "2018")
	w.must(err)
	s.View(func(s *cycle.State, _ journal.Head) { w.subjects = append(w.subjects, s.SubjectOrder...) })
	for _, o := range worldOrgs {
		w.hand("office", year, "assign-liaison", "org", o.ID, "leader", "leader")
	}
}

// reported is scope, and every report is approved and every subject visited.
func (w *world) reported() {
	w.t.Helper()
	w.scope()
	w.at("2018-12-17", 9, 0)
	w.hand("office", year, "record-higher-feedback", "date", "2018-12-17", "text", "党员活动室台账不全")
	for i, id := range w.subjects {
		// No two reports may be alike, so each says which it is.
		w.hand("office", year, "file-report", "subject", id, "file", goodReport+fmt.Sprintf("本报告由%s书记撰写，第%d份。\n", id, i+1))
		w.hand("office", year, "record-opinion", "subject", id, "from", "支部委员会", "text", "问题再具体些")
		w.hand("office", year, "answer-opinion", "subject", id, "opinion", "1.1", "taken", "true")
		w.hand("office", year, "submit-report", "subject", id)
		w.approve(id)
		w.hand("verifier", year, "record-visit", "subject", id, "date", "2018-12-17", "method", "实地调研", "visitors", "verifier", "claim", "走访二百户",
			"finding", "走访记录一百九十八户", "verdict", "borne-out")
		w.hand("office", year, "record-assessment", "subject", id, "date", "2018-12-17", "text", "日常考核良好")
	}
}

// approve approves the newest report and gives a reason for each finding.
func (w *world) approve(id string) {
	w.t.Helper()
	s, err := w.office.Cycles.Find(context.Background(), "2018")
	w.must(err)
	version, accept := 0, []cycle.Accepted{}
	s.View(func(s *cycle.State, _ journal.Head) {
		r := s.Subjects[id].Report()
		version = r.No
		for _, f := range r.Findings {
			accept = append(accept, cycle.Accepted{Finding: strconv.Itoa(f.No), Reason: "已核对"})
		}
	})
	w.hand("leader", year, "review-report", "subject", id, "version", strconv.Itoa(version), "decision", "approve", "accept", text(accept))
}

// called is reported, and all meetings are called: m-O1, ... and session.
func (w *world) called() {
	w.t.Helper()
	w.reported()
	for _, id := range w.subjects {
		w.hand("office", year, "call-meeting", "meeting", "m-"+id, "type", "members", "subjects", id, "date", "2018-12-20", "time", "09:00",
			"place", id+"会议室", "chair", "d"+id[1:], "chair_post", "副书记", "guides", "guide", "tellers", "c1", "tellers", "c2")
	}
	w.hand("office", year, "call-meeting", "meeting", "session", "type", "committee", "date", "2019-01-03", "time", "14:30",
		"place", "街道三楼会议室", "chair", "leader", "head", "head", "tellers", "c3", "tellers", "c4")
}

// members are the persons of the members' meeting of On.
func members(org string) (party, masses []string) {
	n := org[1:]
	party = []string{"s" + n, "d" + n}
	for k := 1; k <= 8; k++ {
		party = append(party, fmt.Sprintf("m%s-%d", n, k))
	}
	for k := 1; k <= 3; k++ {
		masses = append(masses, fmt.Sprintf("r%s-%d", n, k))
	}
	return party, masses
}

// opened opens the called members' meeting of an organisation with everybody there.
func (w *world) opened(org string) {
	w.t.Helper()
	stream := "meeting/m-" + org
	party, masses := members(org)
	w.at("2018-12-20", 8, 40)
	w.hand("guide", stream, "open-roll")
	w.hand("guide", stream, "sign-in", "persons", text(party))
	w.hand("guide", stream, "sign-in", "persons", text(masses), "class", "masses")
	w.hand("guide", stream, "sign-in", "persons", "guide", "class", "guide")
	w.at("2018-12-20", 9, 0)
	w.hand("d"+org[1:], stream, "open-meeting")
}

// held holds the called members' meeting of an organisation, with papers.
func (w *world) held(org string) {
	w.t.Helper()
	w.opened(org)
	stream := "meeting/m-" + org
	w.hand("guide", stream, "start-report", "subject", org)
	w.hand("guide", stream, "finish-report", "subject", org)
	w.at("2018-12-20", 9, 30)
	w.hand("guide", stream, "open-ballot", "issued", `[{"class":"member","paper":9},{"class":"masses","paper":3}]`)
	w.hand("guide", stream, "close-ballot")
	w.hand("guide", stream, "collect-ballots", "rows", `[{"class":"member+probationary+staff+masses","paper_returned":12}]`)
	piles := text([]meeting.Pile{{Class: "member+probationary+staff+masses", Ballots: 12, Rows: []meeting.Row{{Subject: org, Options: []int{8, 3, 0, 0}, Multiple: 1}}}})
	w.hand("c1", stream, "count-paper", "piles", piles)
	w.hand("c2", stream, "count-paper", "piles", piles)
	w.hand("guide", stream, "accept-count")
	w.hand("guide", stream, "announce", "where", "会场")
	w.hand("d"+org[1:], stream, "close-meeting")
}

// sessionVoted is the called committee session until all have voted, on paper.
func (w *world) sessionVoted() {
	w.t.Helper()
	const stream = "meeting/session"
	w.at("2019-01-03", 14, 0)
	w.hand("office", stream, "open-roll")
	var all []string
	for i := 1; i <= 10; i++ {
		all = append(all, "c"+strconv.Itoa(i))
	}
	w.hand("office", stream, "sign-in", "persons", text(all))
	w.hand("office", stream, "sign-in", "persons", `["leader","head"]`, "class", "observer")
	for _, id := range w.subjects {
		w.hand("office", stream, "sign-in", "persons", "s"+id[1:], "class", "subject")
	}
	w.at("2019-01-03", 14, 30)
	w.hand("leader", stream, "open-meeting")
	for i, id := range w.subjects {
		w.hand("office", stream, "start-report", "subject", id)
		w.hand("office", stream, "finish-report", "subject", id)
		w.hand("office", stream, "ask", "subject", id, "class", "representative", "question", "停车难怎么办")
		w.hand("office", stream, "answer", "question", "q"+strconv.Itoa(i+1), "answer", "正在划线", "solution", "增设车位", "due", "2019-06-30")
	}
	for _, id := range w.subjects {
		w.hand("head", stream, "comment", "subject", id, "strengths", "工作扎实", "problems", "青年党员教育办法不多", "direction", "多出实招")
	}
	w.hand("leader", stream, "open-ballot", "issued", `[{"class":"leader","paper":2},{"class":"head","paper":2},{"class":"delegate","paper":2},{"class":"cadre","paper":2},{"class":"representative","paper":2}]`)
	w.hand("leader", stream, "close-ballot")
}

// allClasses is the class of the ballots of the session.
const allClasses = "leader+head+delegate+cadre+representative"

// session holds the called committee session, with papers that are counted by hand.
func (w *world) session() {
	w.t.Helper()
	w.sessionVoted()
	const stream = "meeting/session"
	rows := []meeting.Collected{{Class: allClasses, PaperReturned: 10}}
	pile := meeting.Pile{Class: allClasses, Ballots: 10}
	for i, id := range w.subjects {
		r := meeting.Row{Subject: id, Options: []int{5, 5, 0, 0}}
		if i == 2 {
			r.Options = []int{0, 0, 10, 0}
		}
		pile.Rows = append(pile.Rows, r)
	}
	piles := []meeting.Pile{pile}
	w.hand("c3", stream, "collect-ballots", "rows", text(rows))
	w.hand("c3", stream, "count-paper", "piles", text(piles))
	w.hand("c4", stream, "count-paper", "piles", text(piles))
	w.hand("c3", stream, "accept-count")
	w.hand("leader", stream, "announce", "where", "会场")
	w.hand("head", stream, "speak", "text", "抓好整改落实")
	w.hand("leader", stream, "close-meeting")
}

// met is called, and all meetings were held.
func (w *world) met() {
	w.t.Helper()
	w.called()
	for _, id := range w.subjects {
		w.held(id)
	}
	w.session()
}

// graded is met, and grades are decided: the first two 优秀, the third 基本称职.
func (w *world) graded() {
	w.t.Helper()
	w.met()
	w.at("2019-01-04", 10, 0)
	var grades []cycle.GradeFor
	for i, id := range w.subjects {
		grades = append(grades, cycle.GradeFor{Subject: id, Grade: []string{"优秀", "优秀", "基本称职", "称职", "称职"}[i]})
	}
	w.hand("head", year, "decide-grades", "date", "2019-01-04", "grades", text(grades), "participants", "head", "participants", "leader")
}

// posted is graded, and the results are told and posted.
func (w *world) posted() {
	w.t.Helper()
	w.graded()
	w.hand("office", year, "give-feedback", "way", "集中约谈", "date", "2019-01-04", "speaker", "head")
	w.hand("office", year, "post-results", "place", "street", "date", "2019-01-04")
	w.hand("office", year, "post-results", "place", "unit", "date", "2019-01-04")
}

// TestWorld plays the year to its posting: the world is what the pages' tests stand on.
func TestWorld(t *testing.T) {
	w := newWorld(t)
	w.posted()
	if len(w.subjects) != 5 {
		t.Errorf("the subjects are %v", w.subjects)
	}
}
