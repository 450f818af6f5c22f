package office_test

import (
	"strconv"
	"strings"
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/office"
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
