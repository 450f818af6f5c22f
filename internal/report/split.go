package report

import (
	"fmt"
	"slices"
	"strconv"
)

// The kinds of parts (四个表述清楚, N3.2). Causes belong to Problems. Other is
// what belongs to none: title, greeting, facts about the unit, thanks, signature.
const (
	Duty     = "duty"     // 个人履行职责
	Tasks    = "tasks"    // 工作任务推动落实
	Problems = "problems" // 存在的问题及原因
	Next     = "next"     // 下一步思路和打算
	Other    = "other"
)

// Part is one stretch of a text that belongs to one kind; a kind may have
// several. Chars is as Count. Confidence says how sure the border and the kind
// are; it is PerMille(1000) where a person has said so.
type Part struct {
	Part string `json:"part"`
	Span
	Chars      int      `json:"chars"`
	Confidence PerMille `json:"confidence"`
	Heading    string   `json:"heading,omitempty"` // as written, where the part begins with one
}

// PerMille is a share in thousandths, 0 to 1000. In JSON it is a decimal from 0
// to 1, made and read without floating point.
type PerMille int

// MarshalJSON writes 0.873 for PerMille(873).
func (p PerMille) MarshalJSON() ([]byte, error) {
	if p < 0 || p > 1000 {
		return nil, fmt.Errorf("%d per mille is not between 0 and 1000", int(p))
	}
	return fmt.Appendf(nil, "%d.%03d", p/1000, p%1000), nil
}

// UnmarshalJSON reads a decimal from 0 to 1 with up to three places.
func (p *PerMille) UnmarshalJSON(b []byte) error {
	whole, frac := string(b), ""
	for i, c := range whole {
		if c == '.' {
			whole, frac = whole[:i], whole[i+1:]
			break
		}
	}
	n, err := strconv.ParseUint(whole+(frac + "000")[:3], 10, 16)
	if err != nil || len(frac) > 3 || n > 1000 {
		return fmt.Errorf("%s is not a share from 0 to 1 with up to three places", b)
	}
	*p = PerMille(n)
	return nil
}

// Split finds the parts of a report from its headings and, where there are
// none, from what its sentences say. The parts cover the text in order, without
// gap or overlap; neighbours are of different kinds. An empty text has no parts.
func Split(text string) []Part { return read(text).parts() }

// reading is a text with its units labelled.
type reading struct {
	text  []rune
	units []unit
	alone [][labels]int // what each unit says for each label, headings apart
	labelling
}

// saying is how many points of its own a unit needs to be taken for possible.
const saying = 5

// could reports whether what unit i says for the label is at least as much as
// what it says for the one it was given.
func (r *reading) could(i, label int) bool {
	return r.alone != nil && r.alone[i][label] >= max(saying, r.alone[i][r.label[i]])
}

// labelling is one way to label units.
type labelling struct {
	label []int              // of each unit
	sure  []PerMille         // that the label is right
	about [][labels]PerMille // for each label: that the unit has it, or has it not
}

// read labels a text twice: by what its headings and its sentences say, and by
// its sentences alone. The first reading counts; where the second does not agree,
// a heading may have been misread, and the first is not sure.
func read(text string) *reading {
	r := &reading{text: []rune(text)}
	r.units = divide(r.text, fold(r.text))
	year := yearAfter(r.units)
	scopes(r.units, year)
	total, before := 0, 0
	for i := range r.units {
		total += r.units[i].chars
	}
	wants, seen := make([][labels]int, len(r.units)), make([]int32, len(sentenceCues.cues))
	for i := range r.units {
		wants[i] = weigh(&r.units[i], i, len(r.units), before, total, year, seen)
		before += r.units[i].chars
	}
	r.columns(wants)
	alone := r.path(wants, false).label
	r.alone = slices.Clone(wants)
	for i := range r.units {
		announce(&wants[i], &r.units[i])
	}
	r.labelling = r.path(wants, true)
	r.tellApart(wants)
	for i, l := range alone {
		if k := r.label[i]; k != l && max(k, l) > tasks {
			r.about[i][k], r.about[i][l] = min(r.about[i][k], disputed), min(r.about[i][l], disputed)
			r.sure[i] = min(r.sure[i], disputed)
		}
	}
	return r
}

// disputed is how sure a label can be that the sentences alone do not bear out.
const disputed PerMille = 550

// yearAfter is the year after the one that the report is about, "2019年", from
// its title or the first lines; empty where no year is named.
func yearAfter(units []unit) string {
	for i := 0; i < min(len(units), 6); i++ {
		f := []rune(units[i].text)
		for k := 0; k+4 < len(f); k++ {
			if string(f[k:k+2]) == "20" && isDigit(f[k+2]) && isDigit(f[k+3]) && f[k+4] == '年' {
				n, err := strconv.Atoi(string(f[k : k+4]))
				if err != nil {
					return "" // unreachable unless the four are not digits
				}
				return strconv.Itoa(n+1) + "年"
			}
		}
	}
	return ""
}

func (r *reading) parts() []Part {
	var parts []Part
	weight := 0
	kinds := names()
	for i := range r.units {
		u := &r.units[i]
		if i == 0 || r.label[i] != r.label[i-1] {
			p := Part{Part: kinds[r.label[i]], Span: Span{u.from, u.to}}
			if u.heads && u.whole {
				p.Heading = trimmed(r.text[u.from:u.to])
			}
			parts = append(parts, p)
			weight = 0
		}
		p := &parts[len(parts)-1]
		n := max(u.chars, 1)
		p.Confidence = PerMille((int(p.Confidence)*weight + int(r.sure[i])*n) / (weight + n))
		weight += n
		p.To = u.to
		p.Chars += u.chars
	}
	return parts
}

func trimmed(r []rune) string {
	for len(r) > 0 && (isBlank(r[0]) || r[0] == '　') {
		r = r[1:]
	}
	for len(r) > 0 && (isBlank(r[len(r)-1]) || r[len(r)-1] == '　') {
		r = r[:len(r)-1]
	}
	return string(r)
}
