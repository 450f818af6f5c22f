package ballot

import (
	"bytes"
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// ruledForm draws a form with every rule that a notice can ask for.
func ruledForm(t *rapid.T) Form {
	f := form(rapid.IntRange(1, 6).Draw(t, "subjects"), 2, rapid.IntRange(1, 4).Draw(t, "classes"))
	f.Options = nil
	subset := func(n int, name string) (out []int) {
		for i := range n {
			if rapid.Bool().Draw(t, name) {
				out = append(out, i)
			}
		}
		return out
	}
	for i := range rapid.IntRange(1, 3).Draw(t, "questions") {
		q := Question{ID: fmt.Sprint("q", i)}
		switch rapid.SampledFrom([]Kind{Choice, Score, Rank}).Draw(t, "kind") {
		case Choice:
			q.Options = []string{"a", "b", "c", "d"}[:rapid.IntRange(2, 4).Draw(t, "options")]
		case Score:
			q.Kind = Score
			q.Range = rapid.SampledFrom([]Range{{"0", "100", "1", 0}, {"1", "5", "0.5", 1}, {"60", "61.5", "0.25", 2}}).Draw(t, "range")
		case Rank:
			q.Kind, q.Places = Rank, rapid.IntRange(2, 5).Draw(t, "places")
			if rapid.Bool().Draw(t, "points") {
				q.Points = []string{"100", "90.5", "80", "70", "60"}[:q.Places]
			}
		}
		if i > 0 {
			q.Subjects = subset(len(f.Subjects), "about")
		}
		f.Questions = append(f.Questions, q)
	}
	if f.Questions[0].Kind == Choice {
		f.Caps = []Cap{
			{Option: "a", AtMost: 1, Breach: rapid.SampledFrom([]string{BreachBallot, BreachEntries, BreachLater}).Draw(t, "breach")},
			{Option: "b", Question: "q0", Num: 1, Den: 2, Breach: BreachLater},
		}[:rapid.IntRange(0, 2).Draw(t, "caps")]
		if rapid.Bool().Draw(t, "unsure") {
			f.Unsure = []string{"b"}
		}
	}
	f.Abstain = rapid.Bool().Draw(t, "abstain")
	f.NotSelf = subset(len(f.Classes), "not self")
	for range f.Classes {
		f.Rates = append(f.Rates, subset(len(f.Subjects), "rates"))
	}
	if n := len(f.Classes); n > 1 && rapid.Bool().Draw(t, "weights") {
		f.Spread = rapid.Bool().Draw(t, "spread")
		f.Parts = []Part{{ID: "A", Classes: []int{0}, Num: 3, Den: 5}, {ID: "B", Num: 2, Den: 5}}
		for c := 1; c < n; c++ {
			f.Parts[1].Classes = append(f.Parts[1].Classes, c)
		}
	}
	if err := f.Validate(); err != nil {
		t.Fatal(err)
	}
	return f
}

// papers draws papers of the form: some in order, some against every rule.
func papers(r *rand.Rand, f Form, n int) []Ballot {
	asked, lines := f.Asked(), f.Lines()
	out := make([]Ballot, n)
	for k := range out {
		b := Ballot{Class: r.Intn(len(f.Classes)), Marks: make([]Mark, len(lines))}
		perm := r.Perm(len(f.Subjects))
		self := -1
		if f.notSelf(b.Class) && r.Intn(2) == 0 {
			self = r.Intn(len(f.Subjects))
		}
		for i, l := range lines {
			q := &asked[l.Question]
			switch {
			case !f.Rated(b.Class, l.Subject):
			case l.Subject == self:
				b.Marks[i] = Own
			case r.Intn(12) == 0:
			case q.Kind == Rank && r.Intn(6) > 0:
				if p := perm[l.Subject]; p < q.Places {
					b.Marks[i] = Mark(p + 1)
				}
			case q.Kind != Choice && r.Intn(20) == 0:
				b.Marks[i] = Several
			case q.Kind == Choice && r.Intn(12) == 0:
				b.Marks[i] = 3
			default:
				b.Marks[i] = q.Mark(r.Intn(q.Columns()))
			}
		}
		out[k] = b
	}
	return out
}

// naiveEntry is an entry as a person reads it off a paper.
type naiveEntry struct {
	line, subject, question int
	answer                  int // -1 none
	blank, several, broken  bool
}

// naiveRead judges one paper as a person would: places first, then the caps one after
// the other, always looking at what still counts.
func naiveRead(f Form, b Ballot) []*naiveEntry {
	var all []*naiveEntry
	asked := f.Asked()
	for i, l := range f.Lines() {
		if only := f.Rates; b.Class < len(only) && len(only[b.Class]) > 0 && !slices.Contains(only[b.Class], l.Subject) || b.Marks[i] == Own {
			continue
		}
		e := &naiveEntry{line: i, subject: l.Subject, question: l.Question, answer: -1}
		m := b.Marks[i]
		switch {
		case m == 0:
			e.blank = true
		case asked[l.Question].Kind != Choice && m == Several:
			e.several = true
		case asked[l.Question].Kind != Choice:
			e.answer = int(m) - 1
		default:
			for o := range asked[l.Question].Options {
				if m>>o&1 == 1 {
					e.several, e.answer = e.answer >= 0 || e.several, o
				}
			}
			if e.several {
				e.answer = -1
			}
		}
		all = append(all, e)
	}
	of := func(q int) (list []*naiveEntry) {
		for _, e := range all {
			if e.question == q {
				list = append(list, e)
			}
		}
		return list
	}
	spoil := func(list []*naiveEntry) {
		for _, e := range list {
			e.broken, e.answer, e.blank, e.several = true, -1, false, false
		}
	}
	for q := range asked {
		if asked[q].Kind != Rank {
			continue
		}
		list := of(q)
		var places []int
		bad, blank := false, true
		for _, e := range list {
			blank = blank && e.blank
			bad = bad || e.several
			if e.answer >= 0 {
				places = append(places, e.answer+1)
			}
		}
		slices.Sort(places)
		want := make([]int, min(asked[q].Places, len(list)))
		for i := range want {
			want[i] = i + 1
		}
		if !blank && (bad || !slices.Equal(places, want)) {
			spoil(list)
		}
	}
	for _, c := range f.Caps {
		for q := range asked {
			if c.Question != "" && c.Question != asked[q].ID || asked[q].Kind != Choice {
				continue
			}
			list := of(q)
			most := c.AtMost
			if c.Den > 0 {
				most = len(list) * int(c.Num) / int(c.Den)
			}
			var with []*naiveEntry
			for _, e := range list {
				if e.answer >= 0 && asked[q].Options[e.answer] == c.Option {
					with = append(with, e)
				}
			}
			switch {
			case len(with) <= most:
			case c.Breach == BreachBallot:
				spoil(all)
			case c.Breach == BreachLater:
				spoil(with[most:])
			default:
				spoil(with)
			}
		}
	}
	return all
}

// naiveCount counts papers of one class, or of all for -1, on one line.
func naiveCount(f Form, ballots []Ballot, line int, in func(int) bool) (answers []int, c Count) {
	l := f.Lines()[line]
	c.Options = make([]int, f.Asked()[l.Question].Columns())
	for _, b := range ballots {
		if !in(b.Class) {
			continue
		}
		if b.Marks[line] == Own {
			c.Own++
		}
		for _, e := range naiveRead(f, b) {
			switch {
			case e.line != line:
			case e.broken:
				c.Breach++
			case e.several:
				c.Multiple++
			case e.blank:
				c.Blank++
			default:
				c.Options[e.answer]++
				answers = append(answers, e.answer)
			}
		}
	}
	return answers, c
}

// TestRulesAgainstNaive counts papers under all rules twice, and what they come to.
func TestRulesAgainstNaive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := ruledForm(t)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		ballots := papers(r, f, rapid.IntRange(0, 25).Draw(t, "ballots"))
		got, err := Tallies(f, ballots)
		if err != nil {
			t.Fatal(err)
		}
		for class, tally := range got {
			for line, c := range tally.Subjects {
				_, want := naiveCount(f, ballots, line, func(k int) bool { return k == class })
				if d := cmp.Diff(want, c); d != "" {
					t.Fatalf("class %d line %d: %s", class, line, d)
				}
			}
			for _, fault := range CheckSheet(f, tally, tally.Ballots) {
				if fault.Code != FaultBreach { // drawn papers may have two own lines of one subject
					t.Fatal(fault.Error())
				}
			}
		}
		found, err := f.Findings(got)
		if err != nil {
			t.Fatal(err)
		}
		for line := range found {
			naiveFinding(t, f, ballots, line, found[line])
		}
	})
}

// naiveFinding reckons a line with fractions, answer by answer.
func naiveFinding(t *rapid.T, f Form, ballots []Ballot, line int, got Finding) {
	q := f.Asked()[f.Lines()[line].Question]
	parts := []Part{{Num: 1, Den: 1}}
	if len(f.Parts) > 0 {
		parts = f.Parts
	}
	results := make([]*big.Rat, len(q.Options)+1)
	weight, missing := new(big.Rat), false
	for _, p := range parts {
		answers, c := naiveCount(f, ballots, line, func(k int) bool { return len(f.Parts) == 0 || slices.Contains(p.Classes, k) })
		var values []*big.Rat
		if q.Kind == Choice {
			whole := 0
			for _, a := range answers {
				if !slices.Contains(f.Unsure, q.Options[a]) {
					whole++
				}
			}
			if f.Abstain {
				whole += c.Blank
			}
			for o := range q.Options {
				if whole > 0 {
					values = append(values, big.NewRat(int64(c.Options[o]), int64(whole)))
				}
			}
		} else {
			slices.Sort(answers)
			drop := min(q.Range.Drop, len(answers))
			answers = answers[drop:]
			answers = answers[:len(answers)-min(q.Range.Drop, len(answers))]
			sum := new(big.Rat)
			for _, a := range answers {
				x, ok := new(big.Rat).SetString(q.Label(a))
				if q.Kind == Rank && len(q.Points) > 0 {
					x, ok = new(big.Rat).SetString(q.Points[a])
				}
				if !ok {
					t.Fatal(q.Label(a))
				}
				sum.Add(sum, x)
			}
			if len(answers) > 0 {
				values = append(values, sum.Mul(sum, big.NewRat(1, int64(len(answers)))))
			}
		}
		if values == nil {
			missing = true
			continue
		}
		w := big.NewRat(p.Num, p.Den)
		weight.Add(weight, w)
		for i, v := range values {
			if results[i] == nil {
				results[i] = new(big.Rat)
			}
			results[i].Add(results[i], new(big.Rat).Mul(v, w))
		}
	}
	var want Finding
	if weight.Sign() > 0 && (!missing || f.Spread) {
		for i := range q.Options {
			if q.Kind == Choice {
				want.Shares = append(want.Shares, Exact(results[i].Quo(results[i], weight).RatString()))
				if slices.Contains(f.Unsure, q.Options[i]) {
					want.Shares[i] = ""
				}
			}
		}
		if q.Kind != Choice {
			want.Mean = Exact(results[0].Quo(results[0], weight).RatString())
		}
	}
	if d := cmp.Diff(want.Shares, got.Shares); d != "" || want.Mean != got.Mean {
		t.Fatalf("line %d: mean %q, want %q; %s", line, got.Mean, want.Mean, d)
	}
}

// TestRuledBox: what Accept takes is what a judge leaves as it is, bytes and the sealed list
// give the ballots back, and where voters stand on the form no ballot is in the list.
func TestRuledBox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := ruledForm(t)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		var taken []Ballot
		for _, b := range papers(r, f, 40) {
			if err := f.Check(b); err != nil {
				t.Fatal(err)
			}
			clean := true
			for _, e := range naiveRead(f, b) {
				clean = clean && !e.broken && (!e.several || f.Asked()[e.question].Kind == Choice)
			}
			if err := f.Accept(b); (err == nil) != clean {
				t.Fatalf("%v: clean %v, %v", b, clean, err)
			}
			if clean {
				taken = append(taken, b)
				bytesOf := f.AppendBallot(nil, b)
				if d := cmp.Diff(b, f.ReadBallot(bytesOf)); d != "" || len(bytesOf) != f.Size() {
					t.Fatal(d, len(bytesOf))
				}
			}
		}
		list, err := EncodeList(f, taken)
		if err != nil {
			t.Fatal(err)
		}
		r.Shuffle(len(taken), func(i, j int) { taken[i], taken[j] = taken[j], taken[i] })
		again, err := EncodeList(f, taken)
		if err != nil || !bytes.Equal(list, again) {
			t.Fatal("the order of voting is in the list", err)
		}
		want, err := Tallies(f, taken)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Recount(f, list)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
	})
}

// TestOwnLinesLeadNowhere: five peers rate each other; in the list no line is anybody's.
func TestOwnLinesLeadNowhere(t *testing.T) {
	f := form(5, 4, 1)
	f.NotSelf = []int{0}
	var ballots []Ballot
	for self := range 5 {
		b := Ballot{Marks: []Mark{1, 1, 1, 1, 1}}
		b.Marks[self] = Own
		b.Marks[(self+1)%5] = 8 // each gives one bad grade, to the next
		ballots = append(ballots, b)
	}
	list, err := EncodeList(f, ballots)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := ParseList(f, list)
	if err != nil {
		t.Fatal(err)
	}
	want := Ballot{Marks: []Mark{1, 1, 1, 1, 1}}
	for i, b := range rows[:3] {
		if d := cmp.Diff(want, b); d != "" {
			t.Errorf("row %d: %s", i, d)
		}
	}
	if d := cmp.Diff([]Mark{Own, Own, Own, Own, Own}, rows[4].Marks); d != "" {
		t.Error("all own lines stand together:", d)
	}
}

func TestRange(t *testing.T) {
	for _, c := range []struct {
		r      Range
		n      int
		labels []string
	}{
		{Range{"0", "100", "1", 0}, 101, []string{"0", "1", "2"}},
		{Range{"0", "100", "0.1", 0}, 1001, []string{"0", "0.1", "0.2"}},
		{Range{"60", "61.5", "0.25", 0}, 7, []string{"60", "60.25", "60.5"}},
		{Range{"0", "100", "0.05", 0}, 0, nil},
		{Range{"5", "1", "1", 0}, 0, nil},
		{Range{"1", "5", "0", 0}, 0, nil},
		{Range{"1", "5", "3", 0}, 0, nil},
		{Range{"1", "x", "3", 0}, 0, nil},
	} {
		q := Question{Kind: Score, Range: c.r}
		if got := q.Columns(); got != c.n {
			t.Errorf("%v: %d numbers, want %d", c.r, got, c.n)
			continue
		}
		for i, want := range c.labels {
			if got := q.Label(i); got != want {
				t.Errorf("%v: number %d is %s, want %s", c.r, i, got, want)
			}
		}
		for i := range c.n {
			if m, ok := q.Read(q.Label(i)); !ok || m != q.Mark(i) {
				t.Errorf("%v: %s reads as %v", c.r, q.Label(i), m)
			}
		}
	}
	q := Question{Kind: Score, Range: Range{"1", "5", "0.5", 0}}
	for text, want := range map[string]int{"1.50": 1, " 5 ": 8, "0.5": -1, "1.25": -1, "1.251": -1, "-1": -1, "1,5": -1, "５": -1, "5.": -1} {
		m, ok := q.Read(text)
		if want < 0 && ok || want >= 0 && (!ok || m != q.Mark(want)) {
			t.Errorf("%q: %v %v, want %d", text, m, ok, want)
		}
	}
}

func TestAcceptNamesTheRule(t *testing.T) {
	f := form(4, 4, 2)
	f.Caps = []Cap{{Option: "o1", AtMost: 2, Breach: BreachBallot}}
	f.NotSelf, f.Rates = []int{1}, [][]int{{0, 1, 2}}
	rank := form(3, 4, 1)
	rank.Options, rank.Questions = nil, []Question{{Kind: Rank, Places: 6}}
	score := form(1, 4, 1)
	score.Options, score.Questions = nil, []Question{{Kind: Score, Range: Range{"0", "100", "1", 0}}}
	for name, c := range map[string]struct {
		f    Form
		b    Ballot
		want string
	}{
		"within the cap":    {f, Ballot{0, []Mark{1, 1, 2, 0}}, ""},
		"beyond the cap":    {f, Ballot{0, []Mark{1, 1, 1, 0}}, "ballot.cap subject=2 option=0: got 3, want 2"},
		"not asked":         {f, Ballot{0, []Mark{1, 1, 2, 2}}, "ballot.not_asked subject=3: got 2, want 0"},
		"own":               {f, Ballot{1, []Mark{1, 1, 2, Own}}, ""},
		"own of a class":    {f, Ballot{0, []Mark{1, Own, 2, 0}}, "ballot.mark subject=1: got 32768, want 4"},
		"two own lines":     {f, Ballot{1, []Mark{Own, 1, 2, Own}}, "ballot.own subject=3: got 2, want 1"},
		"rank":              {rank, Ballot{0, []Mark{3, 1, 2}}, ""},
		"rank blank":        {rank, Ballot{0, []Mark{0, 0, 0}}, ""},
		"place twice":       {rank, Ballot{0, []Mark{1, 1, 2}}, "ballot.place_twice subject=1 option=0: got 1, want 0"},
		"place left out":    {rank, Ballot{0, []Mark{1, 3, 4}}, "ballot.place_missing option=1: got 2, want 0"},
		"place beyond":      {rank, Ballot{0, []Mark{1, 2, 7}}, "ballot.mark subject=2: got 7, want 6"},
		"number":            {score, Ballot{0, []Mark{101}}, ""},
		"number beyond":     {score, Ballot{0, []Mark{102}}, "ballot.mark subject=0: got 102, want 101"},
		"unreadable number": {score, Ballot{0, []Mark{Several}}, "ballot.mark subject=0: got 16384, want 101"},
	} {
		got := ""
		if err := c.f.Accept(c.b); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// TestPublicWeighed: a weighted share beside a plain total would solve what a small part
// gave, so such a line is hidden whole.
func TestPublicWeighed(t *testing.T) {
	f := form(1, 2, 2)
	f.Parts = []Part{{ID: "A", Classes: []int{0}, Num: 3, Den: 5}, {ID: "B", Classes: []int{1}, Num: 2, Den: 5}}
	a := Tally{Class: 0, Ballots: 6, Subjects: []Count{{Options: []int{5, 1}}}}
	b := Tally{Class: 1, Ballots: 20, Subjects: []Count{{Options: []int{10, 10}}}}
	p, err := f.Public([]Tally{a, b}, 5)
	if err != nil || p.Total[0].Hidden || p.Findings[0].Shares[0] != "7/10" { // 3/5*5/6 + 2/5*1/2
		t.Error(p, err)
	}
	a.Subjects[0] = Count{Options: []int{3, 1}, Blank: 2}
	p, err = f.Public([]Tally{a, b}, 5)
	if err != nil || !p.Total[0].Hidden || p.Findings[0].Shares != nil || !p.Classes[1].Subjects[0].Hidden {
		t.Error(p, err)
	}
}

// FuzzRuledList: what is taken of a form with every rule is what would be written.
func FuzzRuledList(f *testing.F) {
	fm := form(3, 2, 2)
	fm.Options = nil
	fm.Questions = []Question{{ID: "a", Options: []string{"x", "y"}}, {ID: "b", Kind: Score, Range: Range{"0", "10", "1", 0}}, {ID: "c", Kind: Rank, Places: 3}}
	fm.Caps = []Cap{{Option: "x", AtMost: 1, Breach: BreachEntries}}
	fm.NotSelf = []int{1}
	r := rand.New(rand.NewSource(7))
	for n := range 5 {
		var taken []Ballot
		for _, b := range papers(r, fm, 10*n) {
			if fm.Accept(b) == nil {
				taken = append(taken, b)
			}
		}
		list, err := EncodeList(fm, taken)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(list)
	}
	f.Fuzz(func(t *testing.T, list []byte) {
		ballots, err := ParseList(fm, list)
		if err != nil {
			return
		}
		again, err := EncodeList(fm, ballots)
		if err != nil || !bytes.Equal(list, again) {
			t.Fatalf("taken and not written so: %q, %v", list, err)
		}
	})
}

// FuzzRead: what somebody wrote as a number is a mark that is written the same, or refused.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "1", "92.5", "1.50", "100", "100.1", "-0", "1e2", "٣", "007"} {
		f.Add(s)
	}
	q := Question{Kind: Score, Range: Range{"0", "100", "0.5", 0}}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := q.Read(text)
		if !ok || m == 0 {
			return
		}
		_, i := q.Answer(m)
		got, ok1 := new(big.Rat).SetString(q.Label(i))
		want, ok2 := new(big.Rat).SetString(string(bytes.TrimSpace([]byte(text))))
		if !ok1 || !ok2 || got.Cmp(want) != 0 {
			t.Fatalf("%q read as %s", text, q.Label(i))
		}
	})
}
