package document

import (
	"strconv"
	"strings"
	"time"

	"shuping/internal/calendar"
	"shuping/internal/cycle"
	"shuping/internal/decider"
	"shuping/internal/docx"
	"shuping/internal/words"
)

// none stands in a cell that has nothing to say.
const none = "—"

// noDate is a date to be filled in by hand.
const noDate = "　　年　　月　　日"

// page is a document being written, with the words that all documents share.
type page struct {
	*docx.Document
	y        *Year
	sections int
}

// section begins a numbered section (一、二、…).
func (p *page) section(title string) {
	p.sections++
	p.Heading(1, numeral(p.sections)+"、"+title)
}

// numeral is n from 1 to 99 in Chinese characters.
func numeral(n int) string {
	digit := strings.Split("〇一二三四五六七八九", "")
	switch {
	case n < 10:
		return digit[n]
	case n < 20:
		return strings.TrimSuffix("十"+digit[n-10], "〇")
	}
	return strings.TrimSuffix(digit[n/10]+"十"+digit[n%10], "〇")
}

// fact is a line with a label, left out when there is nothing to say.
func (p *page) fact(label, value string) {
	if value != "" {
		p.Plain(label + "：" + value)
	}
}

// signatures are lines to sign by hand.
func (p *page) signatures(roles ...string) {
	p.Plain("")
	for _, r := range roles {
		p.Plain(r + "（签字）：　　　　　　　　" + noDate)
	}
}

// name is a person's name, or the number where there is none.
func (p *page) name(person string) string {
	if n := p.y.Names(person); n != "" {
		return n
	}
	return person
}

func (p *page) names(persons []string) string {
	out := make([]string, len(persons))
	for i, id := range persons {
		out[i] = p.name(id)
	}
	return strings.Join(out, "、")
}

// person is a name that may be missing.
func (p *page) person(id string) string {
	if id == "" {
		return ""
	}
	return p.name(id)
}

// org is the name of an organisation.
func (p *page) org(id string) string {
	if o := p.y.Cycle.Orgs[id]; o != nil {
		return o.Name
	}
	return id
}

// post is where a subject works and as what; a post often has the name of the
// organisation in it.
func post(orgName, post string) string {
	if strings.Contains(post, orgName) {
		return post
	}
	return orgName + post
}

// words are those of the catalogue: names of verdicts, and departures from rules
// in sentences.
func (p *page) words() *words.Words { return words.For(words.ZH) }

// departures lists rules that are only advice, or dates that had passed, with the
// reason that was given. Values that are numbers of people are said as names.
func (p *page) departures(list []cycle.Departure) {
	rows := make([][]string, len(list))
	for i, d := range list {
		args := make(map[string]string, len(d.Args))
		for k, v := range d.Args {
			parts := strings.Split(v, ", ")
			for j := range parts {
				if n := p.y.Names(parts[j]); n != "" {
					parts[j] = n
				}
			}
			args[k] = strings.Join(parts, ", ")
		}
		got, want, _ := p.words().Refusal(&decider.Refusal{Rule: d.Rule, Clause: d.Clause, Code: d.Code, Args: args})
		rows[i] = []string{itoa(i + 1), or(d.Clause, none), got, want, d.Reason}
	}
	p.Table([]docx.Column{{Head: "序号", Width: 3, Align: docx.Center}, {Head: "依据", Width: 3, Align: docx.Center}, {Head: "情况", Width: 8}, {Head: "要求", Width: 6}, {Head: "理由", Width: 7}}, rows)
}

// hash writes a hash in groups that an eye can compare, four to a line.
func hash(h string) string {
	var b strings.Builder
	for i := 0; i < len(h); i += 8 {
		switch {
		case i > 0 && i%32 == 0:
			b.WriteByte('\n')
		case i > 0:
			b.WriteByte(' ')
		}
		b.WriteString(h[i:min(i+8, len(h))])
	}
	return b.String()
}

// date writes a day: 2018年12月29日; a dash for none.
func date(d calendar.Date) string {
	if d == "" {
		return none
	}
	return words.For(words.ZH).ISODate(string(d))
}

// day is a day in a cell of a table: 2018.12.29.
func day(d calendar.Date) string {
	parts := strings.Split(string(d), "-")
	for i := range parts {
		parts[i] = strings.TrimPrefix(parts[i], "0")
	}
	return or(strings.Join(parts, "."), none)
}

// clock is the time of day in China.
func clock(t time.Time) string {
	return t.In(time.FixedZone("CST", 8*60*60)).Format("15:04")
}

func itoa(n int) string { return strconv.Itoa(n) }

// people is a number of people.
func people(n int) string { return itoa(n) + "人" }

// or is text, or instead when it is empty.
func or(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// sentence ends a text with a full stop unless it has an end.
func sentence(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasSuffix(text, "。") || strings.HasSuffix(text, "！") || strings.HasSuffix(text, "？") {
		return text
	}
	return strings.TrimRight(text, "；;，,.") + "。"
}
