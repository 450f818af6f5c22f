package outcome

import (
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"shuping/internal/policy"
)

// cast is how one subject's pile looks after the ballots: options in the form's order, places
// or numbers, then blank and invalid.
func cast(t *testing.T, p *policy.Policy, marks ...string) string {
	t.Helper()
	n, err := Read([]byte(`{"subjects":[{"id":"a","kind":"甲类"},{"id":"b","kind":"甲类"},{"id":"c","kind":"乙类"}],"meetings":[{"meeting":"hall","ballots":[` + strings.Join(marks, ",") + `]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r := &reckoning{p: p, g: &p.Grading, n: n, faults: &Faults{}}
	r.check()
	r.count()
	if len(*r.faults) > 0 {
		return r.faults.Error()
	}
	var all []string
	for _, id := range []string{"a", "b", "c"} {
		for _, q := range p.Meetings[0].Ballot.Asked() {
			c := r.sessions[0].entries(id, q.ID, part{})
			all = append(all, fmt.Sprintf("%s%s:%s/%d/%d", id, q.ID, counts(&q, c), c.blank, c.invalid))
		}
	}
	return strings.Join(all, " ")
}

func TestBallotsAreJudgedByTheForm(t *testing.T) {
	with := func(form string) *policy.Policy {
		return parse(t, strings.Replace(base, "      options: [好, 中, 差]\n", form, 1))
	}
	choice := with("      options: [好, 中]\n")
	capped := func(breach string) *policy.Policy {
		return with("      options: [好, 中]\n      caps: [{option: 好, at_most: 1, breach: " + breach + ", clause: 二, strength: must}]\n")
	}
	ranks := with("      kind: rank\n      rank: {places: 3}\n")
	numbers := with("      kind: score\n      score: {from: 1, to: 5, step: 0.5}\n")
	two := with("      questions: [{id: x, name: 德, options: [好, 中]}, {id: y, name: 能, kind: score, score: {from: 0, to: 10}}]\n")
	few := parse(t, strings.Replace(base, "{id: crowd, name: 群众, votes: true}", "{id: crowd, name: 群众, votes: true, rates_kinds: [乙类]}\n      - {id: peer, name: 互评, votes: true, not_self: true}", 1))
	for name, c := range map[string]struct {
		p     *policy.Policy
		marks []string
		want  string
	}{
		"one option":            {choice, []string{`{"times":2,"marks":{"a":"好","b":["中"]}}`}, "a:好 2、中 0/0/0 b:好 0、中 2/0/0 c:好 0、中 0/2/0"},
		"several, none":         {choice, []string{`{"marks":{"a":["好","中"],"b":[],"c":""}}`}, "a:好 0、中 0/0/1 b:好 0、中 0/1/0 c:好 0、中 0/1/0"},
		"no such option":        {choice, []string{`{"marks":{"a":"差"}}`}, "meetings[0].ballots[0].marks.a: unknown-option got=差 known=好 中"},
		"within the cap":        {capped("ballot"), []string{`{"marks":{"a":"好","b":"中","c":"中"}}`}, "a:好 1、中 0/0/0 b:好 0、中 1/0/0 c:好 0、中 1/0/0"},
		"beyond it, the ballot": {capped("ballot"), []string{`{"marks":{"a":"好","b":"好","c":"中"}}`}, "a:好 0、中 0/0/1 b:好 0、中 0/0/1 c:好 0、中 0/0/1"},
		"beyond it, entries":    {capped("entries"), []string{`{"marks":{"a":"好","b":"好","c":"中"}}`}, "a:好 0、中 0/0/1 b:好 0、中 0/0/1 c:好 0、中 1/0/0"},
		"beyond it, later ones": {capped("later"), []string{`{"marks":{"a":"好","b":"好","c":"中"}}`}, "a:好 1、中 0/0/0 b:好 0、中 0/0/1 c:好 0、中 1/0/0"},
		"places in order":       {ranks, []string{`{"marks":{"a":2,"b":1,"c":3}}`}, "a:#2 × 1/0/0 b:#1 × 1/0/0 c:#3 × 1/0/0"},
		"a place twice":         {ranks, []string{`{"marks":{"a":1,"b":1,"c":3}}`}, "a:/0/1 b:/0/1 c:/0/1"},
		"a gap":                 {ranks, []string{`{"marks":{"a":1,"b":3}}`}, "a:/0/1 b:/0/1 c:/0/1"},
		"no such place":         {ranks, []string{`{"marks":{"a":1,"b":2,"c":4}}`}, "a:/0/1 b:/0/1 c:/0/1"},
		"nothing placed":        {ranks, []string{`{"marks":{}}`}, "a:/1/0 b:/1/0 c:/1/0"},
		"numbers":               {numbers, []string{`{"marks":{"a":4.5,"b":5,"c":1}}`}, "a:1 × 4.5/0/0 b:1 × 5/0/0 c:1 × 1/0/0"},
		"numbers out of range":  {numbers, []string{`{"marks":{"a":4.6,"b":5.5,"c":0}}`}, "a:/0/1 b:/0/1 c:/0/1"},
		"a text for a number":   {numbers, []string{`{"marks":{"a":"好"}}`}, `meetings[0].ballots[0].marks.a: not-number got="好"`},
		"two questions":         {two, []string{`{"marks":{"a":{"x":"好","y":7},"b":{"y":11}}}`}, "ax:好 1、中 0/0/0 ay:1 × 7/0/0 bx:好 0、中 0/1/0 by:/0/1 cx:好 0、中 0/1/0 cy:/1/0"},
		"which of them":         {two, []string{`{"marks":{"a":"好"}}`}, "meetings[0].ballots[0].marks.a: mark-question"},
		"no such question":      {two, []string{`{"marks":{"a":{"z":"好"}}}`}, "meetings[0].ballots[0].marks.a.z: unknown-question got=z known=x y"},
		"only some subjects":    {few, []string{`{"class":"crowd","marks":{"c":"好"}}`}, "a:好 0、中 0、差 0/0/0 b:好 0、中 0、差 0/0/0 c:好 1、中 0、差 0/0/0"},
		"not the others":        {few, []string{`{"class":"crowd","marks":{"a":"好"}}`}, "meetings[0].ballots[0].marks.a: not-on-ballot class=crowd subject=a"},
		"each other":            {few, []string{`{"class":"peer","by":"a","marks":{"b":"好","c":"中"}}`}, "a:好 0、中 0、差 0/0/0 b:好 1、中 0、差 0/0/0 c:好 0、中 1、差 0/0/0"},
		"not oneself":           {few, []string{`{"class":"peer","by":"a","marks":{"a":"好"}}`}, "meetings[0].ballots[0].marks.a: not-on-ballot class=peer subject=a"},
		"whose is it":           {few, []string{`{"class":"peer","marks":{"a":"好"}}`}, "meetings[0].ballots[0].by: missing key=by"},
		"nobody's class":        {few, []string{`{"class":"guest","marks":{}}`}, "meetings[0].ballots[0].class: unknown-class got=guest known=leader crowd peer"},
	} {
		if got := cast(t, c.p, c.marks...); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// However ballots fall, shares and scores by parts are what a person would reckon, one ballot at
// a time.
func TestSharesAndScoresAgainstTheNaive(t *testing.T) {
	p := parse(t, strings.NewReplacer("      options: [好, 中, 差]\n", `      options: [好, 中, 差]
      weights: {clause: 二, strength: must, parts: [{id: p, name: 甲票, classes: [leader], weight: 24/40}, {id: q, name: 乙票, classes: [crowd], weight: 16/40}]}
`, "meeting: hall, clause", "meeting: hall, weight: 100%, clause").Replace(base)+"  score: {clause: 三, strength: must}\n")
	options, points := []string{"好", "中", "差"}, []int64{100, 70, 40}
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		n := &Numbers{Subjects: []Subject{{ID: "a", Kind: "甲类"}}, Meetings: []Meeting{{Meeting: "hall"}}}
		sums, ballots, good := [2]int64{}, [2]int64{}, [2]int64{}
		for range rapid.IntRange(0, 40).Draw(t, "ballots") {
			class, pick := r.Intn(2), r.Intn(4)
			b := Ballot{Class: []string{"leader", "crowd"}[class], Marks: map[string]any{}}
			if pick < 3 {
				b.Marks["a"] = options[pick]
				sums[class] += points[pick]
				ballots[class]++
				if pick == 0 {
					good[class]++
				}
			}
			n.Meetings[0].Ballots = append(n.Meetings[0].Ballots, b)
		}
		result, err := Reckon(p, n)
		if err != nil {
			t.Fatal(err)
		}
		got := result.Subjects[0].Score
		if ballots[0] == 0 || ballots[1] == 0 {
			if got != nil {
				t.Fatalf("a score of %s from nothing", got)
			}
			return
		}
		// 24*sum0/n0/40 + 16*sum1/n1/40, over one denominator.
		want := big.NewRat(24*sums[0]*ballots[1]+16*sums[1]*ballots[0], 40*ballots[0]*ballots[1])
		if got == nil || got.Cmp(want) != 0 {
			t.Fatalf("got %v, want %s", got, want)
		}
		x := &reckoning{p: p, g: &p.Grading, n: n, faults: &Faults{}}
		x.count()
		s := x.begin(&n.Subjects[0])
		share, _, _ := x.shareIn(s, x.sessions[0], p.Meetings[0].Ballot.Asked(), x.parts(&p.Meetings[0], "甲类", ""), []string{"好"}, "valid")
		if want := big.NewRat(24*good[0]*ballots[1]+16*good[1]*ballots[0], 40*ballots[0]*ballots[1]); share.Cmp(want) != 0 {
			t.Fatalf("a share of %s, want %s", share, want)
		}
	})
}

// By rank, nobody with a better score has a worse grade, and no grade has more than it is for.
func TestRankingAgainstTheNaive(t *testing.T) {
	p := parse(t, strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", byScore, 1)+
		"  ranking: {by: total, on_tie: committee, clause: 三, strength: must, places: [{grade: 好, share: 30%, rounding: down}, {grade: 中, share: 1/2, rounding: nearest}, {grade: 差}]}\n")
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.IntRange(60, 75), 1, 25).Draw(t, "scores")
		n := &Numbers{}
		for i, v := range list {
			n.Subjects = append(n.Subjects, Subject{ID: fmt.Sprint(i), Kind: "甲类", Scores: map[string]policy.Number{"assessment": {Num: int64(v), Den: 1}}})
		}
		r, err := Reckon(p, n)
		if err != nil {
			t.Fatal(err)
		}
		sorted := slices.Clone(list)
		slices.Sort(sorted)
		slices.Reverse(sorted)
		first := len(list) * 3 / 10
		second := first + (len(list)+1)/2
		at := func(v int) (from, to int) { // the places that this score takes
			return slices.Index(sorted, v), len(sorted) - slices.Index(reversed(sorted), v) - 1
		}
		grade := func(place int) string {
			switch {
			case place < first:
				return "好"
			case place < second:
				return "中"
			}
			return "差"
		}
		for i, s := range r.Subjects {
			from, to := at(list[i])
			var want []string // all grades that the places of the tie have
			for place := from; place <= to; place++ {
				if g := grade(place); !slices.Contains(want, g) {
					want = append(want, g)
				}
			}
			if !slices.Equal(s.Suggested, want) {
				t.Fatalf("%v: score %d at places %d to %d is suggested %v, want %v", list, list[i], from, to, s.Suggested, want)
			}
		}
	})
}

func reversed(list []int) []int {
	out := slices.Clone(list)
	slices.Reverse(out)
	return out
}
