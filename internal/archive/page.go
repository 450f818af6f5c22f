package archive

import (
	"bytes"
	_ "embed" // the page's form
	"html/template"

	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/meeting"
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
}

type pageSubject struct {
	*cycle.Subject
	Name  string
	Votes []cycle.Votes
}

type pageMeeting struct {
	*meeting.State
	Type    string
	Minutes brief.Minutes
	Closed  bool
	Rounds  []brief.Round
}

// page makes index.html.
func (b *book) page() ([]byte, error) {
	d := pageData{Cycle: b.cycle, Exempt: b.cycle.Exempt, Draws: b.cycle.Draws, Streams: b.streams}
	for _, id := range b.cycle.SubjectOrder {
		s := b.cycle.Subjects[id]
		d.Subjects = append(d.Subjects, pageSubject{s, b.name(s.Person), b.cycle.Votes(id)})
	}
	for _, m := range b.meetings {
		mins, closed := m.Minutes()
		d.Meetings = append(d.Meetings, pageMeeting{State: m, Type: m.Type().Name, Minutes: mins, Closed: closed, Rounds: mins.Rounds})
	}
	t, err := template.New("index").Funcs(template.FuncMap{
		"name": b.name,
		"day":  func(d calendar.Date) string { return string(d) },
		"org": func(id string) string {
			if o := b.cycle.Orgs[id]; o != nil {
				return o.Name
			}
			return id
		},
	}).Parse(pageText)
	if err != nil {
		panic(err) // unreachable unless the embedded template is malformed
	}
	var out bytes.Buffer
	if err := t.Execute(&out, d); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// name is a person's name, or the number where the name was erased or never known.
func (b *book) name(person string) string {
	if n := b.names[person]; n != "" {
		return n
	}
	return person
}
