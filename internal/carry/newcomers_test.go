package carry

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/house"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/people"
)

// Who was put on the rosters of the laptop and came comes home with the meeting; who is
// known at home stays as there, and nobody gets a role by a box.
func TestWhoWasAddedOnTheDeviceComesHome(t *testing.T) {
	home, device := newHome(t), newPlace(t)
	key, err := device.Key.Public()
	must(t, err)
	box, err := home.Out(ctx, office, "m-o1", key, "笔记本")
	must(t, err)
	_, err = device.Open(ctx, box)
	must(t, err)
	must(t, device.People.Apply(ctx, people.Changes{
		Persons:     []people.Person{{ID: "late", Name: "迟到的党员", Phone: "13900000000"}, {ID: "absent", Name: "没有来的人"}, {ID: "s", Name: "改过的名字"}},
		Memberships: []people.Membership{{Org: "o1", Person: "late", Class: "正式党员"}},
	}))
	must(t, device.People.SetAccount(ctx, people.Account{Person: "late", Roles: []string{people.Office}}))
	device.do("g", &meeting.OpenRoll{Roster: []brief.Attendee{{Person: "s", Class: "member"}, {Person: "late", Class: "member"}}})
	device.do("g", &meeting.SignIn{Persons: []string{"late"}})
	back, err := device.Back(ctx, decider.Call{Who: "g"}, "m-o1")
	must(t, err)
	_, err = home.Open(ctx, back)
	must(t, err)

	p, err := home.People.Person(ctx, "late")
	if err != nil || p.Name != "迟到的党员" || p.Phone != "" {
		t.Errorf("%+v %v", p, err)
	}
	members, err := home.People.Members(ctx, "o1")
	must(t, err)
	if !slices.ContainsFunc(members, func(m people.Member) bool { return m.ID == "late" }) {
		t.Errorf("%+v", members)
	}
	if s, err := home.People.Person(ctx, "s"); err != nil || s.Name != "书记" || s.Phone == "" {
		t.Errorf("who is known at home was changed: %+v %v", s, err)
	}
	if _, err := home.People.Person(ctx, "absent"); !errors.Is(err, people.ErrUnknown) {
		t.Error("somebody whom no record names came home, too:", err)
	}
	if a, err := home.People.Account(ctx, "late"); !errors.Is(err, people.ErrUnknown) && len(a.Roles) > 0 {
		t.Errorf("the box gave a role: %+v %v", a, err)
	}
}

// A box from the device that brings roles or rosters, as one on its way out does, is refused
// before anything of it is taken.
func TestABoxGivesNobodyARoleAtHome(t *testing.T) {
	home, device := newHome(t), newPlace(t)
	key, err := device.Key.Public()
	must(t, err)
	out, err := home.Out(ctx, office, "m-o1", key, "笔记本")
	must(t, err)
	_, err = device.Open(ctx, out)
	must(t, err)
	back, err := device.Back(ctx, decider.Call{Who: "g"}, "m-o1")
	must(t, err)
	data, err := home.Key.Open(back)
	must(t, err)
	m, files, _, err := unpack(data)
	must(t, err)
	kept, err := device.kept("m-o1")
	must(t, err)
	files[peopleFile], err = json.Marshal(taken{Accounts: []people.Account{{Person: "g", Roles: []string{people.Office}}}})
	must(t, err)
	data, err = pack(m, files, kept.Secret)
	must(t, err)
	box, err := house.Close(kept.Home, data)
	must(t, err)
	_, err = home.Open(ctx, box)
	var r *decider.Refusal
	if !errors.As(err, &r) || r.Code != "box-tampered" {
		t.Errorf("%v, want box-tampered", err)
	}
	if a, err := home.People.Account(ctx, "g"); err != nil || slices.Contains(a.Roles, people.Office) {
		t.Errorf("%+v %v", a, err)
	}
	home.state(func(s *meeting.State, _ journal.Head) {
		if s.Away == nil {
			t.Error("the meeting is home")
		}
	})
}
