package web

import (
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/office"
	"shuping/internal/report"
)

// likeView is a report beside another that shares passages with it (雷同对照), as it was
// measured when the report was filed.
type likeView struct {
	Name, Back, Clause string
	Others             []likeLink
	With, Share        string
	Least              string // from which share on it is a finding
	Over               bool
	Own                []likePiece
	Other              []likePiece
	Closed             string // why the other text is not shown
	Ref                *Link  // the other report, to read whole
}

type likeLink struct {
	Link
	Share string
	Over  bool
}

// likePiece is a stretch of a text; Passage is its number where both have it, else 0.
type likePiece struct {
	Text    string
	Passage int
}

// likePage shows a version beside each report that it shares passages with. The other
// report's text is for whoever may read that report: the reviewers, who work on the
// whole year, and its own secretary. A secretary sees of the own report what others share,
// and nothing of theirs.
func (s *Server) likePage(w http.ResponseWriter, v *visit) error {
	no, err := strconv.Atoi(v.PathValue("version"))
	if err != nil {
		return errNotFound
	}
	var view likeView
	var r *cycle.Report
	sh, err := s.yearOf(v.Context(), v, v.W.Say("like.title"), func(state *cycle.State, n names) error {
		sub := state.Subjects[v.PathValue("subject")]
		switch {
		case sub == nil || no < 1 || no > len(sub.Reports):
			return errNotFound
		case !v.mayRead(state, fileRef{subject: sub.ID}):
			return errForbidden
		}
		r = copyReport(sub.Reports[no-1])
		r.Like = slices.Clone(r.Like)
		truth := state.Policy.Report.Truth
		view = likeView{Name: n.person(sub.Person) + "（" + sub.OrgName + "） · " + v.W.Say("year.version", "n", r.No), Back: reportPath(state.ID, sub.ID, no), Clause: truth.Clause}
		for i, l := range r.Like {
			over := !truth.Likeness.IsZero() && truth.Likeness.Met(l.Share.Num, l.Share.Den)
			view.Others = append(view.Others, likeLink{Link{Label: l.With, Href: view.Back + "/likeness?with=" + strconv.Itoa(i+1), Here: i == 0}, v.W.Percent(l.Share.Num, l.Share.Den), over})
		}
		if !truth.Likeness.IsZero() {
			view.Least = v.W.Say("like.least", "share", truth.Likeness.String())
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(r.Like) > 0 {
		chosen := 0
		if k, err := strconv.Atoi(v.URL.Query().Get("with")); err == nil {
			chosen = k - 1
		}
		if chosen < 0 || chosen >= len(r.Like) {
			return errNotFound
		}
		for i := range view.Others {
			view.Others[i].Here = i == chosen
		}
		if err := s.beside(v, &view, r, r.Like[chosen]); err != nil {
			return err
		}
		view.Over = view.Others[chosen].Over
	}
	return s.show(w, v, http.StatusOK, sh, LikePage(v.W, view))
}

// beside fills in both texts, cut where shared passages begin and end.
func (s *Server) beside(v *visit, view *likeView, r *cycle.Report, l report.Likeness) error {
	view.With, view.Share = l.With, v.W.Say("like.share", "num", l.Share.Num, "den", l.Share.Den, "share", v.W.Percent(l.Share.Num, l.Share.Den))
	text, err := s.Office.ReportText(v.Context(), r)
	if err != nil {
		return err
	}
	own, other := make([]report.Span, len(l.Passages)), make([]report.Span, len(l.Passages))
	for i, p := range l.Passages {
		own[i], other[i] = p.Span, report.Span{From: p.OtherFrom, To: p.OtherTo}
	}
	view.Own = likePieces(text, own)
	ref, ok := office.ParseFiled(l.Ref)
	if !ok {
		view.Closed = v.W.Say("like.unknown")
		return nil
	}
	theirs, err := s.otherReport(v, ref)
	if err != nil {
		return err
	}
	if theirs == nil {
		view.Closed = v.W.Say("like.closed")
		return nil
	}
	text, err = s.Office.ReportText(v.Context(), theirs)
	if err != nil {
		return err
	}
	view.Other, view.Ref = likePieces(text, other), &Link{Label: v.W.Say("like.whole"), Href: reportPath(ref.Year, ref.Subject, ref.Version)}
	return nil
}

// otherReport is a report of some year, nil where the viewer may not read it.
func (s *Server) otherReport(v *visit, ref office.Filed) (r *cycle.Report, _ error) {
	st, err := s.year(v.Context(), ref.Year)
	if err != nil {
		return nil, err
	}
	st.View(func(state *cycle.State, _ journal.Head) {
		sub := state.Subjects[ref.Subject]
		if sub != nil && ref.Version <= len(sub.Reports) && v.mayRead(state, fileRef{subject: sub.ID}) {
			r = copyReport(sub.Reports[ref.Version-1])
		}
	})
	return r, nil
}

// likePieces cuts a text. In the other text the passages may lie in any order and over
// each other: what two have belongs to the first of them.
func likePieces(text string, passages []report.Span) (out []likePiece) {
	runes := []rune(text)
	cuts := []int{0, len(runes)}
	for _, p := range passages {
		if p.From >= 0 && p.From < p.To && p.To <= len(runes) {
			cuts = append(cuts, p.From, p.To)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		piece := likePiece{Text: string(runes[cuts[i]:cuts[i+1]])}
		for k, p := range passages {
			if p.From <= cuts[i] && cuts[i+1] <= p.To {
				piece.Passage = k + 1
				break
			}
		}
		out = append(out, piece)
	}
	return out
}
