package decider

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
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
	enc := json.NewEncoder(&b)
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
			e := fresh(p)
			if err := strict(body, e); err != nil {
				return nil, fmt.Errorf("%s event %s: %w", d.Name, kind, err)
			}
			return e, nil
		}
	}
	return nil, &UnknownKind{d.Name, kind}
}

func fresh[T any](prototype T) T {
	return reflect.New(reflect.TypeOf(prototype).Elem()).Interface().(T)
}

func strict(body []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return err
	}
	if dec.More() {
		return fmt.Errorf("text after the JSON value")
	}
	return nil
}
