package web

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/office/tellers"
	"shuping/internal/policy"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
	"shuping/internal/words"
)

// knownPaper is a paper form that the reader knows: of everybody, or of the classes that get
// it.
type knownPaper struct {
	layout.Layout
	Texts sheet.Texts
	Name  string // whose it is, "" for everybody's
}

// knownPapers are the papers of the meeting's next or open vote as the reader knows them, kept
// so that they can be read back. They speak the language of the notice, whoever prints them.
// Where papers cannot be read, there are none, and why is a key of the catalogue.
func (s *Server) knownPapers(r *room) (forms []knownPaper, why string, err error) {
	if s.Tellers == nil {
		return nil, "", nil
	}
	f := formToPrint(r)
	sorts := paperSorts(r.s.Type(), f)
	for _, classes := range sorts {
		switch why := f.Unread(classes[0]); {
		case why == ballot.UnreadOwnLine && r.s.Type().Ballot.Secret.Holds() && len(f.Subjects) > 1:
			continue // gets no paper
		case why != "":
			return nil, "paper-unread." + why, nil
		}
		one, err := s.printPaper(r, f, classes, len(sorts) > 1)
		var refusal *decider.Refusal
		if errors.As(err, &refusal) && slices.Contains([]string{"sheet.grades", "sheet.grade-twice", "sheet.many-subjects"}, refusal.Code) {
			return nil, "refusal." + refusal.Code + ".got", nil
		}
		if err != nil {
			return nil, "", err
		}
		if one.parted(f, classes[0]) {
			return nil, "paper-unread.caps-pages", nil
		}
		forms = append(forms, *one)
	}
	return forms, "", nil
}

// paperSorts are the places of the classes of a form, those together that get the same paper.
func paperSorts(t *policy.Meeting, f ballot.Form) (sorts [][]int) {
	var keys []string
	for k := range f.Classes {
		key := fmt.Sprint(f.OwnLines(k))
		for s := range f.Subjects {
			key += fmt.Sprint(f.Rated(k, s))
		}
		for _, p := range f.Parts {
			key += fmt.Sprint(slices.Contains(p.Classes, k))
		}
		if i := slices.Index(keys, key); i >= 0 {
			sorts[i] = append(sorts[i], k)
		} else {
			keys, sorts = append(keys, key), append(sorts, []int{k})
		}
	}
	return sorts
}

func (s *Server) printPaper(r *room, f ballot.Form, classes []int, several bool) (*knownPaper, error) {
	zh := words.For(words.ZH)
	out := &knownPaper{Texts: paperTexts(f, classes[0])}
	p := tellers.Paper{Form: layout.Form{Title: r.title() + zh.Say("sheet.title"), Date: zh.ISODate(string(r.s.Date))}}
	no := r.s.Ballots + 1
	if round := r.s.Round(); round != nil && round.Voided == nil {
		no = round.No
	}
	if no > 1 {
		p.Form.Title += zh.Say("paper.round", "n", strconv.Itoa(no))
	}
	if several {
		out.Name = r.sortName(f, classes)
		colours := strings.Fields(zh.Say("sheet.colours"))
		p.Form.Sort = zh.Say("sheet.sort", "name", out.Name, "colour", colours[min(classes[0], len(colours)-1)])
		for _, k := range classes {
			p.Classes = append(p.Classes, strings.Split(f.Classes[k], policy.Joined)...)
		}
	}
	p.Sections = r.paperSections(f, classes[0])
	l, err := s.Tellers.Print(r.Context(), r.id(), p, s.Now())
	if err != nil {
		return nil, err
	}
	out.Layout = *l
	return out, nil
}

// sortName is whose a paper is: a part of the voters by its name, and the classes.
func (r *room) sortName(f ballot.Form, classes []int) string {
	var names []string
	for _, k := range classes {
		names = append(names, r.class(f.Classes[k]))
	}
	name := strings.Join(names, "、")
	of := func(p ballot.Part) bool { return slices.Contains(p.Classes, classes[0]) }
	if i := slices.IndexFunc(f.Parts, of); i >= 0 && !slices.ContainsFunc(f.Parts[i+1:], of) {
		for _, p := range r.s.Type().Ballot.Weights.Parts {
			if p.ID == f.Parts[i].ID && p.Name != "" {
				return p.Name + "（" + name + "）"
			}
		}
	}
	return name
}

// paperSections are the tables of a class's paper, with a row for each line.
func (r *room) paperSections(f ballot.Form, class int) (out []tellers.Section) {
	asked, lines := f.Asked(), f.Lines()
	tables := f.PaperTables(class)
	for _, t := range tables {
		one := tellers.Section{Options: t.Options}
		if len(tables) > 1 {
			var names []string
			for _, q := range t.Questions {
				names = append(names, questionName(r.s.Type(), asked[q].ID))
			}
			one.Title = strings.Join(names, "、")
		}
		for _, at := range t.Lines {
			id, q := f.Subjects[lines[at].Subject], &asked[lines[at].Question]
			line := tellers.Line{Subject: id, Name: r.subject(id), Post: r.post(id), Question: q.ID}
			if len(t.Questions) > 1 {
				line.Post = questionName(r.s.Type(), q.ID)
			}
			one.Lines = append(one.Lines, line)
		}
		out = append(out, one)
	}
	return out
}

// parted says whether lines that a rule judges together stand on several pages.
func (f *knownPaper) parted(form ballot.Form, class int) bool {
	pages := map[int]int{}
	var order []int
	for _, t := range form.PaperTables(class) {
		order = append(order, t.Lines...)
	}
	for _, p := range f.Pages {
		for _, row := range p.Rows {
			pages[order[row.Row-1]] = p.Page
		}
	}
	for _, set := range form.Together(class) {
		if slices.ContainsFunc(set, func(at int) bool { return pages[at] != pages[set[0]] }) {
			return true
		}
	}
	return false
}

// paperTexts are the words beside a form's own: how to tick, what a blank line counts as, and
// the rules about the whole ballot.
func paperTexts(f ballot.Form, class int) sheet.Texts {
	w := words.For(words.ZH)
	t := sheet.Texts{Number: w.Say("sheet.number"), Name: w.Say("sheet.name"), Post: w.Say("sheet.post"),
		Date: w.Say("sheet.date"), Instruction: w.Say("sheet.instruction"), Foot: w.Say("sheet.foot"), Page: w.Say("sheet.page")}
	if f.Abstain {
		t.Instruction = w.Say("sheet.instruction-abstain")
	}
	if slices.ContainsFunc(f.PaperTables(class), func(t ballot.PaperTable) bool { return len(t.Questions) > 1 }) {
		t.Post = w.Say("sheet.question")
	}
	asked := f.Asked()
	for _, c := range f.Caps {
		for q := range asked {
			if c.Question != "" && c.Question != asked[q].ID || !slices.Contains(asked[q].Options, c.Option) {
				continue
			}
			n := 0
			for _, l := range f.Lines() {
				if l.Question == q && f.Rated(class, l.Subject) {
					n++
				}
			}
			t.Instruction += w.Say("vote.cap-rule", "option", c.Option, "n", c.Most(n)) + w.Say("sheet.cap."+c.Breach)
		}
	}
	return t
}

// handOnly says in the viewer's language why papers of the meeting are counted by hand, ""
// when they can be read.
func (r *room) handOnly(why string) string {
	if why == "" {
		return ""
	}
	return r.W.Say("paper.hand-only", "why", r.W.Say(why))
}

// papersByHand says why the papers of the meeting cannot be read, "" when they can. Nothing
// is printed for it.
func (r *room) papersByHand() string {
	f := formToPrint(r)
	t := r.s.Type()
	for _, classes := range paperSorts(t, f) {
		why := f.Unread(classes[0])
		if why == ballot.UnreadOwnLine && t.Ballot.Secret.Holds() && len(f.Subjects) > 1 {
			continue
		}
		if why != "" {
			return r.handOnly("paper-unread." + why)
		}
	}
	return ""
}

// paperSubjects are the lines of a layout that was printed elsewhere.
func paperSubjects(r *room, round *meeting.Round) (out []tellers.Line) {
	for _, id := range round.Form.Subjects {
		out = append(out, tellers.Line{Subject: id, Name: r.subject(id), Post: r.post(id)})
	}
	return out
}
