package web

import (
	"net/http"

	"github.com/a-h/templ"

	"shuping/internal/cycle"
	"shuping/internal/policy"
)

// policyView is the notice of a year in words.
type policyView struct {
	Title  string
	Source string // address of the file it was read from
	Facts  []Fact
	Groups []ruleGroup
	Acts   Grid
}

type ruleGroup struct {
	Title string
	Rules []ruleView
}

type ruleView struct {
	Rule, Clause, Text, Strength string
	Tone                         Tone
}

func (s *Server) policyPage(w http.ResponseWriter, v *visit) error {
	var view policyView
	sh, err := s.yearOf(v.Context(), v, v.W.Say("year.policy"), func(state *cycle.State, _ names) error {
		view = v.policyView(state)
		return nil
	})
	if err != nil {
		return err
	}
	return s.show(w, v, http.StatusOK, sh, PolicyPage(v.W, view))
}

func (v *visit) policyView(s *cycle.State) policyView {
	p := &s.Policy
	view := policyView{Title: p.Title, Source: "/file/" + s.PolicyHash}
	view.Facts = []Fact{{v.W.Say("year.authority"), Text(p.Authority)}, {v.W.Say("field.year"), Text(v.W.Say("year.year", "year", p.Year))},
		{v.W.Say("year.policy-hash"), hashText(s.PolicyHash)}}
	view.Groups = v.ruleGroups(p)
	view.Acts = v.actsTable(p)
	return view
}

// actsTable is who may do what, in the order of the commands.
func (v *visit) actsTable(p *policy.Policy) Grid {
	g := Grid{Caption: v.W.Say("year.who-may"), Columns: []Column{{Label: v.W.Say("year.act")}, {Label: v.W.Say("year.who")}, {Label: v.W.Say("year.clause")}}}
	for _, c := range cycle.Decider().Commands {
		act, ok := p.Acts["cycle"][c.Kind()]
		if !ok {
			continue
		}
		g.Rows = append(g.Rows, []templ.Component{Text(v.W.Command("cycle", c.Kind())), Text(roleNames(v.W, act.By)), Text(act.Rule + " " + act.Clause)})
	}
	return g
}
