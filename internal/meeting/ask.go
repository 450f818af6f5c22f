package meeting

import (
	"strconv"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// Ask records a question on the spot (现场提问, N6.2): to the subject who has just
// reported, by somebody of a class in the hall. Who asked is not written down.
type Ask struct {
	// ID names the question; empty: q1, q2 ... in the order they are asked.
	ID       string `json:"id,omitempty" form:"hidden"`
	Subject  string `json:"subject" form:"required,from=subjects"`
	Class    string `json:"class,omitempty" form:"from=classes"`
	Question string `json:"question" form:"required,long"`
}

func (*Ask) Kind() string { return "ask" }

func (c *Ask) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.open(); err != nil {
		return nil, err
	}
	if err := act.Filled("subject", c.Subject, "question", c.Question); err != nil {
		return nil, err
	}
	if _, ok := s.Subject(c.Subject); !ok {
		return nil, act.NotOnFile("subject", c.Subject)
	}
	if c.Class != "" {
		if _, ok := s.Type().ClassByID(c.Class); !ok {
			return nil, decider.Refuse("", "class-unknown", "class", c.Class, "person", "").At("class")
		}
	}
	if err := s.asking(c.Subject, "subject"); err != nil {
		return nil, err
	}
	id := c.ID
	if id == "" {
		id = s.freeQuestion()
	}
	if s.question(id) != nil {
		return nil, decider.Refuse("", "stands-twice", "what", "field.question", "id", id).At("id")
	}
	return []decider.Event[State]{&Asked{Stamp: act.By(call), ID: id, Subject: c.Subject, Class: c.Class, Question: c.Question}}, nil
}

// asking refuses a question to a subject at another moment than after the own report.
func (s *State) asking(subject, field string) error {
	if err := s.open(); err != nil {
		return err
	}
	if r := s.speaking(); r != nil {
		return decider.Refuse("", "report-running", "subject", r.Subject).At(field)
	}
	if n := len(s.Reports); n == 0 || s.Reports[n-1].Subject != subject || s.Reports[n-1].Instead != "" || len(s.Comments) > 0 || s.Round() != nil {
		return decider.Refuse("", "not-the-moment-to-ask", "subject", subject).At(field)
	}
	return nil
}

// AskedNow says whether a subject can be asked at this moment.
func (s *State) AskedNow(subject string) bool {
	_, asks := s.Type().Has(policy.ItemQuestions)
	return asks && s.asking(subject, "subject") == nil
}

// freeQuestion is the first of q1, q2 ... that no question has, counted from how many there are.
func (s *State) freeQuestion() string {
	for n := len(s.Questions) + 1; ; n++ {
		if id := "q" + strconv.Itoa(n); s.question(id) == nil {
			return id
		}
	}
}

// Asked has the question under its id.
type Asked struct {
	Stamp
	ID       string `json:"id"`
	Subject  string `json:"subject"`
	Class    string `json:"class,omitempty"`
	Question string `json:"question"`
	Waiting  string `json:"waiting,omitempty"` // id in the queue, where it came from there
}

func (*Asked) Kind() string { return "asked" }

func (e *Asked) Apply(s *State) {
	s.Questions = append(s.Questions, Question{ID: e.ID, Subject: e.Subject, Class: e.Class, Question: e.Question, Waiting: e.Waiting})
	if w := s.waiting(e.Waiting); w != nil {
		w.Asked = e.ID
	}
}

// Question is a question with its answer.
type Question struct {
	ID       string  `json:"id"`
	Subject  string  `json:"subject"`
	Class    string  `json:"class,omitempty"`
	Question string  `json:"question"`
	Waiting  string  `json:"waiting,omitempty"` // id in the queue, where it came from there
	Answer   *Reply  `json:"answer,omitempty"`  // the one that counts
	Earlier  []Reply `json:"earlier,omitempty"` // answers that were corrected
}
