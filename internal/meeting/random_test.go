package meeting

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/decidertest"
	"shuping/internal/policy"
)

// small leaves in the policy what a meeting of that type needs, so that states are small.
func small(p policy.Policy, typ string) policy.Policy {
	m, _ := p.MeetingByID(typ)
	return policy.Policy{ID: p.ID, Meetings: []policy.Meeting{*m}, Acts: policy.Acts{"meeting": p.Acts["meeting"]}}
}

// TestRandomMeetings hands in what is due next, or anything else, in random order
// and with random numbers. Whatever happens: no count before the end of a vote, no
// result that changes, and a meeting that got closed passes the audit. The third
// policy says nothing of before and after: the commands hold by themselves.
func TestRandomMeetings(t *testing.T) {
	lenient := membersBrief(t)
	lenient.Policy = small(lenient.Policy, lenient.Type)
	for kind, act := range lenient.Policy.Acts["meeting"] {
		act.After, act.Before = nil, nil
		lenient.Policy.Acts["meeting"][kind] = act
	}
	briefs := []brief.Brief{membersBrief(t), committeeBrief(t), lenient}
	for _, name := range slices.Sorted(maps.Keys(ruledBriefs(t))) {
		briefs = append(briefs, ruledBriefs(t)[name])
	}
	for _, b := range briefs {
		b.Policy = small(b.Policy, b.Type)
		var announced map[string]string
		start := func(p *decidertest.Play[State]) error {
			announced = map[string]string{}
			return p.Do(decider.Call{Who: "shuping", Roles: []string{"system"}, At: moment(0)}, &Call{Brief: b})
		}
		bench(t).Random(t, 25+5*len(b.Subjects), start, nextCommand, func(s *State) error { return sound(t, s, announced) })
	}
}

func moment(n uint64) time.Time {
	return time.Date(2019, 1, 3, 1, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
}

func sound(t *testing.T, s *State, announced map[string]string) error {
	for _, r := range s.Rounds {
		if r.Ended == nil && (r.Phone != nil || len(r.Sheets) > 0 || r.Reading != nil) {
			return fmt.Errorf("round %d has counts before its end", r.No)
		}
		if r.Voided != nil && r.Accepted != nil {
			return fmt.Errorf("round %d is void and accepted", r.No)
		}
	}
	for i, r := range s.Results {
		if r.Announced == nil {
			continue
		}
		key, now := strconv.Itoa(i), text(t, r)
		if was, ok := announced[key]; ok && was != now {
			return fmt.Errorf("result %d changed after it was announced", i)
		}
		announced[key] = now
	}
	if s.Closed == nil {
		return nil
	}
	for _, v := range Audit(s) {
		if !v.OK {
			return fmt.Errorf("closed, but %+v", v)
		}
	}
	if _, ok := s.Minutes(); !ok {
		return fmt.Errorf("closed without minutes")
	}
	return nil
}

// nextCommand is mostly something that is due, by somebody who may, and sometimes
// anything by anybody.
func nextCommand(rt *rapid.T, s *State) (decider.Call, decider.Command[State]) {
	kinds := []string{}
	for _, c := range Decider().Commands {
		if _, house := HouseAct(c.Kind()); !house || slices.Contains(queueActs, c.Kind()) {
			kinds = append(kinds, c.Kind())
		}
	}
	who := rapid.SampledFrom([]string{"g1", "t1", "t2", "o1", "m2", "l1", "x"}).Draw(rt, "who")
	task := Task{}
	if due := Due(s, ""); len(due) > 0 && rapid.IntRange(0, 9).Draw(rt, "due") < 9 {
		task = rapid.SampledFrom(due).Draw(rt, "task")
		kinds = []string{task.Command}
	}
	call := decider.Call{Who: who, Roles: []string{"office", "chair", "head", "guide", "teller", "system"}, At: moment(s.Seq)}
	kind := rapid.SampledFrom(kinds).Draw(rt, "kind")
	if kind == "accept-count" && len(s.Brief.Guides) > 0 {
		call.Who = "g1"
	}
	return call, build(rt, s, kind, task)
}

func build(rt *rapid.T, s *State, kind string, task Task) decider.Command[State] {
	n := func(max int) int { return rapid.IntRange(0, max).Draw(rt, "n") }
	subject := task.Subject
	if subject == "" {
		subject = s.Brief.Subjects[n(len(s.Brief.Subjects)-1)].ID
	}
	switch kind {
	case "change-brief":
		return &ChangeBrief{Place: "礼堂", Reason: "人多"}
	case "open-roll":
		return &OpenRoll{Roster: everybody(s)}
	case "exclude":
		return &Exclude{Person: fmt.Sprint("m", 1+n(5)), Reason: "卧病", Approver: "a1"}
	case "include":
		return &Include{Person: fmt.Sprint("m", 1+n(6)), Class: "member", Reason: "更正", Approver: "a1"}
	case "sign-in":
		return &SignIn{Persons: some(rt, s, false)}
	case "sign-out":
		return &SignOut{Persons: some(rt, s, true)}
	case "open-meeting":
		return &OpenMeeting{}
	case "adjourn":
		return &Adjourn{Reason: strings.Repeat("改期", n(1))}
	case "start-report":
		return &StartReport{Subject: subject}
	case "finish-report":
		return &FinishReport{Subject: subject, Instead: []Instead{"", "", "", Written, Absent}[n(4)], Reason: "病假"}
	case "ask":
		return &Ask{Subject: subject, Question: "何时修好"}
	case "queue-question":
		return &QueueQuestion{Subject: subject, Way: []Way{FromFloor, BySlip}[n(1)], Question: []string{"路灯", "停车", "食堂"}[n(2)]}
	case "allow-phones":
		return &AllowPhones{Phones: []Phones{PhonesOpen, PhonesOpen, PhonesClosed}[n(2)]}
	case "phone-question":
		return &PhoneQuestion{No: s.PhoneQueue, Subject: subject, Question: []string{"路灯", "停车", "食堂"}[n(2)]}
	case "take-question":
		return &TakeQuestion{Waiting: someWaiting(rt, s, task.Ref)}
	case "join-questions":
		return &JoinQuestions{Waiting: []string{someWaiting(rt, s, ""), someWaiting(rt, s, "")}, Question: "路灯和停车"}
	case "move-question":
		return &MoveQuestion{Waiting: someWaiting(rt, s, ""), Before: someWaiting(rt, s, "")}
	case "decline-questions":
		if task.Command != "" {
			var all []string
			for _, w := range s.Waits("") {
				all = append(all, w.ID)
			}
			return &DeclineQuestions{Waiting: all, Reason: "时间已到"}
		}
		return &DeclineQuestions{Waiting: []string{someWaiting(rt, s, "")}, Reason: "与述职无关"}
	case "answer":
		return &Answer{Question: task.Ref, Answer: "尽快", Solution: "列入计划", Due: s.Date.AddDays(n(9))}
	case "comment":
		return &Comment{Subject: subject, Strengths: "实", Problems: []string{"窄"}, Direction: "宽"}
	case "speak":
		return &Speak{Speaker: "l1", Text: "抓紧整改"}
	case "close-meeting":
		return &CloseMeeting{}
	case "correct-record":
		return &CorrectRecord{Record: uint64(n(20)), Text: "更正", Reason: "笔误"}
	case "call":
		return &Call{Brief: s.Brief}
	}
	return buildVote(rt, s, kind)
}

// someWaiting is that question of the queue, or where none is named any.
func someWaiting(rt *rapid.T, s *State, id string) string {
	if open := s.Waits(""); id == "" && len(open) > 0 {
		return open[rapid.IntRange(0, len(open)-1).Draw(rt, "waiting")].ID
	}
	return id
}

func buildVote(rt *rapid.T, s *State, kind string) decider.Command[State] {
	n := func(max int) int { return rapid.IntRange(0, max).Draw(rt, "v") }
	r := s.Round()
	if r == nil {
		r = &Round{}
	}
	switch kind {
	case "open-ballot":
		c := &OpenBallot{}
		for _, class := range s.Type().Classes {
			if class.Votes && s.Roll != nil {
				voters := s.Voters(class.ID)
				phone := n(voters)
				c.Issued = append(c.Issued, Issue{Class: class.ID, Phone: phone, Paper: voters - phone})
			}
		}
		return c
	case "replace-slip":
		return &ReplaceSlip{Class: "member", Origin: []Origin{ByPhone, OnPaper}[n(1)], Cause: "lost", Reason: "遗失"}
	case "close-ballot":
		return &CloseBallot{}
	case "collect-ballots":
		c := &CollectBallots{}
		more := n(12) / 12 // seldom one paper more than was given out
		for _, sl := range r.Slips {
			c.Rows = append(c.Rows, Collected{Class: sl.Class, PhoneSpoilt: sl.PhoneReplaced, PaperReturned: sl.Paper - sl.PaperReplaced + more, PaperNotReturned: sl.PaperReplaced})
		}
		return c
	case "count-paper":
		return &CountPaper{Piles: pilesOf(r, func(sl Slips) int { return sl.Paper - sl.PaperReplaced }, n(9)/9)}
	case "record-box":
		c := &RecordBox{Seal: strings.Repeat("0", 64), Piles: pilesOf(r, func(sl Slips) int { return sl.Phone - sl.PhoneReplaced }, 0)}
		for _, p := range c.Piles {
			c.Used = append(c.Used, UsedCode{Class: p.Class, Used: p.Ballots})
		}
		return c
	case "accept-count":
		return &AcceptCount{}
	case "void-ballot":
		return &VoidBallot{Reason: "收回多于发出"}
	case "announce":
		return &Announce{Where: "会场"}
	case "recount":
		return &Recount{Paper: pilesOf(r, func(sl Slips) int { return sl.Paper - sl.PaperReplaced }, 1), Reason: "异议", Approver: "a1"}
	}
	if c := buildReading(rt, s, r, kind); c != nil {
		return c
	}
	panic("no command " + kind)
}

// pilesOf counts everything for the first option, or for the one shifted by to.
func pilesOf(r *Round, size func(Slips) int, to int) (piles []Pile) {
	for _, sl := range r.Slips {
		if n := size(sl); n > 0 {
			if !r.Form.Simple() {
				piles = append(piles, ruledPile(r.Form, sl.Class, n, to))
				continue
			}
			p := Pile{Class: sl.Class, Ballots: n}
			for _, sub := range r.Form.Subjects {
				row := Row{Subject: sub, Options: make([]int, len(r.Form.Options))}
				row.Options[to] = n
				p.Rows = append(p.Rows, row)
			}
			piles = append(piles, p)
		}
	}
	return piles
}

func everybody(s *State) []brief.Attendee {
	if s.Brief.Type == "committee" {
		var list []brief.Attendee
		for i, c := range s.Type().Classes {
			prefix := []string{"l", "h", "d", "c", "r", "p", "x"}[i]
			list = append(list, roster(c.ID, prefix, 3)...)
		}
		return list
	}
	return append(append(roster("member", "m", 5), roster("masses", "r", 2)...), brief.Attendee{Person: "g1", Class: "guide"})
}

// some people who are in the hall, or who are not.
func some(rt *rapid.T, s *State, here bool) (list []string) {
	if s.Roll == nil {
		return []string{"m1"}
	}
	for _, p := range s.Roll.Order {
		if s.Roll.People[p].Here == here && (rapid.IntRange(0, 9).Draw(rt, "some") < 8) {
			list = append(list, p)
		}
	}
	return list
}
