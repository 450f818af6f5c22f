package cycle

import "strconv"

// Choice is one value a field of a command may take, with what to show for it.
type Choice struct{ Value, Label string }

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
