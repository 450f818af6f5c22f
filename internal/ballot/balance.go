package ballot

// Balance is where the ballots of one class went (票数核对): the slips with a code
// for phone and terminal, and the papers. It is checked on numbers before a count
// is accepted.
type Balance struct {
	PhoneIssued      int `json:"phone_issued"`
	PhoneUsed        int `json:"phone_used"`
	PhoneUnused      int `json:"phone_unused"`
	PhoneSpoilt      int `json:"phone_spoilt"`
	PaperIssued      int `json:"paper_issued"`
	PaperReturned    int `json:"paper_returned"`
	PaperNotReturned int `json:"paper_not_returned"`
}

// Imbalance is a sum that does not come out.
type Imbalance struct {
	Code string `json:"code"`
	Got  int    `json:"got"`
	Want int    `json:"want"`
}

// Codes of imbalances.
const (
	ImbalanceNegative = "balance.negative"        // a number is less than nothing
	ImbalancePhone    = "balance.phone"           // Got = used + unused + spoilt, Want were issued
	ImbalancePaper    = "balance.paper"           // Got = returned + not returned, Want were issued
	ImbalanceMore     = "balance.more_than_given" // Got came back, Want were issued: the vote is void
	ImbalanceCounted  = "balance.counted"         // Got were counted, Want came back
)

// Check says which sums do not come out. None: nil.
func (b Balance) Check() []Imbalance {
	var out []Imbalance
	for _, n := range []int{b.PhoneIssued, b.PhoneUsed, b.PhoneUnused, b.PhoneSpoilt, b.PaperIssued, b.PaperReturned, b.PaperNotReturned} {
		if n < 0 {
			out = append(out, Imbalance{ImbalanceNegative, n, 0})
		}
	}
	if n := b.PhoneUsed + b.PhoneUnused + b.PhoneSpoilt; n != b.PhoneIssued {
		out = append(out, Imbalance{ImbalancePhone, n, b.PhoneIssued})
	}
	if n := b.PaperReturned + b.PaperNotReturned; n != b.PaperIssued {
		out = append(out, Imbalance{ImbalancePaper, n, b.PaperIssued})
	}
	if b.PaperReturned > b.PaperIssued {
		out = append(out, Imbalance{ImbalanceMore, b.PaperReturned, b.PaperIssued})
	}
	if b.PhoneUsed > b.PhoneIssued {
		out = append(out, Imbalance{ImbalanceMore, b.PhoneUsed, b.PhoneIssued})
	}
	return out
}

// Void says that more ballots came back than were given out. Then the vote is
// void and has to be repeated; no correction of numbers mends it.
func (b Balance) Void() bool {
	return b.PaperReturned > b.PaperIssued || b.PhoneUsed > b.PhoneIssued
}

// Counted says whether as many ballots were counted as came back: phone and
// paper are the tallies of the balance's class by origin.
func (b Balance) Counted(phone, paper Tally) []Imbalance {
	var out []Imbalance
	if phone.Ballots != b.PhoneUsed {
		out = append(out, Imbalance{ImbalanceCounted, phone.Ballots, b.PhoneUsed})
	}
	if paper.Ballots != b.PaperReturned {
		out = append(out, Imbalance{ImbalanceCounted, paper.Ballots, b.PaperReturned})
	}
	return out
}
