package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/journal/journaltest"
)

func fill(text string) func(any) error {
	return func(cmd any) error { return json.Unmarshal([]byte(text), cmd) }
}

func TestDoors(t *testing.T) {
	ctx := t.Context()
	store := &journal.Memory{}
	doors := engine.NewDoors(engine.New(ledgers, store, config()).Door())
	if _, err := doors.Do(ctx, clerk, "ledger/2018", "put", fill(`{"amounts":[3,4],"note":"记"}`)); err != nil {
		t.Fatal(err)
	}
	if _, err := doors.Do(ctx, clerk, "ledger/2018", "draw", fill(`{"amount":2}`)); err != nil {
		t.Fatal(err)
	}
	d, id, err := doors.Of("ledger/2018")
	if err != nil || id != "2018" || d != doors.All()[0] || d.Name() != "ledger" {
		t.Fatal(d, id, err)
	}
	if got := fmt.Sprint(d.Commands(), d.Events()); got != "[put draw spoil] [moved]" {
		t.Errorf("got %s", got)
	}
	if cmd, err := d.Command("draw"); err != nil || fmt.Sprintf("%T", cmd) != "*engine_test.draw" {
		t.Errorf("got %T, %v", cmd, err)
	}
	if e, err := d.Event("moved"); err != nil || fmt.Sprintf("%T", e) != "*engine_test.moved" {
		t.Errorf("got %T, %v", e, err)
	}
	if ids, err := d.IDs(ctx); err != nil || fmt.Sprint(ids) != "[2018]" {
		t.Errorf("got %v, %v", ids, err)
	}
	state, head, err := d.State(ctx, "2018")
	if err != nil || head.Seq != 3 || string(state) != `{"amount":5,"by":{"p-1":5},"notes":["记","记"]}` {
		t.Errorf("got %s, %v, %v", state, head, err)
	}
	var amounts []int
	for h, err := range d.History(ctx, "2018", 2) {
		if err != nil {
			t.Fatal(err)
		}
		amounts = append(amounts, h.Event.(*moved).Amount)
	}
	if fmt.Sprint(amounts) != "[4 -2]" {
		t.Errorf("got %v", amounts)
	}
	for range d.History(ctx, "2018", 1) {
		break
	}
	if c, err := d.Watch(ctx, "2018"); err != nil || (<-c).Seq != 3 {
		t.Errorf("watch: %v", err)
	}
}

func TestDoorsRefuse(t *testing.T) {
	ctx := t.Context()
	faulty := journaltest.NewFaulty(&journal.Memory{})
	doors := engine.NewDoors(engine.New(ledgers, faulty, fixed()).Door())
	d := doors.All()[0]
	var bad *engine.BadName
	for _, stream := range []string{"", "ledger", "ledger/", "other/1", "ledger/a/b"} {
		if _, err := doors.Do(ctx, clerk, stream, "put", fill(`{}`)); !errors.As(err, &bad) {
			t.Errorf("%q: %v", stream, err)
		}
	}
	var unknown *decider.UnknownKind
	_, err1 := d.Do(ctx, clerk, "1", "gone", fill(`{}`))
	_, err2 := d.Command("gone")
	_, err3 := d.Event("gone")
	for _, err := range []error{err1, err2, err3} {
		if !errors.As(err, &unknown) {
			t.Errorf("got %v", err)
		}
	}
	var unfilled *engine.Unfilled
	var syntax *json.SyntaxError
	if _, err := d.Do(ctx, clerk, "1", "put", fill(`{`)); !errors.As(err, &unfilled) || !errors.As(err, &syntax) || unfilled.Kind != "put" {
		t.Errorf("got %v", err)
	}
	_, _, err1 = d.State(ctx, "1")
	_, err2 = d.Watch(ctx, "1")
	for _, err := range []error{err1, err2} {
		if !errors.Is(err, engine.ErrNoStream) || err.Error() != "ledger/1: there is no such stream" {
			t.Errorf("got %v", err)
		}
	}
	faulty.Plan(func(journaltest.Op) journaltest.Fail { return journaltest.FailsBefore })
	_, err1 = d.IDs(ctx)
	_, _, err2 = d.State(ctx, "1")
	_, err3 = d.Do(ctx, clerk, "1", "put", fill(`{}`))
	for _, err := range []error{err1, err2, err3, last(d, ctx, "1")} {
		if !errors.Is(err, journaltest.ErrFault) {
			t.Errorf("got %v", err)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("two doors of one name")
		}
	}()
	engine.NewDoors(d, d)
}

func last(d engine.Door, ctx context.Context, id string) (last error) {
	for _, err := range d.History(ctx, id, 1) {
		last = err
	}
	return last
}

func TestHistoryIsStrict(t *testing.T) {
	store := &journal.Memory{}
	if _, err := open(t, store, "1").Do(t.Context(), clerk, &put{Amounts: []int{1, 2, 3}}); err != nil {
		t.Fatal(err)
	}
	var fault *journal.Fault
	if err := last(engine.New(ledgers, bent{store}, fixed()).Door(), t.Context(), "1"); !errors.As(err, &fault) || fault.Seq != 2 {
		t.Errorf("got %v", err)
	}
	var bad *engine.BadName
	if err := last(engine.New(ledgers, store, fixed()).Door(), t.Context(), "a/b"); !errors.As(err, &bad) {
		t.Errorf("got %v", err)
	}
	other := *ledgers
	other.Events = nil
	if err := last(engine.New(&other, store, fixed()).Door(), t.Context(), "1"); err == nil || !strings.HasPrefix(err.Error(), "stream ledger/1, record 1: ledger: unknown kind moved") {
		t.Errorf("got %v", err)
	}
}
