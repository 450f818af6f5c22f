// Package report looks at a report of a secretary (述职报告) as a text: how many
// characters it has, which part says what, how much of it is about problems
// and their causes, what of the notice's content it touches, what it shares with
// other reports. Text in, findings out.
//
// It measures and points; it does not decide. A finding carries a level: what
// is counted exactly may be "refuse" or "advise", as the policy says; what was
// guessed from words below the stated confidence is only "ask", a question to
// the reviewer. The person's own choice of the parts' borders (CheckParts) takes
// the place of the guess.
//
// Offsets are in characters (Unicode code points) of the text, half open. All
// arithmetic is on integers. Nothing is stored, and the same text gives the same
// result everywhere.
package report

// Span is a piece of a text, from From up to and without To.
type Span struct {
	From int `json:"from"`
	To   int `json:"to"`
}
