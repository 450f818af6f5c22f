package web

import (
	"net/http"
	"slices"

	"shuping/internal/people"
	"shuping/internal/people/roster"
)

// firstSteps lead an office from nothing to an opened year: the rosters, who has which
// role, the notice, the year. A step is done when the office can see that it is.
func (v *visit) firstSteps(n names, accounts []people.Account) []Moment {
	rosters := slices.ContainsFunc(n.roster.Organisations, func(o people.Organisation) bool { return o.Secretary != "" })
	roles := slices.ContainsFunc(accounts, func(a people.Account) bool { return !a.Disabled && slices.Contains(a.Roles, people.Head) })
	steps := []Moment{
		{Title: v.W.Say("people.import"), Note: v.W.Say("year.first-roster"), Href: "/people/import", State: Due},
		{Title: v.W.Say("year.first-roles"), Note: v.W.Say("year.first-roles-text"), Href: "/people", State: Later},
		{Title: v.W.Command("cycle", "open"), Note: v.W.Say("year.first-open"), Href: "/open", State: Later},
	}
	if !rosters {
		return steps
	}
	steps[0].State, steps[1].State = Done, Due
	if roles {
		steps[1].State, steps[2].State = Done, Due
	}
	return steps
}

// blankRoster sends the empty workbook to fill in.
func (s *Server) blankRoster(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	data, err := roster.Blank()
	if err != nil {
		return err
	}
	return attachment(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", v.W.Say("people.blank-name")+".xlsx", data)
}
