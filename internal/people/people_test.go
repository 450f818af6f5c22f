package people

import (
	"bytes"
	"context"
	"errors"
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"张秀兰": "zxl", "单永福": "syf", "曾红": "zh", "仇英": "qy", "解晓东": "xxd", "区建国": "ojg", "查良": "zl",
		"吐尔逊·买买提": "texmmt", "Li 3": "li3", "": "", "𬭩": "w", "☆": "",
	} {
		if got := Initials(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// memory is the least that SignIn needs.
type memory struct {
	Links
	accounts map[string]Account
	hash     [32]byte
	person   string
	expires  time.Time
	used     bool
}

func (m *memory) Account(_ context.Context, p string) (Account, error) {
	a, ok := m.accounts[p]
	if !ok {
		return a, ErrUnknown
	}
	return a, nil
}

func (m *memory) PutLink(_ context.Context, hash [32]byte, person string, expires time.Time) error {
	m.hash, m.person, m.expires, m.used = hash, person, expires, false
	return nil
}

func (m *memory) LinkOf(_ context.Context, hash [32]byte, now time.Time) (string, error) {
	switch {
	case hash != m.hash:
		return "", ErrLinkUnknown
	case m.used:
		return "", ErrLinkUsed
	case !now.Before(m.expires):
		return "", ErrLinkExpired
	}
	return m.person, nil
}

func (m *memory) UseLink(ctx context.Context, hash [32]byte, now time.Time) (string, error) {
	p, err := m.LinkOf(ctx, hash, now)
	m.used = m.used || err == nil
	return p, err
}

func TestSignIn(t *testing.T) {
	ctx := context.Background()
	now := time.Unix(1545955200, 0)
	m := &memory{accounts: map[string]Account{"P1": {Person: "P1", Name: "甲"}, "P2": {Person: "P2", Disabled: true}}}
	s := SignIn{Store: m, Now: func() time.Time { return now }, Random: rand.New(rand.NewSource(1))}
	is := func(got, want error) {
		t.Helper()
		if !errors.Is(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	_, err := s.IssueLink(ctx, "P3", time.Hour)
	is(err, ErrUnknown)
	_, err = s.IssueLink(ctx, "P2", time.Hour)
	is(err, ErrDisabled)
	first, err := s.IssueLink(ctx, "P1", time.Hour)
	is(err, nil)
	second, err := s.IssueLink(ctx, "P1", time.Hour)
	is(err, nil)
	if len(second) != 43 || first == second || bytes.Contains(m.hash[:], []byte(second)) {
		t.Error("a token is 32 random bytes and is not what is stored")
	}
	for _, bad := range []string{"", "x", first + "=", first[:42], strings.Repeat("A", 1000)} {
		is(s.Check(ctx, bad), ErrLinkUnknown)
	}
	is(s.Check(ctx, first), ErrLinkUnknown)
	is(s.Check(ctx, second), nil)
	is(s.Check(ctx, second), nil)
	a, err := s.Redeem(ctx, second)
	is(err, nil)
	if a.Name != "甲" {
		t.Error(a)
	}
	_, err = s.Redeem(ctx, second)
	is(err, ErrLinkUsed)
	third, err := s.IssueLink(ctx, "P1", time.Hour)
	is(err, nil)
	m.accounts["P1"] = Account{Person: "P1", Disabled: true}
	_, err = s.Redeem(ctx, third)
	is(err, ErrDisabled)
	if m.used {
		t.Error("a link of a disabled account is not used up")
	}
	now = now.Add(time.Hour)
	is(s.Check(ctx, third), ErrLinkExpired)
	m.accounts = map[string]Account{"P1": {Person: "P1"}}
	s.Random = strings.NewReader("short")
	if _, err := s.IssueLink(ctx, "P1", time.Hour); err == nil {
		t.Error("too few random bytes must be an error")
	}
}

func TestCompareNamesWhatIsMissing(t *testing.T) {
	_, missing := Compare(Roster{}, Roster{
		Organisations: []Organisation{{ID: "O1", Higher: "O9", Secretary: "P1", Deputy: "P9", Liaison: "P8"}},
		Persons:       []Person{{ID: "P1"}},
		Memberships:   []Membership{{Org: "O7", Person: "P1"}, {Org: "O1", Person: "P7"}},
	})
	want := []Missing{{"organisation", "O1", "higher", "O9"}, {"organisation", "O1", "deputy", "P9"}, {"organisation", "O1", "liaison", "P8"},
		{"membership", "P1", "org", "O7"}, {"membership", "O1", "person", "P7"}}
	if d := cmp.Diff(want, missing); d != "" {
		t.Error(d)
	}
}

// apply is what a store does with changes, in the plainest way.
func apply(r Roster, c Changes) map[string]string {
	m := map[string]string{}
	put := func(r Roster) {
		for _, o := range r.Organisations {
			m["o"+o.ID] = o.Name + o.Kind + o.Secretary
		}
		for _, p := range r.Persons {
			m["p"+p.ID] = p.Name
		}
		for _, s := range r.Memberships {
			m["m"+s.Org+"/"+s.Person] = s.Class
		}
	}
	put(r)
	for _, s := range c.Removed {
		delete(m, "m"+s.Org+"/"+s.Person)
	}
	put(Roster{c.Organisations, c.Persons, c.Memberships})
	return m
}

func TestCompareLeadsToTheIncomingRoster(t *testing.T) {
	rng := rand.New(rand.NewSource(7))
	pick := func(s ...string) string { return s[rng.Intn(len(s))] }
	random := func() (r Roster) {
		for _, o := range []string{"O1", "O2"} {
			r.Organisations = append(r.Organisations, Organisation{ID: o, Name: pick("a", "b"), Secretary: pick("P1", "P2", "")})
		}
		for _, p := range []string{"P1", "P2", "P3"} {
			r.Persons = append(r.Persons, Person{ID: p, Name: pick("x", "y")})
			if rng.Intn(4) > 0 {
				r.Memberships = append(r.Memberships, Membership{Org: pick("O1", "O2"), Person: p, Class: pick("1", "2")})
			}
		}
		return r
	}
	for range 500 {
		old, next := random(), random()
		c, missing := Compare(old, next)
		if len(missing) > 0 {
			t.Fatal(missing)
		}
		got, want := apply(old, c), apply(next, Changes{})
		covered := map[string]bool{}
		for _, m := range next.Memberships {
			covered[m.Org] = true
		}
		for _, m := range old.Memberships { // an organisation that the roster does not cover keeps its members
			if !covered[m.Org] {
				want["m"+m.Org+"/"+m.Person] = m.Class
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
		if (c.Empty()) != (len(c.Organisations)+len(c.Persons)+len(c.Memberships)+len(c.Removed) == 0) {
			t.Fatal("Empty disagrees with the changes")
		}
	}
}
