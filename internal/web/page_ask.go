package web

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"shuping/internal/decider"
	"shuping/internal/hall"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// The page for questions by phone (手机提问) is reached by the QR code on the screen of the
// hall. It asks for no name, sets no cookie, leaves no line in the log, and has nothing
// to do with slips and their codes. The address proves that it is from this hall and
// ends with the opening of the queue; how often one network sends is limited.
type askView struct {
	Mode     voterMode
	Path     string
	Meeting  string
	Subjects []Option
	Subject  string
	Question string
	Sent     bool
	Fault    string
	Limit    int
}

var errNotAsked = errors.New("questions by phone are not open")

// asked finds what the address of a phone's page is about; errNotAsked unless the queue
// is open under its number.
func (s *Server) asked(v *visit) (askView, error) {
	id, no, mark := v.PathValue("id"), v.PathValue("no"), v.PathValue("mark")
	view := askView{Mode: modeOf(v), Path: "/ask/" + id + "/" + no + "/" + mark, Limit: meeting.MaxQuestion}
	view.Mode.Practice, view.Mode.Kiosk = meeting.IsRehearsal(id), false
	secret, err := s.Carrier.Key.Secret(askPurpose)
	if err != nil {
		return view, err
	}
	if !hall.Marked(mark, secret, id, no) {
		return view, errNotAsked
	}
	st, err := s.Office.Meetings.Find(v.Context(), id)
	if err != nil {
		return view, missing(err)
	}
	n, err := s.names(v.Context(), v.W)
	if err != nil {
		return view, err
	}
	err = errNotAsked
	st.View(func(m *meeting.State, _ journal.Head) {
		if m.Brief.Meeting == "" || m.PhoneQueue == 0 || strconv.Itoa(m.PhoneQueue) != no {
			return
		}
		view.Meeting, view.Subject = briefName(&m.Brief), meeting.Now(m).Subject
		for _, sub := range m.Brief.Subjects {
			if m.Askable(sub.ID) {
				view.Subjects = append(view.Subjects, Option{sub.ID, n.person(sub.Person)})
			}
		}
		if len(view.Subjects) > 0 {
			err = nil
		}
	})
	if len(view.Subjects) == 1 {
		view.Subject = view.Subjects[0].Value
	}
	return view, err
}

// askForm is the page.
func (s *Server) askForm(w http.ResponseWriter, v *visit) error {
	view, err := s.asked(v)
	if err != nil {
		return s.notAsked(w, v, view, err)
	}
	view.Sent = v.URL.Query().Get("sent") == "1"
	return s.voter(w, v, http.StatusOK, v.W.Say("ask.title"), AskPage(v.W, view))
}

func (s *Server) notAsked(w http.ResponseWriter, v *visit, view askView, err error) error {
	if !errors.Is(err, errNotAsked) {
		return err
	}
	return s.voter(w, v, http.StatusGone, v.W.Say("ask.title"), VoterStop(v.W, view.Mode, v.W.Say("ask.closed.title"), v.W.Say("ask.closed.text")))
}

// ask takes a question.
func (s *Server) ask(w http.ResponseWriter, v *visit) error {
	view, err := s.asked(v)
	if err != nil {
		return s.notAsked(w, v, view, err)
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	view.Subject, view.Question = v.PostForm.Get("subject"), strings.TrimSpace(v.PostForm.Get("question"))
	status := http.StatusConflict
	switch {
	case !s.asks.allow(s.client(v.Request)):
		w.Header().Set("Retry-After", "30")
		status, view.Fault = http.StatusTooManyRequests, v.W.Say("ask.fault.too-many")
	default:
		no, convErr := strconv.Atoi(v.PathValue("no"))
		if convErr != nil {
			return errNotFound
		}
		err = s.Office.AskByPhone(v.Context(), v.PathValue("id"), no, view.Subject, view.Question)
		var refusal *decider.Refusal
		switch {
		case err == nil, errors.As(err, &refusal) && refusal.Code == "question-waits":
			path := view.Mode.at(view.Path)
			if strings.Contains(path, "?") {
				return see(w, v, path+"&sent=1")
			}
			return see(w, v, path+"?sent=1")
		case errors.As(err, &refusal):
			got, _, next := v.W.Refusal(s.Office.Readable(v.Context(), "meeting/"+v.PathValue("id"), refusal))
			view.Fault = got + next
		default:
			return err
		}
	}
	return s.voter(w, v, status, v.W.Say("ask.title"), AskPage(v.W, view))
}
