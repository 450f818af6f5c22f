package ballotbox

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func drawCode(t *rapid.T) Code {
	c, err := newCode(seeded(rapid.Int64().Draw(t, "seed")))
	must(t, err)
	return c
}

func TestCodeAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCode(t)
		wide := strings.Map(func(r rune) rune { return r + 0xFEE0 }, c.String())
		for _, typed := range []string{
			c.String(), c.Path(), strings.ToLower(c.String()), " " + strings.ReplaceAll(c.String(), "-", " ") + "\u3000", wide,
			strings.NewReplacer("0", "o", "1", "l").Replace(c.Path()), strings.NewReplacer("0", "O", "1", "I").Replace(c.Path()),
		} {
			if got, err := ParseCode(typed); err != nil || got != c {
				t.Fatalf("%q: got %q, %v, want %q", typed, got, err, c)
			}
		}
	})
}

// TestCodeNoticesMistakes: every wrong character, every exchange of two, every
// missing and every additional character.
func TestCodeNoticesMistakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := []byte(drawCode(t))
		refused := func(what string, text []byte) {
			if _, err := ParseCode(string(text)); !errors.Is(err, ErrMistyped) {
				t.Fatalf("%s: %s for %s is taken", what, text, c)
			}
		}
		for i := range c {
			for _, l := range []byte(codeLetters) {
				if l != c[i] {
					wrong := append([]byte(nil), c...)
					wrong[i] = l
					refused("wrong", wrong)
				}
			}
			for j := range i {
				if c[i] != c[j] {
					wrong := append([]byte(nil), c...)
					wrong[i], wrong[j] = c[j], c[i]
					refused("exchanged", wrong)
				}
			}
			refused("missing", append(append([]byte(nil), c[:i]...), c[i+1:]...))
		}
		refused("more", append(c, '0'))
	})
}

func TestCodeRefuses(t *testing.T) {
	for _, text := range []string{"", "-", "UUUUUU-UUUUUU-UUUUUU", "选票码", strings.Repeat(" ", 300), "\xff\xfe", strings.Repeat("ー", 18)} {
		if c, err := ParseCode(text); !errors.Is(err, ErrMistyped) || c != "" {
			t.Errorf("%q: got %q, %v", text, c, err)
		}
	}
	if got := Code("short").String(); got != "short" {
		t.Error(got)
	}
	if _, err := newCode(strings.NewReader("few")); err == nil {
		t.Error("a code of no chance")
	}
}

// TestCodeUsesAllLetters: no letter is likelier than another by much.
func TestCodeUsesAllLetters(t *testing.T) {
	r := seeded(1)
	seen := map[byte]int{}
	const n = 4000
	for range n {
		c, err := newCode(r)
		must(t, err)
		for i := range codeRandom {
			seen[c[i]]++
		}
	}
	for _, l := range []byte(codeLetters) {
		if got, want := seen[l], n*codeRandom/len(codeLetters); got < want*9/10 || got > want*11/10 {
			t.Errorf("%c: %d times, want about %d", l, got, want)
		}
	}
}

// FuzzParseCode: what is taken prints and parses as itself.
func FuzzParseCode(f *testing.F) {
	c, err := newCode(seeded(7))
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{c.String(), c.Path(), "", "0", strings.Repeat("0", 18), "０", "oOiIlL"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ParseCode(text)
		if err != nil {
			return
		}
		if len(c) != codeLength {
			t.Fatalf("%q is a code of %d characters", text, len(c))
		}
		if again, err := ParseCode(c.String()); err != nil || again != c {
			t.Fatalf("%q: %q reads as %q, %v", text, c.String(), again, err)
		}
	})
}
