package web

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuping/internal/blob"
)

// handedInReport has a year in which O1's report waits for its review, and one below
// the third secretary's.
func handedInReport(t *testing.T) *world {
	w := newWorld(t)
	w.scope()
	w.hand("s1", year, "file-report", "subject", "O1", "file", goodReport)
	w.hand("s1", year, "record-opinion", "subject", "O1", "from", "支部委员会", "text", "再具体些")
	w.hand("s1", year, "answer-opinion", "subject", "O1", "opinion", "1.1", "taken", "true")
	w.hand("s1", year, "submit-report", "subject", "O1")
	return w
}

// photoFile is a photo with a comment that is not kept.
func photoFile(t testing.TB, size int) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, size, size)), nil); err != nil {
		t.Fatal(err)
	}
	return append(append(append([]byte{}, b.Bytes()[:2]...), "\xff\xfe\x00\x0bGPS here."...), b.Bytes()[2:]...)
}

// markOne presses a sentence of O1's report and puts it on record.
func (w *world) markOne(who, begins string) {
	w.t.Helper()
	const path = "/year/2018/subjects/O1/reports/1/claims"
	c := w.client(who)
	_, body, _ := c.do("GET", path, nil)
	m := regexp.MustCompile(`value="(\d+)"[^>]*>` + begins).FindStringSubmatch(body)
	if m == nil {
		w.t.Fatalf("no sentence begins %s: %s", begins, body)
	}
	status, body, _ := c.do("POST", path, url.Values{"chosen": {""}, "at": {m[1]}})
	if status != 200 || !strings.Contains(body, `aria-pressed="true"`) || !strings.Contains(body, `name="chosen" value="`+m[1]+`"`) {
		w.t.Fatalf("after a press: %d %s", status, body)
	}
	if status, _, _ := c.do("POST", path, url.Values{"chosen": {m[1]}, "_record": {"1"}}); status != 303 {
		w.t.Fatalf("recording: %d", status)
	}
}

// A sentence is marked, found to be half true on site with a photo, and the reviewer
// reads both beside each other.
func TestClaimsAndFindings(t *testing.T) {
	w := handedInReport(t)
	const subject = "/year/2018/subjects/O1"
	w.pages("verifier", subject+"/claims", subject+"/reports/1/claims", subject+"/visit")
	w.markOne("verifier", "完成重点任务")
	claim := w.subject("O1").Claims[0]
	if !strings.HasPrefix(claim.Text, "完成重点任务") || strings.HasSuffix(claim.Text, "\n") || len([]rune(claim.Text)) != claim.To-claim.From {
		t.Errorf("the claim is %+v", claim)
	}
	c := w.client("verifier")
	const form = subject + "/visit?claim=1"
	values := c.form(form)
	for name, v := range map[string]string{"date": "2018-12-10", "method": "实地调研", "visitors": "核实员周洁", "verdict": "partly", "finding": "台账只有一百五十户"} {
		values.Set(name, v)
	}
	if status, body, _ := c.upload(form, values, "camera", "a.jpg", []byte("no photo")); status != 409 || !strings.Contains(body, "台账只有一百五十户") || len(w.subject("O1").Visits) != 0 {
		t.Errorf("a photo that is none: %d, %d findings", status, len(w.subject("O1").Visits))
	}
	photo := photoFile(t, 60)
	status, body, head := c.upload(form, values, "camera", "a.jpg", photo)
	if status != 303 || head.Get("Location") != subject+"/claims#visit-1" {
		t.Fatalf("%d %s %s", status, head.Get("Location"), body)
	}
	v := w.subject("O1").Visits[0]
	if v.Of != "1" || v.Claim != claim.Text || v.Verdict != "partly" || len(v.Evidence) != 1 || v.Evidence[0].Media != "jpeg" || v.Evidence[0].Sent != string(blob.HashOf(photo)) {
		t.Errorf("on record: %+v", v)
	}
	if status, _, _ := c.upload(form, values, "camera", "a.jpg", photo); status != 303 || len(w.subject("O1").Visits) != 1 {
		t.Errorf("the form sent twice: %d, %d findings", status, len(w.subject("O1").Visits))
	}
	status, shown, head := c.do("GET", subject+"/visits/1/1", nil)
	if status != 200 || head.Get("Content-Type") != "image/jpeg" || strings.Contains(shown, "GPS") || string(blob.HashOf([]byte(shown))) != v.Evidence[0].File {
		t.Errorf("the photo: %d %s", status, head.Get("Content-Type"))
	}
	for _, who := range []string{"leader", "auditor", "s1"} {
		w.pages(who, subject+"/claims", subject+"/reports/1")
		if _, body, _ := w.client(who).do("GET", subject+"/reports/1", nil); !strings.Contains(body, "台账只有一百五十户") || !strings.Contains(body, `id="claim-1"`) {
			t.Errorf("%s does not see the finding beside the claim", who)
		}
	}
	// more evidence, on the finding's own page
	more := c.form(subject + "/visits/1")
	more.Set("papers-what", "interview")
	if status, body, _ := c.do("POST", subject+"/visits/1", more); status != 422 {
		t.Errorf("no file: %d %s", status, body)
	}
	if status, body, _ := c.upload(subject+"/visits/1", more, "papers", "note.txt", []byte("门卫说每周来一次。")); status != 303 {
		t.Errorf("an interview: %d %s", status, body)
	}
	for who, want := range map[string]int{"verifier": 303, "head": 303, "s1": 403, "s2": 403} {
		if status, _, _ := w.client(who).do("GET", subject+"/visits/1/2", nil); status != want {
			t.Errorf("%s opens the interview: %d, want %d", who, status, want)
		}
		file := map[int]int{303: 200, 403: 403}[want]
		if status, _, _ := w.client(who).do("GET", "/file/"+w.subject("O1").Visits[0].Evidence[1].File, nil); status != file {
			t.Errorf("%s gets the file of the interview: %d, want %d", who, status, file)
		}
	}
	// corrections
	fix := c.form("/do/cycle/2018/correct-visit?subject=O1&visit=1")
	if fix.Get("visit") != "1" {
		t.Errorf("the form of a correction: %v", fix)
	}
	w.hand("verifier", year, "correct-visit", "subject", "O1", "visit", "1", "date", "2018-12-10", "method", "实地调研", "visitors", "verifier", "of", "1", "finding", "又找到一本，共二百户", "verdict", "borne-out", "reason", "漏看一本台账")
	w.hand("verifier", year, "withdraw-evidence", "subject", "O1", "visit", "1", "evidence", "1", "reason", "拍到路人")
	_, body, _ = c.do("GET", subject+"/claims", nil)
	for _, want := range []string{"又找到一本，共二百户", "漏看一本台账", "拍到路人", "台账只有一百五十户"} {
		if !strings.Contains(body, want) {
			t.Errorf("the list does not say %s", want)
		}
	}
	if status, _, _ := c.do("GET", subject+"/visits/1/1", nil); status != 404 {
		t.Errorf("evidence that was taken back is shown: %d", status)
	}
	w.hand("verifier", year, "withdraw-claim", "subject", "O1", "claim", "1", "reason", "点错了")
	w.pages("verifier", subject+"/claims", subject+"/reports/1/claims")
}

// Who may do what, and what the forms refuse.
func TestClaimsRefused(t *testing.T) {
	w := handedInReport(t)
	const subject = "/year/2018/subjects/O1"
	for _, x := range []struct {
		who, path string
		status    int
	}{
		{"s1", subject + "/reports/1/claims", 403}, {"s2", subject + "/claims", 403}, {"s1", subject + "/claims", 200}, {"auditor", subject + "/visit", 403},
		{"office", subject + "/visit", 403}, {"verifier", subject + "/visit?claim=7", 404}, {"verifier", subject + "/visits/1", 403}, {"verifier", subject + "/visits/1/1", 404},
		{"verifier", subject + "/reports/2/claims", 404}, {"verifier", "/year/2018/subjects/O2/reports/1/claims", 404}, {"verifier", subject + "/visits/x/y", 404},
	} {
		if status, _, _ := w.client(x.who).do("GET", x.path, nil); status != x.status {
			t.Errorf("%s %s: %d, want %d", x.who, x.path, status, x.status)
		}
	}
	c := w.client("verifier")
	for _, bad := range []url.Values{{}, {"at": {"1"}}, {"at": {"x"}}, {"at": {"999999"}}} {
		if status, _, _ := c.do("POST", subject+"/reports/1/claims", bad); status != 404 {
			t.Errorf("%v: %d", bad, status)
		}
	}
	values := c.form(subject + "/visit")
	if status, body, _ := c.do("POST", subject+"/visit", values); status != 422 || !strings.Contains(body, "请填写") {
		t.Errorf("an empty form: %d", status)
	}
	values.Set("visitors", "没有这个人")
	if status, body, _ := c.do("POST", subject+"/visit", values); status != 422 || !strings.Contains(body, "人员表中没有") {
		t.Errorf("nobody: %d", status)
	}
}
