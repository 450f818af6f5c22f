package cycle

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/report"
)

// MarkParts sets where the parts of a report begin (划分段落, N3.2), in the place of
// what was found from the text: what a person says counts. The version is measured
// anew, so its findings and their numbers may be others. Who wrote it may say so until
// it is handed in; what a reviewer says takes the place of that.
type MarkParts struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Version int    `json:"version" form:"required"`
	// Parts are in the order of the text; the first begins at 0, each ends where the
	// next begins.
	Parts []Border `json:"parts"`
	Text  string   `json:"text" form:"required,long,hidden"` // of the version, as taken out of its file
}

// Border says which part begins where, in characters of the text.
type Border struct {
	Part  string `json:"part" form:"required"` // a kind of package report
	Start int    `json:"start"`
}

func (*MarkParts) Kind() string { return "mark-parts" }

func (c *MarkParts) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	clause := s.Policy.Report.Review.Clause
	r, err := sub.newest(c.Version, clause)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Review != nil:
		return nil, decider.Refuse("N3.1", "report-reviewed", "version", r.No).By(clause).At("version")
	case call.Who == sub.Person && r.Submitted != "":
		return nil, decider.Refuse("N3.2", "parts-submitted", "version", r.No).By(clause).At("subject")
	case call.Who == sub.Person && r.Marked != nil && !r.Own:
		return nil, decider.Refuse("N3.2", "parts-reviewed", "person", r.Marked.By).By(clause).At("subject")
	}
	if sum := sha256.Sum256([]byte(c.Text)); hex.EncodeToString(sum[:]) != r.TextHash {
		return nil, decider.Refuse("N3.2", "text-other", "version", r.No).By(clause).At("text")
	}
	res, err := s.measure(c.Text, c.Parts, s.want(sub, slices.Clone(r.Like), r.Members), call.Who == sub.Person)
	if err != nil {
		return nil, err
	}
	e := &PartsMarked{Stamp: act.By(call), Subject: c.Subject, Version: r.No, Parts: res.Parts, Share: res.Share, Areas: res.Areas, Promises: res.Promises, Own: call.Who == sub.Person}
	e.Findings = numbered(res.Findings)
	return []decider.Event[State]{e}, nil
}

// measure looks at a text by the parts that a person has set. Where who wrote it did so
// and the text reads otherwise in what the least share needs, that is a question.
func (s *State) measure(text string, borders []Border, w report.Want, own bool) (report.Result, error) {
	length := len([]rune(text))
	parts := make([]report.Part, len(borders))
	for i, b := range borders {
		to := length
		if i+1 < len(borders) {
			to = borders[i+1].Start
		}
		parts[i] = report.Part{Part: b.Part, Span: report.Span{From: b.Start, To: to}}
	}
	res, err := report.CheckParts(text, parts, w)
	if err != nil {
		return res, decider.Refuse("N3.2", "parts-wrong", "chars", length).By(s.Policy.Report.Review.Clause).At("parts")
	}
	if own {
		res.Doubt(report.Check(text, w), w)
	}
	return res, nil
}

// PartsMarked is a version whose parts a person has set, measured by them.
type PartsMarked struct {
	Stamp
	Subject  string           `json:"subject"`
	Version  int              `json:"version"`
	Parts    []report.Part    `json:"parts"`
	Share    report.Share     `json:"problems_share"`
	Areas    []report.Area    `json:"areas"`
	Promises []report.Promise `json:"promises"`
	Findings []Finding        `json:"findings"`
	Own      bool             `json:"own,omitempty"` // by who wrote the report
}

func (*PartsMarked) Kind() string { return "parts-marked" }

func (e *PartsMarked) Apply(s *State) {
	r := s.Subjects[e.Subject].Reports[e.Version-1]
	if r.Marked == nil {
		found := r.Share
		r.AsFound = &found
	}
	r.Parts, r.Share, r.Areas, r.Promises, r.Findings = e.Parts, e.Share, e.Areas, e.Promises, e.Findings
	r.Marked, r.Own = &e.Stamp, e.Own
}
