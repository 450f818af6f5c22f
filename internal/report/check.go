package report

import (
	"fmt"
	"slices"
	"strconv"

	"shuping/internal/policy"
)

// Check looks at a report from every side that Want asks for, with parts as
// Split finds them.
func Check(text string, want Want) Result { return read(text).check(want) }

// CheckParts is Check with parts that a person has set. They must cover the
// text in order without gap or overlap and be of known kinds; else it is an error.
func CheckParts(text string, parts []Part, want Want) (Result, error) {
	r := read(text)
	if err := r.set(parts); err != nil {
		return Result{}, err
	}
	return r.check(want), nil
}

// set takes the parts of a person: a unit that a border runs through is cut in two.
func (r *reading) set(parts []Part) error {
	var units []unit
	var labelled []int
	folded, at, k := fold(r.text), 0, 0
	kinds := names()
	for _, p := range parts {
		label := -1
		for l, name := range kinds {
			if name == p.Part {
				label = l
			}
		}
		if label < 0 || p.From != at || p.To <= p.From || p.To > len(r.text) {
			return fmt.Errorf("part %q from %d to %d does not go on from %d in a text of %d characters", p.Part, p.From, p.To, at, len(r.text))
		}
		at = p.To
		for from := p.From; from < p.To; {
			for k < len(r.units) && r.units[k].to <= from {
				k++
			}
			u := newUnit(r.text, folded, from, min(p.To, r.units[k].to))
			u.chars = count(r.text[u.from:u.to])
			u.line, u.whole, u.heads = r.units[k].line, r.units[k].whole, r.units[k].heads && from == r.units[k].from
			units, labelled = append(units, u), append(labelled, label)
			from = u.to
		}
	}
	if at != len(r.text) {
		return fmt.Errorf("the parts end at %d of %d characters", at, len(r.text))
	}
	r.units, r.label, r.alone = units, labelled, nil
	r.sure, r.about = make([]PerMille, len(units)), make([][labels]PerMille, len(units))
	for i := range units {
		r.sure[i], r.about[i] = 1000, [labels]PerMille{1000, 1000, 1000, 1000, 1000}
	}
	return nil
}

func (r *reading) check(want Want) Result {
	res := Result{Parts: r.parts(), Areas: []Area{}, Likeness: want.Like, Findings: []Finding{}}
	if res.Parts == nil {
		res.Parts = []Part{}
	}
	if res.Likeness == nil {
		res.Likeness = []Likeness{}
	}
	res.Chars = count(r.text) // a border that a person drew through a word makes the parts' sum larger
	res.Share = r.share(res.Chars, want.SureAt)
	res.length(want)
	r.missing(&res, want)
	res.enough(want, r.borne())
	r.parted(&res, want)
	r.causes(&res, want)
	r.areas(&res, want)
	r.promises(&res, want)
	r.answered(&res, want)
	r.names(&res, want)
	r.figured(&res, want)
	r.damaged(&res, want)
	res.alike(want)
	return res
}

func (r *reading) share(chars int, sureAt PerMille) Share { return r.shareOf(problems, chars, sureAt) }

// shareOf is the share of one part, with what it is at least and at most as far as the borders are sure.
func (r *reading) shareOf(label, chars int, sureAt PerMille) Share {
	s := Share{Den: chars}
	for i := range r.units {
		n := r.units[i].chars
		if r.label[i] == label {
			s.Num += n
		}
		switch {
		case r.about[i][label] < sureAt, r.label[i] != label && r.could(i, label):
			s.High += n
		case r.label[i] == label:
			s.Low += n
			s.High += n
		}
	}
	return s
}

// parted: N3.2, each part has the share that the notice asks of it. A part that is not there at all is
// said as missing. Where a border in doubt can change the answer it is a question.
func (r *reading) parted(res *Result, want Want) {
	for _, p := range want.Parts {
		kinds := names()
		label := slices.Index(kinds[:], p.ID)
		s := r.shareOf(label, res.Chars, want.SureAt)
		if s.Den == 0 || s.Num == 0 {
			continue
		}
		f := Finding{Rule: "N3.2", Args: map[string]string{"part": p.Name, "num": strconv.Itoa(s.Num), "den": strconv.Itoa(s.Den)}}
		f.From, f.To = firstOf(res.Parts, p.ID)
		if small := !p.AtLeast.IsZero() && !p.AtLeast.Met(s.Num, s.Den); small {
			f.Code, f.Args["want"] = "report.part-small", p.AtLeast.String()
			res.find(p.Basis, !p.AtLeast.Met(s.High, s.Den), f)
			continue
		}
		if !p.AtMost.IsZero() && p.AtMost.Exceeded(s.Num, s.Den) {
			f.Code, f.Args["want"] = "report.part-large", p.AtMost.String()
			res.find(p.Basis, p.AtMost.Exceeded(s.Low, s.Den), f)
		}
	}
}

// length: N3.4. It is exact.
func (res *Result) length(want Want) {
	f, basis := Finding{Rule: "N3.4", Args: map[string]string{"chars": strconv.Itoa(res.Chars)}}, want.Length
	switch {
	case want.Max > 0 && res.Chars > want.Max:
		f.Code, f.Args["max"], f.Args["over"] = "report.long", strconv.Itoa(want.Max), strconv.Itoa(res.Chars-want.Max)
	case res.Chars < want.Min:
		f.Code, f.Args["min"], f.Args["under"] = "report.short", strconv.Itoa(want.Min), strconv.Itoa(want.Min-res.Chars)
		if want.Shortest.Holds() {
			basis = want.Shortest
		}
	default:
		return
	}
	res.find(basis, true, f)
}

// alike: N3.5, a large share found in one other report.
func (res *Result) alike(want Want) {
	if want.Likely.IsZero() {
		return
	}
	for _, l := range res.Likeness {
		if !want.Likely.Met(l.Share.Num, l.Share.Den) || len(l.Passages) == 0 {
			continue
		}
		f := Finding{Rule: "N3.5", Code: "report.alike", Args: map[string]string{"with": l.With,
			"num": strconv.Itoa(l.Share.Num), "den": strconv.Itoa(l.Share.Den), "want": want.Likely.String()}}
		f.From, f.To = l.Passages[0].From, l.Passages[0].To
		res.find(want.Truth, false, f)
	}
}

// borne says whether the part of problems is more than a guess from sentences: a heading
// announces it, or a person has set it.
func (r *reading) borne() bool {
	if r.alone == nil {
		return true
	}
	for i := range r.units {
		if u := &r.units[i]; u.heads && u.scope&isProblems != 0 && r.label[i] == problems {
			return true
		}
	}
	return false
}

// enough: N3.3. The arithmetic is exact; it is certain when no border in doubt
// can change the answer, and a question when one can, or when only sentences say where
// problems are told: a report is never refused on a guess.
func (res *Result) enough(want Want, borne bool) {
	s := res.Share
	if want.Share.IsZero() || s.Den == 0 {
		return
	}
	if want.Share.Met(s.Low, s.Den) || s.Num == 0 && s.High == 0 {
		return // enough; or none at all, which the missing part says
	}
	certain := borne && !want.Share.Met(s.High, s.Den)
	if !certain && want.Shares.Strength != policy.Must && want.Share.Met(s.Num, s.Den) {
		return
	}
	need := want.Share.Need(s.Den)
	f := Finding{Rule: "N3.3", Code: "report.share", Args: map[string]string{
		"num": strconv.Itoa(s.Num), "den": strconv.Itoa(s.Den), "low": strconv.Itoa(s.Low), "high": strconv.Itoa(s.High),
		"want": want.Share.String(), "need": strconv.Itoa(need), "lack": strconv.Itoa(max(0, need-s.Num)),
	}}
	if !certain {
		f.Code = "report.share-unsure"
	}
	f.From, f.To = firstOf(res.Parts, Problems)
	res.find(want.Shares, certain, f)
}

// Doubt adds a question where the parts that the writer set have the least share (N3.3)
// and the text as it reads, which is as, would not have it for certain: the one who is to be
// held to a rule has drawn the borders that it is measured by.
func (res *Result) Doubt(as Result, want Want) {
	if want.Share.IsZero() || !want.Share.Met(res.Share.Num, res.Share.Den) || want.Share.Met(as.Share.Low, as.Share.Den) {
		return
	}
	f := Finding{Rule: "N3.3", Code: "report.parts-own", Args: map[string]string{
		"num": strconv.Itoa(res.Share.Num), "den": strconv.Itoa(res.Share.Den), "read": strconv.Itoa(as.Share.Num), "want": want.Share.String()}}
	f.From, f.To = firstOf(res.Parts, Problems)
	res.ask(want.Shares, f)
}

func firstOf(parts []Part, kind string) (from, to int) {
	for _, p := range parts {
		if p.Part == kind {
			return p.From, p.To
		}
	}
	return 0, 0
}
