package meeting

import (
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// QueueQuestion puts down what somebody in the hall wants to ask (登记提问): said from the
// floor, or written on a slip. Who wants to ask is not written down.
type QueueQuestion struct {
	Subject  string `json:"subject" form:"required,from=subjects"`
	Class    string `json:"class,omitempty" form:"from=classes"`
	Way      Way    `json:"way" form:"required,choice=floor|slip"`
	Question string `json:"question" form:"required,long"`
}

func (*QueueQuestion) Kind() string { return "queue-question" }

func (c *QueueQuestion) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	question := strings.TrimSpace(c.Question)
	if err := s.queueing(c.Subject, question); err != nil {
		return nil, err
	}
	if c.Way != FromFloor && c.Way != BySlip {
		return nil, decider.Refuse("", "choice-unknown", "got", string(c.Way)).At("way")
	}
	if c.Class != "" {
		if _, ok := s.Type().ClassByID(c.Class); !ok {
			return nil, decider.Refuse("", "class-unknown", "class", c.Class, "person", "").At("class")
		}
	}
	return []decider.Event[State]{&QuestionQueued{Stamp: act.By(call), ID: s.nextWaiting(), Subject: c.Subject, Class: c.Class, Way: c.Way, Question: question}}, nil
}
