package web

import (
	"strings"
	"testing"
)

// Meetings of several committees run on one server at the same time: ten devices on each
// show the same, soon after it happened, and never anything of the other meeting.
func TestManyMeetingsOnManyDevices(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.opened("O1")
	w.at("2018-12-20", 8, 40)
	w.hand("guide", "meeting/m-O2", "open-roll")
	guide := w.client("guide")
	own := map[string]string{"m-O1": "金鑫社区党委", "m-O2": "金坡社区党总支"}
	screens := map[string][]*listener{}
	for id := range own {
		for range 10 {
			l := guide.listen("/hall/" + id + "/events")
			t.Cleanup(l.stop)
			screens[id] = append(screens[id], l)
		}
	}
	see := func(id, text string) {
		t.Helper()
		first := ""
		for i, l := range screens[id] {
			event := l.want(text)
			if i == 0 {
				first = event
			}
			if event != first && !strings.Contains(event, "clock") { // clocks go on
				t.Errorf("device %d of %s shows something else:\n%s\n%s", i+1, id, event, first)
			}
			for other, name := range own {
				if other != id && (strings.Contains(event, name) || strings.Contains(event, secretaries[other[3]-'1'])) {
					t.Errorf("a screen of %s shows %s", id, other)
				}
			}
		}
	}
	see("m-O1", secretaries[0]) // reports next
	see("m-O2", "hall-gate")
	w.hand("guide", "meeting/m-O1", "start-report", "subject", "O1")
	see("m-O1", "clock-face")
	w.hand("guide", "meeting/m-O2", "sign-in", "persons", `["s2","d2","m2-1"]`)
	see("m-O2", `>3<`)
	w.hand("guide", "meeting/m-O1", "finish-report", "subject", "O1")
	w.hand("guide", "meeting/m-O1", "open-ballot", "issued", `[{"class":"member","paper":9},{"class":"masses","paper":3}]`)
	see("m-O1", "请填写测评票")

	// Whoever takes part in one only cannot open the other.
	subject := w.client("s1")
	subject.want(200, own["m-O1"], "GET", "/hall/m-O1", nil)
	for _, path := range []string{"/hall/m-O2", "/hall/m-O2/events", "/meeting/m-O2", "/meeting/m-O2/questions", "/meeting/m-O2/door", "/meeting/m-O2/cards"} {
		subject.want(403, "", "GET", path, nil)
	}
}
