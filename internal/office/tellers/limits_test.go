package tellers

import (
	"reflect"
	"strconv"
	"strings"
	"testing"

	"shuping/internal/policy"
	"shuping/internal/scan"
)

// Every limit of judging can be set by the policy, and what its page of keys gives as the
// example is what holds where it is left out.
func TestLimitsOfThePolicy(t *testing.T) {
	var b policy.Ballot
	if got := limits(&b); got != scan.StandardLimits() {
		t.Errorf("without a word of the policy: %+v", got)
	}
	set := 0
	v := reflect.ValueOf(&b.Reading).Elem()
	for i := range v.NumField() {
		if v.Field(i).Kind() != reflect.Int {
			continue // whether, not how much
		}
		_, eg, ok := strings.Cut(v.Type().Field(i).Tag.Get("policy"), "eg=")
		n, err := strconv.Atoi(eg)
		if !ok || err != nil {
			t.Fatalf("%s has no example", v.Type().Field(i).Name)
		}
		if _, of := reflect.TypeFor[scan.Limits]().FieldByName(v.Type().Field(i).Name); of {
			set++
		}
		v.Field(i).SetInt(int64(n))
	}
	if got := limits(&b); got != scan.StandardLimits() {
		t.Errorf("as in the examples: %+v\nwant %+v", got, scan.StandardLimits())
	}
	for i := range v.NumField() {
		if v.Field(i).Kind() == reflect.Int {
			v.Field(i).SetInt(77)
		}
	}
	l := reflect.ValueOf(limits(&b))
	for i := range l.NumField() {
		if l.Field(i).Int() != 77 {
			t.Errorf("%s cannot be set", l.Type().Field(i).Name)
		}
	}
	if set != l.NumField() {
		t.Errorf("%d of %d limits have a key of their name", set, l.NumField())
	}
}
