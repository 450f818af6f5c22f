package batch

import (
	"slices"

	"shuping/internal/scan"
)

// Comparison is what two scans of the same papers have in common (两次扫描对照).
type Comparison struct {
	Pairs   int          `json:"pairs"`   // pages that are on both scans
	Entries int          `json:"entries"` // of these pages
	Differ  []Difference `json:"differ"`
	// First and Second are pages that only one of the scans has.
	First  []Place `json:"only_first"`
	Second []Place `json:"only_second"`
}

// Difference is an entry that was read otherwise the second time.
type Difference struct {
	First  Place    `json:"first"`
	Second Place    `json:"second"`
	Row    scan.Row `json:"was"`
	Now    scan.Row `json:"now"`
}

// Compare finds each page of one scan on the other by its ink, in whatever order the
// sheets went through, and compares them entry by entry. Pages with hardly any ink look
// all the same: they are taken in their order. Pages that were not read, and sheets that
// went through twice, are left out on both sides.
func Compare(first, second []Page) Comparison {
	c := Comparison{Differ: []Difference{}, First: []Place{}, Second: []Place{}}
	for _, m := range Match(first, second) {
		switch {
		case m[0] < 0:
			c.Second = append(c.Second, second[m[1]].Place)
		case m[1] < 0:
			c.First = append(c.First, first[m[0]].Place)
		default:
			c.pair(&first[m[0]], &second[m[1]])
		}
	}
	return c
}

// Match are the places of each sheet on both scans, -1 where one has it not, by the first
// scan's order and then what only the second has.
func Match(first, second []Page) (out [][2]int) {
	taken := make([]bool, len(second))
	for i := range first {
		a := &first[i]
		if !a.comparable() {
			continue
		}
		k := slices.IndexFunc(second, func(b Page) bool { return b.comparable() && a.shows(&b) })
		for k >= 0 && taken[k] {
			next := slices.IndexFunc(second[k+1:], func(b Page) bool { return b.comparable() && a.shows(&b) })
			if next < 0 {
				k = -1
				break
			}
			k += next + 1
		}
		if k >= 0 {
			taken[k] = true
		}
		out = append(out, [2]int{i, k})
	}
	for k := range second {
		if second[k].comparable() && !taken[k] {
			out = append(out, [2]int{-1, k})
		}
	}
	return out
}

func (p *Page) comparable() bool {
	return p.Problem == scan.NoProblem && p.SameAs == nil && p.Ink != nil
}

// shows says whether two pages are of one sheet, as far as that can be told.
func (p *Page) shows(o *Page) bool {
	if p.FormPage != o.FormPage || p.Ink.Little() != o.Ink.Little() {
		return false
	}
	return p.Ink.Little() || p.Ink.Same(o.Ink)
}

func (c *Comparison) pair(a, b *Page) {
	c.Pairs++
	for i := range min(len(a.Rows), len(b.Rows)) {
		x, y := a.Rows[i], b.Rows[i]
		c.Entries++
		if x.Verdict != y.Verdict || (x.Grade == nil) != (y.Grade == nil) || x.Grade != nil && *x.Grade != *y.Grade {
			c.Differ = append(c.Differ, Difference{a.Place, b.Place, x, y})
		}
	}
}
