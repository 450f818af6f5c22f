// Package outcome reckons (试算): a policy and given numbers in - ballots counted by
// meeting and class, scores, earlier grades, findings - and out what the rules make of
// them: scores, suggested grades, what follows, what is refused, each with its reason.
// It is pure and exact: no clock, no store, no fractions rounded but where the policy
// says so. It holds no number, grade or class of any notice.
//
// It decides nothing: what the rules suggest and what a committee decides are two things.
package outcome

import (
	"math/big"
	"slices"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Result is what the policy makes of the numbers.
type Result struct {
	Subjects  []Outcome
	Refusals  []Line
	Deadlines []Due
	Quotas    []Counted // one for each quota of the policy, in its order
}

// Counted is how many subjects have what a quota counts.
type Counted struct {
	Applies bool // its conditions about the year hold
	Unknown bool // it is not known whether they hold
	// All are the subjects that it is about, Have those with what it counts, Open those without a grade.
	All, Have, Open int
}

// Outcome is what the policy makes of one subject.
type Outcome struct {
	ID string
	// Grade is what was decided, else the one grade that the rules suggest; "" where people
	// must still decide.
	Grade string
	// Suggested are the grades that the rules leave, best first; none where they leave it to people.
	Suggested []string
	// Score is the total, exact; nil for none.
	Score *big.Rat
	// Follows are the ids of the consequences, Barred those of the awards that the subject, or
	// its organisation, may not get.
	Follows, Barred []string
	// Open are the consequences that follow or not by a year that is not on file.
	Open []Unsettled
	Why  []Line
}

// Unsettled is a consequence that a year not on file would settle.
type Unsettled struct {
	ID   string
	Back int // how many years ago, 1 for the last one
}

// Line is one reason: a rule, what was found and what it asks. Its words are in the language
// catalogue under outcome.<Code>.got and .want, with Args and Parts as variables.
type Line struct {
	Rule     string // number in docs/RULES.md
	Key      string // where it stands in the policy
	Clause   string
	Strength policy.Strength
	Code     string
	Subject  string // of a refusal, where it is about one
	Args     map[string]string
	Parts    map[string][]policy.Phrase
}

// Due is a deadline that could be reckoned from the dates given; Date is empty where the
// policy's calendar does not reach so far.
type Due struct {
	ID, Name, Rule, Clause string
	Date                   calendar.Date
}

// Say is the line in words: what was found, and what the rule asks.
func (l Line) Say(say policy.Say) (got, want string) {
	kv := []any{}
	for name, v := range l.Args {
		kv = append(kv, name, v)
	}
	for name, parts := range l.Parts {
		joint := "joint"
		if name == "when" {
			joint = "joint-and"
		}
		kv = append(kv, name, policy.WordsOf(say, joint, parts))
	}
	return say("outcome."+l.Code+".got", kv...), say("outcome."+l.Code+".want", kv...)
}

// Reckon says what the policy makes of the numbers. The error is Faults: numbers that do
// not fit the policy or each other.
func Reckon(p *policy.Policy, n *Numbers) (*Result, error) { return run(p, n, true) }

// Recorded is Reckon for meetings that were held and whose results were accepted on record: whether
// they could be held was decided there, and is not asked again.
func Recorded(p *policy.Policy, n *Numbers) (*Result, error) { return run(p, n, false) }

func run(p *policy.Policy, n *Numbers, gates bool) (*Result, error) {
	r := &reckoning{p: p, n: n, g: &p.Grading, faults: &Faults{}}
	r.check()
	r.count()
	if len(*r.faults) > 0 {
		slices.SortFunc(*r.faults, func(a, b Fault) int { return strings.Compare(a.Error(), b.Error()) })
		return nil, *r.faults
	}
	if gates {
		r.gates()
	}
	for i := range n.Subjects {
		r.subjects = append(r.subjects, r.begin(&n.Subjects[i]))
	}
	for _, s := range r.subjects {
		r.total(s)
	}
	for _, s := range r.subjects {
		r.thresholds(s)
	}
	r.ranking()
	for _, s := range r.subjects {
		r.bands(s)
		r.plurality(s)
		r.settle(s)
	}
	r.overflow()
	for _, s := range r.subjects {
		r.decide(s)
	}
	r.quotas()
	for _, s := range r.subjects {
		r.follow(s)
	}
	return r.result(), nil
}

// reckoning is one run.
type reckoning struct {
	p        *policy.Policy
	g        *policy.Grading
	n        *Numbers
	faults   *Faults
	sessions []*session
	subjects []*subject
	refusals []Line
	quotaed  []Counted
}

// subject is what is known of one so far.
type subject struct {
	*Subject
	scale  string
	grades []string // of the scale, best first
	total  *big.Rat
	// best and worst bound the grade, as places in grades.
	best, worst int
	bound       []bound
	must        *bound // the line that gave the grade and must be kept
	ties        []tie
	unknown     bool  // a rule could not be judged, so nothing below it can be said
	given       []int // suggested, as places in grades
	chosen      int   // the final grade as a place in grades, -1 for none
	follows     []string
	barred      []string
	unsettled   []Unsettled
	why         []Line
}

// bound is a line that sets one.
type bound struct {
	policy.Basis
	key      string
	line, at int  // in thresholds; a place in grades
	best     bool // at best, else at worst
	gives    bool // neither: it gave the grade, which a decision must not better
}

func (r *reckoning) begin(n *Subject) *subject {
	scale := n.Scale
	if scale == "" {
		scale = policy.ScalePerson
	}
	grades := r.g.GradesOf(scale)
	return &subject{Subject: n, scale: scale, grades: grades, worst: len(grades) - 1, chosen: -1}
}

// place is a grade's place in the subject's scale, or -1.
func (s *subject) place(grade string) int {
	for i, g := range s.grades {
		if g == grade {
			return i
		}
	}
	return -1
}

// line makes a reason; kv are pairs of a name and a text or a list of phrases.
func line(rule, key string, b policy.Basis, code string, kv ...any) Line {
	l := Line{Rule: rule, Key: key, Clause: b.Clause, Strength: b.Strength, Code: code}
	for i := 0; i+1 < len(kv); i += 2 {
		name := kv[i].(string)
		switch v := kv[i+1].(type) {
		case []policy.Phrase:
			if l.Parts == nil {
				l.Parts = map[string][]policy.Phrase{}
			}
			l.Parts[name] = v
		default:
			if l.Args == nil {
				l.Args = map[string]string{}
			}
			l.Args[name] = text(v)
		}
	}
	return l
}

func (s *subject) say(rule, key string, b policy.Basis, code string, kv ...any) {
	s.why = append(s.why, line(rule, key, b, code, kv...))
}

func (r *reckoning) refuse(subject, rule, key string, b policy.Basis, code string, kv ...any) {
	l := line(rule, key, b, code, kv...)
	l.Subject = subject
	r.refusals = append(r.refusals, l)
}

func (r *reckoning) result() *Result {
	out := &Result{Refusals: r.refusals, Deadlines: r.due(), Quotas: r.quotaed}
	for _, s := range r.subjects {
		o := Outcome{ID: s.ID, Score: s.total, Follows: s.follows, Barred: s.barred, Open: s.unsettled, Why: s.why}
		for _, g := range s.given {
			o.Suggested = append(o.Suggested, s.grades[g])
		}
		if s.chosen >= 0 {
			o.Grade = s.grades[s.chosen]
		}
		out.Subjects = append(out.Subjects, o)
	}
	return out
}
