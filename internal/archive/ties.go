package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"shuping/internal/brief"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// notice checks that the rules in the year's record, the first ones and those they were
// changed to, are those of the files that the record names as their source.
func (v *verifier) notice(b *book) error {
	for _, r := range b.rules() {
		var src []byte
		for _, f := range v.manifest.Files {
			if strings.HasPrefix(f.Name, "files/") && string(f.SHA256) == r.PolicyHash {
				src = v.data[f.Name]
			}
		}
		p, err := policy.Parse("the notice's file", src)
		if err != nil {
			return err
		}
		if err := same(r.Policy, *p, "the rules in the year's record are not those of the notice's file"); err != nil {
			return err
		}
	}
	return nil
}

// rules are those that the year ran under, the last ones first.
func (b *book) rules() []cycle.Former {
	list := []cycle.Former{{Policy: b.cycle.Policy, PolicyHash: b.cycle.PolicyHash}}
	for _, f := range slices.Backward(b.cycle.Former) {
		list = append(list, f)
	}
	return list
}

// same compares two values by their stored form.
func same(got, want any, otherwise string) error {
	g, errG := json.Marshal(got)
	w, errW := json.Marshal(want)
	if errG != nil || errW != nil || !bytes.Equal(g, w) {
		return errors.New(otherwise)
	}
	return nil
}

// ties checks that every meeting was begun by the year's rules for whom the year called
// it, and that the minutes in the year's record are those of the meetings' records:
// the same numbers, and the hash of the record they were made at.
func (v *verifier) ties(b *book) {
	byID := map[string]*meeting.State{}
	for _, m := range b.meetings {
		byID[m.Brief.Meeting] = m
		v.check("ties", "meeting/"+m.Brief.Meeting, begun(b, m))
	}
	for _, id := range b.cycle.MeetingOrder {
		called := b.cycle.Meetings[id]
		if len(called.Minutes) == 0 {
			continue
		}
		v.check("ties", "meeting/"+id, unharmed(func() error { return tie(b, byID[id], called) }))
	}
}

func begun(b *book, m *meeting.State) error {
	called := b.cycle.Meetings[m.Brief.Meeting]
	switch {
	case called == nil:
		return fmt.Errorf("the year did not call it")
	case m.Brief.Type != called.Type || m.Brief.Org != called.Org || len(m.Brief.Subjects) != len(called.Subjects):
		return fmt.Errorf("it was begun otherwise than the year called it")
	case called.Cancelled != nil && m.Announced() != nil:
		return fmt.Errorf("it was cancelled, and its result had been announced")
	}
	for i, sub := range m.Brief.Subjects {
		if o := b.cycle.Orgs[sub.ID]; sub.ID != called.Subjects[i] || o == nil || o.Secretary != sub.Person && called.Cancelled == nil {
			return fmt.Errorf("it was begun for others than the year called it for")
		}
	}
	for _, r := range b.rules() {
		if r.PolicyHash == m.Brief.PolicyHash {
			return same(m.Brief.Policy, r.Policy, "it was held by other rules than the year's")
		}
	}
	return fmt.Errorf("it was held by rules that the year never had")
}

func tie(b *book, m *meeting.State, called *cycle.Meeting) error {
	if m == nil {
		return fmt.Errorf("the meeting's records are missing")
	}
	records := b.records["meeting/"+called.ID]
	for _, r := range called.Minutes {
		at := r.Minutes.Seq
		if at == 0 || at > uint64(len(records)) || records[at-1].Hash.String() != r.Minutes.Head {
			return fmt.Errorf("the minutes name record %d with %s, which the meeting does not have", at, r.Minutes.Head)
		}
		then := &meeting.State{}
		if err := replay(meeting.Decider(), then, records[:at]); err != nil {
			return err
		}
		if err := minutesOf(then, r.Minutes); err != nil {
			return err
		}
	}
	// What was announced after the year was closed stands in the meeting's record alone.
	if last := m.Announced(); b.cycle.Closed != nil && last != nil && last.Announced.At.After(b.cycle.Closed.At) {
		return nil
	}
	return minutesOf(m, called.Minutes[len(called.Minutes)-1].Minutes)
}

func minutesOf(m *meeting.State, got brief.Minutes) error {
	want, closed := m.Minutes()
	want.Seq, want.Head = got.Seq, got.Head
	if !closed {
		return fmt.Errorf("the minutes are those of a meeting that was not closed")
	}
	return same(got, want, "the minutes in the year are not those that the meeting's records give")
}

// unharmed turns a panic over records that no program of ours could have written into
// a finding: who verifies waits for a reason.
func unharmed(do func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("the records contradict each other: %v", x)
		}
	}()
	return do()
}
