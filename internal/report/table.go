package report

import "strings"

// columns gives the cells of a table of problems and measures what the head of their
// column says. Such a table has a row of short labels, 问题 原因 整改措施, and below it as many
// cells a row; from Word its cells come one a line, so rows are told by counting.
func (r *reading) columns(wants [][labels]int) {
	cells := r.cells()
	for i := 0; i < len(cells); i++ {
		head := r.headRow(cells[i:])
		if head == nil {
			continue
		}
		body := cells[i+len(head):]
		rows := r.tableRows(body, len(head))
		agreed := r.bearsOut(body[:rows], head, wants)
		for k, c := range body[:rows] {
			class := head[k%len(head)]
			if !agreed || class == 0 {
				class = isProblems | isNext
			}
			r.enter(c, class, agreed, wants)
		}
		i += len(head) + rows - 1
	}
}

// cell is the units of one cell, or of one line of running text.
type cell struct{ from, to int }

func (r *reading) cells() []cell {
	var list []cell
	for i := range r.units {
		if i == 0 || r.units[i].line {
			list = append(list, cell{i, i})
		}
		list[len(list)-1].to = i + 1
	}
	return list
}

// headRow is what the columns announce, where the cells begin with at least one label for
// problems and one for plans; nil where they do not.
func (r *reading) headRow(cells []cell) []classes {
	var head []classes
	var all classes
	for _, c := range cells {
		u := &r.units[c.from]
		class, ok := column(u.text)
		if c.to != c.from+1 || u.form != plain || !ok {
			break
		}
		head, all = append(head, class), all|class
	}
	if len(head) < 2 || len(head) > 8 || all&isProblems == 0 || all&isNext == 0 {
		return nil
	}
	return head
}

// column is what a label at the head of a column announces; 0 where it is about neither, 序号.
func column(label string) (classes, bool) {
	switch label = strings.Trim(label, " :"); label {
	case "序号", "编号", "项目", "类别", "方面", "备注", "内容", "领域", "检视方面":
		return 0, true
	case "时限", "期限", "责任人", "完成时间", "目标", "承诺":
		return isNext, true
	}
	if len([]rune(label)) > 9 {
		return 0, false
	}
	if class := saidBy(label + ":"); class != 0 {
		return class, true
	}
	class := classify(label, 0, "")
	return class, class == isProblems || class == isNext
}

// tableRows is how many of the cells belong to whole rows of n.
func (r *reading) tableRows(cells []cell, n int) int {
	for i, c := range cells {
		if u := &r.units[c.from]; u.heading() || strings.HasPrefix(u.text, "述职") || strings.HasPrefix(u.text, "报告人") {
			cells = cells[:i]
			break
		}
	}
	return len(cells) - len(cells)%n
}

// bearsOut reports whether the cells say by themselves what their columns announce: where
// a cell has two paragraphs, counting goes wrong, and then the columns say nothing.
func (r *reading) bearsOut(cells []cell, head []classes, wants [][labels]int) bool {
	agree, differ := 0, 0
	for k, c := range cells {
		lead := 0
		for i := c.from; i < c.to; i++ {
			lead += wants[i][problems] - wants[i][next]
		}
		switch class := head[k%len(head)]; {
		case lead >= saying && class == isProblems, lead <= -saying && class == isNext:
			agree++
		case lead >= saying && class == isNext, lead <= -saying && class == isProblems:
			differ++
		}
	}
	return agree > 2*differ
}

// enter puts a cell under what its column announces.
func (r *reading) enter(c cell, class classes, sure bool, wants [][labels]int) {
	for i := c.from; i < c.to; i++ {
		u := &r.units[i]
		u.scope, u.fading, u.heads = class, false, false
		if !sure || i > c.from || class == isProblems|isNext {
			continue
		}
		u.said |= class
		for l := range labels {
			if class&(1<<l) != 0 {
				wants[i][l] += 10
			}
		}
	}
}
