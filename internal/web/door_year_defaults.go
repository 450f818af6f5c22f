package web

import (
	"slices"
	"strconv"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/policy"
)

// defaults are what most people would type: today, the newest version, the next
// number, the plan's lines that the meetings ask for.
func (y yearChoices) defaults() map[string][]string {
	d := map[string][]string{"date": {string(y.today)}, "due": {""}}
	switch y.kind {
	case "call-meeting", "call-reballot":
		y.meeting(d)
	case "assign-task":
		d["id"] = []string{strconv.Itoa(len(y.s.Tasks) + 1)}
	case "record-higher-feedback":
		d["from"] = []string{y.s.Policy.Verification.Higher.From}
	case "file-results":
		d["to"] = []string{y.s.Policy.Results.Filing.To}
	case "give-feedback":
		if ways := y.s.Policy.Results.Feedback.Ways; len(ways) == 1 {
			d["way"] = ways
		}
	case "decide-grades":
		for i, id := range y.s.SubjectOrder {
			d["grades."+strconv.Itoa(i)+".subject"] = []string{id}
		}
	}
	if y.subject == nil {
		return d
	}
	switch r := y.subject.Report(); {
	case y.kind == "review-report" && r != nil:
		d["version"] = []string{strconv.Itoa(r.No)}
		for i, f := range r.Findings {
			d["accept."+strconv.Itoa(i)+".finding"] = []string{strconv.Itoa(f.No)}
		}
	case y.kind == "record-opinion" && r != nil:
		d["version"] = []string{strconv.Itoa(r.No)}
	case y.kind == "plan-rectification":
		y.plan(d)
	case y.kind == "record-figures":
		y.figures(d)
	case y.kind == "correct-visit":
		y.found(d)
	}
	return d
}

// figures begin with those on file.
func (y yearChoices) figures(d map[string][]string) {
	n := len(y.subject.Figures)
	if n == 0 {
		return
	}
	last := y.subject.Figures[n-1]
	d["source"] = []string{last.Source}
	for i, h := range last.Held {
		row := "held." + strconv.Itoa(i) + "."
		d[row+"meeting"], d[row+"times"] = []string{h.Meeting}, []string{strconv.Itoa(h.Times)}
	}
}

// found begins a correction with the finding that stands.
func (y yearChoices) found(d map[string][]string) {
	no, err := strconv.Atoi(y.URL.Query().Get("visit"))
	if err != nil || no < 1 || no > len(y.subject.Visits) {
		return // the form asks which
	}
	v := y.subject.Visits[no-1]
	d["visitors"] = nil
	for _, who := range v.Visitors {
		d["visitors"] = append(d["visitors"], y.names.suggestion(who))
	}
	for name, value := range map[string]string{"date": string(v.Date), "method": v.Method, "of": v.Of, "claim": v.Claim, "finding": v.Finding, "verdict": string(v.Verdict)} {
		d[name] = []string{value}
	}
}

// meeting names the next meeting by the year and a number, and takes who presides
// from the rosters.
func (y yearChoices) meeting(d map[string][]string) {
	n := len(y.s.MeetingOrder) + 1
	for y.s.Meetings[y.s.ID+"-"+strconv.Itoa(n)] != nil {
		n++
	}
	d["meeting"] = []string{y.s.ID + "-" + strconv.Itoa(n)}
	kind, ok := y.s.Policy.MeetingByID(y.URL.Query().Get("type"))
	subject := y.s.Subjects[y.URL.Query().Get("subjects")]
	if !ok || subject == nil || kind.For != policy.EachSubject {
		return
	}
	if o := y.s.Orgs[subject.ID]; o.Deputy != "" && slices.Contains(kind.Chair.Posts, "副书记") {
		d["chair"], d["chair_post"] = []string{y.names.suggestion(o.Deputy)}, []string{"副书记"}
	}
	if leader := y.s.Liaison[subject.ID]; leader != "" {
		d["guides"] = []string{y.names.suggestion(leader)}
	}
}

// plan begins with the lines of the plan on file, or else with one for each promise
// and each problem of the head's comment.
func (y yearChoices) plan(d map[string][]string) {
	set := func(i int, it cycle.PlanItem) {
		row := "items." + strconv.Itoa(i) + "."
		for name, value := range map[string]string{"id": it.ID, "source": it.Source, "problem": it.Problem, "measure": it.Measure,
			"due": string(it.Due)} {
			d[row+name] = []string{value}
		}
		if it.Owner != "" {
			d[row+"owner"] = []string{y.names.suggestion(it.Owner)}
		}
	}
	for i, it := range y.subject.Items {
		set(i, it.PlanItem)
	}
	if len(y.subject.Items) > 0 {
		return
	}
	for i, src := range planSources(y.s, y.subject) {
		set(i, cycle.PlanItem{ID: strconv.Itoa(i + 1), Source: src.id, Problem: src.problem, Measure: src.measure, Due: src.due, Owner: y.subject.Person})
	}
}

// planSource is something that a plan answers.
type planSource struct {
	id, problem, measure string
	due                  calendar.Date
}

// planSources are the promises and problems that a subject took away from the
// meetings, which its plan has to answer (N11.1).
func planSources(s *cycle.State, sub *cycle.Subject) (out []planSource) {
	n := 0
	for _, id := range sub.Meetings {
		m := s.Meetings[id]
		if m.Cancelled != nil || m.Held() == nil {
			continue
		}
		for _, q := range m.Held().Questions {
			if q.Subject == sub.ID {
				out = append(out, planSource{"question:" + q.ID, q.Question, q.Solution, q.Due})
			}
		}
	}
	for _, id := range sub.Meetings {
		m := s.Meetings[id]
		if m.Cancelled != nil || m.Held() == nil {
			continue
		}
		for _, c := range m.Held().Comments {
			if c.Subject != sub.ID {
				continue
			}
			for _, problem := range c.Problems {
				n++
				out = append(out, planSource{id: "comment:" + strconv.Itoa(n), problem: problem})
			}
		}
	}
	return out
}

// sourceOptions are everything a line of a plan may answer.
func sourceOptions(a *act, s *cycle.State, sub *cycle.Subject) (out []Option) {
	for _, src := range planSources(s, sub) {
		out = append(out, Option{src.id, sourceName(a.W, src.id) + "：" + short(src.problem)})
	}
	for _, v := range sub.Visits {
		id := "visit:" + strconv.Itoa(v.No)
		out = append(out, Option{id, sourceName(a.W, id) + "：" + short(v.Finding)})
	}
	for _, c := range s.Carried {
		if c.Org == sub.ID {
			out = append(out, Option{"carried:" + c.ID, sourceName(a.W, "carried:"+c.ID) + "：" + short(c.Problem)})
		}
	}
	return append(out, Option{"own", sourceName(a.W, "own")})
}
