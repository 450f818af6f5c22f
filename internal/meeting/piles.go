package meeting

import (
	"slices"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// tallies turns counted piles into tallies of the form, one for each of the classes
// and in their order, or refuses what does not add up: each entry of a ballot is
// valid, blank or multiple, so every row sums up to the ballots (N7.1).
func tallies(f ballot.Form, classes []string, piles []Pile, field string) ([]ballot.Tally, error) {
	byClass := map[string]Pile{}
	for _, p := range piles {
		if !slices.Contains(classes, p.Class) {
			return nil, decider.Refuse("", "pile-of-nobody", "class", p.Class).At(field)
		}
		if _, twice := byClass[p.Class]; twice {
			return nil, decider.Refuse("", "stands-twice", "what", "field.class", "id", p.Class).At(field)
		}
		byClass[p.Class] = p
	}
	var out []ballot.Tally
	for _, class := range classes {
		p, ok := byClass[class]
		if !ok {
			return nil, decider.Refuse("", "pile-missing", "class", class).At(field)
		}
		t, err := tally(f, p, field)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

func tally(f ballot.Form, p Pile, field string) (ballot.Tally, error) {
	t := ballot.Tally{Class: slices.Index(f.Classes, p.Class), Ballots: p.Ballots, Subjects: make([]ballot.Count, len(f.Subjects))}
	seen := make([]bool, len(f.Subjects))
	for _, row := range p.Rows {
		i := slices.Index(f.Subjects, row.Subject)
		switch {
		case i < 0:
			return t, act.NotOnFile("subject", row.Subject).At(field)
		case seen[i]:
			return t, decider.Refuse("", "stands-twice", "what", "field.subject", "id", row.Subject).At(field)
		}
		seen[i] = true
		t.Subjects[i] = ballot.Count{Options: row.Options, Blank: row.Blank, Multiple: row.Multiple}
	}
	if i := slices.Index(seen, false); i >= 0 {
		return t, decider.Refuse("N7.1", "row-missing", "class", p.Class, "subject", f.Subjects[i]).At(field)
	}
	if faults := ballot.CheckSheet(f, t, p.Ballots); len(faults) > 0 {
		fault, subject := faults[0], ""
		if fault.Subject >= 0 {
			subject = f.Subjects[fault.Subject]
		}
		return t, decider.Refuse("N7.1", "sheet-wrong", "fault", "ballot-fault."+fault.Code, "class", p.Class, "subject", subject,
			"got", fault.Got, "want", fault.Want).At(field)
	}
	return t, nil
}
