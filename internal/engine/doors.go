package engine

import (
	"context"
	"slices"
	"strings"

	"shuping/internal/decider"
	"shuping/internal/journal"
)

// Doors are all the doors of a program, by name. It does not change once made.
type Doors struct{ doors []Door }

// NewDoors keeps the order that is given; two doors of one name panic.
func NewDoors(doors ...Door) *Doors {
	for i, d := range doors {
		if slices.ContainsFunc(doors[:i], func(o Door) bool { return o.Name() == d.Name() }) {
			panic("engine: two doors are called " + d.Name()) // unreachable unless the program is put together wrongly
		}
	}
	return &Doors{slices.Clone(doors)}
}

// All lists the doors.
func (ds *Doors) All() []Door { return slices.Clone(ds.doors) }

// Of finds the door for a stream's name ("cycle/2018") and the id behind it, or
// *BadName.
func (ds *Doors) Of(stream string) (Door, string, error) {
	name, id, ok := strings.Cut(stream, "/")
	if !ok {
		return nil, "", &BadName{stream, "a stream's name is a kind, '/', and an id"}
	}
	for _, d := range ds.doors {
		if d.Name() == name {
			_, err := streamName(name, id)
			return d, id, err
		}
	}
	var known []string
	for _, d := range ds.doors {
		known = append(known, d.Name())
	}
	return nil, "", &BadName{stream, "there is no kind " + name + ", only " + strings.Join(known, ", ")}
}

// Do is Door.Do by the stream's name.
func (ds *Doors) Do(ctx context.Context, call decider.Call, stream, kind string, fill func(cmd any) error) ([]journal.Record, error) {
	d, id, err := ds.Of(stream)
	if err != nil {
		return nil, err
	}
	return d.Do(ctx, call, id, kind, fill)
}
