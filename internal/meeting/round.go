package meeting

import (
	"slices"

	"shuping/internal/ballot"
)

// Round is one vote (一轮测评): slips given out, slips come back, piles counted. It
// has numbers and nothing of who voted what; the ballots given by phone lie in the
// box whose name is Box.
type Round struct {
	No     int         `json:"no"`  // from 1, over all sittings
	Box    string      `json:"box"` // <meeting>-<no>
	Form   ballot.Form `json:"form"`
	Slips  []Slips     `json:"slips"` // one per class of the form, in its order
	Opened Stamp       `json:"opened"`
	Seq    uint64      `json:"seq"`             // number of the record that opened it
	Ended  *Stamp      `json:"ended,omitempty"` // no ballot is given any more

	Replaced  []Replacement `json:"replaced,omitempty"`
	Collected []Collection  `json:"collected,omitempty"` // the last one counts
	Sheets    []Sheet       `json:"sheets,omitempty"`    // a teller's last one counts
	Reading   *Reading      `json:"reading,omitempty"`   // of papers by a scanner
	Phone     *BoxCount     `json:"phone,omitempty"`
	Accepted  *Stamp        `json:"accepted,omitempty"`
	Voided    *Void         `json:"voided,omitempty"`
}

// Slips is how many ballots of a class were given out, replacements included.
type Slips struct {
	Class string `json:"class"`
	Phone int    `json:"phone"` // slips with a code, for phone and terminal
	Paper int    `json:"paper"`
	// Voters is how many people of the class were in the hall to vote.
	Voters int `json:"voters"`
	// Spoilt and lost ones that were replaced.
	PhoneReplaced int `json:"phone_replaced,omitempty"`
	PaperReplaced int `json:"paper_replaced,omitempty"`
}

// Pile is what was counted of one class.
type Pile struct {
	Class   string `json:"class" form:"required,from=classes"`
	Ballots int    `json:"ballots" form:"required"`
	// Rows are the subjects of the form, each once, in any order.
	Rows []Row `json:"rows" form:"required"`
}

// Row is what a subject got in a pile, at one question where the ballot has several.
type Row struct {
	Subject  string `json:"subject" form:"required,from=subjects"`
	Question string `json:"question,omitempty"` // id, on a ballot of questions
	Options  []int  `json:"options,omitempty"`  // in the form's order; of a score each number, of a rank each place
	// Numbers are the numbers of a score as they stand on the papers, instead of options:
	// "95 92.5×3 88".
	Numbers  string `json:"numbers,omitempty"`
	Blank    int    `json:"blank"`
	Multiple int    `json:"multiple"`
	// Breach are entries against a rule about the whole ballot, Own those left out as the own.
	Breach int `json:"breach,omitempty"`
	Own    int `json:"own,omitempty"`
}

// classIndex is the place of a class on the form, -1 for none.
func (r *Round) classIndex(class string) int { return slices.Index(r.Form.Classes, class) }

// issuedPaper and issuedPhone are the classes that got such ballots, in the form's order.
func (r *Round) issuedPaper() (classes []string) {
	for _, s := range r.Slips {
		if s.Paper > 0 {
			classes = append(classes, s.Class)
		}
	}
	return classes
}

func (r *Round) issuedPhone() (classes []string) {
	for _, s := range r.Slips {
		if s.Phone > 0 {
			classes = append(classes, s.Class)
		}
	}
	return classes
}

// Balance is where the ballots of a class of the form went, as far as it is recorded.
func (r *Round) Balance(class int) ballot.Balance {
	s := r.Slips[class]
	b := ballot.Balance{PhoneIssued: s.Phone, PaperIssued: s.Paper}
	if r.Phone != nil {
		for _, t := range r.Phone.Tallies {
			if t.Class == class {
				b.PhoneUsed = t.Ballots
			}
		}
	}
	if n := len(r.Collected); n > 0 {
		for _, c := range r.Collected[n-1].Rows {
			if c.Class == s.Class {
				b.PhoneUnused, b.PhoneSpoilt, b.PaperReturned, b.PaperNotReturned = c.PhoneUnused, c.PhoneSpoilt, c.PaperReturned, c.PaperNotReturned
			}
		}
	}
	return b
}

// sheets are the last sheets of each teller, in the order in which they first
// handed one in.
func (r *Round) sheets() []Sheet {
	var last []Sheet
	for _, sh := range r.Sheets {
		if i := slices.IndexFunc(last, func(o Sheet) bool { return o.By == sh.By }); i >= 0 {
			last[i] = sh
		} else {
			last = append(last, sh)
		}
	}
	return last
}
