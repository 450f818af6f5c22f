package meeting

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// AllowPhones opens the queue to phones (开放手机提问), or closes it. Each opening has a
// number of its own, which the address in the hall's QR code is made of: a copy of an
// earlier code opens nothing.
type AllowPhones struct {
	Phones Phones `json:"phones" form:"required,choice=open|closed"`
}

// Phones says whether phones may send questions.
type Phones string

const (
	PhonesOpen   Phones = "open"
	PhonesClosed Phones = "closed"
)

func (*AllowPhones) Kind() string { return "allow-phones" }

func (c *AllowPhones) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := s.held(); err != nil {
		return nil, err
	}
	switch c.Phones {
	case PhonesOpen:
		if !s.TakesQuestions() {
			return nil, decider.Refuse("", "phones-too-late").At("phones")
		}
		if s.PhoneQueue != 0 {
			return nil, decider.Refuse("", "nothing-changed").At("phones")
		}
		return []decider.Event[State]{&PhonesAllowed{Stamp: act.By(call), No: s.PhoneQueues + 1}}, nil
	case PhonesClosed:
		if s.PhoneQueue == 0 {
			return nil, decider.Refuse("", "nothing-changed").At("phones")
		}
		return []decider.Event[State]{&PhonesAllowed{Stamp: act.By(call)}}, nil
	}
	return nil, decider.Refuse("", "choice-unknown", "got", string(c.Phones)).At("phones")
}

// TakesQuestions says whether questions can still come to be asked: the agenda has them, and
// neither comments nor a vote have begun.
func (s *State) TakesQuestions() bool {
	_, asks := s.Type().Has(policy.ItemQuestions)
	return asks && s.held() == nil && len(s.Comments) == 0 && s.Round() == nil
}

// PhonesAllowed has the number of the opening, 0 when the queue is closed to phones.
type PhonesAllowed struct {
	Stamp
	No int `json:"no,omitempty"`
}

func (*PhonesAllowed) Kind() string { return "phones-allowed" }

func (e *PhonesAllowed) Apply(s *State) {
	s.PhoneQueue = e.No
	s.PhoneQueues = max(s.PhoneQueues, e.No)
}

// PhoneQuestion takes a question that came by phone (手机提问). The program hands it in,
// because there is nobody else to name: recorded are the words, whom they are for and
// the time. The same words to the same subject wait once.
type PhoneQuestion struct {
	No       int    `json:"no" form:"required"` // of the opening whose code was read
	Subject  string `json:"subject" form:"required,from=subjects"`
	Question string `json:"question" form:"required,long"`
}

func (*PhoneQuestion) Kind() string { return "phone-question" }

func (c *PhoneQuestion) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if s.PhoneQueue == 0 || c.No != s.PhoneQueue {
		return nil, decider.Refuse("", "phones-closed")
	}
	question := strings.TrimSpace(c.Question)
	if err := s.queueing(c.Subject, question); err != nil {
		return nil, err
	}
	for _, w := range s.Waits(c.Subject) {
		if w.Question == question {
			return nil, decider.Refuse("", "question-waits", "waiting", w.ID).At("question")
		}
	}
	return []decider.Event[State]{&QuestionQueued{Stamp: act.By(call), ID: s.nextWaiting(), Subject: c.Subject, Way: FromPhone, Question: question}}, nil
}
