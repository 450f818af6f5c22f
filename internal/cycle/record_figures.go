package cycle

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/report"
)

// RecordFigures puts on file how often an organisation's meetings were held in the year
// (登记会议次数), as its books of minutes have them, so that a report can be held against
// them (N3.5). Later figures take the place of earlier ones. A report that waits for its
// review is measured anew.
type RecordFigures struct {
	Subject string         `json:"subject" form:"required,from=subjects"`
	Date    calendar.Date  `json:"date" form:"required,date"` // up to which day they were counted
	Source  string         `json:"source" form:"required"`    // where they are from, such as the book of minutes
	Held    []MeetingsHeld `json:"held" form:"required"`
	Text    string         `json:"text" form:"long,hidden"` // of the newest version, as taken out of its file; "" where there is none
}

// MeetingsHeld is how often one kind of meeting was held.
type MeetingsHeld struct {
	Meeting string `json:"meeting" form:"required"` // as reports name it
	Times   int    `json:"times" form:"required"`
}

func (*RecordFigures) Kind() string { return "record-figures" }

func (c *RecordFigures) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("source", c.Source); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if len(c.Held) == 0 {
		return nil, act.Filled("held", "")
	}
	clause := s.Policy.Report.Truth.Clause
	for i, h := range c.Held {
		at := "held." + strconv.Itoa(i)
		if err := act.Filled("meeting", h.Meeting); err != nil {
			return nil, err
		}
		if h.Times < 0 || h.Times > 366 {
			return nil, decider.Refuse("N3.5", "held-times", "meeting", h.Meeting, "got", h.Times).By(clause).At(at + ".times")
		}
		if slices.ContainsFunc(c.Held[:i], func(x MeetingsHeld) bool { return x.Meeting == h.Meeting }) {
			return nil, act.Twice("meeting", h.Meeting)
		}
	}
	e := &FiguresRecorded{Stamp: act.By(call), Subject: c.Subject, Figures: Figures{Date: c.Date, Source: c.Source, Held: c.Held}}
	r := sub.Report()
	if r == nil || r.Review != nil {
		return []decider.Event[State]{e}, nil
	}
	if sum := sha256.Sum256([]byte(c.Text)); hex.EncodeToString(sum[:]) != r.TextHash {
		return nil, decider.Refuse("N3.5", "text-other", "version", r.No).By(clause).At("text")
	}
	w := s.want(sub, slices.Clone(r.Like), r.Members)
	w.Held = heldIn(c.Held)
	res := report.Check(c.Text, w)
	if r.Marked != nil {
		borders := make([]Border, len(r.Parts))
		for i, p := range r.Parts {
			borders[i] = Border{p.Part, p.From}
		}
		if res, err = s.measure(c.Text, borders, w, r.Own); err != nil {
			return nil, err
		}
	}
	e.Version, e.Findings = r.No, numbered(res.Findings)
	return []decider.Event[State]{e}, nil
}

// numbered are findings as they go on file.
func numbered(found []report.Finding) (out []Finding) {
	for i, f := range found {
		out = append(out, Finding{No: i + 1, Finding: f})
	}
	return out
}

// Figures are the numbers on file that a report is held against.
type Figures struct {
	Date   calendar.Date  `json:"date"`
	Source string         `json:"source"`
	Held   []MeetingsHeld `json:"held"`
}

// heldIn are meetings as a report is held against them.
func heldIn(held []MeetingsHeld) (out []report.Held) {
	for _, h := range held {
		out = append(out, report.Held{Meeting: h.Meeting, Times: h.Times})
	}
	return out
}

// FiguresRecorded are figures on file, and what the version that waits for its review
// shows by them; Version 0: none waited.
type FiguresRecorded struct {
	Stamp
	Subject  string    `json:"subject"`
	Figures  Figures   `json:"figures"`
	Version  int       `json:"version,omitempty"`
	Findings []Finding `json:"findings,omitempty"`
}

func (*FiguresRecorded) Kind() string { return "figures-recorded" }

func (e *FiguresRecorded) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	sub.Figures = append(sub.Figures, e.Figures)
	if e.Version > 0 {
		sub.Reports[e.Version-1].Findings = e.Findings
	}
}
