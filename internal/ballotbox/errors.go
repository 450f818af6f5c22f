package ballotbox

import "errors"

// Answers to a person at the box. Each is a plain value: a caller picks the words.
var (
	// ErrMistyped: the text cannot be a code; seen without looking into any box.
	ErrMistyped = errors.New("not a code: letters or digits are missing or wrong")
	// ErrUnknownCode: no box has this code. Nothing else is told.
	ErrUnknownCode = errors.New("no such code")
	// ErrSpoilt: the slip was replaced by another one.
	ErrSpoilt = errors.New("the slip was replaced")
	// ErrClosed: the box takes no more ballots.
	ErrClosed = errors.New("the box is closed")
	// ErrUsed: a slip whose code was used cannot be replaced.
	ErrUsed = errors.New("the code was used")
)

// Answers to a program that uses the box wrongly or finds it in another state.
var (
	ErrExists  = errors.New("there is such a box")
	ErrNoBox   = errors.New("there is no such box")
	ErrOpen    = errors.New("the box is open: close it before it is sealed")
	ErrSealed  = errors.New("the box is sealed")
	ErrStopped = errors.New("the store of boxes was closed")
	// ErrNoKey: the box is there without its key, as after a restore from a
	// backup. It cannot be read by anybody; the vote has to be repeated.
	ErrNoKey = errors.New("the box has no key: the vote has to be repeated")
	// ErrDamaged: what is stored contradicts itself.
	ErrDamaged = errors.New("the box is damaged")
	// ErrUnavailable: the disk failed. Whether a ballot went in is not known;
	// casting it again with the same code is right and safe.
	ErrUnavailable = errors.New("the box cannot be written at the moment")
)
