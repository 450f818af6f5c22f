package web

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"shuping/internal/ballot"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// room is one meeting as its pages see it: who looks, and a copy of the state that
// nobody changes, so that a page is made without holding the meeting up.
type room struct {
	*visit
	s        *meeting.State
	seq      uint64 // number of the last record
	names    names
	standing standing
}

// copies are states of meetings as of their last record, shared by all pages that
// show them: forty screens of one meeting need one copy. Whoever holds one only reads.
type copies struct {
	mu   sync.Mutex
	byID map[string]copied
}

type copied struct {
	seq   uint64
	state *meeting.State
}

// mostCopies is how many meetings are kept; a year has fewer that are going on.
const mostCopies = 64

// of is the copy of a meeting's state, made anew when the meeting has moved.
func (c *copies) of(id string, st *engine.Stream[meeting.State]) (*meeting.State, uint64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept := c.byID[id]
	var text []byte
	var err error
	st.View(func(s *meeting.State, head journal.Head) {
		if kept.state == nil || kept.seq != head.Seq {
			kept = copied{seq: head.Seq}
			text, err = json.Marshal(s)
		}
	})
	if kept.state != nil || err != nil {
		return kept.state, kept.seq, err
	}
	kept.state = &meeting.State{}
	if err := json.Unmarshal(text, kept.state); err != nil {
		return nil, 0, err
	}
	if c.byID == nil || len(c.byID) >= mostCopies {
		c.byID = map[string]copied{}
	}
	c.byID[id] = kept
	return kept.state, kept.seq, nil
}

// room opens the meeting of the address for whoever takes part in it.
func (s *Server) room(v *visit) (*room, error) {
	st, err := s.Office.Meetings.Find(v.Context(), v.PathValue("id"))
	if err != nil {
		return nil, missing(err)
	}
	r := &room{visit: v}
	if err := s.look(v.Context(), r, st); err != nil {
		return nil, err
	}
	if !r.standing.takesPart() {
		return nil, errForbidden
	}
	return r, nil
}

// look takes the meeting as it is now, and the names of now.
func (s *Server) look(ctx context.Context, r *room, st *engine.Stream[meeting.State]) (err error) {
	if r.s, r.seq, err = s.copies.of(r.PathValue("id"), st); err != nil {
		return err
	}
	r.standing = r.inMeeting(r.s)
	if r.names.w == nil {
		r.names, err = s.names(ctx, r.W)
	}
	return err
}

func (r *room) id() string   { return r.s.Brief.Meeting }
func (r *room) path() string { return "/meeting/" + r.id() }

// may says whether the viewer's roles allow an act, can whether it could also be
// done now by what has happened. The meeting decides; this is for what is shown.
func (r *room) may(kind string) bool { return r.standing.may(meeting.ActOf(&r.s.Brief.Policy, kind)) }

func (r *room) can(kind string) bool {
	if away := awayState(r.s.Away); away == "away" || away == "handed" {
		return false // what can be done then is on the page of the journey
	}
	act := meeting.ActOf(&r.s.Brief.Policy, kind)
	return r.may(kind) &&
		!slices.ContainsFunc(act.After, func(e string) bool { return r.s.Seen[e] == 0 }) &&
		!slices.ContainsFunc(act.Before, func(e string) bool { return r.s.Seen[e] > 0 })
}

// class is the name of a class of people.
func (r *room) class(id string) string {
	if c, ok := r.s.Type().BallotClass(id); ok {
		return c.Name
	}
	return id
}

// pile is what the ballots of a class on a vote's form are called: those of everybody
// where all are alike.
func (r *room) pile(f ballot.Form, class string) string {
	if len(f.Classes) == 1 {
		return r.W.Say("hall.everybody")
	}
	return r.class(class)
}

// subject is the name of a subject, and note the post.
func (r *room) subject(id string) string {
	sub, ok := r.s.Subject(id)
	if !ok {
		return id
	}
	return r.names.person(sub.Person)
}

func (r *room) post(id string) string {
	sub, _ := r.s.Subject(id)
	if sub.Post == "" {
		return sub.OrgName
	}
	return sub.Post
}

// title is what the meeting is called, and place where and when it is.
func (r *room) title() string { return briefName(&r.s.Brief) }

func (r *room) place() string {
	b := &r.s.Brief
	text := r.W.ISODate(string(r.s.Date))
	for _, part := range []string{b.Time, b.Place} {
		if part != "" {
			text += " " + part
		}
	}
	return text
}

// inChina is a moment as clocks in China show it; clockTime is its hour and minute.
func inChina(t time.Time) time.Time { return t.In(time.FixedZone("CST", 8*60*60)) }

func clockTime(t time.Time) string { return inChina(t).Format("15:04") }
