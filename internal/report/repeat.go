package report

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// A text that says one thing again and again shares a passage with another at as many
// places as it says it times the other does: comparing them place by place is quadratic.
// Such texts are compared by their pieces of Least characters instead, each looked up
// once. The share is the same; of the many places that a passage stands at in the other
// text the first is named.

// repeats is how often a text may have one fingerprint before it is such a text.
const repeats = 16

// repetitive says whether a text is compared by its pieces.
func repetitive(prints []fingerprint) bool {
	if len(prints) <= repeats {
		return false
	}
	times := make(map[uint64]int, len(prints))
	for _, f := range prints {
		if times[f.hash]++; times[f.hash] > repeats {
			return true
		}
	}
	return false
}

// lookup is the pieces of a report: for each place the number of the piece that begins
// there, -1 where none does.
type lookup struct {
	least  int
	number map[string]int32
	at     []int32
}

// inBytes is a text so that any of its pieces is a string that can be looked up.
func inBytes(norm []rune) []byte {
	b := make([]byte, 0, 4*len(norm))
	for _, r := range norm {
		b = binary.LittleEndian.AppendUint32(b, uint32(r))
	}
	return b
}

// each calls f for every piece of a text that holds no barrier.
func eachPiece(norm []rune, least int, f func(at int, piece []byte)) {
	b := inBytes(norm)
	free := 0 // characters since the last barrier
	for i, r := range norm {
		if free++; r == barrier {
			free = 0
		}
		if from := i - least + 1; free >= least {
			f(from, b[4*from:4*(from+least)])
		}
	}
}

func newLookup(norm []rune, least int) *lookup {
	l := &lookup{least, map[string]int32{}, make([]int32, len(norm))}
	for i := range l.at {
		l.at[i] = -1
	}
	eachPiece(norm, least, func(at int, piece []byte) {
		n, ok := l.number[string(piece)]
		if !ok {
			n = int32(len(l.number))
			l.number[string(piece)] = n
		}
		l.at[at] = n
	})
	return l
}

// pieceMatch is a document that has pieces of a report: piece -> where it first stands in
// the document.
type pieceMatch struct {
	doc   int32
	first map[int32]int
}

// byPieces finds the pieces that documents share with a report.
func (x *Index) byPieces(l *lookup, docs []int32) (out []pieceMatch) {
	for _, d := range docs {
		m := pieceMatch{d, map[int32]int{}}
		eachPiece(x.docs[d].norm, l.least, func(at int, piece []byte) {
			if n, ok := l.number[string(piece)]; ok {
				if _, there := m.first[n]; !there {
					m.first[n] = at
				}
			}
		})
		if len(m.first) > 0 {
			out = append(out, m)
		}
	}
	return out
}

// passages are those with one document, from left to right: at each piece that counts,
// as far as the document goes on as the report does.
func (m *pieceMatch) passages(l *lookup, norm, doc []rune, allowed []bool) (out []match) {
	end := 0 // of the passage before
	for i := 0; i < len(norm); {
		b, ok := m.first[l.at[i]]
		if !ok || l.at[i] < 0 || !allowed[i] {
			i++
			continue
		}
		run := 1
		for i+run < len(norm) && l.at[i+run] >= 0 && allowed[i+run] && b+run+l.least <= len(doc) && norm[i+run+l.least-1] == doc[b+run+l.least-1] {
			run++
		}
		p := match{i, b, run + l.least - 1}
		if cut := end - p.a; cut > 0 {
			p = match{p.a + cut, p.b + cut, p.n - cut}
		}
		out = append(out, p)
		end = p.a + p.n
		i += run
	}
	return out
}

// slow are the documents that a report is compared with by pieces: those that say one
// thing again and again, and all where the report does.
func (x *Index) slow(all bool, except []string) (docs []int32) {
	if !all && x.repeating == 0 {
		return nil
	}
	for i := range x.docs {
		if (all || x.docs[i].repeats) && !slices.Contains(except, x.docs[i].id) {
			docs = append(docs, int32(i))
		}
	}
	return docs
}

// likest orders what was found: the likest first.
func likest(p, q Likeness) int {
	return cmp.Or(cmp.Compare(q.Share.Num, p.Share.Num), cmp.Compare(p.With, q.With))
}
