package scan

// Of the printed lines around a row.
const (
	lineShare  = 30 // hundredths of a line's length in which it must be seen
	lineDark   = 16 // of 255: darker than the paper
	lineInset  = 6  // pixels at its ends that are left out
	linesAbove = 75 // hundredths of the lines above and below its cells that must be seen
)

// proven says whether a row stands where the layout has it: the outer lines at both sides
// are there, and three quarters of those above and below its cells, of each cell at least
// one. The page as a whole was proven before; but of a part of it that moved by the breadth
// of a column, or along the columns, other lines still lie where lines are looked for.
func (c *canvas) proven(row int) bool {
	top, bottom := c.linesY[row], c.linesY[row+1]
	last := len(c.linesX) - 1
	if !c.lineDown(c.linesX[0], top, bottom) || !c.lineDown(c.linesX[last], top, bottom) {
		return false
	}
	seen := 0
	for g := range last {
		before := seen
		for _, y := range []int{top, bottom} {
			if c.lineAcross(y, c.linesX[g], c.linesX[g+1]) {
				seen++
			}
		}
		if seen == before {
			return false
		}
	}
	return seen*100 >= linesAbove*2*last
}

// lineDown says whether there is a line at x between two heights.
func (c *canvas) lineDown(x, from, to int) bool {
	seen, all := 0, 0
	for y := from + lineInset; y < to-lineInset; y++ {
		all++
		for _, d := range c.dark[y*c.w+x-2 : y*c.w+x+3] {
			if d > lineDark {
				seen++
				break
			}
		}
	}
	return seen*100 >= lineShare*all
}

// lineAcross says whether there is a line at y between two places.
func (c *canvas) lineAcross(y, from, to int) bool {
	seen, all := 0, 0
	for x := from + lineInset; x < to-lineInset; x++ {
		all++
		for yy := y - 2; yy <= y+2; yy++ {
			if c.dark[yy*c.w+x] > lineDark {
				seen++
				break
			}
		}
	}
	return seen*100 >= lineShare*all
}
