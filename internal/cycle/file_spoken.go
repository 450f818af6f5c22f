package cycle

import (
	"crypto/sha256"
	"encoding/hex"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/report"
)

// FileSpoken files the text that a subject speaks by (口头述职稿, N3.4), where the notice asks for one that is
// shorter than the written report. The text is measured and not stored. A later one is added and counts.
type FileSpoken struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	File    string `json:"file" form:"required,file"`        // hash of the file
	Text    string `json:"text" form:"required,long,hidden"` // as taken out of the file
	Reason  string `json:"reason" form:"long"`               // for departing from a rule that is advice
}

func (*FileSpoken) Kind() string { return "file-spoken" }

func (c *FileSpoken) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	most := s.Policy.Report.Spoken
	if !most.Holds() {
		return nil, decider.Refuse("N3.4", "spoken-not-asked").At("subject")
	}
	if err := act.Filled("file", c.File, "text", c.Text); err != nil {
		return nil, err
	}
	for _, m := range s.held(sub.ID) {
		return nil, decider.Refuse("N3.4", "report-given", "date", m.Date).By(most.Clause).At("subject")
	}
	d, chars := departing(c.Reason), report.Count(c.Text)
	if chars > most.Chars {
		if err := d.Breach(most.Basis, decider.Refuse("N3.4", "spoken-long", "subject", sub.OrgName, "got", chars, "want", most.Chars, "over", chars-most.Chars).At("file")); err != nil {
			return nil, err
		}
	}
	sum := sha256.Sum256([]byte(c.Text))
	return []decider.Event[State]{&SpokenFiled{act.By(call), c.Subject,
		SpokenText{Date: calendar.Of(call.At), File: c.File, TextHash: hex.EncodeToString(sum[:]), Chars: chars}, d.List}}, nil
}

// SpokenText is what is known of a text for speaking.
type SpokenText struct {
	Date     calendar.Date `json:"date"`
	File     string        `json:"file"`      // hash
	TextHash string        `json:"text_hash"` // SHA-256 of the text, lower-case hex
	Chars    int           `json:"chars"`     // 字数
}

// SpokenFiled is a text for speaking on file.
type SpokenFiled struct {
	Stamp
	Subject    string      `json:"subject"`
	Text       SpokenText  `json:"text"`
	Departures []Departure `json:"departures,omitempty"`
}

func (*SpokenFiled) Kind() string { return "spoken-filed" }

func (e *SpokenFiled) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	sub.Spoken = append(sub.Spoken, e.Text)
	s.Departures = append(s.Departures, e.Departures...)
}

// spoken: the text for speaking is on file and no longer than the notice says (N3.4).
func (a *auditor) spoken(sub *Subject) {
	most := a.s.Policy.Report.Spoken
	chars := 0
	for _, x := range sub.Spoken {
		chars = x.Chars
	}
	if most.Holds() {
		a.rule(most.Basis, "N3.4", "spoken-length", sub.ID, len(sub.Spoken) > 0 && chars <= most.Chars, chars, most.Chars, func(d Departure) bool {
			return d.Code == "spoken-long" && a.about(d, sub.ID)
		})
	}
}
