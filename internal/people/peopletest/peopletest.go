// Package peopletest is the one suite for every driver of people.Store. It is
// used by tests only.
package peopletest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"shuping/internal/people"
)

// Sample is a small roster of two organisations.
func Sample() people.Roster {
	return people.Roster{
		Organisations: []people.Organisation{
			{ID: "O01", Name: "第一党支部", Kind: "党支部", Secretary: "P1", Deputy: "P2", Liaison: "P4"},
			{ID: "O02", Name: "第二党支部", Kind: "党支部", Higher: "O01", Secretary: "P3"},
		},
		Persons: []people.Person{
			{ID: "P1", Name: "单永福", Sex: "男", Born: 1970}, {ID: "P2", Name: "曾_%", Sex: "女"},
			{ID: "P3", Name: "𬭩堃", Phone: "0612"}, {ID: "P4", Name: "吐尔逊·买买提", Remark: "外出"},
		},
		Memberships: []people.Membership{
			{Org: "O01", Person: "P2", Class: "正式党员"}, {Org: "O01", Person: "P1", Class: "正式党员", Post: "书记"},
			{Org: "O02", Person: "P3", Class: "正式党员"}, {Org: "O02", Person: "P4", Class: "群众代表"},
		},
	}
}

// Suite runs every test of the contract against stores that open gives, each
// empty.
func Suite(t *testing.T, open func(*testing.T) people.Store) {
	for name, test := range map[string]func(*testing.T, people.Store){
		"empty": empty, "roster": roster, "search": search, "apply all or none": allOrNone,
		"forget": forget, "accounts": accounts, "links": links, "one of many uses a link": linkRace,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

func fill(t *testing.T, s people.Store) {
	t.Helper()
	c, missing := people.Compare(people.Roster{}, Sample())
	if len(missing) > 0 {
		t.Fatal(missing)
	}
	if err := s.Apply(context.Background(), c); err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func wantErr(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func empty(t *testing.T, s people.Store) {
	ctx := context.Background()
	r, err := s.Roster(ctx)
	wantErr(t, err, nil)
	want(t, r, people.Roster{})
	_, err = s.Person(ctx, "P1")
	wantErr(t, err, people.ErrUnknown)
	_, err = s.Organisation(ctx, "O01")
	wantErr(t, err, people.ErrUnknown)
	_, err = s.Account(ctx, "P1")
	wantErr(t, err, people.ErrUnknown)
	wantErr(t, s.Forget(ctx, "P1"), people.ErrUnknown)
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P1"}), people.ErrUnknown)
	all, err := s.Accounts(ctx)
	wantErr(t, err, nil)
	want(t, len(all), 0)
}

func roster(t *testing.T, s people.Store) {
	ctx := context.Background()
	fill(t, s)
	r, err := s.Roster(ctx)
	wantErr(t, err, nil)
	want(t, r, Sample())
	o, err := s.Organisation(ctx, "O02")
	wantErr(t, err, nil)
	want(t, o, Sample().Organisations[1])
	members, err := s.Members(ctx, "O01")
	wantErr(t, err, nil)
	want(t, members, []people.Member{
		{Person: Sample().Persons[1], Class: "正式党员"}, {Person: Sample().Persons[0], Class: "正式党员", Post: "书记"}})

	// The second roster moves P4 to O01, renames P2, and brings P5.
	next := Sample()
	next.Persons[1].Name = "曾红"
	next.Persons = append(next.Persons, people.Person{ID: "P5", Name: "区建国"})
	next.Memberships[3] = people.Membership{Org: "O01", Person: "P4", Class: "群众代表"}
	next.Memberships = append(next.Memberships, people.Membership{Org: "O02", Person: "P5", Class: "预备党员"})
	c, missing := people.Compare(r, next)
	want(t, len(missing), 0)
	wantErr(t, s.Apply(ctx, c), nil)
	r, err = s.Roster(ctx)
	wantErr(t, err, nil)
	again, _ := people.Compare(r, next)
	want(t, again.Empty(), true)
	want(t, r.Persons, next.Persons)
}

func search(t *testing.T, s people.Store) {
	fill(t, s)
	for text, ids := range map[string]string{
		"永": "P1", "syf": "P1", "SY": "P1", "P": "P1P2P3P4", "_%": "P2", "%": "P2", "买提": "P4", "x": "", " ": "", "z": "P2",
	} {
		found, err := s.Search(context.Background(), text, 10)
		wantErr(t, err, nil)
		got := ""
		for _, p := range found {
			got += p.ID
		}
		if got != ids {
			t.Errorf("search %q: got %s, want %s", text, got, ids)
		}
	}
	found, err := s.Search(context.Background(), "P", 2)
	wantErr(t, err, nil)
	want(t, len(found), 2)
}

func allOrNone(t *testing.T, s people.Store) {
	fill(t, s)
	err := s.Apply(context.Background(), people.Changes{
		Persons:     []people.Person{{ID: "P9", Name: "新人"}},
		Memberships: []people.Membership{{Org: "O99", Person: "P9", Class: "正式党员"}},
	})
	if err == nil {
		t.Error("a membership of an unknown organisation must not be stored")
	}
	_, err = s.Person(context.Background(), "P9")
	wantErr(t, err, people.ErrUnknown)
}

func forget(t *testing.T, s people.Store) {
	ctx := context.Background()
	fill(t, s)
	now := time.Unix(1545955200, 0)
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P4", Roles: []string{people.Leader}}), nil)
	wantErr(t, s.PutLink(ctx, [32]byte{4}, "P4", now.Add(time.Hour)), nil)
	wantErr(t, s.Forget(ctx, "P4"), nil)
	p, err := s.Person(ctx, "P4")
	wantErr(t, err, nil)
	want(t, p, people.Person{ID: "P4", Name: people.ForgottenName})
	members, err := s.Members(ctx, "O02")
	wantErr(t, err, nil)
	want(t, len(members), 1)
	a, err := s.Account(ctx, "P4")
	wantErr(t, err, nil)
	want(t, a, people.Account{Person: "P4", Name: people.ForgottenName, Disabled: true, Roles: []string{}})
	_, err = s.LinkOf(ctx, [32]byte{4}, now)
	wantErr(t, err, people.ErrLinkUnknown)
	found, err := s.Search(ctx, "tmt", 5)
	wantErr(t, err, nil)
	want(t, len(found), 0)
}

func accounts(t *testing.T, s people.Store) {
	ctx := context.Background()
	fill(t, s)
	a, err := s.Account(ctx, "P1")
	wantErr(t, err, nil)
	want(t, a, people.Account{Person: "P1", Name: "单永福", Roles: []string{}})
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P1", Roles: []string{"king"}}), people.ErrRole)
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P3", Roles: []string{people.Office, people.Auditor, people.Office}}), nil)
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P2", Disabled: true}), nil)
	all, err := s.Accounts(ctx)
	wantErr(t, err, nil)
	want(t, all, []people.Account{
		{Person: "P2", Name: "曾_%", Disabled: true, Roles: []string{}}, {Person: "P3", Name: "𬭩堃", Roles: []string{people.Auditor, people.Office}}})
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P3", Roles: []string{people.Head}}), nil)
	a, err = s.Account(ctx, "P3")
	wantErr(t, err, nil)
	want(t, a.Roles, []string{people.Head})
}

func links(t *testing.T, s people.Store) {
	ctx := context.Background()
	fill(t, s)
	now := time.Unix(1545955200, 0)
	put := func(n byte, person string) {
		wantErr(t, s.PutLink(ctx, [32]byte{n}, person, now.Add(time.Hour)), nil)
	}
	put(1, "P1")
	put(2, "P2")
	_, err := s.LinkOf(ctx, [32]byte{9}, now)
	wantErr(t, err, people.ErrLinkUnknown)
	person, err := s.LinkOf(ctx, [32]byte{1}, now)
	wantErr(t, err, nil)
	want(t, person, "P1")
	_, err = s.UseLink(ctx, [32]byte{1}, now.Add(time.Hour))
	wantErr(t, err, people.ErrLinkExpired)
	person, err = s.UseLink(ctx, [32]byte{1}, now.Add(time.Hour-time.Microsecond))
	wantErr(t, err, nil)
	want(t, person, "P1")
	_, err = s.UseLink(ctx, [32]byte{1}, now)
	wantErr(t, err, people.ErrLinkUsed)
	put(3, "P2")
	_, err = s.LinkOf(ctx, [32]byte{2}, now)
	wantErr(t, err, people.ErrLinkUnknown)
	wantErr(t, s.SetAccount(ctx, people.Account{Person: "P2", Disabled: true}), nil)
	_, err = s.UseLink(ctx, [32]byte{3}, now)
	wantErr(t, err, people.ErrLinkUnknown)
}

func linkRace(t *testing.T, s people.Store) {
	ctx := context.Background()
	fill(t, s)
	now := time.Unix(1545955200, 0)
	wantErr(t, s.PutLink(ctx, [32]byte{7}, "P1", now.Add(time.Hour)), nil)
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() { _, results[i] = s.UseLink(ctx, [32]byte{7}, now) })
	}
	wg.Wait()
	won := 0
	for _, err := range results {
		if err == nil {
			won++
		} else if !errors.Is(err, people.ErrLinkUsed) {
			t.Error(fmt.Errorf("the others are told that it was used, got %w", err))
		}
	}
	want(t, won, 1)
}
