package decider

import (
	"bytes"
	std "encoding/json"
	"fmt"
	"reflect"

	"github.com/go-json-experiment/json"
	v1 "github.com/go-json-experiment/json/v1"
)

// UnknownKind says that a stream holds, or a person asked for, a kind that this
// decider does not have. A journal with an unknown kind is never opened.
type UnknownKind struct{ Decider, Kind string }

func (e *UnknownKind) Error() string { return e.Decider + ": unknown kind " + e.Kind }

// NewCommand makes an empty command of that kind, or *UnknownKind.
func (d *Decider[S]) NewCommand(kind string) (Command[S], error) {
	for _, p := range d.Commands {
		if p.Kind() == kind {
			return fresh(p), nil
		}
	}
	return nil, &UnknownKind{d.Name, kind}
}

// DecodeCommand reads a command from JSON, strictly: unknown fields and
// trailing bytes are errors.
func (d *Decider[S]) DecodeCommand(kind string, body []byte) (Command[S], error) {
	cmd, err := d.NewCommand(kind)
	if err != nil {
		return nil, err
	}
	if err := strict(body, cmd); err != nil {
		return nil, fmt.Errorf("%s %s: %w", d.Name, kind, err)
	}
	return cmd, nil
}

// Encode writes an event as it is stored: one line of JSON in the order of the
// struct's fields, maps sorted by key, no HTML escaping.
func Encode[S any](e Event[S]) ([]byte, error) {
	var b bytes.Buffer
	enc := std.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, fmt.Errorf("encode %s: %w", e.Kind(), err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// DecodeEvent reads an event as Encode wrote it. An unknown kind or field is an
// error: a fact that is not understood is never skipped.
func (d *Decider[S]) DecodeEvent(kind string, body []byte) (Event[S], error) {
	for _, p := range d.Events {
		if p.Kind() == kind {
			return decode(d.Name, p, body)
		}
	}
	return nil, &UnknownKind{d.Name, kind}
}

// EventReader is DecodeEvent for whoever reads many: kinds are looked up, not
// searched for. It may be used by many goroutines at once.
type EventReader[S any] struct {
	decider string
	kinds   map[string]Event[S]
}

// EventReader makes a reader of the events that d knows now.
func (d *Decider[S]) EventReader() *EventReader[S] {
	r := &EventReader[S]{d.Name, make(map[string]Event[S], len(d.Events))}
	for _, p := range d.Events {
		r.kinds[p.Kind()] = p
	}
	return r
}

// Decode is DecodeEvent.
func (r *EventReader[S]) Decode(kind string, body []byte) (Event[S], error) {
	if p, ok := r.kinds[kind]; ok {
		return decode(r.decider, p, body)
	}
	return nil, &UnknownKind{r.decider, kind}
}

func decode[S any](decider string, prototype Event[S], body []byte) (Event[S], error) {
	e := fresh(prototype)
	if err := strict(body, e); err != nil {
		return nil, fmt.Errorf("%s event %s: %w", decider, prototype.Kind(), err)
	}
	return e, nil
}

func fresh[T any](prototype T) T {
	return reflect.New(reflect.TypeOf(prototype).Elem()).Interface().(T)
}

// asEncoded reads values as Encode, which is encoding/json, writes them.
var asEncoded = json.JoinOptions(
	json.RejectUnknownMembers(true),
	v1.FormatByteArrayAsArray(true),
	v1.FormatBytesWithLegacySemantics(true),
	v1.FormatDurationAsNano(true),
	v1.StringifyWithLegacySemantics(true),
)

// strict reads one JSON value: unknown, repeated or wrongly cased member names,
// invalid UTF-8 and anything after the value are errors. It is not encoding/json
// that reads, because opening a year is mostly this, and this reader takes a
// third of the time.
func strict(body []byte, into any) error { return json.Unmarshal(body, into, asEncoded) }
