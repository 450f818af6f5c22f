package meeting

import (
	"slices"
	"strconv"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Task is something that is to be done next (待办), and by whom.
type Task struct {
	Command string        `json:"command"` // the kind that does it
	Rule    string        `json:"rule"`
	Clause  string        `json:"clause"`
	Subject string        `json:"subject,omitempty"` // id
	Ref     string        `json:"ref,omitempty"`     // id of the question, number of the vote
	Person  string        `json:"person,omitempty"`  // who is to do it, where that is one person
	Roles   []string      `json:"roles"`             // who may
	Due     calendar.Date `json:"due,omitempty"`
	Late    bool          `json:"late"`
}

// Due is what can be done next to bring the meeting forward: usually one thing,
// several where they wait for each other in no order. It is empty when the meeting is
// closed and nothing waits to be announced. today is for saying what is late.
func Due(s *State, today calendar.Date) []Task {
	if s.Brief.Meeting == "" {
		return []Task{{Command: "call", Rule: "N1.4", Roles: []string{policy.RoleSystem}}}
	}
	if s.custody() != nil {
		return nil // what is next happens on the device that has the record
	}
	var tasks []Task
	add := func(t Task) {
		act := ActOf(&s.Brief.Policy, t.Command)
		t.Rule, t.Clause, t.Roles, t.Due = act.Rule, act.Clause, act.By, s.Date
		t.Late = s.Date != "" && today > s.Date
		tasks = append(tasks, t)
	}
	for _, t := range s.due() {
		add(t)
	}
	return tasks
}

func (s *State) due() []Task {
	switch {
	case s.unannounced() != nil:
		return []Task{{Command: "announce", Ref: strconv.Itoa(s.unannounced().Round)}}
	case s.Closed != nil:
		return nil
	case s.Roll == nil:
		return []Task{{Command: "open-roll"}}
	case s.Opening == nil:
		for _, g := range Gates(s) {
			if !g.OK {
				return []Task{{Command: "sign-in"}, {Command: "open-meeting", Person: s.Brief.Chair}, {Command: "adjourn"}}
			}
		}
		return []Task{{Command: "open-meeting", Person: s.Brief.Chair}}
	}
	if r := s.speaking(); r != nil {
		return []Task{{Command: "finish-report", Subject: r.Subject}}
	}
	if r := s.Round(); r != nil && r.Voided == nil && r.Accepted == nil {
		return s.counted(r)
	}
	return s.agendaDue()
}

// agendaDue is the next step of the agenda.
func (s *State) agendaDue() []Task {
	room := s.talk()
	switch {
	case room.Question != "":
		return []Task{{Command: "answer", Subject: room.Subject, Ref: room.Question}}
	case room.Stage == StageQuestion && len(s.Waits(room.Subject)) > 0:
		return []Task{{Command: "take-question", Subject: room.Subject, Ref: s.Waits(room.Subject)[0].ID}}
	case room.Stage == StageQuestion:
		return []Task{{Command: "ask", Subject: room.Subject}}
	}
	for _, it := range s.Type().Agenda {
		if s.lacks(it) == nil {
			continue
		}
		switch it.ID {
		case policy.ItemReports:
			next, _ := s.next()
			return []Task{{Command: "start-report", Subject: next.ID}}
		case policy.ItemComments:
			return []Task{{Command: "comment", Subject: s.uncommented(), Person: s.Brief.Head}}
		case policy.ItemBallot:
			return []Task{{Command: "open-ballot"}}
		case policy.ItemSpeech:
			return []Task{{Command: "speak", Person: s.Brief.Head}}
		}
	}
	if len(s.Waits("")) > 0 {
		return []Task{{Command: "decline-questions"}}
	}
	return []Task{{Command: "close-meeting", Person: s.Brief.Chair}}
}

// counted is what is missing for an accepted count.
func (s *State) counted(r *Round) (tasks []Task) {
	add := func(kind string) { tasks = append(tasks, Task{Command: kind, Ref: strconv.Itoa(r.No)}) }
	if r.Ended == nil {
		add("close-ballot")
		return tasks
	}
	for i := range r.Form.Classes {
		if r.Balance(i).Void() {
			add("void-ballot")
			return tasks
		}
	}
	if len(r.Collected) == 0 {
		add("collect-ballots")
	}
	if len(r.issuedPhone()) > 0 && r.Phone == nil {
		add("record-box")
	}
	if kind := s.readingDue(r); kind != "" {
		add(kind)
	} else if len(r.issuedPaper()) > 0 && len(r.sheets()) < 2 && r.countedByReading() == nil {
		add("count-paper")
	}
	if len(tasks) == 0 {
		add("accept-count")
	}
	return tasks
}

// readingDue is what papers that went through a scanner wait for, "" where nobody reads any.
func (s *State) readingDue(r *Round) string {
	if !r.UsesReading() || r.countedByReading() != nil {
		return ""
	}
	check := r.Reading.check()
	switch err := s.ready(r); {
	case slices.ContainsFunc(r.Reading.standing(), func(b *Batch) bool { return b.Read == nil }):
		return "record-readings"
	case slices.ContainsFunc(r.Reading.standing(), r.toCompare):
		return "record-comparison"
	case len(r.DoubtfulTwins()) > 0:
		return "judge-twin"
	case r.Undecided() > 0:
		return "decide-entry"
	case err != nil:
		return "scan-ballots"
	case check == nil || check.Stale:
		return "draw-check"
	case len(check.Next()) > 0:
		return "check-sheet"
	}
	return "count-readings"
}
