package cycle

import "testing"

// TestSources: what an item of a plan can answer.
func TestSources(t *testing.T) {
	s := bench(t).State(t, "N11.1-plan.txt")
	if got := s.Sources("O3"); len(got) != 3 {
		t.Errorf("sources of O3: %v", got)
	}
	if got := s.Sources("O1"); len(got) != 4 || got[2].Value != "carried:c1" {
		t.Errorf("sources of O1: %v", got)
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
