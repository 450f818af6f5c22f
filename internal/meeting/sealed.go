package meeting

import (
	"bytes"
	"encoding/json"
	"slices"

	"shuping/internal/decider"
)

// What two people say independently is worth nothing once the second can look up the first
// one's word. So who reads the record before both have spoken gets the first word sealed
// (第一人的意见封存): a count by hand until a second person has counted, an entry until a second
// person has decided, what was read of papers until the count is accepted; whole sheets stay
// sealed. The journal itself is complete: its hashes, the audit and the archive prove what is
// shown later.

// sealedFields are the fields of an event that are not shown yet, by their names in JSON.
func (s *State) sealedFields(seq uint64, event decider.Event[State]) []string {
	switch e := event.(type) {
	case *PaperCounted:
		if r := s.roundOf(seq); r != nil && r.openCount() {
			return []string{"tallies"}
		}
	case *EntryDecided:
		r := s.roundOf(seq)
		if r == nil || r.Reading == nil {
			return nil
		}
		if d := r.Reading.entry(EntryRef{e.Batch, e.Page, e.Row}); d != nil && r.openWord(d) {
			return []string{"entry"}
		}
	case *ReadingsRecorded:
		if r := s.roundOf(seq); r != nil && r.running() {
			return []string{"rows", "twins", "entries"}
		}
		return []string{"entries"}
	}
	return nil
}

// roundOf is the vote of a record: the last one that was opened before it, of this sitting.
func (s *State) roundOf(seq uint64) *Round {
	for i := len(s.Rounds) - 1; i >= 0; i-- {
		if s.Rounds[i].Seq <= seq {
			return &s.Rounds[i]
		}
	}
	return nil
}

// running says whether the vote's count is still being made.
func (r *Round) running() bool { return r.Accepted == nil && r.Voided == nil }

// openCount says whether one person counted by hand and nobody else.
func (r *Round) openCount() bool { return r.running() && len(r.sheets()) < 2 }

// openWord says whether one person decided an entry and nobody else.
func (r *Round) openWord(d *Doubt) bool {
	return r.running() && d.Settled == nil && len(d.Choices) < 2
}

// SealedEvent is an event as it may be read now, and whether something of it is sealed. Seq
// is the number of its record, body its JSON.
func (s *State) SealedEvent(seq uint64, event any, body json.RawMessage) (json.RawMessage, bool) {
	e, ok := event.(decider.Event[State])
	if !ok {
		return body, false
	}
	hide := s.sealedFields(seq, e)
	var all map[string]json.RawMessage
	if len(hide) == 0 || json.Unmarshal(body, &all) != nil {
		return body, false
	}
	some := false
	for _, name := range hide {
		_, there := all[name]
		some = some || there
		delete(all, name)
	}
	if !some {
		return body, false
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(all); err != nil {
		panic(err) // unreachable unless what was JSON cannot be written as such
	}
	return bytes.TrimSpace(out.Bytes()), true
}

// Seal takes out of a copy of the state what is sealed.
func (s *State) Seal() {
	for i := range s.Rounds {
		r := &s.Rounds[i]
		if r.openCount() {
			for k := range r.Sheets {
				r.Sheets[k].Tallies = nil
			}
		}
		if r.Reading == nil {
			continue
		}
		for k := range r.Reading.Entries {
			if d := &r.Reading.Entries[k]; r.openWord(d) {
				d.Choices = slices.Clone(d.Choices)
				for c := range d.Choices {
					d.Choices[c].Entry = ""
				}
			}
		}
		for k := range r.Reading.Batches {
			read := r.Reading.Batches[k].Read
			if read == nil {
				continue
			}
			read.Entries = nil
			if r.running() {
				read.Rows = nil
				for t := range read.Twins {
					read.Twins[t].Entries = ""
				}
			}
		}
	}
}
