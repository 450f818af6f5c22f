package cycle

import "shuping/internal/report"

// Preview is what [FileReport] would measure and find in a text, without filing it:
// for a report that is still being written. parts are as of [FileReport].
func (s *State) Preview(subject, text string, members int, parts []Border) (report.Result, error) {
	sub, err := s.subject(subject)
	if err != nil {
		return report.Result{}, err
	}
	w := s.want(sub, nil, members)
	if len(parts) > 0 {
		return s.measure(text, parts, w, true)
	}
	return report.Check(text, w), nil
}
