package cycle

import (
	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// AssignLiaison gives an organisation the leader who guides it (联点领导, N9.5). A
// later one replaces the earlier.
type AssignLiaison struct {
	Org    string `json:"org" form:"required,from=orgs"`
	Leader string `json:"leader" form:"required,from=persons"` // person of the leading group
}

func (*AssignLiaison) Kind() string { return "assign-liaison" }

func (c *AssignLiaison) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	o := s.Orgs[c.Org]
	if o == nil {
		return nil, act.NotOnFile("org", c.Org)
	}
	if err := act.Filled("leader", c.Leader); err != nil {
		return nil, err
	}
	if c.Leader == o.Secretary {
		return nil, decider.Refuse("N9.5", "liaison-self", "org", o.Name).By(s.Policy.Duties.Liaison.Clause).At("leader")
	}
	return []decider.Event[State]{&LiaisonAssigned{Stamp: act.By(call), Org: c.Org, Leader: c.Leader, Was: s.Liaison[c.Org]}}, nil
}

// LiaisonAssigned is an organisation with its leader.
type LiaisonAssigned struct {
	Stamp
	Org    string `json:"org"`
	Leader string `json:"leader"`
	Was    string `json:"was,omitempty"`
}

func (*LiaisonAssigned) Kind() string { return "liaison-assigned" }

func (e *LiaisonAssigned) Apply(s *State) { s.Liaison[e.Org] = e.Leader }

// AssignTask names who answers for a task (责任到人, N9.5).
type AssignTask struct {
	ID    string        `json:"id" form:"required"`
	Title string        `json:"title" form:"required"`
	Owner string        `json:"owner" form:"required,from=persons"` // person
	Due   calendar.Date `json:"due" form:"date"`
}

func (*AssignTask) Kind() string { return "assign-task" }

func (c *AssignTask) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := act.Filled("id", c.ID, "title", c.Title); err != nil {
		return nil, err
	}
	if c.Owner == "" && s.Policy.Duties.Owner.Holds() {
		return nil, decider.Refuse("N9.5", "owner-missing", "task", c.Title).By(s.Policy.Duties.Owner.Clause).At("owner")
	}
	if s.task(c.ID) != nil {
		return nil, act.Twice("task", c.ID).At("id")
	}
	return []decider.Event[State]{&TaskAssigned{Stamp: act.By(call), ID: c.ID, Title: c.Title, Owner: c.Owner, Due: c.Due}}, nil
}

func (s *State) task(id string) *Assigned {
	for _, t := range s.Tasks {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// Assigned is a task with its owner.
type Assigned struct {
	ID       string        `json:"id"`
	Title    string        `json:"title"`
	Owner    string        `json:"owner"`
	Due      calendar.Date `json:"due,omitempty"`
	Finished calendar.Date `json:"finished,omitempty"`
	Note     string        `json:"note,omitempty"`
}

// TaskAssigned is a task given to its owner.
type TaskAssigned struct {
	Stamp
	ID    string        `json:"id"`
	Title string        `json:"title"`
	Owner string        `json:"owner"`
	Due   calendar.Date `json:"due,omitempty"`
}

func (*TaskAssigned) Kind() string { return "task-assigned" }

func (e *TaskAssigned) Apply(s *State) {
	s.Tasks = append(s.Tasks, &Assigned{ID: e.ID, Title: e.Title, Owner: e.Owner, Due: e.Due})
}

// FinishTask says that a task is done (办结任务, N9.5).
type FinishTask struct {
	Task string `json:"task" form:"required,from=tasks"`
	Note string `json:"note" form:"long"`
}

func (*FinishTask) Kind() string { return "finish-task" }

func (c *FinishTask) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	t := s.task(c.Task)
	if t == nil {
		return nil, act.NotOnFile("task", c.Task)
	}
	if t.Finished != "" {
		return nil, decider.Refuse("N9.5", "task-finished", "task", t.Title, "date", t.Finished).At("task")
	}
	today := calendar.Of(call.At)
	return []decider.Event[State]{&TaskFinished{Stamp: act.By(call), Task: c.Task, Date: today, Late: t.Due != "" && today > t.Due, Note: c.Note}}, nil
}

// TaskFinished is a task that is done.
type TaskFinished struct {
	Stamp
	Task string        `json:"task"`
	Date calendar.Date `json:"date"`
	Late bool          `json:"late,omitempty"`
	Note string        `json:"note,omitempty"`
}

func (*TaskFinished) Kind() string { return "task-finished" }

func (e *TaskFinished) Apply(s *State) {
	t := s.task(e.Task)
	t.Finished, t.Note = e.Date, e.Note
}
