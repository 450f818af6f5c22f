package meeting

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"shuping/internal/ballot"
	"shuping/internal/policy"
)

// vote checks one vote: who got ballots, where they went, and the counts (N5.6,
// N7.1, N7.2). A void vote has only the ballots to be checked.
func (a *audit) vote(r *Round) {
	no, clause := strconv.Itoa(r.No), a.t.Ballot.Clause
	for i, class := range r.Form.Classes {
		k, parts := a.votes(class)
		voters := int(a.inHall(r.Seq, func(p string, e *Entry) bool { return slices.Contains(parts, e.Class) && a.mayVote(p, e.Class) }))
		a.add("N5.7", clause, "class-votes", class, k, fmt.Sprint(k), "true")
		given := r.Slips[i].Phone - r.Slips[i].PhoneReplaced + r.Slips[i].Paper - r.Slips[i].PaperReplaced
		a.add("N7.2", clause, "voters", class, given <= voters, fmt.Sprint(given), fmt.Sprint("<= ", voters))
		a.few(r, i, class)
	}
	if r.Voided != nil {
		a.add("N5.6", clause, "void", no, r.Voided.Reason != "", r.Voided.Reason, "reason")
		return
	}
	if r.Accepted == nil || len(r.Collected) == 0 {
		a.add("N5.6", clause, "accepted", no, false, "false", "true")
		return
	}
	for i, class := range r.Form.Classes {
		a.ballots(r, i, class)
	}
	a.back(r)
	if r.countedByReading() != nil {
		a.read(r)
	} else {
		a.twice(r)
	}
	if by := r.Accepted.By; a.t.Guide.Counts.Holds() {
		a.add("N5.6", a.t.Guide.Counts.Clause, "accepted-by", no, slices.Contains(a.s.Brief.Guides, by), by, strings.Join(a.s.Brief.Guides, ", "))
	}
}

// few checks that no kind of ballot was so rare that its count points to people.
func (a *audit) few(r *Round, i int, class string) {
	if b := a.t.Ballot; b.Secret.Holds() {
		phone, paper := r.Slips[i].Phone-r.Slips[i].PhoneReplaced, r.Slips[i].Paper-r.Slips[i].PaperReplaced
		ok := phone == 0 || paper == 0 || phone >= b.FewerThan && paper >= b.FewerThan
		a.add("N7.2", b.Secret.Clause, "few", class, ok, fmt.Sprint(phone, " + ", paper), fmt.Sprint("0 / >= ", b.FewerThan))
	}
}

// back checks that enough ballots came back, where the notice asks for some (N7.1).
func (a *audit) back(r *Round) {
	rule := a.t.Ballot.Returned
	if !rule.Holds() || a.s.Opening == nil {
		return
	}
	back, whole := 0, 0
	for i := range r.Form.Classes {
		if r.Phone != nil {
			back += ballotsOf(r.Phone.Tallies, i)
		}
		back += ballotsOf(onPaper(r), i)
		if rule.Of == "issued" {
			whole += r.Slips[i].Phone - r.Slips[i].PhoneReplaced + r.Slips[i].Paper - r.Slips[i].PaperReplaced
		}
	}
	for _, p := range a.s.Opening.Presence {
		if all, _ := a.votes(p.Class); all && rule.Of == "present" {
			whole += p.Present
		} else if all && rule.Of == "expected" {
			whole += p.Expected
		}
	}
	ok, want := enough(int64(back), int64(whole), rule.AtLeast, rule.MoreThan, 0)
	a.add("N7.1", rule.Clause, "returned", strconv.Itoa(r.No), ok, fmt.Sprint(back, "/", whole), want)
}

// votes says whether all parts of a ballot's class vote, and which they are.
func (a *audit) votes(class string) (all bool, parts []string) {
	all, parts = true, strings.Split(class, policy.Joined)
	for _, part := range parts {
		i := slices.IndexFunc(a.t.Classes, func(c policy.Class) bool { return c.ID == part })
		all = all && i >= 0 && a.t.Classes[i].Votes
	}
	return all, parts
}

// mayVote: neither a subject, unless the policy says so or has the class vote on each
// other, nor a guide.
func (a *audit) mayVote(person, class string) bool {
	votes := a.t.Ballot.SubjectVotes
	for _, c := range a.t.Classes {
		if c.ID == class && c.NotSelf {
			votes = len(a.s.Brief.Subjects) > 1
		}
	}
	for _, sub := range a.s.Brief.Subjects {
		if sub.Person == person && !votes {
			return false
		}
	}
	for _, g := range a.s.Brief.Guides {
		if g == person && a.t.Guide.Holds() {
			return false
		}
	}
	return true
}

// ballots adds up where one class's ballots went.
func (a *audit) ballots(r *Round, i int, class string) {
	var back Collected
	for _, c := range r.Collected[len(r.Collected)-1].Rows {
		if c.Class == class {
			back = c
		}
	}
	used, counted := 0, 0
	if r.Phone != nil {
		used = ballotsOf(r.Phone.Tallies, i)
	}
	counted = ballotsOf(onPaper(r), i)
	phone, paper := used+back.PhoneUnused+back.PhoneSpoilt, counted+back.PaperNotReturned
	a.add("N5.6", a.t.Ballot.Clause, "phone-balance", class, phone == r.Slips[i].Phone, fmt.Sprint(phone), fmt.Sprint(r.Slips[i].Phone))
	if made := r.Made(i); made > 0 {
		a.add("N7.2", a.t.Ballot.Clause, "made", class, made >= r.Slips[i].Phone, strconv.Itoa(made), fmt.Sprint(">= ", r.Slips[i].Phone))
	}
	a.add("N5.6", a.t.Ballot.Clause, "paper-balance", class, paper == r.Slips[i].Paper && counted == back.PaperReturned, fmt.Sprint(paper), fmt.Sprint(r.Slips[i].Paper))
}

// onPaper are the papers as they were counted: by reading, or on the last sheet.
func onPaper(r *Round) []ballot.Tally {
	if c := r.countedByReading(); c != nil {
		return c.Tallies
	}
	if n := len(r.Sheets); n > 0 {
		return r.Sheets[n-1].Tallies
	}
	return nil
}

func ballotsOf(list []ballot.Tally, class int) (n int) {
	for _, t := range list {
		if t.Class == class {
			n += t.Ballots
		}
	}
	return n
}

// twice checks that two people counted the papers and came to the same.
func (a *audit) twice(r *Round) {
	paper := 0
	for _, s := range r.Slips {
		paper += s.Paper
	}
	if paper == 0 {
		return
	}
	last := map[string]string{}
	for _, sh := range r.Sheets {
		last[sh.By] = fmt.Sprint(sh.Tallies)
	}
	different := map[string]bool{}
	for _, text := range last {
		different[text] = true
	}
	a.add("N5.6", a.t.Ballot.Clause, "two-counts", strconv.Itoa(r.No), len(last) >= 2 && len(different) == 1,
		fmt.Sprintf("%d/%d", len(last), len(different)), "2/1")
}

// results checks that every row adds up, what was announced, and when.
func (a *audit) results() {
	for i := range a.s.Results {
		r := &a.s.Results[i]
		no := fmt.Sprintf("%d.%d", r.Round, i+1)
		wrong := 0
		lines := r.Form.Lines()
		sums := make([][]int, len(lines))
		for _, t := range append(append([]ballot.Tally(nil), r.Phone...), r.Paper...) {
			for j, c := range t.Subjects {
				n, least := c.Blank+c.Multiple+c.Breach+c.Own, min(c.Blank, c.Multiple, c.Breach, c.Own)
				most := max(c.Blank, c.Multiple, c.Breach, c.Own)
				for o, k := range c.Options {
					n, least, most = n+k, min(least, k), max(most, k)
					for len(sums[j]) <= o {
						sums[j] = append(sums[j], 0)
					}
					sums[j][o] += k
				}
				ballots := t.Ballots
				if !r.Form.Rated(t.Class, lines[j].Subject) {
					ballots = 0
				}
				if n != ballots || least < 0 || most > ballots {
					wrong++
				}
			}
		}
		a.add("N7.1", a.t.Ballot.Clause, "rows", no, wrong == 0, fmt.Sprint(wrong), "0")
		a.counted(r, no)
		if r.Recount {
			a.add("N5.6", a.t.Ballot.Clause, "recount", no, r.Reason != "" && r.Approver != "" && r.Approver != r.By, r.Reason+" / "+r.Approver, "reason / approver")
		}
		a.announced(r, no, sums)
	}
}

// counted checks that a result is what the box gave and, unless it is a recount, what
// stands on the sheets.
func (a *audit) counted(r *Result, no string) {
	for i := range a.s.Rounds {
		x := &a.s.Rounds[i]
		if x.No != r.Round {
			continue
		}
		var box, sheet []ballot.Tally
		if x.Phone != nil {
			box = x.Phone.Tallies
		}
		sheet = onPaper(x)
		got, want := fmt.Sprint(r.Phone), fmt.Sprint(box)
		if !r.Recount {
			got, want = got+fmt.Sprint(r.Paper), want+fmt.Sprint(sheet)
		}
		a.add("N5.6", a.t.Ballot.Clause, "counted", no, got == want && x.Voided == nil, got, want)
		return
	}
	a.add("N5.6", a.t.Ballot.Clause, "counted", no, false, "-", fmt.Sprint(r.Round))
}

// findings reckons again what the announced lines came to, by the form (N7.1).
func (a *audit) findings(r *Result) {
	shown := r.Announced.Published
	if len(shown.Findings) == 0 {
		return
	}
	found, err := r.Form.Findings(r.all())
	if err != nil || len(found) != len(shown.Findings) || len(found) != len(shown.Total) {
		a.add("N7.1", a.t.Ballot.Clause, "findings", strconv.Itoa(r.Round), false, fmt.Sprint(len(shown.Findings)), fmt.Sprint(len(found)))
		return
	}
	for j, l := range r.Form.Lines() {
		if !shown.Total[j].Hidden {
			got, want := fmt.Sprint(shown.Findings[j]), fmt.Sprint(found[j])
			a.add("N7.1", a.t.Ballot.Clause, "findings", r.Form.Subjects[l.Subject], got == want, got, want)
		}
	}
}

// announced checks that a result was announced, before the meeting closed unless it
// is a recount, and with the sums that were counted.
func (a *audit) announced(r *Result, no string, sums [][]int) {
	spot, lines := a.t.Ballot.OnTheSpot, r.Form.Lines()
	if r.Announced == nil {
		if !r.Recount && spot.Holds() {
			a.add("N5.6", spot.Clause, "announced", no, false, "-", "announced")
		}
		return
	}
	if !r.Recount && spot.Holds() && a.s.Closed != nil {
		at := r.Announced.At
		a.add("N5.6", spot.Clause, "announced", no, !at.Before(r.At) && !a.s.Closed.At.Before(at), clockOf(at), clockOf(r.At)+" - "+clockOf(a.s.Closed.At))
	}
	for j, p := range r.Announced.Published.Total {
		if !p.Hidden && j < len(sums) && p.Count.Options != nil {
			got, want := fmt.Sprint(p.Count.Options), fmt.Sprint(sums[j])
			a.add("N5.6", spot.Clause, "published", r.Form.Subjects[lines[j].Subject], got == want, got, want)
		}
	}
	a.findings(r)
}
