package demo

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"shuping/internal/cycle"
	"shuping/internal/office"
)

// claim marks the sentence of the report that the register's words are taken from (报告所述,
// N4.1) and gives its id; "" where the report says it in words too different to be sure, or is
// not handed in yet.
func (p *play) claim(who, org, said string) (string, error) {
	var r cycle.Report
	if err := p.view(func(s *cycle.State) {
		if x := s.Subjects[org].Report(); x != nil {
			r = *x
		}
	}); err != nil || r.Submitted == "" {
		return "", err
	}
	text, err := p.app.Office.ReportText(p.ctx, &r)
	if err != nil {
		return "", err
	}
	from, to, ok := saying(text, said)
	if !ok {
		return "", nil
	}
	if err := p.must(who, p.year(), "mark-claim", values{"subject": org, "version": r.No, "start": from, "end": to, "text": text}); err != nil {
		return "", err
	}
	id := ""
	err = p.view(func(s *cycle.State) { id = strconv.Itoa(len(s.Subjects[org].Claims)) })
	return id, err
}

// saying finds the sentence that shares most pairs of characters with what is said, if it
// shares three in five; in characters of the text.
func saying(text, said string) (from, to int, ok bool) {
	want, runes := pairs([]rune(said)), []rune(text)
	best, start := 0, 0
	for i, r := range runes {
		if i+1 < len(runes) && !strings.ContainsRune("\n。；！？", r) {
			continue
		}
		n := 0
		have := pairs(runes[start : i+1])
		for pair := range want {
			if have[pair] {
				n++
			}
		}
		if n > best {
			best, from, to = n, start, i+1
		}
		start = i + 1
	}
	return from, to, best*5 >= len(want)*3
}

func pairs(r []rune) map[[2]rune]bool {
	set := map[[2]rune]bool{}
	for i := 1; i < len(r); i++ {
		set[[2]rune{r[i-1], r[i]}] = true
	}
	return set
}

// attach puts what the visit brought back beside its finding, and the file where a person
// can look at it.
func (p *play) attach(who, org string, what cycle.EvidenceKind, name string, data []byte, note string) error {
	to := p.input(filepath.Join("visits", name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, data, 0o600)); err != nil {
		return err
	}
	visit := ""
	if err := p.view(func(s *cycle.State) { visit = strconv.Itoa(len(s.Subjects[org].Visits)) }); err != nil {
		return err
	}
	err := p.must(who, p.year(), "attach-evidence", values{"subject": org, "visit": visit, "what": string(what), "note": note}, office.File{Name: name, Data: data})
	if err != nil {
		return err
	}
	p.done(p.year(), "attach-evidence", p.Words.Say("demo.evidence", "org", p.name(org), "what", p.Words.Option("what", string(what)), "note", note))
	return nil
}
