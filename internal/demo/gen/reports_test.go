package main

import (
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "　 \n": 0, "述职。": 3, "2018年": 2, "a-b c": 2, "3.6%的": 2, "“好”": 3, "①闵𬭩": 3, "V2019：": 2,
	} {
		if got := count(text); got != want {
			t.Errorf("count(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestMarks(t *testing.T) {
	r, err := parseReport("x", "甲[[乙]]丙[[丁]]\n")
	if err != nil || r.text != "甲乙丙丁" || r.problems != "乙\n丁\n" {
		t.Errorf("%+v, %v", r, err)
	}
	for _, bad := range []string{"甲[[乙", "甲[[乙[[丙]]"} {
		if _, err := parseReport("x", bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

// What FAULTS.md says is so: each named fault is there, and no report has one that is not named.
func TestReportsHaveTheirFaultsAndNoOthers(t *testing.T) {
	all, err := readReports()
	if err != nil {
		t.Fatal(err)
	}
	rows, err := readTable("faults")
	if err != nil {
		t.Fatal(err)
	}
	fault, kinds := map[string]string{}, map[string]int{}
	for _, r := range rows {
		fault[r["file"]] = r["fault"]
		kinds[r["fault"]]++
	}
	for kind, n := range map[string]int{"long": 4, "share": 4, "copied": 1, "objective": 1, "unit": 1, "promise": 1} {
		if kinds[kind] != n {
			t.Errorf("%d reports with fault %s, want %d", kinds[kind], kind, n)
		}
	}
	const piece = 40
	pieces := map[string][]string{} // where a piece of text stands
	for _, r := range all {
		n, p, f := count(r.text), count(r.problems), fault[r.name]
		if n < 900 || n > 1900 || (n > 1500) != (f == "long") {
			t.Errorf("%s: %d characters, fault %q", r.name, n, f)
		}
		if (p*3 < n) != (f == "share") {
			t.Errorf("%s: %d of %d characters on problems, fault %q", r.name, p, n, f)
		}
		carried := strings.Contains(r.text, "去年") || strings.Contains(r.text, "上年")
		// O27 was not drawn last year and has nothing to speak of.
		if !strings.HasPrefix(r.name, "O27") && carried != (f != "promise") {
			t.Errorf("%s speaks of last year: %v, fault %q", r.name, carried, f)
		}
		for k, text := 0, []rune(r.text); k+piece <= len(text); k++ {
			pieces[string(text[k:k+piece])] = append(pieces[string(text[k:k+piece])], r.name)
		}
	}
	for text, names := range pieces {
		for _, name := range names[1:] {
			if copied := fault[names[0]] == "copied" || fault[name] == "copied"; name[:3] != names[0][:3] && !copied {
				t.Errorf("%s and %s both have %q", names[0], name, text)
			}
		}
	}
}

func TestCopiedPassage(t *testing.T) {
	all, err := readReports()
	if err != nil {
		t.Fatal(err)
	}
	text := map[string][]rune{}
	for _, r := range all {
		text[r.name] = []rune(r.text)
	}
	from := text["O08-晏若㛃"]
	if n := len(longestCommon(text["O10-卜德昭"], from)); n < 300 {
		t.Errorf("the copied passage has %d characters", n)
	}
	if n := len(longestCommon(text["O10-卜德昭-2"], from)); n > 20 {
		t.Errorf("the second version still has %d copied characters", n)
	}
}

// The Word file holds the text, paragraph by paragraph, and no mark.
func TestWordFileHoldsTheText(t *testing.T) {
	r, err := parseReport("x", "题 & 目\n某某 <书记>\n\n一、[[问题]]\n正文")
	if err != nil {
		t.Fatal(err)
	}
	data, err := wordFile(r)
	if err != nil {
		t.Fatal(err)
	}
	var doc string
	for name, text := range entries(t, data) {
		if strings.HasPrefix(name, "word/document.xml,") {
			doc = text
		}
	}
	for _, want := range []string{"题 &amp; 目", "某某 &lt;书记&gt;", "一、问题", "正文"} {
		if !strings.Contains(doc, ">"+want+"</w:t>") {
			t.Errorf("no %q in %s", want, doc)
		}
	}
}
