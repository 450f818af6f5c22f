package docx

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shuping/internal/decider"
)

const note = "述职报告\r\n一、履行职责，2018年12月29日。𬭩㛃\r\n"

func utf16of(s string, big bool) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b = append(b, byte(u>>8), byte(u))
		} else {
			b = append(b, byte(u), byte(u>>8))
		}
	}
	return b
}

func gb(t testing.TB, s string) []byte {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPlain(t *testing.T) {
	want := strings.ReplaceAll(note, "\r\n", "\n")
	for name, file := range map[string][]byte{
		"UTF-8":               []byte(note),
		"UTF-8 with a mark":   []byte("\ufeff" + note),
		"UTF-16":              append([]byte("\xff\xfe"), utf16of(note, false)...),
		"UTF-16 big endian":   append([]byte("\xfe\xff"), utf16of(note, true)...),
		"UTF-16 without mark": utf16of(note, false),
		"UTF-16 BE, no mark":  utf16of(note, true),
		"GB18030":             gb(t, note),
		"old line ends":       []byte(strings.ReplaceAll(note, "\r\n", "\r")),
	} {
		for _, read := range []func([]byte, Limits) (string, error){Plain, Any} {
			if got, err := read(file, Limits{}); err != nil || got != want {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
		}
	}
	if got, err := Plain([]byte("a\ufffdb"+strings.Repeat("文", 200)), Limits{}); err != nil || !strings.HasPrefix(got, "a\ufffdb") {
		t.Errorf("one damaged character: %q, %v", got, err)
	}
}

func TestAnyRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		file   []byte
		limits Limits
		code   string
	}{
		"empty":           {nil, Limits{}, "file.empty"},
		"pdf":             {[]byte("%PDF-1.4"), Limits{}, "file.pdf"},
		"old Word":        {append([]byte(oleStart), utf16le("WordDocument")...), Limits{}, "file.doc"},
		"rtf":             {[]byte(`{\rtf1 x}`), Limits{}, "file.rtf"},
		"html":            {[]byte("<html>述职"), Limits{}, "file.html"},
		"program":         {[]byte("\x7fELF\x02\x01\x01\x00\x00\x00\x03\x00"), Limits{}, "file.unknown"},
		"noise":           {bytes.Repeat([]byte{0x81, 0x02, 0xff, 0xfe, 0x90}, 40), Limits{}, "file.unknown"},
		"broken encoding": {bytes.Repeat([]byte{0xcc, 0xd8, 0xff}, 40), Limits{}, "file.unknown"},
		"50 MB":           {bytes.Repeat([]byte("述职报告。"), 3_500_000), Limits{}, "file.size"},
		"long":            {bytes.Repeat([]byte("述职"), 100), Limits{Text: 100}, "file.unpacked"},
		"longer":          {bytes.Repeat([]byte("述职"), 1000), Limits{Text: 100}, "file.unpacked"},
		"long, GB18030":   {gb(t, strings.Repeat("述职", 1000)), Limits{Text: 100}, "file.unpacked"},
		"long in Word":    {word(t, p(strings.Repeat("述职", 100))), Limits{Text: 100}, "file.unpacked"},
	} {
		got, err := Any(c.file, c.limits)
		var r *decider.Refusal
		if !errors.As(err, &r) || r.Code != c.code {
			t.Errorf("%s: got %q, %v; want %s", name, got[:min(len(got), 20)], err, c.code)
		}
	}
	if got, err := Any(word(t, p("文")), Limits{}); err != nil || got != "文" {
		t.Errorf("a Word file: %q, %v", got, err)
	}
}

func FuzzAny(f *testing.F) {
	f.Add([]byte(note))
	f.Add(append([]byte("\xff\xfe"), utf16of(note, false)...))
	f.Add(gb(f, note))
	f.Add([]byte("\xfe\xff\xd8"))
	f.Add([]byte(zipStart))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Any(b, Limits{Text: 1000})
		var r *decider.Refusal
		switch {
		case err != nil && !errors.As(err, &r):
			t.Fatalf("an error that is no refusal: %v", err)
		case err == nil && (!utf8.ValidString(got) || strings.ContainsAny(got, "\r\x00") || len(got) > 1000):
			t.Fatalf("%q", got)
		}
	})
}
