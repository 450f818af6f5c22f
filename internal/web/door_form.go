package web

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/form"
	"shuping/internal/office"
)

// readForm reads a form of either encoding with its files.
func readForm(v *visit) (map[string]office.File, error) {
	sent, err := sentFiles(v)
	files := map[string]office.File{}
	for name, list := range sent {
		files[name] = list[0]
	}
	return files, err
}

// sentFiles are the files of a form by their fields.
func sentFiles(v *visit) (map[string][]office.File, error) {
	if err := v.ParseMultipartForm(4 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return nil, err
	}
	if v.MultipartForm == nil {
		return nil, nil
	}
	defer func() { _ = v.MultipartForm.RemoveAll() }() // temporary files; the system's folder for them is cleaned anyway
	files := map[string][]office.File{}
	for name, headers := range v.MultipartForm.File {
		for _, h := range headers {
			if h.Filename == "" {
				continue
			}
			part, err := h.Open()
			if err != nil {
				return nil, err
			}
			data, err := io.ReadAll(part)
			_ = part.Close() // it was only read
			if err != nil {
				return nil, err
			}
			files[name] = append(files[name], office.File{Name: h.Filename, Data: data})
		}
	}
	return files, nil
}

// handedIn are the values of a form without the page's own.
func handedIn(sent url.Values) map[string][]string {
	values := map[string][]string{}
	for name, vs := range sent {
		if !strings.HasPrefix(name, "_") {
			values[name] = vs
		}
	}
	return values
}

// resolve turns typed names of persons into their numbers. A name that several
// have or nobody has is a fault at its field.
func (a *act) resolve(values map[string][]string) form.Errors {
	var faults form.Errors
	for name, vs := range values {
		if a.from(a.fields, plain(name)) != fromPersons {
			continue
		}
		out := make([]string, 0, len(vs))
		for i, typed := range vs {
			id, several := a.names.resolve(typed)
			if id == "" {
				continue
			}
			if len(several) > 0 {
				faults = append(faults, form.FieldError{Field: name, Code: codeSeveral, Got: typed, Want: strings.Join(several, "、")})
			} else if _, known := a.names.byID[id]; !known {
				faults = append(faults, form.FieldError{Field: name, Code: codeNobody, Got: vs[i]})
			}
			out = append(out, id)
		}
		if faults == nil {
			values[name] = out
		}
	}
	return faults
}

// spelt are the values with the names of the persons that their numbers mean.
func (a *act) spelt(values map[string][]string) map[string][]string {
	out := make(map[string][]string, len(values))
	for name, vs := range values {
		out[name] = vs
		if a.from(a.fields, plain(name)) != fromPersons {
			continue
		}
		spelt := make([]string, len(vs))
		for i, v := range vs {
			spelt[i] = v
			if _, known := a.names.byID[v]; known {
				spelt[i] = a.names.suggestion(v)
			}
		}
		out[name] = spelt
	}
	return out
}

// Codes of faults that only this page finds; the catalogue has them as form.<code>.
const (
	codeSeveral = "several-persons"
	codeNobody  = "nobody"
	codeID      = "id"
)

// idFault is the fault of a number that a stream cannot have.
func idFault(id string) form.FieldError {
	return form.FieldError{Field: "id", Code: codeID, Got: id}
}

// fromPersons is the from= name of fields that name persons.
const fromPersons = "persons"

// from is the from= name of a field, a nested one by its dotted name.
func (a *act) from(fields []form.Field, name string) string {
	first, rest, nested := strings.Cut(name, ".")
	for _, f := range fields {
		if f.Name == first && nested {
			return a.from(f.Fields, rest)
		}
		if f.Name == first {
			return f.From
		}
	}
	return ""
}

// prefilled are the values of a form before anything was typed: those of the page
// that led here, then those of the stream.
func prefilled(a *act, query url.Values) map[string][]string {
	values := map[string][]string{}
	for _, f := range a.fields {
		for name, vs := range a.choices.defaults {
			if name == f.Name || strings.HasPrefix(name, f.Name+".") {
				values[name] = vs
			}
		}
		if vs := query[f.Name]; len(vs) > 0 {
			values[f.Name] = vs
		}
	}
	return values
}

// form makes the form; a value that the page gave is fixed if the field offers it.
func (a *act) form(values map[string][]string) CommandForm {
	f := CommandForm{W: a.W, Stream: a.family, Kind: a.kind, Action: a.URL.Path, Fields: a.fields, Values: values,
		Options: a.choices.options, Suggested: a.suggested(), Back: &Link{Label: a.W.Say("web.back"), Href: a.backTo()}}
	if a.Method == http.MethodGet {
		var given []string
		for _, field := range a.fields {
			if len(a.URL.Query()[field.Name]) > 0 || slices.Contains(fixedDefaults, a.family+" "+a.kind+" "+field.Name) {
				given = append(given, field.Name)
			}
		}
		f.Given = a.given(given, values)
	}
	return f
}

// fixedDefaults are numbers that the page gives itself, so that nobody has to
// think of one.
var fixedDefaults = []string{"cycle call-meeting meeting", "cycle call-reballot meeting", "cycle assign-task id"}

// given are the fields among those named that are shown as given: their value must
// be one that the form offers, or one of the page's own numbers.
func (a *act) given(names []string, values map[string][]string) []Given {
	var out []Given
	for _, field := range a.fields {
		if !slices.Contains(names, field.Name) || len(values[field.Name]) != 1 {
			continue
		}
		value := values[field.Name][0]
		own := slices.Contains(fixedDefaults, a.family+" "+a.kind+" "+field.Name)
		label, offered := a.label(field, value)
		if own || offered {
			out = append(out, Given{field.Name, value, label})
		}
	}
	return out
}

func (a *act) label(field form.Field, value string) (string, bool) {
	if field.From == fromPersons {
		id, _ := a.names.resolve(value)
		_, known := a.names.byID[id]
		return a.names.person(id), known
	}
	for _, o := range a.choices.options[field.From] {
		if o.Value == value {
			return o.Label, true
		}
	}
	if _, err := strconv.Atoi(value); err == nil && field.Kind == form.Number {
		return value, true
	}
	return "", false
}

func (a *act) suggested() []string {
	var out []string
	for _, id := range a.names.known(a.choices.persons) {
		out = append(out, a.names.suggestion(id))
	}
	return out
}

func (a *act) heading() Heading {
	return Heading{Title: a.W.Command(a.family, a.kind), Sub: a.choices.about, Clause: a.table.Clause,
		Back: &Link{Label: a.W.Say("web.back"), Href: a.backTo()}}
}
