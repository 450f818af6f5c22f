package meeting

import (
	"math/big"
	"math/rand"
	"testing"

	"shuping/internal/policy"
	"shuping/internal/words"
)

// atLeastShare is the naive twin of the gates: fractions compared as fractions.
func atLeastShare(part, whole int, r policy.Ratio) bool {
	return whole > 0 && big.NewRat(int64(part), int64(whole)).Cmp(big.NewRat(r.Num, r.Den)) >= 0
}

func TestQuorumAgainstFractions(t *testing.T) {
	rnd := rand.New(rand.NewSource(53))
	for range 20000 {
		r := ratio(rnd)
		expected := rnd.Intn(120)
		present := rnd.Intn(expected + 1)
		g := quorumGate(policy.Quorum{AtLeast: r}, present, expected)
		if g.OK != atLeastShare(present, expected, r) {
			t.Fatalf("%d of %d, %s: got %v", present, expected, r, g.OK)
		}
		if expected > 0 && !g.OK {
			short, enough := present+g.Missing-1, present+g.Missing
			if atLeastShare(short, expected, r) || !atLeastShare(enough, expected, r) {
				t.Fatalf("%d of %d, %s: missing %d is not the least", present, expected, r, g.Missing)
			}
		}
		if expected == 0 && (g.OK || g.Missing != -1) {
			t.Fatalf("nobody expected: %+v", g)
		}
	}
}

func TestCompositionAgainstFractions(t *testing.T) {
	rnd := rand.New(rand.NewSource(54))
	for range 20000 {
		r := ratio(rnd)
		some, others := rnd.Intn(40), rnd.Intn(100)
		g := compositionGate(policy.Composition{AtLeast: r}, some, others)
		if g.OK != atLeastShare(some, some+others, r) {
			t.Fatalf("%d beside %d, %s: got %+v", some, others, r, g)
		}
		if g.Missing > 0 {
			if enough := some + g.Missing; !atLeastShare(enough, enough+others, r) || atLeastShare(enough-1, enough-1+others, r) {
				t.Fatalf("%d beside %d, %s: missing %d is not the least", some, others, r, g.Missing)
			}
		}
		if g.Missing < 0 && (r.Num != r.Den || others == 0) {
			t.Fatalf("%d beside %d, %s: %+v", some, others, r, g)
		}
	}
}

// overShare is the naive twin of a share that must be exceeded.
func overShare(part, whole int, r policy.Ratio) bool {
	return whole > 0 && big.NewRat(int64(part), int64(whole)).Cmp(big.NewRat(r.Num, r.Den)) > 0
}

func TestGatesThatExceedAgainstFractions(t *testing.T) {
	rnd := rand.New(rand.NewSource(55))
	for range 20000 {
		r, part, whole := ratio(rnd), rnd.Intn(40), rnd.Intn(100)
		if r.Num < r.Den {
			g := quorumGate(policy.Quorum{MoreThan: r}, part, part+whole)
			if g.OK != overShare(part, part+whole, r) || g.OK != r.Exceeded(part, part+whole) || part+whole > 0 && g.Missing > 0 && (overShare(part+g.Missing-1, part+whole, r) || !overShare(part+g.Missing, part+whole, r)) {
				t.Fatalf("%d of %d, more than %s: %+v", part, part+whole, r, g)
			}
		}
		g := compositionGate(policy.Composition{MoreThan: r}, part, whole)
		if g.OK != overShare(part, part+whole, r) || (g.Missing < 0) != (r.Num == r.Den) {
			t.Fatalf("%d beside %d, more than %s: %+v", part, whole, r, g)
		}
		if n := part + g.Missing; g.Missing > 0 && (!overShare(n, n+whole, r) || overShare(n-1, n-1+whole, r)) {
			t.Fatalf("%d beside %d, more than %s: missing %d is not the least", part, whole, r, g.Missing)
		}
	}
	if g := quorumGate(policy.Quorum{Count: 3}, 3, 0); !g.OK || g.Need != 3 {
		t.Errorf("three of no list: %+v", g)
	}
	if g := compositionGate(policy.Composition{Count: 3}, 2, 0); g.OK || g.Missing != 1 {
		t.Errorf("two of three: %+v", g)
	}
}

// TestAuditOfOtherGates: the audit counts in its own way what the gates let in.
func TestAuditOfOtherGates(t *testing.T) {
	b := bench(t)
	for _, script := range []string{"N5.3-over-half.txt", "N5.3-count.txt"} {
		s, found := b.State(t, script), 0
		for _, v := range Audit(s) {
			if v.Code == "quorum" || v.Code == "composition" {
				found++
				if !v.OK || v.Reason != "" {
					t.Errorf("%s: %+v", script, v)
				}
			}
		}
		if found != 2 {
			t.Errorf("%s: %d rulings", script, found)
		}
		for _, e := range s.Roll.People {
			e.Moves = nil // as if nobody had come
		}
		for _, v := range Audit(s) {
			if (v.Code == "quorum" || v.Code == "composition") && v.OK {
				t.Errorf("%s: nobody is there, and yet %+v", script, v)
			}
		}
	}
}

func ratio(rnd *rand.Rand) policy.Ratio {
	den := 1 + rnd.Int63n(100)
	return policy.Ratio{Num: 1 + rnd.Int63n(den), Den: den}
}

// TestIssueFigures are the numbers of the notice: 80 % of 13 is 11; 45 members need 12.
func TestIssueFigures(t *testing.T) {
	p := notice(t)
	m, _ := p.MeetingByID("members")
	if g := quorumGate(m.Quorum, 10, 13); g.OK || g.Need != 11 || g.Missing != 1 {
		t.Errorf("got %+v", g)
	}
	if g := compositionGate(m.Composition, 11, 45); g.OK || g.Need != 12 || g.Missing != 1 {
		t.Errorf("got %+v", g)
	}
}

// TestGatesWithout: before the roll opens everything is missing; a policy without
// rules has only the chair.
func TestGatesWithout(t *testing.T) {
	b := bench(t)
	s := b.State(t, "_members-called.txt")
	for _, g := range Gates(s) {
		if g.OK || g.Have != 0 || !words.For(words.EN).Has("gate."+string(g.Code)) {
			t.Errorf("got %+v", g)
		}
	}
	tp := s.Type()
	tp.Guide, tp.Quorum, tp.Composition, tp.Attendance, tp.Chair = policy.Guide{}, policy.Quorum{}, policy.Composition{}, policy.Basis{}, policy.Chair{}
	if list := Gates(s); len(list) != 1 || list[0].Code != GateChair {
		t.Errorf("got %+v", list)
	}
}
