package web

import (
	"net/http"
	"sync"
	"time"

	"github.com/a-h/templ"

	"shuping/internal/people"
	"shuping/internal/people/roster"
)

// imports keeps rosters between the look at what they would change and the
// confirmation: in memory and not for long, because they are full of personal data.
type imports struct {
	mu      sync.Mutex
	pending map[string]pendingImport
}

type pendingImport struct {
	person string
	roster people.Roster
	at     time.Time
}

// The limits of what is kept: for how long, and of how many.
const (
	importLife  = 30 * time.Minute
	mostImports = 20
)

func (p *imports) put(mark string, x pendingImport) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for m, old := range p.pending {
		if x.at.Sub(old.at) > importLife || old.person == x.person {
			delete(p.pending, m)
		}
	}
	for m := range p.pending {
		if len(p.pending) < mostImports {
			break
		}
		delete(p.pending, m)
	}
	if p.pending == nil {
		p.pending = map[string]pendingImport{}
	}
	p.pending[mark] = x
}

// take gives a pending import to the person who sent it, once.
func (p *imports) take(mark, person string, now time.Time) (people.Roster, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, ok := p.pending[mark]
	if !ok || x.person != person || now.Sub(x.at) > importLife {
		return people.Roster{}, false
	}
	delete(p.pending, mark)
	return x.roster, true
}

// importView is the page that takes rosters: what is wrong with them, or what they
// would change.
type importView struct {
	Faults  Grid
	Missing []string
	Ignored []string
	Changes Grid
	Counts  []number
	More    int    // changes that are not shown
	Mark    string // of the pending import, empty when there is nothing to confirm
	Same    bool   // nothing would change
	NoFile  bool
	Gone    bool // the pending import is not there any more
}

func (s *Server) importForm(w http.ResponseWriter, v *visit) error {
	return s.showImport(w, v, http.StatusOK, importView{})
}

func (s *Server) showImport(w http.ResponseWriter, v *visit, status int, view importView) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	return s.show(w, v, status, s.shell(v, v.W.Say("people.import")), ImportPage(v.W, view))
}

// readImport reads the files and shows what they would change, changing nothing.
func (s *Server) readImport(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	files, err := rosterFiles(v)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return s.showImport(w, v, http.StatusUnprocessableEntity, importView{NoFile: true})
	}
	known, err := s.Office.People.Roster(v.Context())
	if err != nil {
		return err
	}
	read := roster.Read(files, known, roster.Words{})
	view := importView{Ignored: read.Ignored, Faults: v.faultsGrid(read.Faults)}
	if len(read.Faults) > 0 {
		return s.showImport(w, v, http.StatusUnprocessableEntity, view)
	}
	changes, missing := people.Compare(known, read.Roster)
	for _, m := range missing {
		view.Missing = append(view.Missing, v.W.Say("people.missing", "id", m.ID, "field", v.W.Say("people.field."+m.Field), "ref", m.Ref))
	}
	if len(missing) > 0 {
		return s.showImport(w, v, http.StatusUnprocessableEntity, view)
	}
	view.Same = changes.Empty()
	if !view.Same {
		view.Mark = s.once.issue(s.Random)
		s.imports.put(view.Mark, pendingImport{v.Viewer.Person, read.Roster, s.Now()})
	}
	view.Changes, view.Counts, view.More = v.changesGrid(changes)
	return s.showImport(w, v, http.StatusOK, view)
}

// rosterFiles are the files of a form, all of the field "files".
func rosterFiles(v *visit) ([]roster.File, error) {
	sent, err := sentFiles(v)
	var files []roster.File
	for _, f := range sent["files"] {
		files = append(files, roster.File{Name: f.Name, Data: f.Data})
	}
	return files, err
}

// applyImport makes the changes that were looked at. They are found anew, because
// the rosters may have changed in the meantime.
func (s *Server) applyImport(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	incoming, ok := s.imports.take(v.Request.PostForm.Get("mark"), v.Viewer.Person, s.Now())
	if !ok {
		return s.showImport(w, v, http.StatusConflict, importView{Gone: true})
	}
	known, err := s.Office.People.Roster(v.Context())
	if err != nil {
		return err
	}
	changes, missing := people.Compare(known, incoming)
	if len(missing) > 0 {
		return s.showImport(w, v, http.StatusConflict, importView{Gone: true})
	}
	if err := s.Office.People.Apply(v.Context(), changes); err != nil {
		return err
	}
	s.Log.Info("rosters imported", "changes", len(changes.Lines), "by", v.Viewer.Person)
	s.flash(v, Good, v.W.Say("people.imported", "n", len(changes.Lines)))
	return see(w, v, "/people")
}

func (v *visit) faultsGrid(faults []roster.Fault) Grid {
	g := Grid{Caption: v.W.Say("people.faults"), Columns: []Column{{Label: v.W.Say("people.file")}, {Label: v.W.Say("people.sheet")},
		{Label: v.W.Say("people.row"), Number: true}, {Label: v.W.Say("people.column")}, {Label: v.W.Say("people.fault")}}}
	for _, f := range faults {
		row := "—"
		if f.Row > 0 {
			row = v.W.Number(f.Row)
		}
		g.Rows = append(g.Rows, []templ.Component{Text(f.File), Text(f.Sheet), Text(row), Text(f.Column), Text(v.W.Say("roster."+f.Code, "got", f.Got, "want", f.Want))})
	}
	return g
}

// mostChanges is how many changes are listed one by one.
const mostChanges = 200

func (v *visit) changesGrid(c people.Changes) (g Grid, counts []number, more int) {
	g = Grid{Caption: v.W.Say("people.changes"), Columns: []Column{{Label: v.W.Say("people.what")}, {Label: v.W.Say("people.how")},
		{Label: v.W.Say("year.name")}, {Label: v.W.Say("people.change")}}}
	tally := map[string]int{}
	for _, l := range c.Lines {
		tally[l.How]++
		if len(g.Rows) == mostChanges {
			more++
			continue
		}
		change := ""
		if l.Field != "" {
			change = v.W.Say("people.field."+l.Field) + "：" + dash(l.Old) + " → " + dash(l.New)
		}
		tone := map[string]Tone{"new": Good, "changed": Warn, "removed": Bad}[l.How]
		g.Rows = append(g.Rows, []templ.Component{Text(v.W.Say("people.what." + l.What)), Pill(tone, v.W.Say("people.how."+l.How)), Text(l.Name + "（" + l.ID + "）"), Text(change)})
	}
	for _, how := range []string{"new", "changed", "removed"} {
		counts = append(counts, number{v.W.Say("people.how." + how), v.W.Number(tally[how]), ""})
	}
	return g, counts, more
}

func dash(s string) string {
	if s == "" || s == "0" {
		return "—"
	}
	return s
}
