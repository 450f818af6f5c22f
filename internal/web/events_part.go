package web

import (
	"bytes"
	"context"
	"sync"
	"time"

	"shuping/internal/ballotbox"
	"shuping/internal/meeting"
)

// A thousand pages that listen to one meeting see the same few things: the projector's
// screen and the moving part of the meeting's page, in two languages. Each is made once
// when something has moved, by whoever asks first, and sent to all.

const (
	// lasting is how long a part is sent that shows the same, and a name that was changed
	// is shown as it was.
	lasting = 5 * time.Second
	// ticking is how long it is sent while it has a clock: a screen takes the time from it.
	ticking = 250 * time.Millisecond
	// countedFor is how long a number of ballots is taken for that of now. Counting goes
	// through all slips of the box and holds voters up.
	countedFor = 100 * time.Millisecond
)

// partKey is what the looks of a part depend on, beside the meeting.
type partKey struct{ path, lang, base string }

// shared are the events that pages share.
type shared struct {
	mu    sync.Mutex
	byKey map[partKey]*part
	boxes map[string]boxCount

	pulses pulses
}

type part struct {
	mu      sync.Mutex
	seq     uint64
	in      ballotbox.Progress
	made    time.Time
	text    []byte // the event, framed
	names   names
	namesAt time.Time
}

type boxCount struct {
	in ballotbox.Progress
	at time.Time
}

// of is the part with that key. Whoever holds one only reads what it gives out.
func (p *shared) of(key partKey) *part {
	p.mu.Lock()
	defer p.mu.Unlock()
	if one := p.byKey[key]; one != nil {
		return one
	}
	if p.byKey == nil || len(p.byKey) >= 8*mostCopies {
		p.byKey = map[partKey]*part{} // readers keep theirs; it is only made twice
	}
	one := &part{}
	p.byKey[key] = one
	return one
}

// partText is the event with a part as it looks now, and the number of ballots it shows.
func (s *Server) partText(ctx context.Context, of *part, r *room, show feed) ([]byte, ballotbox.Progress, error) {
	in := s.progressSoon(r.s)
	of.mu.Lock()
	defer of.mu.Unlock()
	now, lasts := time.Now(), lasting
	if meeting.Now(r.s).Stage == meeting.StageReport {
		lasts = ticking
	}
	if of.text != nil && of.seq == r.seq && of.in == in && now.Sub(of.made) < lasts {
		return of.text, in, nil
	}
	if of.names.w == nil || now.Sub(of.namesAt) >= lasting {
		named, err := s.names(ctx, r.W)
		if err != nil {
			return nil, in, err
		}
		of.names, of.namesAt = named, now
	}
	seen := *r
	seen.names = of.names
	var b bytes.Buffer
	if err := show(&seen, in).Render(ctx, &b); err != nil {
		return nil, in, err
	}
	of.seq, of.in, of.made, of.text = r.seq, in, now, framed(b.Bytes())
	return of.text, in, nil
}

// framed is a text as one unnamed event.
func framed(text []byte) []byte {
	text = bytes.ReplaceAll(text, []byte("\r"), nil)
	lines := append([]byte("data: "), bytes.ReplaceAll(text, []byte("\n"), []byte("\ndata: "))...)
	return append(lines, "\n\n"...)
}

// progressSoon is progress as of a moment ago, for many who ask again and again.
func (s *Server) progressSoon(m *meeting.State) ballotbox.Progress {
	round := m.Round()
	if round == nil || round.Ended != nil || round.Voided != nil {
		return ballotbox.Progress{}
	}
	p := &s.parts
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if kept, ok := p.boxes[round.Box]; ok && now.Sub(kept.at) < countedFor {
		return kept.in
	}
	if p.boxes == nil || len(p.boxes) >= mostCopies {
		p.boxes = map[string]boxCount{}
	}
	in := s.progress(m)
	p.boxes[round.Box] = boxCount{in, now}
	return in
}
