package cycle

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// CorrectRecord notes that an earlier record is wrong and what is right (更正记录),
// where no act of its own corrects it. The earlier record stays.
type CorrectRecord struct {
	Record int    `json:"record" form:"required"` // its number in the stream, from 1
	Reason string `json:"reason" form:"required,long"`
	Text   string `json:"text" form:"required,long"` // what is right
}

func (*CorrectRecord) Kind() string { return "correct-record" }

func (c *CorrectRecord) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("reason", c.Reason, "text", c.Text); err != nil {
		return nil, err
	}
	n := 0
	for _, k := range s.Seen {
		n += k
	}
	if c.Record < 1 || c.Record > n {
		return nil, decider.Refuse("", "no-such-record", "got", c.Record, "last", n).At("record")
	}
	return []decider.Event[State]{&RecordCorrected{act.By(call), Correction{c.Record, c.Reason, c.Text}}}, nil
}

// Correction is a note on an earlier record.
type Correction struct {
	Record int    `json:"record"`
	Reason string `json:"reason"`
	Text   string `json:"text"`
}

// RecordCorrected is a note on an earlier record.
type RecordCorrected struct {
	Stamp
	Correction
}

func (*RecordCorrected) Kind() string { return "record-corrected" }

func (e *RecordCorrected) Apply(s *State) { s.Notes = append(s.Notes, e.Correction) }
