package web

import (
	"slices"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/meeting"
)

// voteView is the last vote of the sitting in numbers (测评进程): what was given out
// and came back, who has counted. It has no count before the result may be seen.
type voteView struct {
	No      int
	State   string // in words
	Tone    Tone
	Slips   bool // slips with codes are, or can be, drawn
	Rows    []voteRow
	Sheets  []sheetState
	Differ  []difference
	Counts  bool // the viewer counts papers
	Paper   bool
	Path    string
	Voided  string // the reason
	MayDraw bool
	Kiosk   bool // a device of the hall can be opened for those without a phone
}

type voteRow struct {
	Class                                 string
	Voters                                int
	Phone, Paper, Replaced                int
	Unused, Spoilt, Returned, NotReturned int
	Collected                             bool
}

// sheetState says that somebody has counted, and nothing of the numbers.
type sheetState struct {
	Who   string
	When  string
	Again int // how often it was entered before
}

// difference is a place where two counts do not agree.
type difference struct {
	Class, Subject, Column string
	A, B                   int
}

func (s *Server) voteOf(r *room) *voteView {
	round := r.s.Round()
	if round == nil {
		return nil
	}
	v := &voteView{No: round.No, Path: r.path(), Counts: r.can("count-paper")}
	v.State, v.Tone = r.roundWords(round)
	for i, sl := range round.Slips {
		row := voteRow{Class: r.pile(round.Form, sl.Class), Voters: sl.Voters, Phone: sl.Phone, Paper: sl.Paper, Replaced: sl.PhoneReplaced + sl.PaperReplaced}
		if len(round.Collected) > 0 {
			b := round.Balance(i)
			row.Collected = true
			row.Unused, row.Spoilt, row.Returned, row.NotReturned = b.PhoneUnused, b.PhoneSpoilt, b.PaperReturned, b.PaperNotReturned
		}
		v.Rows, v.Paper, v.Slips = append(v.Rows, row), v.Paper || sl.Paper > 0, v.Slips || sl.Phone > 0
	}
	v.Kiosk = v.Slips && round.Ended == nil && round.Voided == nil
	if round.Voided != nil {
		v.Voided = round.Voided.Reason
	}
	_, drawn := s.begun(round.Box)
	v.MayDraw = v.Slips && !drawn && round.Ended == nil && round.Voided == nil && r.may("open-ballot")
	sheets := lastSheets(round)
	for _, sh := range sheets {
		v.Sheets = append(v.Sheets, sheetState{Who: r.names.person(sh.By), When: clockTime(sh.At), Again: timesOf(round, sh.By) - 1})
	}
	if len(sheets) >= 2 && v.Counts && round.Accepted == nil {
		v.Differ = r.differences(round, sheets[0], sheets[1])
	}
	return v
}

func (r *room) roundWords(round *meeting.Round) (string, Tone) {
	switch {
	case round.Voided != nil:
		return r.W.Say("hall.round.void"), Bad
	case round.Accepted != nil:
		return r.W.Say("hall.round.accepted"), Good
	case round.Ended != nil:
		return r.W.Say("hall.round.counting"), Warn
	}
	return r.W.Say("hall.round.open"), Info
}

// lastSheets are the last sheets of each who counted, in the order in which they
// first handed one in.
func lastSheets(round *meeting.Round) (last []meeting.Sheet) {
	for _, sh := range round.Sheets {
		if i := slices.IndexFunc(last, func(o meeting.Sheet) bool { return o.By == sh.By }); i >= 0 {
			last[i] = sh
		} else {
			last = append(last, sh)
		}
	}
	return last
}

func timesOf(round *meeting.Round, who string) (n int) {
	for _, sh := range round.Sheets {
		if sh.By == who {
			n++
		}
	}
	return n
}

// differences lists where two counts differ. It is shown when both are in.
func (r *room) differences(round *meeting.Round, a, b meeting.Sheet) (out []difference) {
	for i := range min(len(a.Tallies), len(b.Tallies)) {
		for _, d := range ballot.Differences(a.Tallies[i], b.Tallies[i]) {
			one := difference{Class: r.pile(round.Form, round.Form.Classes[a.Tallies[i].Class]), Column: r.column(round.Form, d.Option), A: d.A, B: d.B}
			if d.Subject >= 0 {
				one.Subject = r.subject(round.Form.Subjects[d.Subject])
			}
			out = append(out, one)
		}
	}
	return out
}

// column is the name of a column of a count.
func (r *room) column(f ballot.Form, option int) string {
	switch option {
	case ballot.ColumnBallots:
		return r.W.Say("field.ballots")
	case ballot.ColumnBlank:
		return r.W.Say("field.blank")
	case ballot.ColumnMultiple:
		return r.W.Say("field.multiple")
	}
	return f.Options[option]
}

// resultView is a result by subject.
type resultView struct {
	Announced bool
	When      string
	Where     string
	Ballots   int
	Subjects  []subjectResult
	FewerThan int
	Hidden    bool // something is not shown because of few ballots
}

type subjectResult struct {
	Name, Post string
	Hidden     bool
	Valid      int
	Blank      int
	Multiple   int
	Bars       []Bar
}

// resultOf is what may be shown of the result: what was announced to everybody; the
// accepted count before that only to those who announce it.
func resultOf(r *room) *resultView {
	n := len(r.s.Results)
	if n == 0 {
		return nil
	}
	if last := &r.s.Results[n-1]; last.Announced == nil && r.may("announce") {
		total, err := ballot.Add(append(slices.Clone(last.Phone), last.Paper...)...)
		if err != nil {
			return nil // unreachable unless the accepted tallies are of two forms
		}
		out := &resultView{Ballots: total.Ballots}
		for i, c := range total.Subjects {
			out.Subjects = append(out.Subjects, r.countOf(last.Form, i, c, false))
		}
		return out
	}
	if r.s.Announced() == nil {
		return nil
	}
	return announcedOf(r)
}

// announcedOf is the announced result, in the order of the form.
func announcedOf(r *room) *resultView {
	res := r.s.Announced()
	p := res.Announced.Published
	out := &resultView{Announced: true, When: r.W.DateTime(inChina(res.Announced.At)), Where: res.Announced.Where, Ballots: p.Ballots,
		FewerThan: r.s.Type().Ballot.FewerThan}
	for i, c := range p.Total {
		out.Subjects = append(out.Subjects, r.countOf(res.Form, i, c.Count, c.Hidden))
		out.Hidden = out.Hidden || c.Hidden
	}
	return out
}

func (r *room) countOf(f ballot.Form, subject int, c ballot.Count, hidden bool) subjectResult {
	id := f.Subjects[subject]
	out := subjectResult{Name: r.subject(id), Post: r.post(id), Hidden: hidden, Valid: c.Valid(), Blank: c.Blank, Multiple: c.Multiple}
	if hidden {
		return out
	}
	for i, option := range f.Options {
		out.Bars = append(out.Bars, Bar{Label: option, Value: c.Options[i], Of: c.Valid(), Rank: rankOf(&r.s.Brief, option)})
	}
	return out
}

// rankOf is the place of a grade among the policy's, 1 the best, 0 for none.
func rankOf(b *brief.Brief, grade string) int {
	for i, g := range b.Policy.Grading.Grades {
		if g.Name == grade {
			return i + 1
		}
	}
	return 0
}
