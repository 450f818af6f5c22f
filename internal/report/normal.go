package report

import "unicode"

// barrier stands where a phrase was taken out that everybody uses; no passage
// goes across it.
const barrier = rune(0)

// normalise keeps what makes a passage the same passage: letters and digits in
// one form, without blanks, marks and the phrases of common. at is the offset in
// text of each character that is left.
func normalise(text []rune, common *phrases) (norm []rune, at []int) {
	folded := fold(text)
	norm, at = make([]rune, 0, len(text)), make([]int, 0, len(text))
	for i := 0; i < len(folded); i++ {
		r := folded[i]
		if text[i] == auto {
			i = autoEnd(text, i)
			continue
		}
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r) {
			norm, at = append(norm, r), append(at, i)
		}
	}
	if common == nil {
		return norm, at
	}
	kept := 0
	for i := 0; i < len(norm); {
		n := common.at(norm[i:])
		norm[kept], at[kept] = norm[i], at[i]
		if n > 0 {
			norm[kept] = barrier
		}
		kept++
		i += max(n, 1)
	}
	return norm[:kept], at[:kept]
}

// phrases are normalised phrases by their first character.
type phrases struct{ byFirst map[rune][][]rune }

func newPhrases(list []string) *phrases {
	p := &phrases{byFirst: map[rune][][]rune{}}
	for _, s := range list {
		if n, _ := normalise([]rune(s), nil); len(n) > 0 {
			p.byFirst[n[0]] = append(p.byFirst[n[0]], n)
		}
	}
	return p
}

// at is the length of the longest phrase that text begins with, or 0.
func (p *phrases) at(text []rune) int {
	best := 0
	for _, s := range p.byFirst[text[0]] {
		if len(s) > best && len(s) <= len(text) && equal(s, text[:len(s)]) {
			best = len(s)
		}
	}
	return best
}

func equal(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// fingerprint is a chosen piece of a normalised text.
type fingerprint struct {
	hash uint64
	at   int
}

// winnow chooses fingerprints (Schleimer, Wilkerson, Aiken 2003): of every
// window of w neighbouring pieces of length g the one with the least hash, the
// last of equals. Two texts that share w+g-1 characters share the fingerprints
// of that passage.
func winnow(norm []rune, g, w int) []fingerprint {
	var prints []fingerprint
	for from := 0; from < len(norm); {
		to := from
		for to < len(norm) && norm[to] != barrier {
			to++
		}
		if to-from >= w+g-1 {
			prints = winnowSegment(prints, norm, from, to, g, w)
		}
		from = to + 1
	}
	return prints
}

func winnowSegment(prints []fingerprint, norm []rune, from, to, g, w int) []fingerprint {
	const base = 0x100000001b3
	var h, drop uint64 = 0, 1
	for range g {
		drop *= base
	}
	n := to - from - g + 1
	hashes := make([]uint64, n)
	for i := from; i < to; i++ {
		h = h*base + uint64(norm[i])
		if i-from >= g {
			h -= drop * uint64(norm[i-g])
		}
		if k := i - from - g + 1; k >= 0 {
			hashes[k] = mix(h)
		}
	}
	least := -1
	for end := w - 1; end < n; end++ {
		start := end - w + 1
		switch {
		case least < start:
			least = start
			for k := start + 1; k <= end; k++ {
				if hashes[k] <= hashes[least] {
					least = k
				}
			}
		case hashes[end] <= hashes[least]:
			least = end
		default:
			continue
		}
		prints = append(prints, fingerprint{hashes[least], from + least})
	}
	return prints
}

// mix spreads a hash so that its order has nothing to do with the characters.
func mix(h uint64) uint64 {
	h ^= h >> 31
	h *= 0x9e3779b97f4a7c15
	return h ^ h>>29
}
