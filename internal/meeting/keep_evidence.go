package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// KeepEvidence puts on record what came back from a device after its journey was
// recalled (存证): what was in the box, how many records are in it and the last one's
// hash. Nothing of it is merged.
type KeepEvidence struct {
	Trip    string `json:"trip" form:"required"`
	File    string `json:"file" form:"required,file"` // hash of the opened box, a zip file
	Records int    `json:"records"`
	Head    string `json:"head"` // lower-case hex
}

func (*KeepEvidence) Kind() string { return "keep-evidence" }

func (c *KeepEvidence) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	l := s.lost(c.Trip)
	if l == nil {
		return nil, decider.Refuse("", "other-trip", "trip", c.Trip, "now", "")
	}
	for _, e := range l.Evidence {
		if e.File == c.File {
			return nil, act.Twice("file", c.File)
		}
	}
	return []decider.Event[State]{&EvidenceKept{Stamp: act.By(call), Trip: c.Trip, File: c.File, Records: c.Records, Head: c.Head}}, nil
}

// EvidenceKept has what came back and was not merged.
type EvidenceKept struct {
	Stamp
	Trip    string `json:"trip"`
	File    string `json:"file"`
	Records int    `json:"records"`
	Head    string `json:"head"`
}

func (*EvidenceKept) Kind() string { return "evidence-kept" }

func (e *EvidenceKept) Apply(s *State) {
	l := s.lost(e.Trip)
	l.Evidence = append(l.Evidence, Evidence{Stamp: e.Stamp, File: e.File, Records: e.Records, Head: e.Head})
}

// Evidence is a box that came too late.
type Evidence struct {
	Stamp
	File    string `json:"file"`
	Records int    `json:"records"`
	Head    string `json:"head"`
}
