// Package carry takes a meeting to a hall without a network and back (携出与带回): it
// packs the record of a meeting and what goes with it into a box that one device alone
// can open, unpacks it there, and takes the device's records back to where the meeting
// belongs. What may be given away, written and recalled is for the meeting to decide;
// here are the effects.
//
//	home    Out     the meeting is carried out; a box for the device
//	device  In      the box is opened; the meeting goes on here
//	device  Back    the meeting is handed back; a box for home
//	home    Return  the records continue those that are here, or they are kept as evidence
//
// # What a box is
//
// An age file (X25519) for the public key of who opens it, and in it a zip file:
// manifest.json; meeting.journal, the records as lines; people.json with names, numbers
// and memberships, and who may sign in (on the way out); boxes/N.sealed, the sealed
// lists (on the way back); newcomers.json, who was put on the rosters there (on the way back); blobs/HASH, files on record. The manifest has the SHA-256 of
// each. proof is the HMAC of the manifest by the trip's secret, which only home and the
// device know: so a box that somebody else made for home is not taken.
//
// # What is stored on the device
//
//	carried/<meeting in hex>.json   the trip, its secret, and the public key of home
package carry

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"shuping/internal/ballotbox"
	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/door"
	"shuping/internal/engine"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people"
	"shuping/internal/policy"
)

// Self is who hands in what the program does by itself.
const Self = "shuping"

// Carrier carries the meetings of one data folder. It is safe for use by many
// goroutines at once.
type Carrier struct {
	Journal  journal.Store
	Cycles   *engine.Streams[cycle.State]
	Meetings *engine.Streams[meeting.State]
	People   people.Store
	Blobs    blob.Store
	Boxes    *ballotbox.Boxes
	Key      *house.Key
	Dir      string // carried/
	// Settle does what is due in a meeting before it is handed back.
	Settle func(ctx context.Context, stream string) error
}

func system() decider.Call { return decider.Call{Who: Self, Roles: []string{policy.RoleSystem}} }

// away is where a meeting is, nil when it is here.
func (c *Carrier) away(ctx context.Context, id string) (a *meeting.Away, lost []meeting.Lost, err error) {
	s, err := c.Meetings.Find(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	s.View(func(s *meeting.State, _ journal.Head) {
		if s.Away != nil {
			copied := *s.Away
			a = &copied
		}
		lost = append(lost, s.Lost...)
	})
	return a, lost, nil
}

// secret is what proves that a box is from who was given one for this trip. Home makes
// it of its own key, so there is nothing to keep.
func (c *Carrier) secret(id, trip string) ([]byte, error) {
	return c.Key.Secret("trip " + id + " " + trip)
}

// DoorSecret is the secret of the codes that people show at the door of a meeting: this
// folder's own, or on a device that of home, because the codes were sent from there.
func (c *Carrier) DoorSecret(id string) ([]byte, error) {
	kept, err := c.kept(id)
	switch {
	case err == nil && len(kept.Door) > 0:
		return kept.Door, nil
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return c.Key.Secret(door.Purpose(id))
	}
	return nil, err
}

// records are the lines of a meeting's records after a number.
func (c *Carrier) records(ctx context.Context, id string, after uint64) (all []journal.Record, text []byte, err error) {
	for r, err := range c.Journal.Read(ctx, "meeting/"+id, after+1) {
		if err != nil {
			return nil, nil, err
		}
		if text, err = journal.AppendLine(text, r); err != nil {
			return nil, nil, err
		}
		all = append(all, r)
	}
	return all, text, nil
}

// files adds the files on record that the records name.
func (c *Carrier) files(ctx context.Context, records []journal.Record, files map[string][]byte) error {
	for _, r := range records {
		var body any
		if err := json.Unmarshal(r.Body, &body); err != nil {
			return fmt.Errorf("record %d of %s: %w", r.Seq, r.Stream, err)
		}
		if err := c.named(ctx, body, files); err != nil {
			return err
		}
	}
	return nil
}

func (c *Carrier) named(ctx context.Context, v any, files map[string][]byte) error {
	var errs []error
	switch v := v.(type) {
	case map[string]any:
		for _, x := range v {
			errs = append(errs, c.named(ctx, x, files))
		}
	case []any:
		for _, x := range v {
			errs = append(errs, c.named(ctx, x, files))
		}
	case string:
		h, err := blob.ParseHash(v)
		if err != nil || files["blobs/"+v] != nil {
			return nil
		}
		data, err := c.Blobs.Get(ctx, h)
		if errors.Is(err, blob.ErrMissing) {
			return nil // another hash than that of a file
		}
		files["blobs/"+v] = data
		return err
	}
	return errors.Join(errs...)
}

// carried is what a device keeps of a box that it opened.
type carried struct {
	Trip   string `json:"trip"`
	Home   string `json:"home"`
	Secret []byte `json:"secret"`
	Door   []byte `json:"door,omitempty"`
}

func (c *Carrier) keptFile(id string) string {
	return filepath.Join(c.Dir, hex.EncodeToString([]byte(id))+".json")
}

func (c *Carrier) keep(id string, k carried) error {
	text, err := json.Marshal(k)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o700); err != nil {
		return err
	}
	half := c.keptFile(id) + ".half"
	if err := os.WriteFile(half, text, 0o600); err != nil {
		return err
	}
	return os.Rename(half, c.keptFile(id))
}

func (c *Carrier) kept(id string) (k carried, err error) {
	text, err := os.ReadFile(c.keptFile(id))
	if err != nil {
		return k, err
	}
	if err := json.Unmarshal(text, &k); err != nil {
		return k, fmt.Errorf("%s: %w", c.keptFile(id), err)
	}
	return k, nil
}

// listFile is the name of a sealed list in a box.
func listFile(i int) string { return "boxes/" + strconv.Itoa(i) + ".sealed" }
