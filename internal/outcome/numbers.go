package outcome

import (
	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Numbers are what is given to be reckoned with, one JSON object.
type Numbers struct {
	// Year is what is known of the year.
	Year Year `json:"year"`
	// Subjects are the subjects.
	Subjects []Subject `json:"subjects" need:"yes"`
	// Meetings are the meetings held, each with what was counted.
	Meetings []Meeting `json:"meetings"`
	// Dates are the days of events, from which deadlines are counted: opened, scope-set,
	// meeting-held (meeting-held:members for a limit that names the meeting), grades-decided,
	// results-posted, objection-received, work-ended.
	Dates map[string]calendar.Date `json:"dates"`
}

// Year is what is known of the year.
type Year struct {
	// Facts are the facts of the year by id: true, false or one of its values.
	Facts map[string]Fact `json:"facts"`
}

// Subject is one subject.
type Subject struct {
	// ID is how counts name the subject.
	ID string `json:"id" need:"yes"`
	// Name is for the reader only.
	Name string `json:"name"`
	// Kind is the kind of the organisation, a name or alias of the policy's kinds. It may be left out
	// where the policy has one kind under review, or no rule that differs by kind.
	Kind string `json:"kind"`
	// Scale is the scale of grades; left out: that of the kind, else person.
	Scale string `json:"scale"`
	// Scores are scores by the source's name (its as, else its id).
	Scores map[string]policy.Number `json:"scores"`
	// Facts are facts by id: true, false or one of its values. A fact that is true or false and
	// is left out is not established.
	Facts map[string]Fact `json:"facts"`
	// Before are the grades of the years before, most recent first; null or "" for a year not on file,
	// "-" for one in which the person is known not to have been under review.
	Before []string `json:"before"`
	// Grade is the grade that the committee decided.
	Grade string `json:"grade"`
	// Reason is the committee's reason where it departs from what the rules suggest.
	Reason string `json:"reason"`
}

// Meeting is one meeting held.
type Meeting struct {
	// Meeting is the id of its type.
	Meeting string `json:"meeting" need:"yes"`
	// Subject is the subject whose meeting it is, for a type with for: each.
	Subject string `json:"subject"`
	// Expected is how many people should attend (应到).
	Expected Heads `json:"expected"`
	// Present is how many people are there (实到).
	Present Heads `json:"present"`
	// Issued is how many ballots were given out; by class or part.
	Issued Heads `json:"issued"`
	// Returned is how many ballots came back; by class or part.
	Returned Heads `json:"returned"`
	// Counts are counted entries.
	Counts []Count `json:"counts"`
	// Ballots are single ballots, to be judged and counted, instead of counts.
	Ballots []Ballot `json:"ballots"`
}

// Heads is a number of people or ballots: one number, or numbers by class.
type Heads struct {
	Given   bool
	All     int
	ByClass map[string]int
}

// Count is what one class gave one subject at one question.
type Count struct {
	// Subject is the subject; it may be left out at the subject's own meeting.
	Subject string `json:"subject"`
	// Class is the class of voters, or the id of a part of weights; left out: all together.
	Class string `json:"class"`
	// Question is the question, where the ballot has several.
	Question string `json:"question"`
	// Options are how many valid entries each option has.
	Options map[string]int `json:"options"`
	// Scores are how often each number was given: {"95": 3, "90.5": 1}.
	Scores map[string]int `json:"scores"`
	// Places are how often each place was given: {"1": 4, "2": 2}.
	Places map[string]int `json:"places"`
	// Blank is how many entries have no tick.
	Blank int `json:"blank"`
	// Multiple is how many entries have several ticks, or are invalid for another reason.
	Multiple int `json:"multiple"`
}

// Ballot is one ballot, or several alike.
type Ballot struct {
	// Class is the class of the voter, or the id of a part of weights.
	Class string `json:"class"`
	// By is the subject who cast it, where subjects vote on each other.
	By string `json:"by"`
	// Times is how many ballots are just so; left out: 1.
	Times int `json:"times"`
	// Marks are what stands beside each subject: an option, a list of options, a number, null for
	// nothing; or an object of these by question.
	Marks map[string]any `json:"marks" need:"yes"`
}

// Fact is a fact's value: "true", "false" or one of its values; "" is not given.
type Fact string
