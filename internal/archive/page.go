package archive

import (
	"bytes"
	_ "embed" // the page's form
	"html/template"
	"strconv"

	"shuping/internal/blob"
	"shuping/internal/brief"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

//go:embed index.html.tmpl
var pageText string

//go:embed style.css
var styleSheet []byte

// pageData is what the page shows: a summary for a person, in the order of the
// notice. What counts is in the journals.
type pageData struct {
	Cycle    *cycle.State
	Subjects []pageSubject
	Meetings []pageMeeting
	Exempt   []cycle.Exempt
	Draws    []*cycle.Draw
	Streams  []Stream
	Types    []string // names of the types of meetings, in the policy's order
}

type pageSubject struct {
	*cycle.Subject
	Name   string
	ByType [][]pageVotes // in the order of Types, one for each question; none where there was no vote
}

// pageVotes are a subject's sums at a meeting, hidden where so few ballots were
// given that they would point to people.
type pageVotes struct {
	cycle.Votes
	Hidden bool
	Asked  string   // name of the question, where there are several
	Texts  []string // what stands beside the options: sums, or shares by weight
	Mean   string   // of numbers and places, exact
}

type pageMeeting struct {
	*meeting.State
	Type    string
	Minutes brief.Minutes
	Closed  bool
}

// ClassName is the name of a class of people.
func (m pageMeeting) ClassName(id string) string {
	c, _ := m.State.Type().ClassByID(id)
	return c.Name
}

// page makes index.html.
func (b *book) page() ([]byte, error) {
	d := pageData{Cycle: b.cycle, Exempt: b.cycle.Exempt, Draws: b.cycle.Draws, Streams: b.streams}
	for _, id := range b.cycle.SubjectOrder {
		d.Subjects = append(d.Subjects, b.subject(id))
	}
	for _, t := range b.cycle.Policy.Meetings {
		d.Types = append(d.Types, t.Name)
	}
	for _, m := range b.meetings {
		mins, closed := m.Minutes()
		d.Meetings = append(d.Meetings, pageMeeting{State: m, Type: m.Type().Name, Minutes: mins, Closed: closed})
	}
	t, err := template.New("index").Funcs(b.words()).Parse(pageText)
	if err != nil {
		panic(err) // unreachable unless the embedded template is malformed
	}
	var out bytes.Buffer
	if err := t.Execute(&out, d); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func (b *book) subject(id string) pageSubject {
	s := b.cycle.Subjects[id]
	p := pageSubject{Subject: s, Name: b.name(s.Person), ByType: make([][]pageVotes, len(b.cycle.Policy.Meetings))}
	for _, v := range b.cycle.Votes(id) {
		for i, t := range b.cycle.Policy.Meetings {
			if t.ID == v.Type {
				p.ByType[i] = append(p.ByType[i], votesOf(&t.Ballot, v))
			}
		}
	}
	return p
}

// votesOf are the sums of one line of a ballot, with what they came to where the notice weighs
// parts or asks for numbers: exact, as it was reckoned.
func votesOf(b *policy.Ballot, v cycle.Votes) pageVotes {
	p := pageVotes{Votes: v, Hidden: v.Ballots < b.FewerThan}
	if q, ok := b.QuestionByID(v.Question); ok {
		p.Asked = q.Name
	}
	for i, n := range v.Counts {
		text := strconv.Itoa(n)
		if v.Found != nil && b.Weights.Holds() && i < len(v.Found.Shares) {
			text += "（" + string(v.Found.Shares[i]) + "）"
		}
		p.Texts = append(p.Texts, text)
	}
	if v.Found != nil {
		p.Hidden = p.Hidden || v.Found.Given < b.FewerThan
		p.Mean = string(v.Found.Mean)
	}
	return p
}

// words are what the page says of ids, hashes and grades.
func (b *book) words() template.FuncMap {
	return template.FuncMap{
		"name": b.name,
		"file": func(hash string) string { return b.files[blob.Hash(hash)] },
		"org": func(id string) string {
			if o := b.cycle.Orgs[id]; o != nil {
				return o.Name
			}
			return id
		},
		"tone": func(grade string) string {
			for _, g := range b.cycle.Policy.Grading.Grades {
				if g.Name == grade {
					return g.Tone
				}
			}
			return ""
		},
		"place": func(id string) string {
			for _, p := range b.cycle.Policy.Results.Posting.Places {
				if p.ID == id {
					return p.Name
				}
			}
			return id
		},
	}
}

// name is a person's name, or the number where the name was erased or never known.
func (b *book) name(person string) string {
	if n := b.names[person]; n != "" {
		return n
	}
	return person
}
