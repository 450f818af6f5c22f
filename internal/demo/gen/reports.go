package main

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

//go:embed texts
var texts embed.FS

// A report is a source text: the first line is the title, the lines up to the first empty one say who wrote it. The parts on problems and
// causes stand in [[ ]], without their headings; the marks are taken out of the Word file.
type report struct {
	name     string // file name without its extension
	text     string // without marks
	problems string // what stood in marks
}

func readReports() ([]report, error) {
	files, err := texts.ReadDir("texts")
	if err != nil {
		return nil, err
	}
	var all []report
	for _, f := range files {
		b, err := texts.ReadFile("texts/" + f.Name())
		if err != nil {
			return nil, err
		}
		r, err := parseReport(strings.TrimSuffix(f.Name(), ".txt"), string(b))
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func parseReport(name, source string) (report, error) {
	r := report{name: name}
	for rest := strings.TrimSpace(source); rest != ""; {
		before, after, open := strings.Cut(rest, "[[")
		r.text += before
		if !open {
			break
		}
		marked, tail, closed := strings.Cut(after, "]]")
		if !closed || strings.Contains(marked, "[[") {
			return r, fmt.Errorf("%s: a mark is not closed", name)
		}
		r.text += marked
		r.problems += marked + "\n"
		rest = tail
	}
	return r, nil
}

// count is the 字数 of a word processor: every character beyond U+2000 is one, a run of others between blanks is one.
func count(text string) int {
	n, run := 0, false
	for _, c := range text {
		switch {
		case unicode.IsSpace(c):
			run = false
		case c >= 0x2000:
			n, run = n+1, false
		case !run:
			n, run = n+1, true
		}
	}
	return n
}

// reportFiles makes the Word files of the reports and FAULTS.md.
func reportFiles(*office) ([]file, error) {
	all, err := readReports()
	if err != nil {
		return nil, err
	}
	var files []file
	for _, r := range all {
		data, err := wordFile(r)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.name, err)
		}
		files = append(files, file{"reports/" + r.name + ".docx", data})
	}
	faults, err := faultList(all)
	if err != nil {
		return nil, err
	}
	return append(files, file{"reports/FAULTS.md", faults}), nil
}

func faultList(all []report) ([]byte, error) {
	rows, err := readTable("faults")
	if err != nil {
		return nil, err
	}
	byName := map[string]row{}
	for _, r := range rows {
		byName[r["file"]] = r
	}
	var b strings.Builder
	b.WriteString(`# Faults of the reports

The reports in this folder are invented. Some have a fault on purpose, one each; the others have none. Made by the
generator: characters (字数, title and author's line included) and the parts on problems and causes (their headings
not included) are counted from the texts in internal/demo/gen/texts, where those parts stand in ` + "`[[ ]]`" + `. A report needs
at least a third on problems and causes and in general no more than 1500 characters.

| report | characters | problems and causes | per mille | fault | note |
|---|--:|--:|--:|---|---|
`)
	for _, r := range all {
		n, p := count(r.text), count(r.problems)
		f := byName[r.name]
		if f == nil {
			f = row{}
		}
		delete(byName, r.name)
		note := f["note"]
		if f["fault"] == "copied" {
			i := slices.IndexFunc(all, func(o report) bool { return strings.HasPrefix(o.name, "O08-") })
			note += fmt.Sprintf(" (%d code points in one piece)", len(longestCommon([]rune(r.text), []rune(all[i].text))))
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %s | %s |\n", r.name, n, p, p*1000/n, f["fault"], note)
	}
	for name := range byName {
		return nil, fmt.Errorf("faults.table: no report %s", name)
	}
	b.WriteString(`
Faults: **long** more than 1500 characters · **share** less than a third on problems and causes · **copied** a long
passage of another report · **objective** only outward causes · **unit** another unit's name in place of the own ·
**promise** no word of what was promised last year.
`)
	return []byte(b.String()), nil
}

// longestCommon is the longest run of characters that both texts have.
func longestCommon(a, b []rune) []rune {
	var best []rune
	prev := make([]int, len(b)+1)
	for i := range a {
		cur := make([]int, len(b)+1)
		for j := range b {
			if a[i] == b[j] {
				if cur[j+1] = prev[j] + 1; cur[j+1] > len(best) {
					best = a[i+1-cur[j+1] : i+1]
				}
			}
		}
		prev = cur
	}
	return best
}
