package outcome

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"shuping/internal/words"
)

// hall is base with gates before the meeting and its vote.
func hall(gates string) string {
	return strings.Replace(base, "    agenda:\n", gates+"    agenda:\n", 1)
}

func TestGates(t *testing.T) {
	quorum := func(q string) string {
		return hall("    quorum: {of: [leader], " + q + ", clause: 二, strength: must}\n")
	}
	compose := func(q string) string {
		return hall("    composition: {of: [crowd], beside: [leader], " + q + ", clause: 二, strength: must}\n")
	}
	returned := func(q string) string {
		return strings.Replace(base, "options: [好, 中, 差]\n", "options: [好, 中, 差]\n      returned: {"+q+", clause: 二, strength: must}\n", 1)
	}
	void := strings.Replace(base, "options: [好, 中, 差]\n", "options: [好, 中, 差]\n      void_if_more: {clause: 二, strength: must}\n", 1)
	required := strings.Replace(strings.Replace(base, "name: 群众, votes: true}", "name: 群众, votes: true, required: 2}", 1), "    classes:\n", "    attendance: {clause: 二, strength: must}\n    classes:\n", 1)
	const plurality = "  plurality: {source: hall, on_tie: better, clause: 三, strength: must}\n"
	for name, c := range map[string]struct{ policy, heads, want string }{
		"80% of 13 is 11":               {quorum("at_least: 80%"), `"expected":{"leader":13},"present":{"leader":11}`, "a=好"},
		"and not 10":                    {quorum("at_least: 80%"), `"expected":{"leader":13},"present":{"leader":10}`, "a=[] !quorum"},
		"more than half of 20 is 11":    {quorum("more_than: 1/2"), `"expected":{"leader":20},"present":{"leader":11}`, "a=好"},
		"and not 10 of them":            {quorum("more_than: 1/2"), `"expected":{"leader":20},"present":{"leader":10}`, "a=[] !quorum-more"},
		"at least half of 20 is 10":     {quorum("at_least: 1/2"), `"expected":20,"present":{"leader":10}`, "a=好"},
		"so many people":                {quorum("count: 5"), `"present":{"leader":4,"crowd":9}`, "a=[] !quorum-count"},
		"nobody expected":               {quorum("at_least: 1/2"), `"expected":0,"present":{"leader":0,"crowd":3}`, "a=[] !quorum"},
		"not given, not judged":         {quorum("at_least: 1/2"), `"expected":10`, "a=好"},
		"advice is told":                {strings.Replace(quorum("at_least: 1/2"), "at_least: 1/2, clause: 二, strength: must", "at_least: 1/2, clause: 二, strength: advise", 1), `"expected":20,"present":{"leader":9}`, "a=好 !quorum"},
		"20% beside 45 is 12":           {compose("at_least: 20%"), `"present":{"leader":45,"crowd":12}`, "a=好"},
		"and not 11":                    {compose("at_least: 20%"), `"present":{"leader":45,"crowd":11}`, "a=[] !composition"},
		"more than 20% of 60":           {compose("more_than: 20%"), `"present":{"leader":48,"crowd":12}`, "a=[] !composition-more"},
		"so many of them":               {compose("count: 3"), `"present":{"leader":48,"crowd":2}`, "a=[] !composition-count"},
		"a class that must be there":    {required, `"present":{"leader":48,"crowd":1}`, "a=[] !class-missing"},
		"more than issued":              {void, `"issued":2,"returned":3`, "a=[] !void-more"},
		"more than issued to a class":   {void, `"issued":{"leader":1,"crowd":2},"returned":{"leader":2,"crowd":1}`, "a=[] !void-more-of"},
		"as many as issued":             {void, `"issued":3,"returned":3`, "a=好"},
		"half of those issued":          {returned("of: issued, at_least: 1/2"), `"issued":6,"returned":3`, "a=好"},
		"more than half of those":       {returned("of: issued, more_than: 1/2"), `"issued":6,"returned":3`, "a=[] !returned-more"},
		"of voters present, not of all": {returned("of: present, at_least: 80%"), `"present":{"leader":2,"crowd":2},"returned":3`, "a=[] !returned"},
	} {
		r, err := reckon(t, parse(t, c.policy+plurality), `{"subjects":[{"id":"a","kind":"甲类"}],"meetings":[{"meeting":"hall",`+c.heads+`,"counts":[{"subject":"a","options":{"好":2,"中":1}}]}]}`)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := brief(r); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// The whole of a share: valid entries, ballots returned or issued, people present or expected.
func TestWholes(t *testing.T) {
	for of, want := range map[string]string{"valid": "4/5 = 80%", "returned": "4/8 = 50%", "issued": "4/10 = 40%", "present": "4/16 = 25%", "expected": "4/20 = 20%"} {
		p := parse(t, strings.Replace(base, "votes: true}\n    agenda", "votes: true}\n      - {id: guest, name: 列席, expected: true}\n    agenda", 1)+
			"  thresholds: [{when: [{source: hall, options: [好], of: "+of+", share: {at_least: 1/3}}], gives: 好, clause: 三, strength: must}]\n")
		r, err := reckon(t, p, `{"subjects":[{"id":"a","kind":"甲类"}],"meetings":[{"meeting":"hall","expected":{"leader":15,"crowd":5,"guest":80},"present":{"leader":12,"crowd":4,"guest":9},
			"issued":10,"returned":8,"counts":[{"subject":"a","options":{"好":4,"中":1},"blank":2,"multiple":1}]}]}`)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range r.Subjects[0].Why {
			if strings.HasPrefix(l.Code, "line-") {
				if got := l.Parts["found"][0].Args["v"]; got != want {
					t.Errorf("of %s: got %s, want %s", of, got, want)
				}
			}
		}
	}
}

func TestFollows(t *testing.T) {
	p := parse(t, strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", byScore, 1)+`consequences:
  - {id: praise, rule: N10.1, name: 表彰, grades: [好], scales: [person], clause: 四, strength: must}
  - {id: twice, rule: N10.3, name: 调整, grades: [中], before: [中], clause: 四, strength: must}
  - {id: often, rule: N10.3, name: 免职, history: {grades: [中, 差], at_least: 2, years: 3}, clause: 四, strength: must}
  - {id: last, rule: N10.2, name: 约谈, when: [{source: total, last: 1}], kinds: [甲类], clause: 四, strength: must}
awards: [{id: prize, rule: N10.4, name: 先进, to: person, only: [好], clause: 四, strength: must}]
reballot: {grades: [差], meeting: hall, months: 6, clause: 四, strength: must}
`)
	subject := func(kind, score, grade, before string) string {
		return `{"id":"a","kind":"` + kind + `","scores":{"assessment":` + score + `},"grade":"` + grade + `","before":` + before + `}`
	}
	other := `,{"id":"z","kind":"乙类","scores":{"assessment":50},"grade":"好"}`
	for name, c := range map[string]struct{ subject, want string }{
		"this year's grade":           {subject("甲类", "60", "好", "[]"), "a=好[]@60+praise"},
		"two years running":           {subject("甲类", "60", "中", `["中"]`), "a=中[]@60+twice+often"},
		"a year between":              {subject("甲类", "60", "中", `["好","中"]`), "a=中[]@60+often"},
		"too long ago":                {subject("甲类", "60", "中", `["好","好","中"]`), "a=中[]@60"},
		"unknown is not guessed":      {subject("甲类", "60", "中", `[null,"好"]`), "a=中[]@60"},
		"another notice's grade":      {subject("甲类", "60", "中", `["合格","好"]`), "a=中[]@60"},
		"unknown does not matter":     {subject("甲类", "60", "差", `["中",""]`), "a=差[]@60+often"},
		"the last one, ungraded too":  {subject("甲类", "40", "", "[]"), "a=[]@40+last"},
		"the last one of other kinds": {subject("乙类", "40", "", "[]"), "a=[]@40"},
		"equal last":                  {subject("甲类", "50", "", "[]"), "a=[]@50+last"},
	} {
		r, err := reckon(t, p, `{"subjects":[`+c.subject+other+`]}`)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got, _, _ := strings.Cut(brief(r), " z="); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
		a := r.Subjects[0]
		if barred := strings.Join(a.Barred, ""); (barred == "prize") != (a.Grade == "中" || a.Grade == "差") {
			t.Errorf("%s: graded %q, barred from %q", name, a.Grade, barred)
		}
	}
}

// Bonus and deduction change the total, up to what the rule allows.
func TestBonusAndDeduction(t *testing.T) {
	p := parse(t, strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", `  sources:
    - {id: assessment, weight: 60%, full: 50, clause: 三, strength: must}
    - {id: other, as: line, name: 热线, weight: 40%, full: 10, clause: 三, strength: must}
    - {id: bonus, at_most: 5, clause: 三, strength: must}
    - {id: deduction, at_most: 3, clause: 三, strength: must}
  score: {clause: 三, strength: must}
`, 1))
	for numbers, want := range map[string]string{
		`"assessment":25,"line":"7.5"`:                        "a=[]@60", // 0.6*50 + 0.4*75
		`"assessment":25,"line":7.5,"bonus":2.5`:              "a=[]@62.5",
		`"assessment":25,"line":7.5,"bonus":9,"deduction":10`: "a=[]@62",
		`"assessment":50,"line":10,"bonus":5`:                 "a=[]@105",
		`"assessment":25`:                                     "a=[]",
		`"assessment":0,"line":0,"deduction":3`:               "a=[]@-3",
		`"assessment":16.666666,"line":10`:                    "a=[]@59.9999992",
	} {
		r, err := reckon(t, p, `{"subjects":[{"id":"a","kind":"甲类","scores":{`+numbers+`}}]}`)
		if err != nil {
			t.Errorf("%s: %v", numbers, err)
		} else if got := strings.Replace(brief(r), "74999999/1250000", "59.9999992", 1); got != want {
			t.Errorf("%s: got %s, want %s", numbers, got, want)
		}
	}
}

// A total that has a least and a most counts as these, before it is rounded.
func TestTotalHasBounds(t *testing.T) {
	p := parse(t, strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", `  sources:
    - {id: assessment, weight: 100%, clause: 三, strength: must}
    - {id: bonus, clause: 三, strength: must}
    - {id: deduction, clause: 三, strength: must}
  score: {at_least: 0, at_most: 100, clause: 三, strength: must}
  bands: {clause: 三, strength: must, list: [{grade: 好, at_least: 90, at_most: 100}, {grade: 中, at_least: 60, less_than: 90}, {grade: 差, at_least: 0, less_than: 60}]}
`, 1))
	for numbers, want := range map[string]string{
		`"assessment":10,"deduction":20`: "a=差@0",
		`"assessment":98,"bonus":7`:      "a=好@100",
		`"assessment":98,"bonus":2`:      "a=好@100",
		`"assessment":50,"bonus":20`:     "a=中@70",
	} {
		r, err := reckon(t, p, `{"subjects":[{"id":"a","kind":"甲类","scores":{`+numbers+`}}]}`)
		if err != nil {
			t.Errorf("%s: %v", numbers, err)
		} else if got := brief(r); got != want {
			t.Errorf("%s: got %s, want %s", numbers, got, want)
		}
	}
}

// Decimals are rounded as offices do it, but never to a whole or a half that is not there.
func TestDecimalsShown(t *testing.T) {
	for _, c := range [][3]int{{1, 18, 556}, {2, 3, 6667}, {1, 3, 3333}, {1, 8, 125}} {
		got := ShownShare(c[0], c[1], big.NewRat(int64(c[0]), int64(c[1])))
		if digits := strings.TrimSuffix(got[strings.LastIndex(got, " ")+1:], "%"); strings.ReplaceAll(digits, ".", "") != fmt.Sprint(c[2]) {
			t.Errorf("%d/%d is shown as %s", c[0], c[1], got)
		}
	}
	for x, want := range map[string]string{"2960/33": "2960/33 ≈ 89.697", "269999/3000": "269999/3000 ≈ 89.9997", "8999999/100000": "89.99999", "269999999/3000000": "269999999/3000000 ≈ 89.9999997",
		"277499999/3000000": "277499999/3000000 ≈ 92.4999997", "-10/3": "-10/3 ≈ -3.3333", "185/2": "92.5"} {
		r, _ := new(big.Rat).SetString(x)
		if got := Shown(r); got != want {
			t.Errorf("%s is shown as %s, want %s", x, got, want)
		}
	}
	if got := ShownShare(0, 0, big.NewRat(299999, 300000)); got != "299999/300000 ≈ 99.9997%" {
		t.Error(got)
	}
}

func TestDeadlines(t *testing.T) {
	p := parse(t, "calendar: {from: 2024-12-01, until: 2025-03-31, closed: [2025-01-01, 2025-01-28, 2025-01-29, 2025-01-30, 2025-01-31, 2025-02-03, 2025-02-04], open: [2025-01-26, 2025-02-08]}\n"+base+`results:
  filing: {to: 组织部, working_days: 7, clause: 五, strength: must}
  posting: {places: [{id: hall, name: 公开栏}], days: 5, clause: 五, strength: must}
rectification: {plan_days: 15, clause: 五, strength: must}
deadlines:
  - {id: report, rule: N3.1, name: 报送, by: 2025-01-10, clause: 五, strength: must}
  - {id: new-year, rule: N9.1, name: 反馈, from: grades-decided, days: 4, clause: 五, strength: must}
  - {id: half, rule: N11.2, name: 回头看, from: meeting-held, months: 2, clause: 五, strength: must}
  - {id: far, rule: N11.2, name: 复查, from: meeting-held, months: 6, clause: 五, strength: must}
  - {id: undated, rule: N11.2, name: 其他, from: opened, days: 1, clause: 五, strength: must}
`)
	r, err := reckon(t, p, `{"subjects":[{"id":"a","kind":"甲类"}],"dates":{"grades-decided":"2024-12-28","meeting-held":"2024-12-31","work-ended":"2025-01-24","results-posted":"2025-01-02"}}`)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range r.Deadlines {
		got = append(got, d.ID+"="+string(d.Date))
	}
	// 28 December and 4 days is 1 January, a holiday: on to the 2nd. 31 December and 2 months is the last of
	// February, 28th. Seven working days after 24 January: 26, 27 January, 5, 6, 7, 8, 10 February.
	// 2 January and 5 days is the 7th; 28 December and 15 days is Sunday 12 January: on to the 13th.
	want := "report=2025-01-10 new-year=2025-01-02 half=2025-02-28 far= filing=2025-02-10 posting=2025-01-07 plan=2025-01-13"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
}

// Numbers that do not fit the notice, or each other, are refused by name.
// What is to be done about some is due only where somebody is one of them, or no grade is known yet.
func TestDueForSomebody(t *testing.T) {
	p := parse(t, base+`consequences: [{id: talk, rule: N10.2, name: 约谈, grades: [差], days: 15, clause: 四, strength: must}]
reballot: {grades: [差], meeting: hall, months: 6, clause: 四, strength: must}
`)
	for grade, want := range map[string]int{"": 2, "好": 0, "差": 2} {
		r, err := reckon(t, p, `{"subjects":[{"id":"a","kind":"甲类","grade":"`+grade+`"}],"dates":{"grades-decided":"2024-12-28"}}`)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Deadlines) != want {
			t.Errorf("graded %q: %v, want %d", grade, r.Deadlines, want)
		}
	}
}

func TestFaults(t *testing.T) {
	weighed := strings.Replace(base, "options: [好, 中, 差]\n", "options: [好, 中, 差]\n      weights: {clause: 二, strength: must, parts: [{id: p, name: 甲票, classes: [leader, crowd], weight: 100%, kinds: [甲类]}, {id: q, name: 乙票, classes: [leader, crowd], weight: 100%, kinds: [乙类]}]}\n", 1)
	ranks := strings.Replace(base, "options: [好, 中, 差]\n", "kind: rank\n      rank: {places: 2}\n", 1)
	numeric := strings.Replace(base, "options: [好, 中, 差]\n", "kind: score\n      score: {from: 0, to: 10}\n", 1)
	scored := strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", byScore, 1) + "  facts: [{id: found, name: 组织认定}, {id: unit, name: 单位, values: [优, 良]}]\n"
	peers := strings.Replace(base, "votes: true}\n    agenda", "votes: true, not_self: true}\n    agenda", 1)
	own := strings.Replace(base, "    for: all\n", "    for: each\n", 1)
	in := func(s string) string {
		return `{"subjects":[{"id":"a","kind":"甲类"},{"id":"b","kind":"甲类"}],"meetings":[` + s + `]}`
	}
	codes := map[string][]any{"size": {"got", 1, "most", 1}}
	for name, c := range map[string]struct{ policy, numbers, want string }{
		"no JSON":                              {base, "{\n  \"subjects\": [", ": syntax line=2 message=unexpected EOF /subjects"},
		"nothing":                              {base, " ", ": syntax line=1 message=unexpected EOF"},
		"two values":                           {base, "{} {}", ": syntax line=1 message=invalid character '{' after top-level value"},
		"no object":                            {base, "[]", ": not-object got=[...]"},
		"no subjects":                          {base, "{}", "subjects: missing key=subjects"},
		"no list":                              {base, `{"subjects":{}}`, "subjects: not-list got={...}"},
		"no text":                              {base, `{"subjects":[{"id":7}]}`, "subjects[0].id: not-text got=7"},
		"near":                                 {base, `{"subjects":[],"meeting":[]}`, "meeting: unknown-key-near key=meeting near=meetings"},
		"far":                                  {base, `{"subjects":[],"colour":1}`, "colour: unknown-key key=colour known=year subjects meetings dates"},
		"a sign":                               {scored, `{"subjects":[{"id":"a","scores":{"assessment":-1}}]}`, "subjects[0].scores.assessment: not-number got=-1"},
		"an exponent":                          {scored, `{"subjects":[{"id":"a","scores":{"assessment":1e2}}]}`, "subjects[0].scores.assessment: not-number got=1e2"},
		"a half person":                        {base, in(`{"meeting":"hall","present":1.5}`), "meetings[0].present: not-count got=1.5"},
		"a list for a fact":                    {scored, `{"subjects":[{"id":"a","facts":{"found":[]}}]}`, "subjects[0].facts.found: not-fact got=[...]"},
		"no day":                               {base, `{"subjects":[],"dates":{"opened":"2024-02-30"}}`, `dates.opened: date got="2024-02-30"`},
		"no event":                             {base, `{"subjects":[],"dates":{"ended":"2024-02-28"}}`, "dates.ended: unknown-date got=ended known=opened scope-set meeting-held grades-decided results-posted objection-received work-ended meeting-held:hall"},
		"a subject twice":                      {base, `{"subjects":[{"id":"a"},{"id":"a"}]}`, "subjects[1].id: subject-twice got=a"},
		"a kind":                               {base, `{"subjects":[{"id":"a","kind":"丙类"}]}`, "subjects[0].kind: unknown-kind got=丙类 known=甲类 乙类"},
		"a kind is needed":                     {weighed, `{"subjects":[{"id":"a"}]}`, "subjects[0].kind: missing key=kind"},
		"a scale":                              {base, `{"subjects":[{"id":"a","scale":"body"}]}`, "subjects[0].scale: unknown-scale got=body known=person"},
		"a score":                              {scored, `{"subjects":[{"id":"a","scores":{"bonus":1}}]}`, "subjects[0].scores.bonus: unknown-score got=bonus known=assessment"},
		"above the full":                       {scored, `{"subjects":[{"id":"a","scores":{"assessment":100.01}}]}`, "subjects[0].scores.assessment: above-full full=100 got=100.01"},
		"a fact":                               {scored, `{"subjects":[{"id":"a","facts":{"sick":true}}]}`, "subjects[0].facts.sick: unknown-fact got=sick known=found unit"},
		"a value":                              {scored, `{"subjects":[{"id":"a","facts":{"unit":true}}]}`, "subjects[0].facts.unit: unknown-value got=true known=优 良"},
		"a grade":                              {base, `{"subjects":[{"id":"a","grade":"优"}]}`, "subjects[0].grade: unknown-grade got=优 known=好 中 差"},
		"a meeting":                            {base, in(`{"meeting":"room"}`), "meetings[0].meeting: unknown-meeting got=room known=hall"},
		"whose meeting":                        {own, in(`{"meeting":"hall"}`), "meetings[0].subject: missing key=subject"},
		"everybody's":                          {base, in(`{"meeting":"hall","subject":"a"}`), "meetings[0].subject: for-all meeting=hall"},
		"a stranger":                           {base, in(`{"meeting":"hall","counts":[{"subject":"z"}]}`), "meetings[0].counts[0].subject: unknown-subject got=z known=a b"},
		"a class":                              {base, in(`{"meeting":"hall","issued":{"guest":1}}`), "meetings[0].issued.guest: unknown-class got=guest known=leader crowd"},
		"whose ballots":                        {weighed, in(`{"meeting":"hall","counts":[{"subject":"a","options":{"好":1}}]}`), "meetings[0].counts[0].class: class-needed known=leader crowd p q"},
		"an option":                            {base, in(`{"meeting":"hall","counts":[{"subject":"a","options":{"优":1}}]}`), "meetings[0].counts[0].options.优: unknown-option got=优 known=好 中 差"},
		"a question":                           {base, in(`{"meeting":"hall","counts":[{"subject":"a","question":"x"}]}`), "meetings[0].counts[0].question: unknown-question got=x known=-"},
		"both":                                 {base, in(`{"meeting":"hall","counts":[{"subject":"a"}],"ballots":[{"marks":{}}]}`), "meetings[0]: counts-and-ballots"},
		"counted twice":                        {base, in(`{"meeting":"hall","counts":[{"subject":"a"},{"subject":"a"}]}`), "meetings[0].counts[1]: counted-twice subject=a"},
		"a class twice":                        {base, in(`{"meeting":"hall","counts":[{"subject":"a","class":"leader"},{"subject":"a","class":"leader"}]}`), "meetings[0].counts[1]: counted-twice-of class=leader subject=a"},
		"at another's meeting":                 {own, in(`{"meeting":"hall","subject":"a","counts":[{"subject":"b"}]}`), "meetings[0].counts[0].subject: others-meeting got=b want=a"},
		"voted twice":                          {base, in(`{"meeting":"hall","counts":[{"subject":"a"}]},{"meeting":"hall","counts":[{"subject":"a"}]}`), "meetings[1]: voted-twice first=meetings[0] subject=a"},
		"another kind":                         {base, in(`{"meeting":"hall","counts":[{"subject":"a","scores":{"1":1}}]}`), "meetings[0].counts[0].scores: other-kind want=options"},
		"out of range":                         {numeric, in(`{"meeting":"hall","counts":[{"subject":"a","scores":{"11":1}}]}`), "meetings[0].counts[0].scores.11: not-in-range from=0 got=11 step=1 to=10"},
		"no place":                             {ranks, in(`{"meeting":"hall","counts":[{"subject":"a","places":{"3":1}}]}`), "meetings[0].counts[0].places.3: not-a-place got=3 places=2"},
		"sums":                                 {base, in(`{"meeting":"hall","returned":3,"counts":[{"subject":"a","options":{"好":2}}]}`), "meetings[0].counts: count-sum got=2 subject=a want=3"},
		"sums of a class":                      {base, in(`{"meeting":"hall","returned":{"leader":3},"counts":[{"subject":"a","class":"leader","options":{"好":3},"blank":1}]}`), "meetings[0].counts: count-sum-of got=4 of=leader subject=a want=3"},
		"more entries than ballots":            {base, in(`{"meeting":"hall","issued":3,"ballots":[{"times":4,"marks":{"a":"好","b":"好"}}]}`), "meetings[0].ballots: count-over-issued got=4 subject=a want=3"},
		"more of a class":                      {base, in(`{"meeting":"hall","issued":{"leader":3},"counts":[{"subject":"a","class":"leader","options":{"好":4}}]}`), "meetings[0].counts: count-over-issued-of got=4 of=leader subject=a want=3"},
		"more than people":                     {base, in(`{"meeting":"hall","present":3,"counts":[{"subject":"a","options":{"好":4}}]}`), "meetings[0].counts: count-over-present got=4 subject=a want=3"},
		"more than a class":                    {base, in(`{"meeting":"hall","present":{"leader":3},"counts":[{"subject":"a","class":"leader","options":{"好":4}}]}`), "meetings[0].counts: count-over-present-of got=4 of=leader subject=a want=3"},
		"more than returned, some rate others": {peers, in(`{"meeting":"hall","returned":29,"ballots":[{"class":"leader","times":31,"marks":{"a":"好"}}]}`), "meetings[0].ballots: count-over-returned got=31 subject=a want=29"},
		"more than a class returned":           {peers, in(`{"meeting":"hall","returned":{"crowd":2},"counts":[{"subject":"a","class":"crowd","options":{"好":3}}]}`), "meetings[0].counts: count-over-returned-of got=3 of=crowd subject=a want=2"},
		"more than expected":                   {base, in(`{"meeting":"hall","expected":{"leader":30},"present":{"leader":31}}`), "meetings[0].present.leader: more-present got=31 want=30"},
		"who is there":                         {hall("    quorum: {of: [leader], at_least: 1/2, clause: 二, strength: must}\n"), in(`{"meeting":"hall","expected":20,"present":10}`), "meetings[0].present: classes-needed all=leader crowd of=leader"},
		"counts of another kind":               {strings.Replace(base, "votes: true}\n    agenda", "votes: true, rates_kinds: [乙类]}\n    agenda", 1), in(`{"meeting":"hall","counts":[{"subject":"a","class":"crowd","options":{"好":1}}]}`), "meetings[0].counts[0].class: not-on-ballot class=crowd subject=a"},
		"a part of another kind":               {weighed, in(`{"meeting":"hall","counts":[{"subject":"a","class":"q","options":{"好":1}}]}`), "meetings[0].counts[0].class: not-on-ballot class=q subject=a"},
		"sums of places":                       {ranks, in(`{"meeting":"hall","counts":[{"subject":"a","places":{"1":2,"2":1}},{"subject":"b","places":{"1":1,"2":1}}]}`), "meetings[0].counts: places-sum got=2 of= place=2 want=3"},
		"not on the ballot":                    {strings.Replace(base, "votes: true}\n    agenda", "votes: true, rates_kinds: [乙类]}\n    agenda", 1), in(`{"meeting":"hall","ballots":[{"class":"crowd","marks":{"a":"好"}}]}`), "meetings[0].ballots[0].marks.a: not-on-ballot class=crowd subject=a"},
		"which question":                       {strings.Replace(base, "options: [好, 中, 差]\n", "questions: [{id: x, name: 德, options: [好, 中]}, {id: y, name: 能, options: [好, 中]}]\n", 1), in(`{"meeting":"hall","ballots":[{"marks":{"a":"好"}}]}`), "meetings[0].ballots[0].marks.a: mark-question"},
	} {
		_, err := reckon(t, parse(t, c.policy), c.numbers)
		var faults Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s: got %v, want faults", name, err)
			continue
		}
		for _, f := range faults {
			codes[f.Code] = f.KV()
		}
		if first, _, _ := strings.Cut(faults.Error(), "\n"); first != c.want {
			t.Errorf("%s: got %s, want %s", name, faults, c.want)
		}
	}
	if _, err := Read([]byte(strings.Repeat(" ", MaxBytes+1))); err == nil || !strings.Contains(err.Error(), "size") {
		t.Errorf("too large: %v", err)
	}
	said(t, codes)
}

// said: every fault has its words, and the catalogue has no others. Nothing in it is about a
// line that the code does not know.
func said(t *testing.T, codes map[string][]any) {
	t.Helper()
	var source strings.Builder
	files, err := filepath.Glob("[a-z]*.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		source.Write(src)
	}
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		w := words.For(lang)
		for code, kv := range codes {
			if key := "outcome.fault." + code; w.Say(key, kv...) == key {
				t.Errorf("%s cannot say %s of %v", lang, key, kv)
			}
		}
		src, err := os.ReadFile("../words/" + string(lang) + "/outcome.json")
		if err != nil {
			t.Fatal(err)
		}
		var catalogue map[string]string
		if err := json.Unmarshal(src, &catalogue); err != nil {
			t.Fatal(err)
		}
		for key := range catalogue {
			if code, ok := strings.CutPrefix(key, "outcome.fault."); ok {
				if _, made := codes[code]; !made {
					t.Errorf("%s has %s, and nothing makes it", lang, key)
				}
			} else if code, ok := strings.CutPrefix(key, "outcome."); ok {
				code = strings.TrimSuffix(strings.TrimSuffix(code, ".got"), ".want")
				stem := regexp.MustCompile(`-(more|count|cut|no|yes|unknown|not-given|not-held|void|no-votes)$`).ReplaceAllString(code, "")
				if s := source.String(); !strings.Contains(s, fmt.Sprintf("%q", code)) && !strings.Contains(s, fmt.Sprintf("%q", stem)) && !strings.Contains(s, fmt.Sprintf("%q", stem+"-")) && stem != "bonus" && stem != "deduction" {
					t.Errorf("%s has %s, and nothing says it", lang, key)
				}
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(votes(`"options":{"好":3}`)))
	f.Add([]byte(scores("90", "80")))
	for _, s := range []string{"", "{", `{"subjects":[{"id":"a","before":[null]}],"meetings":[{"meeting":"hall","ballots":[{"marks":{"a":["好"]}}]}]}`, `{"subjects":[{"id":"a"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","options":{"好":1000000},"blank":-1}]}]}`} {
		f.Add([]byte(s))
	}
	p := parse(f, base+"  plurality: {source: hall, on_tie: committee, clause: 三, strength: must}\n")
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := Read(src)
		var faults Faults
		if (n == nil) != errors.As(err, &faults) || n == nil && len(faults) == 0 {
			t.Fatalf("numbers %v, error %v", n, err)
		}
		if n == nil {
			return
		}
		r, err := Reckon(p, n)
		if (r == nil) != errors.As(err, &faults) {
			t.Fatalf("result %v, error %v", r, err)
		}
		if r != nil && len(r.Subjects) != len(n.Subjects) {
			t.Fatalf("%d subjects of %d", len(r.Subjects), len(n.Subjects))
		}
	})
}
