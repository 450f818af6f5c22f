package carry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"shuping/internal/blob"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// Opened is what was done with a box.
type Opened struct {
	Meeting  string `json:"meeting"`
	Trip     string `json:"trip"`
	Device   string `json:"device"`
	Records  int    `json:"records"`            // that the box brought
	Evidence bool   `json:"evidence,omitempty"` // they were kept apart and not merged
	In       bool   `json:"in,omitempty"`       // the meeting goes on here, on the device
}

// Open takes a box, whichever way it goes: on the device the meeting goes on there, at
// home it goes on at home. What it did is done once; the same box again changes nothing.
// *decider.Refusal says what is wrong with the box.
func (c *Carrier) Open(ctx context.Context, box []byte) (Opened, error) {
	data, err := c.Key.Open(box)
	if errors.Is(err, house.ErrNotForUs) {
		return Opened{}, decider.Refuse("", "box-not-ours").At("box")
	}
	if err != nil {
		return Opened{}, err
	}
	m, files, proved, err := unpack(data)
	if err != nil {
		return Opened{}, tampered(err)
	}
	records, err := recordsOf(files[recordsFile], m.Meeting)
	if err != nil {
		return Opened{}, tampered(err)
	}
	o := Opened{Meeting: m.Meeting, Trip: m.Trip, Device: m.Device, Records: len(records)}
	switch m.Way {
	case outward:
		o.In = true
		return o, c.in(ctx, m, files, records)
	case homeward:
		secret, err := c.secret(m.Meeting, m.Trip)
		if err != nil {
			return o, err
		}
		if !proved(secret) {
			return o, decider.Refuse("", "box-not-proved").At("box")
		}
		return c.back(ctx, o, m, files, records, data)
	}
	return o, tampered(fmt.Errorf("a box that goes %q", m.Way))
}

// tampered is the refusal of a box whose contents do not fit together.
func tampered(err error) error {
	return decider.Refuse("", "box-tampered", "why", err.Error()).At("box")
}

func recordsOf(text []byte, id string) (all []journal.Record, err error) {
	for r, err := range journal.ReadLines(bytes.NewReader(text)) {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", recordsFile, err)
		}
		if r.Stream != "meeting/"+id {
			return nil, fmt.Errorf("%s: a record of %s", recordsFile, r.Stream)
		}
		all = append(all, r)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: no records", recordsFile)
	}
	return all, nil
}

// in takes a meeting up on the device.
func (c *Carrier) in(ctx context.Context, m manifest, files map[string][]byte, records []journal.Record) error {
	if err := c.notHome(ctx, m.Meeting); err != nil {
		return err
	}
	if err := c.take(ctx, files); err != nil {
		return err
	}
	if err := c.keep(m.Meeting, carried{Trip: m.Trip, Home: m.Home, Secret: m.Secret, Door: m.Door}); err != nil {
		return err
	}
	if err := c.receive(ctx, m.Meeting, records); err != nil {
		return err
	}
	a, _, err := c.away(ctx, m.Meeting)
	if err != nil || a != nil && a.TakenUp != nil && a.Trip == m.Trip {
		return err // taken up before
	}
	_, err = c.Meetings.Do(ctx, system(), m.Meeting, &meeting.TakeUp{Trip: m.Trip})
	return err
}

// notHome refuses to take a meeting up in a folder that has a year: the hall's folder is
// one of its own, so that nothing that stands in a box can change the office's people.
func (c *Carrier) notHome(ctx context.Context, id string) error {
	years, err := c.Cycles.IDs(ctx)
	if err == nil && len(years) > 0 {
		err = decider.Refuse("", "box-at-home", "meeting", id).At("box")
	}
	return err
}

// receive puts records into the stream, which they have to continue.
func (c *Carrier) receive(ctx context.Context, id string, records []journal.Record) error {
	err := c.Meetings.Receive(ctx, id, records)
	var not *engine.NotContinuing
	if errors.As(err, &not) {
		return tampered(err)
	}
	return err
}

// take puts the people and the files of a box here. Who is known here stays so.
func (c *Carrier) take(ctx context.Context, files map[string][]byte) error {
	if text := files[peopleFile]; text != nil {
		if err := c.takePeople(ctx, text); err != nil {
			return err
		}
	}
	for name, data := range files {
		want, isBlob := strings.CutPrefix(name, "blobs/")
		if !isBlob {
			continue
		}
		h, err := c.Blobs.Put(ctx, bytes.NewReader(data))
		if err != nil {
			return err
		}
		if h != blob.Hash(want) {
			return tampered(fmt.Errorf("%s has the hash %s", name, h))
		}
	}
	return nil
}

func (c *Carrier) takePeople(ctx context.Context, text []byte) error {
	var t taken
	if err := json.Unmarshal(text, &t); err != nil {
		return tampered(fmt.Errorf("%s: %w", peopleFile, err))
	}
	known, err := c.People.Roster(ctx)
	if err != nil {
		return err
	}
	changes, missing := people.Compare(known, t.Roster)
	if len(missing) > 0 {
		return tampered(fmt.Errorf("%s: %+v names nobody", peopleFile, missing[0]))
	}
	if !changes.Empty() {
		if err := c.People.Apply(ctx, changes); err != nil {
			return err
		}
	}
	for _, a := range t.Accounts {
		have, err := c.People.Account(ctx, a.Person)
		if err != nil {
			return err
		}
		for _, r := range have.Roles {
			if !slices.Contains(a.Roles, r) {
				a.Roles = append(a.Roles, r)
			}
		}
		if err := c.People.SetAccount(ctx, a); err != nil {
			return err
		}
	}
	return nil
}
