package policy

import "slices"

// Acts is the table of who may do what, and after what: stream name -> command
// kind. It has every kind of command but the one that starts a stream.
type Acts map[string]map[string]Act

// Act is one line of the table.
type Act struct {
	// Rule is the number in docs/RULES.md that the act carries out.
	Rule string `json:"rule" policy:"need,rule"`
	// Clause is the place in the notice.
	Clause string `json:"clause" policy:"need"`
	// By are the roles that may do it; one of them is enough.
	By []string `json:"by" policy:"need,ref=role"`
	// After are the kinds of events that the stream must have already.
	After []string `json:"after" policy:"id"`
	// Before are the kinds of events that the stream must not have yet.
	Before []string `json:"before" policy:"id"`
}

// The streams of the table.
const (
	StreamCycle   = "cycle"   // a year (述评年度)
	StreamMeeting = "meeting" // one meeting (会议)
)

// Roles of an account. They come with the call.
const (
	RoleOffice   = "office"   // the committee's office (党工委工作人员、党建办)
	RoleHead     = "head"     // head of the committee (党工委书记)
	RoleLeader   = "leader"   // member of the leading group (班子成员)
	RoleVerifier = "verifier" // person sent to verify on site (核实人员)
	RoleAuditor  = "auditor"  // reads everything, does nothing (监督人员)
)

// Roles that a person has in a stream. They are found in its state.
const (
	RoleSubject = "subject" // the secretary under review (述职对象)
	RoleLiaison = "liaison" // the leader assigned to the subject's organisation (联点领导)
	RoleChair   = "chair"   // who presides over the meeting (主持人)
	RoleGuide   = "guide"   // sent by the committee to the meeting (指导人员)
	RoleTeller  = "teller"  // counts ballots at the meeting (计票人)
)

// RoleSystem is the program itself (系统): it takes sealed boxes into the meeting and
// minutes into the year. No account can have it, so nobody can type a result in.
const RoleSystem = "system"

// Roles are all roles that the table may name. An auditor does nothing and is not among them.
func Roles() []string {
	return []string{RoleSystem, RoleOffice, RoleHead, RoleLeader, RoleVerifier,
		RoleSubject, RoleLiaison, RoleChair, RoleGuide, RoleTeller}
}

// rolesIn says which roles a stream can find: a meeting knows no liaison leader.
func rolesIn(stream string) []string {
	roles := Roles()
	if stream == StreamMeeting {
		roles = slices.DeleteFunc(roles, func(r string) bool { return r == RoleLiaison })
	}
	return roles
}
