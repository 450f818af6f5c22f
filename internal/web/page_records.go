package web

import (
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/words"
)

// recordsPerPage is how many records a page shows, the newest first.
const recordsPerPage = 50

// recordsView is the record of a year (流水) in words.
type recordsView struct {
	Records []recordView
	Pages   Pages
	Seq     uint64
	Hash    string // of the last record; the chain to it was verified
}

type recordView struct {
	Seq              uint64
	When, Who, Title string
	Facts            []line
	Hash, Act        string
}

// recordsPage reads the whole record anew, so that what it shows was verified.
func (s *Server) recordsPage(w http.ResponseWriter, v *visit) error {
	id := v.PathValue("year")
	var teller recordTeller
	sh, err := s.yearOf(v.Context(), v, v.W.Say("year.records"), func(state *cycle.State, n names) error {
		if !v.inYear(state, "").reads() {
			return errForbidden
		}
		teller = newRecordTeller(v.W, n, state)
		return nil
	})
	if err != nil {
		return err
	}
	door, _, err := s.Office.Doors.Of("cycle/" + id)
	if err != nil {
		return missing(err)
	}
	view := recordsView{}
	var all []engine.Happened
	for h, err := range door.History(v.Context(), id, 1) {
		if err != nil {
			return err
		}
		all = append(all, h)
	}
	page, pages := pageOf(v.URL.Query().Get("page"), len(all), recordsPerPage)
	view.Pages = Pages{Page: page, Of: pages, Prefix: "/year/" + id + "/records?page="}
	for i := len(all) - 1 - (page-1)*recordsPerPage; i >= 0 && len(view.Records) < recordsPerPage; i-- {
		view.Records = append(view.Records, teller.record(all[i]))
	}
	if len(all) > 0 {
		last := all[len(all)-1].Record
		view.Seq, view.Hash = last.Seq, last.Hash.String()
	}
	return s.show(w, v, http.StatusOK, sh, RecordsPage(v.W, view))
}

// pageOf is which page is asked for, from 1, and how many there are.
func pageOf(asked string, n, per int) (page, pages int) {
	pages = max(1, (n+per-1)/per)
	page, err := strconv.Atoi(asked)
	if err != nil {
		page = 1
	}
	return min(max(page, 1), pages), pages
}

// recordTeller puts records into words.
type recordTeller struct {
	w     *words.Words
	names names
	known map[string]string // names of ids: of organisations and meetings, of others by "field id"
}

func newRecordTeller(w *words.Words, n names, s *cycle.State) recordTeller {
	t := recordTeller{w: w, names: n, known: map[string]string{}}
	for id, o := range s.Orgs {
		t.known[id] = o.Name
	}
	for id, m := range s.Meetings {
		t.known[id] = meetingName(s, m)
	}
	for _, p := range s.Policy.Results.Posting.Places {
		t.known["place "+p.ID] = p.Name
	}
	for _, d := range s.Policy.Archive.Documents {
		t.known["document "+d.ID] = d.Name
	}
	for _, c := range s.Policy.Consequences {
		t.known["consequence "+c.ID] = c.Name
	}
	for _, a := range s.Policy.Awards {
		t.known["award "+a.ID] = a.Name
	}
	for _, m := range s.Policy.Meetings {
		t.known["type "+m.ID] = m.Name
	}
	return t
}

func (t recordTeller) record(h engine.Happened) recordView {
	r := h.Record
	stream, _, _ := strings.Cut(r.Stream, "/")
	return recordView{Seq: r.Seq, When: t.w.DateTime(inChina(r.At)), Who: t.names.person(r.Who), Title: t.w.Event(stream, r.Kind),
		Act: t.w.Command(stream, r.Cause), Hash: r.Hash.String(), Facts: t.facts(stream, r, h.Event)}
}

// mostFacts is how many values of a record are shown.
const mostFacts = 8

// facts are the values of an event that have words: texts, numbers, days, names.
func (t recordTeller) facts(stream string, r journal.Record, event any) (out []line) {
	t.add(&out, stream, r.Cause, form.Fields(event), reflect.Indirect(reflect.ValueOf(event)))
	return out
}

// add adds the fields of a struct, those of groups in it too.
func (t recordTeller) add(out *[]line, stream, cause string, fields []form.Field, v reflect.Value) {
	for _, f := range fields {
		if len(*out) == mostFacts || f.Name == "at" || f.Name == "by" || f.Name == "policy" {
			continue
		}
		value := reflect.Indirect(fieldNamed(v, f.Name))
		if f.Kind == form.Group && value.IsValid() {
			t.add(out, stream, cause, f.Fields, value)
			continue
		}
		if text := t.value(f, value); text != "" && t.labelled(stream, cause, f.Name) {
			*out = append(*out, line{Title: t.w.Field(stream, cause, f.Name), Note: text})
		}
	}
}

func (t recordTeller) labelled(stream, kind, name string) bool {
	return t.w.Field(stream, kind, name) != name
}

// fieldNamed is the field of a struct with that JSON name, those of embedded structs
// too; the zero Value if there is none.
func fieldNamed(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		sf := v.Type().Field(i)
		if sf.Anonymous && v.Field(i).Kind() == reflect.Struct {
			if f := fieldNamed(v.Field(i), name); f.IsValid() {
				return f
			}
		}
		if tag, _, _ := strings.Cut(sf.Tag.Get("json"), ","); tag == name {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// value is a value in words; what is no text, number, day or list of texts is left
// to those who open the record itself.
func (t recordTeller) value(f form.Field, v reflect.Value) string {
	if !v.IsValid() {
		return ""
	}
	switch v.Kind() {
	case reflect.String:
		return t.text(f.Name, v.String())
	case reflect.Int, reflect.Int64:
		if v.Int() != 0 {
			return strconv.FormatInt(v.Int(), 10)
		}
	case reflect.Bool:
		if v.Bool() {
			return t.w.Say("year.yes")
		}
	case reflect.Slice:
		if f.Kind == form.Table {
			return t.rows(f, v)
		}
		if v.Type().Elem().Kind() != reflect.String {
			return ""
		}
		all := make([]string, v.Len())
		for i := range all {
			all[i] = t.text(f.Name, v.Index(i).String())
		}
		return t.w.List(all)
	}
	return ""
}

// rows are the rows of a table, the first values of each; many rows are counted.
func (t recordTeller) rows(f form.Field, v reflect.Value) string {
	const most, values = 8, 3
	if v.Len() == 0 {
		return ""
	}
	if v.Len() > most {
		return t.w.Say("year.entries", "n", v.Len())
	}
	var rows []string
	for i := range v.Len() {
		var row []string
		for _, sub := range f.Fields {
			value := fieldNamed(reflect.Indirect(v.Index(i)), sub.Name)
			if len(row) == values || sub.Kind == form.Table || sub.Kind == form.Group {
				continue
			}
			if text := t.value(sub, value); text != "" {
				row = append(row, text)
			}
		}
		rows = append(rows, strings.Join(row, " "))
	}
	return strings.Join(rows, "；")
}

// text is a text in words: a name for a number, the words of a choice, a day.
func (t recordTeller) text(field, s string) string {
	if name, known := t.names.either(s); known {
		return name
	}
	for _, key := range []string{field + " " + s, s} {
		if name, known := t.known[key]; known {
			return name
		}
	}
	if len(s) == 64 && strings.Trim(s, "0123456789abcdef") == "" {
		return s[:12] + "…"
	}
	if name := sourceName(t.w, s); name != s {
		return name
	}
	if words := t.w.Option(field, s); words != s {
		return words
	}
	const most = 120
	if r := []rune(t.w.ISODate(s)); len(r) > most {
		return string(r[:most]) + "…"
	}
	return t.w.ISODate(s)
}
