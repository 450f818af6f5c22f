package meeting

import (
	"shuping/internal/act"
	"shuping/internal/decider"
)

// JudgeTwin says what a page is that looks like another (认定重复页): the same sheet,
// scanned twice, which counts once, or another sheet that was filled in alike. It may be
// said again until the count is made; the last word counts. The number of papers that came
// back is the test of it (see CountReadings).
type JudgeTwin struct {
	Batch int  `json:"batch" form:"required"`
	Page  int  `json:"page" form:"required"`
	Same  bool `json:"same"`
}

func (*JudgeTwin) Kind() string { return "judge-twin" }

func (c *JudgeTwin) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	r, err := s.counting()
	if err != nil {
		return nil, err
	}
	b, err := r.batch(c.Batch)
	if err != nil {
		return nil, err
	}
	if b.twin(c.Page) == nil {
		return nil, decider.Refuse("", "no-twin", "batch", c.Batch, "page", c.Page).At("page")
	}
	return []decider.Event[State]{&TwinJudged{Stamp: act.By(call), Batch: c.Batch, Page: c.Page, Same: c.Same}}, nil
}

// TwinJudged has what the page was found to be.
type TwinJudged struct {
	Stamp
	Batch int  `json:"batch"`
	Page  int  `json:"page"`
	Same  bool `json:"same"`
}

func (*TwinJudged) Kind() string { return "twin-judged" }

func (e *TwinJudged) Apply(s *State) {
	g := s.Round().reading()
	t := g.Batches[e.Batch-1].twin(e.Page)
	t.Judged, t.Same = &e.Stamp, e.Same
	g.changed()
}
