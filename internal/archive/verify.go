package archive

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/draw"
)

// Check is one thing that was looked at (核验项).
type Check struct {
	// What is container, manifest, files, records, replay, ties, page, box, papers, draw, or rule.
	What    string `json:"what"`
	Of      string `json:"of"`             // file, stream, box or kind it is about
	Rule    string `json:"rule,omitempty"` // number in docs/RULES.md, of a rule
	Clause  string `json:"clause,omitempty"`
	Code    string `json:"code,omitempty"`    // what of the rule: audit.<code> in the catalogue
	Subject string `json:"subject,omitempty"` // whom or what it is about
	OK      bool   `json:"ok"`
	Got     string `json:"got,omitempty"`
	Want    string `json:"want,omitempty"`
	// Excused: a departure from advice, recorded with its reason.
	Excused bool `json:"excused,omitempty"`
}

// Report is what Verify found.
type Report struct {
	OK     bool    `json:"ok"`
	Cycle  string  `json:"cycle"`
	Head   string  `json:"head"` // hash of the last record of the year: compare it with a copy kept elsewhere
	Checks []Check `json:"checks"`
}

// Bad are the checks that do not hold.
func (r *Report) Bad() []Check {
	var bad []Check
	for _, c := range r.Checks {
		if !c.OK {
			bad = append(bad, c)
		}
	}
	return bad
}

// verifier collects checks.
type verifier struct {
	ctx      context.Context
	c        *container
	data     map[string][]byte
	manifest Manifest
	report   Report
}

func (v *verifier) check(what, of string, err error) bool {
	c := Check{What: what, Of: of, OK: err == nil}
	if err != nil {
		c.Got = err.Error()
	}
	v.report.Checks = append(v.report.Checks, c)
	return err == nil
}

// Verify checks an archive with nothing but its bytes. What is wrong is in the
// report; an error is only that of the context.
func Verify(ctx context.Context, r io.ReaderAt, size int64) (*Report, error) {
	v := &verifier{ctx: ctx, data: map[string][]byte{}}
	c, err := openContainer(r, size)
	if v.check("container", "", err) {
		v.c = c
		v.report.Checks = v.report.Checks[:0]
		whole := c.canonical(r, size)
		v.check("container", "", whole)
		v.contents()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v.report.OK = len(v.report.Bad()) == 0
	return &v.report, nil
}

func (v *verifier) contents() {
	if !v.check("manifest", "manifest.json", v.readManifest()) {
		return
	}
	if !v.files() {
		return // nothing that follows can be relied on
	}
	v.report.Cycle = v.manifest.Cycle
	b, err := readBook(v.ctx, v.manifest.Cycle, v.manifest.Streams, func(file string) ([]byte, error) {
		if d, ok := v.data[file]; ok {
			return d, nil
		}
		return nil, fmt.Errorf("it is not in the archive")
	})
	if !v.check("records", "journals", err) {
		return
	}
	v.check("manifest", "journals", v.heads(b))
	v.check("ties", "policy", v.notice(b))
	if err := unharmed(func() error { v.order(b); v.again(b); return nil }); err != nil {
		v.check("order", "journals", err)
	}
	v.ties(b)
	v.check("files", "files", v.referred(b))
	for _, box := range b.boxes() {
		v.check("box", box.id, v.box(box))
	}
	v.check("box", "boxes", v.noOtherBoxes(b))
	if err := unharmed(func() error { v.papers(b); return nil }); err != nil {
		v.check("papers", "journals", err)
	}
	v.reports(b)
	for _, d := range b.cycle.Draws {
		v.check("draw", d.Kind, redraw(d))
	}
	v.check("page", "index.html", unharmed(func() error { return v.page(b) }))
	if err := unharmed(func() error { v.rules(b); return nil }); err != nil {
		v.check("rule", "journals", err)
	}
}

// readManifest reads the manifest strictly: it must be written as we write it.
func (v *verifier) readManifest() error {
	text, err := v.c.read("manifest.json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, &v.manifest); err != nil {
		return err
	}
	if v.manifest.Format != Format {
		return fmt.Errorf("format %d, this program reads %d", v.manifest.Format, Format)
	}
	again, err := v.manifest.encode()
	if err == nil && !bytes.Equal(again, text) {
		err = fmt.Errorf("it is not written as an archive writes it")
	}
	if err == nil && len(v.manifest.Streams) == 0 {
		err = fmt.Errorf("it names no stream")
	}
	return err
}

// files checks every file against the manifest, and that there is no other.
func (v *verifier) files() bool {
	all := true
	listed := map[string]bool{"manifest.json": true}
	for _, f := range v.manifest.Files {
		listed[f.Name] = true
		all = v.check("files", f.Name, v.file(f)) && all
	}
	for _, name := range v.c.names {
		if !listed[name] {
			all = v.check("files", name, fmt.Errorf("the manifest does not name it")) && all
		}
	}
	return all
}

func (v *verifier) file(f Listed) error {
	if v.c.files[f.Name] == nil {
		return fmt.Errorf("it is missing")
	}
	data, err := v.c.raw(f.Name)
	if err != nil {
		return err
	}
	if h := blob.HashOf(data); h != f.SHA256 || len(data) != f.Size {
		return fmt.Errorf("its bytes have the hash %s, the manifest says %s", h, f.SHA256)
	}
	if name, ok := strings.CutPrefix(f.Name, "files/"); ok && f.Name != blobFile(f.SHA256, data) {
		return fmt.Errorf("%s is not named by its hash", name)
	}
	if _, err := v.c.read(f.Name); err != nil {
		return err
	}
	v.data[f.Name] = data
	return nil
}

// heads compares the manifest's heads with the chains.
func (v *verifier) heads(b *book) error {
	for _, s := range v.manifest.Streams {
		records := b.records[s.Name]
		last := records[len(records)-1]
		if s.Head.Seq != last.Seq || s.Head.Hash != last.Hash || s.File != journalFile(s.Name) {
			return fmt.Errorf("%s: the manifest says record %d with %s, the chain ends with %d and %s", s.Name, s.Head.Seq, s.Head.Hash, last.Seq, last.Hash)
		}
	}
	v.report.Head = v.manifest.Streams[0].Head.Hash.String()
	return nil
}

// referred checks that every file the records refer to is there.
func (v *verifier) referred(b *book) error {
	refs := newReferences()
	for _, s := range v.manifest.Streams {
		for _, r := range b.records[s.Name] {
			if err := refs.add(&r); err != nil {
				return err
			}
		}
	}
	have := map[blob.Hash]bool{}
	for _, f := range v.manifest.Files {
		if strings.HasPrefix(f.Name, "files/") {
			have[f.SHA256] = true
			if !refs.files[f.SHA256] {
				return fmt.Errorf("no record refers to %s", f.Name)
			}
		}
	}
	for h := range refs.files {
		if !have[h] {
			return fmt.Errorf("the file %s, which a record refers to, is missing", h)
		}
	}
	return nil
}

// box counts a sealed list again and compares it with what the meeting recorded.
func (v *verifier) box(box recordedBox) error {
	list, ok := v.data[boxFile(box.id)]
	if !ok {
		return fmt.Errorf("the sealed list is missing")
	}
	if h := ballot.SealHash(list); h != box.seal {
		return fmt.Errorf("the list has the hash %s, the meeting recorded %s", h, box.seal)
	}
	tallies, err := ballot.Recount(box.form, list)
	if err != nil {
		return err
	}
	recorded := map[int]ballot.Tally{}
	for _, t := range box.tallies {
		recorded[t.Class] = t
	}
	for _, t := range tallies {
		r, ok := recorded[t.Class]
		if !ok && t.Ballots == 0 {
			continue
		}
		if d := ballot.Differences(t, r); !ok || len(d) > 0 {
			return fmt.Errorf("counted again, class %s differs from what was recorded in %d numbers", box.form.Classes[t.Class], len(d))
		}
	}
	return nil
}

func (v *verifier) noOtherBoxes(b *book) error {
	want := map[string]bool{}
	for _, box := range b.boxes() {
		want[boxFile(box.id)] = true
	}
	for _, name := range v.c.under("boxes") {
		if !want[name] {
			return fmt.Errorf("no meeting recorded %s", name)
		}
	}
	return nil
}

// redraw draws the lots again.
func redraw(d *cycle.Draw) error {
	if d.Lots == nil {
		return nil
	}
	lots, err := draw.Take(d.Candidates, min(d.Take, len(d.Candidates)), d.Seed)
	if err == nil && !slices.Equal(lots, d.Lots) {
		err = fmt.Errorf("drawn again, the lots fall otherwise")
	}
	return err
}

// page checks that the page a person reads says what the records say.
func (v *verifier) page(b *book) error {
	if err := json.Unmarshal(v.data["people.json"], &b.names); err != nil {
		return fmt.Errorf("people.json: %w", err)
	}
	again, err := encodeNames(b.names)
	if err != nil || !bytes.Equal(again, v.data["people.json"]) {
		return fmt.Errorf("people.json is not written as an archive writes it")
	}
	b.nameFiles(v.manifest.Files)
	page, err := b.page()
	if err != nil {
		return err
	}
	if !bytes.Equal(page, v.data["index.html"]) {
		return fmt.Errorf("it does not say what the records say")
	}
	if !bytes.Equal(styleSheet, v.data["style.css"]) {
		return fmt.Errorf("style.css is another")
	}
	return nil
}
