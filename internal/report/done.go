package report

import "strings"

// tellApart says of every unit about what was done whether it is about the secretary in
// person (duty) or about the work (tasks). It comes behind the choice of all labels, among
// those two alone: reports tell both in one breath, so the price of a change is lower
// than between other parts, and who is spoken of counts more. What is about problems, plans or
// neither stays so, and with it the share of problems.
func (r *reading) tellApart(wants [][labels]int) {
	for from := 0; from < len(r.units); {
		to := from
		for to < len(r.units) && r.label[to] <= tasks {
			to++
		}
		if to > from {
			r.tellStretch(wants, from, to)
		}
		from = to + 1
	}
}

// tellStretch is the same dynamic programming as path, over two labels.
func (r *reading) tellStretch(wants [][labels]int, from, to int) {
	n := to - from
	ahead, after := make([][2]int, n), make([][2]int, n)
	want := make([][2]int, n)
	for i := range n {
		u := &r.units[from+i]
		want[i] = [2]int{wants[from+i][duty] + min(personWeight*personal(u.text), 2*personWeight), wants[from+i][tasks]}
		if personal(u.text) == 0 {
			want[i][tasks] += min(figures(u.text), 3)
		}
		for l := range want[i] {
			if u.leaning == 1<<l {
				want[i][l] += leanWeight
			}
		}
	}
	for i := range n {
		for l := range ahead[i] {
			ahead[i][l] = want[i][l]
			if i > 0 {
				ahead[i][l] += max(ahead[i-1][l], ahead[i-1][1-l]-r.turn(from+i))
			}
		}
	}
	for i := n - 2; i >= 0; i-- {
		for l := range after[i] {
			after[i][l] = max(after[i+1][l]+want[i+1][l], after[i+1][1-l]+want[i+1][1-l]-r.turn(from+i+1))
		}
	}
	for i := range n {
		k := from + i
		lead := ahead[i][duty] + after[i][duty] - ahead[i][tasks] - after[i][tasks]
		r.label[k] = duty
		if lead < 0 {
			r.label[k], lead = tasks, -lead
		}
		sure := min(sureness(lead), r.about[k][problems], r.about[k][next], r.about[k][other])
		r.sure[k], r.about[k][duty], r.about[k][tasks] = sure, sure, sure
	}
}

// Chosen on sample reports, as the prices below were; anything near does as well.
const (
	personWeight = 6 // what a clause about the speaker gives to duty; two count
	leanWeight   = 4 // what the nearest heading or item gives, where it says one of the two
)

// turn is the price of going from duty to tasks, or back, at a unit: most behind a heading that
// says neither, which belongs to what comes below it.
func (r *reading) turn(i int) int {
	u, before := &r.units[i], &r.units[i-1]
	if before.heads && before.whole && before.scope == isDone {
		return 20
	}
	switch {
	case u.heads, u.sibling, u.border:
		return 2
	case u.line, u.form != plain:
		return 4
	}
	return 8
}

// personal counts the clauses of a folded text that say what the speaker did, 我坚持…,
// and not what 我们 or 我村 did.
func personal(s string) int {
	n := 0
	for clause := range strings.FieldsFuncSeq(s, func(r rune) bool { return strings.ContainsRune(",;:。!? ", r) }) {
		rest, ok := strings.CutPrefix(clause, "本人")
		if !ok {
			rest, ok = strings.CutPrefix(clause, "我")
		}
		if ok && !hasAnyPrefix(rest, ours...) {
			n++
		}
	}
	return n
}

// ours make 我 a body: 我村, 我院.
var ours = []string{"们", "村", "社区", "院", "所", "校", "站", "局", "镇", "乡", "街道", "县", "市", "区", "支部", "党", "总支", "单位", "公司", "厂", "队", "中心", "省", "国", "科", "处", "办"}
