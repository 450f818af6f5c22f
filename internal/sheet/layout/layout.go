// Package layout is the geometry of a paper ballot (纸质测评票版式): where the marks,
// the codes, the rows and the cells of every page are. It is one value, made once
// by New, printed by sheet and read back by scan; it knows neither pens nor pixels.
//
// What is stored: layout.json, written beside the printed file and needed to read
// it. All lengths are whole micrometres from the upper left corner of the paper,
// x to the right and y down. Fields are only ever added.
package layout

// Format is the version of layout.json that this package writes and reads.
const Format = 1

// MM is a millimetre in the unit of the package.
const MM = 1000

// Layout is the geometry of a ballot form: of all its pages, and the same on every
// sheet of a batch, so that no sheet points to a person (N7.2).
type Layout struct {
	Format int `json:"format"`
	// Form names the form: 12 hex digits of the SHA-256 over everything else. It is
	// in the printed codes.
	Form  string `json:"form"`
	Title string `json:"title"`
	// Sort says whose ballot it is, where classes get different ones (票种), as it is printed.
	Sort    string   `json:"sort,omitempty"`
	Date    string   `json:"date,omitempty"`
	Paper   Size     `json:"paper"`
	Line    int      `json:"line"`   // width of the printed lines
	Grades  []string `json:"grades"` // of every page that has none of its own
	Marks   []Mark   `json:"marks"`
	Columns Columns  `json:"columns"`
	Pages   []Page   `json:"pages"`
}

// Size is a width and a height.
type Size struct {
	W int `json:"w"`
	H int `json:"h"`
}

// Box is a rectangle on the paper.
type Box struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// Kinds of marks.
const (
	Corner = "corner"
	Edge   = "edge"
)

// Mark is a printed black square that the reader finds a page by (定位标记). The
// four on the edges stand at places that no turn of the page brings into each other.
type Mark struct {
	Kind string `json:"kind"`
	X    int    `json:"x"` // centre
	Y    int    `json:"y"`
	Size int    `json:"size"`
}

// Columns are the vertical lines of the table: of the running number, the name and
// the post, and one more than there are grades.
type Columns struct {
	Number int   `json:"number"`
	Name   int   `json:"name"`
	Post   int   `json:"post"`
	Grades []int `json:"grades"`
}

// Page is one page of the form.
type Page struct {
	Page int   `json:"page"`
	Head int   `json:"head"` // upper line of the table's heading
	Code Code  `json:"code"`
	Rows []Row `json:"rows"`
	// Title is the question that is asked on the page, where there are several.
	Title string `json:"title,omitempty"`
	// Grades and Columns are the page's own, where it has other ones than the layout.
	Grades  []string `json:"grades,omitempty"`
	Columns *Columns `json:"columns,omitempty"`
}

// Of is the layout as a page has it: with that page's own grades and columns.
func (l *Layout) Of(p Page) *Layout {
	if p.Columns == nil {
		return l
	}
	own := *l
	own.Grades, own.Columns = p.Grades, *p.Columns
	return &own
}

// GradesOf are the grades of a page of the form, counted from 1; none for no page of it.
func (l *Layout) GradesOf(page int) []string {
	if page < 1 || page > len(l.Pages) {
		return nil
	}
	return l.Of(l.Pages[page-1]).Grades
}

// Scales are the grades of every page where not all pages have the same, else none.
func (l *Layout) Scales() (all [][]string) {
	own := false
	for _, p := range l.Pages {
		own = own || p.Columns != nil
		all = append(all, l.Of(p).Grades)
	}
	if !own {
		return nil
	}
	return all
}

// Code is what is printed, twice, so that a page says what it is: a QR code.
type Code struct {
	Text string `json:"text"`
	// Modules are the rows of the code, "1" for dark.
	Modules []string `json:"modules"`
	Places  []Box    `json:"places"`
}

// Row is the entry of one subject (述职对象). Row counts from 1 through all pages.
type Row struct {
	Row    int    `json:"row"`
	Name   string `json:"name"`
	Post   string `json:"post,omitempty"`
	Top    int    `json:"top"`
	Bottom int    `json:"bottom"`
}

// Cell is the cell of a row's grade, both counted from 0.
func (l *Layout) Cell(p Page, row, grade int) Box {
	r, x := p.Rows[row], l.Of(p).Columns.Grades
	return Box{X: x[grade], Y: r.Top, W: x[grade+1] - x[grade], H: r.Bottom - r.Top}
}
