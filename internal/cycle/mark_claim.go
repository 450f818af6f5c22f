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

// MarkClaim marks a passage of a report that was handed in as a claim (报告所述) that
// the verification on site is to look at (N3.5, N4.1).
type MarkClaim struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Version int    `json:"version" form:"required"`
	Start   int    `json:"start"` // in characters of the text
	End     int    `json:"end" form:"required"`
	Text    string `json:"text" form:"required,long,hidden"` // of the version, as taken out of its file
}

func (*MarkClaim) Kind() string { return "mark-claim" }

// claimMost is the longest claim in characters: a sentence or two. What is longer is
// several claims, which can be true one by one.
const claimMost = 400

func (c *MarkClaim) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	clause := s.Policy.Verification.Clause
	r, err := sub.newest(c.Version, clause)
	if err != nil {
		return nil, err
	}
	switch {
	case r.Submitted == "":
		return nil, decider.Refuse("N3.1", "report-unsubmitted", "version", r.No).By(clause).At("version")
	case call.Who == sub.Person:
		return nil, decider.Refuse("N4.1", "claim-own").By(clause).At("subject")
	}
	if sum := sha256.Sum256([]byte(c.Text)); hex.EncodeToString(sum[:]) != r.TextHash {
		return nil, decider.Refuse("N4.1", "text-other", "version", r.No).By(clause).At("text")
	}
	text := []rune(c.Text)
	if c.Start < 0 || c.End > len(text) || c.End <= c.Start || c.End-c.Start > claimMost || strings.TrimSpace(string(text[c.Start:c.End])) == "" {
		return nil, decider.Refuse("N4.1", "claim-place", "chars", len(text), "most", claimMost).By(clause).At("start")
	}
	for _, x := range sub.Claims {
		if x.Withdrawn == nil && x.Version == r.No && x.From < c.End && c.Start < x.To {
			return nil, decider.Refuse("N4.1", "claim-twice", "id", x.ID, "text", x.Text).By(clause).At("start")
		}
	}
	return []decider.Event[State]{&ClaimMarked{act.By(call), c.Subject, Claim{ID: strconv.Itoa(len(sub.Claims) + 1), Version: r.No,
		Span: report.Span{From: c.Start, To: c.End}, Text: strings.TrimSpace(string(text[c.Start:c.End]))}}}, nil
}

// Claim is a passage of a report to be verified. Visits say what was found about it.
type Claim struct {
	ID          string `json:"id"` // per subject, from 1
	Version     int    `json:"version"`
	report.Span        // in the text of the version
	Text        string `json:"text"`
	Withdrawn   *Taken `json:"withdrawn,omitempty"`
}

// Taken is who took something back, and why.
type Taken struct {
	Stamp
	Reason string `json:"reason"`
}

func (s *Subject) claim(id string) *Claim {
	for i := range s.Claims {
		if s.Claims[i].ID == id {
			return &s.Claims[i]
		}
	}
	return nil
}

// ClaimMarked is a claim on file.
type ClaimMarked struct {
	Stamp
	Subject string `json:"subject"`
	Claim   Claim  `json:"claim"`
}

func (*ClaimMarked) Kind() string { return "claim-marked" }

func (e *ClaimMarked) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	sub.Claims = append(sub.Claims, e.Claim)
}

// WithdrawClaim takes the mark off a claim that was marked by mistake (撤销标记). What
// was found about it stays on file.
type WithdrawClaim struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Claim   string `json:"claim" form:"required,from=claims"` // id
	Reason  string `json:"reason" form:"required,long"`
}

func (*WithdrawClaim) Kind() string { return "withdraw-claim" }

func (c *WithdrawClaim) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	x := sub.claim(c.Claim)
	if x == nil || x.Withdrawn != nil {
		return nil, act.NotOnFile("claim", c.Claim)
	}
	if call.Who == sub.Person {
		return nil, decider.Refuse("N4.1", "claim-own").By(s.Policy.Verification.Clause).At("subject")
	}
	return []decider.Event[State]{&ClaimWithdrawn{act.By(call), c.Subject, c.Claim, c.Reason}}, nil
}

// ClaimWithdrawn is a claim whose mark was taken off.
type ClaimWithdrawn struct {
	Stamp
	Subject string `json:"subject"`
	Claim   string `json:"claim"`
	Reason  string `json:"reason"`
}

func (*ClaimWithdrawn) Kind() string { return "claim-withdrawn" }

func (e *ClaimWithdrawn) Apply(s *State) {
	s.Subjects[e.Subject].claim(e.Claim).Withdrawn = &Taken{e.Stamp, e.Reason}
}
