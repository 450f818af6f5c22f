package cycle

import (
	"slices"
	"strconv"
	"strings"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// PlanRectification is a subject's plan (整改方案, N11.1): for every problem what is
// done, by when, and who answers for it. Every promise given when questions were
// answered and every problem of the head's comment must be met by an item, no
// later than promised. A later plan, with a reason, replaces the earlier one and
// keeps the items on which something was done.
type PlanRectification struct {
	Subject string     `json:"subject" form:"required,from=subjects"`
	Items   []PlanItem `json:"items" form:"required"`
	Reason  string     `json:"reason" form:"long"` // for a new plan, or a late one
}

// PlanItem is one problem to be put right. Source is what it answers:
// "question:<id>", "comment:<n>" (from 1), "visit:<no>", "carried:<id>", or "own".
type PlanItem struct {
	ID      string        `json:"id" form:"required"`
	Source  string        `json:"source" form:"required,from=sources"`
	Problem string        `json:"problem" form:"required,long"`
	Measure string        `json:"measure" form:"required,long"`
	Due     calendar.Date `json:"due" form:"required,date"`
	Owner   string        `json:"owner" form:"required,from=persons"` // person
}

func (*PlanRectification) Kind() string { return "plan-rectification" }

func (c *PlanRectification) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	rule := s.Policy.Correction
	for _, kind := range s.Policy.Meetings {
		if m := s.meetingOf(sub.ID, kind.ID); m == nil || m.Held() == nil {
			return nil, decider.Refuse("N11.1", "plan-early", "subject", sub.OrgName, "meeting", kind.Name).By(rule.Clause)
		}
	}
	if len(sub.Plans) > 0 {
		if err := act.Filled("reason", c.Reason); err != nil {
			return nil, err
		}
	}
	if err := c.items(s, sub); err != nil {
		return nil, err
	}
	if err := c.covers(s, sub); err != nil {
		return nil, err
	}
	d, today := departing(c.Reason), calendar.Of(call.At)
	if due := s.PlanDue(); due != "" && today > due && len(sub.Plans) == 0 {
		if err := d.Excuse(rule.Basis, decider.Refuse("N11.1", "plan-late", "due", due, "days", due.Until(today)).At("reason")); err != nil {
			return nil, err
		}
	}
	if err := d.inTime(s, today, byRule("N11.1", c.Subject)); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&RectificationPlanned{act.By(call), c.Subject, c.Items, c.Reason, d.List}}, nil
}

// items checks each item by itself, and that none with a history is dropped.
func (c *PlanRectification) items(s *State, sub *Subject) error {
	clause := s.Policy.Correction.Clause
	seen, earliest := map[string]bool{}, s.lastDate(sub.ID)
	for _, it := range c.Items {
		if it.ID == "" || strings.TrimSpace(it.Problem) == "" || strings.TrimSpace(it.Measure) == "" || it.Due == "" || it.Owner == "" {
			return decider.Refuse("N11.1", "item-incomplete", "item", it.ID).By(clause).At("items")
		}
		if seen[it.ID] {
			return act.Twice("item", it.ID).At("items")
		}
		seen[it.ID] = true
		if err := notBefore("items", it.Due, earliest, "event.cycle.minutes-received"); err != nil {
			return err
		}
		if err := s.knownSource(sub, it); err != nil {
			return err
		}
	}
	for _, it := range sub.Items {
		if !seen[it.ID] && (len(it.Checks) > 0 || it.Finished != nil) {
			return decider.Refuse("N11.1", "item-dropped", "item", it.ID).By(clause).At("items")
		}
	}
	if len(c.Items) == 0 {
		return act.Filled("items", "")
	}
	return nil
}

// knownSource refuses an item that answers something that is not on file, or
// later than was promised.
func (s *State) knownSource(sub *Subject, it PlanItem) error {
	kind, ref, _ := strings.Cut(it.Source, ":")
	n, _ := strconv.Atoi(ref)
	switch kind {
	case "question":
		found := false
		for _, q := range s.promised(sub.ID) { // two meetings may have a question of that number
			found = found || q.ID == ref
			if q.ID == ref && q.Due != "" && it.Due > q.Due {
				return decider.Refuse("N11.1", "later-than-promised", "item", it.ID, "due", it.Due, "promised", q.Due).By(s.Policy.Correction.Clause).At("items")
			}
		}
		if found {
			return nil
		}
	case "comment":
		if n >= 1 && n <= len(s.problems(sub.ID)) {
			return nil
		}
	case "visit":
		if n >= 1 && n <= len(sub.Visits) {
			return nil
		}
	case "carried":
		if slices.ContainsFunc(s.Carried, func(c Carried) bool { return c.ID == ref && c.Org == sub.ID }) {
			return nil
		}
	case "own":
		return nil
	}
	return act.NotOnFile("source", it.Source).At("items")
}

// covers refuses a plan that leaves a promise or a problem of the comment open.
func (c *PlanRectification) covers(s *State, sub *Subject) error {
	var open []string
	for _, source := range s.toPlan(sub) {
		if !slices.ContainsFunc(c.Items, func(it PlanItem) bool { return it.Source == source }) {
			open = append(open, source)
		}
	}
	if len(open) > 0 {
		return decider.Refuse("N11.1", "plan-gap", "n", len(open), "sources", strings.Join(open, ", ")).By(s.Policy.Correction.Clause).At("items")
	}
	return nil
}

// toPlan are the sources that a subject's plan has to answer.
func (s *State) toPlan(sub *Subject) (sources []string) {
	for _, q := range s.promised(sub.ID) {
		sources = append(sources, "question:"+q.ID)
	}
	for i := range s.problems(sub.ID) {
		sources = append(sources, "comment:"+strconv.Itoa(i+1))
	}
	return sources
}

// Item is an item of the plan with what became of it.
type Item struct {
	PlanItem
	Checks   []Check   `json:"checks"`
	Finished *Finished `json:"finished"`
}

// RectificationPlanned is a plan on file.
type RectificationPlanned struct {
	Stamp
	Subject    string      `json:"subject"`
	Items      []PlanItem  `json:"items"`
	Reason     string      `json:"reason,omitempty"`
	Departures []Departure `json:"departures"`
}

func (*RectificationPlanned) Kind() string { return "rectification-planned" }

func (e *RectificationPlanned) Apply(s *State) {
	sub := s.Subjects[e.Subject]
	var items []*Item
	for _, it := range e.Items {
		item := &Item{PlanItem: it}
		if was := sub.item(it.ID); was != nil {
			item.Checks, item.Finished = was.Checks, was.Finished
		}
		items = append(items, item)
	}
	sub.Items, sub.Plans = items, append(sub.Plans, e.Stamp)
	s.Departures = append(s.Departures, e.Departures...)
}

func (s *Subject) item(id string) *Item {
	for _, it := range s.Items {
		if it.ID == id {
			return it
		}
	}
	return nil
}
