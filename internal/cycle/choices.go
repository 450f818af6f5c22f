package cycle

import (
	"slices"
	"strconv"

	"shuping/internal/policy"
)

// Choice is one value a field of a command may take, with what to show for it: a
// name from the policy or of an organisation, what a person wrote, or for a finding
// the key of its name in the catalogue.
type Choice struct{ Value, Label string }

// Choices are what the fields of the commands may be chosen from, by the name in
// the field's form tag (from=...). With a subject's id, those lists that belong to
// one subject (opinions, findings, items, sources, consequences) are this subject's;
// otherwise they are empty. Persons are not known here.
func Choices(s *State, subject string) map[string][]Choice {
	p := &s.Policy
	c := map[string][]Choice{"subjects": {}, "meetings": {}, "opinions": {}, "items": {}, "sources": {}, "consequences": {}, "findings": {}}
	for _, id := range s.OrgOrder {
		c["orgs"] = append(c["orgs"], Choice{id, s.Orgs[id].Name})
	}
	for _, id := range s.SubjectOrder {
		c["subjects"] = append(c["subjects"], Choice{id, s.Subjects[id].OrgName})
	}
	for _, id := range s.MeetingOrder {
		if m := s.Meetings[id]; m.Cancelled == nil {
			c["meetings"] = append(c["meetings"], Choice{id, s.meetingName(m)})
		}
	}
	c["draws"] = choices(s.Draws, func(d *Draw) Choice { return Choice{d.Kind, d.Kind} })
	c["grades"] = choices(p.Grading.Grades, func(g policy.Grade) Choice { return Choice{g.Name, g.Name} })
	c["types"] = choices(p.Meetings, func(m policy.Meeting) Choice { return Choice{m.ID, m.Name} })
	c["places"] = choices(p.Results.Posting.Places, func(x policy.Place) Choice { return Choice{x.ID, x.Name} })
	c["awards"] = choices(p.Awards, func(a policy.Award) Choice { return Choice{a.ID, a.Name} })
	c["documents"] = choices(p.Archive.Documents, func(d policy.Document) Choice { return Choice{d.ID, d.Name} })
	c["methods"] = choices(p.Verification.Methods, same)
	c["feedback"] = choices(p.Results.Feedback.Ways, same)
	c["checks"] = choices(p.Correction.Checks.Ways, same)
	c["tasks"] = choices(s.Tasks, func(t *Assigned) Choice { return Choice{t.ID, t.Title} })
	c["objections"] = choices(s.Objections, func(o *Objection) Choice { return Choice{o.ID, o.Text} })
	if sub := s.Subjects[subject]; sub != nil {
		s.ownChoices(sub, c)
	}
	return c
}

func same(name string) Choice { return Choice{name, name} }

func choices[T any](list []T, of func(T) Choice) []Choice {
	out := make([]Choice, 0, len(list))
	for _, x := range list {
		out = append(out, of(x))
	}
	return out
}

// ownChoices adds what belongs to one subject and is still to be chosen.
func (s *State) ownChoices(sub *Subject, c map[string][]Choice) {
	for _, r := range sub.Own() {
		for _, o := range r.Opinions {
			if !o.Answered {
				c["opinions"] = append(c["opinions"], Choice{o.ID, o.Text})
			}
		}
	}
	if r := sub.Report(); r != nil {
		for _, f := range r.Findings {
			c["findings"] = append(c["findings"], Choice{strconv.Itoa(f.No), "finding." + f.Code + ".name"})
		}
	}
	for _, it := range sub.Items {
		if it.Finished == nil {
			c["items"] = append(c["items"], Choice{it.ID, it.Problem})
		}
	}
	for _, f := range sub.Follows {
		if !f.Withdrawn && f.Done == nil && f.Unknown == 0 {
			c["consequences"] = append(c["consequences"], Choice{f.ID, f.Name})
		}
	}
	c["sources"] = s.Sources(sub.ID)
}

// Sources are what an item of a subject's plan can answer, with what it is about:
// the questions that must be answered by an item and the problems of the comments
// first, then findings that were not borne out, what was carried over, and the
// subject's own.
func (s *State) Sources(subject string) (out []Choice) {
	sub := s.Subjects[subject]
	for _, q := range s.promised(subject) {
		out = append(out, Choice{"question:" + q.ID, q.Question})
	}
	for i, p := range s.problems(subject) {
		out = append(out, Choice{"comment:" + strconv.Itoa(i+1), p})
	}
	for _, v := range sub.Visits {
		if v.Verdict != BorneOut {
			out = append(out, Choice{"visit:" + strconv.Itoa(v.No), v.Finding})
		}
	}
	for _, k := range s.Carried {
		if k.Org == subject {
			out = append(out, Choice{"carried:" + k.ID, k.Problem})
		}
	}
	return append(out, Choice{"own", "own"})
}

// meetingName is the type of a meeting, with the organisation it is held in.
func (s *State) meetingName(m *Meeting) string {
	i := slices.IndexFunc(s.Policy.Meetings, func(k policy.Meeting) bool { return k.ID == m.Type })
	if m.Org == "" {
		return s.Policy.Meetings[i].Name
	}
	return s.Orgs[m.Org].Name + " " + s.Policy.Meetings[i].Name
}
