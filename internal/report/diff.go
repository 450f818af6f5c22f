package report

// Op says what became of a piece from one version of a text to the next; in JSON.
type Op string

const (
	Same    Op = "same"
	Removed Op = "removed" // stands in the old text only
	Added   Op = "added"   // stands in the new text only
)

// Piece is one stretch of a difference, with its place in both texts; in the text
// that has nothing of it the place is where it would stand.
type Piece struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
	Old  Span   `json:"old"`
	New  Span   `json:"new"`
}

// Diff is the difference of two versions of a report for people to read (前后稿
// 对照): whole sentences that came or went, and inside a sentence that was only
// mended the words that changed. The pieces that are not added make up the old
// text, those that are not removed the new one; neighbours have different ops, and
// what was removed stands before what took its place.
func Diff(old, new string) []Piece {
	a, b := []rune(old), []rune(new)
	d := &differ{a: a, b: b}
	d.sentences(cutUp(a), cutUp(b))
	for i := range d.out {
		p := &d.out[i]
		if p.Op == Added {
			p.Text = string(b[p.New.From:p.New.To])
		} else {
			p.Text = string(a[p.Old.From:p.Old.To])
		}
	}
	return d.out
}

type differ struct {
	a, b   []rune
	out    []Piece
	oldEnd int
	newEnd int
}

// How many pairs are compared one by one; beyond it a block counts as replaced as a
// whole. Sentences are quickly seen to be the same, and slowly to be alike.
const (
	room      = 4 << 20
	alikeRoom = 1 << 16
	alikeWork = 8 << 20 // characters looked at while sentences are held against each other
)

// width is how many characters sentences that follow each other have.
func width(list []Span) int {
	if len(list) == 0 {
		return 0
	}
	return list[len(list)-1].To - list[0].From
}

func cutUp(text []rune) []Span {
	units := divide(text, fold(text))
	spans := make([]Span, len(units))
	for i, u := range units {
		spans[i] = Span{u.from, u.to}
	}
	return spans
}

// sentences goes through the longest common sequence of sentences; what lies
// between is compared sentence with sentence.
func (d *differ) sentences(x, y []Span) {
	i, j := 0, 0
	for _, m := range common(len(x), len(y), room, func(i, j int) bool { return equalSpans(d.a, x[i], d.b, y[j]) }) {
		d.block(x[i:m[0]], y[j:m[1]])
		d.emit(Same, x[m[0]].To-x[m[0]].From)
		i, j = m[0]+1, m[1]+1
	}
	d.block(x[i:], y[j:])
}

// block compares sentences that are not the same: those at least half alike are
// mended ones of each other.
func (d *differ) block(x, y []Span) {
	if width(x)*len(y)+width(y)*len(x) > alikeWork {
		d.replace(x, y)
		return
	}
	pairs := func(text []rune, list []Span) []map[[2]rune]int {
		out := make([]map[[2]rune]int, len(list))
		for i, s := range list {
			out[i] = map[[2]rune]int{}
			for k := s.From; k+1 < s.To; k++ {
				out[i][[2]rune{text[k], text[k+1]}]++
			}
		}
		return out
	}
	p, q := pairs(d.a, x), pairs(d.b, y)
	i, j := 0, 0
	for _, m := range common(len(x), len(y), alikeRoom, func(i, j int) bool { return alikePairs(p[i], q[j]) }) {
		d.replace(x[i:m[0]], y[j:m[1]])
		d.words(x[m[0]], y[m[1]])
		i, j = m[0]+1, m[1]+1
	}
	d.replace(x[i:], y[j:])
}

// alikePairs: at least half of the pairs of characters are shared.
func alikePairs(p, q map[[2]rune]int) bool {
	shared, all := 0, 0
	for k, n := range p {
		shared += min(n, q[k])
		all += n
	}
	for _, n := range q {
		all += n
	}
	return all > 0 && 4*shared >= all
}

// words compares two sentences by characters, and words of other scripts whole.
func (d *differ) words(s, t Span) {
	x, y := wordsOf(d.a, s), wordsOf(d.b, t)
	matches := common(len(x), len(y), room, func(i, j int) bool { return equalSpans(d.a, x[i], d.b, y[j]) })
	matches = readableRuns(matches, len(x), len(y))
	i, j := 0, 0
	for _, m := range matches {
		d.replace(x[i:m[0]], y[j:m[1]])
		d.emit(Same, x[m[0]].To-x[m[0]].From)
		i, j = m[0]+1, m[1]+1
	}
	d.replace(x[i:], y[j:])
}

func wordsOf(text []rune, s Span) []Span {
	var list []Span
	for i := s.From; i < s.To; {
		k := i + 1
		for class(text, i) == word && k < s.To && class(text, k) == word {
			k++
		}
		list = append(list, Span{i, k})
		i = k
	}
	return list
}

// readableRuns leaves out matches of a single token between two changes: a mended
// sentence in crumbs is harder to read than two phrases.
func readableRuns(m [][2]int, n, k int) [][2]int {
	var out [][2]int
	for from := 0; from < len(m); {
		to := from + 1
		for to < len(m) && m[to][0] == m[to-1][0]+1 && m[to][1] == m[to-1][1]+1 {
			to++
		}
		atEdge := m[from] == [2]int{0, 0} || m[to-1] == [2]int{n - 1, k - 1}
		if to-from > 1 || atEdge {
			out = append(out, m[from:to]...)
		}
		from = to
	}
	return out
}

func (d *differ) replace(x, y []Span) {
	if len(x) > 0 {
		d.emit(Removed, x[len(x)-1].To-x[0].From)
	}
	if len(y) > 0 {
		d.emit(Added, y[len(y)-1].To-y[0].From)
	}
}

// emit adds a piece of n characters, to the one before it of the same kind; a removal goes before
// the addition that was just made.
func (d *differ) emit(op Op, n int) {
	p := Piece{Op: op, Old: Span{d.oldEnd, d.oldEnd}, New: Span{d.newEnd, d.newEnd}}
	if op != Added {
		d.oldEnd += n
		p.Old.To = d.oldEnd
	}
	if op != Removed {
		d.newEnd += n
		p.New.To = d.newEnd
	}
	k := len(d.out)
	if op == Removed && k > 0 && d.out[k-1].Op == Added {
		added := d.out[k-1]
		added.Old = Span{p.Old.To, p.Old.To}
		p.New = Span{added.New.From, added.New.From}
		d.out = d.out[:k-1]
		d.join(p)
		d.out = append(d.out, added)
		return
	}
	d.join(p)
}

func (d *differ) join(p Piece) {
	if n := len(d.out); n > 0 && d.out[n-1].Op == p.Op {
		last := &d.out[n-1]
		last.Old.To, last.New.To = p.Old.To, p.New.To
		return
	}
	d.out = append(d.out, p)
}

func equalSpans(a []rune, s Span, b []rune, t Span) bool {
	return s.To-s.From == t.To-t.From && equal(a[s.From:s.To], b[t.From:t.To])
}

// common is the longest common sequence of two lists as pairs of places; of equals
// the one that matches earliest. What both begin or end with is matched at once;
// of a middle beyond room nothing is.
func common(n, m, room int, same func(i, j int) bool) [][2]int {
	var out, tail [][2]int
	from := 0
	for from < n && from < m && same(from, from) {
		out = append(out, [2]int{from, from})
		from++
	}
	for n > from && m > from && same(n-1, m-1) {
		n, m = n-1, m-1
		tail = append(tail, [2]int{n, m})
	}
	h, w := n-from, m-from
	if h > 0 && w > 0 && h <= room/w {
		best := make([]int32, (h+1)*(w+1)) // length of the common sequence of the rests
		at := func(i, j int) *int32 { return &best[i*(w+1)+j] }
		eq := make([]bool, h*w)
		for i := h - 1; i >= 0; i-- {
			for j := w - 1; j >= 0; j-- {
				if eq[i*w+j] = same(from+i, from+j); eq[i*w+j] {
					*at(i, j) = *at(i+1, j+1) + 1
				} else {
					*at(i, j) = max(*at(i+1, j), *at(i, j+1))
				}
			}
		}
		for i, j := 0, 0; i < h && j < w; {
			switch {
			case eq[i*w+j]:
				out = append(out, [2]int{from + i, from + j})
				i, j = i+1, j+1
			case *at(i+1, j) >= *at(i, j+1):
				i++
			default:
				j++
			}
		}
	}
	for i := len(tail) - 1; i >= 0; i-- {
		out = append(out, tail[i])
	}
	return out
}
