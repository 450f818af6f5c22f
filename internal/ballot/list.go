package ballot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// listTitle is the first line of a sealed list; its number is the format's.
func (f Form) listTitle() string {
	if f.wide() {
		return "shuping sealed ballots 2"
	}
	return "shuping sealed ballots 1"
}

// digits is how many hex digits a mark has in the list.
func (f Form) digits() int {
	if f.wide() {
		return 4
	}
	return 2
}

// unlinked sorts the marks of each line by themselves in the classes whose ballots could
// say who gave them.
func unlinked(f Form, ballots []Ballot) []Ballot {
	if len(f.NotSelf) == 0 {
		return ballots
	}
	out := slices.Clone(ballots)
	for _, class := range f.NotSelf {
		var of []int
		for i, b := range out {
			if b.Class == class {
				of = append(of, i)
				out[i].Marks = slices.Clone(b.Marks)
			}
		}
		column := make([]Mark, len(of))
		for line := range f.lines() {
			for k, i := range of {
				column[k] = out[i].Marks[line]
			}
			slices.Sort(column)
			for k, i := range of {
				out[i].Marks[line] = column[k]
			}
		}
	}
	return out
}

// sealable says whether a ballot can stand in a sealed list: one that was taken by Accept,
// or one of a class whose marks were sorted by themselves.
func (f Form) sealable(b Ballot) error {
	if f.notSelf(b.Class) {
		return f.Check(b)
	}
	return f.Accept(b)
}

// EncodeList writes the ballots of a box as a sealed list (封存清单), the format of
// which is in the package comment. The same ballots give the same bytes in
// whatever order they are handed in, so the list holds no order of voting. The
// error is a *Fault: a form or ballot that is not in order.
func EncodeList(f Form, ballots []Ballot) ([]byte, error) {
	if err := f.Validate(); err != nil {
		return nil, err
	}
	for _, b := range ballots {
		if err := f.sealable(b); err != nil {
			return nil, err
		}
	}
	lines := make([]string, len(ballots))
	line, bytesOf := make([]byte, f.digits()*f.lines()+2), make([]byte, 0, f.Size())
	for i, b := range unlinked(f, ballots) {
		line[0], line[1] = '0'+byte(b.Class), ' '
		hex.Encode(line[2:], f.AppendBallot(bytesOf, b)[1:])
		lines[i] = string(line)
	}
	sort.Strings(lines)
	var out bytes.Buffer
	out.Grow(200 + len(lines)*(len(line)+1))
	fmt.Fprintf(&out, "%s\nform %s\nballots %d\n", f.listTitle(), f.Hash(), len(ballots))
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
	if len(lines) < 4 || lines[0] != f.listTitle() {
		return nil, fmt.Errorf("not a sealed list: the first line is not %q", f.listTitle())
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
	if len(f.NotSelf) > 0 {
		if again, err := EncodeList(f, ballots); err != nil || !bytes.Equal(again, list) {
			return nil, fmt.Errorf("the marks of a class whose voters stand on the form are not sorted line by line")
		}
	}
	return ballots, nil
}

// parseLine reads the line of one ballot.
func parseLine(f Form, l string) (Ballot, error) {
	digits, marks := f.digits(), f.lines()
	if len(l) != 2+digits*marks || l[1] != ' ' {
		return Ballot{}, fmt.Errorf("got %d characters, want a class, a space and %d for each of %d subjects", len(l), digits, marks)
	}
	b := Ballot{Class: int(l[0]) - '0', Marks: make([]Mark, marks)}
	for s := range b.Marks {
		text := l[2+digits*s : 2+digits*(s+1)]
		for i := range digits {
			d := digit(text[i])
			if d < 0 {
				return Ballot{}, fmt.Errorf("subject %d: %q is no mark in lower-case hex", s+1, text)
			}
			b.Marks[s] = b.Marks[s]<<4 | Mark(d)
		}
	}
	return b, f.sealable(b)
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
	c := NewCounter(f)
	c.taken = true
	return count(c, ballots)
}
