package cycle

import "shuping/internal/report"

// Preview is what [FileReport] would measure and find in a text, without filing it:
// for a report that is still being written.
func (s *State) Preview(subject, text string, members int) (report.Result, error) {
	sub, err := s.subject(subject)
	if err != nil {
		return report.Result{}, err
	}
	return report.Check(text, s.want(sub, nil, members)), nil
}
