package meeting

import (
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/policy"
)

// FormOf is the ballot of a vote on some subjects by some classes of ballots (票样, N7),
// as the notice has it: its words, questions, caps and exceptions, and what the ballots
// of each part of the voters are worth. It is the same whoever makes it: the slips that
// are printed beforehand, the vote that is opened, the box.
func FormOf(b *brief.Brief, subjects, classes []string) ballot.Form {
	t, _ := b.Policy.MeetingByID(b.Type)
	f := ballot.Form{Subjects: subjects, Classes: classes, Abstain: t.Ballot.Blank == "abstain"}
	var kinds, scales []string
	for _, id := range subjects {
		i := slices.IndexFunc(b.Subjects, func(s brief.Subject) bool { return s.ID == id })
		kinds = append(kinds, b.Subjects[i].Kind)
		scales = append(scales, b.Policy.ScaleOf(b.Subjects[i].Kind))
	}
	about := func(only []string) (places []int) {
		for i, kind := range kinds {
			if slices.Contains(only, kind) {
				places = append(places, i)
			}
		}
		return places
	}
	questions(&f, &t.Ballot, scales)
	rates(&f, t, about)
	weights(&f, t, about)
	return f
}

// questions puts what is asked on the form, and the rules about the words of it. A question
// that is about nobody on it is left out.
func questions(f *ballot.Form, b *policy.Ballot, scales []string) {
	for _, q := range b.Asked() {
		var about []int
		for i, scale := range scales {
			if policy.Concerns(nil, q.Scales, "", scale) {
				about = append(about, i)
			}
		}
		if len(about) == 0 {
			continue
		}
		if len(about) == len(scales) {
			about = nil
		}
		one := ballot.Question{Subjects: about, ID: q.ID, Options: q.Options, Places: q.Rank.Places}
		switch q.Kind {
		case policy.KindScore:
			one.Kind = ballot.Score
			one.Range = ballot.Range{From: q.Score.From.String(), To: q.Score.To.String(), Step: policy.Written(q.Score.StepRat()), Drop: q.Score.Drop}
		case policy.KindRank:
			one.Kind = ballot.Rank
			for _, p := range q.Rank.Points {
				one.Points = append(one.Points, p.String())
			}
		}
		f.Questions = append(f.Questions, one)
	}
	if len(f.Questions) == 1 && f.Questions[0].Kind == ballot.Choice && f.Questions[0].ID == "" {
		f.Options, f.Questions = f.Questions[0].Options, nil
	}
	offers := func(question, option string) bool {
		return slices.ContainsFunc(f.Asked(), func(q ballot.Question) bool {
			return (question == "" || question == q.ID) && slices.Contains(q.Options, option)
		})
	}
	for _, w := range b.Words {
		if w.Unsure && offers("", w.Option) {
			f.Unsure = append(f.Unsure, w.Option)
		}
	}
	for _, c := range b.Caps {
		if offers(c.Question, c.Option) {
			f.Caps = append(f.Caps, ballot.Cap{Option: c.Option, Question: c.Question, AtMost: c.AtMost, Num: c.Share.Num, Den: c.Share.Den, Breach: c.Breach})
		}
	}
}

// rates says whom each class votes on, where that is not everybody, and which classes stand
// on the form themselves.
func rates(f *ballot.Form, t *policy.Meeting, about func([]string) []int) {
	all := make([][]int, len(f.Classes))
	some := false
	for i, id := range f.Classes {
		c, _ := t.ClassByID(first(id))
		if len(c.RatesKinds) > 0 {
			if all[i] = about(c.RatesKinds); len(all[i]) == len(f.Subjects) {
				all[i] = nil
			}
			some = some || all[i] != nil
		}
		if c.NotSelf && len(f.Subjects) > 1 {
			f.NotSelf = append(f.NotSelf, i)
		}
	}
	if some {
		f.Rates = all
	}
}

// weights puts the parts of the voters on the form. A part that is about nobody on it, or
// whose classes have no ballots, is not.
func weights(f *ballot.Form, t *policy.Meeting, about func([]string) []int) {
	w := &t.Ballot.Weights
	f.Spread = w.Holds() && w.NoVotes == "spread"
	if !w.Holds() {
		return
	}
	for _, p := range w.Parts {
		part := ballot.Part{ID: p.ID, Num: p.Weight.Num, Den: p.Weight.Den}
		for i, id := range f.Classes {
			if slices.Contains(p.Classes, first(id)) {
				part.Classes = append(part.Classes, i)
			}
		}
		if len(p.Kinds) > 0 {
			part.Subjects = about(p.Kinds)
		}
		if len(part.Classes) > 0 && (len(p.Kinds) == 0 || len(part.Subjects) > 0) {
			f.Parts = append(f.Parts, part)
		}
	}
}

// first is the first part of a ballot's class. All parts of one are told apart by nothing
// that a form knows, see BallotClasses.
func first(class string) string {
	id, _, _ := strings.Cut(class, policy.Joined)
	return id
}

// Alike says whether all ballots of the meeting are alike, so that slips carry no class.
func Alike(t *policy.Meeting) bool { return !t.Ballot.ByClass && len(sorts(t)) < 2 }

// sorts are the classes that vote, those together whose ballots ask the same and are worth
// the same, each in the policy's order.
func sorts(t *policy.Meeting) (all [][]policy.Class) {
	var keys []string
	for _, c := range t.Classes {
		if !c.Votes {
			continue
		}
		key := strings.Join(c.RatesKinds, " ") + "/"
		if c.NotSelf {
			key += "not-self"
		}
		for _, p := range t.Ballot.Weights.Parts {
			if slices.Contains(p.Classes, c.ID) {
				key += "/" + p.ID
			}
		}
		if i := slices.Index(keys, key); i >= 0 {
			all[i] = append(all[i], c)
		} else {
			keys, all = append(keys, key), append(all, []policy.Class{c})
		}
	}
	return all
}
