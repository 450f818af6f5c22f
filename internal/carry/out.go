package carry

import (
	"context"
	"encoding/json"
	"errors"

	"shuping/internal/decider"
	"shuping/internal/house"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// Out carries a meeting out to the device with the public key, and gives the box for it.
// Nothing can be written here from then on. *decider.Refusal says why not.
func (c *Carrier) Out(ctx context.Context, call decider.Call, id, public, device string) ([]byte, error) {
	own, err := c.Key.Public()
	if err != nil {
		return nil, err
	}
	var not *house.NotARecipient
	switch _, err := house.Close(public, nil); {
	case errors.As(err, &not):
		return nil, decider.Refuse("", "not-a-key", "got", short(public)).At("key")
	case err != nil:
		return nil, err
	case own == public:
		return nil, decider.Refuse("", "own-key").At("key")
	}
	if _, err := c.Meetings.Find(ctx, id); err != nil {
		return nil, err
	}
	if _, err := c.Meetings.Do(ctx, call, id, &meeting.CarryOut{Key: public, Device: device}); err != nil {
		return nil, err
	}
	return c.Pack(ctx, id)
}

// Pack makes the box of a meeting that was carried out, once more if need be: it is the
// same, and for the same device.
func (c *Carrier) Pack(ctx context.Context, id string) ([]byte, error) {
	a, _, err := c.away(ctx, id)
	if err != nil {
		return nil, err
	}
	if a == nil || a.TakenUp != nil {
		return nil, decider.Refuse("", "not-carried-out", "meeting", id)
	}
	m := manifest{Way: outward, Meeting: id, Trip: a.Trip, Device: a.Device}
	if m.Home, err = c.Key.Public(); err != nil {
		return nil, err
	}
	if m.Secret, err = c.secret(id, a.Trip); err != nil {
		return nil, err
	}
	if m.Door, err = c.DoorSecret(id); err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	records, text, err := c.records(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	files[recordsFile] = text
	if files[peopleFile], err = c.people(ctx); err != nil {
		return nil, err
	}
	if err := c.files(ctx, records, files); err != nil {
		return nil, err
	}
	data, err := pack(m, files, m.Secret)
	if err != nil {
		return nil, err
	}
	return house.Close(a.Key, data)
}

// taken is who goes along: the hall needs names and who belongs where, and nothing
// else of a person.
type taken struct {
	Roster   people.Roster    `json:"roster"`
	Accounts []people.Account `json:"accounts"`
}

func (c *Carrier) people(ctx context.Context) ([]byte, error) {
	var t taken
	var err error
	if t.Roster, err = c.People.Roster(ctx); err != nil {
		return nil, err
	}
	for i, p := range t.Roster.Persons {
		t.Roster.Persons[i] = people.Person{ID: p.ID, Name: p.Name}
	}
	if t.Accounts, err = c.People.Accounts(ctx); err != nil {
		return nil, err
	}
	return json.Marshal(t)
}

// short keeps what is shown again of what was typed short.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
