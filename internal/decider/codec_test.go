package decider_test

import (
	"bytes"
	std "encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"shuping/internal/decider"
)

func event(t *rapid.T) *paid {
	e := &paid{
		Amount: rapid.Int().Draw(t, "amount"),
		Note:   rapid.String().Draw(t, "note"),
		At:     time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 1000).UTC(),
		Tags:   rapid.MapOf(rapid.StringN(0, 5, -1), rapid.Int()).Draw(t, "tags"),
		Raw:    rapid.SliceOf(rapid.Byte()).Draw(t, "raw"),
		Took:   time.Duration(rapid.Int64().Draw(t, "took")),
		Big:    rapid.Int64().Draw(t, "big"),
		List:   rapid.SliceOf(rapid.String()).Draw(t, "list"),
		Any:    map[int]time.Time{rapid.Int().Draw(t, "key"): time.Unix(0, 0).UTC()},
	}
	copy(e.Sum[:], e.Raw)
	if rapid.Bool().Draw(t, "inner") {
		e.Inner = &struct{ A int }{7}
	}
	return e
}

// What Encode writes, DecodeEvent and the standard library read the same.
func TestDecodeAgreesWithTheStandardLibrary(t *testing.T) {
	reader := tills.EventReader()
	rapid.Check(t, func(t *rapid.T) {
		body, err := decider.Encode[till](event(t))
		if err != nil {
			t.Fatal(err)
		}
		got, err := tills.DecodeEvent("paid", body)
		if err != nil {
			t.Fatalf("%s: %v", body, err)
		}
		if again, err := reader.Decode("paid", body); err != nil || !cmp.Equal(got, again) {
			t.Fatalf("the reader reads %s as %v (%v)", body, again, err)
		}
		naive := &paid{}
		if err := std.Unmarshal(body, naive); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(naive, got.(*paid)); d != "" {
			t.Fatalf("%s\n%s", body, d)
		}
		again, err := decider.Encode(got)
		if err != nil || !bytes.Equal(again, body) {
			t.Fatalf("%s was written again as %s (%v)", body, again, err)
		}
	})
}

func TestEncodeIsOnePlainLine(t *testing.T) {
	body, err := decider.Encode[till](&paid{Note: "<到会 & 应到>", Tags: map[string]int{"b": 2, "a": 1}})
	want := `{"amount":0,"note":"<到会 & 应到>","at":"0001-01-01T00:00:00Z","tags":{"a":1,"b":2},"sum":[0,0,0,0],"raw":null,"took":0,"big":"0","inner":null,"list":null,"any":null}`
	if err != nil || string(body) != want {
		t.Errorf("got %s, %v", body, err)
	}
}

func TestDecodeIsStrict(t *testing.T) {
	for name, body := range map[string]string{
		"unknown member":  `{"amount":1,"new":true}`,
		"unknown inside":  `{"inner":{"A":1,"B":2}}`,
		"wrongly cased":   `{"Amount":1}`,
		"repeated":        `{"amount":1,"amount":1}`,
		"wrong type":      `{"amount":"1"}`,
		"too big":         `{"amount":9223372036854775808}`,
		"fraction":        `{"amount":1.5}`,
		"array too short": `{"sum":[1]}`,
		"text after":      `{"amount":1} {}`,
		"byte after":      `{"amount":1}x`,
		"no text":         ``,
		"cut off":         `{"amount":1`,
		"not an object":   `[1]`,
		"invalid UTF-8":   "{\"note\":\"\xff\"}",
	} {
		if e, err := tills.DecodeEvent("paid", []byte(body)); err == nil {
			t.Errorf("event, %s: read as %+v", name, e)
		}
		if c, err := tills.DecodeCommand("pay", []byte(body)); err == nil && name != "unknown inside" {
			t.Errorf("command, %s: read as %+v", name, c)
		}
	}
}

func TestUnknownKinds(t *testing.T) {
	_, err1 := tills.NewCommand("paid")
	_, err2 := tills.DecodeCommand("paid", []byte("{}"))
	_, err3 := tills.DecodeEvent("pay", []byte("{}"))
	_, err4 := tills.EventReader().Decode("pay", []byte("{}"))
	for _, err := range []error{err1, err2, err3, err4} {
		var unknown *decider.UnknownKind
		if !errors.As(err, &unknown) || unknown.Decider != "till" {
			t.Errorf("got %v", err)
		}
	}
}

// A decoded value is a new one: prototypes are never written to.
func TestPrototypesStayEmpty(t *testing.T) {
	c, err := tills.DecodeCommand("pay", []byte(`{"amount":3}`))
	if err != nil || c.(*pay).Amount != 3 {
		t.Fatal(c, err)
	}
	if c, err := tills.NewCommand("pay"); err != nil || c.(*pay).Amount != 0 {
		t.Error(c, err)
	}
}

type unwritable struct{ F func() }

func (*unwritable) Kind() string { return "unwritable" }
func (*unwritable) Apply(*till)  {}

func TestEncodeNamesTheKind(t *testing.T) {
	_, err := decider.Encode[till](&unwritable{})
	if err == nil || !bytes.HasPrefix([]byte(err.Error()), []byte("encode unwritable: ")) {
		t.Errorf("got %v", err)
	}
}

func FuzzDecodeEvent(f *testing.F) {
	f.Add([]byte(`{"amount":1,"note":"到会","sum":[1,2,3,4],"raw":"AAE=","took":5,"big":"7","inner":{"A":1},"any":{"1":"2018-12-17T00:00:00Z"}}`))
	f.Add([]byte(`{"tags":{"a":1},"list":["x",""]}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, body []byte) {
		e, err := tills.DecodeEvent("paid", body)
		if err != nil {
			return
		}
		again, err := decider.Encode(e)
		if err != nil {
			return // such as a year beyond 9999
		}
		if back, err := tills.DecodeEvent("paid", again); err != nil || !cmp.Equal(e, back) {
			t.Errorf("%s became %s: %v", body, again, err)
		}
	})
}

func BenchmarkDecodeEvent(b *testing.B) {
	body, err := decider.Encode[till](&paid{Amount: 7, Note: "到会党员 32 人"})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	reader := tills.EventReader()
	for b.Loop() {
		if _, err := reader.Decode("paid", body); err != nil {
			b.Fatal(err)
		}
	}
}
