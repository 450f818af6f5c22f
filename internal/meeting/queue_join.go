package meeting

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// JoinQuestions makes one question of several to the same subject that ask for the same
// (合并提问), in the words of whoever presides. It waits where the first of them waited;
// they stay on record as they came.
type JoinQuestions struct {
	Waiting  []string `json:"waiting" form:"required,from=waiting"`
	Question string   `json:"question" form:"required,long"`
}

func (*JoinQuestions) Kind() string { return "join-questions" }

func (c *JoinQuestions) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	question := strings.TrimSpace(c.Question)
	if err := s.held(); err != nil {
		return nil, err
	}
	if len(c.Waiting) < 2 {
		return nil, decider.Refuse("", "joins-one", "got", len(c.Waiting)).At("waiting")
	}
	if id := twice(c.Waiting); id != "" {
		return nil, decider.Refuse("", "stands-twice", "what", "field.waiting", "id", id).At("waiting")
	}
	var subject, class string
	for i, id := range c.Waiting {
		w, err := s.stillWaits(id, "waiting")
		if err != nil {
			return nil, err
		}
		if i == 0 {
			subject, class = w.Subject, w.Class
		}
		if w.Subject != subject {
			return nil, decider.Refuse("", "joins-subjects", "waiting", id).At("waiting")
		}
		if w.Class != class {
			class = ""
		}
	}
	if err := act.Filled("question", question); err != nil {
		return nil, err
	}
	if err := notTooLong(question); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&QuestionsJoined{Stamp: act.By(call), ID: s.nextWaiting(), Waiting: c.Waiting, Subject: subject, Class: class, Question: question}}, nil
}

// QuestionsJoined has the new question and those it was made of.
type QuestionsJoined struct {
	Stamp
	ID       string   `json:"id"`
	Waiting  []string `json:"waiting"`
	Subject  string   `json:"subject"`
	Class    string   `json:"class,omitempty"` // where all came from the same
	Question string   `json:"question"`
}

func (*QuestionsJoined) Kind() string { return "questions-joined" }

func (e *QuestionsJoined) Apply(s *State) {
	first := ""
	for i := range s.Queue {
		if slices.Contains(e.Waiting, s.Queue[i].ID) {
			s.Queue[i].Into = e.ID
			if first == "" {
				first = s.Queue[i].ID
			}
		}
	}
	s.Queue = append(s.Queue, Waiting{Stamp: e.Stamp, ID: e.ID, Subject: e.Subject, Class: e.Class, Way: Joined, Question: e.Question})
	s.place(e.ID, first)
}
