package ballot

import "slices"

// validateRules checks what a form has beside subjects, options and classes.
func (f Form) validateRules() error {
	if len(f.Questions) > MaxQuestions {
		return fault(FaultQuestions, len(f.Questions), MaxQuestions)
	}
	var ids []string
	for i := range f.Questions {
		if err := f.validateQuestion(i); err != nil {
			return err
		}
		ids = append(ids, f.Questions[i].ID)
	}
	if len(ids) > 1 {
		if code, i := names(ids, FaultQuestion); code != "" {
			return fault(code, i, 0)
		}
	}
	if n := len(f.Lines()); n < 1 || n > MaxLines {
		return fault(FaultFormLines, n, MaxLines)
	}
	if err := f.validateAbout(); err != nil {
		return err
	}
	return f.validateParts()
}

func (f Form) validateQuestion(i int) error {
	q := &f.Questions[i]
	has := map[Kind]bool{Choice: len(q.Options) > 0, Score: q.Range != Range{}, Rank: q.Places != 0 || len(q.Points) > 0}
	for kind, there := range has {
		if there != (kind == q.Kind) {
			return fault(FaultQuestion, i, 0)
		}
	}
	switch q.Kind {
	case Choice:
		if len(q.Options) < MinOptions || len(q.Options) > MaxOptions {
			return fault(FaultOptions, len(q.Options), MaxOptions)
		}
		if code, o := names(q.Options, FaultOptionTwice); code != "" {
			return &Fault{Code: code, Subject: -1, Option: o, Got: o}
		}
	case Score:
		if q.Range.numbers() == 0 || q.Range.Drop < 0 {
			return fault(FaultRange, i, MaxNumbers)
		}
	case Rank:
		if q.Places < 2 || q.Places > MaxPlaces || len(q.Points) > 0 && len(q.Points) != q.Places {
			return fault(FaultQuestion, i, 0)
		}
		for _, p := range q.Points {
			if _, _, ok := decimal(p); !ok {
				return fault(FaultQuestion, i, 0)
			}
		}
	default:
		return fault(FaultQuestion, i, 0)
	}
	if !within(q.Subjects, len(f.Subjects)) {
		return fault(FaultQuestion, i, 0)
	}
	return nil
}

// within says whether a list is of places below n, in order and none twice.
func within(list []int, n int) bool {
	for i, k := range list {
		if k < 0 || k >= n || i > 0 && k <= list[i-1] {
			return false
		}
	}
	return true
}

// validateAbout: rules are about options, questions, subjects and classes of the form.
func (f Form) validateAbout() error {
	asked := f.Asked()
	offers := func(question, option string) bool {
		return slices.ContainsFunc(asked, func(q Question) bool {
			return (question == "" || question == q.ID) && slices.Contains(q.Options, option)
		})
	}
	for i, o := range f.Unsure {
		if !offers("", o) {
			return fault(FaultRule, i, 0)
		}
	}
	for i, c := range f.Caps {
		share := c.Den > 0 && c.Num > 0 && c.Num <= c.Den && c.AtMost == 0
		number := c.AtMost > 0 && c.Num == 0 && c.Den == 0
		if !offers(c.Question, c.Option) || share == number || !slices.Contains([]string{BreachBallot, BreachEntries, BreachLater}, c.Breach) {
			return fault(FaultRule, i, 0)
		}
	}
	for i, only := range f.Rates {
		if i >= len(f.Classes) || !within(only, len(f.Subjects)) {
			return fault(FaultRule, i, 0)
		}
	}
	if !within(f.NotSelf, len(f.Classes)) {
		return fault(FaultRule, 0, 0)
	}
	return nil
}
