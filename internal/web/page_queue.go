package web

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"shuping/internal/ballotbox"
	"shuping/internal/decider"
	"shuping/internal/hall"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// queueView is the page of the questions that wait (待提问题), for whoever presides and
// who helps: what came, what is asked next, what is joined, what is not asked and why.
type queueView struct {
	Path     string
	Seq      string
	Phones   bool    // phones may send questions
	Code     *qrCode // for them
	Address  string
	Subjects []Option // to whom something may be asked still
	Classes  []Option
	Groups   []queueGroup
	Done     []queueItem
	Values   map[string][]string // as typed, where it was refused
	Refusal  *decider.Refusal
}

func (v queueView) value(name string) string {
	if all := v.Values[name]; len(all) > 0 {
		return all[0]
	}
	return ""
}

// queueGroup is what waits for one subject.
type queueGroup struct {
	Subject, Name string
	Now           bool // it can be asked now
	Items         []queueItem
}

type queueItem struct {
	meeting.Waiting
	From   string // in words: how it came, from whom, when
	Before string // id of the one it moves before when it moves up; empty: it is first
	Fate   string // in words, once it is decided about
	Ticked bool
}

// queuePage shows the questions that wait.
func (s *Server) queuePage(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "queue-question")
	if err != nil {
		return err
	}
	if _, asks := r.s.Type().Has(policy.ItemQuestions); !asks {
		return errNotFound
	}
	return s.showQueue(w, r, http.StatusOK, queueView{})
}

func (s *Server) showQueue(w http.ResponseWriter, r *room, status int, v queueView) error {
	if err := s.fillQueue(r, &v); err != nil {
		return err
	}
	sh := s.shell(r.visit, r.W.Say("queue.title"))
	sh.Sheets, sh.Scripts = []string{"meeting.css", "queue.css"}, []string{"hx-sse.js", "queue.js"}
	if sh.Flash == nil && r.s.Brief.Rehearsal {
		sh.Flash = &Flash{Warn, r.W.Say("hall.rehearsal.banner")}
	}
	return s.show(w, r.visit, status, sh, QueuePage(r, v))
}

func (s *Server) fillQueue(r *room, v *queueView) (err error) {
	v.Path, v.Seq = r.path()+"/questions", strconv.FormatUint(r.seq, 10)
	if r.s.PhoneQueue != 0 {
		v.Phones = true
		if v.Address, v.Code, err = s.askCodeOf(r); err != nil {
			return err
		}
	}
	for _, sub := range r.s.Brief.Subjects {
		if r.s.Askable(sub.ID) {
			v.Subjects = append(v.Subjects, Option{sub.ID, r.subject(sub.ID) + "（" + r.post(sub.ID) + "）"})
		}
		if g := r.queueGroup(sub.ID, v.Values["waiting"]); len(g.Items) > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	if now := meeting.Now(r.s); v.Values == nil && now.Subject != "" {
		v.Values = map[string][]string{"subject": {now.Subject}}
	}
	v.Classes = append(v.Classes, Option{"", r.W.Say("queue.class.none")})
	for _, c := range r.s.Type().Classes {
		v.Classes = append(v.Classes, Option{c.ID, c.Name})
	}
	for _, q := range r.s.Queue {
		if !q.Open() {
			v.Done = append(v.Done, queueItem{Waiting: q, From: r.cameFrom(q), Fate: r.fateOf(q)})
		}
	}
	return nil
}

func (r *room) queueGroup(subject string, ticked []string) queueGroup {
	g := queueGroup{Subject: subject, Name: r.subject(subject), Now: r.s.AskedNow(subject)}
	before := ""
	for _, q := range r.s.Waits(subject) {
		g.Items = append(g.Items, queueItem{Waiting: q, From: r.cameFrom(q), Before: before, Ticked: slices.Contains(ticked, q.ID)})
		before = q.ID
	}
	return g
}

func (r *room) cameFrom(q meeting.Waiting) string {
	from := r.W.Option("way", string(q.Way))
	if q.Class != "" {
		from += r.W.Say("hall.comma") + r.class(q.Class)
	}
	return from + r.W.Say("hall.comma") + clockTime(q.At)
}

// fateOf is what became of a question of the queue, in words.
func (r *room) fateOf(q meeting.Waiting) string {
	switch {
	case q.Asked != "":
		return r.W.Say("queue.fate.asked")
	case q.Into != "":
		return r.W.Say("queue.fate.joined", "id", q.Into)
	case q.Declined != nil:
		return r.W.Say("queue.fate.declined", "reason", q.Declined.Reason)
	}
	return r.W.Say("queue.fate.waiting")
}

// askPath is where phones send questions to a meeting, as long as it is open to them.
func (s *Server) askPath(r *room) (string, error) {
	no := strconv.Itoa(r.s.PhoneQueue)
	secret, err := s.Carrier.Key.Secret(askPurpose)
	return "/ask/" + r.id() + "/" + no + "/" + hall.Mark(secret, r.id(), no), err
}

// askPurpose is what the folder's secret for the addresses of the queue is named.
const askPurpose = "questions by phone"

func (s *Server) askCodeOf(r *room) (address string, code *qrCode, err error) {
	path, err := s.askPath(r)
	if err != nil {
		return "", nil, err
	}
	address = s.hallBase(r) + path
	c, err := newQR(address)
	return address, &c, err
}

// queueEvents tells the page that the record moved.
func (s *Server) queueEvents(w http.ResponseWriter, v *visit) error {
	return s.stream(w, v, heartbeat, func(r *room, _ ballotbox.Progress) templ.Component {
		return QueueLive(r.W, strconv.FormatUint(r.seq, 10), len(r.s.Waits("")))
	})
}

// queueActs are the buttons of the page, by the command that each hands in.
var queueActs = map[string]string{"add": "queue-question", "phones": "allow-phones", "take": "take-question", "up": "move-question", "join": "join-questions", "decline": "decline-questions"}

// queue hands in what was pressed on the page.
func (s *Server) queue(w http.ResponseWriter, v *visit) error {
	r, err := s.taker(v, "queue-question")
	if err != nil {
		return err
	}
	if err := v.ParseForm(); err != nil {
		return err
	}
	kind := queueActs[v.PostForm.Get("act")]
	if kind == "" {
		return errNotFound
	}
	values := handedIn(v.PostForm)
	for name := range values {
		if !queueFields[kind][name] {
			delete(values, name)
		}
	}
	err = s.handMeeting(r, kind, values)
	if err == nil {
		s.flash(v, Good, v.W.Say("door.done", "what", v.W.Command("meeting", kind)))
		return see(w, v, r.path()+"/questions")
	}
	refusal, faults, rest := s.refusedBy(r, err)
	if rest != nil {
		return rest
	}
	if refusal == nil { // all fields are texts: what can be wrong is that one is empty
		refusal = decider.Refuse("N6.2", "field-empty", "field", "field."+faults[0].Field).At(faults[0].Field)
	}
	return s.showQueue(w, r, http.StatusConflict, queueView{Values: handedIn(v.PostForm), Refusal: refusal})
}

// queueFields are the fields of each command: several acts share the form of the ticked
// questions.
var queueFields = map[string]map[string]bool{
	"queue-question":    {"subject": true, "class": true, "way": true, "question": true},
	"allow-phones":      {"phones": true},
	"take-question":     {"waiting": true},
	"move-question":     {"waiting": true, "before": true},
	"join-questions":    {"waiting": true, "question": true},
	"decline-questions": {"waiting": true, "reason": true},
}
