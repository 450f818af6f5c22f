package calendar

import (
	"encoding/json"
	"testing"
	"time"
)

func TestDueLeavesOutTheFirstDay(t *testing.T) {
	for _, c := range []struct {
		from Date
		days int
		want Date
	}{
		{"2019-01-10", 7, "2019-01-17"},
		{"2018-12-31", 1, "2019-01-01"},
		{"2020-02-28", 2, "2020-03-01"},
		{"", 7, ""},
	} {
		if got := c.from.Due(c.days); got != c.want {
			t.Errorf("%q due in %d days: %q, want %q", c.from, c.days, got, c.want)
		}
	}
}

func TestOfIsTheDateInChina(t *testing.T) {
	if got := Of(time.Date(2018, 12, 31, 16, 0, 0, 0, time.UTC)); got != "2019-01-01" {
		t.Errorf("16:00 UTC is %s in China, want 2019-01-01", got)
	}
	if got := Of(Date("2018-12-31").Moment(23, 59)); got != "2018-12-31" {
		t.Errorf("23:59 in China is %s", got)
	}
}

func TestDateRefusesWhatIsNone(t *testing.T) {
	for _, s := range []string{"2019-1-10", "2019-02-30", "10.1.2019", "0001-01-01", "3000-01-01", "2019-01-10 "} {
		if d, err := Parse(s); err == nil {
			t.Errorf("%q was read as %s", s, d)
		}
	}
	var v struct{ D Date }
	if err := json.Unmarshal([]byte(`{"D":"2019-02-30"}`), &v); err == nil {
		t.Error("30 February was read from JSON")
	}
	if err := json.Unmarshal([]byte(`{"D":""}`), &v); err != nil || v.D != "" {
		t.Errorf("no date: %q, %v", v.D, err)
	}
}

func TestUntilAndYear(t *testing.T) {
	if n := Date("2018-12-31").Until("2019-01-10"); n != 10 {
		t.Errorf("10 days, got %d", n)
	}
	if n := Date("2019-01-10").Until("2018-12-31"); n != -10 {
		t.Errorf("-10 days, got %d", n)
	}
	if Date("").Year() != 0 || Date("2018-12-31").Year() != 2018 {
		t.Error("year")
	}
}
