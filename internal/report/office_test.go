package report

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"shuping/internal/docx"
)

// libreOffice is Count as LibreOffice 7.4 has it. It differs in four things, all
// of them slips: —— is no word, …… is one, a closing quotation mark is one word
// with a digit or an opening mark right behind it, and a character beyond U+FFFF
// is two.
func libreOffice(text string) int {
	r := []rune(text)
	n := Count(text) - 2*strings.Count(text, "——") - strings.Count(text, "……")
	for i, c := range r {
		if c > 0xffff {
			n++
		}
		if c == '”' && i+1 < len(r) && (isDigit(r[i+1]) || r[i+1] == '“') {
			n--
		}
	}
	return n
}

// statistic is what LibreOffice counts: words, and characters without blanks.
type statistic struct{ words, chars int }

// statistics are those on file, by the report's name.
func statistics(t *testing.T) map[string]statistic {
	t.Helper()
	b, err := os.ReadFile("testdata/libreoffice.txt")
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]statistic{}
	for line := range strings.Lines(string(b)) {
		var s statistic
		var name string
		if n, err := fmt.Sscan(line, &s.words, &s.chars, &name); n == 3 && err == nil {
			counts[name] = s
		}
	}
	if len(counts) < 32 {
		t.Fatalf("%d counts", len(counts))
	}
	return counts
}

const demoFiles = "../demo/data/reports"

// Every report of the demo, read from its Word file, has the count that LibreOffice
// gives it, but for the four slips.
func TestCountAsLibreOffice(t *testing.T) {
	same := 0
	for name, want := range statistics(t) {
		b, err := os.ReadFile(filepath.Join(demoFiles, name+".docx"))
		if err != nil {
			t.Fatal(err)
		}
		text, err := docx.Text(bytes.NewReader(b), int64(len(b)), docx.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		if got := libreOffice(text); got != want.words {
			t.Errorf("%s: %d, LibreOffice has %d; Count is %d", name, got, want.words, Count(text))
		}
		chars := 0 // in UTF-16, as LibreOffice has them
		for _, c := range utf16.Encode([]rune(text)) {
			if !unicode.IsSpace(rune(c)) {
				chars++
			}
		}
		if chars != want.chars {
			t.Errorf("%s: %d characters, LibreOffice has %d", name, chars, want.chars)
		}
		if d := Count(text) - want.words; d < -3 || d > 3 {
			t.Errorf("%s: %d, LibreOffice has %d", name, Count(text), want.words)
		} else if d == 0 {
			same++
		}
	}
	t.Logf("%d reports have the very same count", same)
}

// The counts on file are those that LibreOffice gives.
func TestLibreOfficeCounts(t *testing.T) {
	program := os.Getenv("SHUPING_SOFFICE")
	if program == "" {
		t.Skip("it takes a quarter of a minute: set SHUPING_SOFFICE to LibreOffice's soffice to count anew")
	}
	dir := t.TempDir()
	files, err := filepath.Glob(filepath.Join(demoFiles, "*.docx"))
	if err != nil {
		t.Fatal(err)
	}
	args := append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless", "--convert-to", "fodt", "--outdir", dir}, files...)
	if out, err := exec.Command(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	words := regexp.MustCompile(`meta:word-count="(\d+)" meta:character-count="\d+" meta:non-whitespace-character-count="(\d+)"`)
	for name, want := range statistics(t) {
		b, err := os.ReadFile(filepath.Join(dir, name+".fodt"))
		if err != nil {
			t.Fatal(err)
		}
		if m := words.FindSubmatch(b); m == nil || string(m[1]) != strconv.Itoa(want.words) || string(m[2]) != strconv.Itoa(want.chars) {
			t.Errorf("%s: got %q, on file %+v", name, m, want)
		}
	}
}
