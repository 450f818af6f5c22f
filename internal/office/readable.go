package office

import (
	"context"
	"maps"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people"
	"shuping/internal/policy"
)

// Readable is the refusal with names in the place of numbers: rules know people,
// organisations and classes only by id, and a person should not have to. Values
// that are lists ("P0001、P0002") are named one by one; what is no id stays.
func (o *Office) Readable(ctx context.Context, stream string, r *decider.Refusal) *decider.Refusal {
	if len(r.Args) == 0 {
		return r
	}
	named := *r
	named.Args = maps.Clone(r.Args)
	classes := o.classNames(ctx, stream)
	for key, v := range named.Args {
		for _, sep := range []string{"、", ", "} {
			if strings.Contains(v, sep) {
				parts := strings.Split(v, sep)
				for i := range parts {
					parts[i] = o.nameOf(ctx, classes, parts[i])
				}
				v = strings.Join(parts, sep)
			}
		}
		named.Args[key] = o.nameOf(ctx, classes, v)
	}
	return &named
}

// nameOf is the name of a person, organisation or class with that id, or the text itself.
func (o *Office) nameOf(ctx context.Context, classes map[string]string, id string) string {
	if id == "" || len(id) > 64 {
		return id
	}
	if n := classes[id]; n != "" {
		return n
	}
	if p, err := o.People.Person(ctx, id); err == nil && p.Name != people.ForgottenName {
		return p.Name
	}
	if org, err := o.People.Organisation(ctx, id); err == nil {
		return org.Name
	}
	return id
}

// classNames are the classes of people of the stream's policy, by id.
func (o *Office) classNames(ctx context.Context, stream string) map[string]string {
	names := map[string]string{}
	add := func(p *policy.Policy, only string) {
		for _, m := range p.Meetings {
			for _, c := range m.Classes {
				if only == "" || only == m.ID {
					names[c.ID] = c.Name
				}
			}
		}
	}
	kind, id, _ := strings.Cut(stream, "/")
	switch kind {
	case "cycle":
		if s, err := o.Cycles.Find(ctx, id); err == nil {
			s.View(func(s *cycle.State, _ journal.Head) { add(&s.Policy, "") })
		}
	case "meeting":
		if s, err := o.Meetings.Find(ctx, id); err == nil {
			s.View(func(s *meeting.State, _ journal.Head) { add(&s.Brief.Policy, s.Brief.Type) })
		}
	}
	return names
}
