package cycle

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/report"
)

// ReviewReport is the committee's review of a report (审核, N3.1): approved, or
// returned with reasons. A finding that must not stand (N3.3) bars approval; one
// that is only advice (N3.4), and a question that the text left open, are
// accepted by the reviewer one by one, each with a reason.
type ReviewReport struct {
	Subject  string     `json:"subject" form:"required,from=subjects"`
	Version  int        `json:"version" form:"required"`
	Decision Approval   `json:"decision" form:"required,choice=approve|return"`
	Reasons  string     `json:"reasons" form:"long"` // for returning it
	Accept   []Accepted `json:"accept"`
	// Marks are the passages that a returned report is to be mended at, each with what is
	// wanted; Text is that of the version, as taken out of its file, where there are any.
	Marks []Mark `json:"marks" form:"hidden"`
	Text  string `json:"text" form:"long,hidden"`
}

// Mark is a passage of a report with what is to be mended there.
type Mark struct {
	Start int    `json:"start"` // in characters of the text
	End   int    `json:"end"`
	Note  string `json:"note" form:"required"`
	Quote string `json:"quote,omitempty"` // the passage itself; the command's own, whatever is sent
}

// marksMost is more than anybody mends one by one.
const marksMost = 60

// Approval is the outcome of a review.
type Approval string

// The outcomes; stored.
const (
	Approve Approval = "approve" // 审核通过
	Return  Approval = "return"  // 退回修改
)

// Accepted is a finding that the reviewer lets stand, and why. Finding is its
// number, or its code for all findings of that code.
type Accepted struct {
	Finding string `json:"finding" form:"required,from=findings"`
	Reason  string `json:"reason" form:"required,long"`
}

func (*ReviewReport) Kind() string { return "review-report" }

func (c *ReviewReport) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	basis := s.Policy.Report.Review
	r, err := sub.newest(c.Version, basis.Clause)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Submitted == "":
		return nil, decider.Refuse("N3.1", "report-unsubmitted", "version", r.No).By(basis.Clause).At("version")
	case r.Review != nil:
		return nil, decider.Refuse("N3.1", "report-reviewed", "version", r.No).By(basis.Clause).At("version")
	case call.Who == sub.Person:
		return nil, decider.Refuse("N3.1", "review-own").By(basis.Clause).At("subject")
	}
	review := Review{Stamp: act.By(call), Decision: c.Decision, Reasons: c.Reasons}
	switch c.Decision {
	case Return:
		if err := act.Filled("reasons", c.Reasons); err != nil {
			return nil, err
		}
		if review.Marks, err = quoted(c.Marks, c.Text, r); err != nil {
			return nil, err
		}
	case Approve:
		if review.Accepted, err = accept(r.Findings, c.Accept); err != nil {
			return nil, err
		}
	default:
		return nil, oneOf(basis, "N3.1", "decision", string(c.Decision), []string{string(Approve), string(Return)})
	}
	return []decider.Event[State]{&ReportReviewed{Subject: c.Subject, Version: c.Version, Review: review}}, nil
}

// quoted gives marks the words that they stand at.
func quoted(marks []Mark, text string, r *Report) (out []Mark, err error) {
	if len(marks) == 0 {
		return nil, nil
	}
	if sum := sha256.Sum256([]byte(text)); hex.EncodeToString(sum[:]) != r.TextHash {
		return nil, decider.Refuse("N3.1", "text-other", "version", r.No).At("text")
	}
	runes := []rune(text)
	if len(marks) > marksMost {
		return nil, decider.Refuse("N3.1", "marks-many", "got", len(marks), "most", marksMost).At("marks")
	}
	for _, m := range marks {
		if err := act.Filled("note", m.Note); err != nil {
			return nil, err
		}
		if m.Start < 0 || m.End > len(runes) || m.End <= m.Start || strings.TrimSpace(string(runes[m.Start:m.End])) == "" {
			return nil, decider.Refuse("N3.1", "mark-place", "start", m.Start, "end", m.End, "chars", len(runes)).At("marks")
		}
		out = append(out, Mark{m.Start, m.End, strings.TrimSpace(m.Note), strings.TrimSpace(string(runes[m.Start:m.End]))})
	}
	return out, nil
}

// accept holds the reviewer's reasons against the findings.
func accept(findings []Finding, reasons []Accepted) (out []Accepted, err error) {
	used := map[string]bool{}
	for _, f := range findings {
		if f.Level == report.LevelRefuse {
			return nil, decider.Refuse(f.Rule, "finding-stands", "finding", "finding."+f.Code+".name", "no", f.No).By(f.Clause).At("decision")
		}
		why := ""
		for _, a := range reasons {
			if no := strconv.Itoa(f.No); a.Finding == no || a.Finding == f.Code {
				why, used[a.Finding] = strings.TrimSpace(a.Reason), true
			}
		}
		if why == "" {
			return nil, decider.Refuse(f.Rule, "finding-open", "finding", "finding."+f.Code+".name", "no", f.No).By(f.Clause).At("accept")
		}
		out = append(out, Accepted{Finding: strconv.Itoa(f.No), Reason: why})
	}
	for _, a := range reasons {
		if !used[a.Finding] {
			return nil, act.NotOnFile("finding", a.Finding).At("accept")
		}
	}
	return out, nil
}

// Review is what the committee said of a version.
type Review struct {
	Stamp
	Decision Approval   `json:"decision"`
	Reasons  string     `json:"reasons,omitempty"`
	Accepted []Accepted `json:"accepted,omitempty"` // by number
	Marks    []Mark     `json:"marks,omitempty"`    // of a returned version, in the order of marking
}

// ReportReviewed is a version approved or returned.
type ReportReviewed struct {
	Subject string `json:"subject"`
	Version int    `json:"version"`
	Review  Review `json:"review"`
}

func (*ReportReviewed) Kind() string { return "report-reviewed" }

func (e *ReportReviewed) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	sub.Reports[e.Version-1].Review = &e.Review
	if e.Review.Decision == Approve {
		sub.Approved = e.Version
	}
}

// newest is the report if version is the newest one filed, or the refusal under a
// clause: what is said of an old version would be said of words that no longer stand.
func (s *Subject) newest(version int, clause string) (*Report, error) {
	r := s.Report()
	switch {
	case r == nil || version < 1 || version > r.No:
		return nil, act.NotOnFile("version", strconv.Itoa(version))
	case version != r.No:
		return nil, decider.Refuse("N3.1", "version-old", "got", version, "newest", r.No).By(clause).At("version")
	}
	return r, nil
}
