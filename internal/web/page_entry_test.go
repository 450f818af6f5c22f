package web

import (
	"bytes"
	"html"
	"image/png"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"shuping/internal/door"
	"shuping/internal/meeting"
)

// codeOf is the address in the code of a person, as it stands on the page of cards.
func (c *client) codeOf(meeting, person string) string {
	c.t.Helper()
	_, body, _ := c.do("GET", "/meeting/"+meeting+"/cards", nil)
	all := regexp.MustCompile(`http://[^\s<]+/door/`+meeting+`/`+person+`/[a-z0-9]+`).FindAllString(html.UnescapeString(body), -1)
	if len(all) == 0 {
		c.t.Fatalf("no code of %s for %s", person, meeting)
	}
	return all[0]
}

// A person's code signs in once, at the own meeting, while its roll is open, and only by
// the hand of somebody who signs people in.
func TestPeopleSignInByTheirCode(t *testing.T) {
	w := newWorld(t)
	w.called()
	const page, stream = "/meeting/m-O1/door", "meeting/m-O1"
	guide, subject, stranger := w.client("guide"), w.client("s1"), browse(t, w.server.Handler())
	subject.want(403, "", "GET", page, nil)
	subject.want(403, "", "POST", page, post("code", "x"))
	subject.want(403, "", "GET", "/meeting/m-O1/cards", nil)
	subject.want(403, "", "GET", "/meeting/m-O1/cards/m1-1", nil)
	code := guide.codeOf("m-O1", "m1-1")
	path := code[strings.Index(code, "/door/"):]
	guide.want(409, "", "POST", page, post("code", code)) // before the roll
	w.at("2018-12-20", 8, 40)
	w.hand("guide", stream, "open-roll")

	// The code alone opens nothing: whoever has it sees what it says.
	stranger.want(200, "请在签到处出示", "GET", path, nil)
	if _, body, _ := stranger.do("GET", path, nil); strings.Contains(body, page) {
		t.Error("a stranger is offered to sign in")
	}
	if status, _, _ := stranger.do("POST", page, post("code", code)); status != 303 {
		t.Errorf("a stranger's code: %d, want the way to the sign-in", status)
	}
	guide.want(200, page, "GET", path, nil)

	guide.want(200, "已签到", "POST", page, post("code", code))
	guide.want(409, "不能签到两次", "POST", page, post("code", code))
	guide.want(422, "另一场会议", "POST", page, post("code", guide.codeOf("m-O2", "m2-1")))
	guide.want(422, "入场码不对", "POST", page, post("code", strings.Replace(code, "m1-1", "m1-2", 1)))
	guide.want(422, "不是本系统", "POST", page, post("code", "https://example.org/x"))
	w.hand("guide", stream, "sign-out", "persons", "m1-1")
	guide.want(409, "离场后再来", "POST", page, post("code", code))
	guide.want(200, "已签到（指导人员）", "POST", page, post("code", guide.codeOf("m-O1", "guide")))
	guide.want(409, "", "POST", page, post("code", guide.codeOf("m-O1", "c1"))) // a teller stands on no list
	w.state("m-O1", func(s *meeting.State) {
		if e := s.Roll.People["m1-1"]; len(e.Moves) != 2 || s.Roll.People["guide"] == nil || s.Roll.People["m1-2"].Here || s.Roll.People["c1"] != nil {
			t.Errorf("%+v", s.Roll.People)
		}
	})
	if log := w.log.String(); strings.Contains(log, path[strings.LastIndexByte(path, '/')+1:]) {
		t.Error("a code is in the log")
	}
}

// After the meeting a code is worth nothing, and says nothing.
func TestACodeEndsWithTheMeeting(t *testing.T) {
	w := newWorld(t)
	w.called()
	guide, stranger := w.client("guide"), browse(t, w.server.Handler())
	code := guide.codeOf("m-O1", "m1-1")
	path := code[strings.Index(code, "/door/"):]
	w.held("O1")
	status, body, _ := stranger.do("GET", path, nil)
	if status != 410 || strings.Contains(body, "金鑫") || strings.Contains(body, secretaries[0]) {
		t.Errorf("%d %s", status, body)
	}
	guide.want(410, "入场码无效", "GET", path, nil)
	if strings.Contains(body, `href="/v"`) {
		t.Error("a code for the door that is no use leads to the vote")
	}
	guide.want(409, "", "POST", "/meeting/m-O1/door", post("code", guide.url+path))
	if _, body, _ := guide.do("GET", "/meeting/m-O1/cards", nil); strings.Contains(body, "/door/m-O1/m1-1") {
		t.Error("cards are given out after the meeting")
	}
	stranger.want(410, "", "GET", "/door/no-such/m1-1/aaaaaaaaaaaaaaaa", nil)
}

// Pictures are read on the server: a photo of a card, a frame of a camera.
func TestAPictureOfACodeSignsIn(t *testing.T) {
	w := newWorld(t)
	w.called()
	const page = "/meeting/m-O1/door"
	w.at("2018-12-20", 8, 40)
	w.hand("guide", "meeting/m-O1", "open-roll")
	guide := w.client("guide")
	status, card, h := guide.do("GET", "/meeting/m-O1/cards/m1-2", nil)
	if status != 200 || h.Get("Content-Type") != "image/png" {
		t.Fatal(status, h)
	}
	if status, body, _ := guide.upload(page, url.Values{}, "picture", "photo.png", []byte(card)); status != 200 || !strings.Contains(body, "已签到") {
		t.Errorf("%d %s", status, body)
	}
	status, part, _ := guide.upload(page, url.Values{"part": {"1"}, "last": {guide.codeOf("m-O1", "m1-2")}}, "picture", "frame.png", []byte(card))
	if status != 204 || part != "" {
		t.Errorf("the same code before the camera: %d %s", status, part)
	}
	if status, part, _ := guide.upload(page, url.Values{"part": {"1"}}, "picture", "frame.png", []byte(card)); status != 200 || strings.Contains(part, "<html") || !strings.Contains(part, "不能签到两次") {
		t.Errorf("%d %s", status, part)
	}
	if status, body, _ := guide.upload(page, nil, "picture", "frame.jpg", []byte("no picture")); status != 422 || !strings.Contains(body, "没有识别到") {
		t.Errorf("%d %s", status, body)
	}
	if _, err := png.Decode(bytes.NewReader([]byte(card))); err != nil {
		t.Error(err)
	}
}

// The camera is allowed on the page at the door and on no other.
func TestTheCameraIsAllowedAtTheDoorAlone(t *testing.T) {
	w := newWorld(t)
	w.called()
	guide := w.client("guide")
	for path, want := range map[string]string{"/meeting/m-O1/door": "camera=(self)", "/meeting/m-O1": "camera=()", "/meeting/m-O1/cards": "camera=()"} {
		if _, _, h := guide.do("GET", path, nil); !strings.Contains(h.Get("Permissions-Policy"), want) {
			t.Errorf("%s: %s, want %s", path, h.Get("Permissions-Policy"), want)
		}
	}
}

// Notices have the code of their person; a meeting that was carried reads those that were
// sent from home.
func TestCodesTravelWithTheMeeting(t *testing.T) {
	w := newWorld(t)
	w.called()
	office := w.client("office")
	office.want(200, "notice-code", "POST", "/meeting/m-O1/print", post("papers", "0"))
	code := office.codeOf("m-O1", "m1-1")
	device := newOffice(t)
	key, err := device.server.Carrier.Key.Public()
	w.must(err)
	office.want(303, "", "POST", "/meeting/m-O1/carry", post("step", "out", "key", key, "device", "笔记本"))
	_, err = device.server.Carrier.Open(t.Context(), office.box("m-O1"))
	w.must(err)
	device.at("2018-12-20", 8, 40)
	device.hand("guide", "meeting/m-O1", "open-roll", "roster", text(rosterOf(members("O1"))))
	device.client("guide").want(200, "已签到", "POST", "/meeting/m-O1/door", post("code", code))
	made, _ := door.Parse(code)
	if own, err := device.server.Carrier.Key.Secret(door.Purpose("m-O1")); err != nil || made.Valid(own) {
		t.Error("the device makes the same codes without the box", err)
	}
}
