package ballot

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// Kind is what a question asks about each subject.
type Kind string

const (
	Choice Kind = ""      // one of the options (选一项)
	Score  Kind = "score" // a number (打分)
	Rank   Kind = "rank"  // a place, no two subjects the same and none left out (排名)
)

// Question is one of several questions about each subject (测评项目).
type Question struct {
	// ID names it; the only question of a form may have none.
	ID   string `json:"id,omitempty"`
	Kind Kind   `json:"kind,omitempty"`
	// Options are the words of a choice.
	Options []string `json:"options,omitempty"`
	// Range are the numbers of a score.
	Range Range `json:"range,omitzero"`
	// Places is how many places a rank gives, from the first.
	Places int `json:"places,omitempty"`
	// Points are what each place is worth, decimal; none: the mean place counts.
	Points []string `json:"points,omitempty"`
	// Subjects are the places in Form.Subjects of those it is asked about; none: all.
	Subjects []int `json:"subjects,omitempty"`
}

// Columns is how many different answers it has.
func (q *Question) Columns() int {
	switch q.Kind {
	case Score:
		return q.Range.numbers()
	case Rank:
		return q.Places
	}
	return len(q.Options)
}

// Label is the i-th answer as it is written: the option, the number, the place.
func (q *Question) Label(i int) string {
	switch q.Kind {
	case Score:
		return q.Range.text(i)
	case Rank:
		return strconv.Itoa(i + 1)
	}
	return q.Options[i]
}

// Labels are all answers.
func (q *Question) Labels() []string {
	if q.Kind == Choice {
		return slices.Clone(q.Options)
	}
	out := make([]string, q.Columns())
	for i := range out {
		out[i] = q.Label(i)
	}
	return out
}

// Mark is the mark of the i-th answer.
func (q *Question) Mark(i int) Mark {
	if q.Kind == Choice {
		return Tick(i)
	}
	return Mark(i + 1)
}

// Read is the mark of an answer as somebody wrote it: an option, or a number in decimals.
// Nothing written is a blank mark; false is no answer of the question.
func (q *Question) Read(text string) (Mark, bool) {
	text = strings.TrimSpace(text)
	i := -1
	switch {
	case text == "":
		return 0, true
	case q.Kind == Choice:
		i = slices.Index(q.Options, text)
	case q.Kind == Score:
		i = q.Range.index(text)
	default:
		if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= q.Places {
			i = n - 1
		}
	}
	if i < 0 {
		return 0, false
	}
	return q.Mark(i), true
}

// Answer says what a mark is and, if it is valid, which answer it gives, else -1.
func (q *Question) Answer(m Mark) (Verdict, int) {
	switch {
	case m == Own:
		return Self, -1
	case m == Broken:
		return Breach, -1
	case q.Kind == Choice:
		return m.Verdict(), m.Option()
	case m == 0:
		return Blank, -1
	case m == Several:
		return Multiple, -1
	}
	return Valid, int(m) - 1
}

// has says whether a mark can stand beside the question.
func (q *Question) has(m Mark) bool {
	if q.Kind == Choice {
		return m&^(1<<len(q.Options)-1) == 0
	}
	return m == Several || int(m) <= q.Columns()
}

// value is what the i-th answer is worth in a mean, nil for a choice.
func (q *Question) value(i int) *big.Rat {
	switch q.Kind {
	case Score:
		return q.Range.value(i)
	case Rank:
		if len(q.Points) > 0 {
			n, d, _ := decimal(q.Points[i])
			return big.NewRat(n, scale(d))
		}
		return big.NewRat(int64(i)+1, 1)
	}
	return nil
}

// Range are the numbers that may be given (打分范围), in decimals.
type Range struct {
	From string `json:"from"`
	To   string `json:"to"`
	Step string `json:"step"`
	// Drop is how many of the highest and of the lowest numbers of each part are left out of the mean.
	Drop int `json:"drop,omitempty"`
}

// whole are the bounds as whole numbers of 10^-decimals, false when they are none or in no order.
func (r Range) whole() (from, to, step int64, decimals int, ok bool) {
	var n [3]int64
	var d [3]int
	for i, s := range []string{r.From, r.To, r.Step} {
		if n[i], d[i], ok = decimal(s); !ok {
			return 0, 0, 0, 0, false
		}
	}
	decimals = max(d[0], d[1], d[2])
	for i := range n {
		n[i] *= scale(decimals - d[i])
	}
	ok = n[0] < n[1] && n[2] > 0 && (n[1]-n[0])%n[2] == 0
	return n[0], n[1], n[2], decimals, ok
}

// numbers is how many there are, 0 for a range that is none.
func (r Range) numbers() int {
	from, to, step, _, ok := r.whole()
	if !ok || (to-from)/step >= MaxNumbers {
		return 0
	}
	return int((to-from)/step) + 1
}

func (r Range) value(i int) *big.Rat {
	from, _, step, d, _ := r.whole()
	return big.NewRat(from+int64(i)*step, scale(d))
}

// text is the i-th number, without zeros at the end behind the point.
func (r Range) text(i int) string {
	from, _, step, d, _ := r.whole()
	v := strconv.FormatInt(from+int64(i)*step, 10)
	if d == 0 {
		return v
	}
	for len(v) <= d {
		v = "0" + v
	}
	return strings.TrimRight(strings.TrimRight(v[:len(v)-d]+"."+v[len(v)-d:], "0"), ".")
}

// index is which number was written, -1 for none of them.
func (r Range) index(text string) int {
	from, to, step, d, ok := r.whole()
	n, places, read := decimal(text)
	if !ok || !read {
		return -1
	}
	if places > d {
		if n%scale(places-d) != 0 {
			return -1
		}
		n /= scale(places - d)
	} else {
		n *= scale(d - places)
	}
	if n < from || n > to || (n-from)%step != 0 {
		return -1
	}
	return int((n - from) / step)
}

// decimal reads 90 or 92.5: at most 7 digits before the point and 6 behind.
func decimal(s string) (n int64, places int, ok bool) {
	whole, frac, point := strings.Cut(s, ".")
	if whole == "" || len(whole) > 7 || len(frac) > 6 || point && frac == "" || strings.Trim(whole+frac, "0123456789") != "" {
		return 0, 0, false
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	return n, len(frac), err == nil
}

// scale is 10^d.
func scale(d int) int64 {
	n := int64(1)
	for range d {
		n *= 10
	}
	return n
}
