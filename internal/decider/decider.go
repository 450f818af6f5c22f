// Package decider is the grammar of the procedure: commands are decided by
// pure rules and make events, events make the state (the "decider" pattern of
// event sourcing).
//
// A command is what somebody wants to do (交办的一步); it may be refused. An
// event is what happened, with the findings of the rules written into it, so
// that replaying a stream never runs a rule again and next year's policy
// cannot change the past.
//
// The package knows no clock, no store and no noun of the office. It is the
// only place with generics: S is the state of one kind of stream.
package decider

import (
	"errors"
	"time"
)

// Event is something that happened. Kind is its stored name, a literal that is
// never changed or reused. Apply writes it into the state and cannot fail.
//
// Implementations are pointers to structs whose fields are stored as JSON.
// Fields are only ever added, and the zero value of an added field means what
// its absence meant; a new meaning is a new kind.
type Event[S any] interface {
	Kind() string
	Apply(*S)
}

// Command is something a person asks for. Kind is its name in forms, in the
// API and on the command line. Decide never changes the state; it answers with
// the events that follow (at least one), or with a *Refusal, or, only for a
// call that could not have been made by a correct program, with another error.
type Command[S any] interface {
	Kind() string
	Decide(*S, Call) ([]Event[S], error)
}

// Call is all that a command may know of the outside: who hands it in, with
// which roles of the account (roles that follow from the stream itself, such as
// guide of this meeting, are found in the state), when, and 32 random bytes.
type Call struct {
	Who   string
	Roles []string
	At    time.Time
	Seed  [32]byte
}

// Decider describes one kind of stream: its name ("cycle", "meeting"), every
// command and event it knows, and who may hand in which command when. All
// doors (forms, API, command line, journal, archive, scripts) read it.
type Decider[S any] struct {
	Name     string
	Commands []Command[S] // prototypes: pointers to zero structs
	Events   []Event[S]   // prototypes: pointers to zero structs
	// Allow answers nil or a *Refusal. It is asked before Decide.
	Allow func(*S, Call, Command[S]) error
	// Note, if not nil, is told the kind of every event that was applied, so that
	// a state can answer "has this happened?" without every event writing it down.
	Note func(s *S, kind string)
	// Ground, if not nil, is shown every refusal before it is handed out, so that one
	// which names no rule can be given the rule and clause of the act itself.
	Ground func(s *S, cmd Command[S], r *Refusal)
	// Again tells, before the events of a command of that kind are applied, the command
	// that they came from by the first of them, so that an archive can be decided anew: what an event
	// says beyond its command must follow from the state before it. It answers nil
	// where events do not say all that the command had, such as the text of a report.
	Again func(s *S, kind string, first Event[S]) Command[S]
}

// Apply is the one way an event is applied, live and on replay.
func (d *Decider[S]) Apply(s *S, e Event[S]) {
	e.Apply(s)
	if d.Note != nil {
		d.Note(s, e.Kind())
	}
}

// Decide is the one way a command is decided: Allow, then Decide.
func (d *Decider[S]) Decide(s *S, call Call, cmd Command[S]) ([]Event[S], error) {
	var events []Event[S]
	err := d.Allow(s, call, cmd)
	if err == nil {
		events, err = cmd.Decide(s, call)
	}
	if err == nil {
		return events, nil
	}
	var r *Refusal
	if d.Ground != nil && errors.As(err, &r) {
		d.Ground(s, cmd, r)
	}
	return nil, err
}
