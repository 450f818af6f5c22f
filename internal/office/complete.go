package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/docx"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people/roster"
	"shuping/internal/policy"
	"shuping/internal/report"
)

// completion fills in values that nobody should type.
type completion func(ctx context.Context, o *Office, id string, p *Paper) error

// completions are the commands that the office completes, by stream and kind.
var completions = map[string]completion{
	"cycle open":            completeOpen,
	"cycle change-policy":   completeChange,
	"cycle file-report":     completeReport,
	"cycle file-spoken":     completeSpoken,
	"cycle mark-parts":      completeMarked,
	"cycle record-figures":  completeMarked,
	"cycle review-report":   completeMarked,
	"cycle mark-claim":      completeMarked,
	"cycle attach-evidence": completeEvidence,
	"cycle call-meeting":    checkMeeting,
	"cycle call-reballot":   checkMeeting,
	"cycle cancel-meeting":  checkMeeting,
	"meeting open-roll":     completeRoll,
	"meeting open-ballot":   checkSlips,
	"meeting replace-slip":  checkReplace,
}

// set gives a value that was not sent, as JSON text unless it is a text.
func (p *Paper) set(name string, v any) error {
	if old := p.Values[name]; len(old) > 0 && old[0] != "" {
		return nil
	}
	text, ok := v.(string)
	if !ok {
		b, err := json.Marshal(v)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		text = string(b)
	}
	p.Values[name] = []string{text}
	return nil
}

func (p *Paper) value(name string) string {
	if v := p.Values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// completeOpen takes the notice as a file (policy=... names one that comes with the
// program, an uploaded file is one of the office's own), the organisations from the
// rosters, and grades and unfinished rectification from the years on record.
func completeOpen(ctx context.Context, o *Office, id string, p *Paper) error {
	pol, err := o.completePolicy(ctx, p)
	if err != nil {
		return err
	}
	if err := errors.Join(p.set("id", id), p.set("title", pol.Title)); err != nil {
		return err
	}
	if p.value("orgs") == "" {
		orgs, err := o.organisations(ctx, p)
		if err != nil {
			return err
		}
		if err := p.set("orgs", orgs); err != nil {
			return err
		}
	}
	if p.value("previous") != "" || p.value("carried") != "" {
		return nil
	}
	var year struct {
		Year int `json:"year"`
	}
	var orgs []cycle.Org
	if err := errors.Join(json.Unmarshal([]byte(p.value("policy")), &year), json.Unmarshal([]byte(p.value("orgs")), &orgs)); err != nil {
		return form.Errors{{Code: form.CodeJSON, Want: err.Error()}}
	}
	grades, carried, err := o.past(ctx, year.Year, orgs)
	if err != nil {
		return err
	}
	return errors.Join(p.set("previous", grades), p.set("carried", carried))
}

// completeChange takes the changed notice as completeOpen takes the first.
func completeChange(ctx context.Context, o *Office, _ string, p *Paper) error {
	_, err := o.completePolicy(ctx, p)
	return err
}

func (o *Office) completePolicy(ctx context.Context, p *Paper) (*policy.Policy, error) {
	file, sent := p.Files["policy"]
	name := p.value("policy")
	if text := strings.TrimSpace(name); !sent && strings.HasPrefix(text, "{") {
		file, sent = File{Name: "policy", Data: []byte(text)}, true // JSON is YAML, and read as strictly
	}
	if !sent {
		if name == "" {
			return nil, decider.Refuse("", "field-empty", "field", "field.policy").At("policy")
		}
		src, err := fs.ReadFile(o.Notices, path.Base(strings.TrimSuffix(name, ".yaml")+".yaml"))
		if err != nil {
			return nil, decider.Refuse("", "notice-unknown", "name", name, "known", strings.Join(o.NoticeNames(), "、")).At("policy")
		}
		file = File{Name: name, Data: src}
	}
	pol, err := policy.Parse(file.Name, file.Data)
	if err != nil {
		return nil, &Unreadable{"policy", file.Name, err}
	}
	if _, err := o.Blobs.Put(ctx, bytes.NewReader(file.Data)); err != nil {
		return nil, err
	}
	p.Values["policy"], p.Values["policy_source_hash"] = nil, nil // the source is the file that was read
	delete(p.Files, "policy")
	return pol, errors.Join(p.set("policy", pol), p.set("policy_source_hash", policy.Hash(file.Data)))
}

// NoticeNames lists the policies that come with the program.
func (o *Office) NoticeNames() []string {
	files, err := fs.Glob(o.Notices, "*.yaml")
	if err != nil {
		panic(err) // unreachable unless the pattern is malformed
	}
	for i := range files {
		files[i] = strings.TrimSuffix(files[i], ".yaml")
	}
	return files
}

// organisations are the rosters' organisations, their kinds in the policy's words.
func (o *Office) organisations(ctx context.Context, p *Paper) ([]cycle.Org, error) {
	var pol policy.Policy
	if err := json.Unmarshal([]byte(p.value("policy")), &pol); err != nil {
		return nil, fmt.Errorf("policy: %w", err)
	}
	r, err := o.People.Roster(ctx)
	if err != nil {
		return nil, err
	}
	var orgs []cycle.Org
	for _, org := range r.Organisations {
		if org.ID == roster.Committee {
			continue // its session is attended, it is not under review
		}
		orgs = append(orgs, cycle.Org{ID: org.ID, Name: org.Name, Kind: pol.KindOf(org.Kind), Higher: org.Higher,
			Secretary: org.Secretary, Post: org.Name + "书记", Deputy: org.Deputy})
	}
	return orgs, nil
}

// past is what earlier years leave: the grades on file, each once and as the year
// that decided it has it, and the unfinished rectification of the last year, as far
// as the organisations are still there.
func (o *Office) past(ctx context.Context, year int, orgs []cycle.Org) ([]cycle.PreviousGrade, []cycle.Carried, error) {
	ids, err := o.Cycles.IDs(ctx)
	if err != nil {
		return nil, nil, err
	}
	grades, carried := []cycle.PreviousGrade{}, []cycle.Carried{}
	last := 0
	for _, id := range ids {
		s, err := o.Cycles.Find(ctx, id)
		if errors.Is(err, engine.ErrNoStream) {
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		s.View(func(s *cycle.State, _ journal.Head) {
			if s.Year >= year {
				return
			}
			grades = onFile(grades, s)
			if s.Year > last {
				last, carried = s.Year, s.Carry()
			}
		})
	}
	gone := func(c cycle.Carried) bool {
		return !slices.ContainsFunc(orgs, func(org cycle.Org) bool { return org.ID == c.Org })
	}
	return grades, slices.DeleteFunc(slices.Clone(carried), gone), nil
}

// onFile adds a year's grades to those of other years, which may have them too.
func onFile(grades []cycle.PreviousGrade, s *cycle.State) []cycle.PreviousGrade {
	for _, g := range s.Grades() {
		at := slices.IndexFunc(grades, func(x cycle.PreviousGrade) bool { return x.Person == g.Person && x.Year == g.Year })
		switch {
		case at < 0:
			grades = append(grades, g)
		case g.Year == s.Year:
			grades[at] = g
		}
	}
	return grades
}

// checkMeeting refuses an id that no stream can have, and to call a meeting off whose
// result was announced: the year does not know it before the minutes are there, and
// a result that was heard is not undone (N5.6).
func checkMeeting(ctx context.Context, o *Office, _ string, p *Paper) error {
	id := p.value("meeting")
	if meeting.IsRehearsal(id) {
		return decider.Refuse("", "rehearsal-id", "id", id).At("meeting")
	}
	s, err := o.Meetings.Find(ctx, id)
	var bad *engine.BadName
	switch {
	case id == "" || errors.Is(err, engine.ErrNoStream):
		return nil
	case errors.As(err, &bad):
		return form.Errors{{Field: "meeting", Code: form.CodeText, Got: id, Want: err.Error()}}
	case err != nil:
		return err
	}
	var refusal error
	s.View(func(s *meeting.State, _ journal.Head) {
		if p.Kind == "cancel-meeting" && s.Announced() != nil {
			refusal = decider.Refuse("N5.6", "meeting-held", "meeting", id, "date", s.Date).At("meeting")
		}
	})
	return refusal
}

// completeReport takes the text out of the report's file, measures what it shares
// with other reports, and counts the members on file; what was sent for these is not
// looked at.
func completeReport(ctx context.Context, o *Office, id string, p *Paper) error {
	p.Values["text"], p.Values["like"], p.Values["members"] = nil, nil, nil
	file, err := o.reportFile(ctx, p)
	if err != nil {
		return err
	}
	text, err := Text(file)
	if err != nil {
		return unreadable("file", file.Name, err)
	}
	if err := p.set("text", report.AsFiled(text)); err != nil {
		return err
	}
	s, err := o.Cycles.Find(ctx, id)
	if err != nil {
		return err
	}
	members, err := o.membersOf(ctx, s, p.value("subject"))
	if err != nil {
		return err
	}
	if err := p.set("members", members); err != nil {
		return err
	}
	like, err := o.alike(ctx, id, p.value("subject"), p.value("text"))
	if err != nil || len(like) == 0 {
		return err
	}
	return p.set("like", like)
}

// completeSpoken takes the text for speaking out of its file.
func completeSpoken(ctx context.Context, o *Office, _ string, p *Paper) error {
	p.Values["text"] = nil
	file, err := o.reportFile(ctx, p)
	if err != nil {
		return err
	}
	text, err := Text(file)
	if err != nil {
		return unreadable("file", file.Name, err)
	}
	return p.set("text", report.AsFiled(text))
}

// membersOf counts the members on an organisation's roster: those who make the quorum
// of its own meeting. 0: no roster, or no such meeting.
func (o *Office) membersOf(ctx context.Context, s *engine.Stream[cycle.State], org string) (n int, err error) {
	var own *policy.Meeting
	s.View(func(s *cycle.State, _ journal.Head) {
		for i, m := range s.Policy.Meetings {
			if m.For == policy.EachSubject && own == nil {
				own = &s.Policy.Meetings[i]
			}
		}
	})
	if own == nil {
		return 0, nil
	}
	roster, err := o.People.Members(ctx, org)
	if err != nil {
		return 0, err
	}
	for _, m := range roster {
		if class, ok := own.ClassOf(m.Class); ok && slices.Contains(own.Quorum.Of, class.ID) {
			n++
		}
	}
	return n, nil
}

func (o *Office) reportFile(ctx context.Context, p *Paper) (File, error) {
	if file, sent := p.Files["file"]; sent {
		return file, nil
	}
	h, err := blob.ParseHash(p.value("file"))
	if err != nil {
		return File{}, decider.Refuse("N3.1", "field-empty", "field", "field.file").At("file")
	}
	data, err := o.Blobs.Get(ctx, h)
	return File{Name: string(h), Data: data}, err
}

// unreadable is why a file cannot be taken: a refusal at the field where the reader
// of the file gave one.
func unreadable(field, name string, err error) error {
	var r *decider.Refusal
	if errors.As(err, &r) {
		return r.At(field)
	}
	return &Unreadable{field, name, err}
}

// Text is the text of a report's file: a Word document, or plain text. The content
// decides which, but what calls itself a Word document must be one.
func Text(f File) (string, error) {
	if strings.EqualFold(path.Ext(f.Name), ".docx") {
		return docx.Text(bytes.NewReader(f.Data), int64(len(f.Data)), docx.DefaultLimits())
	}
	return docx.Any(f.Data, docx.DefaultLimits())
}

// completeRoll takes the list of those who should and may attend from the rosters:
// of the own organisation for a meeting of one, else of the committee.
func completeRoll(ctx context.Context, o *Office, id string, p *Paper) error {
	if p.value("roster") != "" {
		return nil
	}
	s, err := o.Meetings.Find(ctx, id)
	if err != nil {
		return err
	}
	var b brief.Brief
	s.View(func(s *meeting.State, _ journal.Head) { b = s.Brief })
	list, err := o.roster(ctx, b)
	if err != nil {
		return err
	}
	return p.set("roster", list)
}

func (o *Office) roster(ctx context.Context, b brief.Brief) ([]brief.Attendee, error) {
	t, ok := b.Policy.MeetingByID(b.Type)
	if !ok {
		return nil, fmt.Errorf("meeting %s: its policy has no type %s", b.Meeting, b.Type)
	}
	org := b.Org
	if org == "" {
		org = roster.Committee
	}
	members, err := o.People.Members(ctx, org)
	if err != nil {
		return nil, err
	}
	list := []brief.Attendee{}
	for _, m := range members {
		class, ok := t.ClassOf(m.Class)
		if ok && !slices.Contains(b.Guides, m.ID) {
			list = append(list, brief.Attendee{Person: m.ID, Class: class.ID})
		}
	}
	return list, nil
}
