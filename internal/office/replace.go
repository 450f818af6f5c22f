package office

import (
	"context"
	"errors"
	"slices"
	"strings"

	"shuping/internal/ballotbox"
	"shuping/internal/decider"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// ErrOtherClass says that a slip is of another class than was said.
var ErrOtherClass = errors.New("the slip is of another class")

// Replace gives a slip in the place of one that was spoilt or lost (换发): in the box, then
// on the record, and only then to whoever asked. typed is the code of the old slip, which
// is made invalid; a lost one, whose code nobody has, stays unused and is counted as not
// returned.
//
// The rule is asked before the box is touched. What is drawn and not recorded, because
// the command failed, is kept and given at the next try. A crash in between, or a store
// that does not say whether it wrote, leaves a slip in the box that nobody has ever seen,
// and the old one invalid: it is replaced once more as lost, and the unseen one is in the
// surplus that the seal brings to the record. So the box never has fewer slips than the
// record says were given out.
// The errors are those of the engine, ballotbox's for codes, and ErrOtherClass.
func (p *Polling) Replace(ctx context.Context, call decider.Call, id string, cmd meeting.ReplaceSlip, typed string) (ballotbox.Code, error) {
	cmd.Origin = meeting.ByPhone
	p.replacing.Lock()
	defer p.replacing.Unlock()
	s, err := p.Office.Meetings.Find(ctx, id)
	if err != nil {
		return "", err
	}
	var name string
	s.View(func(s *meeting.State, _ journal.Head) {
		if _, err = meeting.Decider().Decide(s, call, &cmd); err == nil {
			name = s.Round().Box
		}
	})
	if err != nil {
		return "", err
	}
	box, err := p.Boxes.Box(name)
	if err != nil {
		return "", err
	}
	old, err := oldCode(typed)
	if err != nil {
		return "", err
	}
	key := name + " " + cmd.Class + " " + string(old)
	slip, drawn := p.given[key]
	if !drawn {
		if slip, err = draw(ctx, box, cmd.Class, old); err != nil {
			return "", err
		}
	}
	paper := Paper{Stream: "meeting/" + id, Kind: cmd.Kind(), drawn: true, Values: map[string][]string{
		"class": {cmd.Class}, "origin": {string(cmd.Origin)}, "cause": {cmd.Cause}, "reason": {cmd.Reason}}}
	_, err = p.Office.Hand(ctx, call, paper)
	var unsure *engine.Unsure
	switch {
	case err == nil || errors.As(err, &unsure):
		delete(p.given, key)
	case p.given == nil:
		p.given = map[string]ballotbox.Code{key: slip}
	default:
		p.given[key] = slip
	}
	if err != nil {
		return "", err
	}
	return slip, nil
}

func oldCode(typed string) (ballotbox.Code, error) {
	if strings.TrimSpace(typed) == "" {
		return "", nil
	}
	return ballotbox.ParseCode(typed)
}

// draw takes a new code out of the box, for an old one or beside one that is lost.
func draw(ctx context.Context, box *ballotbox.Box, class string, old ballotbox.Code) (ballotbox.Code, error) {
	i := slices.Index(box.Form().Classes, class)
	if i < 0 {
		return "", ErrOtherClass
	}
	if old == "" {
		codes, err := box.AddSlips(ctx, i, 1)
		if err != nil {
			return "", err
		}
		return codes[0], nil
	}
	of, err := box.Class(old)
	if err != nil {
		return "", err
	}
	if of != i {
		return "", ErrOtherClass
	}
	return box.Replace(ctx, old)
}

// checkReplace refuses to record the replacement of a slip that was not drawn: record
// and box would not agree. Papers have no box.
func checkReplace(_ context.Context, _ *Office, _ string, p *Paper) error {
	if p.value("origin") == string(meeting.ByPhone) && !p.drawn {
		return decider.Refuse("N7.2", "slip-not-drawn").At("origin")
	}
	return nil
}
