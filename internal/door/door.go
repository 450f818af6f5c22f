// Package door is about the codes that people show at the door of a meeting (入场码): what
// stands in one, how one is read from a picture, and the card on which one is sent.
//
// A code names a meeting and a person, and has a mark that only the folder that made it
// can make. It lets nobody in by itself: whoever stands at the door is signed in, looks at the
// person, and hands the signing in to the meeting, which decides.
package door

import (
	"net/url"
	"strings"

	"shuping/internal/hall"
)

// Code is what stands in a code.
type Code struct {
	Meeting string
	Person  string
	Mark    string
}

// prefix begins the path of every code.
const prefix = "/door/"

// Purpose is what the folder's secret for the codes of a meeting is named.
func Purpose(meeting string) string { return "door " + meeting }

// Make makes the code of a person for a meeting by the meeting's secret.
func Make(secret []byte, meeting, person string) Code {
	return Code{meeting, person, hall.Mark(secret, meeting, person)}
}

// Path is the code as the path of an address, so that any camera can read it.
func (c Code) Path() string {
	return prefix + url.PathEscape(c.Meeting) + "/" + url.PathEscape(c.Person) + "/" + c.Mark
}

// Valid says whether the code was made by this secret.
func (c Code) Valid(secret []byte) bool { return hall.Marked(c.Mark, secret, c.Meeting, c.Person) }

// mostText is the longest text that is taken for a code, in bytes.
const mostText = 400

// Parse reads a code from what a camera or a hand reader gave: an address with any host,
// or the path alone. False: it is no such code.
func Parse(text string) (Code, bool) {
	text = strings.TrimSpace(text)
	at := strings.Index(text, prefix)
	if at < 0 || len(text) > mostText {
		return Code{}, false
	}
	path, _, _ := strings.Cut(text[at+len(prefix):], "?")
	parts := strings.Split(path, "/")
	if len(parts) != 3 {
		return Code{}, false
	}
	for i, p := range parts {
		whole, err := url.PathUnescape(p)
		if err != nil || whole == "" {
			return Code{}, false
		}
		parts[i] = whole
	}
	return Code{parts[0], parts[1], parts[2]}, true
}
