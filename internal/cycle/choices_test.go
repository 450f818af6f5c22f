package cycle

import (
	"testing"

	"shuping/internal/form"
)

// TestChoices: every list that a field is chosen from is there, and holds what the
// commands accept.
func TestChoices(t *testing.T) {
	s := bench(t).State(t, "N11.1-plan.txt")
	c := Choices(s, "O3")
	for _, cmd := range commands() {
		for _, f := range form.Fields(cmd) {
			for _, f := range append([]form.Field{f}, f.Fields...) {
				if _, ok := c[f.From]; f.From != "" && f.From != "persons" && !ok {
					t.Errorf("%s.%s is chosen from %s, which is not there", cmd.Kind(), f.Name, f.From)
				}
			}
		}
	}
	for name, want := range map[string]int{"orgs": 7, "subjects": 5, "meetings": 6, "items": 3, "sources": 3, "documents": 13, "consequences": 0, "types": 2} {
		if got := len(c[name]); got != want {
			t.Errorf("%d %s, want %d", got, name, want)
		}
	}
	if got := Choices(s, "O1")["consequences"]; len(got) != 1 || got[0].Value != "commend" {
		t.Errorf("consequences of O1: %v", got)
	}
	if got := Choices(s, "O1")["sources"]; len(got) != 4 || got[2].Value != "carried:c1" {
		t.Errorf("sources of O1: %v", got)
	}
	if got := Choices(s, "")["items"]; len(got) != 0 {
		t.Errorf("items of nobody: %v", got)
	}
}

// TestBrief: a meeting starts from what was called and approved.
func TestBrief(t *testing.T) {
	s := bench(t).State(t, "_held.txt")
	b, ok := s.Brief("m-O2")
	if !ok || b.Cycle != "2018" || b.Org != "O2" || b.OrgName != "金坡社区党总支" || !b.Model || b.Chair != "d2" || len(b.Subjects) != 1 || b.Subjects[0].Report != "report-O2" || b.PolicyHash != hash {
		t.Errorf("%+v", b)
	}
	if b, ok := s.Brief("session"); !ok || len(b.Subjects) != 5 || b.Org != "" || b.Head != "head-1" || b.Model {
		t.Errorf("%+v", b)
	}
	if _, ok := s.Brief("none"); ok {
		t.Error("a meeting that was not called has a brief")
	}
	if _, ok := bench(t).State(t, "N1.4-two-meetings.txt").Brief("m-O1"); ok {
		t.Error("a meeting that was cancelled has a brief")
	}
}

// TestNextYear: the grades and what is unfinished open the next year.
func TestNextYear(t *testing.T) {
	s := bench(t).State(t, "N11.3-close.txt")
	grades := map[string]string{}
	for _, g := range s.Grades() {
		key := g.Person
		if g.Year != 2018 {
			key += "-before"
		}
		if grades[key] != "" {
			t.Errorf("%s stands twice", key)
		}
		grades[key] = g.Grade
	}
	if grades["s2"] != "基本称职" || grades["s2-before"] != "基本称职" || grades["s6-before"] != "称职" || len(grades) != 9 {
		t.Errorf("%v", grades)
	}
	if got := s.Carry(); len(got) != 11 || got[0].Person != "s1" || got[10].ID != "c1" {
		t.Errorf("%+v", got)
	}
}

// TestRoles: roles that follow from what was recorded.
func TestRoles(t *testing.T) {
	s := bench(t).State(t, "_held.txt")
	for _, c := range []struct {
		who, subject string
		want         int
	}{{"s1", "O1", 1}, {"s1", "O2", 0}, {"l1", "O1", 1}, {"g1", "O1", 1}, {"g1", "", 1}, {"t1", "O1", 1}, {"d1", "O1", 1}, {"head-1", "", 1}, {"x", "", 0}, {"", "", 0}} {
		if got := s.RolesOf(c.who, c.subject); len(got) != c.want {
			t.Errorf("%s for %s: %v", c.who, c.subject, got)
		}
	}
}
