package readings

import "shuping/internal/scan"

// Sum is what a pile comes to before people decide anything.
type Sum struct {
	Pages   []int // the page of the form that each page shows, 0 for one that is not counted
	Refused int   // pages that could not be read; blank backs are none
	Rows    []RowSum
	Unclear []Unclear
	Twins   []Twin
	Codes   []string // the entries of each page that counts, "" of others
}

// RowSum is what the pages that count have in one row of the form.
type RowSum struct {
	Row, FormPage            int
	Options                  []int
	Blank, Multiple, Unclear int
}

// Unclear is an entry that people decide.
type Unclear struct {
	Page, Row int
	Reason    scan.Reason
	Crop      string
}

// Twin is a page with the same ink as an earlier one.
type Twin struct {
	Page, FormPage int
	Of             Ref
	Codes          string
}

// Sum adds a pile up. formPages has the page of the form of each row, in order.
func (f *File) Sum(formPages []int) Sum {
	s := Sum{Pages: []int{}}
	for i, p := range formPages {
		s.Rows = append(s.Rows, RowSum{Row: i + 1, FormPage: p, Options: make([]int, len(f.GradesOf(p)))})
	}
	for i := range f.Pages {
		p, counted := &f.Pages[i], 0
		switch {
		case p.Problem == scan.Empty:
		case p.Problem != scan.NoProblem:
			s.Refused++
		case p.SameAs != nil:
			s.Twins = append(s.Twins, Twin{i + 1, p.FormPage, *p.SameAs, p.Codes()})
			s.entries(p, i+1, false)
		default:
			counted = p.FormPage
			s.entries(p, i+1, true)
		}
		s.Pages = append(s.Pages, counted)
		codes := ""
		if counted > 0 {
			codes = p.Codes()
		}
		s.Codes = append(s.Codes, codes)
	}
	return s
}

// entries adds the entries of a page, or of one that does not count only what people may
// have to decide if it does after all.
func (s *Sum) entries(p *Page, page int, counts bool) {
	for _, r := range p.Rows {
		if r.Verdict == scan.Unclear {
			s.Unclear = append(s.Unclear, Unclear{page, r.Row, r.Reason, r.Crop})
		}
		if !counts || r.Row < 1 || r.Row > len(s.Rows) || s.Rows[r.Row-1].FormPage != p.FormPage || r.Grade >= len(s.Rows[r.Row-1].Options) {
			continue
		}
		switch t := &s.Rows[r.Row-1]; r.Verdict {
		case scan.Valid:
			t.Options[r.Grade]++
		case scan.Blank:
			t.Blank++
		case scan.Multiple:
			t.Multiple++
		default:
			t.Unclear++
		}
	}
}
