package report

import "slices"

// Likeness is what a report shares with one other document (雷同): Share.Num of
// its Share.Den normalised characters stand in passages that both have (a phrase
// taken out counts as one character, never shared).
type Likeness struct {
	With     string    `json:"with"`
	Ref      string    `json:"ref,omitempty"` // which document that is, where the caller has an address for it
	Share    Fraction  `json:"share"`
	Passages []Passage `json:"passages"`
}

// Fraction is an exact share.
type Fraction struct {
	Num int `json:"num"`
	Den int `json:"den"`
}

// Passage is one shared passage: where it stands in the report and in the
// other document. Passages follow each other in the report without overlap.
type Passage struct {
	Span
	OtherFrom int `json:"other_from"`
	OtherTo   int `json:"other_to"`
}

// Likening says what counts as a shared passage.
type Likening struct {
	// Least is the length of the shortest passage in normalised characters
	// (letters and digits; blanks and marks do not count). At least 4; 0 means 20.
	Least int
	// Common is how many documents of the index make a passage common property
	// (套话) that is no longer counted; 0 counts everything.
	Common int
	// Phrases everybody uses (slogans, names of documents and meetings, the notice's
	// own words) are taken out of all texts before they are compared.
	Phrases []string
}

// Index holds documents to compare with: about 10 bytes for each byte of text,
// in memory. Compare may be called from several goroutines, but not beside Add.
type Index struct {
	how     Likening
	piece   int // length of a fingerprint's piece
	window  int
	phrases *phrases
	docs    []indexed
	heads   []int32   // slot -> last posting, + 1
	posts   []posting // in the order of adding

	repeating int // documents that are compared by pieces
}

type indexed struct {
	id   string
	norm []rune
	at   []int32 // offset in the text of each normalised character

	repeats bool // it is compared by pieces and has no postings
}

// posting is one fingerprint of one document; prev is the posting before it in
// the same slot, + 1.
type posting struct {
	hash uint64
	doc  int32
	at   int32
	prev int32
}

// NewIndex makes an empty index.
func NewIndex(how Likening) *Index {
	if how.Least == 0 {
		how.Least = 20
	}
	how.Least = max(how.Least, 4)
	x := &Index{how: how, piece: how.Least / 2, phrases: newPhrases(how.Phrases), heads: make([]int32, 1<<10)}
	x.window = how.Least - x.piece + 1
	return x
}

// Add takes in a document. The same id may be added again: each text is a
// document of its own, as the versions of a report are.
func (x *Index) Add(id, text string) {
	norm, at := normalise([]rune(text), x.phrases)
	d := indexed{id: id, norm: norm, at: make([]int32, len(at))}
	for i, a := range at {
		d.at[i] = int32(a)
	}
	doc := int32(len(x.docs))
	prints := winnow(norm, x.piece, x.window)
	if d.repeats = repetitive(prints); d.repeats {
		x.repeating++
		prints = nil
	}
	x.docs = append(x.docs, d)
	for _, f := range prints {
		if len(x.posts) >= len(x.heads) {
			x.grow()
		}
		x.link(posting{hash: f.hash, doc: doc, at: int32(f.at)})
	}
}

func (x *Index) link(p posting) {
	slot := p.hash & uint64(len(x.heads)-1)
	p.prev = x.heads[slot]
	x.posts = append(x.posts, p)
	x.heads[slot] = int32(len(x.posts))
}

func (x *Index) grow() {
	old := x.posts
	x.heads = make([]int32, 2*len(x.heads))
	x.posts = make([]posting, 0, 2*len(old))
	for _, p := range old {
		x.link(p)
	}
}

// Len is how many documents there are.
func (x *Index) Len() int { return len(x.docs) }

// Compare finds every passage of at least Least characters that the report
// shares with a document of the index, other than those of the ids in except.
// The likest come first. The result is exact: no passage is missed, and none is
// named that is not there.
func (x *Index) Compare(text string, except ...string) []Likeness {
	norm, at := normalise([]rune(text), x.phrases)
	prints := winnow(norm, x.piece, x.window)
	repeats := repetitive(prints)
	common := &shared{}
	if !repeats {
		common = x.matches(norm, prints, except)
	}
	slices.Sort(common.docs)
	var pieces *lookup
	var slow []pieceMatch
	if docs := x.slow(repeats, except); len(docs) > 0 {
		pieces = newLookup(norm, x.how.Least)
		slow = x.byPieces(pieces, docs)
	}
	allowed := x.allowed(len(norm), common, pieces, slow)
	var all []Likeness
	var scratch []match
	for _, d := range common.docs {
		l := Likeness{With: x.docs[d].id, Share: Fraction{Den: len(norm)}}
		scratch = common.of(d, scratch)
		for _, p := range x.passages(scratch, allowed) {
			b := x.docs[d].at
			l.Share.Num += p.n
			l.Passages = append(l.Passages, Passage{Span{at[p.a], at[p.a+p.n-1] + 1}, int(b[p.b]), int(b[p.b+p.n-1]) + 1})
		}
		if l.Passages != nil {
			all = append(all, l)
		}
	}
	for i := range slow {
		doc := &x.docs[slow[i].doc]
		l := Likeness{With: doc.id, Share: Fraction{Den: len(norm)}}
		for _, p := range slow[i].passages(pieces, norm, doc.norm, allowed) {
			l.Share.Num += p.n
			l.Passages = append(l.Passages, Passage{Span{at[p.a], at[p.a+p.n-1] + 1}, int(doc.at[p.b]), int(doc.at[p.b+p.n-1]) + 1})
		}
		if l.Passages != nil {
			all = append(all, l)
		}
	}
	slices.SortStableFunc(all, likest)
	return all
}
