package policy

import (
	"fmt"
	"math/big"
	"slices"
	"sort"
)

// bands: the bands of a scale cover every score once, the better grade higher.
func (c checker) bands(p *Policy) {
	b := &p.Grading.Bands
	if !b.Holds() || c.broken("grading.bands") {
		return
	}
	of := b.Of
	if of == "" {
		of = SourceTotal
	}
	c.scoreOf("grading.bands.of", p, of)
	for i, band := range b.List {
		key := fmt.Sprintf("grading.bands.list[%d]", i)
		c.inScale(key+".grade", p, scaleOf(band.Scale), band.Grade)
		c.bounds(key, band.Interval(), !band.AtLeast.IsZero() && !band.MoreThan.IsZero(), !band.AtMost.IsZero() && !band.LessThan.IsZero())
	}
	if c.broken("grading.bands.list") {
		return
	}
	for _, scale := range p.Grading.ScaleIDs() {
		c.cover(p, scale, of)
	}
}

// banded is one band with its place in the list.
type banded struct {
	Band
	Interval
	at int
}

// cover looks for holes and overlaps from 0 to the full mark, in the steps of rounding.
func (c checker) cover(p *Policy, scale, of string) {
	step := new(big.Rat)
	if of == SourceTotal {
		step = p.Grading.Score.Step.Rat()
	}
	var all []banded
	for i, band := range p.Grading.Bands.List {
		if scaleOf(band.Scale) == scale {
			all = append(all, banded{band, band.Interval().onGrid(step), i})
		}
	}
	if len(all) == 0 {
		return
	}
	sort.SliceStable(all, func(i, j int) bool { return lower(all[i].Interval, all[j].Interval) })
	key := func(b banded) string { return fmt.Sprintf("grading.bands.list[%d]", b.at) }
	zero, full := new(big.Rat), p.FullOf(of)
	capped := of == SourceTotal && !p.Grading.Score.AtMost.IsZero()
	if capped {
		full = p.Grading.Score.AtMost.Rat()
	}
	if first := all[0]; !first.Holds(zero) && (first.Low == nil || first.Low.Sign() >= 0) {
		c.refuse(key(first), "band-hole", "from", 0, "until", Written(first.Low))
	}
	grades := p.Grading.GradesOf(scale)
	for i := 1; i < len(all); i++ {
		below, b := all[i-1], all[i]
		switch how := b.follows(below.Interval, step); {
		case how < 0 && b.Low == nil:
			c.refuse(key(b), "band-overlap", "value", Written(zero), "grade", b.Grade, "other", below.Grade)
		case how < 0:
			c.refuse(key(b), "band-overlap", "value", Written(b.Low), "grade", b.Grade, "other", below.Grade)
		case how > 0:
			c.refuse(key(b), "band-hole", "from", Written(below.High), "until", Written(b.Low))
		case slices.Index(grades, b.Grade) >= slices.Index(grades, below.Grade):
			c.refuse(key(b), "band-order", "grade", b.Grade, "other", below.Grade)
		}
	}
	if top := all[len(all)-1]; top.High != nil && !top.Holds(full) && top.High.Cmp(full) <= 0 {
		c.refuse(key(top), "band-hole", "from", Written(top.High), "until", Written(full))
	} else if top.High != nil && p.hasBonus() && of == SourceTotal && !capped {
		c.refuse(key(top), "band-bonus", "grade", top.Grade)
	}
}

func lower(a, b Interval) bool {
	switch {
	case a.Low == nil || b.Low == nil:
		return a.Low == nil && b.Low != nil
	case a.Low.Cmp(b.Low) != 0:
		return a.Low.Cmp(b.Low) < 0
	}
	return a.LowIn && !b.LowIn
}

func (p *Policy) hasBonus() bool {
	return slices.ContainsFunc(p.Grading.Sources, func(s Source) bool { return s.ID == SourceBonus })
}

// FullOf is the full mark of a source, or of the total.
func (p *Policy) FullOf(name string) *big.Rat {
	hundred := big.NewRat(100, 1)
	if name == SourceTotal {
		if full := p.Grading.Score.Full; !full.IsZero() {
			return full.Rat()
		}
		return hundred
	}
	s, ok := p.Grading.SourceNamed(name)
	if !ok {
		return hundred
	}
	return p.Full(s)
}

// Full is the full mark of a source: as it is written, or the greatest number that a
// voter may give, or 100.
func (p *Policy) Full(s *Source) *big.Rat {
	if !s.Full.IsZero() {
		return s.Full.Rat()
	}
	full := new(big.Rat)
	if m, ok := p.MeetingByID(s.Meeting); ok && len(s.Options) == 0 {
		for _, q := range m.Ballot.Asked() {
			if (s.Question == "" || s.Question == q.ID) && q.Kind == KindScore && q.Score.To.Rat().Cmp(full) > 0 {
				full = q.Score.To.Rat()
			}
		}
	}
	if full.Sign() > 0 {
		return full
	}
	return big.NewRat(100, 1)
}
