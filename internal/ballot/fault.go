package ballot

import (
	"strconv"
	"strings"
)

// Fault is what is wrong with a form, a ballot or a teller's sheet. It is a
// value, so that a caller can turn it into words for a person: Code is the key
// of the sentence, the numbers are what the sentence names.
type Fault struct {
	Code    string `json:"code"`
	Subject int    `json:"subject"` // index into Form.Lines, on forms of subjects; -1 when it is not about one
	Option  int    `json:"option"`  // which answer of the line, -1 when it is not about one
	Got     int    `json:"got"`
	Want    int    `json:"want"`
}

// Codes of faults, by what they are about.
const (
	// Forms.
	FaultSubjects        = "ballot.form.subjects"         // Got subjects, 1 to Want are possible
	FaultOptions         = "ballot.form.options"          // Got options, 2 to Want are possible
	FaultClasses         = "ballot.form.classes"          // Got classes, 1 to Want are possible
	FaultSubjectTwice    = "ballot.form.subject_twice"    // Subject stands on the form before
	FaultOptionTwice     = "ballot.form.option_twice"     // Option stands on the form before
	FaultClassTwice      = "ballot.form.class_twice"      // class number Got stands on the form before
	FaultNameless        = "ballot.form.nameless"         // an id is empty
	FaultUnprintableName = "ballot.form.unprintable_name" // an id has control characters or is not UTF-8
	FaultQuestions       = "ballot.form.questions"        // Got questions, none or Want at most are possible
	FaultQuestion        = "ballot.form.question"         // question number Got lacks what its kind needs, or has more
	FaultRange           = "ballot.form.range"            // question number Got has no numbers, or more than Want
	FaultFormLines       = "ballot.form.lines"            // Got lines, 1 to Want are possible
	FaultRule            = "ballot.form.rule"             // rule number Got of its sort is about nothing on the form
	FaultParts           = "ballot.form.parts"            // part number Got has no weight, or a class in two parts

	// Ballots.
	FaultClass  = "ballot.class"  // class Got is not one of Want
	FaultLength = "ballot.length" // Got marks for Want subjects
	FaultMark   = "ballot.mark"   // Subject has a mark for an option that the form does not have

	FaultNotAsked     = "ballot.not_asked"     // Subject has a mark and the class is not asked about it
	FaultOwn          = "ballot.own"           // more than one subject is marked as the voter, or one in part
	FaultCap          = "ballot.cap"           // Got subjects have Option, Want may
	FaultPlace        = "ballot.place"         // Subject has no place of the form
	FaultPlaceTwice   = "ballot.place_twice"   // place Got stands at Subject and before
	FaultPlaceMissing = "ballot.place_missing" // place Got is left out

	// Sheets of hand counts (手工计票).
	FaultReturned = "sheet.returned" // the sheet says Got papers, Want were returned
	FaultLines    = "sheet.lines"    // Got lines for Want subjects
	FaultColumns  = "sheet.columns"  // Subject has Got columns for Want options
	FaultNegative = "sheet.negative" // Got is less than nothing
	FaultSum      = "sheet.sum"      // Subject adds up to Got, there are Want papers
	FaultBreach   = "sheet.breach"   // Subject has Got entries against a rule that the form does not have, or own lines of more than Want
	FaultCapSum   = "sheet.cap"      // Option was given Got times in all, Want is what the papers could give
	FaultPlaceSum = "sheet.place"    // place Option was given Got times in all, the first Want times
)

// Error is for logs and tests.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Code)
	if f.Subject >= 0 {
		b.WriteString(" subject=" + strconv.Itoa(f.Subject))
	}
	if f.Option >= 0 {
		b.WriteString(" option=" + strconv.Itoa(f.Option))
	}
	b.WriteString(": got " + strconv.Itoa(f.Got) + ", want " + strconv.Itoa(f.Want))
	return b.String()
}

// fault is a Fault about the whole.
func fault(code string, got, want int) *Fault {
	return &Fault{Code: code, Subject: -1, Option: -1, Got: got, Want: want}
}
