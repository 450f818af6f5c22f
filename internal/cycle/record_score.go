package cycle

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// RecordScore puts a score on file that no ballot gives (考核得分, N8.1): of the day-to-day assessment, the
// verification, of peers, a bonus or a deduction, with where it comes from. A later one is added and
// counts from then on.
type RecordScore struct {
	Subject  string        `json:"subject" form:"required,from=subjects"`
	Source   string        `json:"source" form:"required,from=scores"` // the source's name in the policy
	Score    string        `json:"score" form:"required"`              // points, an exact decimal such as 92.5
	Date     calendar.Date `json:"date" form:"required,date"`
	Basis    string        `json:"basis" form:"required,long"`
	Document string        `json:"document" form:"file"` // hash of a file
}

func (*RecordScore) Kind() string { return "record-score" }

func (c *RecordScore) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	sub, err := s.subject(c.Subject)
	if err != nil {
		return nil, err
	}
	mine := s.sources(sub)
	at := slices.IndexFunc(mine, func(src *policy.Source) bool { return src.Called() == c.Source })
	if at < 0 {
		return nil, act.NotOnFile("source", c.Source)
	}
	src := mine[at]
	score, err := policy.ParseNumber(c.Score)
	if err != nil {
		return nil, decider.Refuse("N8.1", "not-points", "got", c.Score).By(src.Clause).At("score")
	}
	changes := src.ID == policy.SourceBonus || src.ID == policy.SourceDeduction
	if full := s.Policy.Full(src); !changes && score.Rat().Cmp(full) > 0 {
		return nil, decider.Refuse("N8.1", "score-above-full", "source", scoreName(src), "got", score, "full", policy.Written(full)).By(src.Clause).At("score")
	}
	if err := act.Filled("basis", c.Basis); err != nil {
		return nil, err
	}
	if err := happened(call, "date", c.Date); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&ScoreRecorded{act.By(call), c.Subject,
		Score{Source: c.Source, Score: score, Date: c.Date, Basis: c.Basis, Document: c.Document}}}, nil
}

// Score is a score on file.
type Score struct {
	Source   string        `json:"source"`
	Score    policy.Number `json:"score"`
	Date     calendar.Date `json:"date"`
	Basis    string        `json:"basis"`
	Document string        `json:"document,omitempty"`
	Decision int           `json:"decision,omitempty"` // how many decisions on grades there were already
}

// ScoreRecorded is a score put on file.
type ScoreRecorded struct {
	Stamp
	Subject string `json:"subject"`
	Score   Score  `json:"score"`
}

func (*ScoreRecorded) Kind() string { return "score-recorded" }

func (e *ScoreRecorded) Apply(s *State) {
	score, sub := e.Score, s.Subjects[e.Subject]
	score.Decision = s.Decisions
	sub.Scores = append(sub.Scores, score)
}

// score is the last one from a source that was on record for that decision.
func (s *Subject) score(source string, decision int) (found Score, ok bool) {
	for _, x := range s.Scores {
		if x.Source == source && x.Decision < decision {
			found, ok = x, true
		}
	}
	return found, ok
}
