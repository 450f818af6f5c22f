package policy

import "slices"

// ScalePerson is the scale of grading.grades.
const ScalePerson = "person"

// SourceTotal is the weighted score of all sources, where a rule names a source.
const SourceTotal = "total"

// Scale is a further scale of grades (另一套等次), such as one for leading bodies.
type Scale struct {
	// ID is the scale's id; numbers name it for each subject. It is not person or total.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Grades are its grades from best to worst.
	Grades []Grade `json:"grades" policy:"need,items=2-8"`
}

// Fact is something known of a subject or of the year beside ballots and scores.
type Fact struct {
	// ID is the fact's id in rules and numbers.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Of is subject or year; left out: subject.
	Of string `json:"of,omitzero" policy:"oneof=subject|year"`
	// Values are what it can be; left out: it is established or it is not (true or false).
	Values []string `json:"values,omitzero" policy:"items=2-20"`
}

// Total makes one number of the sources that have a weight (综合得分): the sum of weight times
// score, each source scaled to the full mark, then bonus added and deduction taken off. It is
// exact until it is rounded.
type Total struct {
	Basis
	// Full is the full mark of the total; left out: 100.
	Full Number `json:"full,omitzero" policy:"unit=points"`
	// AtLeast is the least that the total counts as, whatever deductions make of it (扣完为止); left
	// out: deductions may lead below 0.
	AtLeast Number `json:"at_least,omitzero" policy:"unit=points,eg=0"`
	// AtMost is the most that the total counts as, whatever a bonus makes of it (总分不超过); left out:
	// a bonus may lead beyond the full mark.
	AtMost Number `json:"at_most,omitzero" policy:"unit=points,eg=100"`
	// Step is what the total is rounded to, 0.01 for two decimals; left out: not rounded.
	Step Number `json:"step,omitzero" policy:"unit=points"`
	// Rounding is nearest (四舍五入), down or up; left out: nearest.
	Rounding string `json:"rounding,omitzero" policy:"oneof=nearest|down|up"`
}

// Condition is one thing that must hold. It is about one of: the entries of a ballot (source,
// options, and share or count), a score (source and score), a fact (fact and is) or a place in the
// order of scores (source and place).
type Condition struct {
	// Source is what is looked at: a name from sources, or total.
	Source string `json:"source,omitzero" policy:"ref=source"`
	// Question is the question of the source's ballot, where it has several.
	Question string `json:"question,omitzero" policy:"ref=any-question"`
	// Part is the part of the voters looked at, an id from weights; left out: all, by their weights.
	Part string `json:"part,omitzero" policy:"ref=any-part"`
	// Options are the options whose entries are counted together.
	Options []string `json:"options,omitzero" policy:"ref=any-option"`
	// Of is the whole of a share: valid (有效票), returned (收回票), issued (发出票), present (实到
	// 人数) or expected (应到人数); left out: valid, without those who do not know.
	Of string `json:"of,omitzero" policy:"oneof=valid|returned|issued|present|expected"`
	// Share bounds the share that the options have of the whole.
	Share ShareBounds `json:"share,omitzero"`
	// Count bounds how many entries the options have.
	Count Bounds `json:"count,omitzero"`
	// Score bounds the score of the source.
	Score Bounds `json:"score,omitzero"`
	// Fact is the id of a fact.
	Fact string `json:"fact,omitzero" policy:"ref=fact"`
	// Is are the values of the fact for which the condition holds; left out: it is established.
	Is []string `json:"is,omitzero"`
	// First: the subject is among the first so many in the order of scores.
	First int `json:"first,omitzero" policy:"min=1,max=100000,unit=places"`
	// Last: the subject is among the last so many in the order of scores (末位).
	Last int `json:"last,omitzero" policy:"min=1,max=100000,unit=places"`
}

// ShareBounds are bounds of a share; one or two of them. 以上、以下、以内 include the number,
// 超过、不满、不足 exclude it.
type ShareBounds struct {
	// AtLeast is 以上: the share itself is enough.
	AtLeast Ratio `json:"at_least,omitzero"`
	// MoreThan is 超过: the share itself is not enough.
	MoreThan Ratio `json:"more_than,omitzero"`
	// AtMost is 以下、以内: the share itself is allowed.
	AtMost Ratio `json:"at_most,omitzero"`
	// LessThan is 不满、不足: the share itself is too much.
	LessThan Ratio `json:"less_than,omitzero" policy:"eg=1/2"`
}

// Bounds are bounds of a number; one or two of them. 以上、以下、以内 include the number,
// 超过、不满、不足 exclude it.
type Bounds struct {
	// AtLeast is 以上: the number itself is enough.
	AtLeast Number `json:"at_least,omitzero" policy:"unit=points or entries"`
	// MoreThan is 超过: the number itself is not enough.
	MoreThan Number `json:"more_than,omitzero" policy:"unit=points or entries,eg=90"`
	// AtMost is 以下、以内: the number itself is allowed.
	AtMost Number `json:"at_most,omitzero" policy:"unit=points or entries,eg=3"`
	// LessThan is 不满、不足: the number itself is too much.
	LessThan Number `json:"less_than,omitzero" policy:"unit=points or entries"`
}

// Threshold is one line of the rules that ballots and findings decide (按票数、比例定等次). All its
// conditions must hold; alternatives are lines of their own. A ballot finding that takes effect only
// together with an organisational one has both among its conditions.
type Threshold struct {
	Basis
	// Scale is the scale it is for; left out: every one.
	Scale string `json:"scale,omitzero" policy:"ref=scale"`
	// When are the conditions; left out: the line is for whatever no line above it has decided (其余).
	When []Condition `json:"when"`
	// Gives is the grade that the line gives.
	Gives string `json:"gives,omitzero" policy:"ref=grade"`
	// AtBest: the grade is no better than this. One of gives, at_best and at_worst must stand here.
	AtBest string `json:"at_best,omitzero" policy:"ref=grade"`
	// AtWorst: the grade is no worse than this.
	AtWorst string `json:"at_worst,omitzero" policy:"ref=grade"`
}

// Ranking gives grades by the order of scores, with forced shares (按排名和比例定等次).
type Ranking struct {
	Basis
	// By is the source whose score orders the subjects, or total.
	By string `json:"by" policy:"need,ref=source"`
	// Within is all (one order) or kind (an order for each kind of organisation); left out: all.
	Within string `json:"within,omitzero" policy:"oneof=all|kind"`
	// Places are the grades from the top of the order down.
	Places []RankPlace `json:"places" policy:"need"`
	// OnTie is what happens to equal scores at an edge: run-off (they are voted on again), committee
	// (the committee decides, with a reason: a decision without one is refused) or fewer (all of them
	// get the lower grade).
	OnTie string `json:"on_tie" policy:"need,oneof=run-off|committee|fewer"`
}

// RankPlace is one grade of the order of scores and how many get it.
type RankPlace struct {
	// Grade is the grade.
	Grade string `json:"grade" policy:"need,ref=grade"`
	// Scale is the scale whose grade it is; left out: person.
	Scale string `json:"scale,omitzero" policy:"ref=scale"`
	// Share is how many get it, of all subjects given of the scale (and kind, where the order is within
	// kinds). Without share and count: all who are left; the last grade of the list stands so, or with a
	// count, and then people decide on whoever is beyond it.
	Share Ratio `json:"share,omitzero"`
	// Rounding is down, up, nearest (四舍五入) or down-to-one (down, but at least one: 不足一名的按一名);
	// it must be named beside share.
	Rounding string `json:"rounding,omitzero" policy:"oneof=down|up|nearest|down-to-one"`
	// Count is how many get it.
	Count int `json:"count,omitzero" policy:"min=1,max=100000,unit=subjects"`
	// OnlyIf: whoever does not fulfil these conditions is passed over and gets the next grade at best.
	OnlyIf []Condition `json:"only_if,omitzero"`
}

// Bands give grades by the score (按分数段定等次). Together they cover the whole from 0 to the full
// mark, without a hole and without a number that stands in two of them.
type Bands struct {
	Basis
	// Of is the source whose score it is, or total; left out: total.
	Of string `json:"of,omitzero" policy:"ref=source"`
	// List are the bands.
	List []Band `json:"list" policy:"need"`
}

// Band is one grade and the scores that have it. The best band has no upper edge where a bonus can
// lead beyond the full mark.
type Band struct {
	// Grade is the grade.
	Grade string `json:"grade" policy:"need,ref=grade"`
	// Scale is the scale whose grade it is; left out: person.
	Scale string `json:"scale,omitzero" policy:"ref=scale"`
	// AtLeast is the lower edge, itself in the band (90分以上).
	AtLeast Number `json:"at_least,omitzero" policy:"unit=points"`
	// MoreThan is the lower edge, itself not in the band (超过90分).
	MoreThan Number `json:"more_than,omitzero" policy:"unit=points"`
	// AtMost is the upper edge, itself in the band (90分以下、以内).
	AtMost Number `json:"at_most,omitzero" policy:"unit=points"`
	// LessThan is the upper edge, itself not in the band (不满90分).
	LessThan Number `json:"less_than,omitzero" policy:"unit=points"`
}

// Plurality gives the grade that most ballots gave (得票最多的等次).
type Plurality struct {
	Basis
	// Source is the meeting's ballot, a name from sources.
	Source string `json:"source" policy:"need,ref=source"`
	// OnTie is what happens to equal numbers: better (the better grade), worse or committee (the
	// committee decides, with a reason).
	OnTie string `json:"on_tie" policy:"need,oneof=better|worse|committee"`
}

// Quota is how many subjects may or must have a grade (名额、比例, N8.2). It is asked when the
// committee decides the grades, all at once. A later correction of one grade is held to the upper
// numbers again; where it leaves fewer than a lower or exact number asks for, that is recorded with
// the correction's reason, and the audit names it.
type Quota struct {
	Basis
	// Grade is the grade's name.
	Grade string `json:"grade" policy:"need,ref=grade"`
	// Scale is the scale whose subjects are counted; left out: person.
	Scale string `json:"scale,omitzero" policy:"ref=scale"`
	// OrBelow counts this grade and all worse ones (“较好”及以下).
	OrBelow bool `json:"or_below,omitzero"`
	// Kinds are the kinds of organisations whose subjects are counted; left out: all.
	Kinds []string `json:"kinds,omitzero" policy:"ref=kind"`
	// AtMost is how many subjects may have it; fewer is allowed.
	AtMost int `json:"at_most" policy:"min=0,max=100000,unit=subjects"`
	// AtMostShare is the greatest share of all subjects of the scale and kinds (以内, the share itself is allowed).
	AtMostShare Ratio `json:"at_most_share,omitzero"`
	// AtLeast is how many must have it at least (a floor on the lower grades).
	AtLeast int `json:"at_least,omitzero" policy:"min=1,max=100000,unit=subjects"`
	// AtLeastShare is the least share of all subjects of the scale and kinds (以上, the share itself is enough).
	AtLeastShare Ratio `json:"at_least_share,omitzero"`
	// Exactly is how many have it, no more and no fewer.
	Exactly int `json:"exactly,omitzero" policy:"min=1,max=100000,unit=subjects"`
	// ExactlyShare is the share of all subjects of the scale and kinds that has it, no more and no less
	// after rounding.
	ExactlyShare Ratio `json:"exactly_share,omitzero"`
	// Rounding turns a share into a number of subjects: down (不足一名的舍去), up, nearest (四舍五入) or
	// down-to-one (down, but at least one: 不足一名的按一名); it must be named beside a share.
	Rounding string `json:"rounding,omitzero" policy:"oneof=down|up|nearest|down-to-one"`
	// When: the quota holds only when these conditions about the year hold.
	When []Condition `json:"when,omitzero"`
	// OnlyIf is a gate: only subjects that fulfil these conditions may have the grade (所在单位考核为优秀的).
	// Without overflow next a suggestion stands, and the decision is refused.
	OnlyIf []Condition `json:"only_if,omitzero"`
	// Overflow is what happens where the rules suggest a grade for too many: committee (the committee
	// chooses) or next (by total score the first ones who fulfil only_if keep it, the others are
	// suggested the next grade); left out: committee.
	Overflow string `json:"overflow,omitzero" policy:"oneof=committee|next"`
	// OnTie is what happens to equal scores at the edge: run-off (they are voted on again), committee
	// (the committee decides, with a reason) or fewer (none of them gets it); it must be named beside
	// overflow next.
	OnTie string `json:"on_tie,omitzero" policy:"oneof=run-off|committee|fewer"`
}

// Limits says whether the quota has an upper number: at_most counts wherever no other
// number is given, so that 0 can be written.
func (q *Quota) Limits() bool {
	return q.AtMost > 0 || q.AtMostShare.IsZero() && q.AtLeast == 0 && q.AtLeastShare.IsZero() &&
		q.Exactly == 0 && q.ExactlyShare.IsZero() && len(q.OnlyIf) == 0
}

// GradesOf are the names of a scale's grades, best first; nil for no such scale.
func (g *Grading) GradesOf(scale string) []string {
	grades := g.Grades
	if scale != "" && scale != ScalePerson {
		i := slices.IndexFunc(g.Scales, func(s Scale) bool { return s.ID == scale })
		if i < 0 {
			return nil
		}
		grades = g.Scales[i].Grades
	}
	names := make([]string, len(grades))
	for i, grade := range grades {
		names[i] = grade.Name
	}
	return names
}

// ScaleIDs are the ids of all scales.
func (g *Grading) ScaleIDs() []string {
	ids := []string{ScalePerson}
	for _, s := range g.Scales {
		ids = append(ids, s.ID)
	}
	return ids
}

// FactByID finds a fact.
func (g *Grading) FactByID(id string) (Fact, bool) {
	for _, f := range g.Facts {
		if f.ID == id {
			return f, true
		}
	}
	return Fact{}, false
}

// Called is the name that rules and numbers call the source by.
func (s *Source) Called() string {
	switch {
	case s.As != "":
		return s.As
	case s.ID == SourceMeeting:
		return s.Meeting
	}
	return string(s.ID)
}

// SourceNamed finds a source by what rules call it.
func (g *Grading) SourceNamed(name string) (*Source, bool) {
	for i := range g.Sources {
		if g.Sources[i].Called() == name {
			return &g.Sources[i], true
		}
	}
	return nil, false
}

// Concerns says whether a rule that lists kinds and scales is about such a subject.
// An empty list is everybody.
func Concerns(kinds, scales []string, kind, scale string) bool {
	return (len(kinds) == 0 || slices.Contains(kinds, kind)) && (len(scales) == 0 || slices.Contains(scales, scale))
}
