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
// digits for each line of the form (Form.Lines), in its order. A form with numbers,
// places or own lines needs more marks than a byte has: its list says 2 instead of 1
// and has four digits a mark. The lines are sorted as bytes: equal piles of ballots
// have equal lists, and the list does not tell in which order people voted. SealHash
// names the list; Recount counts it again.
//
// In the classes of Form.NotSelf the own line says who gave the ballot. There the
// marks of each line of the form are sorted by themselves, so that no line of the
// list is a ballot that somebody gave: every count is kept and no ballot is.
//
// The list is for recounts and the archive, not for the notice board: a ballot on
// many subjects is a pattern by which somebody could recognise the own ballot or
// prove it to others. What may be shown is Published.
package ballot

// Form is what a ballot asks (票样): the same for every voter of a class in a round.
// It holds all that a count goes by, so that a sealed list is counted again with
// nothing else. A form of one choice without further rules has the first three
// fields alone.
type Form struct {
	// Subjects are the ids of the people voted on, in printed order.
	Subjects []string `json:"subjects"`
	// Options are the words to choose from, in printed order, 2 to 8; none where the
	// form has Questions.
	Options []string `json:"options"`
	// Classes are the classes of people that get a ballot, by id.
	Classes []string `json:"classes"`

	// Questions are the questions about each subject (测评项目), where there are several
	// or the only one is no choice.
	Questions []Question `json:"questions,omitempty"`
	// Abstain: an entry without a mark is valid and in the whole of a share, for nothing (弃权).
	Abstain bool `json:"abstain,omitempty"`
	// Unsure are the options by which somebody says not to know (不了解): valid, and in no whole.
	Unsure []string `json:"unsure,omitempty"`
	// Caps are how often a ballot may give an option.
	Caps []Cap `json:"caps,omitempty"`
	// Rates are, class by class, the places in Subjects of those whom its ballots ask about;
	// a class with none, and all classes of a form without Rates, are asked about all.
	Rates [][]int `json:"rates,omitempty"`
	// NotSelf are the places in Classes of those whose voters may stand on the form and mark
	// the own line as such (互评，不评本人).
	NotSelf []int `json:"not_self,omitempty"`
	// Parts are what the ballots of some classes are worth (A票、B票); none: all are worth the same.
	Parts []Part `json:"parts,omitempty"`
	// Spread: the weight of a part that gave a subject no entry goes to the other parts; without it
	// there is no result then.
	Spread bool `json:"spread,omitempty"`
}

// Mark is what stands on one line of a ballot. Of a choice bit i is set when option i
// is ticked; of a score it is 1 for the least number and one more for each step; of a
// rank it is the place. 0 is nothing, and Own, Several and Broken are no answers.
type Mark uint16

// Marks that are no answers.
const (
	Own     Mark = 0x8000 // it is the voter's own line (本人), which is left out
	Several Mark = 0x4000 // more than one number or place, or one that cannot be read as one
	Broken  Mark = 0x2000 // against a rule about the whole ballot, see Form.Judge; in no box
)

// Ballot is one ballot as it lies in the box.
type Ballot struct {
	Class int    `json:"class"` // index into Form.Classes
	Marks []Mark `json:"marks"` // one per line of the form, which is one per subject where it has one question
}

// Count is what was given on one line of the form.
type Count struct {
	// Options is how many valid entries each option has, in the form's order; of a score
	// each number from the least, of a rank each place from the first.
	Options []int `json:"options"`
	// Blank and Multiple are entries without an answer by reason: none given, several given
	// (N7.1). They are invalid, except that a blank one is valid on a form with Abstain.
	Blank    int `json:"blank"`
	Multiple int `json:"multiple"`
	// Breach are entries made invalid by a rule about the whole ballot: a cap, or places with
	// ties or gaps.
	Breach int `json:"breach,omitempty"`
	// Own are the entries left out because the line was the voter's own: neither valid nor not.
	Own int `json:"own,omitempty"`
}

// Valid is how many entries gave an answer that counts.
func (c Count) Valid() int {
	n := 0
	for _, k := range c.Options {
		n += k
	}
	return n
}

// Entries is how many ballots had the line, whatever stood there.
func (c Count) Entries() int { return c.Valid() + c.Blank + c.Multiple + c.Breach + c.Own }

// add puts another count of the same columns on this one.
func (c *Count) add(o Count) {
	for i, n := range o.Options {
		c.Options[i] += n
	}
	c.Blank += o.Blank
	c.Multiple += o.Multiple
	c.Breach += o.Breach
	c.Own += o.Own
}

// Tally is a counted pile of ballots of one class and origin.
type Tally struct {
	Class   int `json:"class"` // index into Form.Classes
	Ballots int `json:"ballots"`
	// Subjects has one Count for each line of the form, in order. Each sums up to Ballots, or to
	// nothing where the class is not asked about it.
	Subjects []Count `json:"subjects"`
}
