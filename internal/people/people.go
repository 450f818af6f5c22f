// Package people is who there is (组织与人员): the organisations of a street,
// their persons and memberships as the rosters name them, accounts with their
// roles, and sign-in by a link that is used once.
//
// It is not part of the procedure and not in the journal: the journal holds
// person numbers, here stands whose they are. Everything here may be changed,
// and a person's data can be erased (Forget) while the journal stays whole.
// What class of a meeting a roster's word means is the policy's business.
//
// # What is stored (package people/sqlite)
//
//	organisations(id, place, name, kind, higher, secretary, deputy, liaison)
//	persons(id, place, name, sex, born, phone, remark, initials)   initials: pinyin, for search
//	memberships(org, person, class, post, place)                   class: the roster's word
//	accounts(person, disabled)   account_roles(person, role)
//	links(hash, person, expires, used)                              SHA-256 of the link's token
//	sessions(token, data, expires)                                  token: hashed by the web's session manager
//
// Times are microseconds since 1970 UTC. place is the order in the roster.
package people

import (
	"context"
	"errors"
	"time"
)

// Organisation is a Party organisation of the street (党组织). Kind is the
// roster's word; the policy says what it means. Secretary, Deputy and Liaison
// are person numbers, empty when there is none.
type Organisation struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Higher    string `json:"higher,omitempty"` // ID of the organisation above
	Secretary string `json:"secretary,omitempty"`
	Deputy    string `json:"deputy,omitempty"`
	Liaison   string `json:"liaison,omitempty"` // 联点领导
}

// Person is one person of the rosters. ID is the person's number, which is all
// that the journal knows. Only ID and Name are always there.
type Person struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Sex    string `json:"sex,omitempty"`
	Born   int    `json:"born,omitempty"` // year
	Phone  string `json:"phone,omitempty"`
	Remark string `json:"remark,omitempty"` // such as 长期卧病
}

// Membership says that a person belongs to an organisation, in the roster's
// word for the class (正式党员, 干部职工, 班子成员) and with a post if it names one.
type Membership struct {
	Org    string `json:"org"`
	Person string `json:"person"`
	Class  string `json:"class"`
	Post   string `json:"post,omitempty"`
}

// Roster is everything the rosters say, in their order.
type Roster struct {
	Organisations []Organisation `json:"organisations"`
	Persons       []Person       `json:"persons"`
	Memberships   []Membership   `json:"memberships"`
}

// Member is a person in an organisation.
type Member struct {
	Person
	Class string `json:"class"`
	Post  string `json:"post,omitempty"`
}

// The roles of an account. Roles that follow from a stream (chair, guide,
// teller, subject) are found in the stream's state and stand in no account.
const (
	Office   = "office"   // 党建办: runs the cycle
	Head     = "head"     // 党工委书记
	Leader   = "leader"   // 班子成员
	Verifier = "verifier" // 调查核实人员
	Auditor  = "auditor"  // 监督检查: reads everything, changes nothing
)

// Roles lists the roles of an account.
func Roles() []string { return []string{Office, Head, Leader, Verifier, Auditor} }

// Account is a person as one who signs in. Every person of the rosters has
// one; without a record it has no roles and is not disabled.
type Account struct {
	Person   string   `json:"person"`
	Name     string   `json:"name"`
	Roles    []string `json:"roles,omitempty"`
	Disabled bool     `json:"disabled,omitempty"`
}

// The errors of a Store and of sign-in.
var (
	ErrUnknown     = errors.New("no such person or organisation")
	ErrRole        = errors.New("no such role")
	ErrLinkUnknown = errors.New("the link is not valid, or a newer one has replaced it")
	ErrLinkUsed    = errors.New("the link has been used")
	ErrLinkExpired = errors.New("the link has expired")
	ErrDisabled    = errors.New("the account is disabled")
)

// Rosters is what is known of organisations and persons. All methods may be
// called concurrently; a change is durable when it returns nil.
type Rosters interface {
	// Roster reads everything.
	Roster(context.Context) (Roster, error)
	// Organisation and Person read one, or ErrUnknown.
	Organisation(ctx context.Context, id string) (Organisation, error)
	Person(ctx context.Context, id string) (Person, error)
	// Members reads those of an organisation in the roster's order.
	Members(ctx context.Context, org string) ([]Member, error)
	// Search finds persons by a part of the name, the beginning of the
	// number, or pinyin initials, at most limit, in the roster's order.
	Search(ctx context.Context, text string, limit int) ([]Person, error)
	// Apply makes the changes of Compare, all or none.
	Apply(context.Context, Changes) error
	// Forget erases what is known of a person: name, data, memberships,
	// account, links. The number stays, with ForgottenName for a name, so that
	// old records can still be shown. ErrUnknown if there is none.
	Forget(ctx context.Context, person string) error
}

// ForgottenName stands for the name of a person whose data were erased.
const ForgottenName = "（已删除）"

// Accounts is who may sign in and with which roles.
type Accounts interface {
	// Account reads one, or ErrUnknown if there is no such person.
	Account(ctx context.Context, person string) (Account, error)
	// Accounts reads those that have roles or are disabled, by person number.
	Accounts(context.Context) ([]Account, error)
	// SetAccount replaces the roles and the disabled flag. ErrUnknown for an
	// unknown person, ErrRole for a role that is not among Roles. Disabling
	// also withdraws the person's links.
	SetAccount(ctx context.Context, a Account) error
}

// Links keeps sign-in links by the hash of their token.
type Links interface {
	// PutLink stores a link and withdraws the person's earlier ones.
	PutLink(ctx context.Context, hash [32]byte, person string, expires time.Time) error
	// LinkOf tells whose link it is and whether it could be used at that time:
	// ErrLinkUnknown, ErrLinkUsed or ErrLinkExpired if not.
	LinkOf(ctx context.Context, hash [32]byte, now time.Time) (person string, err error)
	// UseLink is LinkOf and marks the link used, in one step: of two calls at
	// once one gets the person, the other ErrLinkUsed.
	UseLink(ctx context.Context, hash [32]byte, now time.Time) (person string, err error)
}

// Store is all of it.
type Store interface {
	Rosters
	Accounts
	Links
}
