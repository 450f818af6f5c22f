// Package words is the one catalogue of what a person reads (用语目录): every
// sentence, label and name of an act, in Simplified Chinese and in English,
// and how dates, numbers and shares are written in each.
//
// It is not a place for the procedure's own nouns: the names of grades, classes
// and organisation kinds come from the policy, those of people from the roster.
//
// The texts are flat JSON files, one folder per language and one file per area
// (zh/web.json, en/web.json, ...). A key is a dotted name and lives in exactly
// one file; both languages have the same keys, in files of the same name, with
// the same variables. A value is a text, or an object with the plural forms
// "one" and "other" chosen by the variable n. Variables are written {{.name}}.
//
// Keys with a meaning of their own:
//
//	refusal.<code>.got .want .next      a decider.Refusal, said by Refusal
//	command.<stream>.<kind>             the name of an act
//	command.<stream>.<kind>.<field>     the label of its field, else
//	field.<field>                       the label of every field of that name
//	hint.<field>                        help below that field (optional)
//	option.<field>.<value>              the label of a choice, else option.<value>
//	event.<stream>.<kind>               what happened, as a heading
//	role.<role>                         the name of a role
package words

import (
	"strings"

	"golang.org/x/text/language"
)

// Lang is one of the two languages of the catalogue.
type Lang string

// The languages; Chinese is the default everywhere.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Tag is the BCP 47 tag for the lang attribute of a page.
func (l Lang) Tag() string {
	if l == EN {
		return "en"
	}
	return "zh-CN"
}

// Other is the language a reader of l may switch to.
func (l Lang) Other() Lang {
	if l == EN {
		return ZH
	}
	return EN
}

// Parse reads a language from a flag, a cookie or an environment variable
// ("zh", "en-GB", "zh_CN.UTF-8"). ok is false for every other language.
func Parse(s string) (l Lang, ok bool) {
	s = strings.ToLower(s)
	if i := strings.IndexAny(s, "-_."); i >= 0 {
		s = s[:i]
	}
	switch Lang(s) {
	case ZH, EN:
		return Lang(s), true
	}
	return ZH, false
}

// Pick chooses the language of a page: the reader's own choice (cookie), else
// the first language of the Accept-Language header that the catalogue has, else
// Chinese.
func Pick(acceptLanguage, cookie string) Lang {
	if l, ok := Parse(cookie); ok {
		return l
	}
	// Most readers ask for Chinese first, and asking costs as much as the rest of a page.
	if first, _, _ := strings.Cut(acceptLanguage, ","); first == "zh" || first == "zh-CN" {
		return ZH
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return ZH
	}
	for _, t := range tags {
		if l, ok := Parse(t.String()); ok {
			return l
		}
	}
	return ZH
}
