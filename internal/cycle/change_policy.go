package cycle

import (
	"slices"
	"strings"

	"shuping/internal/act"
	"shuping/internal/decider"
	"shuping/internal/policy"
)

// ChangePolicy puts the year under other rules from now on (修订办法, N1.5), for a reason
// and with an approver. What was decided before stays decided, meetings already called
// go on under the rules they were called by, and both versions stay in the archive. The
// new rules are for the same year and still know every kind of organisation on file,
// every type of meeting called and every grade given.
type ChangePolicy struct {
	Policy     policy.Policy `json:"policy" form:"required,read"`
	PolicyHash string        `json:"policy_source_hash" form:"required,hidden"` // SHA-256 of the source, lower-case hex
	Reason     string        `json:"reason" form:"required,long"`
	Approver   string        `json:"approver" form:"required,from=persons"` // person
}

func (*ChangePolicy) Kind() string { return "change-policy" }

func (c *ChangePolicy) Decide(s *State, call decider.Call) ([]decider.Event[State], error) {
	if err := usable(&c.Policy, c.PolicyHash); err != nil {
		return nil, err
	}
	switch {
	case c.PolicyHash == s.PolicyHash:
		return nil, decider.Refuse("", "policy-same").At("policy")
	case c.Policy.Year != s.Policy.Year:
		return nil, decider.Refuse("", "policy-year", "got", c.Policy.Year, "want", s.Policy.Year).At("policy")
	}
	if lost := s.lostBy(&c.Policy); len(lost) > 0 {
		return nil, decider.Refuse("", "policy-lacks", "names", strings.Join(lost, ", ")).At("policy")
	}
	if err := act.Approved(c.Reason, c.Approver, call.Who); err != nil {
		return nil, err
	}
	return []decider.Event[State]{&PolicyChanged{Stamp: act.By(call), Policy: c.Policy, PolicyHash: c.PolicyHash, Was: s.PolicyHash,
		Reason: c.Reason, Approver: c.Approver}}, nil
}

// usable refuses rules that a year cannot be run by.
func usable(p *policy.Policy, hash string) error {
	if p.Format != policy.Format {
		return decider.Refuse("", "policy-format", "got", p.Format, "want", policy.Format).At("policy")
	}
	if len(hash) != 64 || strings.Trim(hash, "0123456789abcdef") != "" {
		return decider.Refuse("", "not-a-hash", "got", hash).At("policy_source_hash")
	}
	var keys []string
	for _, g := range policy.Gaps(p) {
		keys = append(keys, g.Key)
	}
	if len(keys) > 0 {
		return decider.Refuse("", "policy-only-tried", "keys", strings.Join(keys, ", ")).At("policy")
	}
	return nil
}

// lostBy names what is on record and p does not know.
func (s *State) lostBy(p *policy.Policy) (lost []string) {
	lose := func(name string) {
		if !slices.Contains(lost, name) {
			lost = append(lost, name)
		}
	}
	for _, id := range s.OrgOrder {
		if kind := s.Orgs[id].Kind; kindNames(p.Kinds)[kind] != kind {
			lose(kind)
		}
	}
	for _, id := range s.MeetingOrder {
		m := s.Meetings[id]
		if _, ok := p.MeetingByID(m.Type); !ok && m.Cancelled == nil {
			lose(m.Type)
		}
	}
	for _, id := range s.SubjectOrder {
		for _, d := range s.Subjects[id].Grades {
			if !slices.Contains(p.Grading.GradesOf(p.ScaleOf(s.Subjects[id].Kind)), d.Grade) {
				lose(d.Grade)
			}
		}
	}
	return lost
}

// PolicyChanged is the year under other rules.
type PolicyChanged struct {
	Stamp
	Policy     policy.Policy `json:"policy"`
	PolicyHash string        `json:"policy_source_hash"`
	Was        string        `json:"was"` // hash of the rules before
	Reason     string        `json:"reason"`
	Approver   string        `json:"approver"`
}

func (*PolicyChanged) Kind() string { return "policy-changed" }

func (e *PolicyChanged) Apply(s *State) {
	s.Former = append(s.Former, Former{Policy: s.Policy, PolicyHash: s.PolicyHash, Until: e.Stamp})
	s.Policy, s.PolicyHash = e.Policy, e.PolicyHash
}

// Former is what the year's rules were until they were changed.
type Former struct {
	Policy     policy.Policy `json:"policy"`
	PolicyHash string        `json:"policy_source_hash"`
	Until      Stamp         `json:"until"`
}
