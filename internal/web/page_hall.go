package web

import (
	"net/http"
	"strconv"
	"time"

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
	Since   string // Unix milliseconds from which the clock counts, or empty
	Now     string // of the server, because the projector's own clock may be wrong
	Limit   int    // minutes to speak, 0 for no limit
	Code    *qrCode
	Address string // to type where a code cannot be read
	In      int    // ballots in the box
	Phone   bool
	Results *resultView
}

func (s *Server) screenOf(r *room, p ballotbox.Progress) screen {
	now := meeting.Now(r.s)
	out := screen{Stage: string(now.Stage), Title: r.W.Say("room." + string(now.Stage)), Now: strconv.FormatInt(s.Now().UnixMilli(), 10)}
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
	return out
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
	if report := r.s.Report(subject); report != nil {
		out.Since = strconv.FormatInt(report.Started.UnixMilli(), 10)
	}
	if limit := r.s.Brief.Policy.Report.Speech; limit.Holds() {
		out.Limit = limit.Minutes
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
	out.Address = s.base(r.Request) + "/v"
	if code, err := newQR(out.Address); err == nil {
		out.Code = &code
	}
}

// base is the address under which this request came in, which phones in the hall
// use too: scheme and host, without a path.
func (s *Server) base(r *http.Request) string {
	if s.Secure || r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// since is how long a report has been going on at the moment of the page, for
// screens without scripts.
func (c screen) since() string {
	from, err1 := strconv.ParseInt(c.Since, 10, 64)
	now, err2 := strconv.ParseInt(c.Now, 10, 64)
	if err1 != nil || err2 != nil {
		return ""
	}
	d := max(0, time.Duration(now-from)*time.Millisecond)
	return strconv.Itoa(int(d.Minutes())) + ":" + strconv.Itoa(int(d.Seconds())%60/10) + strconv.Itoa(int(d.Seconds())%10)
}
