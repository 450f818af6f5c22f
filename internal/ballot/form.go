package ballot

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of a form. Eight options are what a byte can tick.
const (
	MaxSubjects  = 500
	MinOptions   = 2
	MaxOptions   = 8
	MaxClasses   = 8
	MaxQuestions = 12
	MaxLines     = 2000 // subjects times questions
	MaxNumbers   = 1001 // of a score: 0 to 100 in steps of 0.1
	MaxPlaces    = 200
)

// Validate says whether a vote can be held on the form: 1 to 500 subjects, 2 to 8
// options, 1 to 8 classes, each with an id that is printable and stands there
// once; questions, caps, parts and exceptions that are about what is on it. The error
// is a *Fault.
func (f Form) Validate() error {
	switch {
	case len(f.Subjects) < 1 || len(f.Subjects) > MaxSubjects:
		return fault(FaultSubjects, len(f.Subjects), MaxSubjects)
	case len(f.Questions) == 0 && (len(f.Options) < MinOptions || len(f.Options) > MaxOptions),
		len(f.Questions) > 0 && len(f.Options) > 0:
		return fault(FaultOptions, len(f.Options), MaxOptions)
	case len(f.Classes) < 1 || len(f.Classes) > MaxClasses:
		return fault(FaultClasses, len(f.Classes), MaxClasses)
	}
	if code, i := names(f.Subjects, FaultSubjectTwice); code != "" {
		return &Fault{Code: code, Subject: i, Option: -1, Got: i}
	}
	if code, i := names(f.Options, FaultOptionTwice); code != "" {
		return &Fault{Code: code, Subject: -1, Option: i, Got: i}
	}
	if code, i := names(f.Classes, FaultClassTwice); code != "" {
		return &Fault{Code: code, Subject: -1, Option: -1, Got: i}
	}
	if f.Plain() {
		return nil
	}
	return f.validateRules()
}

// names finds the first id that cannot stand in a list.
func names(ids []string, twice string) (code string, at int) {
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		switch {
		case strings.TrimSpace(id) == "":
			return FaultNameless, i
		case !utf8.ValidString(id) || strings.ContainsFunc(id, unicode.IsControl):
			return FaultUnprintableName, i
		case seen[id]:
			return twice, i
		}
		seen[id] = true
	}
	return "", 0
}

// Check says whether b is a ballot of the form: a class of the form and a mark for
// each line, none for an answer that the line does not have, nothing where the class is
// not asked. Blank and multiple marks are in order here, and so is what breaks a rule
// about the whole ballot: they are entries that do not count (N7.1), see Judge. The error
// is a *Fault.
func (f Form) Check(b Ballot) error {
	if b.Class < 0 || b.Class >= len(f.Classes) {
		return fault(FaultClass, b.Class, len(f.Classes))
	}
	if lines := f.lines(); len(b.Marks) != lines {
		return fault(FaultLength, len(b.Marks), lines)
	}
	if f.Simple() {
		beyond := f.beyond()
		for i, m := range b.Marks {
			if m&beyond != 0 {
				return &Fault{Code: FaultMark, Subject: i, Option: -1, Got: int(m), Want: len(f.Options)}
			}
		}
		return nil
	}
	asked, own := f.Asked(), f.notSelf(b.Class)
	for i, l := range f.Lines() {
		switch m := b.Marks[i]; {
		case !f.Rated(b.Class, l.Subject):
			if m != 0 {
				return &Fault{Code: FaultNotAsked, Subject: i, Option: -1, Got: int(m)}
			}
		case m == Own && own:
		case m == Own, !asked[l.Question].has(m):
			return &Fault{Code: FaultMark, Subject: i, Option: -1, Got: int(m), Want: asked[l.Question].Columns()}
		}
	}
	return nil
}

// beyond has the bits set that stand for no option.
func (f Form) beyond() Mark { return ^Mark(0) &^ (1<<len(f.Options) - 1) }

// Hash names the form: lower-case hex of SHA-256 over the lines
//
//	shuping ballot form 1
//	subject <length in bytes>:<id>     one line for each subject, in order
//	option <length in bytes>:<id>      one line for each option, in order
//	class <length in bytes>:<id>       one line for each class, in order
//
// each ended by a line feed. The lengths keep two forms from having one text. A form
// with more than these has 2 in the first line and then, in one line, itself as JSON.
func (f Form) Hash() string {
	h := sha256.New()
	if !f.Plain() {
		text, err := json.Marshal(f)
		if err != nil {
			panic(err) // unreachable unless a form cannot be JSON
		}
		fmt.Fprintf(h, "shuping ballot form 2\n%s\n", text)
		return hex.EncodeToString(h.Sum(nil))
	}
	fmt.Fprint(h, "shuping ballot form 1\n")
	for _, part := range []struct {
		word string
		ids  []string
	}{{"subject", f.Subjects}, {"option", f.Options}, {"class", f.Classes}} {
		for _, id := range part.ids {
			fmt.Fprintf(h, "%s %d:%s\n", part.word, len(id), id)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Same says whether two forms are one.
func (f Form) Same(g Form) bool {
	if !slices.Equal(f.Subjects, g.Subjects) || !slices.Equal(f.Options, g.Options) || !slices.Equal(f.Classes, g.Classes) {
		return false
	}
	return f.Plain() && g.Plain() || f.Hash() == g.Hash()
}
