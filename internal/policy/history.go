package policy

import "slices"

// Earlier is the grade of the year so many years back, 1 for the last one, and whether that year
// is on file. A person who was not under review then has the grade "".
type Earlier func(back int) (grade string, onFile bool)

// Recurrence is how often some grades came within some years.
type Recurrence struct {
	// N is how often they are known to have come, this year included.
	N int
	// Missing are the years not on file, as years back, the last one first.
	Missing []int
	// Met: they came so often as is asked. Open: they came, and with the years that are not on
	// file it may be so often; it is not known.
	Met, Open bool
}

// Judge counts how often the grades came. Years not on file are never counted, and where none of
// the grades is known to have come there is nothing that they could settle.
func (h *History) Judge(grade string, earlier Earlier) (r Recurrence) {
	if slices.Contains(h.Grades, grade) {
		r.N++
	}
	for back := 1; back < h.Years; back++ {
		switch was, onFile := earlier(back); {
		case !onFile:
			r.Missing = append(r.Missing, back)
		case slices.Contains(h.Grades, was):
			r.N++
		}
	}
	r.Met = r.N >= h.AtLeast
	r.Open = !r.Met && r.N > 0 && r.N+len(r.Missing) >= h.AtLeast
	return r
}
