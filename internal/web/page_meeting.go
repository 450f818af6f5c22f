package web

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"shuping/internal/ballotbox"
	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// meetingPage is the meeting as those who run it see it (会议办理): where it stands,
// what comes next and whose it is, the roll, the agenda, the vote. It moves by
// itself; every act is a form, so it works without scripts too.
func (s *Server) meetingPage(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	return s.showMeeting(w, r, http.StatusOK, nil)
}

// showMeeting shows the page, with the refusal of a tap on the roll if there is one.
func (s *Server) showMeeting(w http.ResponseWriter, r *room, status int, refusal *decider.Refusal) error {
	sh := s.shell(r.visit, r.title())
	sh.Sheets, sh.Scripts = []string{"meeting.css"}, []string{"hx-sse.js", "meeting.js", "clock.js"}
	if away := awayState(r.s.Away); away != "here" && sh.Flash == nil {
		sh.Flash = &Flash{Warn, r.W.Say("carry.state."+away, "device", r.s.Away.Device)}
	}
	if sh.Flash == nil && r.s.Brief.Rehearsal {
		sh.Flash = &Flash{Warn, r.W.Say("hall.rehearsal.banner")}
	}
	if sh.Flash == nil && r.s.Rehearsing > 0 {
		sh.Flash = &Flash{Warn, r.W.Say("hall.rehearsal.running")}
	}
	tasks := tasksOf(r, calendar.Of(s.Now()))
	p := meetingView{
		Live: s.liveOf(r, s.progress(r.s)), Roll: rollOf(r, refusal), Tasks: tasks,
		Agenda: agendaOf(r), Vote: s.voteOf(r), Result: resultOf(r), Others: othersOf(r, tasks), Notes: notesOf(r),
	}
	return s.show(w, r.visit, status, sh, MeetingPage(r, p))
}

// meetingEvents sends the moving part of the page.
func (s *Server) meetingEvents(w http.ResponseWriter, v *visit) error {
	return s.stream(w, v, heartbeat, func(r *room, p ballotbox.Progress) templ.Component { return MeetingLive(r.W, s.liveOf(r, p)) })
}

// meetingView is everything on the page.
type meetingView struct {
	Live   live
	Roll   *rollView // nil before the roll is open
	Tasks  []task
	Agenda []agendaRow
	Vote   *voteView // nil before the first vote
	Result *resultView
	Others []action
	Notes  []note
}

// live is the part that moves without the page being loaded again.
type live struct {
	Seq      string // of the last record: when it differs, the rest of the page is old
	Stage    string // in words
	About    string // the subject it is about, or empty
	Clock    *clock // of who speaks
	Steps    []Step
	Gates    []Gauge
	Presence []presence
	Vote     *ballotsIn
}

// presence is how many of a class are in the hall.
type presence struct {
	Class    string
	Here     int
	Expected int // 0 for classes without a list
	Voters   int // of those here, who get a ballot; -1 for classes that do not vote
}

// ballotsIn is how many phone ballots are in the box.
type ballotsIn struct{ In, Slips int }

func (s *Server) liveOf(r *room, p ballotbox.Progress) live {
	now := meeting.Now(r.s)
	l := live{Seq: strconv.FormatUint(r.seq, 10), Stage: r.W.Say("room." + string(now.Stage)), Steps: stepsOf(r, now.Stage)}
	if now.Subject != "" {
		l.About = r.subject(now.Subject)
		l.Clock = s.clockOf(r, now.Subject)
	}
	if r.s.Roll != nil {
		if r.s.Opening == nil {
			l.Gates = gaugesOf(r, meeting.Gates(r.s))
		}
		for _, c := range r.s.Presence() {
			if c.Present > 0 || c.Expected > 0 {
				l.Presence = append(l.Presence, presenceOf(r, c.Class, c.Present, c.Expected))
			}
		}
	}
	if p.Slips > 0 {
		l.Vote = &ballotsIn{p.Ballots, p.Slips}
	}
	return l
}

func presenceOf(r *room, class string, here, expected int) presence {
	p := presence{Class: r.class(class), Here: here, Expected: expected, Voters: -1}
	if c, _ := r.s.Type().ClassByID(class); c.Votes {
		p.Voters = r.s.Voters(class)
	}
	return p
}

// gaugesOf are the gates as meters. A gate that no number of people opens has no
// meter; opening the meeting is refused with the words for it.
func gaugesOf(r *room, gates []meeting.Gate) []Gauge {
	var out []Gauge
	for _, g := range gates {
		if g.Code == meeting.GateSubject || g.Missing < 0 {
			continue
		}
		label := r.W.Say("gate."+string(g.Code), "classes", r.s.Type().GateClasses(g.Code == meeting.GateQuorum))
		if g.Class != "" {
			label = r.class(g.Class)
		}
		whole := g.Whole
		if whole == 0 {
			whole = max(g.Need, g.Have)
		}
		out = append(out, Gauge{Label: label, Clause: g.Clause, Have: g.Have, Need: g.Need, Of: whole, Met: g.OK})
	}
	return out
}

// stepsOf is the short procedure: roll, the items of the agenda, the end.
func stepsOf(r *room, stage meeting.Stage) []Step {
	steps := []Step{{Label: r.W.Say("hall.step.roll")}}
	for _, it := range r.s.Type().Agenda {
		steps = append(steps, Step{Label: it.Name})
	}
	steps = append(steps, Step{Label: r.W.Say("hall.step.close")})
	at := stepAt(r, stage)
	for i := range steps {
		steps[i].State = Later
		if i < at {
			steps[i].State = Done
		}
		if i == at {
			steps[i].State = Due
		}
	}
	return steps
}

// stepAt is the place of a stage among the steps.
func stepAt(r *room, stage meeting.Stage) int {
	agenda := r.s.Type().Agenda
	item := func(id policy.ItemID) int {
		for i, it := range agenda {
			if it.ID == id {
				return i + 1
			}
		}
		return 1
	}
	switch stage {
	case meeting.StageCalled, meeting.StageRoll:
		return 0
	case meeting.StageReport:
		return item(policy.ItemReports)
	case meeting.StageQuestion:
		return item(policy.ItemQuestions)
	case meeting.StageComment:
		return item(policy.ItemComments)
	case meeting.StageVote, meeting.StageCount:
		return item(policy.ItemBallot)
	case meeting.StageClosed:
		return len(agenda) + 2
	case meeting.StageBetween:
		if len(r.s.Reports) < len(r.s.Brief.Subjects) {
			return item(policy.ItemReports)
		}
		return item(policy.ItemBallot)
	case meeting.StageSpeech:
		return len(agenda) + 1
	}
	if at := item(policy.ItemSpeech); at > item(policy.ItemBallot) { // announced
		return at
	}
	return len(agenda) + 1
}
