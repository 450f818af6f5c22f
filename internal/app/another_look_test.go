package app_test

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"time"

	"shuping/internal/archive"
	"shuping/internal/cycle"
	"shuping/internal/office"
)

// finish puts the papers away and closes the year.
func (y *year) finish() {
	y.t.Helper()
	y.refused("not-done", head, y.stream(), "close", values{"date": y.clock.today()})
	y.must(clerk, y.stream(), "archive-document", values{"document": "notice", "title": y.policy.Title}, office.File{Name: "notice.yaml", Data: y.source})
	call, err := y.app.Office.Caller(y.ctx, clerk)
	y.ok(err)
	_, err = y.app.Office.ArchiveDrafts(y.ctx, call, y.id())
	y.ok(err)
	if err := y.hand(head, y.stream(), "close", values{"date": y.clock.today()}); err != nil {
		y.t.Fatalf("close: %v; still to be done: %v", err, y.due())
	}
}

// draft is a document as it would be handed on.
func (y *year) draft(key string) office.File {
	y.t.Helper()
	d, err := y.app.Office.Draft(y.ctx, y.id(), key)
	y.ok(err)
	data, err := d.Bytes()
	y.ok(err)
	return office.File{Name: d.Name, Data: data}
}

// foreign are words of another notice than the one that is played.
type foreign []string

// notice2018 are the words of the notice that the program came with.
var notice2018 = foreign{"优秀", "称职", "党员大会", "党工委", "街道", "市委组织部", "双述双评"}

// in lists what is found of them, each with what stands around it.
func (f foreign) in(text string) (found []string) {
	for _, w := range f {
		if at := strings.Index(text, w); at >= 0 {
			from, to := []rune(text[:at]), []rune(text[at:])
			found = append(found, string(from[max(0, len(from)-20):])+"【"+w+"】"+string(to[len([]rune(w)):min(len(to), 20)]))
		}
	}
	return found
}

// documents writes every document and looks at its words; a word with ! before it stands in none.
func (y *year) documents(want ...string) {
	y.t.Helper()
	drafts, err := y.app.Office.Drafts(y.ctx, y.id())
	y.ok(err)
	var all strings.Builder
	for _, d := range drafts {
		data, err := d.Bytes()
		y.ok(err)
		text, err := office.Text(office.File{Name: d.Name, Data: data})
		y.ok(err)
		if d.Key == "ballots" || strings.HasPrefix(d.Key, "minutes") {
			for _, f := range (foreign{"民主测评"}).in(d.Title + text) {
				y.t.Errorf("document %s: the vote has another name: %s", d.Key, f)
			}
		}
		all.WriteString(d.Title + "\n" + text + "\n")
		for _, f := range notice2018.in(d.Title + " " + text) {
			y.t.Errorf("document %s: words of another notice: %s", d.Key, f)
		}
		unsaid(y, "document "+d.Key, text)
	}
	for _, w := range want {
		if word, never := strings.CutPrefix(w, "!"); strings.Contains(all.String(), word) == never {
			y.t.Errorf("of all documents, one has %q: %v", word, never)
		}
	}
}

// key is a word of the catalogue that was not said.
var key = regexp.MustCompile(`\b(demo|year|hall|meeting|cycle|document|refusal|audit|web|field|outcome|policy|ballot-fault|event|command|role|finding)\.[a-z][a-z.-]+`)

func unsaid(y *year, where, text string) {
	y.t.Helper()
	if at := strings.Index(text, "{{"); at >= 0 {
		y.t.Errorf("%s: unfilled: %.60s", where, text[at:])
	}
	for _, found := range slices.Compact(key.FindAllString(text, -1)) {
		y.t.Errorf("%s: an unsaid word %s", where, found)
	}
}

var (
	hidden = regexp.MustCompile(`(?s)<(script|style|svg)\b.*?</(script|style|svg)>`)
	tags   = regexp.MustCompile(`(?s)<[^>]*>`)
	spaces = regexp.MustCompile(`\s+`)
)

// pages opens the year's pages in both languages for a person and looks at their words.
func (y *year) pages(who string, more ...string) {
	y.t.Helper()
	site := httptest.NewServer(y.app.Web(slog.New(slog.DiscardHandler), "test").Handler())
	defer site.Close()
	jar, err := cookiejar.New(nil)
	y.ok(err)
	c := &http.Client{Jar: jar}
	token, err := y.app.SignIn.IssueLink(y.ctx, who, time.Hour)
	y.ok(err)
	res, err := c.Post(site.URL+"/in/"+token, "application/x-www-form-urlencoded", nil)
	y.ok(err)
	res.Body.Close()
	paths := []string{"/", "/year/" + y.id(), "/year/" + y.id() + "/subjects", "/year/" + y.id() + "/reports", "/year/" + y.id() + "/meetings",
		"/year/" + y.id() + "/records", "/year/" + y.id() + "/policy", "/year/" + y.id() + "/documents"}
	y.view(func(s *cycle.State) {
		for _, id := range s.SubjectOrder {
			paths = append(paths, "/year/"+y.id()+"/subjects/"+id)
		}
		for _, id := range s.MeetingOrder {
			paths = append(paths, "/meeting/"+id, "/hall/"+id)
		}
	})
	for _, lang := range []string{"zh", "en"} {
		for _, path := range append(paths, more...) {
			req, err := http.NewRequestWithContext(y.ctx, http.MethodGet, site.URL+path, nil)
			y.ok(err)
			req.Header.Set("Accept-Language", lang)
			res, err := c.Do(req)
			y.ok(err)
			body, err := io.ReadAll(res.Body)
			y.ok(err)
			res.Body.Close()
			if res.StatusCode != http.StatusOK {
				y.t.Errorf("%s: %s", path, res.Status)
			}
			text := spaces.ReplaceAllString(tags.ReplaceAllString(hidden.ReplaceAllString(string(body), " "), " "), " ")
			unsaid(y, lang+" "+path, text)
			for _, f := range notice2018.in(text) {
				y.t.Errorf("%s %s: words of another notice: %s", lang, path, f)
			}
		}
	}
}

// archived exports the year, has it verified, and again after a number was changed in it. Of the checks those
// of these codes, and no others, are departures that the record excuses.
func (y *year) archived(number, changed string, excused ...string) {
	y.t.Helper()
	var b bytes.Buffer
	_, err := archive.Export(y.ctx, y.app.ArchiveSource(), y.id(), &b, nil)
	y.ok(err)
	r, err := archive.Verify(y.ctx, bytes.NewReader(b.Bytes()), int64(b.Len()))
	y.ok(err)
	for _, c := range r.Bad() {
		y.t.Errorf("archive: %+v", c)
	}
	var found []string
	for _, c := range r.Checks {
		if c.Excused {
			found = append(found, c.Code)
		}
	}
	if !r.OK || !slices.Equal(found, excused) {
		y.t.Errorf("archive: verified %v, excused %v, want %v", r.OK, found, excused)
	}
	if len(r.Checks) < 20 {
		y.t.Errorf("only %d checks", len(r.Checks))
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	y.ok(err)
	var forged bytes.Buffer
	w := zip.NewWriter(&forged)
	var at string
	for _, f := range z.File {
		part, err := f.Open()
		y.ok(err)
		data, err := io.ReadAll(part)
		y.ok(err)
		if was := data; at == "" && strings.HasPrefix(f.Name, "journals/") {
			if data = bytes.Replace(data, []byte(number), []byte(changed), 1); !bytes.Equal(was, data) {
				at = f.Name
			}
		}
		out, err := w.CreateRaw(header(f.Name, data))
		y.ok(err)
		_, err = out.Write(data)
		y.ok(err)
	}
	y.ok(w.Close())
	if at == "" {
		y.t.Fatalf("no journal has %s", number)
	}
	r, err = archive.Verify(y.ctx, bytes.NewReader(forged.Bytes()), int64(forged.Len()))
	y.ok(err)
	if !slices.ContainsFunc(r.Bad(), func(c archive.Check) bool { return strings.Contains(c.Of+c.Got, at) }) {
		y.t.Errorf("%s was changed, and only this was found: %+v", at, r.Bad())
	}
}

// header is that of a file stored as archives store theirs.
func header(name string, data []byte) *zip.FileHeader {
	return &zip.FileHeader{Name: name, Method: zip.Store, CRC32: crc32.ChecksumIEEE(data),
		CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(len(data))}
}
