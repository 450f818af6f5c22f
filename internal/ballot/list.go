package ballot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strconv"
	"strings"
)

// listTitle is the first line of a sealed list; its number is the format's.
const listTitle = "shuping sealed ballots 1"

// EncodeList writes the ballots of a box as a sealed list (封存清单), the format of
// which is in the package comment. The same ballots give the same bytes in
// whatever order they are handed in, so the list holds no order of voting. The
// error is a *Fault: a form or ballot that is not in order.
func EncodeList(f Form, ballots []Ballot) ([]byte, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	lines := make([]string, len(ballots))
	line := make([]byte, 2+2*len(f.Subjects))
	for i, b := range ballots {
		if err := f.Check(b); err != nil {
			return nil, err
		}
		line[0], line[1] = '0'+byte(b.Class), ' '
		for s, m := range b.Marks {
			hex.Encode(line[2+2*s:], []byte{byte(m)})
		}
		lines[i] = string(line)
	}
	sort.Strings(lines)
	var out bytes.Buffer
	out.Grow(200 + len(lines)*(len(line)+1))
	fmt.Fprintf(&out, "%s\nform %s\nballots %d\n", listTitle, f.Hash(), len(ballots))
	for _, l := range lines {
		out.WriteString(l)
		out.WriteByte('\n')
	}
	return out.Bytes(), nil
}

// ParseList reads a sealed list of the form. It takes only what EncodeList
// writes: one byte more, less or elsewhere is an error.
func ParseList(f Form, list []byte) ([]Ballot, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	lines := strings.Split(string(list), "\n")
	if len(lines) < 4 || lines[0] != listTitle {
		return nil, fmt.Errorf("not a sealed list: the first line is not %q", listTitle)
	}
	if want := "form " + f.Hash(); lines[1] != want {
		return nil, fmt.Errorf("line 2: got %.80q, want %q: the list is of another form", lines[1], want)
	}
	body := lines[3 : len(lines)-1]
	if want := "ballots " + strconv.Itoa(len(body)); lines[2] != want {
		return nil, fmt.Errorf("line 3: got %.80q, want %q, as many as there are lines", lines[2], want)
	}
	if lines[len(lines)-1] != "" {
		return nil, fmt.Errorf("line %d: the last line has no end", len(lines))
	}
	ballots := make([]Ballot, len(body))
	for i, l := range body {
		b, err := parseLine(f, l)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+4, err)
		}
		if i > 0 && l < body[i-1] {
			return nil, fmt.Errorf("line %d: out of order", i+4)
		}
		ballots[i] = b
	}
	return ballots, nil
}

// parseLine reads the line of one ballot.
func parseLine(f Form, l string) (Ballot, error) {
	if len(l) != 2+2*len(f.Subjects) || l[1] != ' ' {
		return Ballot{}, fmt.Errorf("got %d characters, want a class, a space and two for each of %d subjects", len(l), len(f.Subjects))
	}
	marks := make([]Mark, len(f.Subjects))
	for s := range marks {
		hi, lo := digit(l[2+2*s]), digit(l[3+2*s])
		if hi < 0 || lo < 0 {
			return Ballot{}, fmt.Errorf("subject %d: %q is no mark in lower-case hex", s+1, l[2+2*s:4+2*s])
		}
		marks[s] = Mark(hi<<4 | lo)
	}
	b := Ballot{Class: int(l[0]) - '0', Marks: marks}
	return b, f.Check(b)
}

// digit is the value of a lower-case hex digit, -1 for others.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

// SealHash names a sealed list: lower-case hex of SHA-256 over its bytes.
func SealHash(list []byte) string {
	sum := sha256.Sum256(list)
	return hex.EncodeToString(sum[:])
}

// Recount counts a sealed list again (复核): one Tally for each class of the form,
// in order.
func Recount(f Form, list []byte) ([]Tally, error) {
	ballots, err := ParseList(f, list)
	if err != nil {
		return nil, err
	}
	return Tallies(f, ballots)
}
