// Package meeting is one meeting (会议): the stream meeting/<id>, from the paper it
// starts from (brief.Brief) to the paper it hands back (brief.Minutes). Members'
// meeting and committee session are the same code: which gates there are, what is
// on the agenda and who gets a ballot is the policy in the brief.
//
// It is not the year (package cycle), and it is not the ballot box: phone ballots
// lie in a box of their own (package ballotbox), and a meeting learns of them as
// sums, after the vote has ended. A person stands in the roll and in the agenda; no
// event or state has a person beside a ballot (N7.2), and before the end of the
// vote nothing here holds a count.
//
// What is stored: the events listed in Decider, each with the moment and the person
// (Stamp) and with what was found when it was decided: numbers of people, gates,
// sums, departures with their reason. Replay runs no rule. People are opaque ids.
// What was broken off, voided, recounted or corrected stays beside what took its
// place.
//
// A meeting may have several sittings (次): adjourning ends one, and the next starts
// with a new roll and the agenda from its beginning, because those who vote must
// have heard the reports (N5.5).
package meeting

import (
	"shuping/internal/act"
	"shuping/internal/brief"
	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Stamp is when something was recorded and by whom.
type Stamp = act.Stamp

// Departure is a breach of a rule that was recorded with its reason.
type Departure = act.Departure

// State is the meeting as it stands. It is plain data for pages and for the
// commands' rules; only events change it. The zero value is a meeting not called.
type State struct {
	Brief   brief.Brief `json:"brief"` // as changed since
	Called  Stamp       `json:"called"`
	Changes []Change    `json:"changes,omitempty"`

	Sitting `json:"sitting"`
	Past    []Sitting `json:"past,omitempty"` // adjourned sittings, oldest first

	// Ballots is how many votes were opened, over all sittings: the next one is Ballots+1.
	Ballots int `json:"ballots"`
	// Results are the accepted counts and the recounts, in order; the last one that
	// was announced counts.
	Results     []Result     `json:"results,omitempty"`
	Corrections []Correction `json:"corrections,omitempty"`
	Closed      *Stamp       `json:"closed,omitempty"`

	// Away is where the record lies while it is not where the meeting was called; nil: it
	// is. Lost are the journeys that were recalled.
	Away *Away  `json:"away,omitempty"`
	Lost []Lost `json:"lost,omitempty"`

	// Rehearsing is the number of the practice meeting that is there, 0 for none;
	// Rehearsals how many there were.
	Rehearsing int `json:"rehearsing,omitempty"`
	Rehearsals int `json:"rehearsals,omitempty"`

	// PhoneQueues is how often the queue of questions was opened to phones.
	PhoneQueues int `json:"phone_queues,omitempty"`

	// Seq is how many events the stream has.
	Seq uint64 `json:"seq"`
	// Seen counts the kinds of events since the last adjournment, and the
	// adjournments themselves: what happened in an earlier sitting opens no door in this one.
	Seen map[string]int `json:"seen,omitempty"`
}

// Sitting is one assembly of people (一次会议).
type Sitting struct {
	Date      calendar.Date `json:"date"`
	Roll      *Roll         `json:"roll,omitempty"`
	Opening   *Opening      `json:"opening,omitempty"`
	Reports   []Report      `json:"reports,omitempty"` // in the order they were given
	Questions []Question    `json:"questions,omitempty"`
	// Queue are the questions that people wanted to ask, in the order to ask them in, and
	// what became of each. PhoneQueue is the number under which phones may send some, 0 while
	// they may not.
	Queue      []Waiting    `json:"queue,omitempty"`
	PhoneQueue int          `json:"phone_queue,omitempty"`
	Comments   []Remark     `json:"comments,omitempty"`
	Rounds     []Round      `json:"rounds,omitempty"`
	Speech     *Speech      `json:"speech,omitempty"`
	Adjourned  *Adjournment `json:"adjourned,omitempty"`
	// Departures are the rules that are only advice and were not kept at this sitting.
	Departures []Departure `json:"departures,omitempty"`
}

// Type is the policy's type of this meeting. It panics before the meeting is called.
func (s *State) Type() *policy.Meeting {
	t, ok := s.Brief.Policy.MeetingByID(s.Brief.Type)
	if !ok {
		panic("meeting: no type " + s.Brief.Type) // unreachable unless a state has no call-event; Call checks the type
	}
	return t
}

// Running says that the meeting is open and not closed.
func (s *State) Running() bool { return s.Opening != nil && s.Closed == nil }

// Subject finds a subject by id.
func (s *State) Subject(id string) (brief.Subject, bool) {
	for _, sub := range s.Brief.Subjects {
		if sub.ID == id {
			return sub, true
		}
	}
	return brief.Subject{}, false
}

// isSubject says whether a person is one of the meeting's subjects.
func isSubject(b *brief.Brief, person string) bool {
	for _, sub := range b.Subjects {
		if sub.Person == person {
			return true
		}
	}
	return false
}

// Report finds the report of a subject in this sitting, nil while there is none.
func (s *State) Report(subject string) *Report {
	for i := range s.Reports {
		if s.Reports[i].Subject == subject {
			return &s.Reports[i]
		}
	}
	return nil
}

// Round is the last vote of this sitting, nil before the first.
func (s *State) Round() *Round {
	if len(s.Rounds) == 0 {
		return nil
	}
	return &s.Rounds[len(s.Rounds)-1]
}
