package document

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
)

func keys(drafts []Draft) string {
	var list []string
	for _, d := range drafts {
		list = append(list, d.Key)
	}
	return strings.Join(list, " ")
}

// TestNotDueYet: along the year, only what can be written is in the list.
func TestNotDueYet(t *testing.T) {
	if d := Drafts(Year{}); d != nil {
		t.Errorf("without a year: %s", keys(d))
	}
	w := newYear(t)
	step := func(want string) {
		t.Helper()
		drafts := Drafts(w.year())
		if got := keys(drafts); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
		for _, d := range drafts {
			textOf(t, d)
		}
	}
	step("")
	w.do("office", "office", &cycle.SetScope{})
	step("scope")
	if text := textOf(t, Drafts(w.year())[0]); !strings.Contains(text, "尚未抽取：企业4党支部、企业5党支部、企业6党支部") {
		t.Errorf("lots that are not drawn:\n%s", text)
	}
	w = newYear(t)
	w.prepare()
	step("scope reports verification")
	w.day = "2018-12-20"
	w.do("office", "office", &cycle.CallMeeting{Meeting: "m-O1", Type: "members", Subjects: []string{"O1"}, Date: w.day, Place: "礼堂", Chair: "m1", ChairPost: "副书记", Guides: []string{"g1"}})
	w.begin("m-O1")
	step("scope reports verification")
	w.do("office", "office", &cycle.CancelMeeting{Meeting: "m-O1", Reason: "改期"})
	step("scope reports verification")
}

// TestFiled: before the report is filed its number and date are to be filled in.
func TestFiled(t *testing.T) {
	w := newYear(t)
	whole(w)
	filed := w.cycle.Filings
	w.cycle.Filings = nil
	at := func() string {
		drafts := Drafts(w.year())
		return textOf(t, drafts[slices.IndexFunc(drafts, func(d Draft) bool { return d.ID == Filing })])
	}
	if text := at(); !strings.Contains(text, "〔　　　　〕") || strings.Contains(text, "3号") {
		t.Errorf("a number before it was given:\n%s", text)
	}
	w.cycle.Filings = filed
	if text := at(); !strings.Contains(text, "街工委〔2019〕3号") {
		t.Errorf("no number:\n%s", text)
	}
	papers := Papers(w.cycle)
	if len(papers) != 5 || papers[4].File != "filed" || papers[0].Subject != "O1" || papers[0].File != "report-O1" {
		t.Errorf("papers on record: %+v", papers)
	}
}

// TestEveryPaperOfThePolicy: of the papers the notice of 2018 asks for, all but the
// notice itself can be made.
func TestEveryPaperOfThePolicy(t *testing.T) {
	w := newYear(t)
	whole(w)
	have := map[string]bool{"notice": true}
	for _, d := range Drafts(w.year()) {
		have[d.ID] = true
	}
	for _, d := range w.cycle.Policy.Archive.Documents {
		if !have[d.ID] {
			t.Errorf("nothing for %s (%s)", d.ID, d.Name)
		}
	}
	for _, d := range Archivable(w.cycle, Drafts(w.year())) {
		if d.ID == Filing {
			t.Errorf("%s is archived as it was filed, not as a draft", d.Key)
		}
	}
	w.cycle.Policy.Archive.Documents = w.cycle.Policy.Archive.Documents[:2]
	if got := keys(Archivable(w.cycle, Drafts(w.year()))); got != "scope" {
		t.Errorf("of a policy that asks for less: %s", got)
	}
	if p := Papers(w.cycle); len(p) != 0 {
		t.Errorf("of a policy that asks for less: %v", p)
	}
}

// TestCopied: states copied by way of their stored form make the same documents.
func TestCopied(t *testing.T) {
	w := newYear(t)
	whole(w)
	again := func(from, to any) {
		b, err := json.Marshal(from)
		if err == nil {
			err = json.Unmarshal(b, to)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	y := Year{Cycle: &cycle.State{}, Head: w.year().Head, Meetings: map[string]*meeting.State{}, Names: name}
	again(w.cycle, y.Cycle)
	for id, m := range w.meetings {
		y.Meetings[id] = &meeting.State{}
		again(m, y.Meetings[id])
	}
	copied := Drafts(y)
	for i, d := range Drafts(w.year()) {
		if i >= len(copied) || textOf(t, d) != textOf(t, copied[i]) {
			t.Errorf("%s differs", d.Key)
		}
	}
}

func TestByOrigin(t *testing.T) {
	pile := func(class, yes, no, blank int) ballot.Tally {
		return ballot.Tally{Class: class, Ballots: yes + no + blank, Subjects: []ballot.Count{{Options: []int{yes, no}, Blank: blank}}}
	}
	for _, c := range []struct {
		name         string
		phone, paper []ballot.Tally
		ok           bool
	}{
		{"large piles", []ballot.Tally{pile(0, 5, 0, 0), pile(1, 2, 3, 0)}, []ballot.Tally{pile(0, 1, 6, 1)}, true},
		{"one voter of a class by phone", []ballot.Tally{pile(0, 9, 0, 0), pile(1, 0, 1, 0)}, []ballot.Tally{pile(1, 5, 0, 0)}, false},
		{"few valid ones among many", []ballot.Tally{pile(0, 4, 0, 9)}, []ballot.Tally{pile(0, 9, 0, 0)}, false},
		{"a pile without a valid one", []ballot.Tally{pile(0, 5, 0, 0), pile(1, 0, 0, 3)}, []ballot.Tally{pile(0, 9, 0, 0)}, true},
		{"phone only", []ballot.Tally{pile(0, 9, 0, 0)}, nil, false},
		{"nothing", nil, nil, false},
	} {
		phone, paper, ok := byOrigin(c.phone, c.paper, 5)
		if ok != c.ok {
			t.Errorf("%s: %v", c.name, ok)
		}
		if sum := phone.Ballots + paper.Ballots; c.name == "large piles" && sum != 18 {
			t.Errorf("%s: %d ballots", c.name, sum)
		}
	}
}

func TestSmallWords(t *testing.T) {
	for n, want := range map[int]string{1: "一", 10: "十", 11: "十一", 20: "二十", 25: "二十五", 99: "九十九"} {
		if got := numeral(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
	if got := fileName("a/b:c\x01*" + strings.Repeat("长", 100) + "."); got != "abc"+strings.Repeat("长", 67) {
		t.Errorf("file name %s", got)
	}
	l := &list{used: map[string]bool{}}
	if a, b := l.unique("x"), l.unique("x"); a != "x.docx" || b != "x（2）.docx" {
		t.Errorf("%s %s", a, b)
	}
	if got := sentence(" 好；") + sentence("行。") + sentence(""); got != "好。行。" {
		t.Errorf("sentences %s", got)
	}
	if got := day("2018-12-09") + day(""); got != "2018.12.9—" {
		t.Errorf("days %s", got)
	}
}
