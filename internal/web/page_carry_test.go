package web

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuping/internal/brief"
)

var publicKey = regexp.MustCompile(`age1[0-9a-z]{58}`)

// box downloads the box that a meeting's page offers.
func (c *client) box(meeting string) []byte {
	c.t.Helper()
	status, body, h := c.do("GET", "/meeting/"+meeting+"/carry/box", nil)
	if status != 200 || !strings.HasPrefix(body, "age-encryption.org/v1\n") || !strings.Contains(h.Get("Content-Disposition"), ".box") {
		c.t.Fatalf("%d %v", status, h)
	}
	return []byte(body)
}

// rosterOf is who should attend a members' meeting.
func rosterOf(party, masses []string) (all []brief.Attendee) {
	for _, p := range party {
		all = append(all, brief.Attendee{Person: p, Class: "member"})
	}
	for _, p := range masses {
		all = append(all, brief.Attendee{Person: p, Class: "masses"})
	}
	return all
}

// A meeting goes to a laptop and back on the pages of both.
func TestAMeetingIsCarriedOutAndBackOnThePages(t *testing.T) {
	home, laptop := newWorld(t), newOffice(t)
	home.called()
	there := laptop.client("office")
	status, page, _ := there.do("GET", "/carry", nil)
	key := publicKey.FindString(page)
	if status != 200 || key == "" {
		t.Fatal(status, page)
	}

	const m = "/meeting/m-O1"
	office, guide := home.client("office"), home.client("guide")
	guide.want(200, "由党建办办理携出", "GET", m+"/carry", nil)
	guide.want(409, "", "POST", m+"/carry", post("step", "out", "key", key, "device", "笔记本"))
	office.want(409, "不是设备公钥", "POST", m+"/carry", post("step", "out", "key", "age1x", "device", "笔记本"))
	office.want(409, "", "POST", m+"/carry", post("step", "out", "key", key, "device", " "))
	office.want(303, "", "POST", m+"/carry", post("step", "out", "key", key, "device", "会务笔记本"))
	office.want(200, "已携出到“会务笔记本”", "GET", m, nil)
	if _, page, _ := office.do("GET", m, nil); strings.Contains(page, "变更会议安排") || strings.Contains(page, "会议已经结束") {
		t.Error("the page offers what cannot be done here, or says that the meeting is over")
	}
	office.want(200, "已携出到“会务笔记本”", "GET", "/carry", nil)
	guide.want(409, "已携出到“会务笔记本”", "POST", "/do/meeting/m-O1/open-roll", post("_back", m))
	guide.want(403, "", "GET", m+"/carry/box", nil)
	box := office.box("m-O1")

	if status, body, _ := office.upload("/carry", url.Values{}, "box", "m.box", box); status != 409 || !strings.Contains(body, "打不开") {
		t.Errorf("home opened the laptop's box: %d", status)
	}
	office.want(422, "", "POST", "/carry", post())
	if status, body, _ := there.upload("/carry", url.Values{}, "box", "m.box", box); status != 303 {
		t.Fatal(status, body)
	}
	laptop.at("2018-12-20", 8, 40)
	there.want(303, "", "GET", "/", nil) // nothing is there but what was carried there
	laptop.client("guide").want(200, "金鑫社区党委党员大会", "GET", "/carry", nil)
	laptop.client("guide").want(200, "由本机“会务笔记本”办理", "GET", m, nil)
	party, masses := members("O1")
	laptop.hand("guide", "meeting/m-O1", "open-roll", "roster", text(rosterOf(party, masses)))
	laptop.hand("guide", "meeting/m-O1", "sign-in", "persons", text(party))

	laptop.client("guide").want(303, "", "POST", m+"/carry", post("step", "back"))
	there.want(200, "请把会议箱拷到原服务器", "GET", m+"/carry", nil)
	back := there.box("m-O1")
	if status, _, _ := office.upload("/carry", url.Values{}, "box", "m.box", back); status != 303 {
		t.Fatal(status)
	}
	home.at("2018-12-20", 9, 0)
	office.want(200, "已从“会务笔记本”带回", "GET", m, nil)
	home.hand("guide", "meeting/m-O1", "sign-in", "persons", "guide", "class", "guide")

	// A lost laptop.
	office.want(303, "", "POST", "/meeting/m-O2/carry", post("step", "out", "key", key, "device", "会务笔记本"))
	lost := office.box("m-O2")
	office.want(200, "收回", "GET", "/do/meeting/m-O2/recall", nil)
	office.want(303, "", "POST", "/do/meeting/m-O2/recall", post("reason", "丢失", "_back", "/meeting/m-O2"))
	office.want(200, "没有带回过记录", "GET", "/meeting/m-O2/carry", nil)
	if status, _, _ := there.upload("/carry", url.Values{}, "box", "m.box", lost); status != 303 {
		t.Fatal(status)
	}
	there.want(303, "", "POST", "/meeting/m-O2/carry", post("step", "back"))
	if status, _, _ := office.upload("/carry", url.Values{}, "box", "m.box", there.box("m-O2")); status != 303 {
		t.Fatal(status)
	}
	office.want(200, "存为证据", "GET", "/meeting/m-O2/carry", nil)
	office.want(404, "", "POST", "/meeting/m-O2/carry", post("step", "else"))
}
