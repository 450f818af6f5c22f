package web

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"

	"shuping/internal/ballot"
	"shuping/internal/ballotbox"
	"shuping/internal/office"
	"shuping/internal/words"
)

// The voter's pages (手机测评) know a slip's code and nothing else: no cookie, no
// session, no line in the log. The code is in a path (from the slip's QR
// code) or in the body of a form, never in a query, and no page sends a referrer.
//
// A voter sees all subjects on one page, then what was chosen, with a warning at
// each subject left open, and confirms once. The answer after that is the same
// whether the code's ballot went in now or before.

// voterCode asks for the code of the slip.
func (s *Server) voterCode(w http.ResponseWriter, v *visit) error {
	return s.askCode(w, v, http.StatusOK, "", "")
}

func (s *Server) askCode(w http.ResponseWriter, v *visit, status int, typed, fault string) error {
	return s.voter(w, v, status, v.W.Say("vote.title"), VoterCode(v.W, modeOf(v), typed, fault))
}

// voter answers with a voter's page.
func (s *Server) voter(w http.ResponseWriter, v *visit, status int, title string, content templ.Component) error {
	w.Header().Set("Referrer-Policy", "no-referrer")
	return render(templ.WithChildren(v.Context(), content), w, status, VoterPage(v.W, modeOf(v), title))
}

// voterBallot is the ballot of the slip whose QR code was read.
func (s *Server) voterBallot(w http.ResponseWriter, v *visit) error {
	code, err := ballotbox.ParseCode(v.PathValue("code"))
	if err != nil {
		return s.notTaken(w, v, v.PathValue("code"), err)
	}
	return s.showBallot(w, v, code, nil)
}

// vote takes the voter's forms: the typed code, the filled-in ballot, the
// confirmation.
func (s *Server) vote(w http.ResponseWriter, v *visit) error {
	if err := v.ParseForm(); err != nil {
		return err
	}
	typed := v.PostForm.Get("code")
	code, err := ballotbox.ParseCode(typed)
	if err != nil {
		return s.notTaken(w, v, typed, err)
	}
	switch v.PostForm.Get("step") {
	case "cast":
		return s.cast(w, v, code)
	case "review":
		return s.review(w, v, code)
	case "change":
		return s.showBallot(w, v, code, v.PostForm)
	}
	return s.showBallot(w, v, code, nil)
}

// cast puts the ballot into the box. It asks nothing beyond that: the marks come
// as they stood on the review page, one for each subject of the form.
func (s *Server) cast(w http.ResponseWriter, v *visit, code ballotbox.Code) error {
	marks, ok := marksOf(v.PostForm)
	if !ok {
		return s.showBallot(w, v, code, nil)
	}
	err := s.Polling.Cast(v.Context(), code, marks)
	var fault *ballot.Fault
	switch {
	case errors.As(err, &fault): // not this form's: ask again
		return s.showBallot(w, v, code, nil)
	case err != nil:
		return s.notTaken(w, v, string(code), err)
	}
	h := w.Header()
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Type", "text/html; charset=utf-8")
	page, m := counted(v.W), modeOf(v)
	m.Practice = s.Polling.Rehearsal(v.Context(), code)
	if m.Big || m.Kiosk || m.Practice {
		page = makeCounted(v.W, m)
		if m.Kiosk {
			h.Set("Refresh", "8; url="+m.at("/v")) // the next finds the door of the vote
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(page)))
	_, err = w.Write(page)
	return err
}

// countedZH and countedEN are the page after a ballot in the usual mode. It is the same
// for all, so it is made once.
var (
	countedZH = sync.OnceValue(func() []byte { return makeCounted(words.For(words.ZH), voterMode{}) })
	countedEN = sync.OnceValue(func() []byte { return makeCounted(words.For(words.EN), voterMode{Lang: string(words.EN)}) })
)

func counted(w *words.Words) []byte {
	if w.Lang() == words.EN {
		return countedEN()
	}
	return countedZH()
}

func makeCounted(w *words.Words, m voterMode) []byte {
	var b bytes.Buffer
	ctx := templ.WithChildren(context.Background(), VoterDone(w, m))
	if err := VoterPage(w, m, w.Say("vote.done.title")).Render(ctx, &b); err != nil {
		panic(err) // unreachable unless a buffer cannot be written
	}
	return b.Bytes()
}

// marksOf reads the marks as the review page sent them: of a form of one choice s0, s1, ...
// in order, each the place of an option or empty, of others all marks as numbers. At most
// one can be chosen on a phone. What the form does not take the box says.
func marksOf(form url.Values) ([]ballot.Mark, bool) {
	var marks []ballot.Mark
	if all := form.Get("marks"); all != "" {
		for _, text := range strings.Fields(all) {
			m, err := strconv.ParseUint(text, 10, 16)
			if err != nil || len(marks) >= ballot.MaxLines {
				return nil, false
			}
			marks = append(marks, ballot.Mark(m))
		}
		return marks, len(marks) > 0
	}
	for len(marks) < ballot.MaxSubjects {
		v, sent := form["s"+strconv.Itoa(len(marks))]
		if !sent {
			break
		}
		mark, ok := markOf(v)
		if !ok {
			return nil, false
		}
		marks = append(marks, mark)
	}
	return marks, len(marks) > 0
}

func markOf(values []string) (ballot.Mark, bool) {
	if len(values) != 1 {
		return 0, false
	}
	if values[0] == "" {
		return 0, true
	}
	i, err := strconv.Atoi(values[0])
	if err != nil || i < 0 || i >= ballot.MaxOptions {
		return 0, false
	}
	return ballot.Tick(i), true
}

func (s *Server) showBallot(w http.ResponseWriter, v *visit, code ballotbox.Code, chosen url.Values) error {
	sheet, err := s.question(v, code, chosen)
	if err != nil {
		return s.notTaken(w, v, string(code), err)
	}
	sheet.forget()
	return s.voter(w, v, http.StatusOK, v.W.Say("vote.title"), VoterSheet(v.W, sheet))
}

// review shows what was chosen, once more, before it goes in. What a rule about the whole
// ballot would make invalid is asked for again instead: a device can say so in time.
func (s *Server) review(w http.ResponseWriter, v *visit, code ballotbox.Code) error {
	sheet, err := s.question(v, code, v.PostForm)
	if err != nil {
		return s.notTaken(w, v, string(code), err)
	}
	if sheet.Fault != "" {
		return s.voter(w, v, http.StatusOK, v.W.Say("vote.title"), VoterSheet(v.W, sheet))
	}
	return s.voter(w, v, http.StatusOK, v.W.Say("vote.review"), VoterReview(v.W, sheet))
}

// notTaken says in plain words why a code cannot be used, and what to do. Guessing
// is slowed down by the wrong codes alone: the phones of a hall share one address,
// and a right code out of 2^85 is not guessed.
func (s *Server) notTaken(w http.ResponseWriter, v *visit, typed string, err error) error {
	wrong := errors.Is(err, ballotbox.ErrMistyped) || errors.Is(err, ballotbox.ErrUnknownCode)
	if wrong && !s.tries.allow(s.client(v.Request)) {
		w.Header().Set("Retry-After", "30")
		return s.askCode(w, v, http.StatusTooManyRequests, "", v.W.Say("vote.fault.too-many"))
	}
	switch {
	case errors.Is(err, ballotbox.ErrMistyped):
		fault := "vote.fault.mistyped"
		if strings.TrimSpace(typed) == "" {
			fault = "vote.fault.empty"
		}
		return s.askCode(w, v, http.StatusUnprocessableEntity, cutText(typed), v.W.Say(fault))
	case errors.Is(err, ballotbox.ErrUnknownCode):
		return s.askCode(w, v, http.StatusNotFound, cutText(typed), v.W.Say("vote.fault.unknown"))
	case errors.Is(err, ballotbox.ErrSpoilt):
		return s.voterSays(w, v, http.StatusGone, "spoilt")
	case errors.Is(err, ballotbox.ErrClosed):
		return s.voterSays(w, v, http.StatusGone, "closed")
	case errors.Is(err, office.ErrNotOpen):
		return s.voterSays(w, v, http.StatusConflict, "not-open")
	case errors.Is(err, ballotbox.ErrUnavailable):
		s.Log.Error("a ballot box cannot be written", "error", err)
		return s.voterSays(w, v, http.StatusServiceUnavailable, "unavailable")
	}
	return err
}

func (s *Server) voterSays(w http.ResponseWriter, v *visit, status int, what string) error {
	return s.voter(w, v, status, v.W.Say("vote.title"), VoterStop(v.W, modeOf(v), v.W.Say("vote.stop."+what+".title"), v.W.Say("vote.stop."+what+".text")))
}

// cutText keeps what is shown again of what was typed short.
func cutText(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60])
	}
	return s
}
