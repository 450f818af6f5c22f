package demo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/journal"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// gatherings puts the members' meetings into the diary (N5).
func (p *play) gatherings() {
	list := p.readGatherings()
	for _, g := range list {
		hour, minute := clockOf(g.time)
		if g.n == 1 {
			p.at(g.date.AddDays(-1), 17, 0, p.ifSubject(g.org, func() error { return p.callMembers(g) }))
		}
		p.at(g.date, hour, minute, p.ifSubject(g.org, func() error { return p.holdMembers(g) }))
	}
}

func (p *play) callMembers(g *gathering) error {
	kind := p.meetingFor(policy.EachSubject)
	err := p.must(p.clerk, p.year(), "call-meeting", values{"meeting": g.id, "type": kind.ID, "subjects": []string{g.org}, "date": g.date, "time": g.time,
		"place": g.place, "chair": g.chair, "chair_post": g.post, "guides": []string{g.guide}, "tellers": g.tellers})
	if err != nil {
		return err
	}
	p.line(Done, "N5.1", kind.Chair.Clause, p.Words.Say("demo.called", "org", p.name(g.org), "date", p.Words.ISODate(string(g.date)), "time", g.time,
		"place", g.place, "chair", p.name(g.chair), "guide", p.name(g.guide)))
	return nil
}

func (p *play) meetingFor(reach policy.Reach) *policy.Meeting {
	for i := range p.policy.Meetings {
		if p.policy.Meetings[i].For == reach {
			return &p.policy.Meetings[i]
		}
	}
	panic("demo: the notice has no such meeting") // unreachable unless the notice of 2018 was changed
}

// holdMembers holds a meeting from the roll to the end, or puts it off.
func (p *play) holdMembers(g *gathering) error {
	if err := p.rollCall(g); err != nil {
		return fmt.Errorf("%s: %w", p.name(g.org), err)
	}
	opened, err := p.openMembers(g)
	if err != nil || !opened {
		return err
	}
	if err := p.must(g.chair, g.stream(), "start-report", values{"subject": g.org}); err != nil {
		return err
	}
	p.clock.pass(9 * time.Minute)
	if err := p.must(g.chair, g.stream(), "finish-report", values{"subject": g.org}); err != nil {
		return err
	}
	if err := p.vote(g); err != nil {
		return fmt.Errorf("%s: %w", p.name(g.org), err)
	}
	if err := p.must(g.guide, g.stream(), "announce", values{"where": g.place}); err != nil {
		return err
	}
	p.clock.pass(3 * time.Minute)
	if err := p.must(g.chair, g.stream(), "close-meeting", values{}); err != nil {
		return err
	}
	return p.showResult(g.id)
}

// rollCall opens the roll, takes those off it who do not count, and signs in who came.
func (p *play) rollCall(g *gathering) error {
	if err := p.must(g.guide, g.stream(), "open-roll", values{}); err != nil {
		return err
	}
	out := map[string]bool{}
	for _, r := range g.excluded {
		err := p.must(p.clerk, g.stream(), "exclude", values{"person": r.need("人员编号"), "reason": r.need("理由"), "approver": r.need("批准人编号")})
		if err != nil {
			return err
		}
		out[r.need("人员编号")] = true
	}
	var here []string
	if err := p.viewMeeting(g.id, func(s *meeting.State) {
		for _, who := range s.Roll.Order {
			if !out[who] && !g.absent[who] {
				here = append(here, who)
			}
		}
	}); err != nil {
		return err
	}
	p.clock.pass(5 * time.Minute)
	if err := p.must(g.guide, g.stream(), "sign-in", values{"persons": here}); err != nil {
		return err
	}
	if err := p.must(g.guide, g.stream(), "sign-in", values{"persons": []string{g.guide}, "class": "guide"}); err != nil {
		return err
	}
	return p.observers(g)
}

// observers signs in the other secretaries at the model meeting.
func (p *play) observers(g *gathering) error {
	var watch []string
	if err := p.view(func(s *cycle.State) {
		for _, org := range g.watch {
			if sub := s.Subjects[org]; sub != nil {
				watch = append(watch, sub.Person)
			}
		}
	}); err != nil || len(watch) == 0 {
		return err
	}
	kind := p.meetingFor(policy.EachSubject)
	if err := p.must(g.guide, g.stream(), "sign-in", values{"persons": watch, "class": kind.Model.Class}); err != nil {
		return err
	}
	if g.next == nil {
		p.line(Done, "N5.7", kind.Model.Clause, p.Words.Say("demo.observers", "org", p.name(g.org), "n", len(watch)))
	}
	return nil
}

// openMembers opens the meeting, or prints why not and puts it off to the next date
// of the list.
func (p *play) openMembers(g *gathering) (bool, error) {
	_, err := p.hand(g.chair, g.stream(), "open-meeting", values{})
	if err == nil {
		return true, p.showGates(g)
	}
	if err := p.refused(g.stream(), "open-meeting", err); err != nil {
		return false, err
	}
	if g.next == nil {
		return false, fmt.Errorf("%s: the meeting cannot be opened and the list has no further date: %w", p.name(g.org), err)
	}
	if err := p.must(g.chair, g.stream(), "adjourn", values{"reason": g.remark, "next": g.next.date}); err != nil {
		return false, err
	}
	p.mended(p.Words.Say("demo.adjourned", "org", p.name(g.org), "date", p.Words.ISODate(string(g.next.date))))
	return false, nil
}

// showGates says by which numbers the meeting was opened.
func (p *play) showGates(g *gathering) error {
	var lines []Line
	err := p.viewMeeting(g.id, func(s *meeting.State) {
		for _, gate := range s.Opening.Gates {
			key := map[meeting.GateCode]string{meeting.GateQuorum: "demo.quorum", meeting.GateComposition: "demo.composition"}[gate.Code]
			if key != "" {
				lines = append(lines, Line{p.clock.today(), gate.Rule, gate.Clause, Done, p.Words.Say(key, "org", p.name(g.org),
					"share", p.Words.Share(gate.Have, gate.Whole), "need", gate.Need)})
			}
		}
	})
	for _, l := range lines {
		p.Print(l)
	}
	return err
}

func (p *play) viewMeeting(id string, look func(s *meeting.State)) error {
	s, err := p.app.Meetings.Find(p.ctx, id)
	if err != nil {
		return err
	}
	s.View(func(s *meeting.State, _ journal.Head) { look(s) })
	return nil
}

// showResult says what was announced, of each subject in all.
func (p *play) showResult(id string) error {
	var lines []string
	err := p.viewMeeting(id, func(s *meeting.State) {
		r := s.Announced()
		for i, c := range r.Announced.Published.Total {
			var parts []string
			for k, n := range c.Count.Options {
				parts = append(parts, r.Form.Options[k]+" "+strconv.Itoa(n))
			}
			sub, _ := s.Subject(r.Form.Subjects[i])
			lines = append(lines, p.Words.Say("demo.result", "org", sub.OrgName, "ballots", r.Announced.Published.Ballots, "counts", strings.Join(parts, " "), "invalid", c.Count.Blank+c.Count.Multiple))
		}
	})
	for _, l := range lines {
		p.done("meeting/"+id, "announce", l)
	}
	return err
}

// refusalCode is the code of the refusal that err is, "" for another error.
func refusalCode(err error) string {
	var r *decider.Refusal
	if errors.As(err, &r) {
		return r.Code
	}
	return ""
}
