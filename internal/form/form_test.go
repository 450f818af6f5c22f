package form

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"shuping/internal/calendar"
	"shuping/internal/policy"
)

type note struct {
	Note string `json:"note" form:"long"`
}

type item struct {
	Problem string        `json:"problem" form:"required,long"`
	Due     calendar.Date `json:"due,omitempty"`
	Done    bool          `json:"done,omitempty"`
	Place   *place        `json:"place,omitempty"`
}

type place struct {
	Room string `json:"room"`
	Seat int8   `json:"seat"`
}

type sampleCommand struct {
	note
	Subject string         `json:"subject" form:"required,from=subjects"`
	Grade   string         `json:"grade,omitempty" form:"choice=优秀|称职"`
	N       int            `json:"n,omitempty"`
	Seats   uint8          `json:"seats,omitempty"`
	Score   float64        `json:"score,omitempty"`
	Share   policy.Ratio   `json:"share,omitzero"`
	At      time.Time      `json:"at,omitzero"`
	Names   []string       `json:"names,omitempty"`
	Pair    [2]string      `json:"pair,omitempty"`
	Items   []item         `json:"items,omitempty"`
	Place   place          `json:"place,omitzero"`
	Counts  map[string]int `json:"counts,omitempty"`
	Asked   *bool          `json:"asked,omitempty"`
	Meeting string         `json:"meeting,omitempty" form:"hidden"`
	Ignored string         `json:"-"`
}

func TestFields(t *testing.T) {
	got := map[string]Field{}
	var order []string
	for _, f := range Fields(&sampleCommand{}) {
		got[f.Name] = f
		order = append(order, f.Name)
	}
	if want := "note subject grade n seats score share at names pair items place counts asked meeting"; strings.Join(order, " ") != want {
		t.Errorf("got %v", order)
	}
	for name, want := range map[string]Field{
		"note":    {Name: "note", Kind: Long},
		"subject": {Name: "subject", Kind: Choice, Required: true, From: "subjects"},
		"grade":   {Name: "grade", Kind: Choice, Options: []string{"优秀", "称职"}},
		"n":       {Name: "n", Kind: Number},
		"share":   {Name: "share", Kind: Text},
		"at":      {Name: "at", Kind: Date},
		"names":   {Name: "names", Kind: List, Item: Text},
		"counts":  {Name: "counts", Kind: Map, Item: Number},
		"asked":   {Name: "asked", Kind: Bool},
		"meeting": {Name: "meeting", Kind: Text, Hidden: true},
		"place":   {Name: "place", Kind: Group, Fields: []Field{{Name: "room", Kind: Text}, {Name: "seat", Kind: Number}}},
	} {
		if d := cmp.Diff(want, got[name]); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if f := got["items"]; f.Kind != Table || f.Fields[1].Kind != Date || f.Fields[0].Kind != Long {
		t.Errorf("items: %+v", f)
	}
}

func TestDecode(t *testing.T) {
	var c sampleCommand
	err := Decode(map[string][]string{
		"note": {" 第一行\r\n第二行 "}, "subject": {"O01"}, "grade": {"优秀"}, "n": {"-3"}, "seats": {"200"}, "score": {"91.5"},
		"share": {"1/3"}, "at": {"2018-12-29"}, "names": {"甲\r\n\n乙", "丙"}, "pair": {`["a","b"]`},
		"items.0.problem": {"党务公开不够"}, "items.0.due": {"2019-03-01"}, "items.2.problem": {"走访少"}, "items.2.done": {"on"},
		"items.2.place.seat": {"7"}, "items.9.problem": {" "},
		"place": {`{"room":"301"}`}, "counts.优秀": {"12"}, "counts.称职": {""}, "asked": {"否"},
	}, &c)
	if err != nil {
		t.Fatal(err)
	}
	no := false
	want := sampleCommand{note: note{"第一行\n第二行"}, Subject: "O01", Grade: "优秀", N: -3, Seats: 200, Score: 91.5,
		Share: policy.Ratio{Num: 1, Den: 3}, At: time.Date(2018, 12, 29, 0, 0, 0, 0, time.UTC),
		Names: []string{"甲", "乙", "丙"}, Pair: [2]string{"a", "b"},
		Items: []item{{Problem: "党务公开不够", Due: "2019-03-01"}, {Problem: "走访少", Done: true, Place: &place{Seat: 7}}},
		Place: place{Room: "301"}, Counts: map[string]int{"优秀": 12}, Asked: &no}
	if d := cmp.Diff(want, c, cmp.AllowUnexported(sampleCommand{})); d != "" {
		t.Error(d)
	}
}

func TestDecodeFaults(t *testing.T) {
	for _, c := range []struct {
		values map[string][]string
		want   string // field code, in order
	}{
		{map[string][]string{}, "subject required"},
		{map[string][]string{"subject": {" "}}, "subject required"},
		{map[string][]string{"subject": {"a", "b"}}, "subject text"},
		{map[string][]string{"subject": {"a"}, "extra": {"1"}, "Ignored": {"x"}}, "Ignored unknown, extra unknown"},
		{map[string][]string{"subject": {"a"}, "grade": {"良好"}}, "grade choice"},
		{map[string][]string{"subject": {"a"}, "n": {"1.5"}, "seats": {"256"}, "score": {"x"}}, "n number, seats number, score number"},
		{map[string][]string{"subject": {"a"}, "share": {"3/1"}, "at": {"29.12.2018"}}, "share text, at date"},
		{map[string][]string{"subject": {"a"}, "items.0.due": {"2018-13-01"}}, "items.0.problem required, items.0.due date"},
		{map[string][]string{"subject": {"a"}, "items.x.problem": {"p"}}, "items list"},
		{map[string][]string{"subject": {"a"}, "items.01.problem": {"p"}}, "items list"},
		{map[string][]string{"subject": {"a"}, "items": {"[{"}}, "items list"},
		{map[string][]string{"subject": {"a"}, "items": {`[{"problem":"p","bad":1}]`}}, "items.0.bad unknown"},
		{map[string][]string{"subject": {"a"}, "items": {"text"}}, "items.0 group"},
		{map[string][]string{"subject": {"a"}, "place": {"x"}}, "place group"},
		{map[string][]string{"subject": {"a"}, "place": {"x"}, "place.seat": {"1"}}, "place group"},
		{map[string][]string{"subject": {"a"}, "counts.优秀": {"many"}}, "counts.优秀 number"},
		{map[string][]string{"subject": {"a"}, "counts": {"[]"}}, "counts group"},
		{map[string][]string{"subject": {"a"}, "asked": {"perhaps"}}, "asked bool"},
		{map[string][]string{"subject": {"a"}, "pair": {"a\nb\nc"}}, "pair list"},
		{map[string][]string{"subject": {"a"}, "n.x": {"1"}}, "n text"},
		{map[string][]string{"subject": {"a"}, "a.a.a.a.a.a.a.a.a.a": {"1"}}, "a.a.a.a.a.a.a.a.a.a unknown"},
	} {
		err := Decode(c.values, &sampleCommand{})
		if got := codes(err); got != c.want {
			t.Errorf("%v: got %s, want %s", c.values, got, c.want)
		}
	}
}

func codes(err error) string {
	var faults Errors
	if !errors.As(err, &faults) {
		return fmt.Sprint(err)
	}
	var s []string
	for _, f := range faults {
		s = append(s, f.Field+" "+f.Code)
	}
	return strings.Join(s, ", ")
}

func TestRequiredTakesZeroAndNo(t *testing.T) {
	var c struct {
		N  int   `json:"n" form:"required"`
		OK *bool `json:"ok" form:"required"`
	}
	if err := Decode(map[string][]string{"n": {"0"}, "ok": {"no"}}, &c); err != nil || *c.OK {
		t.Error(err)
	}
	if err := DecodeJSON([]byte(`{"n":0}`), &c); codes(err) != "ok required" {
		t.Error(err)
	}
}

func TestDecodeJSONFaults(t *testing.T) {
	for body, want := range map[string]string{
		``:                                    " json",
		`{"subject":"a"} x`:                   " json",
		`[]`:                                  " group",
		`{"subject":1}`:                       "subject text",
		`{"subject":""}`:                      "subject required",
		`{"subject":"a","n":"1"}`:             "n number",
		`{"subject":"a","asked":"true"}`:      "asked bool",
		`{"subject":"a","asked":1}`:           "asked bool",
		`{"subject":"a","names":"x"}`:         "names list",
		`{"subject":"a","names":[1,2]}`:       "names.0 text, names.1 text",
		`{"subject":"a","at":"x","share":3}`:  "share text, at date",
		`{"subject":"a","items":[{"due":1}]}`: "items.0.problem required, items.0.due date",
		`{"Subject":"a"}`:                     "subject required, Subject unknown",
	} {
		if got := codes(DecodeJSON([]byte(body), &sampleCommand{})); got != want {
			t.Errorf("%s: got %s, want %s", body, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	err := Errors{{Code: CodeJSON}, {Field: "grade", Code: CodeChoice, Want: "优秀 | 称职"}}
	if got := err.Error(); got != "json; grade: choice (want 优秀 | 称职)" {
		t.Error(got)
	}
	if err.Of("grade") == nil || err.Of("n") != nil {
		t.Error("Of finds the field's fault and no other")
	}
	if got := cut(strings.Repeat("长", 100)); len([]rune(got)) != shown+1 {
		t.Error(got)
	}
}

func TestTooManyRows(t *testing.T) {
	values := map[string][]string{"subject": {"a"}, "names": make([]string, MaxRows+1)}
	for i := range values["names"] {
		values["names"][i] = "x"
	}
	if got := codes(Decode(values, &sampleCommand{})); got != "names list" {
		t.Error(got)
	}
}

// flat writes a command as a form would send it: the naive way back.
func flat(path string, v any, out map[string][]string) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			flat(strings.TrimPrefix(path+"."+k, "."), x, out)
		}
	case []any:
		for i, x := range v {
			flat(fmt.Sprintf("%s.%d", path, i), x, out)
		}
	default:
		out[path] = []string{fmt.Sprint(v)}
	}
}

func TestFormAndJSONAgree(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	word := func() string { return []string{"甲", "乙方", "x y", "3", "true", "a\nb"}[rng.Intn(6)] }
	for range 300 {
		c := sampleCommand{Subject: word(), N: rng.Intn(9) - 4, Seats: uint8(rng.Intn(250)), Place: place{word(), int8(rng.Intn(9))}}
		for range rng.Intn(4) {
			c.Items = append(c.Items, item{Problem: word(), Due: "2019-01-10", Done: rng.Intn(2) == 0})
		}
		if rng.Intn(2) == 0 {
			c.Counts = map[string]int{"优秀": rng.Intn(5), word(): 1 + rng.Intn(5)}
		}
		body, _ := json.Marshal(c)
		var tree any
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.UseNumber()
		_ = dec.Decode(&tree)
		values := map[string][]string{}
		flat("", tree, values)
		var fromForm, fromJSON sampleCommand
		if err := Decode(values, &fromForm); err != nil {
			t.Fatalf("%v: %v", values, err)
		}
		if err := DecodeJSON(body, &fromJSON); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		opt := cmp.AllowUnexported(sampleCommand{})
		if d := cmp.Diff(fromForm, fromJSON, opt) + cmp.Diff(c, fromJSON, opt); d != "" {
			t.Fatalf("%s: %s", body, d)
		}
	}
}

func TestSchema(t *testing.T) {
	s := Schema(&sampleCommand{})
	p := s["properties"].(map[string]any)
	if s["additionalProperties"] != false || !slices.Equal(s["required"].([]string), []string{"subject"}) {
		t.Errorf("%v", s)
	}
	items := p["items"].(map[string]any)["items"].(map[string]any)
	if items["properties"].(map[string]any)["due"].(map[string]any)["format"] != "date" {
		t.Errorf("%v", items)
	}
	names := slices.Sorted(maps.Keys(p))
	if len(names) != 15 {
		t.Errorf("%v", names)
	}
}

func TestMisspeltTagPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a misspelt tag must not pass")
		}
	}()
	Fields(struct {
		A string `json:"a" form:"requird"`
	}{})
}

// FuzzDecodeJSON: what is taken here, encoding/json's strict decoder takes too,
// with the same result.
func FuzzDecodeJSON(f *testing.F) {
	for _, s := range []string{`{"subject":"a"}`, `{"subject":"a","items":[{"problem":"p","due":"2019-01-10"},null],"counts":{"x":null}}`,
		`{"subject":"a","share":"80%","at":"2018-12-29T00:00:00Z","pair":["a"],"place":{"seat":127}}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var got, want sampleCommand
		if DecodeJSON(body, &got) != nil || !jsontext.Value(body).IsValid() {
			return
		}
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&want); err != nil {
			t.Fatalf("%s: taken here, refused there: %v", body, err)
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(sampleCommand{})); d != "" {
			t.Fatalf("%s: %s", body, d)
		}
	})
}

// FuzzDecode: no value makes it panic, and every fault names a field that was
// sent or that is required.
func FuzzDecode(f *testing.F) {
	f.Add("subject", "a", "items.0.problem", "p")
	f.Add("items", `[{"problem":"x"}]`, "counts.", "1")
	f.Add("place..x", "1", "items.0.place.seat", "300")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string) {
		values := map[string][]string{k1: {v1}, k2: {v2}}
		var faults Errors
		if err := Decode(values, &sampleCommand{}); err != nil && !errors.As(err, &faults) {
			t.Fatalf("%v: %v", values, err)
		}
	})
}
