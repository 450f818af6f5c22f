package decidertest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"shuping/internal/calendar"
	"shuping/internal/decider"
)

// room is one script being played.
type room[S any] struct {
	bench    Bench[S]
	state    *S // live
	replayed *S // the same events applied from their stored form once more
	at       time.Time
	who      string
	roles    []string
	faults   []string
	depth    int
	last     outcome
}

// outcome is what came of the last command, as it would be written in a script.
type outcome struct {
	refusal *decider.Refusal
	events  []line
	checked int    // how many of its lines the script has named
	where   string // file:line of the command
}

// line is the outcome in the form that scripts compare: words, then values.
type line struct {
	words []string
	value any
}

// file plays one file and returns its text with the values that came out.
func (r *room[S]) file(name string) (string, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	if r.depth++; r.depth > 20 {
		return "", fmt.Errorf("%s: includes go in a circle", name)
	}
	defer func() { r.depth-- }()
	var out []string
	lines := strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		text, from := lines[i], i
		for strings.HasPrefix(text, "do ") && i+1 < len(lines) && strings.HasPrefix(lines[i+1], "  ") {
			i++
			text += "\n" + lines[i]
		}
		where := fmt.Sprintf("%s:%d", filepath.Base(name), from+1)
		written, err := r.line(text, where, filepath.Dir(name))
		if err != nil {
			return "", fmt.Errorf("%s: %w", where, err)
		}
		out = append(out, written...)
	}
	out = append(out, r.settle()...)
	return strings.Join(out, "\n") + "\n", nil
}

func (r *room[S]) line(text, where, dir string) ([]string, error) {
	verb, rest, _ := strings.Cut(text, " ")
	switch verb {
	case "", "#":
		return []string{text}, nil
	case "event", "refused":
		return r.expect(text, where)
	}
	out := r.settle()
	var err error
	switch verb {
	case "include":
		_, err = r.file(filepath.Join(dir, rest))
	case "at":
		err = r.clock(rest)
	case "as":
		f := strings.Fields(rest)
		if len(f) == 0 || len(f) > 2 {
			return nil, errors.New("want: as PERSON [ROLE,ROLE]")
		}
		r.who, r.roles = f[0], nil
		if len(f) == 2 {
			r.roles = strings.Split(f[1], ",")
		}
	case "do":
		err = r.do(rest, where)
	case "state":
		text, err = r.compare(line{value: generic(r.state)}, text, where)
	default:
		err = fmt.Errorf("%q is no word of scripts", verb)
	}
	return append(out, text), err
}

func (r *room[S]) clock(s string) error {
	day, hm, _ := strings.Cut(s, " ")
	d, err := calendar.Parse(day)
	if err != nil {
		return err
	}
	var h, m int
	if _, err := fmt.Sscanf(hm, "%d:%d", &h, &m); err != nil {
		return fmt.Errorf("%q is not a time such as 09:00", hm)
	}
	r.at = d.Moment(h, m).UTC()
	return nil
}

func (r *room[S]) do(rest, where string) error {
	kind, args, _ := strings.Cut(strings.TrimSpace(rest), " ")
	cmd, err := command(r.bench, kind, args)
	if err != nil {
		return err
	}
	events, err := handIn(r.bench.Decider, r.state, decider.Call{Who: r.who, Roles: r.roles, At: r.at}, cmd, true)
	r.last = outcome{where: where}
	if errors.As(err, &r.last.refusal) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(events) == 0 {
		return fmt.Errorf("%s was accepted without an event", kind)
	}
	for _, e := range events {
		r.last.events = append(r.last.events, line{words: []string{"event", e.Kind()}, value: generic(e)})
		r.bench.Decider.Apply(r.state, e)
		r.bench.Decider.Apply(r.replayed, again(r.bench.Decider, e))
	}
	return nil
}

// expect compares one line with the next one of the last command's outcome.
func (r *room[S]) expect(text, where string) ([]string, error) {
	if r.last.where == "" {
		return nil, errors.New("there is no command before it")
	}
	got, ok := r.last.next()
	if !ok {
		r.fault(where, "nothing more happened, the script says: %s", text)
		return nil, nil
	}
	r.last.checked++
	if !strings.HasPrefix(text+" ", strings.Join(got.words, " ")+" ") {
		r.fault(where, "got %s\nthe script says: %s", got, text)
		return []string{got.String()}, nil
	}
	written, err := r.compare(got, text, where)
	return []string{written}, err
}

func (o *outcome) next() (line, bool) {
	if o.refusal != nil && o.checked == 0 {
		rule := o.refusal.Rule
		if rule == "" {
			rule = "-"
		}
		args := map[string]any{}
		for k, v := range o.refusal.Args {
			args[k] = v
		}
		for k, v := range map[string]string{"at": o.refusal.Field, "clause": o.refusal.Clause} {
			if v != "" {
				args[k] = v
			}
		}
		return line{words: []string{"refused", rule, o.refusal.Code}, value: args}, true
	}
	if o.checked < len(o.events) {
		return o.events[o.checked], true
	}
	return line{}, false
}

// settle is called when a command's expectations are over: a refusal must have
// been expected, and events must be named all or not at all.
func (r *room[S]) settle() (missing []string) {
	named := r.last.checked > 0
	for r.last.where != "" {
		l, more := r.last.next()
		if !more {
			break
		}
		if r.last.refusal != nil || named {
			r.fault(r.last.where, "the script does not expect: %s", l)
			missing = append(missing, l.String())
		}
		r.last.checked++
	}
	r.last = outcome{}
	return missing
}

func (r *room[S]) fault(where, format string, args ...any) {
	r.faults = append(r.faults, where+": "+fmt.Sprintf(format, args...))
}

// compare holds the values named in text against l and returns text with the
// values that l has.
func (r *room[S]) compare(l line, text, where string) (string, error) {
	words := splitWords(text)
	for i, w := range words {
		path, want, ok := strings.Cut(w, "=")
		if !ok || i == 0 {
			continue
		}
		got := show(find(l.value, path))
		if got != unquote(want) {
			r.fault(where, "%s is %s, the script says %s", path, got, unquote(want))
		}
		words[i] = path + "=" + quote(got)
	}
	return strings.Join(words, " "), nil
}

// String is the line with all its plain values, in order of their names.
func (l line) String() string {
	words := append([]string{}, l.words...)
	if m, ok := l.value.(map[string]any); ok {
		names := make([]string, 0, len(m))
		for n := range m {
			names = append(names, n)
		}
		sort.Strings(names)
		for _, n := range names {
			switch m[n].(type) {
			case map[string]any, []any, nil:
			default:
				words = append(words, n+"="+quote(show(m[n])))
			}
		}
	}
	return strings.Join(words, " ")
}
