// Package brief is the narrow waist between the year and a meeting: the paper a
// meeting starts from (会议任务书) and the paper it hands back (会议结果). A meeting
// needs nothing else than its Brief, the year nothing else than the Minutes, so
// meetings run side by side and can be carried to a hall without a network.
//
// People are opaque ids; names live with the people package and may be erased.
package brief

import (
	"time"

	"shuping/internal/ballot"
	"shuping/internal/calendar"
	"shuping/internal/policy"
)

// Brief is what a meeting starts from.
type Brief struct {
	Cycle   string        `json:"cycle"`   // id of the cycle's stream
	Meeting string        `json:"meeting"` // id of the meeting's stream
	Type    string        `json:"type"`    // id in Policy.Meetings
	Org     string        `json:"org,omitempty"`
	OrgName string        `json:"org_name,omitempty"`
	Date    calendar.Date `json:"date"`
	Time    string        `json:"time,omitempty"` // 14:30
	Place   string        `json:"place"`
	// Chair, Guides and Tellers are persons; Head is who comments (主要负责同志).
	Chair     string   `json:"chair"`
	ChairPost string   `json:"chair_post"`
	Guides    []string `json:"guides"`
	Tellers   []string `json:"tellers"`
	Head      string   `json:"head,omitempty"`
	// Model: other secretaries observe (示范观摩).
	Model bool `json:"model,omitempty"`
	// Rehearsal: a practice meeting (演练), whose record is never kept.
	Rehearsal bool          `json:"rehearsal,omitempty"`
	Subjects  []Subject     `json:"subjects"` // in speaking order
	Policy    policy.Policy `json:"policy"`
	// PolicyHash is SHA-256 of the policy's source, lower-case hex.
	PolicyHash string `json:"policy_hash"`
}

// Subject is a person under review (述职对象).
type Subject struct {
	ID      string `json:"id"`
	Person  string `json:"person"`
	Org     string `json:"org"`
	OrgName string `json:"org_name"`
	Kind    string `json:"kind"` // kind of organisation
	Post    string `json:"post"`
	// Report is the hash of the approved report's file.
	Report string `json:"report,omitempty"`
}

// Attendee is one line of a roster: a person and the class he or she attends as.
type Attendee struct {
	Person string `json:"person"`
	Class  string `json:"class"` // class id of the meeting's type
}

// Presence is how many people of a class should have come and came.
type Presence struct {
	Class    string `json:"class"`
	Expected int    `json:"expected"` // after exclusions; 0 for classes without a list
	Present  int    `json:"present"`
}

// Question is a question on the spot with its answer (现场提问, N6.2).
type Question struct {
	ID       string        `json:"id"`
	Subject  string        `json:"subject"`
	Question string        `json:"question"`
	Answer   string        `json:"answer"`
	Solution string        `json:"solution"`
	Due      calendar.Date `json:"due"`
}

// Comment is the head's comment on a subject (领导点评, N6.2).
type Comment struct {
	Subject   string   `json:"subject"`
	Strengths string   `json:"strengths"`
	Problems  []string `json:"problems"`
	Direction string   `json:"direction"`
}

// Round is one accepted ballot.
type Round struct {
	No   int         `json:"no"` // from 1; a repeated vote is a further round
	Form ballot.Form `json:"form"`
	// Phone and Paper are the tallies by class, their origins kept apart.
	Phone []ballot.Tally `json:"phone"`
	Paper []ballot.Tally `json:"paper"`
	// Seal is the hash of the sealed list of phone ballots; "" where none were given.
	Seal string `json:"seal,omitempty"`
}

// Minutes is what a closed meeting hands back.
type Minutes struct {
	Meeting   string        `json:"meeting"`
	Type      string        `json:"type"`
	Org       string        `json:"org,omitempty"`
	Date      calendar.Date `json:"date"`
	Presence  []Presence    `json:"presence"`
	Reported  []string      `json:"reported"` // subjects who reported
	Questions []Question    `json:"questions"`
	Comments  []Comment     `json:"comments"`
	Rounds    []Round       `json:"rounds"` // accepted rounds; the last one counts
	Announced time.Time     `json:"announced"`
	// Seq and Head name the meeting's last record, so that the year is tied to it.
	Seq  uint64 `json:"seq"`
	Head string `json:"head"` // lower-case hex
}
