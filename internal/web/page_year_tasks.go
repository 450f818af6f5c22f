package web

import (
	"net/url"
	"slices"

	"shuping/internal/cycle"
)

// todo is one thing to be done, by whom, by when.
type todo struct {
	Title, About, Who, Clause string
	Due                       string
	Late                      bool
	Href                      string // empty for who may not do it
}

// doPath is the address of an act's form; kv are pairs of a field's name and the
// value to begin with.
func doPath(stream, kind, back string, kv ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(kv); i += 2 {
		if kv[i+1] != "" {
			q.Set(kv[i], kv[i+1])
		}
	}
	if back != "" {
		q.Set("back", back)
	}
	path := "/do/" + stream + "/" + kind
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// todo is a task in words.
func (v *visit) todo(s *cycle.State, n names, t cycle.Task) todo {
	out := todo{Title: v.W.Command("cycle", t.Command), About: t.Name, Clause: t.Clause, Late: t.Late, Who: roleNames(v.W, t.Roles)}
	if sub := s.Subjects[t.Subject]; sub != nil {
		out.About = n.person(sub.Person) + "（" + sub.OrgName + "）"
		if t.Name != "" {
			out.About += " · " + short(t.Name)
		}
	}
	if m := s.Meetings[t.Ref]; t.Command == "receive-minutes" && m != nil {
		out.Title, out.About = v.W.Say("year.hold"), meetingName(s, m)
	}
	if t.Person != "" {
		out.Who = n.person(t.Person)
	}
	if t.Due != "" {
		out.Due = v.W.ISODate(string(t.Due))
	}
	if v.mayDo(s, t) || t.Command == "receive-minutes" {
		out.Href = taskPath(s, t)
	}
	return out
}

// taskPath is the page on which a task is done, with what it is about.
func taskPath(s *cycle.State, t cycle.Task) string {
	base, stream := "/year/"+s.ID, "cycle/"+s.ID
	back := base
	var kv []string
	switch t.Command {
	case "decide-grades":
		return base + "/grades"
	case "receive-minutes":
		return "/meeting/" + t.Ref
	case "call-meeting":
		kv = []string{"type", t.Ref, "subjects", t.Subject}
	case "call-reballot":
		kv = []string{"subjects", t.Subject}
	case "draw":
		kv = []string{"kind", t.Ref}
	case "assign-liaison":
		kv = []string{"org", t.Subject}
	case "finish-task":
		kv = []string{"task", t.Ref}
	case "carry-out-consequence":
		kv = []string{"subject", t.Subject, "consequence", t.Ref}
	case "record-previous-grade":
		kv = []string{"person", s.Subjects[t.Subject].Person, "year", t.Ref}
	case "finish-rectification":
		kv = []string{"subject", t.Subject, "item", t.Ref}
	case "post-results":
		kv = []string{"place", placeOf(s, t.Name)}
	case "record-score":
		kv = []string{"subject", t.Subject, "source", t.Ref}
	case "record-fact":
		kv = []string{"subject", t.Subject, "fact", t.Ref}
	case "keep-deadline":
		kv = []string{"deadline", t.Ref, "subject", t.Subject}
	case "answer-objection":
		kv = []string{"objection", t.Ref}
	case "archive-document":
		kv = []string{"document", t.Ref}
	case "give-feedback": // told collectively, not one by one
	default:
		kv = []string{"subject", t.Subject}
	}
	if t.Subject != "" && t.Command != "give-feedback" && t.Command != "call-meeting" && t.Command != "call-reballot" {
		back = subjectPath(s.ID, t.Subject)
	}
	return doPath(stream, t.Command, back, kv...)
}

// placeOf is the notice board of that name, or the one that every organisation has.
func placeOf(s *cycle.State, name string) string {
	each := ""
	for _, p := range s.Policy.Results.Posting.Places {
		if p.Name == name {
			return p.ID
		}
		if p.Each {
			each = p.ID
		}
	}
	return each
}

// onDemand are acts that are never due: what may happen, and corrections.
var onDemand = []string{"assign-task", "record-previous-grade", "assign-liaison", "record-higher-feedback", "cancel-meeting",
	"record-objection", "record-score", "record-fact", "correct-grade", "record-award", "archive-document", "correct-record"}

// acts are the acts on demand that the viewer may do now.
func (v *visit) acts(s *cycle.State) (out []Link) {
	st := v.inYear(s, "")
	for _, kind := range onDemand {
		act := s.Policy.Acts["cycle"][kind]
		late := slices.ContainsFunc(act.Before, func(e string) bool { return s.Seen[e] > 0 })
		early := slices.ContainsFunc(act.After, func(e string) bool { return s.Seen[e] == 0 })
		if len(act.By) > 0 && st.may(act) && !late && !early && (kind != "cancel-meeting" || openMeeting(s)) &&
			(kind != "record-fact" || len(s.Policy.Grading.Facts) > 0) && (kind != "record-score" || s.Policy.Grading.Scored()) {
			out = append(out, Link{Label: v.W.Command("cycle", kind), Href: doPath("cycle/"+s.ID, kind, "/year/"+s.ID)})
		}
	}
	return out
}

func openMeeting(s *cycle.State) bool {
	for _, m := range s.Meetings {
		if m.Cancelled == nil && m.Held() == nil {
			return true
		}
	}
	return false
}
