package meeting

import (
	"fmt"
	"strings"
	"time"

	"shuping/internal/policy"
)

// agenda checks that each item took place, and in the order of the policy (N5.5, N6.2).
func (a *audit) agenda() {
	last, lastItem := a.s.Opening.At, "opening"
	for _, it := range a.t.Agenda {
		var first, end time.Time
		switch it.ID {
		case policy.ItemReports:
			first, end = a.reports(it)
		case policy.ItemQuestions:
			a.questions(it)
			continue
		case policy.ItemComments:
			first, end = a.comments(it)
		case policy.ItemBallot:
			if r := a.s.Announced(); r != nil {
				first, end = a.s.Rounds[0].Opened.At, r.Announced.At
			}
		case policy.ItemSpeech:
			if a.s.Speech != nil {
				first, end = a.s.Speech.At, a.s.Speech.At
			}
		}
		a.add(it.Rule, it.Clause, "item", string(it.ID), !first.IsZero() && !first.Before(last), clockOf(first), ">= "+clockOf(last)+" "+lastItem)
		if !a.recounted(it) {
			last, lastItem = end, string(it.ID)
		}
	}
}

// recounted says that the vote's end was moved by a recount, so that what comes after
// it was rightly earlier.
func (a *audit) recounted(it policy.Item) bool {
	r := a.s.Announced()
	return it.ID == policy.ItemBallot && r != nil && r.Recount
}

func clockOf(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

// reports checks that every subject reported or was recorded as absent.
func (a *audit) reports(it policy.Item) (first, end time.Time) {
	for _, sub := range a.s.Brief.Subjects {
		var found []string
		for _, r := range a.s.Reports {
			if r.Subject != sub.ID {
				continue
			}
			begun := r.Started
			if begun.IsZero() {
				begun = r.Finished
			}
			if first.IsZero() || begun.Before(first) {
				first = begun
			}
			if r.Finished.After(end) {
				end = r.Finished
			}
			found = append(found, string(r.Instead)+"@"+clockOf(r.Finished))
		}
		a.add(it.Rule, it.Clause, "report", sub.ID, len(found) == 1 && !strings.HasSuffix(found[0], "@-"), strings.Join(found, " "), "1")
	}
	return first, end
}

// questions checks the number of questions and each promise.
func (a *audit) questions(it policy.Item) {
	asked := map[string]int{}
	for _, q := range a.s.Questions {
		asked[q.Subject]++
		ok, got := false, "-"
		if q.Answer != nil {
			ok = q.Answer.Answer != "" && q.Answer.Solution != "" && q.Answer.Due > a.s.Date
			got = string(q.Answer.Due)
		}
		a.add("N6.2", it.Clause, "promise", q.ID, ok, got, "> "+string(a.s.Date))
	}
	for _, w := range a.s.Queue {
		became := w.Asked
		for _, q := range a.s.Questions {
			if q.Waiting == w.ID && q.ID != w.Asked {
				became = "" // the record of the question says otherwise
			}
		}
		switch {
		case w.Into != "":
			became = "> " + w.Into
		case w.Declined != nil && w.Declined.Reason != "":
			became = w.Declined.Reason
		}
		a.add("N6.2", it.Clause, "queued", w.ID, became != "", became, "asked / joined / declined")
	}
	for _, r := range a.s.Reports {
		if r.Instead == "" {
			a.add(it.Rule, it.Clause, "questions", r.Subject, asked[r.Subject] >= it.PerSubject, fmt.Sprint(asked[r.Subject]), fmt.Sprint(">= ", it.PerSubject))
		}
	}
}

// comments checks that every subject who reported was commented on in all three respects.
func (a *audit) comments(it policy.Item) (first, end time.Time) {
	for _, r := range a.s.Reports {
		if r.Instead == Absent {
			continue
		}
		n, whole := 0, false
		for _, c := range a.s.Comments {
			if c.Comment.Subject != r.Subject {
				continue
			}
			n++
			whole = c.Strengths != "" && len(c.Problems) > 0 && c.Direction != ""
			at := c.At
			if len(c.Earlier) > 0 {
				at = c.Earlier[0].At
			}
			if first.IsZero() || at.Before(first) {
				first = at
			}
			if at.After(end) {
				end = at
			}
		}
		a.add(it.Rule, it.Clause, "comment", r.Subject, n == 1 && whole, fmt.Sprint(n), "1")
	}
	return first, end
}
