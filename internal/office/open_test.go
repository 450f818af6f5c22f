package office_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office"
	"shuping/internal/policy"
	"shuping/policies"
)

// Every year hands its grades on, and those that were handed to it: a third year is
// opened with each of them once, and with nothing of years after it.
func TestOpenTakesOverFromAllEarlierYears(t *testing.T) {
	o := draftOffice(t)
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	open := func(year int, values map[string][]string) {
		t.Helper()
		text := strings.NewReplacer("2018-12-15", strconv.Itoa(year)+"-12-15", "2019-01-10", strconv.Itoa(year+1)+"-01-10", "year: 2018", "year: "+strconv.Itoa(year)).Replace(string(src))
		values["title"] = []string{"年度述评"}
		_, err := o.Hand(t.Context(), decider.Call{Who: "P9", Roles: []string{"office"}}, office.Paper{Stream: "cycle/" + strconv.Itoa(year), Kind: "open",
			Values: values, Files: map[string]office.File{"policy": {Name: "notice.yaml", Data: []byte(text)}}})
		if err != nil {
			t.Fatalf("%d: %v", year, err)
		}
	}
	open(2018, map[string][]string{"previous": {`[{"person":"P1","year":2017,"grade":"称职"}]`},
		"carried": {`[{"id":"c1","org":"O1","problem":"停车难"},{"id":"c2","org":"O2","problem":"路灯"}]`}})
	open(2019, map[string][]string{})
	open(2020, map[string][]string{"orgs": {`[{"id":"O1","name":"甲支部","kind":"党支部","secretary":"P1"}]`}})
	open(2016, map[string][]string{})
	look := func(id string) (grades []cycle.PreviousGrade, carried []cycle.Carried) {
		s, err := o.Cycles.Find(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		s.View(func(s *cycle.State, _ journal.Head) { grades, carried = s.Previous, s.Carried })
		return grades, carried
	}
	if g, c := look("2020"); len(g) != 1 || g[0].Year != 2017 || len(c) != 1 || c[0].Org != "O1" {
		t.Errorf("2020 has %+v and %+v", g, c)
	}
	if g, c := look("2016"); len(g)+len(c) != 0 {
		t.Errorf("2016 has %+v and %+v", g, c)
	}
}

// Rules are read from a notice's file or text, strictly, and the hash is that of what
// was read, whatever was typed.
func TestOpenReadsTheNoticeStrictly(t *testing.T) {
	o := draftOffice(t)
	call := decider.Call{Who: "P9", Roles: []string{"office"}}
	open := func(policy string) error {
		_, err := o.Hand(t.Context(), call, office.Paper{Stream: "cycle/2018", Kind: "open",
			Values: map[string][]string{"policy": {policy}, "title": {"x"}, "policy_source_hash": {strings.Repeat("a", 64)}}})
		return err
	}
	var unreadable *office.Unreadable
	if err := open(`{"format":1,"id":"own","title":"x","year":2018,"grading":{"sources":[{"id":"rumour"}]}}`); !errors.As(err, &unreadable) {
		t.Errorf("a notice of nothing: %v", err)
	}
	if err := open("notice-2018"); err != nil {
		t.Fatal(err)
	}
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.Cycles.Find(t.Context(), "2018")
	if err != nil {
		t.Fatal(err)
	}
	s.View(func(s *cycle.State, _ journal.Head) {
		if s.PolicyHash != policy.Hash(src) {
			t.Errorf("the year names %s as its source", s.PolicyHash)
		}
	})
}

// The rules are changed by a file that is read as strictly as the first and kept beside it.
func TestRulesAreChangedByAFile(t *testing.T) {
	o := draftOffice(t)
	hand := func(kind string, roles string, values map[string][]string, file string) error {
		_, err := o.Hand(t.Context(), decider.Call{Who: "P9", Roles: []string{roles}}, office.Paper{Stream: "cycle/2018", Kind: kind,
			Values: values, Files: map[string]office.File{"policy": {Name: "notice.yaml", Data: []byte(file)}}})
		return err
	}
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	if err := hand("open", "office", map[string][]string{"title": {"x"}}, string(src)); err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(src), "chars: 1500", "chars: 1800", 1)
	if changed == string(src) {
		t.Fatal("the notice has no longest report")
	}
	why := func() map[string][]string { return map[string][]string{"reason": {"上级放宽"}, "approver": {"P1"}} }
	var unreadable *office.Unreadable
	if err := hand("change-policy", "head", why(), strings.Replace(changed, "chars: 1800", "char: 1800", 1)); !errors.As(err, &unreadable) {
		t.Errorf("a misspelt key: %v", err)
	}
	if err := hand("change-policy", "head", why(), changed); err != nil {
		t.Fatal(err)
	}
	s, err := o.Cycles.Find(t.Context(), "2018")
	if err != nil {
		t.Fatal(err)
	}
	s.View(func(s *cycle.State, _ journal.Head) {
		if s.PolicyHash != policy.Hash([]byte(changed)) || s.Policy.Report.Max.Chars != 1800 || len(s.Former) != 1 {
			t.Errorf("the year goes by %s", s.PolicyHash)
		}
		for _, hash := range []string{s.PolicyHash, s.Former[0].PolicyHash} {
			if _, err := o.Blobs.Get(t.Context(), blob.Hash(hash)); err != nil {
				t.Errorf("%s is not kept: %v", hash, err)
			}
		}
	})
}

// A meeting whose result was announced is not called off before the year has it.
func TestAnAnnouncedMeetingIsNotCancelled(t *testing.T) {
	o := draftOffice(t)
	announced := func(s *meeting.State) {
		s.Results = []meeting.Result{{Announced: &meeting.Announcement{}}}
	}
	s, err := o.Meetings.Open(t.Context(), "m1")
	if err != nil {
		t.Fatal(err)
	}
	b := brief.Brief{Cycle: "2018", Meeting: "m1", Type: "members", Date: "2018-12-20", Place: "x", Chair: "P2", Subjects: []brief.Subject{{ID: "O1", Person: "P1"}}, Policy: *notice(t)}
	if _, err := s.Do(t.Context(), decider.Call{Who: "x", Roles: []string{"system"}}, &meeting.Call{Brief: b}); err != nil {
		t.Fatal(err)
	}
	cancel := func() string {
		_, err := o.Hand(t.Context(), decider.Call{Who: "P9", Roles: []string{"office"}}, office.Paper{Stream: "cycle/2018", Kind: "cancel-meeting",
			Values: map[string][]string{"meeting": {"m1"}, "reason": {"改期"}}})
		var r *decider.Refusal
		errors.As(err, &r)
		return r.Code
	}
	if got := cancel(); got == "meeting-held" {
		t.Errorf("before the announcement: %s", got)
	}
	s.View(func(s *meeting.State, _ journal.Head) { announced(s) })
	if got := cancel(); got != "meeting-held" {
		t.Errorf("after the announcement: %s", got)
	}
}

// An id that no stream can have would leave the year with a meeting that never begins.
func TestAMeetingHasAnIDThatAStreamCanHave(t *testing.T) {
	for _, id := range []string{"a/b", ".x", "会 议"} {
		_, err := draftOffice(t).Hand(t.Context(), decider.Call{Who: "P9", Roles: []string{"office"}}, office.Paper{Stream: "cycle/2018", Kind: "call-meeting",
			Values: map[string][]string{"meeting": {id}}})
		var wrong form.Errors
		if !errors.As(err, &wrong) || wrong[0].Field != "meeting" {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func notice(t *testing.T) *policy.Policy {
	t.Helper()
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := policy.Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
