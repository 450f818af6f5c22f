// Package office is the front office (受理): what every door does with a paper that
// is handed in. It puts the files away, fills in what the office has on record and
// nobody should type (the rosters, the text of a report, last year's grades), and hands
// the command to the engine. The web, the API, the command line and the demo all come
// through here, so that all of them can do the same.
//
// It decides nothing but what needs two streams to be seen (a meeting whose result was
// heard is not called off), and stores nothing of its own. Effects that follow from what
// was decided are the business of package reconcile.
package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"

	"shuping/internal/ballotbox"
	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// Office is where papers are handed in.
type Office struct {
	Doors    *engine.Doors
	Cycles   *engine.Streams[cycle.State]
	Meetings *engine.Streams[meeting.State]
	People   people.Store
	Blobs    blob.Store
	// Boxes is what a vote is held against when it is opened; nil: nothing.
	Boxes *ballotbox.Boxes
	// Desk keeps what people are still writing; nil: nothing can be written here.
	Desk Desk
	// Notices are the policies that come with the program, by file name.
	Notices fs.FS

	texts texts
}

// File is a file that came with a paper.
type File struct {
	Name string
	Data []byte
}

// Paper is one command as it comes in at a door: either Values, as of a form or of
// key=value arguments, or JSON, and the files by the name of their field.
type Paper struct {
	Stream string // such as "cycle/2018"
	Kind   string
	Values map[string][]string
	JSON   []byte
	Files  map[string]File

	drawn bool // a slip was drawn for it, see Polling.Replace
}

// Unreadable says that a file that was handed in cannot be taken for what it should be.
type Unreadable struct {
	Field, Name string
	Err         error
}

func (e *Unreadable) Error() string { return fmt.Sprintf("%s (%s): %v", e.Name, e.Field, e.Err) }

// Unwrap gives the reason.
func (e *Unreadable) Unwrap() error { return e.Err }

// Caller is the call of a person by the roles of the account; a disabled account is
// people.ErrDisabled.
func (o *Office) Caller(ctx context.Context, person string) (decider.Call, error) {
	a, err := o.People.Account(ctx, person)
	if err != nil {
		return decider.Call{}, err
	}
	if a.Disabled {
		return decider.Call{}, people.ErrDisabled
	}
	return decider.Call{Who: person, Roles: a.Roles}, nil
}

// Hand hands a paper in. The errors are those of the engine, form.Errors for
// fields that cannot be read, and *Unreadable for files.
func (o *Office) Hand(ctx context.Context, call decider.Call, p Paper) ([]journal.Record, error) {
	door, id, err := o.Doors.Of(p.Stream)
	if err != nil {
		return nil, err
	}
	empty, err := door.Command(p.Kind)
	if err != nil {
		return nil, err
	}
	fields := form.Fields(empty)
	if err := o.prepare(ctx, id, &p, fields); err != nil {
		return nil, err
	}
	fill := func(cmd any) error {
		if p.Values == nil {
			return form.DecodeJSON(p.JSON, cmd)
		}
		return form.Decode(p.Values, cmd)
	}
	records, err := door.Do(ctx, call, id, p.Kind, fill)
	var unfilled *engine.Unfilled
	if errors.As(err, &unfilled) {
		return nil, unfilled.Err
	}
	return records, err
}

// prepare puts the files away and completes the values.
func (o *Office) prepare(ctx context.Context, id string, p *Paper, fields []form.Field) error {
	complete := completions[p.Stream[:len(p.Stream)-len(id)-1]+" "+p.Kind]
	if complete == nil && len(p.Files) == 0 {
		return o.checkFiles(ctx, p, fields)
	}
	if p.Values == nil {
		values, err := valuesOf(p.JSON)
		if err != nil {
			return err
		}
		p.Values, p.JSON = values, nil
	}
	p.Values = maps.Clone(p.Values)
	if p.Values == nil {
		p.Values = map[string][]string{}
	}
	if complete != nil {
		if err := complete(ctx, o, id, p); err != nil {
			return err
		}
	}
	for _, f := range fields {
		file, sent := p.Files[f.Name]
		if !f.File || !sent {
			continue
		}
		h, err := o.Blobs.Put(ctx, bytes.NewReader(file.Data))
		if err != nil {
			return &Unreadable{f.Name, file.Name, err}
		}
		p.Values[f.Name] = []string{string(h)}
	}
	return o.checkFiles(ctx, p, fields)
}

// checkFiles refuses the hash of a file that is not on record: the archive would
// miss it.
func (o *Office) checkFiles(ctx context.Context, p *Paper, fields []form.Field) error {
	for _, f := range fields {
		if !f.File || p.Values == nil || len(p.Values[f.Name]) != 1 || p.Values[f.Name][0] == "" {
			continue
		}
		h, err := blob.ParseHash(p.Values[f.Name][0])
		if err != nil {
			return form.Errors{{Field: f.Name, Code: form.CodeText, Got: p.Values[f.Name][0], Want: err.Error()}}
		}
		ok, err := o.Blobs.Has(ctx, h)
		if err != nil {
			return err
		}
		if !ok {
			return decider.Refuse("N9.4", "file-not-on-record", "hash", h).At(f.Name)
		}
	}
	return nil
}

// valuesOf reads a JSON object as values: a text as it is, anything else as JSON
// text, which package form reads back.
func valuesOf(body []byte) (map[string][]string, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(body, &object); err != nil {
		return nil, form.Errors{{Code: form.CodeJSON, Want: err.Error()}}
	}
	values := make(map[string][]string, len(object))
	for name, raw := range object {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		values[name] = []string{text}
	}
	return values, nil
}
