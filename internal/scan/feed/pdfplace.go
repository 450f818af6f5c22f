package feed

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"shuping/internal/scan"
)

// matrix brings a picture's unit square onto the page, as PDF writes it.
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// then is m followed by o.
func (m matrix) then(o matrix) matrix {
	return matrix{
		m[0]*o[0] + m[1]*o[2], m[0]*o[1] + m[1]*o[3],
		m[2]*o[0] + m[3]*o[2], m[2]*o[1] + m[3]*o[3],
		m[4]*o[0] + m[5]*o[2] + o[4], m[4]*o[1] + m[5]*o[3] + o[5],
	}
}

func (m matrix) area() float64 { return math.Abs(m[0]*m[3] - m[1]*m[2]) }

// picture is a picture and its place on the page.
type picture struct {
	at matrix
	*raster
}

// placing follows a page's drawing and notes the pictures.
type placing struct {
	pdf    *pdf
	placed []picture
}

// run follows one drawing: it keeps track of where things are drawn and knows no more
// of its language than that.
func (p *placing) run(content []byte, resources types.Dict, at matrix, depth int) error {
	var stack []matrix
	var numbers []float64
	name := ""
	l := lexer{data: content}
	for {
		word, kind := l.next()
		switch kind {
		case atEnd:
			return nil
		case aNumber:
			if v, err := strconv.ParseFloat(word, 64); err == nil {
				numbers = append(numbers, v)
			}
			continue
		case aName:
			name = word
			continue
		case aValue:
			continue
		}
		switch word {
		case "q":
			if len(stack) < 1000 {
				stack = append(stack, at)
			}
		case "Q":
			if n := len(stack); n > 0 {
				at, stack = stack[n-1], stack[:n-1]
			}
		case "cm":
			if n := len(numbers); n >= 6 {
				at = matrix(numbers[n-6:]).then(at)
			}
		case "Do":
			if err := p.draw(name, resources, at, depth); err != nil {
				return err
			}
		case "BI":
			return &Error{scan.Foreign, errors.New("a picture inside of the page's drawing")}
		}
		numbers = numbers[:0]
	}
}

// draw notes a picture, or follows a form.
func (p *placing) draw(name string, resources types.Dict, at matrix, depth int) error {
	o, ok := p.pdf.dict(resources, "XObject").Find(name)
	if !ok {
		return nil
	}
	s, _, err := p.pdf.table.DereferenceStreamDict(o)
	if err != nil || s == nil {
		return broken(errors.New("a picture that is not in the file"))
	}
	if s.Image() || s.Subtype() != nil && *s.Subtype() == "Image" {
		if len(p.placed) == maxPictures {
			return &Error{scan.Pictures, nil}
		}
		r, err := p.pdf.raster(s)
		if err != nil {
			return err
		}
		p.placed = append(p.placed, picture{at, r})
		return nil
	}
	if depth == maxDepth {
		return broken(errors.New("forms in forms without an end"))
	}
	content, err := unpacked(s, maxContent)
	if err != nil {
		return err
	}
	if m := p.pdf.array(s.Dict, "Matrix"); len(m) == 6 {
		var own matrix
		for i := range own {
			own[i], _ = p.pdf.table.DereferenceNumber(m[i])
		}
		at = own.then(at)
	}
	if own := p.pdf.dict(s.Dict, "Resources"); own != nil {
		resources = own
	}
	return p.run(content, resources, at, depth+1)
}

// Of pictures on a page.
const (
	small  = 0.1  // a picture with less than this share of the largest's area is a stamp
	strips = 0.01 // how far apart strips may be, of the width
	mostOf = 0.5  // the largest covers at least this share of all: it is the page
)

// join finds what makes the page: one picture, or strips of one width one below the
// other.
func join(all []picture) ([]picture, error) {
	if len(all) == 0 {
		return nil, &Error{scan.NoPicture, nil}
	}
	largest, total := 0.0, 0.0
	for _, p := range all {
		largest, total = max(largest, p.at.area()), total+p.at.area()
	}
	if largest == 0 || math.IsInf(total, 0) || math.IsNaN(total) {
		return nil, &Error{scan.NoPicture, nil}
	}
	if largest >= mostOf*total {
		all = slices.DeleteFunc(slices.Clone(all), func(p picture) bool { return p.at.area() < small*largest })
	}
	if len(all) == 1 {
		return all, nil
	}
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b picture) int {
		switch {
		case a.top() > b.top():
			return -1
		case a.top() < b.top():
			return 1
		}
		return 0
	})
	for i, p := range all {
		m, o := p.at, all[0].at
		far := strips * math.Abs(o[0])
		apart := math.Abs(m[0]-o[0]) > far || math.Abs(m[4]-o[4]) > far || m[1] != 0 || m[2] != 0 || m[0] <= 0 || m[3] <= 0
		if apart || p.w != all[0].w || i > 0 && math.Abs(all[i-1].at[5]-p.top()) > far {
			return nil, &Error{scan.Pictures, nil}
		}
	}
	return all, nil
}

func (p *picture) top() float64 { return p.at[5] + p.at[3] }

// stack decodes pictures and puts them one below the other.
func stack(all []picture, m *Memory) (*scan.Gray, error) {
	h := 0
	for _, p := range all {
		if err := fits(p.w, p.h, 1); err != nil {
			return nil, err
		}
		h += p.h
	}
	if err := fits(all[0].w, h, 1); err != nil {
		return nil, err
	}
	if len(all) == 1 {
		g, err := all[0].decode(m)
		if err == nil && all[0].at[0]*all[0].at[3] < all[0].at[1]*all[0].at[2] {
			mirror(g)
		}
		return g, err
	}
	out, part := m.gray(all[0].w, h), &Memory{}
	at := 0
	for _, p := range all {
		g, err := p.decode(part)
		if err != nil {
			return nil, err
		}
		if g.W != p.w || g.H != p.h {
			return nil, fmt.Errorf("a strip of %d x %d pixels that says %d x %d", g.W, g.H, p.w, p.h)
		}
		at += copy(out.Pix[at:], g.Pix)
	}
	return out, nil
}

// mirror puts the rows of an image in the other order.
func mirror(g *scan.Gray) {
	for y := range g.H / 2 {
		a, b := g.Pix[y*g.W:(y+1)*g.W], g.Pix[(g.H-1-y)*g.W:(g.H-y)*g.W]
		for x := range a {
			a[x], b[x] = b[x], a[x]
		}
	}
}
