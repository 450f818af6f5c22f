package meeting

import "shuping/internal/policy"

// Stage is what the room is at (会议进程), for the projector and for phones.
type Stage string

const (
	StageCalled   Stage = "called"   // not begun, or adjourned
	StageRoll     Stage = "roll"     // people sign in
	StageBetween  Stage = "between"  // nothing is going on; Subject is who reports next
	StageReport   Stage = "report"   // Subject reports
	StageQuestion Stage = "question" // Subject is asked
	StageComment  Stage = "comment"  // Subject is commented on next
	StageVote     Stage = "vote"     // ballots are given
	StageCount    Stage = "count"    // the vote has ended, the result is not announced
	StageResult   Stage = "result"   // announced
	StageSpeech   Stage = "speech"   // the closing speech was given
	StageClosed   Stage = "closed"
)

// Room is what the room is at.
type Room struct {
	Stage    Stage  `json:"stage"`
	Subject  string `json:"subject,omitempty"`  // id
	Question string `json:"question,omitempty"` // id of the one that is not answered
	Round    int    `json:"round,omitempty"`    // number of the vote
}

// Now says what the room is at. It shows no result: that is in Announced.
func Now(s *State) Room {
	switch {
	case s.Closed != nil:
		return Room{Stage: StageClosed}
	case s.Roll == nil:
		return Room{Stage: StageCalled}
	case s.Opening == nil:
		return Room{Stage: StageRoll}
	case s.Speech != nil:
		return Room{Stage: StageSpeech}
	}
	if r := s.speaking(); r != nil {
		return Room{Stage: StageReport, Subject: r.Subject}
	}
	if r := s.Round(); r != nil && r.Voided == nil {
		return Room{Stage: r.stage(s.unannounced() != nil), Round: r.No}
	}
	return s.talk()
}

func (r *Round) stage(unannounced bool) Stage {
	switch {
	case r.Ended == nil:
		return StageVote
	case r.Accepted == nil || unannounced:
		return StageCount
	}
	return StageResult
}

// talk is what is going on between the reports and the vote.
func (s *State) talk() Room {
	for _, q := range s.Questions {
		if q.Answer == nil {
			return Room{Stage: StageQuestion, Subject: q.Subject, Question: q.ID}
		}
	}
	t := s.Type()
	if n := len(s.Reports); n > 0 {
		if it, ok := t.Has(policy.ItemQuestions); ok && s.questionsLack(&s.Reports[n-1], it.PerSubject) != nil {
			return Room{Stage: StageQuestion, Subject: s.Reports[n-1].Subject}
		}
	}
	if sub, ok := s.next(); ok {
		return Room{Stage: StageBetween, Subject: sub.ID}
	}
	if _, ok := t.Has(policy.ItemComments); ok {
		if subject := s.uncommented(); subject != "" {
			return Room{Stage: StageComment, Subject: subject}
		}
	}
	return Room{Stage: StageBetween}
}

// uncommented is the first subject who reported and was not commented on, "" for none.
func (s *State) uncommented() string {
	for _, r := range s.Reports {
		if r.Instead != Absent && s.remark(r.Subject) == nil {
			return r.Subject
		}
	}
	return ""
}
