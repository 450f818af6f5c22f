package report

// path finds the labels of all units at once: the sequence that gives the
// largest sum of what the units want, less what it costs to change the label
// (dynamic programming, Viterbi). How much the sum would lose if one unit had
// another label says how sure that unit is. Without headings they are lines like others.
func (r *reading) path(wants [][labels]int, headings bool) labelling {
	n := len(r.units)
	if n == 0 {
		return labelling{}
	}
	price := func(i, from, to int) int { return change(from, to, &r.units[i], headings) }
	ahead := make([][labels]int, n) // best sum up to and with this unit and label
	after := make([][labels]int, n) // best sum of what comes behind it
	for i := range n {
		for l := range labels {
			best := begin(l)
			if i > 0 {
				best = ahead[i-1][0] - price(i, 0, l)
				for k := 1; k < labels; k++ {
					best = max(best, ahead[i-1][k]-price(i, k, l))
				}
			}
			ahead[i][l] = best + wants[i][l]
		}
	}
	for i := n - 2; i >= 0; i-- {
		for l := range labels {
			best := after[i+1][0] + wants[i+1][0] - price(i+1, l, 0)
			for k := 1; k < labels; k++ {
				best = max(best, after[i+1][k]+wants[i+1][k]-price(i+1, l, k))
			}
			after[i][l] = best
		}
	}
	out := labelling{make([]int, n), make([]PerMille, n), make([][labels]PerMille, n)}
	for i := range n {
		var sum [labels]int
		for l := range labels {
			sum[l] = ahead[i][l] + after[i][l]
		}
		out.judge(i, &sum)
	}
	out.trace(wants, ahead, price)
	return out
}

// judge turns the sums of one unit into how sure it is of every label.
func (r *labelling) judge(i int, sum *[labels]int) {
	top := 0
	for l := range sum {
		rest := -1 << 30 // the best of the other labels
		for k, s := range sum {
			if k != l {
				rest = max(rest, s)
			}
		}
		r.about[i][l] = sureness(max(rest, sum[l]) - min(rest, sum[l]))
		if sum[l] > sum[top] {
			top = l
		}
	}
	r.sure[i] = r.about[i][top]
}

// sureness maps a lead in points to per mille: 500, one of two, without a lead,
// towards 1000. The steps were measured on sample reports: of the characters below
// 600 about two in three are right, above 900 all; docs/REPORT-CHECK.md has the figures.
func sureness(lead int) PerMille {
	switch {
	case lead < 7:
		return PerMille(500 + 100*lead/7)
	case lead < 15:
		return PerMille(600 + 300*(lead-7)/8)
	}
	return PerMille(900 + 100*(lead-15)/(lead+10))
}

// trace walks the best path back, so that equal sums cannot make a path that
// was never weighed.
func (r *labelling) trace(wants, ahead [][labels]int, price func(i, from, to int) int) {
	n := len(wants)
	l := 0
	for k := range labels {
		if ahead[n-1][k] > ahead[n-1][l] {
			l = k
		}
	}
	r.label[n-1] = l
	for i := n - 1; i > 0; i-- {
		for k := range labels {
			if ahead[i-1][k]-price(i, k, l)+wants[i][l] == ahead[i][l] {
				l = k
				break
			}
		}
		r.label[i-1] = l
	}
}

func begin(l int) int {
	switch l {
	case problems, next:
		return -8
	}
	return 0
}

// change is what it costs to go from one label to another at a unit: least at a
// heading, most inside a sentence, more against the usual order of a report.
func change(from, to int, u *unit, headings bool) int {
	if from == to {
		return 0
	}
	cost := 14
	switch {
	case !headings && (u.border || u.heads):
		cost = 3
	case !headings && u.line:
		cost = 6
	case !headings && u.form != plain:
		cost = 8
	case !headings:
	case u.heads, u.sibling, u.said&(1<<to) != 0, u.scope == isProblems|isNext && u.line:
		cost = 2
	case u.scope == isProblems|isNext:
		cost = 6
	case u.border, u.line && u.form != plain && u.form <= bracketHan && u.scope == 0:
		cost = 3 // a heading that says nothing about its part
	case u.line:
		cost = 6
	case u.form != plain:
		cost = 8
	}
	switch {
	case to == other:
		cost += 3
	case from == other:
	case from == next && to == problems:
		cost += 2
	case from >= problems && to < problems && (u.sibling || u.heads && u.form != plain && u.form < digit) && headings:
		cost += 3
	case from >= problems && to < problems:
		cost += 13
	}
	return cost
}
