package carry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"shuping/internal/ballotbox"
	"shuping/internal/decider"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// Back hands a meeting back on the device and gives the box for home. Handed back once,
// it gives the same box again.
func (c *Carrier) Back(ctx context.Context, call decider.Call, id string) ([]byte, error) {
	a, _, err := c.away(ctx, id)
	if err != nil {
		return nil, err
	}
	kept, err := c.kept(id)
	if errors.Is(err, fs.ErrNotExist) || err == nil && (a == nil || a.Trip != kept.Trip) {
		return nil, decider.Refuse("", "not-carried-out", "meeting", id)
	}
	if err != nil {
		return nil, err
	}
	if a.HandedBack == nil {
		if err := c.Settle(ctx, "meeting/"+id); err != nil {
			return nil, err
		}
		if _, err := c.Meetings.Do(ctx, call, id, &meeting.HandBack{}); err != nil {
			return nil, err
		}
	}
	return c.packBack(ctx, id, a, kept)
}

func (c *Carrier) packBack(ctx context.Context, id string, a *meeting.Away, kept carried) ([]byte, error) {
	m, files := manifest{Way: homeward, Meeting: id, Trip: a.Trip, Device: a.Device, Home: kept.Home}, map[string][]byte{}
	records, text, err := c.records(ctx, id, a.Seq)
	if err != nil {
		return nil, err
	}
	files[recordsFile] = text
	if err := c.files(ctx, records, files); err != nil {
		return nil, err
	}
	if files[newcomersFile], err = c.newcomers(ctx, records); err != nil {
		return nil, err
	}
	for _, box := range c.voted(ctx, id) {
		sealed, err := c.Boxes.Sealed(box)
		if errors.Is(err, ballotbox.ErrNoBox) {
			continue // papers only
		}
		if err != nil {
			return nil, err
		}
		files[listFile(len(m.Boxes))] = sealed.List
		m.Boxes = append(m.Boxes, sealedBox{ID: box, Form: sealed.Form, Hash: sealed.Hash, Slips: sealed.Slips})
	}
	data, err := pack(m, files, kept.Secret)
	if err != nil {
		return nil, err
	}
	return house.Close(kept.Home, data)
}

// voted are the boxes of the votes that were held.
func (c *Carrier) voted(ctx context.Context, id string) (boxes []string) {
	s, err := c.Meetings.Find(ctx, id)
	if err != nil {
		return nil // the caller has just read it
	}
	s.View(func(s *meeting.State, _ journal.Head) {
		for _, sitting := range append(s.Past[:len(s.Past):len(s.Past)], s.Sitting) {
			for _, r := range sitting.Rounds {
				boxes = append(boxes, r.Box)
			}
		}
	})
	return boxes
}

// back takes what a device brings home: into the record if the journey is going on, and
// as evidence beside it if it was recalled.
func (c *Carrier) back(ctx context.Context, o Opened, m manifest, files map[string][]byte, records []journal.Record, opened []byte) (Opened, error) {
	a, lost, err := c.away(ctx, m.Meeting)
	if err != nil {
		return o, err
	}
	for _, l := range lost {
		if l.Trip == m.Trip {
			o.Evidence = true
			return o, c.evidence(ctx, m.Meeting, l, records, opened)
		}
	}
	if a == nil || a.Trip != m.Trip {
		if c.receive(ctx, m.Meeting, records) == nil {
			return o, nil // brought home before: all of it is here
		}
		return o, decider.Refuse("", "other-trip", "trip", m.Trip, "now", tripOf(a)).At("box")
	}
	if err := c.whole(ctx, a, m, files, records); err != nil {
		return o, err
	}
	if err := c.take(ctx, files); err != nil {
		return o, err
	}
	if err := c.welcome(ctx, files[newcomersFile]); err != nil {
		return o, err
	}
	for i, b := range m.Boxes {
		err := c.Boxes.Bring(ctx, b.ID, ballotbox.Sealed{Form: b.Form, Hash: b.Hash, Slips: b.Slips, List: files[listFile(i)]})
		if errors.Is(err, ballotbox.ErrDamaged) || errors.Is(err, ballotbox.ErrExists) {
			return o, tampered(err)
		}
		if err != nil {
			return o, err
		}
	}
	if err := c.receive(ctx, m.Meeting, records); err != nil {
		return o, err
	}
	if _, err := c.Meetings.Do(ctx, system(), m.Meeting, &meeting.BringHome{Trip: m.Trip}); err != nil {
		return o, err
	}
	return o, c.Settle(ctx, "meeting/"+m.Meeting)
}

// whole refuses a box before anything of it is taken: its records have to continue the one
// with which the meeting was given away and end with the handing back, and its ballot boxes
// have to be this meeting's.
func (c *Carrier) whole(ctx context.Context, a *meeting.Away, m manifest, files map[string][]byte, records []journal.Record) error {
	if files[peopleFile] != nil {
		return tampered(fmt.Errorf("%s: a device gives nobody a role", peopleFile))
	}
	chain := journal.Chain{Stream: "meeting/" + m.Meeting}
	for r, err := range c.Journal.Read(ctx, chain.Stream, a.Seq) {
		if err != nil {
			return err
		}
		chain.Head = journal.Head{Seq: r.Seq, Hash: r.Hash}
		break
	}
	for i := range records {
		if err := chain.Next(&records[i]); err != nil {
			return tampered(err)
		}
	}
	if last := records[len(records)-1]; last.Kind != (*meeting.HandedBack)(nil).Kind() {
		return tampered(fmt.Errorf("the last record is %s, want %s", last.Kind, (*meeting.HandedBack)(nil).Kind()))
	}
	for i, b := range m.Boxes {
		no, ours := strings.CutPrefix(b.ID, m.Meeting+"-")
		if _, err := strconv.ParseUint(no, 10, 32); !ours || err != nil {
			return tampered(fmt.Errorf("box %s is not one of meeting %s", b.ID, m.Meeting))
		}
		if files[listFile(i)] == nil {
			return tampered(fmt.Errorf("the list of box %s is missing", b.ID))
		}
	}
	return nil
}

// evidence keeps what came back of a journey that was recalled.
func (c *Carrier) evidence(ctx context.Context, id string, l meeting.Lost, records []journal.Record, opened []byte) error {
	h, err := c.Blobs.Put(ctx, bytes.NewReader(opened))
	if err != nil {
		return err
	}
	for _, e := range l.Evidence {
		if e.File == string(h) {
			return nil
		}
	}
	last := records[len(records)-1]
	_, err = c.Meetings.Do(ctx, system(), id, &meeting.KeepEvidence{Trip: l.Trip, File: string(h), Records: len(records), Head: last.Hash.String()})
	return err
}

func tripOf(a *meeting.Away) string {
	if a == nil {
		return ""
	}
	return a.Trip
}
