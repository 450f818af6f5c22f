package demo

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/people"
	"shuping/internal/people/roster"
	"shuping/internal/policy"
)

// begin is the day on which the office starts: before the notice's window, which
// is for the review itself.
const begin calendar.Date = "2018-12-14"

// importRoster takes the roster in as the page for it does, and nothing of it when
// it has a fault.
func (p *play) importRoster() error {
	name := p.input(strings.TrimPrefix(Roster, "data/"))
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	known, err := p.app.People.Roster(p.ctx)
	if err != nil {
		return err
	}
	read := roster.Read([]roster.File{{Name: filepath.Base(name), Data: data}}, known, roster.Words{})
	var faults []error
	for _, f := range read.Faults {
		faults = append(faults, errors.New(f.String()))
	}
	if err := errors.Join(faults...); err != nil {
		return err
	}
	changes, missing := people.Compare(known, read.Roster)
	if len(missing) > 0 {
		return fmt.Errorf("%s: %d references to nobody, the first: %v", name, len(missing), missing[0])
	}
	if err := p.app.People.Apply(p.ctx, changes); err != nil {
		return err
	}
	if p.roster, err = p.app.People.Roster(p.ctx); err != nil {
		return err
	}
	for _, x := range p.roster.Persons {
		p.names[x.ID] = x.Name
	}
	for _, o := range p.roster.Organisations {
		p.names[o.ID] = o.Name
	}
	p.line(Done, "N5.2", p.meetingFor(policy.EachSubject).Attendance.Clause, p.Words.Say("demo.roster", "orgs", len(p.roster.Organisations), "persons", len(p.roster.Persons)))
	return nil
}

// openAccounts gives the accounts their roles, as they follow from the office's own
// lists: who comments is the head, who is of the leading group is a leader, who
// verified or checked is a verifier, who has posting and filing in hand is of the
// office, and whoever of the cadres does discipline inspection reads everything.
func (p *play) openAccounts() error {
	roles := map[string][]string{}
	give := func(person, role string) {
		if person != "" && !slices.Contains(roles[person], role) {
			roles[person] = append(roles[person], role)
		}
	}
	for _, r := range p.books.meetings.rows("党工委会议", "主持人编号", "点评人编号") {
		p.head = r.need("点评人编号")
		give(p.head, people.Head)
	}
	for _, m := range p.roster.Memberships {
		if m.Org == roster.Committee && m.Class == "班子成员" {
			give(m.Person, people.Leader)
		}
		if m.Org == roster.Committee && strings.HasPrefix(m.Post, "纪检") {
			give(m.Person, people.Auditor)
		}
	}
	for _, r := range p.books.verification.rows("现场核实", "组织编码", "核实人编号") {
		give(r.need("核实人编号"), people.Verifier)
	}
	for _, r := range p.books.rectification.rows("督查记录", "组织编码", "督查人编号") {
		give(r.need("督查人编号"), people.Verifier)
	}
	for _, r := range p.books.meetings.rows("结果反馈与运用", "对象编码", "事项", "经办人编号") {
		who := r.need("经办人编号")
		if (r.text("事项") == "公示" || r.text("事项") == "备案") && !slices.Contains(roles[who], people.Leader) {
			give(who, people.Office)
			if p.clerk == "" {
				p.clerk = who
			}
		}
	}
	for _, person := range slices.Sorted(maps.Keys(roles)) {
		if err := p.app.People.SetAccount(p.ctx, people.Account{Person: person, Roles: roles[person]}); err != nil {
			return fmt.Errorf("account of %s: %w", p.name(person), err)
		}
	}
	if p.clerk == "" || p.head == "" {
		return errors.New("the workbooks name nobody who posts or files, or nobody who comments")
	}
	p.line(Done, "N9.5", p.policy.Duties.Owner.Clause, p.Words.Say("demo.accounts", "n", len(roles), "office", p.name(p.clerk), "head", p.name(p.head)))
	return nil
}

// opening opens the year with what the office has on file of the last one.
func (p *play) opening() {
	var previous []cycle.PreviousGrade
	for _, r := range p.books.lastYear.rows("2017年度等次", "书记编号", "组织编码", "等次") {
		previous = append(previous, cycle.PreviousGrade{Person: r.need("书记编号"), Year: 2017, Grade: r.need("等次"), Source: r.book.file})
	}
	var carried []cycle.Carried
	count := map[string]int{}
	for _, r := range p.books.lastYear.rows("未完成整改事项", "组织编码", "问题", "整改措施", "完成期限") {
		org := r.need("组织编码")
		count[org]++
		carried = append(carried, cycle.Carried{ID: fmt.Sprintf("2017-%s-%d", org, count[org]), Org: org, Problem: r.need("问题"),
			Measure: r.text("整改措施"), Due: r.date("完成期限")})
	}
	p.at(begin, 9, 0, func() error {
		if err := p.must(p.clerk, p.year(), "open", values{"policy": notice, "previous": previous, "carried": carried}); err != nil {
			return err
		}
		p.line(Done, "N1.5", p.policy.CombinedWith.Clause, p.Words.Say("demo.open", "title", p.policy.Title, "grades", len(previous), "carried", len(carried)))
		return nil
	})
	p.at(begin, 9, 30, p.setScope)
	p.tasks()
	p.at(begin, 11, 0, p.liaisons)
	p.at(begin.AddDays(1), 8, 0, p.draw)
}

func (p *play) setScope() error {
	if err := p.must(p.clerk, p.year(), "set-scope", values{}); err != nil {
		return err
	}
	var subjects, exempt, drawn, take int
	var candidates []string
	err := p.view(func(s *cycle.State) {
		subjects, exempt = len(s.Subjects), len(s.Exempt)
		for _, d := range s.Draws {
			drawn, take, candidates = drawn+len(d.Candidates), take+d.Take, append(candidates, d.Candidates...)
		}
	})
	if err != nil {
		return err
	}
	p.done(p.year(), "set-scope", p.Words.Say("demo.scope", "subjects", subjects, "exempt", exempt, "candidates", drawn, "take", take))
	file := filepath.Join(p.Dir, CandidatesFile)
	if err := os.WriteFile(file, []byte(strings.Join(candidates, "\n")+"\n"), 0o600); err != nil {
		return err
	}
	p.done(p.year(), "draw", p.Words.Say("demo.candidates", "file", CandidatesFile, "names", p.Words.List(candidates)))
	return nil
}

// draw draws by throws of a die that everybody saw, after the list was made public.
func (p *play) draw() error {
	var kinds []string
	if err := p.view(func(s *cycle.State) {
		for _, d := range s.Draws {
			kinds = append(kinds, d.Kind)
		}
	}); err != nil {
		return err
	}
	var witnesses []string
	for _, m := range p.roster.Memberships {
		if m.Org == roster.Committee && m.Class == "党员群众代表" && len(witnesses) < 3 {
			witnesses = append(witnesses, m.Person)
		}
	}
	for _, kind := range kinds {
		p.result.DrawSeed = newChance(p.Seed, "dice").dice(12)
		err := p.must(p.clerk, p.year(), "draw", values{"kind": kind, "seed": p.result.DrawSeed, "seed_source": p.record.Say("demo.dice"),
			"date": p.clock.today(), "witnesses": witnesses})
		if err != nil {
			return err
		}
		if err := p.view(func(s *cycle.State) {
			for _, d := range s.Draws {
				if d.Kind == kind {
					for _, l := range d.Lots[:d.Take] {
						p.result.Drawn = append(p.result.Drawn, l.Name)
					}
				}
			}
		}); err != nil {
			return err
		}
		p.done(p.year(), "draw", p.Words.Say("demo.drawn", "seed", p.result.DrawSeed, "names", p.Words.List(p.result.Drawn),
			"command", fmt.Sprintf("shuping draw --from %s --take %d --seed '%s'", CandidatesFile, len(p.result.Drawn), p.result.DrawSeed)))
	}
	return nil
}

// liaisons gives every organisation the leader whom the roster names.
func (p *play) liaisons() error {
	n := 0
	for _, o := range p.roster.Organisations {
		if o.Liaison == "" || o.ID == roster.Committee {
			continue
		}
		if err := p.must(p.clerk, p.year(), "assign-liaison", values{"org": o.ID, "leader": o.Liaison}); err != nil {
			return err
		}
		n++
	}
	p.done(p.year(), "assign-liaison", p.Words.Say("demo.liaison", "n", n))
	return nil
}

// tasks gives every task its owner, and says on its last day that it is done.
func (p *play) tasks() {
	rows := p.books.preparation.rows("任务分工", "责任人编号", "任务", "完成期限")
	p.at(begin, 10, 0, func() error {
		for i, r := range rows {
			err := p.must(p.clerk, p.year(), "assign-task", values{"id": fmt.Sprint(i + 1), "title": r.need("任务"),
				"owner": r.need("责任人编号"), "due": r.date("完成期限")})
			if err != nil {
				return err
			}
		}
		p.done(p.year(), "assign-task", p.Words.Say("demo.tasks", "n", len(rows)))
		return nil
	})
	for i, r := range rows {
		p.at(r.date("完成期限"), 17, 30, func() error {
			if err := p.must(p.clerk, p.year(), "finish-task", values{"task": fmt.Sprint(i + 1)}); err != nil {
				return err
			}
			p.done(p.year(), "finish-task", p.Words.Say("demo.task-done", "title", r.text("任务"), "owner", r.text("责任人")))
			return nil
		})
	}
}
