package web

import (
	ziparchive "archive/zip"
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"

	"shuping/internal/people"
)

// Every document that is listed can be fetched, by those who may have it and by nobody else.
func TestDocuments(t *testing.T) {
	w := newWorld(t)
	w.posted()
	w.pages("office", "/year/2018/documents", "/year/2018/documents?subject=O1", "/year/2018/documents?meeting=m-O1")
	drafts, err := w.office.Drafts(t.Context(), "2018")
	w.must(err)
	office, secretary, other := w.client("office"), w.client("s1"), w.client("s2")
	_, list, _ := office.do("GET", "/year/2018/documents", nil)
	_, own, _ := secretary.do("GET", "/year/2018/documents", nil)
	for _, d := range drafts {
		path := "/year/2018/documents/" + d.Key
		if !strings.Contains(list, `"`+path+`"`) {
			t.Errorf("%s is not in the list", d.Key)
		}
		status, body, head := office.do("GET", path, nil)
		if status != 200 || !strings.HasPrefix(body, "PK") || head.Get("Content-Type") != docx || !strings.Contains(head.Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v", d.Key, status, head)
		}
		mine := d.Subject == "O1"
		if strings.Contains(own, `"`+path+`"`) != mine {
			t.Errorf("the list of O1's secretary: %s in it is %v", d.Key, !mine)
		}
		for who, c := range map[*client]bool{secretary: mine, other: d.Subject == "O2"} {
			if status, _, _ := who.do("GET", path, nil); (status == 200) != c {
				t.Errorf("%s for a secretary: %d", d.Key, status)
			}
		}
	}
	if len(drafts) < 10 {
		t.Errorf("only %d drafts", len(drafts))
	}
	if status, _, _ := office.do("GET", "/year/2018/documents/nothing", nil); status != 404 {
		t.Errorf("a document that there is not: %d", status)
	}
	if status, _, _ := w.client("guide").do("GET", "/year/2018/documents/grades", nil); status != 403 {
		t.Errorf("the grades for a guide: %d", status)
	}
	_, body, _ := office.do("GET", "/year/2018/documents.zip?subject=O1", nil)
	z, err := ziparchive.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	w.must(err)
	var names, want []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	for _, d := range drafts {
		if d.Subject == "O1" {
			want = append(want, d.Name)
		}
	}
	if !slices.Equal(names, want) || len(want) == 0 {
		t.Errorf("the zip of O1 holds %v, want %v", names, want)
	}
}

// The year's file is filled by one press, and a second one adds nothing.
func TestArchiveDocuments(t *testing.T) {
	w := newWorld(t)
	w.posted()
	c := w.client("office")
	press := func() string {
		status, _, head := c.do("POST", "/year/2018/documents/archive", url.Values{})
		if status != 303 {
			t.Fatalf("archiving: %d", status)
		}
		_, body, _ := c.do("GET", head.Get("Location"), nil)
		return body
	}
	if body := press(); strings.Contains(body, "已归档0件") || !strings.Contains(body, "已归档") {
		t.Error("nothing was archived at first")
	}
	if body := press(); !strings.Contains(body, "已归档0件") {
		t.Error("something was archived twice")
	}
	if status, _, _ := w.client("auditor").do("POST", "/year/2018/documents/archive", url.Values{}); status != 403 {
		t.Errorf("an auditor archives: %d", status)
	}
}

// Before the first year the office is led from the rosters to the opening.
func TestFirstSteps(t *testing.T) {
	w := newOffice(t)
	w.must(w.people.SetAccount(t.Context(), people.Account{Person: people.Head, Roles: []string{people.Head}, Disabled: true}))
	c := w.client("office")
	due := func() string {
		_, body, _ := c.do("GET", "/", nil)
		_, after, found := strings.Cut(body, `class="moment-due"`)
		if !found {
			t.Fatal("no step is due")
		}
		_, after, _ = strings.Cut(after, `<a href="`)
		at, _, _ := strings.Cut(after, `"`)
		return at
	}
	if at := due(); at != "/people/import" {
		t.Errorf("without rosters the first step leads to %s", at)
	}
	w.fillRosters()
	if at := due(); at != "/people" {
		t.Errorf("with rosters the step leads to %s", at)
	}
	w.fillAccounts()
	if at := due(); at != "/open" {
		t.Errorf("with a head the step leads to %s", at)
	}
	if status, body, _ := c.do("GET", "/people/blank.xlsx", nil); status != 200 || !strings.HasPrefix(body, "PK") {
		t.Errorf("the empty roster: %d", status)
	}
	w.open()
	if _, body, _ := c.do("GET", "/", nil); strings.Contains(body, "moment-due") {
		t.Error("the steps are still there when there is a year")
	}
}
