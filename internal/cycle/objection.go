package cycle

import (
	"strconv"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// RecordObjection puts on file what members or the masses say against a posted
// result (监督意见, N9.2). It may be without a name.
type RecordObjection struct {
	From  string        `json:"from"` // person; "" without a name
	Date  calendar.Date `json:"date" form:"required,date"`
	Place string        `json:"place"` // where it was handed in
	Text  string        `json:"text" form:"required,long"`
}

func (*RecordObjection) Kind() string { return "record-objection" }

func (c *RecordObjection) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("text", c.Text); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if len(s.Postings) == 0 {
		return nil, decider.Refuse("", "too-early", "after", "event.cycle.results-posted")
	}
	if err := notBefore("date", c.Date, s.Postings[0].Date, "event.cycle.results-posted"); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&ObjectionRecorded{act.By(call), strconv.Itoa(len(s.Objections) + 1), c.From, c.Date, c.Place, c.Text}}, nil
}

// Objection is what was said against a result, and the answer.
type Objection struct {
	ID       string        `json:"id"` // from 1
	From     string        `json:"from,omitempty"`
	Date     calendar.Date `json:"date"`
	Place    string        `json:"place,omitempty"`
	Text     string        `json:"text"`
	Answered calendar.Date `json:"answered,omitempty"`
	Upheld   bool          `json:"upheld,omitempty"`
	Answer   string        `json:"answer,omitempty"`
}

// ObjectionRecorded is an objection put on file.
type ObjectionRecorded struct {
	Stamp
	ID    string        `json:"id"`
	From  string        `json:"from,omitempty"`
	Date  calendar.Date `json:"date"`
	Place string        `json:"place,omitempty"`
	Text  string        `json:"text"`
}

func (*ObjectionRecorded) Kind() string { return "objection-recorded" }

func (e *ObjectionRecorded) Apply(s *State) {
	s.Objections = append(s.Objections, &Objection{ID: e.ID, From: e.From, Date: e.Date, Place: e.Place, Text: e.Text})
}

// AnswerObjection answers an objection (答复监督意见, N9.2). One that is upheld
// changes nothing by itself: the grade is corrected by its own act.
type AnswerObjection struct {
	Objection string        `json:"objection" form:"required,from=objections"` // id
	Date      calendar.Date `json:"date" form:"required,date"`
	Upheld    bool          `json:"upheld"`
	Answer    string        `json:"answer" form:"required,long"`
	Reason    string        `json:"reason" form:"long"` // when late
}

func (*AnswerObjection) Kind() string { return "answer-objection" }

func (c *AnswerObjection) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	o := s.objection(c.Objection)
	if o == nil {
		return nil, act.NotOnFile("objection", c.Objection)
	}
	if err := act.Filled("answer", c.Answer); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	if o.Answered != "" {
		return nil, decider.Refuse("N9.2", "objection-answered", "id", o.ID, "date", o.Answered).At("objection")
	}
	if err := notBefore("date", c.Date, o.Date, "event.cycle.objection-recorded"); err != nil {
		return nil, err
	}
	d := departing(c.Reason)
	if err := d.inTime(s, c.Date, func(l Limit) bool { return l.Objection == o.ID }); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&ObjectionAnswered{act.By(call), c.Objection, c.Date, c.Upheld, c.Answer, d.List}}, nil
}

func (s *State) objection(id string) *Objection {
	for _, o := range s.Objections {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// ObjectionAnswered is an objection answered.
type ObjectionAnswered struct {
	Stamp
	Objection  string        `json:"objection"`
	Date       calendar.Date `json:"date"`
	Upheld     bool          `json:"upheld,omitempty"`
	Answer     string        `json:"answer"`
	Departures []Departure   `json:"departures,omitempty"`
}

func (*ObjectionAnswered) Kind() string { return "objection-answered" }

func (e *ObjectionAnswered) Apply(s *State) {
	o := s.objection(e.Objection)
	o.Answered, o.Upheld, o.Answer = e.Date, e.Upheld, e.Answer
	s.Departures = append(s.Departures, e.Departures...)
}
