package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"shuping/internal/archive"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet/layout"
)

const sessionPaper = "/meeting/session/paper"

// printedLayout is the layout that the session's ballots were printed from.
func (w *world) printedLayout() *layout.Layout {
	w.t.Helper()
	if status, body, _ := w.client("c3").do("GET", sessionPaper+"/ballots.pdf", nil); status != 200 || !strings.HasPrefix(body, "%PDF-") {
		w.t.Fatalf("the ballots: %d", status)
	}
	forms, err := w.server.Tellers.Forms("session")
	w.must(err)
	if len(forms) != 1 {
		w.t.Fatalf("%d forms", len(forms))
	}
	data, err := w.office.Blobs.Get(context.Background(), forms[0].Layout)
	w.must(err)
	l, err := layout.Parse(data)
	w.must(err)
	return l
}

// scanned are scans of ballots that were filled in, and the truth about them.
func scannedSheets(l *layout.Layout, first, n int) (files [][]byte, truth []*scantest.Sheet) {
	for i := range n {
		s := scantest.Draw(l, scantest.Spec{Seed: uint64(first + i), DPI: 150, Habit: scantest.Mixed})
		files, truth = append(files, s.JPEG), append(truth, s)
	}
	return files, truth
}

// send hands files in as a browser does.
func (w *world) sendScans(who string, files ...[]byte) (int, string) {
	w.t.Helper()
	return w.sendAgain(who, "", files...)
}

// sendAgain hands files in as the second scan of a pile.
func (w *world) sendAgain(who, again string, files ...[]byte) (int, string) {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	w.must(form.WriteField("again", again))
	for i, f := range files {
		p, err := form.CreateFormFile("scans", fmt.Sprint(i, ".jpg"))
		w.must(err)
		_, err = p.Write(f)
		w.must(err)
	}
	w.must(form.Close())
	c := w.client(who)
	answer, err := c.http.Post(c.url+sessionPaper, form.FormDataContentType(), &body)
	w.must(err)
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	w.must(err)
	return answer.StatusCode, string(page)
}

func (w *world) paperRound() (r meeting.Round) {
	w.t.Helper()
	s, err := w.office.Meetings.Find(context.Background(), "session")
	w.must(err)
	s.View(func(s *meeting.State, _ journal.Head) { r = *s.Round() })
	return r
}

var field = regexp.MustCompile(`name="(batch|page|row|crop|settle)" value="([^"]*)"`)

// Papers of a session from the printed form to the accepted count, through the pages that
// people use: handed in, read, decided by two who do not see each other's word, settled,
// compared, counted.
func TestPapersFromTheScannerToTheCount(t *testing.T) {
	w := newWorld(t)
	w.called()
	for _, id := range w.subjects {
		w.held(id)
	}
	w.sessionVoted()
	c3, c4 := w.client("c3"), w.client("c4")
	l := w.printedLayout()
	files, truth := scannedSheets(l, 1, 10)
	if status, body := w.sendScans("c3", files...); status != http.StatusConflict && !strings.Contains(body, "收回") {
		t.Errorf("before the papers were counted by hand: %d", status)
	}
	w.hand("c3", "meeting/session", "collect-ballots", "rows", text([]meeting.Collected{{Class: allClasses, PaperReturned: 10}}))
	if status, _ := w.sendScans("office", files...); status != http.StatusForbidden {
		t.Errorf("the office hands papers in: %d", status)
	}
	if status, body := w.sendScans("c3", append(files, files[0][:100])...); status != http.StatusSeeOther {
		t.Fatalf("handed in: %d %s", status, body)
	}
	w.must(w.server.Tellers.Meeting(context.Background(), "session"))
	if read := w.paperRound().Reading.Batches[0].Read; read == nil || read.Refused != 1 {
		t.Fatalf("%+v", read)
	}
	if _, body, _ := c3.do("GET", sessionPaper, nil); !strings.Contains(body, "相符") || !strings.Contains(body, "1 页没有读出") {
		t.Errorf("the page says %s", body)
	}
	for who, want := range map[string]int{"c3": 200, "c4": 200, "leader": 200, "office": 403, "auditor": 403, "s1": 403} {
		if status, _, _ := w.client(who).do("GET", sessionPaper+"/pile/1/1/image", nil); status != want {
			t.Errorf("%s sees a picture: %d", who, status)
		}
	}
	w.scannedTwice(l, c3)
	w.decideAll(c3, c4, truth)
	w.hand("c3", "meeting/session", "draw-check")
	for {
		status, body, _ := c4.do("GET", sessionPaper+"/check", nil)
		if status == http.StatusSeeOther {
			break
		}
		if status != 200 || !strings.Contains(body, "over-") {
			t.Fatalf("the sheet to compare: %d", status)
		}
		if status, body, _ := c4.do("POST", sessionPaper+"/check", fieldsOf(body)); status != http.StatusSeeOther {
			t.Fatalf("compared: %d %s", status, body)
		}
	}
	w.hand("c3", "meeting/session", "count-readings")
	w.hand("c3", "meeting/session", "accept-count")
	if r := w.paperRound(); r.Accepted == nil || r.Reading.Counted == nil {
		t.Error("the count was not accepted")
	}
	w.archived()
	for _, path := range []string{"/pile/1", "/pile/1/2", "/pile/1/11", "/pile/1/2/row/1"} {
		if status, _, _ := c3.do("GET", sessionPaper+path, nil); status != 200 {
			t.Errorf("%s: %d", path, status)
		}
	}
	for _, path := range []string{"/pile/9", "/pile/1/99", "/pile/1/0", "/pile/x", "/pile/1/99/image", "/pile/1/1/row/99", "/crop/" + strings.Repeat("0", 64)} {
		if status, _, _ := c3.do("GET", sessionPaper+path, nil); status != 404 {
			t.Errorf("%s: %d", path, status)
		}
	}
}

// scannedTwice hands the pile in a second time, by another scanner, and looks at the comparison.
func (w *world) scannedTwice(l *layout.Layout, c3 *client) {
	w.t.Helper()
	var again [][]byte
	for i := range 10 {
		s := scantest.Draw(l, scantest.Spec{Seed: uint64(10 - i), DPI: 170, Habit: scantest.Mixed})
		again = append(again, s.JPEG)
	}
	if _, body, _ := c3.do("GET", sessionPaper, nil); !strings.Contains(body, "第1批的第二次扫描") {
		w.t.Error("a second scan is not offered")
	}
	if status, body := w.sendAgain("c3", "1", again...); status != http.StatusSeeOther {
		w.t.Fatalf("handed in again: %d %s", status, body)
	}
	w.must(w.server.Tellers.Meeting(context.Background(), "session"))
	b := w.paperRound().Reading.Batches[1]
	if b.Compared == nil || b.Compared.Pairs[0] != 10 || b.Compared.Pairs[9] != 1 {
		w.t.Fatalf("compared: %+v", b.Compared)
	}
	status, body, _ := c3.do("GET", sessionPaper+"/compare/2", nil)
	if status != 200 || strings.Count(body, "compared-picture") != 2*len(b.Compared.Differ) || !strings.Contains(body, "两次都有的10页") {
		w.t.Errorf("the comparison: %d %s", status, body)
	}
	for path, want := range map[string]int{"/compare/1": 404, "/compare/9": 404, "/compare/x": 404, "/pile/2/1/row/1": 200} {
		if status, _, _ := c3.do("GET", sessionPaper+path, nil); status != want {
			w.t.Errorf("%s: %d", path, status)
		}
	}
	if status, _, _ := w.client("office").do("GET", sessionPaper+"/compare/2", nil); status != 403 {
		w.t.Errorf("the office sees the comparison: %d", status)
	}
}

// fieldsOf are the hidden fields of a page's form.
func fieldsOf(body string) map[string][]string {
	out := map[string][]string{}
	for _, m := range field.FindAllStringSubmatch(body, -1) {
		out[m[1]] = []string{m[2]}
	}
	return out
}

// decideAll lets two people decide what was left to them, one of them wrongly at first,
// and somebody else settle it.
func (w *world) decideAll(c3, c4 *client, truth []*scantest.Sheet) {
	w.t.Helper()
	differ, decided := 0, 0
	var words []int // that the record shows, after each of the two
	for _, c := range []*client{c3, c4} {
		for {
			status, body, _ := c.do("GET", sessionPaper+"/decide", nil)
			if status == http.StatusSeeOther {
				break
			}
			form := fieldsOf(body)
			if strings.Contains(body, "两人的认定") {
				w.t.Fatal("who decides sees what somebody else said")
			}
			form["entry"] = []string{entryOf(truth, form)}
			if c == c4 && differ == 0 {
				form["entry"] = []string{"不称职"}
				differ++
			}
			decided++
			if status, body, _ := c.do("POST", sessionPaper+"/decide", form); status != http.StatusSeeOther {
				w.t.Fatalf("decided: %d %s", status, body)
			}
		}
		words = append(words, w.wordsOnRecord())
	}
	if first, second := words[0], words[1]; first != 0 || second == 0 {
		w.t.Errorf("the office reads %d first words before the second person spoke, and %d afterwards", first, second)
	}
	if decided == 0 {
		w.t.Fatal("the reader left nothing to people; take another seed")
	}
	leader := w.client("leader")
	for range 2 {
		status, body, _ := leader.do("GET", sessionPaper+"/decide", nil)
		if status == http.StatusSeeOther {
			break
		}
		form := fieldsOf(body)
		if form["settle"] == nil || !strings.Contains(body, "两人的认定") {
			w.t.Fatalf("the difference is not shown to who settles it")
		}
		form["entry"] = []string{entryOf(truth, form)}
		if status, body, _ := leader.do("POST", sessionPaper+"/decide", form); status != http.StatusSeeOther {
			w.t.Fatalf("settled: %d %s", status, body)
		}
	}
	r := w.paperRound()
	if n := r.Undecided(); n > 0 {
		w.t.Fatalf("%d entries are open", n)
	}
}

// wordsOnRecord is in how many entries the office can read what somebody decided.
func (w *world) wordsOnRecord() (n int) {
	w.t.Helper()
	status, out := w.client("office").call("GET", "/api/v1/streams/meeting/session?events=1", "")
	if status != 200 {
		w.t.Fatalf("the record: %d", status)
	}
	for _, e := range out["events"].([]any) {
		r := e.(map[string]any)
		event := r["event"].(map[string]any)
		word := event["entry"]
		if r["kind"] == "entry-decided" && word != nil {
			n++
		}
		if sealed := r["sealed"] == true; sealed == (word != nil) && r["kind"] == "entry-decided" || r["kind"] == "readings-recorded" && event["rows"] != nil {
			w.t.Errorf("a record shows %v", r)
		}
	}
	text, err := json.Marshal(out["state"].(map[string]any)["rounds"])
	w.must(err)
	if n == 0 && regexp.MustCompile(`"entry":"[^"]`).Match(text) {
		w.t.Error("the state shows what somebody decided")
	}
	return n
}

// entryOf is what the paper of a form's entry says.
func entryOf(truth []*scantest.Sheet, form map[string][]string) string {
	var page, row int
	fmt.Sscan(form["page"][0], &page)
	fmt.Sscan(form["row"][0], &row)
	if g := truth[page-1].Entries[row-1].Grade; g != "" {
		return g
	}
	return meeting.EntryBlank
}

// archived says that the archive has what was read of the papers, and adds it up again.
func (w *world) archived() {
	w.t.Helper()
	var out bytes.Buffer
	_, err := archive.Export(context.Background(), archive.Source{Journal: w.store, Cycles: w.office.Cycles, Meetings: w.office.Meetings, Blobs: w.office.Blobs,
		Sealed: func(string) ([]byte, error) { return nil, errors.New("no box was ever made") },
		Names:  func(context.Context, []string) (map[string]string, error) { return map[string]string{}, nil }}, "2018", &out, nil)
	w.must(err)
	report, err := archive.Verify(context.Background(), bytes.NewReader(out.Bytes()), int64(out.Len()))
	w.must(err)
	papers, twice := 0, 0
	for _, c := range report.Checks {
		if c.What == "papers" {
			papers++
		}
		if c.What == "twice" {
			twice++
		}
		if !c.OK && (c.What != "rule" || c.Of == "meeting/session" && c.Code != "closed" && c.Code != "item" && c.Code != "announced") {
			w.t.Errorf("%+v", c)
		}
	}
	if papers != 2 || twice != 1 {
		w.t.Errorf("%d piles were added up again, %d compared", papers, twice)
	}
}
