package web

import (
	"slices"

	"shuping/internal/ballot"
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
			one := difference{Class: r.pile(round.Form, round.Form.Classes[a.Tallies[i].Class]), Column: r.column(round.Form, d.Subject, d.Option), A: d.A, B: d.B}
			if d.Subject >= 0 {
				l := round.Form.Lines()[d.Subject]
				one.Subject = r.subject(round.Form.Subjects[l.Subject])
				if id := round.Form.Asked()[l.Question].ID; id != "" {
					one.Subject += " " + questionName(r.s.Type(), id)
				}
			}
			out = append(out, one)
		}
	}
	return out
}

// column is the name of a column of a count on a line.
func (r *room) column(f ballot.Form, line, option int) string {
	switch option {
	case ballot.ColumnBallots:
		return r.W.Say("field.ballots")
	case ballot.ColumnBlank:
		return r.W.Say("field.blank")
	case ballot.ColumnMultiple:
		return r.W.Say("field.multiple")
	case ballot.ColumnBreach:
		return r.W.Say("field.breach")
	case ballot.ColumnOwn:
		return r.W.Say("field.own")
	}
	q := f.Asked()[f.Lines()[line].Question]
	return labels(r.W, &q)[option]
}
