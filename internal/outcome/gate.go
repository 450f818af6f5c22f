package outcome

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"shuping/internal/policy"
)

// gates says which meetings may not be held and which votes are void, as far as the
// numbers are given; their ballots count for nothing.
func (r *reckoning) gates() {
	for _, s := range r.sessions {
		i := slices.IndexFunc(r.p.Meetings, func(m policy.Meeting) bool { return m.ID == s.kind.ID })
		key := fmt.Sprintf("meetings[%d]", i)
		r.quorum(s, key+".quorum")
		r.composition(s, key+".composition")
		r.required(s, key)
		r.returned(s, key+".ballot")
	}
}

// stop refuses the meeting's result where the rule binds; a breach of advice is told only.
func (r *reckoning) stop(s *session, rule, key string, b policy.Basis, code string, kv ...any) {
	r.refuse(s.Subject, rule, key, b, code, append(kv, "meeting", s.kind.Name)...)
	if b.Strength == policy.Must {
		s.stopped = true
	}
}

// of is how many of some classes; one number for all stands for them.
func (h Heads) of(classes []string) int {
	if h.ByClass == nil {
		return h.All
	}
	n := 0
	for _, c := range classes {
		n += h.ByClass[c]
	}
	return n
}

// atLeast says whether part has a share of the whole, or more than it; exact.
func share(part, whole int, atLeast, moreThan policy.Ratio) (ok bool, code, want string) {
	if !moreThan.IsZero() {
		return moreThan.Exceeded(part, whole), "-more", moreThan.String()
	}
	return atLeast.Met(part, whole), "", atLeast.String()
}

func (r *reckoning) quorum(s *session, key string) {
	q := &s.kind.Quorum
	if !q.Holds() || !s.Present.Given {
		return
	}
	present := s.Present.of(q.Of)
	if q.Count > 0 {
		if present < q.Count {
			r.stop(s, "N5.3", key, q.Basis, "quorum-count", "got", present, "want", q.Count)
		}
		return
	}
	if !s.Expected.Given {
		return
	}
	expected := s.Expected.of(q.Of)
	if ok, code, want := share(present, expected, q.AtLeast, q.MoreThan); !ok || expected == 0 {
		r.stop(s, "N5.3", key, q.Basis, "quorum"+code, "got", shareOf(present, expected), "want", want)
	}
}

func shareOf(part, whole int) string {
	if whole == 0 {
		return fmt.Sprintf("%d/0", part)
	}
	return ShownShare(part, whole, big.NewRat(int64(part), int64(whole)))
}

func (r *reckoning) composition(s *session, key string) {
	c := &s.kind.Composition
	if !c.Holds() || s.Present.ByClass == nil {
		return
	}
	some, others := s.Present.of(c.Of), s.Present.of(c.Beside)
	if c.Count > 0 {
		if some < c.Count {
			r.stop(s, "N5.4", key, c.Basis, "composition-count", "got", some, "want", c.Count)
		}
		return
	}
	if ok, code, want := share(some, some+others, c.AtLeast, c.MoreThan); !ok || some+others == 0 {
		r.stop(s, "N5.4", key, c.Basis, "composition"+code, "got", shareOf(some, some+others), "want", want)
	}
}

// required: of some classes so many must be there.
func (r *reckoning) required(s *session, key string) {
	if s.Present.ByClass == nil || !s.kind.Attendance.Holds() {
		return
	}
	for i, c := range s.kind.Classes {
		if got := s.Present.ByClass[c.ID]; got < c.Required {
			r.stop(s, "N6.1", fmt.Sprintf("%s.classes[%d]", key, i), s.kind.Attendance, "class-missing", "class", c.Name, "got", got, "want", c.Required)
		}
	}
}

// pileName is what people read for a class of voters or a part of them.
func pileName(m *policy.Meeting, id string) string {
	if c, ok := m.ClassByID(id); ok {
		return c.Name
	}
	for _, p := range m.Ballot.Weights.Parts {
		if p.ID == id {
			return p.Name
		}
	}
	return id
}

// returned: more ballots than issued make the vote void, and so do too few.
func (r *reckoning) returned(s *session, key string) {
	b := &s.kind.Ballot
	if s.Issued.Given && s.Returned.Given {
		class := ""
		for _, id := range slices.Sorted(maps.Keys(s.Returned.ByClass)) {
			if issued, given := s.Issued.ByClass[id]; given && s.Returned.ByClass[id] > issued && class == "" {
				class = id
			}
		}
		switch {
		case !b.VoidIfMore.Holds():
		case class != "":
			r.stop(s, "N7.1", key+".void_if_more", b.VoidIfMore, "void-more-of", "class", pileName(s.kind, class), "got", s.Returned.ByClass[class], "want", s.Issued.ByClass[class])
		case s.Returned.All > s.Issued.All:
			r.stop(s, "N7.1", key+".void_if_more", b.VoidIfMore, "void-more", "got", s.Returned.All, "want", s.Issued.All)
		}
	}
	back := &b.Returned
	whole := map[string]Heads{"issued": s.Issued, "present": s.Present, "expected": s.Expected}[back.Of]
	if !back.Holds() || !s.Returned.Given || !whole.Given {
		return
	}
	all := whole.All
	if back.Of != "issued" && whole.ByClass != nil {
		all = whole.of(s.voting())
	}
	if ok, code, want := share(s.Returned.All, all, back.AtLeast, back.MoreThan); !ok || all == 0 {
		r.stop(s, "N7.1", key+".returned", back.Basis, "returned"+code, "got", shareOf(s.Returned.All, all), "want", want,
			"of", []policy.Phrase{phrase("of-" + back.Of)})
	}
}
