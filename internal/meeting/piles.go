package meeting

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"shuping/internal/act"
	"shuping/internal/ballot"
	"shuping/internal/decider"
)

// tallies turns counted piles into tallies of the form, one for each of the classes
// and in their order, or refuses what does not add up: each entry of a ballot is
// valid or not for one reason, so every row sums up to the ballots (N7.1). Rows that the
// class is not asked about may be left out.
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
	asked, lines := f.Asked(), f.Lines()
	t := ballot.Tally{Class: slices.Index(f.Classes, p.Class), Ballots: p.Ballots, Subjects: make([]ballot.Count, len(lines))}
	seen := make([]bool, len(lines))
	for _, row := range p.Rows {
		i := f.LineOf(row.Subject, row.Question)
		switch {
		case i < 0 && slices.Contains(f.Subjects, row.Subject):
			return t, act.NotOnFile("question", row.Question).At(field)
		case i < 0:
			return t, act.NotOnFile("subject", row.Subject).At(field)
		case seen[i]:
			return t, decider.Refuse("", "stands-twice", "what", "field.subject", "id", row.Subject).At(field)
		}
		seen[i] = true
		options, err := numbers(&asked[lines[i].Question], p.Class, &row)
		if err != nil {
			return t, err.At(field)
		}
		t.Subjects[i] = ballot.Count{Options: options, Blank: row.Blank, Multiple: row.Multiple, Breach: row.Breach, Own: row.Own}
	}
	for i, l := range lines {
		switch {
		case seen[i]:
		case !f.Rated(t.Class, l.Subject):
			t.Subjects[i].Options = make([]int, asked[l.Question].Columns())
		default:
			return t, decider.Refuse("N7.1", "row-missing", "class", p.Class, "subject", f.Subjects[l.Subject]).At(field)
		}
	}
	if faults := ballot.CheckSheet(f, t, p.Ballots); len(faults) > 0 {
		fault, subject := faults[0], ""
		if fault.Subject >= 0 {
			subject = f.Subjects[lines[fault.Subject].Subject]
		}
		return t, decider.Refuse("N7.1", "sheet-wrong", "fault", "ballot-fault."+fault.Code, "class", p.Class, "subject", subject,
			"got", fault.Got, "want", fault.Want).At(field)
	}
	return t, nil
}

// numbers are a row's counts by answer, from the numbers as they were called out where it
// has them: each by itself or with how often it came.
func numbers(q *ballot.Question, class string, row *Row) ([]int, *decider.Refusal) {
	if row.Numbers == "" || q.Kind != ballot.Score {
		if row.Options == nil && q.Kind == ballot.Score {
			return make([]int, q.Columns()), nil
		}
		return row.Options, nil
	}
	options := make([]int, q.Columns())
	for _, word := range strings.FieldsFunc(row.Numbers, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",，、;；", r) }) {
		value, times, many := strings.Cut(strings.NewReplacer("x", "×", "X", "×", "*", "×").Replace(word), "×")
		n, err := 1, error(nil)
		if many {
			n, err = strconv.Atoi(times)
		}
		m, ok := q.Read(value)
		if _, i := q.Answer(m); ok && i >= 0 && err == nil && n > 0 && n <= mostTimes {
			options[i] += n
			continue
		}
		return nil, decider.Refuse("N7.1", "not-a-score", "class", class, "subject", row.Subject, "got", word,
			"from", q.Range.From, "to", q.Range.To, "step", q.Range.Step)
	}
	return options, nil
}

// mostTimes is how often a number can be said to have come at once.
const mostTimes = 100_000
