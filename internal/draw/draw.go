// Package draw is the drawing of lots (抽签) that everybody can repeat: which
// candidates are taken follows from their names and a seed that was made in
// public after the list was closed.
//
// The rule, so that it can be checked with any SHA-256 tool: for each candidate
// compute SHA-256 over the UTF-8 bytes of the seed, one line feed, and the
// candidate's name. Sort by that hash, as lower-case hex, ascending. The first
// are taken. The order of the list does not matter. White space around seed and
// names is not part of them.
//
// The package makes no seed: a draw is fair when nobody could know the seed
// while the list could still be changed.
package draw

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"
)

// Lot is one candidate with the hash that decided its place.
type Lot struct {
	Place int    `json:"place"` // from 1
	Name  string `json:"name"`
	Hash  string `json:"hash"` // lower-case hex of SHA-256(seed LF name)
	Taken bool   `json:"taken"`
}

// Take draws n of the candidates by seed and returns all lots in drawn order, the
// first n taken. It is an error when a name is empty or stands twice, when the
// seed is empty, or when n is not between 0 and the number of candidates.
func Take(candidates []string, n int, seed string) ([]Lot, error) {
	seed = strings.TrimSpace(seed)
	if seed == "" {
		return nil, fmt.Errorf("the seed is empty: a draw needs a text that was made in public")
	}
	if n < 0 || n > len(candidates) {
		return nil, fmt.Errorf("%d cannot be drawn from %d candidates", n, len(candidates))
	}
	lots := make([]Lot, 0, len(candidates))
	seen := make(map[string]bool, len(candidates))
	for i, c := range candidates {
		name := strings.TrimSpace(c)
		if name == "" {
			return nil, fmt.Errorf("candidate %d has no name", i+1)
		}
		if seen[name] {
			return nil, fmt.Errorf("candidate %q stands in the list twice", name)
		}
		seen[name] = true
		sum := sha256.Sum256([]byte(seed + "\n" + name))
		lots = append(lots, Lot{Name: name, Hash: hex.EncodeToString(sum[:])})
	}
	sort.Slice(lots, func(i, j int) bool { return lots[i].Hash < lots[j].Hash })
	for i := range lots {
		lots[i].Place, lots[i].Taken = i+1, i < n
	}
	return lots, nil
}
