package archive

import (
	"strings"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/blob"
	"shuping/internal/meeting"
	"shuping/internal/scan"
	"shuping/internal/scan/readings"
	"shuping/internal/sheet"
	"shuping/internal/sheet/layout"
)

// A pile that was read is added up again, and whatever was recorded otherwise is found.
func TestPilesAreAddedUpAgain(t *testing.T) {
	l, err := sheet.New(layout.Form{Title: "票", Grades: []string{"甲", "乙"}, Subjects: []layout.Subject{{Name: "一"}, {Name: "二"}}})
	if err != nil {
		t.Fatal(err)
	}
	row := func(n int, v scan.Verdict, grade int) readings.Row {
		return readings.Row{Row: n, Verdict: v, Grade: grade}
	}
	f := &readings.File{Format: readings.Format, Form: l.Form, Grades: l.Grades, Pages: []readings.Page{
		{FormPage: 1, Rows: []readings.Row{row(1, scan.Valid, 0), row(2, scan.Blank, -1)}},
		{FormPage: 1, Rows: []readings.Row{row(1, scan.Unclear, -1), row(2, scan.Multiple, -1)}},
		{FormPage: 1, SameAs: &readings.Ref{Batch: 1, Page: 1}, Rows: []readings.Row{row(1, scan.Valid, 0), row(2, scan.Blank, -1)}},
		{Problem: scan.NoMarks},
	}}
	form, read := l.JSON(), f.JSON()
	v := &verifier{data: map[string][]byte{}}
	for _, data := range [][]byte{form, read} {
		h := blob.HashOf(data)
		v.manifest.Files = append(v.manifest.Files, Listed{blobFile(h, data), len(data), h})
		v.data[blobFile(h, data)] = data
	}
	good := func() *meeting.Round {
		p := meeting.Batch{No: 1, Layout: string(blob.HashOf(form)), Subjects: []string{"s1", "s2"}, Read: &meeting.Readings{
			File: string(blob.HashOf(read)), Pages: []int{1, 1, 0, 0}, Refused: 1,
			Rows:    []meeting.ReadRow{{Row: 1, FormPage: 1, Options: []int{1, 0}, Unclear: 1}, {Row: 2, FormPage: 1, Options: []int{0, 0}, Blank: 1, Multiple: 1}},
			Unclear: []meeting.ReadDoubt{{Page: 2, Row: 1}},
			Twins:   []meeting.Twin{{ReadTwin: meeting.ReadTwin{Page: 3, FormPage: 1, Of: meeting.PageRef{Batch: 1, Page: 1}, Entries: "0-"}}},
		}}
		return &meeting.Round{Form: ballot.Form{Options: []string{"甲", "乙"}}, Reading: &meeting.Reading{Batches: []meeting.Batch{p},
			Entries: []meeting.Doubt{{EntryRef: meeting.EntryRef{Batch: 1, Page: 1, Row: 1}, Was: "甲"}}}}
	}
	if r := good(); v.pile(r, &r.Reading.Batches[0]) != nil {
		t.Fatal(v.pile(r, &r.Reading.Batches[0]))
	}
	for i, c := range []struct {
		want   string
		break_ func(*meeting.Round, *meeting.Readings)
	}{
		{"row 1 has", func(_ *meeting.Round, r *meeting.Readings) { r.Rows[0].Options[1]++ }},
		{"other pages", func(_ *meeting.Round, r *meeting.Readings) { r.Pages[0] = 2 }},
		{"other pages", func(_ *meeting.Round, r *meeting.Readings) { r.Unclear = nil }},
		{"left to people", func(_ *meeting.Round, r *meeting.Readings) { r.Unclear[0].Page = 1 }},
		{"looks like", func(_ *meeting.Round, r *meeting.Readings) { r.Twins[0].Entries = "1-" }},
		{"not in the archive", func(_ *meeting.Round, r *meeting.Readings) { r.File = strings.Repeat("0", 64) }},
		{"another form", func(r *meeting.Round, _ *meeting.Readings) { r.Form.Options = []string{"乙", "甲"} }},
		{"not read as", func(r *meeting.Round, _ *meeting.Readings) { r.Reading.Entries[0].Was = "乙" }},
	} {
		r := good()
		c.break_(r, r.Reading.Batches[0].Read)
		if err := v.pile(r, &r.Reading.Batches[0]); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%d: got %v, want %s", i, err, c.want)
		}
	}
}
