package web

import (
	"net/url"

	"shuping/internal/words"
)

// voterMode is how a voter wants the pages: it travels in the address, because there is
// no cookie to keep it in, and it says nothing of the voter that the next would not too.
type voterMode struct {
	Lang string // as asked for; empty: the browser's
	Big  bool   // larger type (大字版)
	// Practice: the ballot is one of a practice vote. It is of the slip, not of the address.
	Practice bool
	Kiosk    bool // a device of the hall that many use one after the other (自助投票机)
}

func modeOf(v *visit) voterMode {
	q := v.URL.Query()
	m := voterMode{Big: q.Get("big") == "1", Kiosk: q.Get("kiosk") == "1"}
	for _, l := range []words.Lang{words.ZH, words.EN} {
		if q.Get("lang") == string(l) {
			m.Lang = string(l)
		}
	}
	return m
}

// at is an address in this mode.
func (m voterMode) at(path string) string {
	q := url.Values{}
	if m.Lang != "" {
		q.Set("lang", m.Lang)
	}
	if m.Big {
		q.Set("big", "1")
	}
	if m.Kiosk {
		q.Set("kiosk", "1")
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// in and sized are the mode with another language, and with the other size.
func (m voterMode) in(l words.Lang) voterMode { m.Lang = string(l); return m }

func (m voterMode) sized() voterMode { m.Big = !m.Big; return m }
