package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"shuping/internal/app"
	"shuping/internal/cycle"
	"shuping/internal/people"
)

// linkTime is how long the sign-in links of a demo can be used.
const linkTime = 24 * time.Hour

// holders finds somebody for every role, no person twice: a new link withdraws the
// person's earlier one.
func (p *play) holders() error {
	accounts, err := p.app.People.Accounts(p.ctx)
	if err != nil {
		return err
	}
	add := func(role, person string) {
		taken := slices.ContainsFunc(p.result.Roles, func(h Holder) bool { return h.Role == role || h.Person == person })
		if person != "" && !taken {
			p.result.Roles = append(p.result.Roles, Holder{role, person, p.name(person)})
		}
	}
	add(people.Office, p.clerk)
	add(people.Head, p.head)
	for _, role := range []string{people.Auditor, people.Leader, people.Verifier} {
		for _, a := range accounts {
			if slices.Contains(a.Roles, role) {
				add(role, a.Person)
			}
		}
	}
	return p.view(func(s *cycle.State) {
		for _, id := range s.SubjectOrder {
			add("subject", s.Subjects[id].Person)
		}
		for _, id := range s.MeetingOrder {
			m := s.Meetings[id]
			for _, g := range m.Guides {
				add("guide", g)
			}
			for _, t := range m.Tellers {
				add("teller", t)
			}
		}
	})
}

// Link is a sign-in link of a person.
type Link struct {
	Holder
	Path string
}

// Links makes a sign-in link for each of them, used once.
func Links(ctx context.Context, a *app.App, holders []Holder) (links []Link, err error) {
	for _, h := range holders {
		token, err := a.SignIn.IssueLink(ctx, h.Person, linkTime)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.Name, err)
		}
		links = append(links, Link{h, "/in/" + token})
	}
	return links, nil
}
