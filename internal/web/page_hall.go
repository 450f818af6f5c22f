package web

import (
	"net/http"

	"github.com/a-h/templ"

	"shuping/internal/ballotbox"
	"shuping/internal/meeting"
)

// hall is the projector's page (会场大屏): full screen, following the agenda by itself.
// The device is signed in as somebody who takes part in the meeting, because the
// address can be guessed; what it shows is what the hall may see, and no result
// before it was announced.
func (s *Server) hall(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	h := Hall{W: v.W, Title: r.title(), Place: r.place(), Feed: "/hall/" + r.id() + "/events"}
	if r.s.Brief.Rehearsal {
		h.Mark = r.W.Say("hall.rehearsal.banner")
	}
	content := HallScreen(v.W, s.screenOf(r, s.progress(r.s)))
	return render(templ.WithChildren(v.Context(), content), w, http.StatusOK, HallPage(h))
}

// hallEvents sends the screen anew.
func (s *Server) hallEvents(w http.ResponseWriter, v *visit) error {
	return s.stream(w, v, heartbeat, func(r *room, p ballotbox.Progress) templ.Component { return HallScreen(r.W, s.screenOf(r, p)) })
}

// screen is what the hall sees at one moment.
type screen struct {
	Stage   string // of the room, for the style
	Title   string
	Sub     string
	Text    string // a question
	Gates   []Gauge
	Clock   *clock  // of who speaks
	Next    string  // who speaks after, in words
	Ask     *qrCode // where phones send questions, while they may
	Code    *qrCode
	Address string // to type where a code cannot be read
	In      int    // ballots in the box
	Phone   bool
	Results *resultView
}

func (s *Server) screenOf(r *room, p ballotbox.Progress) screen {
	now := meeting.Now(r.s)
	out := screen{Stage: string(now.Stage), Title: r.W.Say("room." + string(now.Stage))}
	switch now.Stage {
	case meeting.StageCalled:
		out.Title, out.Sub = r.W.Say("hall.screen.welcome"), r.W.Say("hall.screen.called")
	case meeting.StageRoll:
		out.Title, out.Gates = r.W.Say("hall.screen.roll"), hallGates(r)
	case meeting.StageBetween:
		if now.Subject != "" {
			out.Title, out.Sub = r.W.Say("hall.screen.next", "name", r.subject(now.Subject)), r.post(now.Subject)
		}
	case meeting.StageReport:
		s.speaker(&out, r, now.Subject)
	case meeting.StageQuestion:
		question(&out, r, now)
		out.Next = r.waiting(now)
	case meeting.StageComment:
		out.Sub = r.W.Say("hall.screen.comment", "name", r.subject(now.Subject))
	case meeting.StageVote:
		s.voting(&out, r, p)
	case meeting.StageCount:
		out.Sub = r.W.Say("hall.screen.count")
	case meeting.StageResult:
		out.Results = announcedOf(r)
	case meeting.StageClosed:
		out.Title, out.Sub = r.W.Say("hall.screen.closed"), r.W.Say("hall.screen.thanks")
	}
	s.asking(&out, r, now.Stage)
	return out
}

// asking shows where questions can be sent, from the roll call until the time for them is over.
func (s *Server) asking(out *screen, r *room, stage meeting.Stage) {
	switch stage {
	case meeting.StageRoll, meeting.StageBetween, meeting.StageReport, meeting.StageQuestion:
	default:
		return
	}
	if r.s.PhoneQueue == 0 {
		return
	}
	_, code, err := s.askCodeOf(r)
	if err != nil {
		s.Log.Error("the address for questions cannot be made", "error", err)
		return
	}
	out.Ask = code
}

// waiting says how many questions to a subject come after the one on the screen.
func (r *room) waiting(now meeting.Room) string {
	n := len(r.s.Waits(now.Subject))
	for _, q := range r.s.Questions {
		if q.Answer == nil && q.ID != now.Question {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return r.W.Say("hall.screen.waiting", "n", n)
}

// hallGates are the gates that are counted in people; the hall has no use for
// those of one person.
func hallGates(r *room) []Gauge {
	var shown []meeting.Gate
	for _, g := range meeting.Gates(r.s) {
		if g.Code == meeting.GateQuorum || g.Code == meeting.GateComposition || g.Code == meeting.GateClass {
			shown = append(shown, g)
		}
	}
	return gaugesOf(r, shown)
}

func (s *Server) speaker(out *screen, r *room, subject string) {
	out.Title, out.Sub = r.subject(subject), r.post(subject)
	out.Clock = s.clockOf(r, subject)
	for i, sub := range r.s.Brief.Subjects {
		if sub.ID == subject && i+1 < len(r.s.Brief.Subjects) && r.s.Report(r.s.Brief.Subjects[i+1].ID) == nil {
			out.Next = r.W.Say("hall.screen.next", "name", r.subject(r.s.Brief.Subjects[i+1].ID))
		}
	}
}

func question(out *screen, r *room, now meeting.Room) {
	out.Sub = r.W.Say("hall.screen.question", "name", r.subject(now.Subject))
	for _, q := range r.s.Questions {
		if q.ID == now.Question {
			out.Text = q.Question
		}
	}
}

// voting shows where to vote. The code is the voters' door, the same for everybody;
// whoever votes types the code of the own slip, or reads the slip's.
func (s *Server) voting(out *screen, r *room, p ballotbox.Progress) {
	out.In = p.Ballots
	for _, sl := range r.s.Round().Slips {
		out.Phone = out.Phone || sl.Phone > 0
	}
	if !out.Phone {
		out.Sub = r.W.Say("hall.screen.paper")
		return
	}
	out.Address = s.hallBase(r) + "/v"
	if code, err := newQR(out.Address); err == nil {
		out.Code = &code
	}
}

// base is the address under which this request came in, which phones in the hall
// use too: scheme and host, without a path.
func (s *Server) base(r *http.Request) string {
	if r.TLS != nil || s.Secure && s.Root == nil && s.Plain == "" { // behind a proxy the request itself has none
		return "https://" + r.Host
	}
	return "http://" + r.Host
}
