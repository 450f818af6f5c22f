package web

import (
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/meeting"
)

// comparedView is a pile that was scanned twice: where both readings differ, entry by entry.
type comparedView struct {
	Path          string
	First, Second int
	Pairs         int
	Missing, Only []Link // pages that one scan alone has
	Rows          []comparedRow
	Open          int
}

// comparedRow is an entry that was read otherwise the second time.
type comparedRow struct {
	Name, Was, Now  string
	Decided         string // "" while it is open
	Here, There     Link
	Picture, Second string // addresses of both pictures
	Of, OfSecond    string // what they show
}

// comparedPage shows the comparison of a second scan with the first.
func (s *Server) comparedPage(w http.ResponseWriter, v *visit) error {
	r, err := s.teller(v)
	if err != nil {
		return err
	}
	no, err := strconv.Atoi(v.PathValue("batch"))
	round := r.paperRound()
	if err != nil || round == nil || round.Reading == nil || no < 1 || no > len(round.Reading.Batches) {
		return errNotFound
	}
	b := &round.Reading.Batches[no-1]
	if b.Compared == nil || b.Voided != nil {
		return errNotFound
	}
	sh := s.shell(v, v.W.Say("paper.compared.title", "first", b.Again, "second", b.No))
	sh.Sheets, sh.Scripts = []string{"meeting.css", "tellers.css"}, []string{"tellers.js"}
	return s.show(w, v, http.StatusOK, sh, ComparedPage(r, r.comparedView(round, b)))
}

func (r *room) comparedView(round *meeting.Round, b *meeting.Batch) comparedView {
	first := &round.Reading.Batches[b.Again-1]
	c := comparedView{Path: r.path() + "/paper", First: first.No, Second: b.No}
	page := func(batch, page int) Link {
		return Link{Label: r.W.Say("paper.page-of", "batch", batch, "page", page), Href: r.paperPageHref(batch, page)}
	}
	for _, p := range b.Compared.Pairs {
		if p > 0 {
			c.Pairs++
		}
	}
	if first.Read != nil {
		for _, p := range b.Compared.Missing(first) {
			c.Missing = append(c.Missing, page(first.No, p))
		}
	}
	for _, p := range b.Compared.Only {
		c.Only = append(c.Only, page(b.No, p))
	}
	asked := round.Unclear()
	for _, d := range b.Compared.Differ {
		if b.Subjects[d.Row-1] == "" {
			continue
		}
		other := b.Compared.Pairs[d.Page-1]
		row := "/row/" + strconv.Itoa(d.Row)
		x := comparedRow{Name: r.rowName(first, d.Row), Was: r.entryWords(d.Was), Now: r.entryWords(d.Now), Here: page(first.No, d.Page), There: page(b.No, other)}
		x.Picture, x.Second = x.Here.Href+row, x.There.Href+row
		x.Of = r.W.Say("paper.compared.picture", "name", x.Name, "page", x.Here.Label)
		x.OfSecond = r.W.Say("paper.compared.picture", "name", x.Name, "page", x.There.Label)
		at := meeting.EntryRef{Batch: first.No, Page: d.Page, Row: d.Row}
		if i := slices.IndexFunc(asked, func(e meeting.Doubt) bool { return e.EntryRef == at }); i >= 0 {
			if final := asked[i].Final(); final != "" {
				x.Decided = r.entryWords(final)
			} else {
				c.Open++
			}
		}
		c.Rows = append(c.Rows, x)
	}
	return c
}

// toScanAgain are the piles that can be scanned a second time.
func (r *room) toScanAgain(round *meeting.Round) (out []Option) {
	if round == nil || round.Reading == nil {
		return nil
	}
	for i := range round.Reading.Batches {
		if b := &round.Reading.Batches[i]; b.Voided == nil && b.Again == 0 && b.Read != nil && round.Reading.Second(b.No) == nil {
			out = append(out, Option{strconv.Itoa(b.No), r.W.Say("paper.take.again-of", "n", b.No, "class", r.pile(round.Form, b.Class))})
		}
	}
	return out
}
