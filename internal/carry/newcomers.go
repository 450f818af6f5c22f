package carry

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"shuping/internal/journal"
	"shuping/internal/people"
)

// newcomersFile has the people whom the device's records name, on the way back: some may
// have been put on the rosters there, such as a member who was forgotten or another guide.
const newcomersFile = "newcomers.json"

// newcomers packs the names, numbers and memberships of those whom the records name, and
// nothing else: no account, because a device gives nobody a role at home.
func (c *Carrier) newcomers(ctx context.Context, records []journal.Record) ([]byte, error) {
	named := map[string]bool{}
	for _, r := range records {
		var body any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return nil, fmt.Errorf("record %d of %s: %w", r.Seq, r.Stream, err)
		}
		texts(body, named)
	}
	r, err := c.People.Roster(ctx)
	if err != nil {
		return nil, err
	}
	var out people.Roster
	for _, p := range r.Persons {
		if named[p.ID] {
			out.Persons = append(out.Persons, people.Person{ID: p.ID, Name: p.Name})
		}
	}
	for _, m := range r.Memberships {
		if named[m.Person] {
			out.Memberships = append(out.Memberships, m)
		}
	}
	return json.Marshal(out)
}

// texts collects the texts in a body.
func texts(v any, in map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			in[k] = true // the people of a roll
			texts(x, in)
		}
	case []any:
		for _, x := range v {
			texts(x, in)
		}
	case string:
		in[v] = true
	}
}

// welcome puts on the rosters at home who is not known there. Whoever is known stays as
// is, whatever the device calls them; memberships come for newcomers only, and only in
// organisations that are here.
func (c *Carrier) welcome(ctx context.Context, text []byte) error {
	if text == nil {
		return nil // of a device with an older program
	}
	var came people.Roster
	if err := json.Unmarshal(text, &came); err != nil {
		return tampered(fmt.Errorf("%s: %w", newcomersFile, err))
	}
	known, err := c.People.Roster(ctx)
	if err != nil {
		return err
	}
	var add people.Roster
	for _, p := range came.Persons {
		if !slices.ContainsFunc(known.Persons, func(k people.Person) bool { return k.ID == p.ID }) {
			add.Persons = append(add.Persons, people.Person{ID: p.ID, Name: p.Name})
		}
	}
	for _, m := range came.Memberships {
		isNew := slices.ContainsFunc(add.Persons, func(p people.Person) bool { return p.ID == m.Person })
		if isNew && slices.ContainsFunc(known.Organisations, func(o people.Organisation) bool { return o.ID == m.Org }) {
			add.Memberships = append(add.Memberships, m)
		}
	}
	if len(add.Persons) == 0 {
		return nil
	}
	return c.People.Apply(ctx, people.Changes{Persons: add.Persons, Memberships: add.Memberships})
}
