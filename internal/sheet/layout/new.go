package layout

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/decider"
)

// Papers that a form can be printed on (纸张).
const (
	A4  = "A4"
	A5  = "A5"
	K16 = "16K"
)

// Limits of a form.
const (
	MinGrades   = 2
	MaxGrades   = 6
	MaxSubjects = 500
	MinCell     = 11 * MM // narrowest cell of a grade
	MinPitch    = 8 * MM  // lowest row
	MaxPitch    = 12 * MM
)

// Subject is a person who is voted on (述职对象).
type Subject struct {
	Name string
	Post string // post and unit, as they are printed
}

// Form is what a layout is made for: one table of subjects by grades, or one for each
// of several questions, each on pages of its own.
type Form struct {
	Title    string
	Sort     string // whose ballot it is, where classes get different ones
	Date     string // empty: a line to fill in by hand
	Paper    string // A4 if empty
	Grades   []string
	Subjects []Subject
	Sections []Section // instead of grades and subjects
}

// Section is a table of a form (测评项目).
type Section struct {
	Title    string
	Grades   []string
	Subjects []Subject
}

// sections are the tables of the form.
func (f Form) sections() []Section {
	if len(f.Sections) > 0 {
		return f.Sections
	}
	return []Section{{Grades: f.Grades, Subjects: f.Subjects}}
}

// Encode turns the text of a code into its modules, rows of "0" and "1".
type Encode func(text string) ([]string, error)

// Places on the paper that do not depend on the form, from its edges.
const (
	markInset  = 12 * MM // centre of the marks
	cornerSize = 5 * MM
	edgeSize   = 3500
	tableInset = 18 * MM // left and right line of the table
	headTop    = 46 * MM
	headHeight = 8 * MM
	footInset  = 31 * MM // from the lower edge to the table's end, at least
	codeSize   = 18 * MM
	lineWidth  = 180
)

// New makes the layout of a form. A form that cannot be printed is refused
// (*decider.Refusal); an error is one of encode.
func New(f Form, encode Encode) (*Layout, error) {
	if r := f.check(); r != nil {
		return nil, r
	}
	size, ok := map[string]Size{"": {210 * MM, 297 * MM}, A4: {210 * MM, 297 * MM}, A5: {148 * MM, 210 * MM}, K16: {195 * MM, 270 * MM}}[f.Paper]
	if !ok {
		return nil, decider.Refuse("N7.1", "sheet.paper", "paper", f.Paper)
	}
	tables := f.sections()
	l := &Layout{Format: Format, Title: f.Title, Sort: f.Sort, Date: f.Date, Paper: size, Line: lineWidth, Grades: tables[0].Grades, Marks: marks(size)}
	l.Columns = columns(size, len(l.Grades))
	row := 0
	for _, t := range tables {
		for _, p := range pages(size, t.Subjects) {
			p.Page, p.Title = len(l.Pages)+1, t.Title
			if !slices.Equal(t.Grades, l.Grades) {
				own := columns(size, len(t.Grades))
				p.Grades, p.Columns = t.Grades, &own
			}
			for i := range p.Rows {
				row++
				p.Rows[i].Row = row
			}
			l.Pages = append(l.Pages, p)
		}
	}
	l.Form = l.hash()
	for i := range l.Pages {
		p := &l.Pages[i]
		p.Code.Text = codeText(l.Form, p.Page, len(l.Pages))
		var err error
		if p.Code.Modules, err = encode(p.Code.Text); err != nil {
			return nil, fmt.Errorf("code of page %d: %w", p.Page, err)
		}
		p.Code.Places = codePlaces(size)
	}
	return l, nil
}

func (f Form) check() error {
	rows := 0
	for _, t := range f.sections() {
		if err := t.check(); err != nil {
			return err
		}
		if rows += len(t.Subjects); rows > MaxSubjects {
			return decider.Refuse("N7.1", "sheet.many-subjects", "n", rows, "max", MaxSubjects)
		}
	}
	return nil
}

func (f Section) check() error {
	switch n := len(f.Subjects); {
	case n == 0:
		return decider.Refuse("N7.1", "sheet.no-subjects")
	case n > MaxSubjects:
		return decider.Refuse("N7.1", "sheet.many-subjects", "n", n, "max", MaxSubjects)
	case len(f.Grades) < MinGrades || len(f.Grades) > MaxGrades:
		return decider.Refuse("N7.1", "sheet.grades", "n", len(f.Grades), "min", MinGrades, "max", MaxGrades)
	}
	seen := map[string]bool{}
	for _, g := range f.Grades {
		if strings.TrimSpace(g) == "" || seen[g] {
			return decider.Refuse("N7.1", "sheet.grade-twice", "grade", g)
		}
		seen[g] = true
	}
	for i, s := range f.Subjects {
		if strings.TrimSpace(s.Name) == "" {
			return decider.Refuse("N7.1", "sheet.nameless", "n", i+1)
		}
	}
	return nil
}

// marks are four corners and one mark on each edge, each at another share of its
// edge.
func marks(s Size) []Mark {
	l, r, t, b := markInset, s.W-markInset, markInset, s.H-markInset
	return []Mark{
		{Corner, l, t, cornerSize}, {Corner, r, t, cornerSize}, {Corner, r, b, cornerSize}, {Corner, l, b, cornerSize},
		{Edge, s.W * 66 / 100, t, edgeSize}, {Edge, r, s.H * 36 / 100, edgeSize},
		{Edge, s.W * 46 / 100, b, edgeSize}, {Edge, l, s.H * 74 / 100, edgeSize},
	}
}

// codePlaces are the upper left and the lower right corner, beside the marks.
func codePlaces(s Size) []Box {
	return []Box{
		{tableInset, markInset - cornerSize/2, codeSize, codeSize},
		{s.W - tableInset - codeSize, s.H - markInset + cornerSize/2 - codeSize, codeSize, codeSize},
	}
}

// columns shares out the width of the table. Wide cells are read best, so the
// text gives way before they do; six grades leave it 19 mm on the smallest paper.
func columns(s Size, grades int) Columns {
	left, right := tableInset, s.W-tableInset
	number, name, post := 8*MM, 26*MM, 38*MM
	if s.W < 180*MM {
		number, name, post = 7*MM, 20*MM, 26*MM
	}
	cell := min((right-left-number-name-post)/grades, 22*MM)
	for cell < MinCell {
		post -= MM
		cell = (right - left - number - name - post) / grades
	}
	c := Columns{Number: left, Name: left + number, Post: left + number + name}
	for i := range grades + 1 {
		c.Grades = append(c.Grades, right-(grades-i)*cell)
	}
	return c
}

// pages shares out the subjects evenly.
func pages(s Size, subjects []Subject) []Page {
	first := headTop + headHeight
	room := s.H - footInset - first
	most := room / MinPitch
	count := (len(subjects) + most - 1) / most
	per := (len(subjects) + count - 1) / count
	pitch := min(room/per, MaxPitch)
	var out []Page
	for i, sub := range subjects {
		if i%per == 0 {
			out = append(out, Page{Page: len(out) + 1, Head: headTop})
		}
		p, top := &out[len(out)-1], first+i%per*pitch
		p.Rows = append(p.Rows, Row{Row: i + 1, Name: sub.Name, Post: sub.Post, Top: top, Bottom: top + pitch})
	}
	return out
}

// hash names the form by everything but its codes.
func (l *Layout) hash() string {
	c := *l
	c.Form, c.Pages = "", append([]Page(nil), l.Pages...)
	for i := range c.Pages {
		c.Pages[i].Code = Code{}
	}
	data, err := json.Marshal(c)
	if err != nil {
		panic(err) // unreachable unless a field of Layout cannot be JSON
	}
	sum := sha256.Sum256(data)
	return strings.ToUpper(hex.EncodeToString(sum[:6]))
}

// codeText is "SP1:<form>:<page>/<pages>:<check>"; check is the first four hex
// digits of the SHA-256 of what stands before its colon.
func codeText(form string, page, pages int) string {
	text := "SP1:" + form + ":" + strconv.Itoa(page) + "/" + strconv.Itoa(pages)
	sum := sha256.Sum256([]byte(text))
	return text + ":" + strings.ToUpper(hex.EncodeToString(sum[:2]))
}
