package web

import (
	"slices"

	"shuping/internal/cycle"
)

// knownView is a score, a fact or a text for speaking on file.
type knownView struct {
	entry
	Label, Value string
	File         string // address, "" without one
	Former       bool   // a later record of the same counts
}

// known is what is on file about the subject beside ballots and visits: scores, facts, and the
// text for speaking.
func (t subjectTeller) known() (out []knownView) {
	labels := map[string][]Option{}
	yearChoices{act: &act{visit: t.visit}, s: t.s}.scored(labels)
	for i, x := range t.sub.Scores {
		out = append(out, knownView{entry: entry{When: t.date(string(x.Date)), Text: x.Basis}, Label: labelIn(labels["scores"], x.Source), Value: x.Score.String(),
			File: fileAddress(x.Document), Former: slices.ContainsFunc(t.sub.Scores[i+1:], func(y cycle.Score) bool { return y.Source == x.Source })})
	}
	for i, x := range t.sub.Facts {
		out = append(out, knownView{entry: entry{When: t.date(string(x.Date)), Text: x.Source}, Label: labelIn(labels["facts"], x.Fact), Value: labelIn(labels["values"], x.Value),
			File: fileAddress(x.Document), Former: slices.ContainsFunc(t.sub.Facts[i+1:], func(y cycle.KnownFact) bool { return y.Fact == x.Fact })})
	}
	for i, x := range t.sub.Spoken {
		out = append(out, knownView{entry: entry{When: t.date(string(x.Date))}, Label: t.W.Say("year.spoken"), Value: t.W.Say("year.spoken-chars", "n", x.Chars),
			File: fileAddress(x.File), Former: i+1 < len(t.sub.Spoken)})
	}
	return out
}

func labelIn(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

func fileAddress(hash string) string {
	if hash == "" {
		return ""
	}
	return "/file/" + hash
}
