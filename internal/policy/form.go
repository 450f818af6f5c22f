package policy

// BallotKind is what is asked about each subject.
type BallotKind string

const (
	KindChoice BallotKind = "choice" // one option per subject (选一项)
	KindScore  BallotKind = "score"  // a number per subject (打分)
	KindRank   BallotKind = "rank"   // the subjects in order (排名)
)

// Word says what an option means that is no grade (测评票上的用语): a ballot's words may
// differ from the words for the outcome.
type Word struct {
	// Option is the word as it stands on the form.
	Option string `json:"option" policy:"need,key"`
	// Grade is the grade that it counts as; left out: it counts as itself only.
	Grade string `json:"grade,omitzero" policy:"ref=grade"`
	// Unsure: it says that the voter does not know (不了解). The entry is valid, but is left out of
	// the whole of shares and of scores.
	Unsure bool `json:"unsure,omitzero"`
	// Points are what the option is worth in a score; left out: the points of its grade.
	Points Number `json:"points,omitzero" policy:"unit=points"`
}

// ScoreRange are the numbers that a voter may give (打分范围).
type ScoreRange struct {
	// From is the least number.
	From Number `json:"from" policy:"need,unit=points"`
	// To is the greatest number, and the full mark.
	To Number `json:"to" policy:"need,unit=points"`
	// Step is the distance between allowed numbers, from From; left out: 1.
	Step Number `json:"step,omitzero" policy:"unit=points"`
	// Drop is how many of the highest and how many of the lowest numbers are left out of the mean
	// of each part of the voters (去掉最高分、最低分).
	Drop int `json:"drop,omitzero" policy:"min=1,max=10,unit=scores"`
}

// Rank says which places a voter gives (排名), 1 for the best; no place twice, none left out.
type Rank struct {
	// Places is how many places are given.
	Places int `json:"places" policy:"need,min=2,max=200,unit=places"`
	// Points are what each place is worth in a score, from place 1; left out: the score of a
	// subject is its mean place, and less is better.
	Points []Number `json:"points,omitzero" policy:"unit=points"`
}

// Question is one of several questions about each subject on one form (测评项目).
type Question struct {
	// ID is the question's id in records and numbers.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Kind is choice, score or rank; left out: choice.
	Kind BallotKind `json:"kind,omitzero" policy:"oneof=choice|score|rank"`
	// Options are the words of a choice, in printed order.
	Options []string `json:"options,omitzero" policy:"items=2-8,ref=option"`
	// Score says which numbers may be given.
	Score ScoreRange `json:"score,omitzero"`
	// Rank says which places are given.
	Rank Rank `json:"rank,omitzero"`
	// Weight is the question's share of the ballot's result (测评维度的权重).
	Weight Ratio `json:"weight,omitzero"`
	// Scales are the scales whose subjects it is asked about; left out: all.
	Scales []string `json:"scales,omitzero" policy:"ref=scale"`
}

// Cap is how often one ballot may give an option (每张票最多几个“优秀”).
type Cap struct {
	Basis
	// Option is the option.
	Option string `json:"option" policy:"need,ref=option"`
	// Question is the question it stands at; left out: every question that has the option.
	Question string `json:"question,omitzero" policy:"ref=question"`
	// AtMost is how many subjects may get it on one ballot.
	AtMost int `json:"at_most,omitzero" policy:"min=1,max=100000,unit=subjects"`
	// Share is how many, as a share of the subjects on the ballot, rounded down. One of at_most and
	// share must stand here.
	Share Ratio `json:"share,omitzero"`
	// Breach is what becomes invalid where a ballot gives it more often: ballot (整张票), entries
	// (every entry with this option) or later (in printed order, those beyond the cap).
	Breach string `json:"breach" policy:"need,oneof=ballot|entries|later"`
}

// Weights are what the ballots of each part of the voters are worth (各类票的权重).
type Weights struct {
	Basis
	// Parts are the parts of the voters, 1 to 6.
	Parts []Share `json:"parts" policy:"need,items=1-12"`
	// NoVotes is what happens where a part gave a subject no valid entry: refuse (there is no
	// result) or spread (the other parts' weights are scaled up); left out: refuse.
	NoVotes string `json:"no_votes,omitzero" policy:"oneof=refuse|spread"`
}

// Returned is how many ballots must come back for the vote to be valid (收回票数).
type Returned struct {
	Basis
	// Of is what they are counted against: issued (发出), present (实到) or expected (应到).
	Of string `json:"of" policy:"need,oneof=issued|present|expected"`
	// AtLeast is the least share (以上, the share itself is enough).
	AtLeast Ratio `json:"at_least,omitzero"`
	// MoreThan is the share that must be exceeded (超过). One of at_least and more_than must stand here.
	MoreThan Ratio `json:"more_than,omitzero"`
}

// Share is one part of the voters and what its ballots are worth (A票60%).
type Share struct {
	// ID is the part's id in rules and numbers.
	ID string `json:"id" policy:"need,key,id"`
	// Name is what people read.
	Name string `json:"name" policy:"need"`
	// Classes are the classes of people whose ballots it is.
	Classes []string `json:"classes" policy:"need,ref=class"`
	// Weight is its share of the ballot's result, exact. The weights that a subject meets sum up
	// to the whole: 24 and 16 points of 40 are 24/40 and 16/40.
	Weight Ratio `json:"weight" policy:"need"`
	// Kinds are the kinds of organisations whose subjects it is about; left out: all. So weights
	// may differ by kind.
	Kinds []string `json:"kinds,omitzero" policy:"ref=kind"`
}

// QuestionByID finds a question.
func (b *Ballot) QuestionByID(id string) (*Question, bool) {
	for i := range b.Questions {
		if b.Questions[i].ID == id {
			return &b.Questions[i], true
		}
	}
	return nil, false
}

// Asked are the questions of the ballot: those it lists, or its only one, without an id.
func (b *Ballot) Asked() []Question {
	if len(b.Questions) > 0 {
		return b.Questions
	}
	return []Question{{Kind: b.Kind, Options: b.Options, Score: b.Score, Rank: b.Rank}}
}

// WordOf is what an option means; a grade means itself.
func (b *Ballot) WordOf(option string) Word {
	for _, w := range b.Words {
		if w.Option == option {
			return w
		}
	}
	return Word{Option: option, Grade: option}
}
