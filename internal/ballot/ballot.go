// Package ballot is what a ballot (民主测评票) is, when its entries are valid, and
// how ballots are counted. It is pure, and it has no word for a voter: a ballot
// is a class of people and one mark per subject, nothing else.
//
// Counting is the same for ballots given by phone and for paper counted by hand:
// both end as a Tally, and tallies add up.
//
// # The sealed list (封存清单)
//
// The ballots of a closed box are written as lines of ASCII, each ended by a line
// feed:
//
//	shuping sealed ballots 1
//	form <Form.Hash>
//	ballots <how many>
//	<class> <marks>          one line a ballot
//
// class is the index into Form.Classes as one digit, marks are two lower-case hex
// digits for each subject, in the form's order. The lines are sorted as bytes:
// equal piles of ballots have equal lists, and the list does not tell in which
// order people voted. SealHash names the list; Recount counts it again.
//
// The list is for recounts and the archive, not for the notice board: a ballot on
// many subjects is a pattern by which somebody could recognise the own ballot or
// prove it to others. What may be shown is Published.
package ballot

// Form is what a ballot asks (票样): the same for every voter of a round.
type Form struct {
	// Subjects are the ids of the people voted on, in printed order.
	Subjects []string `json:"subjects"`
	// Options are the grades, in printed order, 2 to 8.
	Options []string `json:"options"`
	// Classes are the classes of people that get a ballot, by id.
	Classes []string `json:"classes"`
}

// Mark is what stands beside one subject: bit i is set when option i is ticked.
type Mark uint8

// Ballot is one ballot as it lies in the box.
type Ballot struct {
	Class int    `json:"class"` // index into Form.Classes
	Marks []Mark `json:"marks"` // one per subject
}

// Count is what was given to one subject.
type Count struct {
	// Options is how many valid entries each option has, in the form's order.
	Options []int `json:"options"`
	// Blank and Multiple are invalid entries by reason: none ticked, several ticked (N7.1).
	Blank    int `json:"blank"`
	Multiple int `json:"multiple"`
}

// Valid is how many entries count.
func (c Count) Valid() int {
	n := 0
	for _, k := range c.Options {
		n += k
	}
	return n
}

// Tally is a counted pile of ballots of one class and origin.
type Tally struct {
	Class    int     `json:"class"` // index into Form.Classes
	Ballots  int     `json:"ballots"`
	Subjects []Count `json:"subjects"` // in the form's order; each sums up to Ballots
}
