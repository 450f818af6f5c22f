package report

import (
	"strings"
	"unicode/utf8"
)

// cue is a phrase looked for in folded text. In its written form a star stands
// for up to eight characters without a stop: "存在*问题".
type cue struct {
	parts []string
	gives [labels]int16 // what finding it adds to each label
}

// gap is how many bytes a star may stand for: eight Chinese characters.
const gap = 8 * 3

func cueList(phrases ...string) []cue {
	list := make([]cue, len(phrases))
	for i, p := range phrases {
		list[i].parts = strings.Split(foldString(p), "*")
	}
	return list
}

// in reports whether the cue is in a folded text.
func (c *cue) in(s string) bool { return c.at(s) >= 0 }

// at is the byte offset of the cue in a folded text, or -1.
func (c *cue) at(s string) int {
	from := 0
	for {
		i := strings.Index(s[from:], c.parts[0])
		if i < 0 {
			return -1
		}
		i += from
		if len(c.parts) == 1 || follows(s[i+len(c.parts[0]):], c.parts[1:]) {
			return i
		}
		from = i + len(c.parts[0])
	}
}

func follows(s string, parts []string) bool {
	for _, p := range parts {
		near := s[:min(len(s), gap+len(p))]
		i := strings.Index(near, p)
		if i < 0 || strings.ContainsAny(near[:i], "。;!?") {
			return false
		}
		s = s[i+len(p):]
	}
	return true
}

func hit(s string, list []cue) bool { return hits(s, list) > 0 }

// hits is how many of the cues are in a folded text, each counted once.
func hits(s string, list []cue) int {
	n := 0
	for i := range list {
		if list[i].in(s) {
			n++
		}
	}
	return n
}

// lexicon finds many cues in one pass: by their first character.
type lexicon struct {
	cues  []cue
	first map[rune][]int32
}

func newLexicon(cues []cue) *lexicon {
	x := &lexicon{cues, map[rune][]int32{}}
	for i := range cues {
		r, _ := utf8.DecodeRuneInString(cues[i].parts[0])
		x.first[r] = append(x.first[r], int32(i))
	}
	return x
}

// each calls f once for every cue that is in the folded text s. seen is scratch
// of the caller, as long as the cues, and mark a number it has not used before.
func (x *lexicon) each(s string, seen []int32, mark int32, f func(*cue)) {
	for i, r := range s {
		for _, k := range x.first[r] {
			c := &x.cues[k]
			if seen[k] == mark || !strings.HasPrefix(s[i:], c.parts[0]) {
				continue
			}
			if len(c.parts) == 1 || follows(s[i+len(c.parts[0]):], c.parts[1:]) {
				seen[k] = mark
				f(c)
			}
		}
	}
}
