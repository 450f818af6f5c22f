package outcome

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuping/internal/policy"
	"shuping/internal/words"
)

// base is a small notice that each case changes.
const base = `format: 1
id: base
title: 试算
year: 2024
authority: 党工委
kinds: [{name: 甲类}, {name: 乙类}]
scope: {subjects: [{kind: 甲类, clause: 一, strength: must}, {kind: 乙类, clause: 一, strength: must}]}
meetings:
  - id: hall
    rule: N6
    name: 评议会
    clause: 二
    strength: must
    for: all
    classes:
      - {id: leader, name: 班子, expected: true, votes: true}
      - {id: crowd, name: 群众, votes: true}
    agenda:
      - {id: reports, rule: N6.2, name: 述职, clause: 二, strength: must}
      - {id: ballot, rule: N6.2, name: 测评, clause: 二, strength: must}
    ballot:
      options: [好, 中, 差]
      clause: 二
      strength: must
grading:
  clause: 三
  strength: must
  grades: [{name: 好, tone: good, points: 100}, {name: 中, tone: fair, points: 70}, {name: 差, tone: bad, points: 40}]
  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]
`

// byScore is a total of one given score.
const byScore = `  sources: [{id: assessment, weight: 100%, clause: 三, strength: must}]
  score: {clause: 三, strength: must}
`

func parse(t testing.TB, src string) *policy.Policy {
	t.Helper()
	p, err := policy.Parse("case.yaml", []byte(src))
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	return p
}

// reckon reckons, and says every line in both languages.
func reckon(t testing.TB, p *policy.Policy, numbers string) (*Result, error) {
	t.Helper()
	n, err := Read([]byte(numbers))
	if err != nil {
		return nil, err
	}
	r, err := Reckon(p, n)
	if err != nil {
		return nil, err
	}
	lines := r.Refusals
	for _, s := range r.Subjects {
		lines = append(lines, s.Why...)
	}
	for _, l := range lines {
		for _, lang := range []words.Lang{words.ZH, words.EN} {
			got, want := l.Say(words.For(lang).Say)
			if s := got + want; strings.Contains(s, "outcome.") || strings.Contains(s, "policy.phrase") || got == "" || want == "" {
				t.Errorf("%s cannot say %+v: %s / %s", lang, l, got, want)
			}
		}
		if l.Rule == "" || l.Clause == "" || l.Key == "" {
			t.Errorf("a line without a place: %+v", l)
		}
	}
	return r, nil
}

// brief is a result in a line: each subject with grade, suggested, score and what follows, then
// the codes of refusals.
func brief(r *Result) string {
	var all []string
	for _, s := range r.Subjects {
		one := s.ID + "=" + s.Grade
		if len(s.Suggested) != 1 || s.Suggested[0] != s.Grade {
			one += fmt.Sprint(s.Suggested)
		}
		if s.Score != nil {
			one += "@" + policy.Written(s.Score)
		}
		for _, f := range s.Follows {
			one += "+" + f
		}
		all = append(all, one)
	}
	for _, l := range r.Refusals {
		all = append(all, "!"+l.Subject+l.Code)
	}
	return strings.Join(all, " ")
}

// scores are numbers of subjects with a score each.
func scores(list ...string) string {
	var all []string
	for i, s := range list {
		all = append(all, fmt.Sprintf(`{"id":"%c","kind":"甲类","scores":{"assessment":%s}}`, 'a'+i, s))
	}
	return `{"subjects":[` + strings.Join(all, ",") + `]}`
}

// votes is numbers of one subject with counts.
func votes(counts string, more ...string) string {
	return `{"subjects":[{"id":"a","kind":"甲类"` + strings.Join(more, "") + `}],"meetings":[{"meeting":"hall","counts":[{"subject":"a",` + counts + `}]}]}`
}

func TestReckon(t *testing.T) {
	line := func(when, effect string) string {
		return "    - {clause: 三, strength: must, when: [" + when + "], " + effect + "}\n"
	}
	share := func(options, bound string) string {
		return "{source: hall, options: [" + options + "], share: {" + bound + "}}"
	}
	lines := func(l ...string) string { return base + "  thresholds:\n" + strings.Join(l, "") }
	facts := "  facts: [{id: found, name: 组织认定}, {id: unit, name: 单位等次, values: [优, 良]}, {id: rich, name: 全年优秀, of: year}]\n"
	total := strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", byScore, 1)
	ballot := func(with string) string {
		return strings.Replace(base, "      options: [好, 中, 差]\n", with, 1)
	}
	weighed := func(parts string) string {
		return ballot("      options: [好, 中, 差]\n      weights: {clause: 二, strength: must, "+parts+"}\n") + "  plurality: {source: hall, on_tie: committee, clause: 三, strength: must}\n"
	}
	scoring := func(b string) string {
		return strings.Replace(ballot(b), "meeting: hall, clause", "meeting: hall, weight: 100%, clause", 1) + "  score: {clause: 三, strength: must}\n"
	}
	rank := func(places, tie string) string {
		return total + "  ranking: {by: total, on_tie: " + tie + ", clause: 三, strength: must, places: [" + places + "]}\n"
	}
	quota := func(q string) string {
		return total + "  bands: {clause: 三, strength: must, list: [{grade: 好, at_least: 90}, {grade: 中, at_least: 60, less_than: 90}, {grade: 差, less_than: 60}]}\n  quotas: [{clause: 三, strength: must, " + q + "}]\n"
	}
	for name, c := range map[string]struct{ policy, numbers, want string }{
		"people decide":                    {base, votes(`"options":{"好":3}`), "a=[]"},
		"people decided":                   {base, votes(`"options":{"好":3}`, `,"grade":"中"`), "a=中[]"},
		"a third is not more than a third": {lines(line(share("差", "more_than: 1/3"), "gives: 差")), votes(`"options":{"好":2,"差":1}`), "a=[]"},
		"a third is at least a third":      {lines(line(share("差", "at_least: 1/3"), "gives: 差")), votes(`"options":{"好":2,"差":1}`), "a=差"},
		"a third is at most a third":       {lines(line(share("差", "at_most: 1/3"), "gives: 中")), votes(`"options":{"好":2,"差":1}`), "a=中"},
		"a third is not less than a third": {lines(line(share("差", "less_than: 1/3"), "gives: 中")), votes(`"options":{"好":2,"差":1}`), "a=[]"},
		"the first line decides":           {lines(line(share("好", "at_least: 50%"), "gives: 好"), line(share("差", "at_least: 10%"), "gives: 差")), votes(`"options":{"好":2,"差":1}`), "a=好"},
		"whatever is left":                 {lines(line(share("好", "at_least: 80%"), "gives: 好"), "    - {clause: 三, strength: must, gives: 差}\n"), votes(`"options":{"好":2,"差":1}`), "a=差"},
		"a source of other kinds":          {strings.Replace(lines(line("{source: line, score: {at_least: 1}}", "gives: 好"), line("{source: line, last: 1}", "gives: 差"), "    - {clause: 三, strength: must, gives: 中}\n"), "  sources: [", "  sources: [{id: other, as: line, name: 热线, kinds: [乙类], clause: 三, strength: must}, ", 1), `{"subjects":[{"id":"a","kind":"甲类"},{"id":"b","kind":"乙类","scores":{"line":1}},{"id":"c","kind":"乙类","scores":{"line":0}}]}`, "a=中 b=好 c=差"},
		"ranked within a bound":            {rank("{grade: 好, count: 1}, {grade: 差}", "fewer") + "  thresholds:\n" + line("{source: total, score: {less_than: 95}}", "at_best: 中"), scores("90", "80"), "a=中@90 b=差@80"},
		"decided above the ranking":        {rank("{grade: 好, count: 1}, {grade: 差}", "fewer") + "  thresholds:\n" + line("{source: total, score: {at_least: 90}}", "gives: 中"), scores("90", "80"), "a=中@90 b=好@80"},
		"a bound above a line":             {lines(line(share("差", "at_least: 10%"), "at_best: 中"), line(share("好", "at_least: 50%"), "gives: 好")), votes(`"options":{"好":2,"差":1}`), "a=中"},
		"a bound below a line":             {lines(line(share("好", "at_least: 50%"), "gives: 好"), line(share("差", "at_least: 10%"), "at_best: 中")), votes(`"options":{"好":2,"差":1}`), "a=好"},
		"a bound leaves grades":            {lines(line(share("差", "at_least: 10%"), "at_best: 中")), votes(`"options":{"好":2,"差":1}`), "a=[中 差]"},
		"bounds from both sides":           {lines(line(share("差", "at_least: 10%"), "at_best: 中"), line(share("好", "at_least: 10%"), "at_worst: 中")), votes(`"options":{"好":2,"差":1}`), "a=中"},
		"the first of two bounds":          {lines(line(share("差", "at_least: 10%"), "at_best: 差"), line(share("好", "at_least: 10%"), "at_worst: 好")), votes(`"options":{"好":2,"差":1}`), "a=差"},
		"a decision beyond a bound":        {lines(line(share("差", "at_least: 10%"), "at_best: 中")), votes(`"options":{"好":2,"差":1}`, `,"grade":"好","reason":"研究决定"`), "a=好[中 差] !abound"},
		"beyond advice, with a reason":     {strings.ReplaceAll(lines(line(share("差", "at_least: 10%"), "at_best: 中")), "must, when", "advise, when"), votes(`"options":{"好":2,"差":1}`, `,"grade":"好","reason":"研究决定"`), "a=好[中 差]"},
		"beyond advice, without one":       {strings.ReplaceAll(lines(line(share("好", "at_least: 10%"), "at_worst: 中")), "must, when", "advise, when"), votes(`"options":{"好":2,"差":1}`, `,"grade":"差"`), "a=差[好 中] !abound"},
		"a share rounded down to one":      {quota("grade: 好, at_most_share: 10%, rounding: down-to-one"), scores("91", "92", "1"), "a=好@91 b=好@92 c=差@1 !quota-most"},
		"one is allowed":                   {quota("grade: 好, at_most_share: 10%, rounding: down-to-one"), scores("91", "1", "1"), "a=好@91 b=差@1 c=差@1"},
		"a departure needs a reason":       {lines(line(share("好", "at_least: 10%"), "gives: 好")) + "  departure: {clause: 三, strength: must}\n", votes(`"options":{"好":2}`, `,"grade":"中"`), "a=中[好] !adeparts"},
		"a departure with one":             {lines(line(share("好", "at_least: 10%"), "gives: 好")) + "  departure: {clause: 三, strength: must}\n", votes(`"options":{"好":2}`, `,"grade":"中","reason":"被查处"`), "a=中[好]"},
		"no rule on departures":            {lines(line(share("好", "at_least: 10%"), "gives: 好")), votes(`"options":{"好":2}`, `,"grade":"中"`), "a=中[好]"},
		"no counts, nothing said":          {lines(line(share("好", "at_least: 10%"), "gives: 好")), `{"subjects":[{"id":"a"}]}`, "a=[]"},
		"what fails settles it":            {lines(line(share("好", "at_least: 10%")+", {fact: found}", "gives: 好")) + facts, `{"subjects":[{"id":"a"}]}`, "a=[]"},
		"a finding by itself":              {lines(line(share("差", "more_than: 1/3")+", {fact: found}", "gives: 差")) + facts, votes(`"options":{"差":2}`), "a=[]"},
		"a finding with another":           {lines(line(share("差", "more_than: 1/3")+", {fact: found}", "gives: 差")) + facts, votes(`"options":{"差":2}`, `,"facts":{"found":true}`), "a=差"},
		"a fact of several values":         {lines(line("{fact: unit, is: [优]}", "at_worst: 中")) + facts, `{"subjects":[{"id":"a","facts":{"unit":"优"}},{"id":"b","facts":{"unit":"良"}},{"id":"c"}]}`, "a=[好 中] b=[] c=[]"},
		"entries counted":                  {lines(line("{source: hall, options: [好, 中], count: {more_than: 3}}", "gives: 好")), votes(`"options":{"好":2,"中":2}`), "a=好"},
		"a share of those returned":        {lines(line("{source: hall, options: [好], of: returned, share: {at_least: 50%}}", "gives: 好")), votes(`"options":{"好":2},"blank":2`), "a=好"},
		"blank abstains":                   {strings.Replace(lines(line(share("好", "more_than: 50%"), "gives: 好")), "options: [好, 中, 差]\n", "options: [好, 中, 差]\n      blank: abstain\n", 1), votes(`"options":{"好":2},"blank":2`), "a=[]"},
		"blank is invalid":                 {lines(line(share("好", "more_than: 50%"), "gives: 好")), votes(`"options":{"好":2},"blank":2`), "a=好"},
		"who does not know":                {strings.Replace(lines(line(share("好", "at_least: 100%"), "gives: 好")), "options: [好, 中, 差]\n", "options: [好, 不知]\n      words: [{option: 不知, unsure: true}]\n", 1), votes(`"options":{"好":1,"不知":9}`), "a=好"},
		"more than one half is not a half": {base + "  plurality: {source: hall, on_tie: committee, clause: 三, strength: must}\n", votes(`"options":{"好":2,"差":2}`), "a=[好 差]"},
		"a tie gives the better":           {base + "  plurality: {source: hall, on_tie: better, clause: 三, strength: must}\n", votes(`"options":{"中":2,"差":2}`), "a=中"},
		"a tie gives the worse":            {base + "  plurality: {source: hall, on_tie: worse, clause: 三, strength: must}\n", votes(`"options":{"中":2,"差":2}`), "a=差"},
		"parts are weighed":                {weighed("parts: [{id: p, name: 甲票, classes: [leader], weight: 60%}, {id: q, name: 乙票, classes: [crowd], weight: 40%}]"), `{"subjects":[{"id":"a","kind":"甲类"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","class":"leader","options":{"中":1}},{"subject":"a","class":"q","options":{"好":100}}]}]}`, "a=中"},
		"a part without votes":             {weighed("parts: [{id: p, name: 甲票, classes: [leader], weight: 60%}, {id: q, name: 乙票, classes: [crowd], weight: 40%}]"), `{"subjects":[{"id":"a","kind":"甲类"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","class":"leader","options":{"中":1}}]}]}`, "a=[]"},
		"its weight is spread":             {weighed("no_votes: spread, parts: [{id: p, name: 甲票, classes: [leader], weight: 60%}, {id: q, name: 乙票, classes: [crowd], weight: 40%}]"), `{"subjects":[{"id":"a","kind":"甲类"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","class":"leader","options":{"中":1}}]}]}`, "a=中"},
		"weights by kind":                  {weighed("parts: [{id: p, name: 甲票, classes: [leader], weight: 90%, kinds: [甲类]}, {id: q, name: 乙票, classes: [crowd], weight: 10%, kinds: [甲类]}, {id: r, name: 丙票, classes: [leader], weight: 10%, kinds: [乙类]}, {id: s, name: 丁票, classes: [crowd], weight: 90%, kinds: [乙类]}]"), `{"subjects":[{"id":"a","kind":"甲类"},{"id":"b","kind":"乙类"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","class":"leader","options":{"好":1}},{"subject":"a","class":"crowd","options":{"差":1}},{"subject":"b","class":"leader","options":{"好":1}},{"subject":"b","class":"crowd","options":{"差":1}}]}]}`, "a=好 b=差"},
		"one part looked at":               {weighed("parts: [{id: p, name: 甲票, classes: [leader], weight: 60%}, {id: q, name: 乙票, classes: [crowd], weight: 40%}]") + "  thresholds:\n" + line("{source: hall, part: q, options: [差], share: {at_least: 50%}}", "gives: 差"), `{"subjects":[{"id":"a","kind":"甲类"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","class":"leader","options":{"中":1}},{"subject":"a","class":"crowd","options":{"差":1}}]}]}`, "a=差"},
		"the highest and lowest dropped":   {scoring("      kind: score\n      score: {from: 0, to: 10, drop: 1}\n"), votes(`"scores":{"10":1,"0":1,"6":1,"7":1}`), "a=[]@65"},
		"too few to drop":                  {scoring("      kind: score\n      score: {from: 0, to: 10, drop: 1}\n"), votes(`"scores":{"10":1,"0":1}`), "a=[]"},
		"dimensions of several ranges":     {scoring("      questions: [{id: x, name: 德, kind: score, score: {from: 0, to: 10}, weight: 60%}, {id: y, name: 能, kind: score, score: {from: 1, to: 5}, weight: 40%}]\n"), `{"subjects":[{"id":"a"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","question":"x","scores":{"10":1}},{"subject":"a","question":"y","scores":{"4":1}}]}]}`, "a=[]@92"},
		"points of options":                {scoring("      options: [好, 中, 差]\n"), votes(`"options":{"好":1,"中":1}`), "a=[]@85"},
		"points of places":                 {scoring("      kind: rank\n      rank: {places: 2, points: [100, 80]}\n"), `{"subjects":[{"id":"a"},{"id":"b"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","places":{"1":3,"2":1}},{"subject":"b","places":{"1":1,"2":3}}]}]}`, "a=[]@95 b=[]@85"},
		"the mean place, less is better":   {ballot("      kind: rank\n      rank: {places: 2}\n") + "  ranking: {by: hall, on_tie: fewer, clause: 三, strength: must, places: [{grade: 好, count: 1}, {grade: 差}]}\n", `{"subjects":[{"id":"a"},{"id":"b"}],"meetings":[{"meeting":"hall","counts":[{"subject":"a","places":{"1":1,"2":3}},{"subject":"b","places":{"1":3,"2":1}}]}]}`, "a=差 b=好"},
		"forced shares":                    {rank("{grade: 好, share: 25%, rounding: down}, {grade: 中, share: 50%, rounding: up}, {grade: 差}", "fewer"), scores("90", "80", "70", "60", "50"), "a=好@90 b=中@80 c=中@70 d=中@60 e=差@50"},
		"a tie at the edge, fewer":         {rank("{grade: 好, count: 1}, {grade: 中, count: 1}, {grade: 差}", "fewer"), scores("90", "90", "70"), "a=差@90 b=差@90 c=差@70"},
		"a tie at the edge, committee":     {rank("{grade: 好, count: 1}, {grade: 中, count: 1}, {grade: 差}", "committee"), scores("90", "90", "70"), "a=[好 中]@90 b=[好 中]@90 c=差@70"},
		"a tie at the edge, run-off":       {rank("{grade: 好, count: 2}, {grade: 差}", "run-off"), scores("95", "90", "90", "70"), "a=好@95 b=[好 差]@90 c=[好 差]@90 d=差@70"},
		"a tie across two edges":           {rank("{grade: 好, count: 1}, {grade: 中, count: 1}, {grade: 差}", "committee"), scores("9", "9", "9"), "a=[好 中 差]@9 b=[好 中 差]@9 c=[好 中 差]@9"},
		"a tie across two edges, and more": {rank("{grade: 好, count: 1}, {grade: 中, count: 2}, {grade: 差}", "run-off"), scores("90", "90", "70", "60"), "a=[好 中]@90 b=[好 中]@90 c=中@70 d=差@60"},
		"fewer leave a spot empty":         {rank("{grade: 好, count: 2}, {grade: 中, count: 1}, {grade: 差}", "fewer"), scores("90", "80", "80", "70"), "a=好@90 b=差@80 c=差@80 d=差@70"},
		"a count for the last grade too":   {rank("{grade: 好, count: 1}, {grade: 中, count: 1}", "committee"), scores("9", "8", "7"), "a=好@9 b=中@8 c=[]@7"},
		"a tie at the last count":          {rank("{grade: 好, count: 1}, {grade: 中, count: 1}", "committee"), scores("9", "8", "8"), "a=好@9 b=[]@8 c=[]@8"},
		"nobody fits":                      {rank("{grade: 好, count: 1, only_if: [{fact: found}]}, {grade: 差}", "fewer") + facts, scores("90", "80"), "a=差@90 b=差@80"},
		"fewer fit than there are spots":   {rank("{grade: 好, count: 2, only_if: [{fact: found}]}, {grade: 差}", "fewer") + facts, `{"subjects":[{"id":"a","scores":{"assessment":90}},{"id":"b","scores":{"assessment":80},"facts":{"found":true}}]}`, "a=差@90 b=好@80"},
		"a fact not known is not guessed":  {rank("{grade: 好, count: 1, only_if: [{fact: unit, is: [优]}]}, {grade: 差}", "fewer") + facts, `{"subjects":[{"id":"a","scores":{"assessment":90}},{"id":"b","scores":{"assessment":80},"facts":{"unit":"优"}},{"id":"c","scores":{"assessment":70},"facts":{"unit":"优"}}]}`, "a=[好 差]@90 b=[好 差]@80 c=差@70"},
		"a share of all given":             {rank("{grade: 好, share: 1/3, rounding: nearest}, {grade: 差}", "fewer"), `{"subjects":[{"id":"a","scores":{"assessment":9}},{"id":"b","scores":{"assessment":8}},{"id":"c","scores":{"assessment":7}},{"id":"d","scores":{"assessment":6}},{"id":"e"}]}`, "a=好@9 b=[好 差]@8 c=差@7 d=差@6 e=[]"},
		"a line decides, the next has it":  {rank("{grade: 好, count: 1}, {grade: 中, count: 1}, {grade: 差}", "fewer") + "  thresholds:\n" + line("{source: total, score: {at_least: 90}}", "gives: 差"), scores("90", "80", "70"), "a=差@90 b=好@80 c=中@70"},
		"a tie for the committee":          {rank("{grade: 好, count: 1}, {grade: 差}", "committee"), `{"subjects":[{"id":"a","scores":{"assessment":9},"grade":"好"},{"id":"b","scores":{"assessment":9},"grade":"差","reason":"研究决定"}]}`, "a=好[好 差]@9 b=差[好 差]@9 !atie-reason"},
		"a tie for a run-off":              {rank("{grade: 好, count: 1}, {grade: 差}", "run-off"), `{"subjects":[{"id":"a","scores":{"assessment":9},"grade":"好"},{"id":"b","scores":{"assessment":9},"grade":"差"}]}`, "a=好[好 差]@9 b=差[好 差]@9"},
		"equal votes for the committee":    {base + "  plurality: {source: hall, on_tie: committee, clause: 三, strength: must}\n", votes(`"options":{"好":2,"差":2}`, `,"grade":"差"`), "a=差[好 差] !atie-reason"},
		"too many, a tie without a reason": {quota("grade: 好, at_most: 1, overflow: next, on_tie: committee"), `{"subjects":[{"id":"a","scores":{"assessment":91},"grade":"好"},{"id":"b","scores":{"assessment":91},"grade":"中","reason":"研究决定"}]}`, "a=好[好 中]@91 b=中[好 中]@91 !atie-reason"},
		"too many, and one has no right":   {quota("grade: 好, at_most: 1, only_if: [{fact: found}], overflow: next, on_tie: fewer") + facts, `{"subjects":[{"id":"a","scores":{"assessment":99}},{"id":"b","scores":{"assessment":91},"facts":{"found":true}}]}`, "a=中@99 b=好@91"},
		"too many, a right not known":      {quota("grade: 好, at_most: 1, only_if: [{fact: unit, is: [优]}], overflow: next, on_tie: fewer") + facts, `{"subjects":[{"id":"a","scores":{"assessment":99}},{"id":"b","scores":{"assessment":91},"facts":{"unit":"优"}},{"id":"c","scores":{"assessment":90},"facts":{"unit":"优"}}]}`, "a=[好 中]@99 b=[好 中]@91 c=中@90"},
		"too many, a score not known":      {quota("grade: 好, at_most: 1, overflow: next, on_tie: fewer"), `{"subjects":[{"id":"a","scores":{"assessment":99}},{"id":"b"}]}`, "a=[好 中]@99 b=[]"},
		"from the best grade down":         {quota("grade: 中, at_most: 1, overflow: next, on_tie: fewer}, {grade: 好, at_most: 1, overflow: next, on_tie: fewer, clause: 三, strength: must"), scores("99", "95", "61", "1"), "a=好@99 b=中@95 c=差@61 d=差@1"},
		"a line gives, a decision betters": {lines(line(share("差", "more_than: 1/2"), "gives: 差")), votes(`"options":{"好":10,"差":11}`, `,"grade":"中","reason":"研究决定"`), "a=中[差] !abound"},
		"a line advises":                   {strings.ReplaceAll(lines(line(share("差", "more_than: 1/2"), "gives: 差")), "must, when", "advise, when"), votes(`"options":{"好":10,"差":11}`, `,"grade":"中"`), "a=中[差]"},
		"passed over":                      {rank("{grade: 好, count: 1, only_if: [{source: total, score: {less_than: 90}}]}, {grade: 差}", "fewer"), scores("90", "80", "70"), "a=差@90 b=好@80 c=差@70"},
		"without a score, unranked":        {rank("{grade: 好, count: 1}, {grade: 差}", "fewer"), `{"subjects":[{"id":"a","scores":{"assessment":1}},{"id":"b"}]}`, "a=[好 差]@1 b=[]"},
		"the last one":                     {total + "  thresholds:\n" + line("{source: total, last: 1}", "gives: 差") + line("{source: total, first: 1}", "gives: 好"), scores("1", "2", "3"), "a=差@1 b=[]@2 c=好@3"},
		"edges of bands":                   {quota("grade: 好, at_most: 9"), scores("90", "89.999999", "60", "59.999999"), "a=好@90 b=中@89.999999 c=中@60 d=差@59.999999"},
		"rounding before bands":            {strings.Replace(quota("grade: 好, at_most: 9"), "score: {", "score: {step: 0.1, ", 1), scores("89.95", "89.949"), "a=好@90 b=中@89.9"},
		"rounded down":                     {strings.Replace(quota("grade: 好, at_most: 9"), "score: {", "score: {step: 1, rounding: down, ", 1), scores("89.95"), "a=中@89"},
		"rounded up":                       {strings.Replace(quota("grade: 好, at_most: 9"), "score: {", "score: {step: 1, rounding: up, ", 1), scores("89.01"), "a=好@90"},
		"too many":                         {quota("grade: 好, at_most: 1"), scores("91", "92"), "a=好@91 b=好@92 !quota-most"},
		"too many, by score":               {quota("grade: 好, at_most: 1, overflow: next, on_tie: fewer"), scores("91", "92"), "a=中@91 b=好@92"},
		"too many, a tie":                  {quota("grade: 好, at_most: 1, overflow: next, on_tie: fewer"), scores("91", "91"), "a=中@91 b=中@91"},
		"too many, a tie to decide":        {quota("grade: 好, at_most: 1, overflow: next, on_tie: committee"), scores("91", "91"), "a=[好 中]@91 b=[好 中]@91"},
		"a share rounded down":             {quota("grade: 好, at_most_share: 49%, rounding: down"), scores("91", "1", "1"), "a=好@91 b=差@1 c=差@1"},
		"a share rounded down to none":     {quota("grade: 好, at_most_share: 33%, rounding: down"), scores("91", "1", "1"), "a=好@91 b=差@1 c=差@1 !quota-most"},
		"a share rounded to the nearest":   {quota("grade: 好, at_most_share: 33%, rounding: nearest"), scores("91", "1", "1"), "a=好@91 b=差@1 c=差@1"},
		"a floor":                          {quota("grade: 中, or_below: true, at_least_share: 15%, rounding: up"), scores("91", "91"), "a=好@91 b=好@91 !quota-least"},
		"a floor with a worse one":         {quota("grade: 中, or_below: true, at_least_share: 15%, rounding: up"), scores("91", "1"), "a=好@91 b=差@1"},
		"a floor while some are open":      {quota("grade: 中, or_below: true, at_least: 1"), `{"subjects":[{"id":"a","scores":{"assessment":91}},{"id":"b"}]}`, "a=好@91 b=[]"},
		"exactly":                          {quota("grade: 好, exactly: 1"), scores("1", "1"), "a=差@1 b=差@1 !quota-exactly"},
		"exactly more than there are":      {quota("grade: 好, exactly: 3"), scores("91", "91"), "a=好@91 b=好@91 !quota-too-large"},
		"nobody at all":                    {quota("grade: 好, at_most: 0"), scores("91"), "a=好@91 !quota-most"},
		"a gate":                           {quota("grade: 好, only_if: [{fact: unit, is: [优]}]") + facts, `{"subjects":[{"id":"a","scores":{"assessment":91},"facts":{"unit":"优"}},{"id":"b","scores":{"assessment":92},"facts":{"unit":"良"}}]}`, "a=好@91 b=好@92 !bgate"},
		"a quota of some years":            {quota("grade: 好, at_most: 0, when: [{fact: rich}]") + facts, `{"year":{"facts":{"rich":false}},"subjects":[{"id":"a","scores":{"assessment":91}}]}`, "a=好@91"},
		"a quota of this year":             {quota("grade: 好, at_most: 0, when: [{fact: rich}]") + facts, `{"year":{"facts":{"rich":true}},"subjects":[{"id":"a","scores":{"assessment":91}}]}`, "a=好@91 !quota-most"},
	} {
		r, err := reckon(t, parse(t, c.policy), c.numbers)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := brief(r); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// The example files are valid, but for the one as it was published.
func TestExamplesAreValid(t *testing.T) {
	files, err := filepath.Glob("../../policies/examples/*.yaml")
	if err != nil || len(files) < 7 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		_, err = policy.Parse(name, src)
		var faults policy.Faults
		if published := strings.HasSuffix(name, "-as-published.yaml"); published != errors.As(err, &faults) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
