package report

import (
	"cmp"
	"slices"
)

// match is a longest common stretch of a report (a) and a document (b), in
// normalised characters.
type match struct{ a, b, n int }

// shared are the matches of a report with all documents: a list, and for each
// document the place of its last match, + 1; prev leads to the one before.
type shared struct {
	list  []found
	last  []int32
	docs  []int32 // those with a match
	count []int32 // of the matches of each document
	// lines holds, for documents with many matches, the last one on each line a - b,
	// + 1; matches on a line are found from left to right.
	lines map[line]int32
}

// line is the matches of one document that have the same distance of a and b.
type line struct {
	doc   int32
	apart int
}

// many is the number of matches from which lines is faster than the list.
const many = 16

type found struct {
	match
	prev int32
}

func (h *shared) add(doc int32, m match) {
	if h.last[doc] == 0 {
		h.docs = append(h.docs, doc)
	}
	h.list = append(h.list, found{m, h.last[doc]})
	h.last[doc] = int32(len(h.list))
	if h.count[doc]++; h.count[doc] < many {
		return
	}
	if h.lines == nil {
		h.lines = map[line]int32{}
	}
	if h.count[doc] == many {
		for k := h.last[doc]; k > 0; k = h.list[k-1].prev {
			l := line{doc, h.list[k-1].a - h.list[k-1].b}
			h.lines[l] = max(h.lines[l], k)
		}
		return
	}
	h.lines[line{doc, m.a - m.b}] = h.last[doc]
}

// known is the match found before that a and b lie in, if there is one.
func (h *shared) known(doc int32, a, b int) (match, bool) {
	if h.count[doc] >= many {
		k := h.lines[line{doc, a - b}]
		if k == 0 || a < h.list[k-1].a || a >= h.list[k-1].a+h.list[k-1].n {
			return match{}, false
		}
		return h.list[k-1].match, true
	}
	for k := h.last[doc]; k > 0; k = h.list[k-1].prev {
		if m := &h.list[k-1].match; a-m.a == b-m.b && a >= m.a && a < m.a+m.n {
			return *m, true
		}
	}
	return match{}, false
}

// of is the matches with one document, in the room of scratch.
func (h *shared) of(doc int32, scratch []match) []match {
	scratch = scratch[:0]
	for k := h.last[doc]; k > 0; k = h.list[k-1].prev {
		scratch = append(scratch, h.list[k-1].match)
	}
	return scratch
}

// matches finds the longest common stretches with each document, at least
// Least long, from the fingerprints that both have. A fingerprint is left once
// every piece of Least characters around it is in Common documents: no more is
// asked of those, and every other piece has a fingerprint of its own.
func (x *Index) matches(norm []rune, prints []fingerprint, except []string) *shared {
	all := &shared{last: make([]int32, len(x.docs)), count: make([]int32, len(x.docs))}
	skip := make([]bool, len(x.docs))
	for i := range x.docs {
		skip[i] = slices.Contains(except, x.docs[i].id)
	}
	var around pieces
	for _, f := range prints {
		around.reset(norm, f.at, x.piece, x.how)
		for k := x.heads[f.hash&uint64(len(x.heads)-1)]; k > 0 && !around.allCommon(); k = x.posts[k-1].prev {
			p := &x.posts[k-1]
			if p.hash != f.hash || skip[p.doc] || !around.mayMatter(norm, x.docs[p.doc].norm, f.at, int(p.at)) {
				continue
			}
			m, ok := all.known(p.doc, f.at, int(p.at))
			if !ok {
				if m = extend(norm, x.docs[p.doc].norm, f.at, int(p.at)); m.n < x.how.Least {
					continue
				}
				all.add(p.doc, m)
			}
			around.count(p.doc, m)
		}
	}
	return all
}

// pieces counts the documents that have each piece of Least characters around
// one fingerprint. The postings of a fingerprint come document by document, so
// that the last one counted is enough to count each once.
type pieces struct {
	first, least, common int
	in                   []int   // documents, of the piece that begins at first + i
	last                 []int32 // document counted last, + 1
	open                 int     // pieces in fewer than common documents
	left, right          int     // the common ones, while they follow each other: first + left up to right
}

func (p *pieces) reset(norm []rune, at, piece int, how Likening) {
	from, to := at, at+piece // the stretch around without a barrier, as far as it matters
	for from > 0 && from > at+piece-how.Least && norm[from-1] != barrier {
		from--
	}
	for to < len(norm) && to < at+how.Least && norm[to] != barrier {
		to++
	}
	n := max(to-from-how.Least+1, 0)
	p.first, p.least, p.common, p.open, p.left, p.right = from, how.Least, how.Common, n, n, -1
	p.in, p.last = append(p.in[:0], make([]int, n)...), append(p.last[:0], make([]int32, n)...)
}

func (p *pieces) allCommon() bool { return p.common > 0 && p.open == 0 }

func (p *pieces) count(doc int32, m match) {
	if p.common == 0 {
		return
	}
	for i := max(m.a-p.first, 0); i < len(p.in) && p.first+i+p.least <= m.a+m.n; i++ {
		if p.last[i] == doc+1 {
			continue
		}
		p.last[i] = doc + 1
		if p.in[i]++; p.in[i] == p.common {
			p.open--
			p.left, p.right = min(p.left, i), max(p.right, i)
		}
	}
}

// mayMatter reports whether a document that has the fingerprint at b can have an
// open piece around it: where the common ones follow each other, an open one
// holds the character before them or the one behind.
func (p *pieces) mayMatter(s, t []rune, a, b int) bool {
	if p.right < p.left || len(p.in)-p.open != p.right-p.left+1 {
		return true
	}
	for _, at := range [2]int{p.first + p.left - 1, p.first + p.right + p.least} {
		inDoc := at - a + b
		if at >= p.first && at < p.first+len(p.in)+p.least-1 && inDoc >= 0 && inDoc < len(t) && s[at] == t[inDoc] {
			return true
		}
	}
	return false
}

// extend is the longest stretch around a and b in which the texts are the same.
func extend(s, t []rune, a, b int) match {
	n := 0
	for a+n < len(s) && b+n < len(t) && s[a+n] == t[b+n] && s[a+n] != barrier {
		n++
	}
	if n == 0 {
		return match{} // another piece with the same hash
	}
	for a > 0 && b > 0 && s[a-1] == t[b-1] && s[a-1] != barrier {
		a, b, n = a-1, b-1, n+1
	}
	return match{a, b, n}
}

// allowed says for each piece of Least characters whether it counts: it stands
// in fewer than Common documents.
func (x *Index) allowed(n int, all *shared, pieces *lookup, slow []pieceMatch) []bool {
	ok := make([]bool, n)
	in, last := make([]int, n), make([]int32, n)
	for _, d := range all.docs {
		for k := all.last[d]; k > 0; k = all.list[k-1].prev {
			m := &all.list[k-1].match
			for i := m.a; i <= m.a+m.n-x.how.Least; i++ {
				if last[i] != d+1 {
					last[i], in[i] = d+1, in[i]+1
				}
			}
		}
	}
	for i := range slow {
		for k := range ok {
			if _, has := slow[i].first[pieces.at[k]]; has && pieces.at[k] >= 0 {
				in[k]++
			}
		}
	}
	for i := range ok {
		ok[i] = x.how.Common == 0 || in[i] < x.how.Common
	}
	return ok
}

// passages chooses from the matches with one document, from left to right and
// each time the one that reaches furthest, the passages to show; together they
// hold every character of a piece that counts.
func (x *Index) passages(list []match, allowed []bool) []match {
	if !slices.ContainsFunc(list, func(m match) bool { return slices.Contains(allowed[m.a:m.a+m.n-x.how.Least+1], true) }) {
		return nil // all common property, as most matches are
	}
	slices.SortFunc(list, func(p, q match) int { return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b)) })
	var out []match
	end, next := 0, 0 // of the passage before; first piece not looked at
	for {
		best := match{a: len(allowed)}
		pieces := 0
		for _, m := range list {
			i, stop := max(m.a, next), m.a+m.n-x.how.Least+1
			for i < stop && !allowed[i] {
				i++
			}
			run := i
			for run < stop && allowed[run] {
				run++
			}
			if run == i || i > best.a || i == best.a && run-i <= pieces {
				continue
			}
			best, pieces = match{i, m.b + i - m.a, run - i + x.how.Least - 1}, run-i
		}
		if pieces == 0 {
			return out
		}
		next = best.a + pieces
		if cut := end - best.a; cut > 0 {
			best = match{best.a + cut, best.b + cut, best.n - cut}
		}
		end = best.a + best.n
		out = append(out, best)
	}
}
