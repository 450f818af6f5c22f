package archive

import (
	"shuping/internal/cycle"
	"shuping/internal/meeting"
)

// rules re-checks the rules of the notice on what the records gave, in the year
// and in each meeting that was held. A departure that the record excuses holds, and says that it
// is one.
func (v *verifier) rules(b *book) {
	year := v.manifest.Streams[0].Name
	for _, a := range cycle.Audit(b.cycle) {
		v.report.Checks = append(v.report.Checks, Check{What: "rule", Of: year, Rule: a.Rule, Clause: a.Clause, Code: a.Code,
			Subject: a.Subject, OK: a.OK || a.Excused, Got: a.Got, Want: a.Want, Excused: a.Excused})
	}
	for _, m := range b.meetings {
		if called := b.cycle.Meetings[m.Brief.Meeting]; called == nil || called.Cancelled != nil {
			continue
		}
		for _, a := range meeting.Audit(m) {
			v.report.Checks = append(v.report.Checks, Check{What: "rule", Of: "meeting/" + m.Brief.Meeting, Rule: a.Rule, Clause: a.Clause, Code: a.Code,
				Subject: a.Subject, OK: a.OK, Got: a.Got, Want: a.Want, Excused: a.Reason != ""})
		}
	}
}
