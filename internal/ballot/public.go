package ballot

import "sort"

// Published is what may be shown of a count: a breakdown of few ballots would
// point to the people who gave them.
type Published struct {
	// Ballots is how many there are in all.
	Ballots int `json:"ballots"`
	// Total is the count of all classes together, line by line in the form's order.
	Total []PublicCount `json:"total"`
	// Classes are the counts by class, as far as they may be shown.
	Classes []PublicClass `json:"classes"`
	// Findings are what the lines came to by the rules of the form, the zero Finding for a hidden
	// line; none for a form that has no rules of its own.
	Findings []Finding `json:"findings,omitempty"`
}

// PublicClass is what may be shown of one class.
type PublicClass struct {
	Class    int           `json:"class"`
	Ballots  int           `json:"ballots"`
	Hidden   bool          `json:"hidden"` // no subject of this class is shown
	Subjects []PublicCount `json:"subjects"`
}

// PublicCount is a subject's count, or nothing of it.
type PublicCount struct {
	Hidden bool  `json:"hidden"`
	Count  Count `json:"count"` // the zero Count when hidden
}

// Public decides what of the tallies may be shown. Tallies of the same class
// (phone and paper) are added first. A class with fewer than fewerThan ballots
// shows no breakdown, nor does a subject with fewer valid entries within a class
// or in all. Because the total is shown, what is hidden could be computed as the
// total less what is shown; so the next smallest classes are hidden too, until
// what can be computed is a count of at least fewerThan. The error is the *Fault
// of tallies that are not of one form.
//
// Where the parts of the voters have weights, a weighted share beside a plain total is
// an equation more, from which what one part gave could be solved: there a line is hidden
// whole as soon as one class is on it. Of a score the mean is shown and not how often
// each number came: a rare number is a sign by which a voter can prove something.
func (f Form) Public(tallies []Tally, fewerThan int) (Published, error) {
	out, err := public(tallies, fewerThan)
	if err != nil || f.Plain() {
		return out, err
	}
	found, err := f.Findings(tallies)
	if err != nil || len(out.Total) != len(found) {
		return Published{}, err
	}
	asked := f.Asked()
	for i, l := range f.Lines() {
		hidden := out.Total[i].Hidden
		for _, c := range out.Classes {
			hidden = hidden || len(f.Parts) > 0 && c.Subjects[i].Hidden
		}
		if hidden {
			out.Total[i] = PublicCount{Hidden: true}
			found[i] = Finding{}
		}
		for k := range out.Classes {
			if hidden && len(f.Parts) > 0 {
				out.Classes[k].Subjects[i] = PublicCount{Hidden: true}
			}
		}
		if asked[l.Question].Kind == Score {
			out.Total[i].Count.Options = nil
			for k := range out.Classes {
				out.Classes[k].Subjects[i].Count.Options = nil
			}
		}
	}
	out.Findings = found
	return out, nil
}

func public(tallies []Tally, fewerThan int) (Published, error) {
	byClass, err := merge(tallies)
	if err != nil {
		return Published{}, err
	}
	total, err := Add(byClass...)
	if err != nil {
		return Published{}, err
	}
	out := Published{Ballots: total.Ballots, Total: make([]PublicCount, len(total.Subjects))}
	sizes := make([]int, len(byClass))
	for i, t := range byClass {
		sizes[i] = t.Ballots
		out.Classes = append(out.Classes, PublicClass{
			Class: t.Class, Ballots: t.Ballots, Subjects: make([]PublicCount, len(t.Subjects)),
		})
	}
	hidden := hide(sizes, make([]bool, len(sizes)), fewerThan)
	for i := range hidden {
		out.Classes[i].Hidden = hidden[i]
	}
	for s := range total.Subjects {
		for i, t := range byClass {
			sizes[i] = t.Subjects[s].Valid()
		}
		for i, h := range hide(sizes, hidden, fewerThan) {
			out.Classes[i].Subjects[s] = publish(byClass[i].Subjects[s], h)
		}
		few := total.Ballots < fewerThan || total.Subjects[s].Valid() < fewerThan
		out.Total[s] = publish(total.Subjects[s], few)
	}
	return out, nil
}

// hide says which of the groups are hidden, beginning with those that are
// already, so that neither a shown group nor all hidden ones together are few.
// An empty group tells nothing of anybody and may be shown.
func hide(sizes []int, already []bool, fewerThan int) []bool {
	hidden := append([]bool(nil), already...)
	order := make([]int, len(sizes))
	together, any := 0, false
	for i, n := range sizes {
		order[i] = i
		if n > 0 && n < fewerThan {
			hidden[i] = true
		}
		if hidden[i] {
			together, any = together+n, any || n > 0
		}
	}
	sort.SliceStable(order, func(a, b int) bool { return sizes[order[a]] < sizes[order[b]] })
	for _, i := range order {
		if !any || together >= fewerThan {
			break
		}
		if !hidden[i] && sizes[i] > 0 {
			hidden[i], together = true, together+sizes[i]
		}
	}
	return hidden
}

func publish(c Count, hidden bool) PublicCount {
	if hidden {
		return PublicCount{Hidden: true}
	}
	return PublicCount{Count: c}
}

// merge adds the tallies of each class, in order of the classes.
func merge(tallies []Tally) ([]Tally, error) {
	groups := map[int][]Tally{}
	for _, t := range tallies {
		groups[t.Class] = append(groups[t.Class], t)
	}
	classes := make([]int, 0, len(groups))
	for c := range groups {
		classes = append(classes, c)
	}
	sort.Ints(classes)
	out := make([]Tally, 0, len(classes))
	for _, c := range classes {
		sum, err := Add(groups[c]...)
		if err != nil {
			return nil, err
		}
		out = append(out, sum)
	}
	return out, nil
}
