package web

import (
	"context"
	"errors"
	"mime"
	"net/http"
	"strings"

	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// maxBox is the largest box that is taken at the page, in bytes.
const maxBox = 200 << 20

// carryView is the page of this folder's key, of boxes that come, and of the meetings
// that were carried.
type carryView struct {
	Office   bool
	Key      string
	Meetings []carriedRow
	Refusal  *decider.Refusal
}

// carriedRow is a meeting that is away, or that was carried here.
type carriedRow struct {
	Link  Link
	Place string
	State string
}

// carryPage is where meetings are carried out from and brought back to (携出与带回), and,
// on a device of the hall, the way to its meetings.
func (s *Server) carryPage(w http.ResponseWriter, v *visit) error {
	return s.showCarry(w, v, http.StatusOK, nil)
}

func (s *Server) showCarry(w http.ResponseWriter, v *visit, status int, refusal *decider.Refusal) error {
	view := carryView{Office: v.is(people.Office), Refusal: refusal}
	var err error
	if view.Office {
		if view.Key, err = s.Carrier.Key.Public(); err != nil {
			return err
		}
	}
	if view.Meetings, err = s.carriedMeetings(v); err != nil {
		return err
	}
	sh := s.shell(v, v.W.Say("carry.title"))
	sh.Narrow = true
	return s.show(w, v, status, sh, CarryPage(v.W, view))
}

// carriedMeetings are those that are away or here by a journey, as far as the viewer
// takes part in them.
func (s *Server) carriedMeetings(v *visit) (rows []carriedRow, err error) {
	ids, err := s.Office.Meetings.IDs(v.Context())
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		st, err := s.Office.Meetings.Find(v.Context(), id)
		if err != nil {
			return nil, err
		}
		st.View(func(m *meeting.State, _ journal.Head) {
			if m.Away == nil || !v.inMeeting(m).takesPart() {
				return
			}
			rows = append(rows, carriedRow{Link: Link{Label: briefName(&m.Brief), Href: "/meeting/" + id}, Place: string(m.Date) + " " + m.Brief.Place, State: v.W.Say("carry.state."+awayState(m.Away), "device", m.Away.Device)})
		})
	}
	return rows, nil
}

// awayState is where a meeting is, as the catalogue names it.
func awayState(a *meeting.Away) string {
	switch {
	case a == nil:
		return "here"
	case a.TakenUp == nil:
		return "away"
	case a.HandedBack == nil:
		return "taken"
	}
	return "handed"
}

// openBox takes a box that came, whichever way it goes.
func (s *Server) openBox(w http.ResponseWriter, v *visit) error {
	if err := v.need(people.Office); err != nil {
		return err
	}
	sent, err := sentFiles(v)
	if err != nil {
		return err
	}
	if len(sent["box"]) != 1 {
		return s.showCarry(w, v, http.StatusUnprocessableEntity, decider.Refuse("", "field-empty", "field", "field.box").At("box"))
	}
	o, err := s.Carrier.Open(v.Context(), sent["box"][0].Data)
	var refusal *decider.Refusal
	if errors.As(err, &refusal) {
		return s.showCarry(w, v, http.StatusConflict, s.named(v, refusal))
	}
	if err != nil {
		return err
	}
	what := "home"
	switch {
	case o.In:
		what = "in"
	case o.Evidence:
		what = "evidence"
	}
	s.flash(v, Good, v.W.Say("carry.opened."+what, "device", o.Device, "n", o.Records))
	return see(w, v, "/meeting/"+o.Meeting)
}

// journeyView is the page of one meeting's journey.
type journeyView struct {
	Path, State string
	Away        *meeting.Away
	Since       string
	Lost        []meeting.Lost
	Out, Back   bool // the viewer may do it
	Slips       bool // slips were printed here, which are no use on the device
	Key, Device string
	Refusal     *decider.Refusal
}

func (s *Server) journeyPage(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	return s.showJourney(w, r, http.StatusOK, nil)
}

func (s *Server) showJourney(w http.ResponseWriter, r *room, status int, refusal *decider.Refusal) error {
	j := journeyView{Path: r.path(), State: awayState(r.s.Away), Away: r.s.Away, Lost: r.s.Lost, Out: r.may("carry-out"), Back: r.may("hand-back"),
		Key: r.PostFormValue("key"), Device: r.PostFormValue("device"), Refusal: refusal}
	if j.Away != nil {
		j.Since = r.W.ISODate(inChina(j.Away.At).Format("2006-01-02")) + " " + clockTime(j.Away.At)
	}
	if j.State == "here" {
		_, j.Slips = s.begun(r.s.NextBox())
	}
	sh := s.shell(r.visit, r.W.Say("carry.title"))
	sh.Narrow = true
	return s.show(w, r.visit, status, sh, JourneyPage(r, j))
}

// journey carries out or hands back.
func (s *Server) journey(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	call := decider.Call{Who: v.Viewer.Person, Roles: v.Viewer.Roles}
	switch v.PostForm.Get("step") {
	case "out":
		_, err = s.Carrier.Out(v.Context(), call, r.id(), v.PostForm.Get("key"), v.PostForm.Get("device"))
	case "back":
		_, err = s.Carrier.Back(v.Context(), call, r.id())
	default:
		return errNotFound
	}
	var refusal *decider.Refusal
	if errors.As(err, &refusal) {
		return s.showJourney(w, r, http.StatusConflict, s.named(v, refusal))
	}
	if err != nil {
		return err
	}
	return see(w, v, r.path()+"/carry")
}

// journeyBox sends the box of a meeting that is away, or that was handed back.
func (s *Server) journeyBox(w http.ResponseWriter, v *visit) error {
	r, err := s.room(v)
	if err != nil {
		return err
	}
	pack, name := func(ctx context.Context) ([]byte, error) { return s.Carrier.Pack(ctx, r.id()) }, r.id()+".out.box"
	allowed := r.may("carry-out")
	if r.s.Away != nil && r.s.Away.HandedBack != nil {
		pack, name = func(ctx context.Context) ([]byte, error) { return s.Carrier.Back(ctx, decider.Call{}, r.id()) }, r.id()+".back.box"
		allowed = r.may("hand-back")
	}
	if !allowed {
		return errForbidden
	}
	box, err := pack(v.Context())
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	_, err = w.Write(box)
	return err
}

// back is where a meeting's page leads up to: its year, or on a device that has no years
// the list of what was carried there.
func (r *room) back() string {
	if r.s.Brief.Rehearsal {
		id := strings.TrimPrefix(r.id(), meeting.RehearsalPrefix)
		return "/meeting/" + id[:strings.LastIndexByte(id, '.')]
	}
	if r.s.Away != nil && r.s.Away.TakenUp != nil {
		return "/carry"
	}
	return "/year/" + strings.TrimPrefix(r.s.Brief.Cycle, "cycle/") + "/meetings"
}
