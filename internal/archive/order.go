package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"shuping/internal/act"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// order checks that every act of every stream stands where the notice lets it stand:
// after what its table of acts asks for and before what ends it, by the rules that were
// in force then, and that what an event says of its time and author is what its record
// says. Whether a clock was set back nobody can know; times are not held against each
// other.
func (v *verifier) order(b *book) {
	name := v.manifest.Streams[0].Name
	v.check("order", name, inOrder(cycle.Decider(), b.records[name], yearGate))
	for _, m := range b.meetings {
		name := "meeting/" + m.Brief.Meeting
		v.check("order", name, inOrder(meeting.Decider(), b.records[name], meetingGate))
	}
}

// inOrder replays a stream and asks gate about each command before its first event.
func inOrder[S any](d *decider.Decider[S], records []journal.Record, gate func(s *S, kind string) error) error {
	state := new(S)
	for i, r := range records {
		if err := signed(r); err != nil {
			return fmt.Errorf("record %d, %s: %w", r.Seq, r.Kind, err)
		}
		if i == 0 || !together(records[i-1], r) {
			if err := gate(state, r.Cause); err != nil {
				return fmt.Errorf("record %d, %s: it could not be done then: %w", r.Seq, r.Cause, err)
			}
		}
		if err := replay(d, state, records[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

// together says that two records in a row are events of one command.
func together(a, b journal.Record) bool {
	return a.Cause == b.Cause && a.At.Equal(b.At) && a.Who == b.Who && !(a.Kind == b.Kind && bytes.Equal(a.Body, b.Body))
}

// signed compares the stamp of an event, where it has one, with its record.
func signed(r journal.Record) error {
	var stamp struct {
		At time.Time `json:"at"`
		By string    `json:"by"`
	}
	if err := json.Unmarshal(r.Body, &stamp); err != nil {
		return err
	}
	if !stamp.At.IsZero() && !stamp.At.Equal(r.At) || stamp.By != "" && stamp.By != r.Who {
		return fmt.Errorf("it says %s by %q, and its record %s by %q",
			stamp.At.Format(time.RFC3339), stamp.By, r.At.Format(time.RFC3339), r.Who)
	}
	return nil
}

func yearGate(s *cycle.State, kind string) error {
	if kind == "open" {
		return first(s.ID == "")
	}
	return act.Allow(&s.Policy, "cycle", kind, s.Seen, s.Policy.Acts["cycle"][kind].By)
}

func meetingGate(s *meeting.State, kind string) error {
	if kind == "call" {
		return first(s.Brief.Meeting == "")
	}
	if _, house := meeting.HouseAct(kind); house {
		return nil
	}
	return act.Allow(&s.Brief.Policy, "meeting", kind, s.Seen, s.Brief.Policy.Acts["meeting"][kind].By)
}

func first(is bool) error {
	if !is {
		return fmt.Errorf("it was begun before")
	}
	return nil
}
