package web

import (
	"slices"
	"strings"

	"shuping/internal/policy"
)

// moveSentence moves a border between two parts of a manuscript by a sentence: "problems:up"
// gives the first sentence of the problems to the part before, "problems:down" the last one
// to the part behind. Anything else moves nothing.
func moveSentence(parts []policy.Part, texts map[string]string, move string) {
	id, way, _ := strings.Cut(move, ":")
	at := slices.IndexFunc(parts, func(p policy.Part) bool { return p.ID == id })
	if at < 0 {
		return
	}
	text := []rune(strings.TrimSpace(texts[id]))
	pieces := sentences(text)
	if len(pieces) == 0 {
		return
	}
	switch {
	case way == "up" && at > 0:
		end := pieces[0].To
		before := parts[at-1].ID
		texts[before] = joinLines(texts[before], string(text[:end]))
		texts[id] = strings.TrimSpace(string(text[end:]))
	case way == "down" && at+1 < len(parts):
		from := pieces[len(pieces)-1].From
		next := parts[at+1].ID
		texts[next] = joinLines(string(text[from:]), texts[next])
		texts[id] = strings.TrimSpace(string(text[:from]))
	}
}

// joinLines puts two texts below each other.
func joinLines(a, b string) string {
	return strings.TrimSpace(strings.TrimSpace(a) + "\n" + strings.TrimSpace(b))
}
