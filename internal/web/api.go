package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/form"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/office"
	"shuping/internal/people"
)

// The API is the door for programs: a command as JSON, a stream's state and records.
// A program signs in as a person does, by a link, and sends the session's cookie;
// there are no keys of another kind. A command of another site's page is refused as
// everywhere (cross-origin protection). Whole streams are read by those with a role
// of the account only: there is no reading by parts.

// apiRecord is a record in an answer.
type apiRecord struct {
	Seq   uint64          `json:"seq"`
	At    string          `json:"at"` // RFC 3339, UTC, microseconds
	Who   string          `json:"who"`
	Cause string          `json:"cause"`
	Kind  string          `json:"kind"`
	Hash  journal.Hash    `json:"hash"`
	Event json.RawMessage `json:"event"`
	// Sealed: something of the event is not shown yet, so the hash is of more than is here.
	Sealed bool `json:"sealed,omitempty"`
}

func apiRecords(records []journal.Record) []apiRecord {
	out := []apiRecord{}
	for _, r := range records {
		out = append(out, apiRecord{r.Seq, r.At.Format("2006-01-02T15:04:05.000000Z"), r.Who, r.Cause, r.Kind, r.Hash, r.Body, false})
	}
	return out
}

// apiEvents answers a command: the records that followed.
type apiEvents struct {
	Events []apiRecord `json:"events"`
}

// apiStream answers a reading.
type apiStream struct {
	Stream string          `json:"stream"`
	Seq    uint64          `json:"seq"`
	Hash   journal.Hash    `json:"hash"`
	State  json.RawMessage `json:"state"`
	Events []apiRecord     `json:"events,omitempty"`
}

// apiRefused answers a command that a rule refused, with the words of the language
// that was asked for.
type apiRefused struct {
	Refusal apiRefusal `json:"refusal"`
}

type apiRefusal struct {
	decider.Refusal
	Got  string `json:"got"`
	Want string `json:"want,omitempty"`
	Next string `json:"next,omitempty"`
}

// apiFields answers a body that is no such command.
type apiFields struct {
	Fields form.Errors `json:"fields"`
}

func answerJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(append(body, '\n'))
	return err
}

// apiDo hands in a command.
func (s *Server) apiDo(w http.ResponseWriter, v *visit) error {
	stream, kind := v.PathValue("family")+"/"+v.PathValue("id"), v.PathValue("kind")
	if err := s.apiDoor(v, stream, kind); err != nil {
		return err
	}
	if t, _, err := mime.ParseMediaType(v.Header.Get("Content-Type")); err != nil || t != "application/json" {
		s.trouble(w, v, trouble{Status: http.StatusUnsupportedMediaType, Key: "web.trouble.not-json"})
		return nil
	}
	body, err := io.ReadAll(v.Body)
	if err != nil {
		return err
	}
	call, err := s.Office.Caller(v.Context(), v.Viewer.Person)
	if err != nil {
		return err
	}
	records, err := s.Office.Hand(v.Context(), call, office.Paper{Stream: stream, Kind: kind, JSON: body})
	if err != nil {
		return s.apiRefuse(w, v, err)
	}
	if err := s.Effects.Stream(v.Context(), stream); err != nil {
		s.Log.Error("what follows from a command could not be done", "stream", stream, "error", err)
	}
	return answerJSON(w, http.StatusOK, apiEvents{apiRecords(records)})
}

// apiDoor is errNotFound where there is no such command or no such stream. Only the
// command that begins a stream finds none.
func (s *Server) apiDoor(v *visit, stream, kind string) error {
	door, id, err := s.Office.Doors.Of(stream)
	if err != nil {
		return missing(err)
	}
	kinds := door.Commands()
	if !slices.Contains(kinds, kind) {
		return errNotFound
	}
	if kind == kinds[0] {
		return nil
	}
	ids, err := door.IDs(v.Context())
	if err != nil {
		return err
	}
	if !slices.Contains(ids, id) {
		return errNotFound
	}
	return nil
}

// apiRefuse answers what was not taken.
func (s *Server) apiRefuse(w http.ResponseWriter, v *visit, err error) error {
	var refusal *decider.Refusal
	var faults form.Errors
	var file *office.Unreadable
	var unsure *engine.Unsure
	switch {
	case errors.As(err, &refusal):
		got, want, next := v.W.Refusal(s.named(v, refusal))
		return answerJSON(w, http.StatusConflict, apiRefused{apiRefusal{*refusal, got, want, next}})
	case errors.As(err, &faults):
		return answerJSON(w, http.StatusUnprocessableEntity, apiFields{faults})
	case errors.As(err, &file):
		return answerJSON(w, http.StatusUnprocessableEntity, apiFields{form.Errors{{Field: file.Field, Code: "file", Got: file.Name, Want: file.Err.Error()}}})
	case errors.As(err, &unsure):
		s.Log.Error("a command may or may not have been written", "error", err)
		s.trouble(w, v, trouble{Status: http.StatusServiceUnavailable, Key: "web.trouble.unsure"})
		return nil
	case errors.Is(err, people.ErrDisabled):
		return errForbidden
	}
	return err
}

// apiShow reads a stream: its state, and with ?events=1 its records too.
func (s *Server) apiShow(w http.ResponseWriter, v *visit) error {
	stream := v.PathValue("family") + "/" + v.PathValue("id")
	if err := v.need(people.Roles()...); err != nil {
		return err
	}
	door, id, err := s.Office.Doors.Of(stream)
	if err != nil {
		return missing(err)
	}
	state, head, err := door.State(v.Context(), id)
	if err != nil {
		return missing(err)
	}
	out := apiStream{Stream: stream, Seq: head.Seq, Hash: head.Hash}
	seen, err := sealedState(door.Name(), state)
	if err != nil {
		return err
	}
	out.State = seen.text
	if v.URL.Query().Get("events") == "1" {
		out.Events = []apiRecord{}
		for h, err := range door.History(v.Context(), id, 1) {
			if err != nil {
				return err
			}
			if h.Record.Seq > head.Seq {
				break // written since the state was read
			}
			r := apiRecords([]journal.Record{h.Record})[0]
			if seen.meeting != nil {
				r.Event, r.Sealed = seen.meeting.SealedEvent(r.Seq, h.Event, r.Event)
			}
			out.Events = append(out.Events, r)
		}
	}
	return answerJSON(w, http.StatusOK, out)
}

// seen is a stream's state as it may be read, and a meeting's as it is.
type seen struct {
	text    json.RawMessage
	meeting *meeting.State
}

// sealedState takes out of a meeting's state what one of two people said before the other has
// spoken; other streams have nothing of the kind.
func sealedState(family string, state json.RawMessage) (seen, error) {
	if family != "meeting" {
		return seen{text: state}, nil
	}
	out := seen{meeting: &meeting.State{}}
	shown := &meeting.State{}
	if err := errors.Join(json.Unmarshal(state, out.meeting), json.Unmarshal(state, shown)); err != nil {
		return out, err
	}
	shown.Seal()
	var err error
	out.text, err = json.Marshal(shown)
	return out, err
}
