package cycle

// limits: what the notice sets a time for was done by the last day, counted once more day by day from
// the event on record.
func (a *auditor) limits() {
	for _, l := range a.s.Limits() {
		for _, d := range a.s.Policy.Deadlines {
			if d.ID != l.ID {
				continue
			}
			last := d.By
			switch {
			case d.Before != "":
				last = a.firstDay(l.From, d.Days, d.WorkingDays, d.Months)
			case d.From != "":
				last = a.lastDay(l.From, d.Days, d.WorkingDays, d.Months)
			}
			a.rule(d.Basis, d.Rule, "in-time", l.Subject, l.Done != "" && l.Done <= last, l.Done, last, func(x Departure) bool {
				return x.Code == "limit-late" && x.Args["limit"] == d.Name && a.about(x, l.Subject)
			})
		}
	}
}
