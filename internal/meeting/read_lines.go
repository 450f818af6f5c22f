package meeting

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// PrintedLine is a row of a paper form: whom it is about and what it asks.
type PrintedLine struct {
	Subject  string   `json:"subject"`            // "" for one who is not voted on
	Question string   `json:"question,omitempty"` // id, on a ballot of several questions
	Page     int      `json:"page,omitempty"`     // of the form
	Options  []string `json:"options"`            // as printed
}

// line is what a row of a batch's form asks: the place of its line in the vote's form, -1
// for a row that is about nobody who is voted on, and its question.
type line struct {
	at int
	q  *ballot.Question
}

// linesOf are the rows of a batch's form, in order.
func (r *Round) linesOf(b *Batch) []line {
	type key struct {
		subject  string
		question int
	}
	asked, at := r.Form.Asked(), map[key]int{}
	for i, l := range r.Form.Lines() {
		at[key{r.Form.Subjects[l.Subject], l.Question}] = i
	}
	out := make([]line, len(b.Subjects))
	for k, id := range b.Subjects {
		q := 0
		if len(b.Questions) > 0 {
			q = slices.IndexFunc(asked, func(q ballot.Question) bool { return q.ID == b.Questions[k] })
		}
		out[k] = line{at: -1, q: &asked[max(q, 0)]}
		if i, ok := at[key{id, q}]; ok {
			out[k].at = i
		}
	}
	return out
}

// Options are the answers that a row of a batch's form offers, as they are printed.
func (r *Round) Options(b *Batch, row int) []string {
	if row < 1 || row > len(b.Subjects) {
		return nil
	}
	return r.linesOf(b)[row-1].q.Labels()
}

// Question is the id of the question that a row of the batch's form asks, "" on a form of one.
func (b *Batch) Question(row int) string {
	if row < 1 || row > len(b.Questions) {
		return ""
	}
	return b.Questions[row-1]
}

// mark is an entry as a mark of the question.
func mark(q *ballot.Question, entry string) ballot.Mark {
	switch {
	case entry == EntryMultiple && q.Kind == ballot.Choice:
		return ballot.Tick(0) | ballot.Tick(1)
	case entry == EntryMultiple:
		return ballot.Several
	case entry == EntryBlank:
		return 0
	}
	m, _ := q.Read(entry)
	return m
}

// put counts an entry n times; what is no entry of the question counts nowhere.
func put(c *ballot.Count, q *ballot.Question, entry string, n int) {
	switch i := slices.Index(q.Labels(), entry); {
	case i >= 0:
		c.Options[i] += n
	case entry == EntryBlank:
		c.Blank += n
	case entry == EntryMultiple:
		c.Multiple += n
	}
}

// empty is a count of nothing for each line of the form.
func empty(f ballot.Form) (all []ballot.Count) {
	asked := f.Asked()
	for _, l := range f.Lines() {
		all = append(all, ballot.Count{Options: make([]int, asked[l.Question].Columns())})
	}
	return all
}

// unread refuses a vote of which some papers cannot be read by a scanner.
func (r *Round) unread() error {
	for _, class := range r.issuedPaper() {
		if why := r.Form.Unread(r.classIndex(class)); why != "" {
			return decider.Refuse("N7.1", "paper-kind-unread", "why", "paper-unread."+why, "class", class).At("class")
		}
	}
	return nil
}

// printed refuses papers of another form than the class gets: another subject, another
// question, or other words; and those on which a rule about the whole ballot goes over
// several pages, because nothing says which pages are one person's.
func (r *Round) printed(class string, rows []PrintedLine) error {
	other := decider.Refuse("N7.1", "paper-other-form").At("layout")
	k := r.classIndex(class)
	b := &Batch{}
	for _, row := range rows {
		b.Subjects = append(b.Subjects, row.Subject)
		if len(r.Form.Questions) > 0 {
			b.Questions = append(b.Questions, row.Question)
		}
	}
	pages := map[int]int{} // of lines of the form
	for i, l := range r.linesOf(b) {
		if rows[i].Subject == "" {
			continue
		}
		if l.at < 0 || !slices.Equal(rows[i].Options, l.q.Labels()) || len(r.Form.Questions) == 0 && rows[i].Question != "" {
			return other
		}
		if _, twice := pages[l.at]; twice || !r.Form.Rated(k, r.Form.Lines()[l.at].Subject) {
			return other
		}
		pages[l.at] = rows[i].Page
	}
	for i, l := range r.Form.Lines() {
		if _, there := pages[i]; there != r.Form.Rated(k, l.Subject) {
			return other
		}
	}
	return r.whole(k, pages)
}

// whole refuses lines that are judged together and stand on several pages.
func (r *Round) whole(class int, pages map[int]int) error {
	for _, set := range r.Form.Together(class) {
		for _, i := range set {
			if pages[i] != pages[set[0]] {
				return decider.Refuse("N7.1", "paper-caps-pages").At("layout")
			}
		}
	}
	return nil
}
