package cycle

import (
	"strconv"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// AttachEvidence puts what a visit brought back beside its finding (核实材料, N4.1): a
// photo, a record, a note of an interview, or what the department above wrote. The file
// lies with the files; what it may be and what is taken out of it, package evidence says.
type AttachEvidence struct {
	Subject string       `json:"subject" form:"required,from=subjects"`
	Visit   int          `json:"visit" form:"required,from=visits"`
	What    EvidenceKind `json:"what" form:"required,choice=photo|record|interview|feedback"`
	File    string       `json:"file" form:"required,file"` // hash of the file
	Note    string       `json:"note"`                      // what it shows
	// Media, Bytes and Sent are the office's: the kind of file, its bytes, and the hash of
	// the file as it was sent where something was taken out of it.
	Media string `json:"media" form:"hidden"`
	Bytes int    `json:"bytes" form:"hidden"`
	Sent  string `json:"sent" form:"hidden"`
}

// EvidenceKind is what a piece of evidence is.
type EvidenceKind string

// The kinds of evidence; stored.
const (
	Photo     EvidenceKind = "photo"     // 照片
	Paper     EvidenceKind = "record"    // 台账、会议记录等书面材料
	Interview EvidenceKind = "interview" // 访谈记录
	Above     EvidenceKind = "feedback"  // 上级检查反馈
)

// evidenceMost is how many pieces stand beside one finding.
const evidenceMost = 30

func (*AttachEvidence) Kind() string { return "attach-evidence" }

func (c *AttachEvidence) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("file", c.File); err != nil {
		return nil, err
	}
	clause := s.Policy.Verification.Clause
	switch c.What {
	case Photo, Paper, Interview, Above:
	default:
		return nil, oneOf(s.Policy.Verification.Basis, "N4.1", "what", string(c.What), []string{string(Photo), string(Paper), string(Interview), string(Above)})
	}
	v := sub.visit(c.Visit)
	switch {
	case v == nil:
		return nil, act.NotOnFile("visit", strconv.Itoa(c.Visit))
	case call.Who == sub.Person:
		return nil, decider.Refuse("N4.1", "claim-own").By(clause).At("subject")
	case len(v.Evidence) >= evidenceMost:
		return nil, decider.Refuse("N4.1", "evidence-many", "most", evidenceMost).By(clause).At("file")
	}
	for _, x := range v.Evidence {
		if x.File == c.File && x.Withdrawn == nil {
			return nil, decider.Refuse("N4.1", "evidence-same", "no", x.No).By(clause).At("file")
		}
	}
	return []decider.Event[State]{&EvidenceAttached{act.By(call), c.Subject, c.Visit,
		Evidence{No: len(v.Evidence) + 1, What: c.What, File: c.File, Note: c.Note, Media: c.Media, Bytes: c.Bytes, Sent: c.Sent}}}, nil
}

// Evidence is one file beside a finding.
type Evidence struct {
	No        int          `json:"no"` // per finding, from 1
	What      EvidenceKind `json:"what"`
	File      string       `json:"file"` // hash
	Note      string       `json:"note,omitempty"`
	Media     string       `json:"media,omitempty"` // of the file: jpeg, png, pdf, docx, text
	Bytes     int          `json:"bytes,omitempty"`
	Sent      string       `json:"sent,omitempty"` // hash of the file as it was sent, where it is another
	Withdrawn *Taken       `json:"withdrawn,omitempty"`
}

// EvidenceAttached is a piece of evidence on file.
type EvidenceAttached struct {
	Stamp
	Subject  string   `json:"subject"`
	Visit    int      `json:"visit"`
	Evidence Evidence `json:"evidence"`
}

func (*EvidenceAttached) Kind() string { return "evidence-attached" }

func (e *EvidenceAttached) Apply(s *State) {
	v := s.Subjects[e.Subject].visit(e.Visit)
	v.Evidence = append(v.Evidence, e.Evidence)
}

// WithdrawEvidence takes a piece of evidence back that was put to the wrong finding or
// shows what it should not (撤回材料). The file stays on record, because the record of
// it does; pages do not show it any more.
type WithdrawEvidence struct {
	Subject  string `json:"subject" form:"required,from=subjects"`
	Visit    int    `json:"visit" form:"required,from=visits"`
	Evidence int    `json:"evidence" form:"required"`
	Reason   string `json:"reason" form:"required,long"`
}

func (*WithdrawEvidence) Kind() string { return "withdraw-evidence" }

func (c *WithdrawEvidence) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("reason", c.Reason); err != nil {
		return nil, err
	}
	v := sub.visit(c.Visit)
	switch {
	case v == nil:
		return nil, act.NotOnFile("visit", strconv.Itoa(c.Visit))
	case call.Who == sub.Person:
		return nil, decider.Refuse("N4.1", "claim-own").By(s.Policy.Verification.Clause).At("subject")
	case c.Evidence < 1 || c.Evidence > len(v.Evidence) || v.Evidence[c.Evidence-1].Withdrawn != nil:
		return nil, act.NotOnFile("evidence", strconv.Itoa(c.Evidence))
	}
	return []decider.Event[State]{&EvidenceWithdrawn{act.By(call), c.Subject, c.Visit, c.Evidence, c.Reason}}, nil
}

// EvidenceWithdrawn is a piece of evidence taken back.
type EvidenceWithdrawn struct {
	Stamp
	Subject  string `json:"subject"`
	Visit    int    `json:"visit"`
	Evidence int    `json:"evidence"`
	Reason   string `json:"reason"`
}

func (*EvidenceWithdrawn) Kind() string { return "evidence-withdrawn" }

func (e *EvidenceWithdrawn) Apply(s *State) {
	s.Subjects[e.Subject].visit(e.Visit).Evidence[e.Evidence-1].Withdrawn = &Taken{e.Stamp, e.Reason}
}
