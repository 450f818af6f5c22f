package cycle

import (
	"crypto/sha256"
	"encoding/hex"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/report"
)

// FileReport files a version of a subject's report (撰写述职报告, N3.1). The text is
// looked at and not stored: what was measured and found is, with the text's hash;
// the file itself lies with the files. A version after the approved one has to be
// reviewed again, and needs a reason.
type FileReport struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	File    string `json:"file" form:"required,file"`        // hash of the file
	Text    string `json:"text" form:"required,long,hidden"` // as taken out of the file
	// Like is what the text shares with other reports, measured by the caller, who has them.
	Like []report.Likeness `json:"like" form:"hidden"`
	// Members is how many members the roster of the own organisation has; 0: not known.
	Members int `json:"members" form:"hidden"`
	// Parts are where the parts begin, as who wrote the report says; none: as the text reads.
	Parts  []Border `json:"parts" form:"hidden"`
	Reason string   `json:"reason" form:"long"`
}

func (*FileReport) Kind() string { return "file-report" }

func (c *FileReport) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("file", c.File, "text", c.Text); err != nil {
		return nil, err
	}
	if sub.Approved > 0 {
		if err := act.Filled("reason", c.Reason); err != nil {
			return nil, err
		}
	}
	for _, m := range s.held(sub.ID) {
		return nil, decider.Refuse("N3.1", "report-given", "date", m.Date).By(s.Policy.Report.Review.Clause).At("subject")
	}
	sum := sha256.Sum256([]byte(c.Text))
	v := Version{No: len(sub.Reports) + 1, Date: calendar.Of(call.At), File: c.File, TextHash: hex.EncodeToString(sum[:]), Members: c.Members}
	for _, old := range sub.Reports {
		if old.File == c.File {
			return nil, decider.Refuse("N3.1", "report-same", "version", old.No).By(s.Policy.Report.Review.Clause).At("file")
		}
	}
	w := s.want(sub, c.Like, c.Members)
	res := report.Check(c.Text, w)
	var asFound *report.Share
	if len(c.Parts) > 0 {
		found := res.Share
		if res, err = s.measure(c.Text, c.Parts, w, true); err != nil {
			return nil, err
		}
		asFound = &found
	}
	v.Chars, v.Parts, v.Share, v.Areas, v.Promises, v.Like = res.Chars, res.Parts, res.Share, res.Areas, res.Promises, res.Likeness
	v.Findings = numbered(res.Findings)
	return []decider.Event[State]{&ReportFiled{Stamp: act.By(call), Subject: c.Subject, Version: v, Reason: c.Reason, AsFound: asFound}}, nil
}

// want is what the notice asks of this subject's report: the content and form of
// the policy, last year's promises of the own organisation (N2.4), and the names
// of the other organisations, which a copied text may have kept, beside what others
// share with it, how many members are on file and how often meetings were held (N3.5).
func (s *State) want(sub *Subject, like []report.Likeness, members int) report.Want {
	w := report.WantOf(s.Policy.Content, s.Policy.Report, sub.Kind)
	w.Like, w.Members = like, members
	if n := len(sub.Figures); n > 0 {
		w.Held = heldIn(sub.Figures[n-1].Held)
	}
	for _, c := range s.Carried {
		if c.Org == sub.ID {
			w.Promises = append(w.Promises, c.Problem)
		}
	}
	for _, id := range s.OrgOrder {
		if id == sub.ID {
			w.Own = append(w.Own, s.Orgs[id].Name)
		} else {
			w.Others = append(w.Others, s.Orgs[id].Name)
		}
	}
	return w
}

// Version is what is known of one version of a report: what was measured and what
// was found, by package report.
type Version struct {
	No       int               `json:"version"` // from 1
	Date     calendar.Date     `json:"date"`
	File     string            `json:"file"`      // hash
	TextHash string            `json:"text_hash"` // SHA-256 of the text, lower-case hex
	Chars    int               `json:"chars"`     // 字数
	Parts    []report.Part     `json:"parts"`
	Share    report.Share      `json:"problems_share"` // of problems and causes
	Areas    []report.Area     `json:"areas"`
	Promises []report.Promise  `json:"promises"`
	Like     []report.Likeness `json:"likeness"`
	Findings []Finding         `json:"findings"`
	Members  int               `json:"members,omitempty"` // on the roster when it was filed
}

// Finding is something found about a version, numbered from 1.
type Finding struct {
	No int `json:"no"`
	report.Finding
}

// Report is a version with what became of it.
type Report struct {
	Version
	Filed     Stamp         `json:"filed"`
	Reason    string        `json:"reason,omitempty"`
	Marked    *Stamp        `json:"marked,omitempty"`   // who set the parts last; nil: they are as found
	Own       bool          `json:"own,omitempty"`      // who wrote it did
	AsFound   *report.Share `json:"as_found,omitempty"` // the share as the text reads, where the parts were set
	Opinions  []Opinion     `json:"opinions"`
	Submitted calendar.Date `json:"submitted,omitempty"`
	Review    *Review       `json:"review"`
}

// ReportFiled is a version of a report on file.
type ReportFiled struct {
	Stamp
	Subject string  `json:"subject"`
	Version Version `json:"report"`
	Reason  string  `json:"reason,omitempty"`
	// AsFound is the share as the text reads, where who wrote it set the parts.
	AsFound *report.Share `json:"as_found,omitempty"`
}

func (*ReportFiled) Kind() string { return "report-filed" }

func (e *ReportFiled) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	r := &Report{Version: e.Version, Filed: e.Stamp, Reason: e.Reason}
	if e.AsFound != nil {
		r.Marked, r.Own, r.AsFound = &e.Stamp, true, e.AsFound
	}
	sub.Reports = append(sub.Reports, r)
}
