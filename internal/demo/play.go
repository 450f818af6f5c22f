package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"shuping/internal/app"
	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/office"
	"shuping/internal/people"
	"shuping/internal/policy"
	"shuping/internal/words"
)

// cycleID is the stream of the year that is played: cycle/2018.
const cycleID = "2018"

// linger is how long a lone ballot waits for company in the demo, where a hall's
// ballots come within a moment.
const linger = 3 * time.Millisecond

// Config is what a play is given.
type Config struct {
	Dir   string // the folder, made anew
	Seed  string // determines everything that is chance
	Words *words.Words
	// Print is given one line at a time; Progress, if not nil, how many of how many
	// steps are done.
	Print    func(Line)
	Progress func(done, total int)
}

// Mark says what a line is.
type Mark string

// The marks of lines.
const (
	Done    Mark = ""        // a step was done
	Refused Mark = "refused" // a step was refused: rule, what was found, what is wanted
	Mended  Mark = "mended"  // how the refusal before was mended
)

// Line is one line of the play.
type Line struct {
	Date   calendar.Date
	Rule   string // number in docs/RULES.md
	Clause string // place in the notice
	Mark   Mark
	Text   string
}

// play is a year under way.
type play struct {
	Config
	ctx    context.Context
	app    *app.App
	poll   *office.Polling
	clock  *clock
	luck   *chance // who ticks what, and in which order
	policy policy.Policy
	record *words.Words      // what goes on record is Chinese, whatever language the lines are in
	names  map[string]string // of persons and organisations, by id
	books  books
	roster people.Roster
	clerk  string // a person of the office, who hands in what the office does
	head   string

	filed    office.File                    // the report to the department above
	itemsOf  map[string]map[string][]string // organisation -> row of its plan -> items
	refusals map[string]int                 // by code

	photographed, interviewed bool // the visits of the demo have brought back one of each

	steps  []step
	result Result
}

// step is something that is done at its time.
type step struct {
	at  time.Time
	act func() error
}

// at puts a step into the diary. Steps of one moment keep the order in which they
// were put there.
func (p *play) at(day calendar.Date, hour, minute int, act func() error) {
	p.steps = append(p.steps, step{day.Moment(hour, minute), act})
}

// run does the steps in their order of time.
func (p *play) run() error {
	slices.SortStableFunc(p.steps, func(a, b step) int { return a.at.Compare(b.at) })
	for i, s := range p.steps {
		if err := p.ctx.Err(); err != nil {
			return err
		}
		p.clock.set(s.at)
		if err := s.act(); err != nil {
			return fmt.Errorf("%s: %w", p.clock.today(), err)
		}
		if p.Progress != nil {
			p.Progress(i+1, len(p.steps))
		}
	}
	return nil
}

// line prints a line under a rule. The text is that of the catalogue.
func (p *play) line(mark Mark, rule, clause, text string) {
	p.Print(Line{p.clock.today(), rule, clause, mark, text})
}

// done prints that an act was done, with the rule and clause that the notice has
// for it.
func (p *play) done(stream, kind, text string) {
	act := p.policy.Acts[kindOf(stream)][kind]
	p.line(Done, act.Rule, act.Clause, text)
}

func (p *play) mended(text string) { p.line(Mended, "", "", text) }

func kindOf(stream string) string { return stream[:strings.IndexByte(stream, '/')] }

// refused prints the refusal that err is, and hands back any other error.
func (p *play) refused(stream, kind string, err error) error {
	var r *decider.Refusal
	if !errors.As(err, &r) {
		return err
	}
	p.result.Refusals = append(p.result.Refusals, r.Code)
	p.refusals[r.Code]++
	got, want, _ := p.Words.Refusal(p.app.Office.Readable(p.ctx, stream, r))
	p.line(Refused, r.Rule, r.Clause, p.Words.Say("demo.refused", "act", p.Words.Command(kindOf(stream), kind), "got", got, "want", want))
	return nil
}

// values are the fields of a command: texts, lists of texts, or anything that JSON
// can say.
type values map[string]any

func (v values) fields() (map[string][]string, error) {
	out := map[string][]string{}
	for name, x := range v {
		switch x := x.(type) {
		case string:
			out[name] = []string{x}
		case calendar.Date:
			out[name] = []string{string(x)}
		case []string:
			out[name] = x
		default:
			b, err := json.Marshal(x)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			out[name] = []string{string(b)}
		}
	}
	return out, nil
}

// hand hands a paper in for a person, through the same door as everybody, and does
// what follows, as the other doors do.
func (p *play) hand(who, stream, kind string, v values, files ...office.File) ([]journal.Record, error) {
	call, err := p.app.Office.Caller(p.ctx, who)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", who, err)
	}
	fields, err := v.fields()
	if err != nil {
		return nil, err
	}
	paper := office.Paper{Stream: stream, Kind: kind, Values: fields, Files: map[string]office.File{}}
	for _, f := range files {
		paper.Files[fileField(kind)] = f
	}
	records, err := p.app.Office.Hand(p.ctx, call, paper)
	if err != nil {
		return nil, fmt.Errorf("%s %s by %s: %w", stream, kind, p.names[who], err)
	}
	return records, p.app.Effects.Stream(p.ctx, stream)
}

// fileField is the field of a command that takes a file.
func fileField(kind string) string {
	if kind == "file-results" || kind == "carry-out-consequence" {
		return "document"
	}
	return "file"
}

// must hands in what nobody expects to be refused.
func (p *play) must(who, stream, kind string, v values, files ...office.File) error {
	_, err := p.hand(who, stream, kind, v, files...)
	return err
}

func (p *play) year() string { return "cycle/" + cycleID }

// view looks at the year.
func (p *play) view(look func(s *cycle.State)) error {
	s, err := p.app.Cycles.Find(p.ctx, cycleID)
	if err != nil {
		return err
	}
	s.View(func(s *cycle.State, _ journal.Head) { look(s) })
	return nil
}

// name is the name of a person or organisation.
func (p *play) name(id string) string {
	if n := p.names[id]; n != "" {
		return n
	}
	return id
}

func (p *play) input(name string) string {
	return filepath.Join(p.Dir, "input", filepath.FromSlash(name))
}
