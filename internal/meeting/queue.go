package meeting

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"shuping/internal/act"
	"shuping/internal/decider"
)

// The queue of questions (待提问题) is what people in the hall want to ask: said from the
// floor, written on a slip, or sent by phone without a name. Whoever presides decides
// what is asked and in which order; a question that is not asked is told why. Nothing in
// the queue is a question of the meeting before it was taken.

// Limits of the queue, so that one phone cannot fill the record.
const (
	// MaxWaiting is how many questions can wait at once.
	MaxWaiting = 200
	// MaxQuestion is how long a question in the queue may be, in characters.
	MaxQuestion = 300
)

// Way is how a question came (来源).
type Way string

const (
	FromFloor Way = "floor" // said in the hall, and typed in
	BySlip    Way = "slip"  // written on a slip of paper, and typed in
	FromPhone Way = "phone" // sent by somebody who was not asked for a name
	Joined    Way = "joined"
)

// Waiting is a question that somebody wants to ask, and what became of it.
type Waiting struct {
	Stamp
	ID       string `json:"id"` // w1, w2 ... in the order they came
	Subject  string `json:"subject"`
	Class    string `json:"class,omitempty"`
	Way      Way    `json:"way"`
	Question string `json:"question"`

	Asked    string   `json:"asked,omitempty"`    // id of the question it became
	Into     string   `json:"into,omitempty"`     // id of the one it was joined to
	Declined *Decline `json:"declined,omitempty"` // it is not asked
}

// Decline is why a question is not asked.
type Decline struct {
	Stamp
	Reason string `json:"reason"`
}

// Open says that nobody has decided about it yet.
func (w *Waiting) Open() bool { return w.Asked == "" && w.Into == "" && w.Declined == nil }

// waiting finds a question of the queue, nil for none.
func (s *State) waiting(id string) *Waiting {
	for i := range s.Queue {
		if s.Queue[i].ID == id {
			return &s.Queue[i]
		}
	}
	return nil
}

// Waits are the questions nobody has decided about, in the order in which they are to be
// asked; of one subject, or with "" of all.
func (s *State) Waits(subject string) (open []Waiting) {
	for _, w := range s.Queue {
		if w.Open() && (subject == "" || subject == w.Subject) {
			open = append(open, w)
		}
	}
	return open
}

// stillWaits finds a question of the queue that can be decided about.
func (s *State) stillWaits(id, field string) (*Waiting, error) {
	if err := s.held(); err != nil {
		return nil, err
	}
	w := s.waiting(id)
	switch {
	case w == nil:
		return nil, act.NotOnFile("waiting", id).At(field)
	case !w.Open():
		return nil, decider.Refuse("", "question-decided", "waiting", id).At(field)
	}
	return w, nil
}

// held refuses what belongs to a meeting whose roll is open.
func (s *State) held() error {
	switch {
	case s.Roll == nil:
		return decider.Refuse("", "too-early", "after", "event.meeting.roll-opened")
	case s.Closed != nil:
		return decider.Refuse("", "too-late", "before", "event.meeting.meeting-closed")
	}
	return nil
}

// Askable says whether a question to a subject may still come to be asked: it can be
// handed in from the opening of the roll until the next subject speaks.
func (s *State) Askable(subject string) bool {
	if !s.TakesQuestions() {
		return false
	}
	r := s.Report(subject)
	return r == nil || r.Instead == "" && s.Reports[len(s.Reports)-1].Subject == subject
}

// queueing checks what can be put into the queue.
func (s *State) queueing(subject, question string) error {
	if err := s.held(); err != nil {
		return err
	}
	if err := act.Filled("subject", subject, "question", question); err != nil {
		return err
	}
	if _, ok := s.Subject(subject); !ok {
		return act.NotOnFile("subject", subject)
	}
	if !s.Askable(subject) {
		return decider.Refuse("", "questions-over", "subject", subject).At("subject")
	}
	if len(s.Waits("")) >= MaxWaiting {
		return decider.Refuse("", "queue-full", "limit", MaxWaiting)
	}
	return notTooLong(question)
}

func notTooLong(question string) error {
	if n := utf8.RuneCountInString(question); n > MaxQuestion {
		return decider.Refuse("", "question-long", "got", n, "limit", MaxQuestion).At("question")
	}
	return nil
}

// nextWaiting is the id of the next question that comes into the queue.
func (s *State) nextWaiting() string { return "w" + strconv.Itoa(len(s.Queue)+1) }

// QuestionQueued has a question that came.
type QuestionQueued struct {
	Stamp
	ID       string `json:"id"`
	Subject  string `json:"subject"`
	Class    string `json:"class,omitempty"`
	Way      Way    `json:"way"`
	Question string `json:"question"`
}

func (*QuestionQueued) Kind() string { return "question-queued" }

func (e *QuestionQueued) Apply(s *State) {
	s.Queue = append(s.Queue, Waiting{Stamp: e.Stamp, ID: e.ID, Subject: e.Subject, Class: e.Class, Way: e.Way, Question: e.Question})
}

// place moves a question before another one, "" for the end.
func (s *State) place(id, before string) {
	from := slices.IndexFunc(s.Queue, func(w Waiting) bool { return w.ID == id })
	w := s.Queue[from]
	s.Queue = slices.Delete(s.Queue, from, from+1)
	to := slices.IndexFunc(s.Queue, func(w Waiting) bool { return w.ID == before })
	if to < 0 {
		to = len(s.Queue)
	}
	s.Queue = slices.Insert(s.Queue, to, w)
}
