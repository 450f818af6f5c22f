package web

import (
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"shuping/internal/outcome"
	"shuping/internal/policy"
)

// tryView is a policy with the numbers that are tried on it, and what it makes of them.
type tryView struct {
	Choice  noticeChoice
	Choices []Option
	Notice  *notice // nil while none is chosen
	Form    *tryForm
	Text    string // the numbers as text
	AsText  bool   // the text was reckoned with, not the form
	Faults  []tryFault
	Result  *tryResult
}

// tryFault is a fault of the numbers, at a field or of the text.
type tryFault struct{ Field, Where, Text string }

func (t tryView) fault(field string) string {
	var all []string
	for _, f := range t.Faults {
		if f.Field == field && field != "" && !slices.Contains(all, f.Text) {
			all = append(all, f.Text)
		}
	}
	return strings.Join(all, "；")
}

func (s *Server) tryForm(w http.ResponseWriter, v *visit) error {
	return s.showTry(w, v, noticeChoice{Field: "of", Key: v.URL.Query().Get("of")}, url.Values{"_begin": {"1"}})
}

// tryNumbers takes the form: to reckon, for more rows, or with another notice.
func (s *Server) tryNumbers(w http.ResponseWriter, v *visit) error {
	files, err := readForm(v)
	if err != nil {
		return err
	}
	return s.showTry(w, v, sentChoice(v, files, "of"), maps.Clone(v.Request.PostForm))
}

func (s *Server) showTry(w http.ResponseWriter, v *visit, choice noticeChoice, values url.Values) error {
	known, err := s.notices(v)
	if err != nil {
		return err
	}
	view := tryView{}
	if view.Choices, err = s.noticeChoices(v); err != nil {
		return err
	}
	if choice.Key == "" && choice.Own == nil && !values.Has("of") && len(view.Choices) > 0 {
		choice.Key = view.Choices[0].Value
	}
	choice.Label = v.W.Say("notices.try-of")
	found := choice.chosen(known)
	status := http.StatusOK
	if v.judgeChoice(&choice, found) {
		status = http.StatusUnprocessableEntity
	} else {
		view.Notice = found
		view.fill(v, values)
	}
	if len(view.Faults) > 0 && v.Header.Get("HX-Request") == "" {
		status = http.StatusUnprocessableEntity
	}
	view.Choice = choice
	sh := s.noticesShell(v, v.W.Say("notices.try"))
	sh.Scripts = []string{"notices.js"}
	return s.show(w, v, status, sh, TryPage(v.W, view))
}

// fill makes the form of what was typed, and reckons if that was asked for.
func (t *tryView) fill(v *visit, values url.Values) {
	t.Form = newTryForm(v, t.Notice.Policy, values)
	t.Text = writeJSON(t.Form.numbers, "")
	t.AsText = values.Get("_do") == "text"
	if t.AsText {
		t.Text = strings.ReplaceAll(values.Get("text"), "\r\n", "\n")
	}
	if values.Has("_begin") || values.Has("_more") {
		return
	}
	n, err := outcome.Read([]byte(t.Text))
	var result *outcome.Result
	if err == nil {
		result, err = outcome.Reckon(t.Notice.Policy, n)
	}
	var faults outcome.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			t.Faults = append(t.Faults, t.placed(v, f))
		}
		return
	}
	t.Result = v.tryResult(t.Notice.Policy, n, result)
}

// placed finds the field of a fault; one in the text is told with its key.
func (t *tryView) placed(v *visit, f outcome.Fault) tryFault {
	out := tryFault{Text: v.W.Say("outcome.fault."+f.Code, f.KV()...)}
	if t.AsText {
		out.Field, out.Where = "text", f.Key
		return out
	}
	for key := f.Key; key != ""; key = key[:max(0, strings.LastIndexAny(key, ".["))] {
		if field, ok := t.Form.at[key]; ok {
			out.Field = field
			out.Where = t.Form.label(field)
			return out
		}
	}
	return out
}

// label is what a field is called.
func (f *tryForm) label(name string) string {
	lists := append([][]tryField{f.Year, f.Dates}, f.Subjects...)
	for _, m := range f.Meetings {
		if m.Field == name {
			return m.Name
		}
		for _, t := range m.Tables {
			for _, row := range t.Rows {
				lists = append(lists, row.Cells)
			}
		}
	}
	for i, fields := range lists {
		for _, field := range fields {
			if field.Name == name && i >= 2 && i < 2+len(f.Subjects) {
				return strings.TrimSpace(fields[0].Value + " " + field.Label)
			}
			if field.Name == name {
				return field.Label
			}
		}
	}
	return ""
}

// tryResult is what the policy makes of the numbers.
type tryResult struct {
	Subjects []triedView
	Refusals []reasonView
	Due      []Fact
}

type triedView struct {
	Name      string
	Grade     string
	Rank      int // of the grade, 1 the best
	Decided   bool
	Suggested []Option // grades, the value their rank
	Score     string
	Follows   []string
	Barred    []string
	Why       []reasonView
}

// reasonView is one reason: what was found, what the rule asks, and where it stands.
type reasonView struct {
	Rule, Clause, Got, Want, Subject, Strength string
	Tone                                       Tone
}

func (v *visit) tryResult(p *policy.Policy, n *outcome.Numbers, r *outcome.Result) *tryResult {
	out := &tryResult{Refusals: v.reasons(r.Refusals)}
	names := map[string]string{}
	for _, c := range p.Consequences {
		names[c.ID] = c.Name
	}
	for _, a := range p.Awards {
		names[a.ID] = a.Name
	}
	named := func(ids []string) []string {
		var all []string
		for _, id := range ids {
			all = append(all, names[id])
		}
		return all
	}
	for i, s := range r.Subjects {
		given := n.Subjects[i]
		grades := p.Grading.GradesOf(given.Scale)
		one := triedView{Name: s.ID, Grade: s.Grade, Rank: slices.Index(grades, s.Grade) + 1, Decided: given.Grade != "",
			Follows: named(s.Follows), Barred: named(s.Barred), Why: v.reasons(s.Why)}
		if given.Name != "" {
			one.Name = given.Name
		}
		for _, g := range s.Suggested {
			one.Suggested = append(one.Suggested, Option{g, g})
		}
		if s.Score != nil {
			one.Score = outcome.Shown(s.Score)
		}
		out.Subjects = append(out.Subjects, one)
	}
	for _, d := range r.Deadlines {
		date := v.W.Say("notices.no-date")
		if d.Date != "" {
			date = v.W.ISODate(string(d.Date))
		}
		name := d.Name
		if name == "" {
			name = v.W.Say("notices.due." + d.ID)
		}
		out.Due = append(out.Due, Fact{name, Text(date)})
	}
	return out
}

func (v *visit) reasons(lines []outcome.Line) []reasonView {
	var all []reasonView
	for _, l := range lines {
		r := reasonView{Rule: l.Rule, Clause: l.Clause, Subject: l.Subject}
		r.Got, r.Want = l.Say(v.W.Say)
		if l.Strength == policy.Advise || l.Subject != "" {
			r.Strength, r.Tone = v.strength(l.Strength)
		}
		all = append(all, r)
	}
	return all
}
