package document

import (
	"slices"

	"shuping/internal/cycle"
	"shuping/internal/policy"
)

// Filing is the id of the report to the department above. Its draft gets a number
// and a seal before it is filed, so what is archived is the filed copy.
const Filing = "filing"

// Papers lists the files on record that belong into the year's file as they are:
// the approved reports, and what was filed with the department above. Hashes
// stand in File. Papers that the policy does not ask for are not in the list.
func Papers(s *cycle.State) (papers []cycle.Document) {
	for _, id := range s.SubjectOrder {
		if sub := s.Subjects[id]; sub.Approved > 0 {
			papers = append(papers, cycle.Document{Document: "reports", File: sub.Reports[sub.Approved-1].File,
				Title: "述职报告（" + sub.OrgName + "）", Subject: id})
		}
	}
	for _, f := range s.Filings {
		papers = append(papers, cycle.Document{Document: Filing, File: f.Document, Title: "备案报告（" + f.Number + "）"})
	}
	return slices.DeleteFunc(papers, func(d cycle.Document) bool { return !asked(s, d.Document) })
}

// Archivable lists the drafts that the policy's archive asks for.
func Archivable(s *cycle.State, drafts []Draft) []Draft {
	return slices.DeleteFunc(slices.Clone(drafts), func(d Draft) bool { return d.ID == Filing || !asked(s, d.ID) })
}

func asked(s *cycle.State, id string) bool {
	return s.Policy.Archive.Holds() && slices.ContainsFunc(s.Policy.Archive.Documents, func(d policy.Document) bool { return d.ID == id })
}
