package cli

import (
	"context"
	"encoding/json"
	"strings"

	"shuping/internal/app"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// recordJSON is a record in the JSON of do and show --events.
type recordJSON struct {
	Seq   uint64          `json:"seq"`
	At    string          `json:"at"`
	Who   string          `json:"who"`
	Cause string          `json:"cause"`
	Kind  string          `json:"kind"`
	Hash  journal.Hash    `json:"hash"`
	Event json.RawMessage `json:"event"`
}

func eventsJSON(records []journal.Record) []recordJSON {
	out := []recordJSON{}
	for _, r := range records {
		out = append(out, recordJSON{r.Seq, r.At.Format("2006-01-02T15:04:05.000000Z"), r.Who, r.Cause, r.Kind, r.Hash, r.Body})
	}
	return out
}

// summary is what show says without --json: for a year its steps, for a meeting
// where it stands; then the head of the chain.
func (c *cli) summary(ctx context.Context, a *app.App, stream string, head journal.Head) error {
	kind, id, _ := strings.Cut(stream, "/")
	today := calendar.Of(c.Now())
	if kind == "cycle" {
		s, err := a.Cycles.Find(ctx, id)
		if err != nil {
			return err
		}
		s.View(func(s *cycle.State, _ journal.Head) { c.year(s, today) })
	} else {
		s, err := a.Meetings.Find(ctx, id)
		if err != nil {
			return err
		}
		s.View(func(s *meeting.State, _ journal.Head) { c.meeting(s, today) })
	}
	c.printf("%s\n", c.words.Say("cli.show.head", "seq", head.Seq, "hash", head.Hash))
	return nil
}

func (c *cli) year(s *cycle.State, today calendar.Date) {
	c.printf("%s\n", s.Title)
	for _, st := range cycle.Timeline(s, today) {
		name := st.Name
		if name == "" {
			name = c.words.Say("step." + st.ID)
		}
		c.printf("  %-6s %3d/%-3d %s %s\n", st.Rule, st.Done, st.Of, c.words.Say("standing."+string(st.Standing)), name)
	}
}

func (c *cli) meeting(s *meeting.State, today calendar.Date) {
	c.printf("%s %s %s\n", s.Brief.Date, s.Type().Name, s.Brief.OrgName)
	c.printf("  %s\n", c.words.Say("stage."+string(meeting.Now(s).Stage)))
	for _, t := range meeting.Due(s, today) {
		c.printf("  → %s\n", c.words.Command("meeting", t.Command))
	}
}
