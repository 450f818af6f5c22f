package web

import (
	"context"
	"net/http"
	"time"

	"github.com/a-h/templ"

	"shuping/internal/ballotbox"
	"shuping/internal/engine"
	"shuping/internal/meeting"
)

const (
	// heartbeat is how often a page hears from the server when nothing happens: the
	// watchdog of the projector waits 25 seconds.
	heartbeat = 15 * time.Second
	// slowest is how long a reader may take to take one event.
	slowest = 20 * time.Second
)

// feed is a page's part that is sent anew whenever the meeting has moved.
type feed func(r *room, p ballotbox.Progress) templ.Component

// stream sends a part of a page as server-sent events until the reader goes: at
// once, after each record of the meeting, when a ballot went in, and as a heartbeat.
// Reading is asked about again at every heartbeat, for a person may be put out. What is
// sent is made once for all who look at the same: see shared.
func (s *Server) stream(w http.ResponseWriter, v *visit, beat time.Duration, part feed) error {
	r, st, err := s.listening(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // proxies hold answers back otherwise
	e := &eventWriter{w: w, control: http.NewResponseController(w)}
	ctx, stop := context.WithCancel(v.Context())
	defer stop() // the watching ends with the loop, also when the reader did not go
	of := s.parts.of(partKey{v.URL.Path, string(v.W.Lang()), s.hallBase(r)})
	s.pump(ctx, r, st, beat, func() error {
		text, _, err := s.partText(ctx, of, r, part)
		if err != nil {
			return err
		}
		return e.send(text)
	})
	return nil
}

// listening is room for a page that may listen for hours: without the names of a roster,
// which are not to be kept for each.
func (s *Server) listening(v *visit) (*room, *engine.Stream[meeting.State], error) {
	st, err := s.Office.Meetings.Find(v.Context(), v.PathValue("id"))
	if err != nil {
		return nil, nil, missing(err)
	}
	r := &room{visit: v}
	if r.s, r.seq, err = s.copies.of(v.PathValue("id"), st); err != nil {
		return nil, nil, err
	}
	if r.standing = r.inMeeting(r.s); !r.standing.takesPart() {
		return nil, nil, errForbidden
	}
	return r, st, nil
}

// pump is the loop of stream. What cannot be written ends it: the reader has gone.
func (s *Server) pump(ctx context.Context, r *room, st *engine.Stream[meeting.State], beat time.Duration, send func() error) {
	id := r.PathValue("id")
	heads := st.Watch(ctx)
	beats := time.NewTicker(beat)
	defer beats.Stop()
	ballots := s.parts.pulses.join(id, func() (ballotbox.Progress, error) {
		m, _, err := s.copies.of(id, st)
		if err != nil {
			return ballotbox.Progress{}, err
		}
		return s.progressSoon(m), nil
	})
	defer s.parts.pulses.leave(ballots)
	for felt := ballots.next(); ; {
		select {
		case _, open := <-heads:
			if !open {
				return
			}
		case <-beats.C:
			r.Viewer = nil // somebody may have been put out
			if s.identify(r.visit) != nil || r.Viewer == nil {
				return
			}
		case <-felt:
		case <-ctx.Done():
			return
		}
		felt = ballots.next() // before looking, so that no change is missed
		var err error
		if r.s, r.seq, err = s.copies.of(id, st); err != nil || send() != nil {
			return
		}
	}
}

// progress is how far the open vote has come, nothing when none is open or all
// ballots are paper. It is a number; what is in the box nobody can ask.
func (s *Server) progress(m *meeting.State) ballotbox.Progress {
	round := m.Round()
	if round == nil || round.Ended != nil || round.Voided != nil {
		return ballotbox.Progress{}
	}
	box, err := s.Polling.Boxes.Box(round.Box)
	if err != nil {
		return ballotbox.Progress{}
	}
	return box.Progress()
}

// eventWriter writes server-sent events.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// send writes one unnamed event.
func (e *eventWriter) send(event []byte) error {
	// Servers that cannot set a deadline (tests) go without.
	_ = e.control.SetWriteDeadline(time.Now().Add(slowest))
	if _, err := e.w.Write(event); err != nil {
		return err
	}
	return e.control.Flush()
}

// begun says whether a vote's slips were made already: its box is there.
func (s *Server) begun(box string) (slips int, ok bool) {
	b, err := s.Polling.Boxes.Box(box)
	if err != nil {
		return 0, false
	}
	return b.Progress().Slips, true
}
