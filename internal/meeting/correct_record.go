package meeting

import (
	"strconv"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// CorrectRecord notes what is wrong in an earlier record and what is right (更正),
// with a reason. The record itself stays as it is.
type CorrectRecord struct {
	Record uint64 `json:"record" form:"required"` // number in the stream, from 1
	Text   string `json:"text" form:"required,long"`
	Reason string `json:"reason" form:"required,long"`
}

func (*CorrectRecord) Kind() string { return "correct-record" }

func (c *CorrectRecord) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if c.Record < 1 || c.Record > s.Seq {
		return nil, act.NotOnFile("record", strconv.FormatUint(c.Record, 10))
	}
	if err := act.Filled("text", c.Text, "reason", c.Reason); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&RecordCorrected{Stamp: act.By(call), Record: c.Record, Text: c.Text, Reason: c.Reason}}, nil
}

// RecordCorrected has the number of the record it concerns.
type RecordCorrected struct {
	Stamp
	Record uint64 `json:"record"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

func (*RecordCorrected) Kind() string { return "record-corrected" }

func (e *RecordCorrected) Apply(s *State) {
	s.Corrections = append(s.Corrections, Correction{Stamp: e.Stamp, Record: e.Record, Text: e.Text, Reason: e.Reason})
}

// Correction is a noted correction of an earlier record.
type Correction struct {
	Stamp
	Record uint64 `json:"record"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}
