package cycle

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/decidertest"
)

// everybody is an account that may do all that an account may do.
var everybody = []string{"system", "office", "head", "leader", "verifier"}

// from gives a start for random commands: the state that a script ends in.
func from(t *testing.T, b decidertest.Bench[State], script string) func(*decidertest.Play[State]) error {
	stored := []byte(text(b.State(t, script)))
	return func(p *decidertest.Play[State]) error {
		if err := json.Unmarshal(stored, p.Live); err != nil {
			return err
		}
		return json.Unmarshal(stored, p.Again)
	}
}

// TestRandomResults plays random commands from the meetings to the close.
func TestRandomResults(t *testing.T) {
	b := bench(t)
	for _, script := range []string{"_held.txt", "_done.txt"} {
		b.Random(t, 12, from(t, b, script), randomCommand, resultsHold)
	}
}

// randomCommand is a plausible command for the second half of the year.
func randomCommand(rt *rapid.T, s *State) (decider.Call, decider.Command[State]) {
	day := calendar.Date("2019-01-01").AddDays(rapid.IntRange(0, 40).Draw(rt, "day"))
	subject := rapid.SampledFrom(s.SubjectOrder).Draw(rt, "subject")
	grades := []string{"优秀", "称职", "基本称职", "不称职"}
	grade := rapid.SampledFrom(grades).Draw(rt, "grade")
	call := decider.Call{Who: "x", Roles: everybody, At: day.Moment(10, 0)}
	reason := rapid.SampledFrom([]string{"", "有原因"}).Draw(rt, "reason")
	switch rapid.IntRange(0, 11).Draw(rt, "command") {
	case 0:
		c := &DecideGrades{Date: day, Reason: reason}
		for _, id := range s.SubjectOrder {
			c.Grades = append(c.Grades, GradeFor{Subject: id, Grade: rapid.SampledFrom(grades).Draw(rt, id)})
		}
		return call, c
	case 1, 2:
		return call, &CorrectGrade{Subject: subject, Grade: grade, Date: day, Reason: "更正", Approver: "head-1"}
	case 3:
		return call, &GiveFeedback{Way: "集中约谈", Date: day, Speaker: "head-1"}
	case 4:
		return call, &PostResults{Place: rapid.SampledFrom([]string{"street", "unit"}).Draw(rt, "place"), Date: day}
	case 5:
		return call, &EndWork{Date: day, Reason: reason}
	case 6:
		return call, &FileResults{Number: "3号", Document: "doc", Date: day, Reason: reason}
	case 7:
		return call, &RecordPreviousGrade{Person: s.Subjects[subject].Person, Year: 2017, Grade: rapid.SampledFrom(append(grades, "")).Draw(rt, "was"), Source: "档案"}
	case 8:
		id := "commend"
		if f := s.Subjects[subject].Follows; len(f) > 0 {
			id = rapid.SampledFrom(f).Draw(rt, "follow").ID
		}
		return call, &CarryOutConsequence{Subject: subject, Consequence: id, Date: day, How: "落实", DoneBy: []string{"head-1"}}
	case 9:
		return call, &RecordAward{Award: rapid.SampledFrom([]string{"unit", "individual"}).Draw(rt, "award"), Org: subject, Date: day, Reason: reason}
	case 10:
		return call, &CheckRectification{Subject: subject, Item: "1", Way: "专项检查", Date: day, Visitors: []string{"v"}, Finding: "x", State: Done}
	default:
		return call, &Close{Date: day}
	}
}

// resultsHold is what must be true after every command, found in a naive way.
func resultsHold(s *State) error {
	count := map[string]int{}
	for _, sub := range s.Subjects {
		count[sub.Grade()]++
		if sub.Told > sub.Decision || sub.Decision > s.Decisions {
			return fmt.Errorf("%s was told decision %d of %d", sub.ID, sub.Told, sub.Decision)
		}
		if got, want := standing(sub), naiveFollows(s, sub); !slices.Equal(got, want) {
			return fmt.Errorf("%s (%s): follows %v, want %v", sub.ID, sub.Grade(), got, want)
		}
	}
	if count["优秀"] > 4 {
		return fmt.Errorf("%d are 优秀", count["优秀"])
	}
	if s.Decisions > 0 && count[""] > 0 {
		return fmt.Errorf("%d have no grade after the decision", count[""])
	}
	for _, f := range s.Filings {
		if late := max(0, f.Due.Until(f.Date)); f.DaysLate > 0 && f.DaysLate != late {
			return fmt.Errorf("filed %d days late, recorded as %d", late, f.DaysLate)
		}
	}
	if s.Closed != nil {
		for _, sub := range s.Subjects {
			if sub.Told != sub.Decision || slices.ContainsFunc(sub.Follows, func(f *Follow) bool { return !f.Withdrawn && f.Done == nil }) {
				return fmt.Errorf("closed with something open for %s", sub.ID)
			}
		}
	}
	return nil
}

// standing are the consequences that stand: id, and ? when unknown.
func standing(sub *Subject) (out []string) {
	for _, f := range sub.Follows {
		if !f.Withdrawn && f.Unknown != 0 {
			out = append(out, f.ID+"?")
		} else if !f.Withdrawn {
			out = append(out, f.ID)
		}
	}
	slices.Sort(out)
	return out
}

// naiveFollows is the notice's own text as a table.
func naiveFollows(s *State, sub *Subject) (out []string) {
	last := "?"
	for _, p := range s.Previous {
		if p.Person == sub.Person && p.Year == 2017 {
			last = p.Grade
		}
	}
	switch sub.Grade() {
	case "优秀":
		out = []string{"commend"}
	case "不称职":
		out = []string{"handling"}
	case "基本称职":
		out = []string{"no-awards", "rectify", "reminder-talk"}
		if last == "基本称职" {
			out = append(out, "handling-two-years")
		} else if last == "?" {
			out = append(out, "handling-two-years?")
		}
	}
	slices.Sort(out)
	return out
}
