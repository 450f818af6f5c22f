package decider

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// Retell fills a command from an event: fields of the same name, and the reason from
// the first departure where the event has its reason only there. It answers nil for an
// event whose fields are of other types; that is a mistake of the program which the
// scripts find.
func Retell[S any](cmd Command[S], e Event[S]) Command[S] {
	cmd = reflect.New(reflect.TypeOf(cmd).Elem()).Interface().(Command[S])
	var departed struct {
		Reason     string `json:"reason"`
		Departures []struct {
			Reason string `json:"reason"`
		} `json:"departures"`
	}
	body, err := json.Marshal(e)
	if err != nil {
		panic(err) // unreachable: every event can be stored
	}
	if json.Unmarshal(body, cmd) != nil || json.Unmarshal(body, &departed) != nil {
		return nil
	}
	if departed.Reason != "" || len(departed.Departures) == 0 {
		return cmd
	}
	reason, err := json.Marshal(map[string]string{"reason": departed.Departures[0].Reason})
	if err != nil {
		panic(err) // unreachable: it is text
	}
	if json.Unmarshal(reason, cmd) != nil {
		return nil
	}
	return cmd
}

// Redo decides a command once more as its events tell it, at the state before them, and
// says what of the recorded events does not follow. told is how many of them do: those
// of one command, 0 where the events do not tell it. A field that is decided today and
// was not yet recorded then is no difference.
func (d *Decider[S]) Redo(s *S, call Call, kind string, recorded []Event[S]) (told int, err error) {
	if d.Again == nil {
		return 0, nil
	}
	cmd := d.Again(s, kind, recorded[0])
	if cmd == nil {
		return 0, nil
	}
	events, err := cmd.Decide(s, call)
	if err != nil {
		return 0, err
	}
	if len(events) > len(recorded) {
		return 0, fmt.Errorf("it led to %d events, and %d are recorded", len(events), len(recorded))
	}
	for i, e := range events {
		if e.Kind() != recorded[i].Kind() {
			return 0, fmt.Errorf("it led to %s, and %s is recorded", e.Kind(), recorded[i].Kind())
		}
		if err := within(e.Kind(), generic(recorded[i]), generic(e)); err != nil {
			return 0, err
		}
	}
	return len(events), nil
}

func generic(e any) (v any) {
	body, err := json.Marshal(e)
	if err == nil {
		err = json.Unmarshal(body, &v)
	}
	if err != nil {
		panic(err) // unreachable: every event can be stored and read
	}
	return v
}

// within says where something recorded differs from what was decided again.
func within(at string, recorded, again any) error {
	switch r := recorded.(type) {
	case map[string]any:
		a, ok := again.(map[string]any)
		if !ok {
			break
		}
		for k := range r {
			if err := within(at+"."+k, r[k], a[k]); err != nil {
				return err
			}
		}
		return nil
	case []any:
		a, ok := again.([]any)
		if !ok || len(a) != len(r) {
			break
		}
		for i := range r {
			if err := within(fmt.Sprintf("%s[%d]", at, i), r[i], a[i]); err != nil {
				return err
			}
		}
		return nil
	}
	if reflect.DeepEqual(recorded, again) {
		return nil
	}
	return fmt.Errorf("%s is recorded as %s, and follows as %s", at, short(recorded), short(again))
}

// short is a value as it may stand in a message.
func short(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // unreachable: it was read from JSON
	}
	if r := []rune(string(b)); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return string(b)
}
