package outcome

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuping/internal/policy"
)

// notices are the example files and a few that have what those have not.
func notices(t testing.TB) []*policy.Policy {
	t.Helper()
	files, err := filepath.Glob("../../policies/examples/*.yaml")
	if err != nil || len(files) < 7 {
		t.Fatal(files, err)
	}
	var all []*policy.Policy
	for _, name := range append(files, "../policy/testdata/full.yaml") {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := policy.Parse(name, src); err == nil {
			all = append(all, p)
		}
	}
	total := strings.Replace(base, "  sources: [{id: meeting, meeting: hall, clause: 三, strength: must}]\n", byScore, 1) + "  facts: [{id: found, name: 组织认定}, {id: unit, name: 单位等次, values: [优, 良]}, {id: rich, name: 全年优秀, of: year}]\n"
	for _, tie := range []string{"run-off", "committee", "fewer"} {
		all = append(all, parse(t, total+`  thresholds:
    - {when: [{source: total, score: {less_than: 2}}, {fact: unit, is: [良]}], gives: 差, clause: 三, strength: must}
    - {when: [{fact: unit, is: [优]}], at_worst: 中, clause: 三, strength: must}
  ranking: {by: total, within: kind, on_tie: `+tie+`, clause: 三, strength: must, places: [{grade: 好, share: 1/3, rounding: nearest, only_if: [{fact: found}]}, {grade: 中, count: 2, only_if: [{fact: unit, is: [优]}]}, {grade: 差}]}
  quotas:
    - {grade: 中, at_most: 1, overflow: next, on_tie: `+tie+`, clause: 三, strength: must}
    - {grade: 好, at_most_share: 20%, rounding: down, when: [{fact: rich}], only_if: [{fact: unit, is: [优]}], overflow: next, on_tie: `+tie+`, clause: 三, strength: must}
`))
	}
	return all
}

// numbersFor are some numbers for a policy, most of them fitting it.
func numbersFor(r *rand.Rand, p *policy.Policy) *Numbers {
	n := &Numbers{Year: Year{Facts: map[string]Fact{}}}
	pick := func(list []string) string {
		if len(list) == 0 {
			return ""
		}
		return list[r.Intn(len(list))]
	}
	fact := func(f policy.Fact) Fact {
		if len(f.Values) > 0 {
			return Fact(pick(append(f.Values, "")))
		}
		return Fact([]string{"true", "false", ""}[r.Intn(3)])
	}
	for range r.Intn(7) {
		s := Subject{ID: fmt.Sprint("s", len(n.Subjects)), Scores: map[string]policy.Number{}, Facts: map[string]Fact{}}
		s.Kind, s.Scale = pick((&reckoning{p: p}).kinds()), pick(p.Grading.ScaleIDs())
		for _, f := range p.Grading.Facts {
			if f.Of == "year" {
				n.Year.Facts[f.ID] = fact(f)
			} else {
				s.Facts[f.ID] = fact(f)
			}
		}
		for i := range p.Grading.Sources {
			if src := &p.Grading.Sources[i]; src.ID != policy.SourceMeeting && policy.Concerns(src.Kinds, src.Scales, s.Kind, s.Scale) && r.Intn(5) > 0 {
				s.Scores[src.Called()] = policy.Number{Num: int64(r.Intn(4)), Den: 1}
			}
		}
		grades := p.Grading.GradesOf(s.Scale)
		for range r.Intn(4) {
			s.Before = append(s.Before, pick(append(grades, "")))
		}
		if r.Intn(2) == 0 {
			s.Grade, s.Reason = pick(grades), pick([]string{"", "研究决定"})
		}
		n.Subjects = append(n.Subjects, s)
	}
	for i := range p.Meetings {
		m := &p.Meetings[i]
		if m.For == policy.AllSubjects {
			n.Meetings = append(n.Meetings, ballots(r, p, n, m, ""))
			continue
		}
		for _, s := range n.Subjects {
			if r.Intn(4) > 0 {
				n.Meetings = append(n.Meetings, ballots(r, p, n, m, s.ID))
			}
		}
	}
	return n
}

func ballots(r *rand.Rand, p *policy.Policy, n *Numbers, m *policy.Meeting, subject string) Meeting {
	out := Meeting{Meeting: m.ID, Subject: subject}
	heads := func() Heads {
		h := Heads{Given: r.Intn(3) == 0, ByClass: map[string]int{}}
		for _, c := range m.Classes {
			h.ByClass[c.ID] = r.Intn(9)
			h.All += h.ByClass[c.ID]
		}
		return h
	}
	out.Present, out.Expected = heads(), heads()
	x := &reckoning{p: p, g: &p.Grading, n: n, faults: &Faults{}}
	for _, c := range m.Classes {
		for range r.Intn(3) {
			if !c.Votes {
				break
			}
			b := Ballot{Class: c.ID, Times: 1 + r.Intn(3), Marks: map[string]any{}}
			for j := range n.Subjects {
				s := &n.Subjects[j]
				if c.NotSelf {
					b.By = n.Subjects[0].ID
				}
				if !x.onBallot(&session{Meeting: &out, kind: m}, s, c, &b) {
					continue
				}
				marks := map[string]any{}
				for _, q := range x.asked(m, s) {
					switch q.Kind {
					case policy.KindScore:
						marks[q.ID] = json.Number(q.Score.From.String())
					case policy.KindRank:
						marks[q.ID] = json.Number(fmt.Sprint(j + 1))
					default:
						marks[q.ID] = q.Options[r.Intn(len(q.Options))]
					}
				}
				b.Marks[s.ID] = marks
			}
			out.Ballots = append(out.Ballots, b)
		}
	}
	return out
}

// Whatever is given, something comes of it: faults or a result that the policy's own words can say.
func TestNoNumbersBreakIt(t *testing.T) {
	all := notices(t)
	good := 0
	for seed := range int64(1500) {
		if attempt(t, all, seed) {
			good++
		}
	}
	if good < 300 {
		t.Errorf("only %d of the numbers were reckoned with", good)
	}
}

// attempt reckons once and looks at what must hold of any result; false for faults.
func attempt(t *testing.T, all []*policy.Policy, seed int64) bool {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	p := all[r.Intn(len(all))]
	n := numbersFor(r, p)
	result, err := Reckon(p, n)
	if err != nil {
		return false
	}
	for i, s := range result.Subjects {
		if n.Subjects[i].Grade != "" && s.Grade != n.Subjects[i].Grade {
			t.Errorf("seed %d: %s is decided %s and comes out as %s", seed, s.ID, n.Subjects[i].Grade, s.Grade)
		}
		if n.Subjects[i].Grade == "" && s.Grade != "" && (len(s.Suggested) != 1 || s.Suggested[0] != s.Grade) {
			t.Errorf("seed %d: %s is %s of %v", seed, s.ID, s.Grade, s.Suggested)
		}
	}
	return true
}

func FuzzReckon(f *testing.F) {
	for seed := range int64(30) {
		f.Add(seed)
	}
	all := notices(f)
	f.Fuzz(func(t *testing.T, seed int64) { attempt(t, all, seed) })
}
