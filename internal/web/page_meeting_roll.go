package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// rollView is the roll (签到册) by class, to be tapped.
type rollView struct {
	Path    string // where a tap is posted
	Find    string // what was searched for
	Classes []rollClass
	Taps    bool // the viewer may sign people in and out
	Refusal *decider.Refusal
}

type rollClass struct {
	Name           string
	Here, Expected int
	People         []rollPerson
}

type rollPerson struct {
	ID, Name string
	Initials string // of the pinyin, to be found by
	Here     bool
	Note     string // when they came, why they do not count
	Visitor  bool   // not on the list
	Excluded bool
}

// rollOf is the roll, nil while there is none.
func rollOf(r *room, refusal *decider.Refusal) *rollView {
	if r.s.Roll == nil {
		return nil
	}
	v := &rollView{Path: r.path() + "/roll", Find: strings.TrimSpace(r.URL.Query().Get("find")), Refusal: refusal,
		Taps: r.can("sign-in") && r.s.Closed == nil}
	for _, p := range r.s.Presence() {
		c := rollClass{Name: r.class(p.Class), Here: p.Present, Expected: p.Expected}
		for _, id := range r.s.Roll.Order {
			if e := r.s.Roll.People[id]; e.Class == p.Class {
				if one := r.onRoll(id, e); v.Find == "" || one.found(v.Find) {
					c.People = append(c.People, one)
				}
			}
		}
		if len(c.People) > 0 {
			v.Classes = append(v.Classes, c)
		}
	}
	v.Classes = r.awaited(v.Classes, v.Find)
	return v
}

// awaited adds the guides who were appointed and have not come: they stand on no list, and
// the meeting is not opened without them.
func (r *room) awaited(classes []rollClass, find string) []rollClass {
	var waiting []rollPerson
	for _, id := range r.s.Brief.Guides {
		if _, came := r.s.Roll.People[id]; came || r.classAtEntry(id) == "" {
			continue
		}
		name := r.names.person(id)
		if one := (rollPerson{ID: id, Name: name, Initials: people.Initials(name)}); find == "" || one.found(find) {
			waiting = append(waiting, one)
		}
	}
	if len(waiting) == 0 {
		return classes
	}
	name := r.class("guide")
	for i := range classes {
		if classes[i].Name == name {
			classes[i].People = append(classes[i].People, waiting...)
			return classes
		}
	}
	return append(classes, rollClass{Name: name, People: waiting})
}

func (r *room) onRoll(id string, e *meeting.Entry) rollPerson {
	name := r.names.person(id)
	p := rollPerson{ID: id, Name: name, Initials: people.Initials(name), Here: e.Here, Visitor: !e.Listed, Excluded: e.Excluded != nil}
	switch n := len(e.Moves); {
	case p.Excluded:
		p.Note = r.W.Say("hall.excluded", "reason", e.Excluded.Reason)
	case n > 0 && e.Here:
		p.Note = r.W.Say("hall.came", "time", clockTime(e.Moves[n-1].At))
	case n > 0:
		p.Note = r.W.Say("hall.left", "time", clockTime(e.Moves[n-1].At))
	}
	return p
}

// found says whether a person is meant by what was typed: a part of the name, the
// beginning of the initials or of the number.
func (p rollPerson) found(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(strings.ToLower(p.Name), text) || strings.HasPrefix(p.Initials, text) || strings.HasPrefix(strings.ToLower(p.ID), text)
}

// tap takes one press on a name: in or out, by the button that was pressed, never by
// what the server holds for the person's state, so that two presses of two people do
// not undo each other. That somebody is already where they should be is no fault.
func (s *Server) tap(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	kind, person := "sign-in", v.PostForm.Get("in")
	if out := v.PostForm.Get("out"); out != "" {
		kind, person = "sign-out", out
	}
	values := map[string][]string{"persons": {person}}
	if kind == "sign-in" && r.s.Roll != nil && r.s.Roll.People[person] == nil {
		if class := r.classAtEntry(person); class != "" {
			values["class"] = []string{class}
		}
	}
	err = s.handMeeting(r, kind, values)
	var refusal *decider.Refusal
	switch {
	case errors.As(err, &refusal) && (refusal.Code == "already-present" || refusal.Code == "not-present"):
	case errors.As(err, &refusal):
		return s.showMeeting(w, r, http.StatusConflict, s.Office.Readable(v.Context(), "meeting/"+r.id(), refusal))
	case err != nil:
		return err
	}
	to := r.path()
	if find := v.PostForm.Get("find"); find != "" {
		to += "?find=" + url.QueryEscape(find)
	}
	return see(w, v, to+"#roll")
}

// handMeeting hands in a command of the room's meeting.
func (s *Server) handMeeting(r *room, kind string, values map[string][]string) error {
	return s.handIn(&act{visit: r.visit, stream: "meeting/" + r.id(), kind: kind}, values, nil)
}

// namePile says a pile of the vote by its name. The refusal has to be a copy (Readable).
func (r *room) namePile(refusal *decider.Refusal) *decider.Refusal {
	if round := r.s.Round(); round != nil && slices.Contains(round.Form.Classes, refusal.Args["class"]) {
		refusal.Args["class"] = r.pile(round.Form, refusal.Args["class"])
	}
	return refusal
}

// refusedBy takes what was handed in and not taken apart: the refusal in words, or
// the faults of fields; anything else stays an error.
func (s *Server) refusedBy(r *room, err error) (refusal *decider.Refusal, faults form.Errors, rest error) {
	switch {
	case errors.As(err, &refusal):
		return r.namePile(s.Office.Readable(r.Context(), "meeting/"+r.id(), refusal)), nil, nil
	case errors.As(err, &faults):
		return nil, faults, nil
	}
	return nil, nil, err
}
