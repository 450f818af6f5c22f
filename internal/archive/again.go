package archive

import (
	"fmt"

	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// again decides every act anew that its events tell, at the state before them: what was
// recorded beside what somebody handed in (due days, counts on file, quotas, sums,
// who is on a list) has to follow. A rule or a number that was changed afterwards, with all
// hashes made anew, is found here.
func (v *verifier) again(b *book) {
	name := v.manifest.Streams[0].Name
	v.check("again", name, decidedAgain(cycle.Decider(), b.records[name]))
	for _, m := range b.meetings {
		name := "meeting/" + m.Brief.Meeting
		v.check("again", name, decidedAgain(meeting.Decider(), b.records[name]))
	}
}

func decidedAgain[S any](d *decider.Decider[S], records []journal.Record) error {
	state := new(S)
	for len(records) > 0 {
		first := records[0]
		n := 1
		for n < len(records) && together(records[n-1], records[n]) {
			n++
		}
		events := make([]decider.Event[S], n)
		for i, r := range records[:n] {
			e, err := d.DecodeEvent(r.Kind, r.Body)
			if err != nil {
				return fmt.Errorf("record %d: %w", r.Seq, err)
			}
			events[i] = e
		}
		told := 0
		err := unharmed(func() (err error) {
			told, err = d.Redo(state, decider.Call{Who: first.Who, At: first.At}, first.Cause, events)
			return err
		})
		if err != nil {
			return fmt.Errorf("record %d, %s, does not follow from the records before it: %w", first.Seq, first.Cause, err)
		}
		n = max(told, 1)
		if err := replay(d, state, records[:n]); err != nil {
			return err
		}
		records = records[n:]
	}
	return nil
}
