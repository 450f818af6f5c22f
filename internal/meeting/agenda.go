package meeting

import (
	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// The agenda (议程) is the policy's list of items, in order (N5.5, N6.2). An item
// begins when the items before it are done. Questions belong to the report they
// follow: the next subject reports when those of the last are answered.

// begin refuses an item while one before it is not done. An item that is not on the
// agenda has no place in the order.
func (s *State) begin(id policy.ItemID, d *act.Departures) error {
	if _, ok := s.Type().Has(id); !ok {
		return nil
	}
	for _, it := range s.Type().Agenda {
		if it.ID == id {
			return nil
		}
		if err := s.finish(it, d); err != nil {
			return err
		}
	}
	return nil
}

// finish refuses what an item lacks.
func (s *State) finish(it policy.Item, d *act.Departures) error {
	r := s.lacks(it)
	if r == nil {
		return nil
	}
	r.Rule = it.Rule
	if r.Code == "not-announced" {
		return d.Breach(s.Type().Ballot.OnTheSpot, r)
	}
	return d.Breach(it.Basis, r)
}

// lacks says what an item lacks to be done, nil when it is.
func (s *State) lacks(it policy.Item) *decider.Refusal {
	switch it.ID {
	case policy.ItemReports:
		if sub, ok := s.next(); ok {
			return decider.Refuse("", "report-missing", "subject", sub.ID, "item", it.Name)
		}
		if r := s.speaking(); r != nil {
			return decider.Refuse("", "report-running", "subject", r.Subject)
		}
	case policy.ItemQuestions:
		for i := range s.Reports {
			if r := s.questionsLack(&s.Reports[i], it.PerSubject); r != nil {
				return r
			}
		}
	case policy.ItemComments:
		for _, r := range s.Reports {
			if r.Instead != Absent && s.remark(r.Subject) == nil {
				return decider.Refuse("", "comment-missing", "subject", r.Subject, "item", it.Name)
			}
		}
	case policy.ItemBallot:
		switch r := s.Round(); {
		case r == nil || r.Accepted == nil:
			return decider.Refuse("", "vote-missing", "item", it.Name)
		case s.unannounced() != nil:
			return decider.Refuse("", "not-announced", "round", r.No)
		}
	case policy.ItemSpeech:
		if s.Speech == nil {
			return decider.Refuse("", "speech-missing", "item", it.Name)
		}
	}
	return nil
}

// questionsLack says what is missing in the questions to one subject: an answer, or
// a question. Somebody who did not speak in person cannot be asked.
func (s *State) questionsLack(r *Report, least int) *decider.Refusal {
	asked := 0
	for _, q := range s.Questions {
		if q.Subject != r.Subject {
			continue
		}
		if q.Answer == nil {
			return decider.Refuse("", "question-open", "question", q.ID, "subject", q.Subject)
		}
		asked++
	}
	if r.Instead == "" && asked < least {
		return decider.Refuse("", "question-missing", "subject", r.Subject, "have", asked, "need", least)
	}
	return nil
}

// next is the first subject in the brief's order who has not reported; false when all have.
func (s *State) next() (brief.Subject, bool) {
	for _, sub := range s.Brief.Subjects {
		if s.Report(sub.ID) == nil {
			return sub, true
		}
	}
	return brief.Subject{}, false
}

// speaking is the report that is going on, nil for none.
func (s *State) speaking() *Report {
	for i := range s.Reports {
		if s.Reports[i].Finished.IsZero() {
			return &s.Reports[i]
		}
	}
	return nil
}

// question finds a question of this sitting by id, nil for none.
func (s *State) question(id string) *Question {
	for i := range s.Questions {
		if s.Questions[i].ID == id {
			return &s.Questions[i]
		}
	}
	return nil
}

// remark finds the comment on a subject, nil for none.
func (s *State) remark(subject string) *Remark {
	for i := range s.Comments {
		if s.Comments[i].Subject == subject {
			return &s.Comments[i]
		}
	}
	return nil
}

// unannounced is the last result while it was not announced, nil otherwise.
func (s *State) unannounced() *Result {
	if n := len(s.Results); n > 0 && s.Results[n-1].Announced == nil {
		return &s.Results[n-1]
	}
	return nil
}
