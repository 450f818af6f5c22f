package cycle

import "shuping/internal/brief"

// Brief is the paper a called meeting starts from; false when there is no such
// meeting, or it was cancelled.
func (s *State) Brief(meeting string) (brief.Brief, bool) {
	m := s.Meetings[meeting]
	if m == nil || m.Cancelled != nil {
		return brief.Brief{}, false
	}
	b := brief.Brief{Cycle: s.ID, Meeting: m.ID, Type: m.Type, Org: m.Org, Date: m.Date, Time: m.Time, Place: m.Place,
		Chair: m.Chair, ChairPost: m.ChairPost, Guides: m.Guides, Tellers: m.Tellers, Head: m.Head, Model: m.Model,
		Policy: s.Policy, PolicyHash: s.PolicyHash}
	if m.Org != "" {
		b.OrgName = s.Orgs[m.Org].Name
	}
	for _, id := range m.Subjects {
		sub := s.Subjects[id]
		bs := brief.Subject{ID: sub.ID, Person: sub.Person, Org: sub.ID, OrgName: sub.OrgName, Kind: sub.Kind, Post: sub.Post}
		if sub.Approved > 0 {
			bs.Report = sub.Reports[sub.Approved-1].File
		}
		b.Subjects = append(b.Subjects, bs)
	}
	return b, true
}
