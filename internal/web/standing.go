package web

import (
	"context"
	"errors"
	"slices"

	"shuping/internal/cycle"
	"shuping/internal/engine"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// standing is what a viewer is in a stream: by the account, and by what the stream
// has recorded. It is for what a page shows; what is allowed the stream decides.
type standing struct {
	account []string
	stream  []string
}

// reads says that the viewer may read the whole stream: everybody with a role of
// the account, who all work on the whole year.
func (st standing) reads() bool { return len(st.account) > 0 }

// takesPart says that the viewer has any role here.
func (st standing) takesPart() bool { return len(st.account)+len(st.stream) > 0 }

// may says whether the policy's table gives one of the viewer's roles an act.
func (st standing) may(act policy.Act) bool {
	return slices.ContainsFunc(act.By, func(r string) bool { return slices.Contains(st.account, r) || slices.Contains(st.stream, r) })
}

func (st standing) roles() []string { return append(slices.Clone(st.account), st.stream...) }

// inYear is what the viewer is in a year, or with a subject's id for that subject.
func (v *visit) inYear(s *cycle.State, subject string) standing {
	if v.Viewer == nil {
		return standing{}
	}
	return standing{v.Viewer.Roles, s.RolesOf(v.Viewer.Person, subject)}
}

// inMeeting is what the viewer is in a meeting.
func (v *visit) inMeeting(s *meeting.State) standing {
	if v.Viewer == nil {
		return standing{}
	}
	return standing{v.Viewer.Roles, s.RolesOf(v.Viewer.Person, "")}
}

// year finds a year, errNotFound if there is none.
func (s *Server) year(ctx context.Context, id string) (*engine.Stream[cycle.State], error) {
	st, err := s.Office.Cycles.Find(ctx, id)
	return st, missing(err)
}

// missing makes errNotFound of the errors that say that no such stream is there.
func missing(err error) error {
	var bad *engine.BadName
	if errors.Is(err, engine.ErrNoStream) || errors.As(err, &bad) {
		return errNotFound
	}
	return err
}

// viewYear shows a year's state to look, which must not keep it, if the viewer
// takes part in the year.
func (s *Server) viewYear(v *visit, id string, look func(*cycle.State, journal.Head)) error {
	st, err := s.year(v.Context(), id)
	if err != nil {
		return err
	}
	err = errForbidden
	st.View(func(state *cycle.State, head journal.Head) {
		if v.inYear(state, "").takesPart() {
			err = nil
			look(state, head)
		}
	})
	return err
}
