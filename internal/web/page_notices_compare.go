package web

import (
	"net/http"

	"github.com/a-h/templ"

	"shuping/internal/office"
	"shuping/internal/policy"
)

// compareView is what changed from one notice to another.
type compareView struct {
	From, To noticeChoice
	Choices  []Option
	Compared bool
	Changes  []ruleChange
	Values   Grid // changes that no rule's sentence speaks of
}

// noticeChoice is one notice of a form: a known one by its key, or an own one.
type noticeChoice struct {
	Field  string // from, to, of: what its fields' names begin with
	Label  string
	Key    string
	Own    *notice
	Faults Grid   // of the own one
	Wrong  string // what is wrong with the choice
}

func (c noticeChoice) chosen(known []notice) *notice {
	if c.Own != nil {
		return c.Own
	}
	for i := range known {
		if known[i].Key == c.Key && c.Key != "" {
			return &known[i]
		}
	}
	return nil
}

// ruleChange is a rule that is new, gone or other than it was.
type ruleChange struct {
	Rule, How string
	Tone      Tone
	Old, New  *ruleView
}

func (s *Server) compareForm(w http.ResponseWriter, v *visit) error {
	q := v.URL.Query()
	return s.compareNotices(w, v, noticeChoice{Field: "from", Key: q.Get("from")}, noticeChoice{Field: "to", Key: q.Get("to")}, q.Has("from") && q.Has("to"))
}

// compareSent compares notices of which at least one may be sent with the form.
func (s *Server) compareSent(w http.ResponseWriter, v *visit) error {
	files, err := readForm(v)
	if err != nil {
		return err
	}
	return s.compareNotices(w, v, sentChoice(v, files, "from"), sentChoice(v, files, "to"), true)
}

// sentChoice is the choice of a form: a file that was sent comes first, then a known
// notice, then the text of an earlier look at an own one.
func sentChoice(v *visit, files map[string]office.File, field string) noticeChoice {
	c := noticeChoice{Field: field, Key: v.Request.PostForm.Get(field)}
	if _, sent := files[field+"_file"]; sent || c.Key == "" {
		c.Key, c.Own = "", sentNotice(v, files, field)
	}
	return c
}

func (s *Server) compareNotices(w http.ResponseWriter, v *visit, from, to noticeChoice, asked bool) error {
	known, err := s.notices(v)
	if err != nil {
		return err
	}
	view := compareView{}
	if view.Choices, err = s.noticeChoices(v); err != nil {
		return err
	}
	from.Label, to.Label = v.W.Say("notices.compare-from"), v.W.Say("notices.compare-to")
	status := http.StatusOK
	a, b := from.chosen(known), to.chosen(known)
	if asked {
		for _, side := range []struct {
			choice *noticeChoice
			found  *notice
		}{{&from, a}, {&to, b}} {
			if v.judgeChoice(side.choice, side.found) {
				status = http.StatusUnprocessableEntity
			}
		}
	}
	if view.Compared = asked && status == http.StatusOK; view.Compared {
		view.Changes, view.Values = v.changes(policy.Diff(a.Policy, b.Policy))
	}
	view.From, view.To = from, to
	return s.show(w, v, status, s.noticesShell(v, v.W.Say("notices.compare")), ComparePage(v.W, view))
}

// judgeChoice says what is wrong with a choice; true if something is.
func (v *visit) judgeChoice(c *noticeChoice, found *notice) bool {
	switch {
	case found == nil && c.Key != "":
		c.Wrong = v.W.Say("notices.unknown", "name", c.Key)
	case found == nil:
		c.Wrong = v.W.Say("notices.choose-one")
	case found.Policy == nil:
		c.Wrong, c.Faults = v.W.Say("notices.has-faults", "name", found.Name, "n", len(found.Faults)), v.noticeFaults(found.Faults)
	}
	return c.Wrong != ""
}

func (v *visit) changes(all []policy.Change) ([]ruleChange, Grid) {
	values := Grid{Caption: v.W.Say("notices.values"), Columns: []Column{{Label: v.W.Say("notices.key")}, {Label: v.W.Say("notices.was")}, {Label: v.W.Say("notices.is")}}}
	var rules []ruleChange
	for _, c := range all {
		view := ruleChange{Old: v.ruleOf(c.Old), New: v.ruleOf(c.New)}
		switch {
		case c.Old == nil && c.New == nil:
			values.Rows = append(values.Rows, []templ.Component{codeText(c.Key), Text(dash(c.From)), Text(dash(c.To))})
			continue
		case c.Old == nil:
			view.Rule, view.How, view.Tone = c.New.Rule, v.W.Say("notices.new"), Good
		case c.New == nil:
			view.Rule, view.How, view.Tone = c.Old.Rule, v.W.Say("notices.gone"), Bad
		default:
			view.Rule, view.How, view.Tone = c.New.Rule, v.W.Say("notices.changed"), Warn
		}
		rules = append(rules, view)
	}
	return rules, values
}

func (v *visit) ruleOf(l *policy.Line) *ruleView {
	if l == nil {
		return nil
	}
	word, tone := v.strength(l.Strength)
	return &ruleView{Rule: l.Rule, Clause: l.Clause, Text: l.Words(v.W.Say), Strength: word, Tone: tone}
}
