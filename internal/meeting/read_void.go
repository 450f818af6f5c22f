package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// VoidScan makes a scanned pile void as a whole, with a reason (扫描件作废): it was stopped
// in the middle, lay wrongly in the feeder, or is to be scanned again. Its pages count no
// more and what was decided of them neither; both stay on record.
type VoidScan struct {
	Batch  int    `json:"batch" form:"required"`
	Reason string `json:"reason" form:"required,long"`
}

func (*VoidScan) Kind() string { return "void-scan" }

func (c *VoidScan) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	if r.Reading == nil || c.Batch < 1 || c.Batch > len(r.Reading.Batches) {
		return nil, decider.Refuse("", "batch-unknown", "batch", c.Batch).At("batch")
	}
	if r.Reading.Batches[c.Batch-1].Voided != nil {
		return nil, decider.Refuse("", "batch-void", "batch", c.Batch).At("batch")
	}
	return []decider.Event[State]{&ScanVoided{Stamp: act.By(call), Batch: c.Batch, Reason: c.Reason}}, nil
}

// ScanVoided has the reason.
type ScanVoided struct {
	Stamp
	Batch  int    `json:"batch"`
	Reason string `json:"reason"`
}

func (*ScanVoided) Kind() string { return "scan-voided" }

func (e *ScanVoided) Apply(s *State) {
	g := s.Round().reading()
	g.Batches[e.Batch-1].Voided = &ScanVoid{Stamp: e.Stamp, Reason: e.Reason}
	g.changed()
}

// ScanVoid is why a batch does not count.
type ScanVoid struct {
	Stamp
	Reason string `json:"reason"`
}
