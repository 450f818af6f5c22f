package cycle

import (
	"strconv"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// RecordOpinion puts an opinion on a report on file, asked for within a certain
// circle before it is handed in (征求意见, N3.1).
type RecordOpinion struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Version int    `json:"version"`              // of the report; 0 for the newest
	From    string `json:"from" form:"required"` // who gave it: a person or a group
	Text    string `json:"text" form:"required,long"`
}

func (*RecordOpinion) Kind() string { return "record-opinion" }

func (c *RecordOpinion) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	if err := act.Filled("from", c.From, "text", c.Text); err != nil {
		return nil, err
	}
	version := c.Version
	if version == 0 {
		version = len(sub.Reports)
	}
	if version <= sub.Earlier || version > len(sub.Reports) {
		return nil, act.NotOnFile("version", strconv.Itoa(c.Version))
	}
	id := strconv.Itoa(version) + "." + strconv.Itoa(len(sub.Reports[version-1].Opinions)+1)
	return []decider.Event[State]{&OpinionRecorded{act.By(call), c.Subject, version, Opinion{ID: id, From: c.From, Text: c.Text}}}, nil
}

// Opinion is an opinion on a version of a report and what became of it.
type Opinion struct {
	ID       string `json:"id"` // version.number
	From     string `json:"from"`
	Text     string `json:"text"`
	Answered bool   `json:"answered"`
	Taken    bool   `json:"taken"` // 采纳
	Why      string `json:"why,omitempty"`
}

// OpinionRecorded is an opinion put on file.
type OpinionRecorded struct {
	Stamp
	Subject string  `json:"subject"`
	Version int     `json:"version"`
	Opinion Opinion `json:"opinion"`
}

func (*OpinionRecorded) Kind() string { return "opinion-recorded" }

func (e *OpinionRecorded) Apply(s *State) {
	r := s.Subjects[e.Subject].Reports[e.Version-1]
	r.Opinions = append(r.Opinions, e.Opinion)
}

// AnswerOpinion says what became of an opinion (采纳情况, N3.1): one that is not
// taken needs a reason.
type AnswerOpinion struct {
	Subject string `json:"subject" form:"required,from=subjects"`
	Opinion string `json:"opinion" form:"required,from=opinions"` // id
	Taken   bool   `json:"taken"`
	Why     string `json:"why" form:"long"`
}

func (*AnswerOpinion) Kind() string { return "answer-opinion" }

func (c *AnswerOpinion) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	o := sub.opinion(c.Opinion)
	if o == nil {
		return nil, act.NotOnFile("opinion", c.Opinion)
	}
	if o.Answered {
		return nil, decider.Refuse("N3.1", "opinion-answered", "opinion", o.ID).By(s.Policy.Report.Opinions.Clause).At("opinion")
	}
	if !c.Taken {
		if err := act.Filled("why", c.Why); err != nil {
			return nil, err
		}
	}
	return []decider.Event[State]{&OpinionAnswered{act.By(call), c.Subject, c.Opinion, c.Taken, c.Why}}, nil
}

func (s *Subject) opinion(id string) *Opinion {
	for _, r := range s.Own() {
		for i := range r.Opinions {
			if r.Opinions[i].ID == id {
				return &r.Opinions[i]
			}
		}
	}
	return nil
}

// opinions counts those on all versions, and those not answered.
func (s *Subject) opinions() (all, open int) {
	for _, r := range s.Own() {
		for _, o := range r.Opinions {
			all++
			if !o.Answered {
				open++
			}
		}
	}
	return all, open
}

// OpinionAnswered is what became of an opinion.
type OpinionAnswered struct {
	Stamp
	Subject string `json:"subject"`
	Opinion string `json:"opinion"`
	Taken   bool   `json:"taken"`
	Why     string `json:"why,omitempty"`
}

func (*OpinionAnswered) Kind() string { return "opinion-answered" }

func (e *OpinionAnswered) Apply(s *State) {
	o := s.Subjects[e.Subject].opinion(e.Opinion)
	o.Answered, o.Taken, o.Why = true, e.Taken, e.Why
}
