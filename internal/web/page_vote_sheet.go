package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/office"
	"shuping/internal/policy"
)

// voterSheet is a ballot on the phone.
type voterSheet struct {
	Mode    voterMode
	Code    string
	Title   string // of the meeting
	Class   string // empty where all ballots are alike
	How     string // what to do, in a sentence
	Rules   []voterRule
	Choices []Choice
	Blank   int    // lines left open
	Abstain bool   // an open line is an abstention
	Lines   bool   // there are several questions, so lines are counted and not subjects
	Marks   string // all marks, of forms that are more than one choice
	Fault   string // why the ballot would not count
}

// voterRule is a rule about the whole ballot, shown while choosing. Of a cap Pick names the
// inputs that are counted.
type voterRule struct {
	Text, Pick string
	Now, Most  int
}

// forget drops faults: of a ballot that was only begun, or changed once more.
func (v *voterSheet) forget() {
	v.Fault = ""
	for i := range v.Choices {
		v.Choices[i].Fault = ""
	}
}

// mostPlaceButtons is up to how many places stand there as buttons; more are a list.
const mostPlaceButtons = 8

// filling is a ballot while it is read from what was sent.
type filling struct {
	v      *visit
	t      *policy.Meeting
	f      ballot.Form
	class  int
	asked  []ballot.Question
	lines  []ballot.Line
	marks  []ballot.Mark
	choice []int // by line: the place among the choices, -1 where it is not asked
	sent   url.Values
}

// question finds the ballot of a code, with what was chosen so far.
func (s *Server) question(v *visit, code ballotbox.Code, chosen url.Values) (voterSheet, error) {
	q, err := s.Polling.Ask(v.Context(), code)
	if err != nil {
		return voterSheet{}, err
	}
	t, ok := q.Brief.Policy.MeetingByID(q.Brief.Type)
	if !ok {
		return voterSheet{}, errors.New("the vote's notice has no meeting " + q.Brief.Type)
	}
	mode := modeOf(v)
	mode.Practice = q.Brief.Rehearsal
	sheet := voterSheet{Mode: mode, Code: string(code), Title: briefName(&q.Brief), Abstain: q.Form.Abstain, How: v.W.Say("vote.how")}
	if c, ok := t.BallotClass(q.Class); ok && len(q.Form.Classes) > 1 {
		sheet.Class = c.Name
	}
	fill := filling{v: v, t: t, f: q.Form, class: slices.Index(q.Form.Classes, q.Class), asked: q.Form.Asked(), lines: q.Form.Lines(), sent: chosen}
	fill.marks, fill.choice = make([]ballot.Mark, len(fill.lines)), make([]int, len(fill.lines))
	sheet.Lines = len(fill.asked) > 1
	for i, l := range fill.lines {
		fill.choice[i] = -1
		if !q.Form.Rated(fill.class, l.Subject) {
			continue
		}
		c := Choice{Name: "s" + strconv.Itoa(i)}
		if err := s.nameSubject(v, &q, l.Subject, &c); err != nil {
			return sheet, err
		}
		fill.line(i, &c)
		if fill.marks[i] == 0 && c.Fault == "" {
			sheet.Blank++
		}
		if c.Fault != "" && sheet.Fault == "" {
			sheet.Fault = c.Fault
		}
		fill.choice[i] = len(sheet.Choices)
		sheet.Choices = append(sheet.Choices, c)
	}
	fill.finish(&sheet)
	return sheet, nil
}

// nameSubject puts the subject's name and post to a choice.
func (s *Server) nameSubject(v *visit, q *office.Question, subject int, c *Choice) error {
	c.Legend = q.Form.Subjects[subject]
	for _, sub := range q.Brief.Subjects {
		if sub.ID != c.Legend {
			continue
		}
		if c.Note = sub.Post; c.Note == "" {
			c.Note = sub.OrgName
		}
		p, err := s.Office.People.Person(v.Context(), sub.Person)
		if err != nil {
			return err
		}
		c.Legend = p.Name
		break
	}
	return nil
}

// line makes the choice of one line and reads what was chosen.
func (fill *filling) line(i int, c *Choice) {
	l, w := fill.lines[i], fill.v.W
	q := &fill.asked[l.Question]
	first := i == 0 || fill.lines[i-1].Subject != l.Subject
	if len(fill.asked) > 1 {
		c.Question = questionName(fill.t, q.ID)
		if !first {
			c.Note = ""
		}
		c.More = !first
	}
	c.Chosen = strings.TrimSpace(fill.sent.Get(c.Name))
	own := "own" + strconv.Itoa(l.Subject)
	if fill.f.OwnLines(fill.class) {
		c.Self = fill.sent.Get(own) == "1"
		if first {
			c.Own = own
		}
	}
	switch {
	case q.Kind == ballot.Choice:
		for k, o := range q.Options {
			c.Options = append(c.Options, Option{strconv.Itoa(k), o})
		}
	case q.Kind == ballot.Rank:
		subjects := 0
		for _, other := range fill.lines {
			if other.Question == l.Question && fill.f.Rated(fill.class, other.Subject) {
				subjects++
			}
		}
		for k := range min(q.Places, subjects) {
			c.Options = append(c.Options, Option{strconv.Itoa(k + 1), w.Say("vote.place", "n", k+1)})
		}
		c.Places, c.List = true, len(c.Options) > mostPlaceButtons
	default:
		c.Number, c.Help = true, w.Say("vote.score-help", "from", q.Range.From, "to", q.Range.To, "step", q.Range.Step)
	}
	if c.Pick = ""; q.Kind == ballot.Choice {
		c.Pick = q.ID
	}
	fill.read(i, q, c)
}

// read is the mark of what was chosen.
func (fill *filling) read(i int, q *ballot.Question, c *Choice) {
	switch {
	case c.Self:
		fill.marks[i], c.Chosen = ballot.Own, ""
	case c.Number:
		m, ok := q.Read(halfWidth(c.Chosen))
		if !ok {
			c.Fault = fill.v.W.Say("vote.fault.score", "name", c.Legend, "from", q.Range.From, "to", q.Range.To, "step", q.Range.Step)
		}
		fill.marks[i] = m
	case !slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == c.Chosen }):
		c.Chosen = ""
	default:
		k, _ := strconv.Atoi(c.Chosen)
		if c.Places {
			k--
		}
		fill.marks[i] = q.Mark(k)
	}
}

// halfWidth turns digits and points as a Chinese keyboard may type them into plain ones.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．' || r == '。':
			return '.'
		}
		return r
	}, s)
}

// finish puts the rules on the sheet and says what the form does not take.
func (fill *filling) finish(sheet *voterSheet) {
	w := fill.v.W
	if !fill.f.Simple() || fill.asked[0].Kind != ballot.Choice {
		sheet.How = w.Say("vote.how-lines")
		var marks []string
		for _, m := range fill.marks {
			marks = append(marks, strconv.Itoa(int(m)))
		}
		sheet.Marks = strings.Join(marks, " ")
	}
	for _, c := range fill.f.Caps {
		fill.capRule(sheet, c)
	}
	for k, q := range fill.asked {
		if q.Kind == ballot.Rank {
			text := w.Say("vote.rank-rule", "n", fill.placesOf(k))
			if q.ID != "" && sheet.Lines {
				text = questionName(fill.t, q.ID) + w.Say("hall.colon") + text
			}
			sheet.Rules = append(sheet.Rules, voterRule{Text: text})
		}
	}
	if fill.f.OwnLines(fill.class) {
		rule := "vote.own-rule"
		if slices.ContainsFunc(fill.asked, func(q ballot.Question) bool { return q.Kind == ballot.Rank }) {
			rule = "vote.own-rule-rank"
		}
		sheet.Rules = append(sheet.Rules, voterRule{Text: w.Say(rule)})
	}
	var fault *ballot.Fault
	if err := fill.f.Accept(ballot.Ballot{Class: fill.class, Marks: fill.marks}); err == nil || sheet.Fault != "" || !errors.As(err, &fault) {
		return
	}
	sheet.Fault = fill.say(sheet, fault)
	if fault.Subject >= 0 && fill.choice[fault.Subject] >= 0 {
		sheet.Choices[fill.choice[fault.Subject]].Fault = sheet.Fault
	}
}

// placesOf is how many places the ballot gives at a question.
func (fill *filling) placesOf(question int) int {
	n := 0
	for i, l := range fill.lines {
		if l.Question == question && fill.choice[i] >= 0 && fill.marks[i] != ballot.Own {
			n++
		}
	}
	return min(n, fill.asked[question].Places)
}

func (fill *filling) capRule(sheet *voterSheet, c ballot.Cap) {
	for k, q := range fill.asked {
		o := slices.Index(q.Options, c.Option)
		if o < 0 || c.Question != "" && c.Question != q.ID {
			continue
		}
		rule := voterRule{Pick: q.ID + "/" + strconv.Itoa(o)}
		subjects := 0
		for i, l := range fill.lines {
			if l.Question != k || fill.choice[i] < 0 || fill.marks[i] == ballot.Own {
				continue
			}
			subjects++
			if fill.marks[i] == q.Mark(o) {
				rule.Now++
			}
		}
		rule.Most = c.Most(subjects)
		rule.Text = fill.v.W.Say("vote.cap-rule", "option", c.Option, "n", rule.Most)
		sheet.Rules = append(sheet.Rules, rule)
	}
}

// say is a fault in words.
func (fill *filling) say(sheet *voterSheet, f *ballot.Fault) string {
	w := fill.v.W
	name := ""
	if f.Subject >= 0 && fill.choice[f.Subject] >= 0 {
		name = sheet.Choices[fill.choice[f.Subject]].Legend
	}
	switch f.Code {
	case ballot.FaultCap:
		option := fill.asked[fill.lines[f.Subject].Question].Options[f.Option]
		return w.Say("vote.fault.cap", "option", option, "n", f.Got, "most", f.Want)
	case ballot.FaultPlaceTwice:
		return w.Say("vote.fault.place-twice", "place", f.Got, "name", name)
	case ballot.FaultPlaceMissing:
		return w.Say("vote.fault.place-missing", "place", f.Got)
	case ballot.FaultOwn:
		return w.Say("vote.fault.own")
	}
	return w.Say("vote.fault.line", "name", name)
}

// questionName is what a question of a ballot is called.
func questionName(t *policy.Meeting, id string) string {
	if q, ok := t.Ballot.QuestionByID(id); ok {
		return q.Name
	}
	return id
}
