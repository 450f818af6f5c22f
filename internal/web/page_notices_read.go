package web

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"shuping/internal/policy"
)

// noticeView is a notice in sentences, or what is wrong with it.
type noticeView struct {
	notice
	Facts  []Fact
	Faults Grid
	More   int      // faults that are not shown
	Gaps   []string // why no year can be opened with it
	Groups []ruleGroup
	Others []Option // what it can be compared with
}

// mostFaults is how many faults are listed one by one.
const mostFaults = 200

func (s *Server) noticeShown(w http.ResponseWriter, v *visit) error {
	n, err := s.noticeOf(v, v.PathValue("from")+"/"+v.PathValue("name"))
	if err != nil {
		return err
	}
	return s.showNotice(w, v, http.StatusOK, n)
}

// checkNotice looks at a notice that was sent, and keeps nothing of it.
func (s *Server) checkNotice(w http.ResponseWriter, v *visit) error {
	files, err := readForm(v)
	if err != nil {
		return err
	}
	n := sentNotice(v, files, "own")
	if n == nil {
		return s.showNotices(w, v, http.StatusUnprocessableEntity, noticesView{NoFile: true})
	}
	status := http.StatusOK
	if n.Policy == nil {
		status = http.StatusUnprocessableEntity
	}
	return s.showNotice(w, v, status, n)
}

func (s *Server) showNotice(w http.ResponseWriter, v *visit, status int, n *notice) error {
	view := noticeView{notice: *n, Faults: v.noticeFaults(n.Faults), More: max(0, len(n.Faults)-mostFaults)}
	if p := n.Policy; p != nil {
		view.Groups = v.ruleGroups(p)
		view.Gaps = v.gapLines(p)
		view.Facts = []Fact{{v.W.Say("year.authority"), Text(p.Authority)}, {v.W.Say("field.year"), Text(v.W.Say("year.year", "year", p.Year))}}
		if n.Text != "" {
			view.Facts = append(view.Facts, Fact{v.W.Say("year.policy-hash"), hashText(policy.Hash([]byte(n.Text)))})
		}
		others, err := s.noticeChoices(v)
		if err != nil {
			return err
		}
		view.Others = slices.DeleteFunc(others, func(o Option) bool { return o.Value == n.Key })
	}
	return s.show(w, v, status, s.noticesShell(v, n.title()), NoticeExplained(v.W, view))
}

// noticeChoices are the notices that can be compared and tried.
func (s *Server) noticeChoices(v *visit) ([]Option, error) {
	all, err := s.notices(v)
	var choices []Option
	for _, n := range all {
		if n.Policy != nil {
			choices = append(choices, Option{n.Key, v.W.Say("notices.choice", "name", n.Name, "title", n.Policy.Title)})
		}
	}
	return choices, err
}

// noticeFaults is a table of what is wrong with a file, in its order.
func (v *visit) noticeFaults(faults policy.Faults) Grid {
	g := Grid{Caption: v.W.Say("notices.faults"), Columns: []Column{{Label: v.W.Say("notices.line"), Number: true},
		{Label: v.W.Say("notices.column"), Number: true}, {Label: v.W.Say("notices.key")}, {Label: v.W.Say("notices.reason")}}}
	for _, f := range faults[:min(len(faults), mostFaults)] {
		g.Rows = append(g.Rows, []templ.Component{Text(strconv.Itoa(f.Line)), Text(strconv.Itoa(f.Col)), codeText(f.Key), Text(v.W.Say("policy.fault."+f.Code, f.KV()...))})
	}
	return g
}

// gapLines say what a year needs or does not carry, a line for each sort.
func (v *visit) gapLines(p *policy.Policy) []string {
	keys := map[string][]string{}
	for _, g := range policy.Gaps(p) {
		keys[g.Code] = append(keys[g.Code], g.Key)
	}
	var lines []string
	for _, code := range slices.Sorted(maps.Keys(keys)) {
		lines = append(lines, v.W.Say("policy.gap."+code, "key", v.W.List(keys[code])))
	}
	return lines
}

// ruleGroups are the rules of a notice in sentences, by the parts of the procedure.
func (v *visit) ruleGroups(p *policy.Policy) []ruleGroup {
	var groups []ruleGroup
	for _, l := range policy.Explain(p) {
		major, _, _ := strings.Cut(l.Rule, ".")
		title := v.W.Say("year.rule." + major)
		if len(groups) == 0 || groups[len(groups)-1].Title != title {
			groups = append(groups, ruleGroup{Title: title})
		}
		word, tone := v.strength(l.Strength)
		g := &groups[len(groups)-1]
		g.Rules = append(g.Rules, ruleView{Rule: l.Rule, Clause: l.Clause, Text: l.Words(v.W.Say), Strength: word, Tone: tone})
	}
	return groups
}

// strength is how binding a rule is, in words.
func (v *visit) strength(s policy.Strength) (string, Tone) {
	if s == policy.Advise {
		return v.W.Say("year.advise"), Quiet
	}
	return v.W.Say("year.must"), Info
}
