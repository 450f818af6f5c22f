package web

import (
	"net/http"
	"slices"
	"strconv"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/report"
)

// textView is a version of a report to read (报告正文): its parts as they were found,
// with the findings where they are, or what changed since the version before.
type textView struct {
	Title, Back string
	Name        string
	Facts       []Fact
	Share       *shareView
	Blocks      []textBlock
	Findings    []placedFinding
	Versions    []Link // the others, and the differences
	Changes     []changeView
	Against     int // the version that the changes are since, 0 when the text is shown
	Changed     string
	Mark        string // address where the parts are set, for who may
	Claims      []claimView
	Return      string // address where it is returned with marked passages, for who may
	LeftOf      string // whose marks Left are
	Left        []leftView
	Like        *Link // the likeness beside the others, nil where nothing is shared
	AllClaims   Link  // the list with what was found, beside them all

	claims []cycle.Claim // of this version
}

// textBlock is one part of the text.
type textBlock struct {
	ID     string // of the part, for its colour
	Label  string
	Sure   string
	Doubt  bool // below what the notice takes as sure
	Count  string
	Pieces []textPiece
}

// textPiece is a stretch of the text with the numbers of the findings that are about it.
type textPiece struct {
	Text     string
	Findings []int    // that begin here
	Claims   []string // ids of those that begin here
	Found    bool     // a finding is about it
	Claimed  bool     // it is claimed
}

// placedFinding is a finding that has a place in the text, or none.
type placedFinding struct {
	deskFinding
	No     int
	Placed bool
}

// changeView is a stretch that stayed, came, or went.
type changeView struct {
	Op   report.Op
	Text string
}

// reportPage shows a version, to whoever may have its file.
func (s *Server) reportPage(w http.ResponseWriter, v *visit) error {
	no, err := strconv.Atoi(v.PathValue("version"))
	if err != nil {
		return errNotFound
	}
	view := textView{}
	var this, before, returned *cycle.Report
	against, _ := strconv.Atoi(v.URL.Query().Get("since")) // what is no number asks for no difference
	sh, err := s.yearOf(v.Context(), v, "", func(state *cycle.State, n names) error {
		sub := state.Subjects[v.PathValue("subject")]
		switch {
		case sub == nil || no < 1 || no > len(sub.Reports) || against < 0 || against > len(sub.Reports):
			return errNotFound
		case !v.mayRead(state, fileRef{subject: sub.ID}):
			return errForbidden
		}
		this = copyReport(sub.Reports[no-1])
		if against > 0 && against != no {
			before = copyReport(sub.Reports[against-1])
		}
		for i := no; i > sub.Earlier && returned == nil; i-- { // its own marks, or those of the one before
			if r := sub.Reports[i-1]; r.Review != nil && len(r.Review.Marks) > 0 {
				returned = copyReport(r)
			}
		}
		view = v.textView(state, n, sub, this)
		return nil
	})
	if err != nil {
		return err
	}
	text, err := s.Office.ReportText(v.Context(), this)
	if err != nil {
		return err
	}
	if returned != nil {
		later := ""
		if returned.No != this.No {
			later = text
		}
		view.LeftOf, view.Left = v.W.Say("return.of", "n", returned.No), v.left(returned, later)
	}
	if before != nil {
		old, err := s.Office.ReportText(v.Context(), before)
		if err != nil {
			return err
		}
		view.since(v, before.No, old, text)
	} else {
		view.blocks(v, this, text)
	}
	sh.Title = view.Title
	return s.show(w, v, http.StatusOK, sh, ReportPage(v.W, view))
}

// copyReport is a version to keep while the year goes on.
func copyReport(r *cycle.Report) *cycle.Report {
	c := *r
	c.Parts, c.Findings, c.Opinions = slices.Clone(r.Parts), slices.Clone(r.Findings), slices.Clone(r.Opinions)
	return &c
}

func reportPath(year, subject string, version int) string {
	return subjectPath(year, subject) + "/reports/" + strconv.Itoa(version)
}

func (v *visit) textView(s *cycle.State, n names, sub *cycle.Subject, r *cycle.Report) textView {
	view := textView{Title: v.W.Say("field.report") + " · " + v.W.Say("year.version", "n", r.No), Back: subjectPath(s.ID, sub.ID),
		Name: n.person(sub.Person) + "（" + sub.OrgName + "）", Share: v.shareOf(&s.Policy.Report, r.Share)}
	view.Facts = []Fact{{v.W.Say("year.filed-on"), Text(v.W.ISODate(string(r.Date)) + " · " + n.person(r.Filed.By))}, {v.W.Say("year.chars"), Text(v.W.Number(r.Chars))}}
	if sub.Report() != nil && r.No == sub.Report().No && v.mayMark(s, sub) {
		view.Mark = reportPath(s.ID, sub.ID, r.No) + "/parts"
	}
	if n := len(sub.Figures); n > 0 {
		view.Facts = append(view.Facts, v.figuresFact(sub.Figures[n-1]))
	}
	if sub.Report() != nil && r.No == sub.Report().No && v.mayReturn(s, sub) {
		view.Return = reportPath(s.ID, sub.ID, r.No) + "/return"
	}
	if r.Marked != nil {
		label, said := v.W.Say("event.cycle.parts-marked"), v.W.DateTime(inChina(r.Marked.At))+" · "+n.person(r.Marked.By)
		if r.Own {
			label = v.W.Say("parts.own")
		}
		if f := r.AsFound; f != nil {
			said += " · " + v.W.Say("parts.as-found", "num", f.Num, "low", f.Low, "high", f.High, "den", f.Den)
		}
		view.Facts = append(view.Facts, Fact{label, Text(said)})
	}
	for i, f := range r.Findings {
		x := placedFinding{v.deskFinding(&s.Policy, f), i + 1, f.To > f.From}
		if r.Review != nil {
			for _, a := range r.Review.Accepted {
				if a.Finding == strconv.Itoa(f.No) || a.Finding == f.Code {
					x.Reason = a.Reason
				}
			}
		}
		view.Findings = append(view.Findings, x)
	}
	slices.SortStableFunc(view.Findings, func(a, b placedFinding) int { return gravity(a.Tone) - gravity(b.Tone) })
	view.AllClaims = Link{Label: v.W.Say("claims.to-list"), Href: claimsPath(s.ID, sub.ID), Icon: "clipboard-check"}
	teller := subjectTeller{visit: v, s: s, sub: sub, n: n}
	for _, c := range sub.Claims {
		if c.Version == r.No && c.Withdrawn == nil {
			view.Claims, view.claims = append(view.Claims, teller.claim(c)), append(view.claims, c)
		}
	}
	if len(r.Like) > 0 {
		view.Like = &Link{Label: v.W.Say("like.link", "share", v.W.Percent(r.Like[0].Share.Num, r.Like[0].Share.Den)), Href: reportPath(s.ID, sub.ID, r.No) + "/likeness", Icon: "search"}
	}
	for _, other := range sub.Reports {
		if other.No == r.No {
			continue
		}
		view.Versions = append(view.Versions, Link{Label: v.W.Say("year.version", "n", other.No), Href: reportPath(s.ID, sub.ID, other.No)},
			Link{Label: v.W.Say("desk.since", "n", other.No), Href: reportPath(s.ID, sub.ID, r.No) + "?since=" + strconv.Itoa(other.No)})
	}
	return view
}

// figuresFact are the meetings on file that a report is held against.
func (v *visit) figuresFact(f cycle.Figures) Fact {
	held := make([]string, len(f.Held))
	for i, h := range f.Held {
		held[i] = v.W.Say("figures.held", "meeting", h.Meeting, "n", h.Times)
	}
	return Fact{v.W.Say("figures.on-file"), Text(v.W.Say("figures.of", "held", v.W.List(held), "source", f.Source, "date", v.W.ISODate(string(f.Date))))}
}

// blocks lays the text out by its parts. A text that is not the one that was looked at
// when it was filed is shown without parts: their places would be wrong.
func (view *textView) blocks(v *visit, r *cycle.Report, text string) {
	runes := []rune(text)
	parts := r.Parts
	if string(blob.HashOf([]byte(text))) != r.TextHash || len(parts) == 0 || parts[len(parts)-1].To != len(runes) {
		view.Blocks = []textBlock{{Pieces: []textPiece{{Text: text}}}}
		for i := range view.Findings {
			view.Findings[i].Placed = false
		}
		return
	}
	for _, p := range parts {
		b := textBlock{ID: p.Part, Label: v.W.Say("report.part." + p.Part), Count: v.W.Say("desk.chars", "n", p.Chars)}
		if p.Part != report.Other {
			b.Sure = v.W.Say("desk.sure", "share", v.W.Percent(int(p.Confidence), 1000))
			b.Doubt = p.Confidence < doubtful
		}
		b.Pieces = piecesOf(runes, p.Span, r.Findings, view.claims)
		view.Blocks = append(view.Blocks, b)
	}
}

// doubtful is the confidence below which a part is marked for the reader's eye; it
// decides nothing.
const doubtful report.PerMille = 800

// piecesOf cuts a stretch where a finding or a claim begins or ends.
func piecesOf(runes []rune, at report.Span, findings []cycle.Finding, claims []cycle.Claim) (out []textPiece) {
	spans := make([]report.Span, 0, len(findings)+len(claims))
	for _, f := range findings {
		spans = append(spans, report.Span{From: f.From, To: f.To})
	}
	for _, c := range claims {
		spans = append(spans, c.Span)
	}
	cuts := []int{at.From, at.To}
	for _, x := range spans {
		for _, c := range []int{x.From, x.To} {
			if x.To > x.From && c > at.From && c < at.To {
				cuts = append(cuts, c)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		p := textPiece{Text: string(runes[cuts[i]:cuts[i+1]])}
		for k, x := range spans {
			switch {
			case x.From > cuts[i] || cuts[i+1] > x.To:
			case k < len(findings):
				p.Found = true
				if x.From == cuts[i] {
					p.Findings = append(p.Findings, k+1)
				}
			default:
				p.Claimed = true
				if x.From == cuts[i] {
					p.Claims = append(p.Claims, claims[k-len(findings)].ID)
				}
			}
		}
		out = append(out, p)
	}
	return out
}

// since shows what changed from an older text.
func (view *textView) since(v *visit, no int, old, text string) {
	view.Against = no
	gone, come := 0, 0
	for _, p := range report.Diff(old, text) {
		view.Changes = append(view.Changes, changeView{p.Op, p.Text})
		switch p.Op {
		case report.Removed:
			gone += report.Count(p.Text)
		case report.Added:
			come += report.Count(p.Text)
		case report.Same:
		}
	}
	view.Changed = v.W.Say("desk.changed", "come", come, "gone", gone)
}
