package web

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"shuping/internal/meeting"
)

// sessionBegun is called, and the committee session is open: nobody has reported yet.
func (w *world) sessionBegun() {
	w.t.Helper()
	w.called()
	const stream = "meeting/session"
	w.at("2019-01-03", 14, 0)
	w.hand("office", stream, "open-roll")
	w.hand("office", stream, "sign-in", "persons", `["c1","c2","c3","c4","c5","c6","c7","c8","c9","c10"]`)
	w.hand("office", stream, "sign-in", "persons", `["leader","head"]`, "class", "observer")
	for _, id := range w.subjects {
		w.hand("office", stream, "sign-in", "persons", "s"+id[1:], "class", "subject")
	}
	w.at("2019-01-03", 14, 30)
	w.hand("leader", stream, "open-meeting")
}

// askAddress is where phones send questions, as it stands on the page.
var askAddress = regexp.MustCompile(`/ask/[^/"]+/[0-9]+/[a-z2-9]+`)

func (c *client) askPath(page string) string {
	c.t.Helper()
	_, body, _ := c.do("GET", page, nil)
	path := askAddress.FindString(body)
	if path == "" {
		c.t.Fatalf("%s shows no address for phones", page)
	}
	return path
}

// Questions come from the floor, by slip and by phone; the chair orders, joins, takes and
// declines them; the screen follows; the minutes have all of them.
func TestQuestionsWait(t *testing.T) {
	w := newWorld(t)
	w.sessionBegun()
	const page, stream = "/meeting/session/questions", "meeting/session"
	chair, teller := w.client("leader"), w.client("c3")
	teller.want(403, "", "GET", page, nil)
	chair.want(200, "没有等待的问题", "GET", page, nil)
	chair.want(409, "没有“O9”", "POST", page, post("act", "add", "subject", "O9", "way", "floor", "question", "x"))
	chair.want(303, "", "POST", page, post("act", "add", "subject", w.subjects[0], "way", "floor", "class", "representative", "question", "停车难怎么办"))
	chair.want(303, "", "POST", page, post("act", "add", "subject", w.subjects[0], "way", "slip", "question", "车位不够"))

	chair.want(303, "", "POST", page, post("act", "phones", "phones", "open"))
	path := chair.askPath(page)
	phone := browse(t, w.server.Handler())
	phone.want(200, "不问您是谁", "GET", path, nil)
	phone.want(303, "", "POST", path, post("subject", w.subjects[0], "question", "电梯何时加装？<b>"))
	phone.want(200, "已收到", "GET", path+"?sent=1", nil)
	phone.want(303, "", "POST", path, post("subject", w.subjects[0], "question", "电梯何时加装？<b>")) // pressed twice
	phone.want(409, "问题有301字", "POST", path+"?lang=zh", post("subject", w.subjects[0], "question", strings.Repeat("长", 301)))
	chair.want(200, html.EscapeString("电梯何时加装？<b>"), "GET", page, nil)
	w.state("session", func(s *meeting.State) {
		if waits := s.Waits(""); len(waits) != 3 || waits[2].By != "shuping" {
			t.Errorf("%+v", waits)
		}
	})

	// The screen shows the code, and no question before it is asked.
	chair.want(200, "扫码提问", "GET", "/hall/session", nil)
	w.hand("office", stream, "start-report", "subject", w.subjects[0])
	if _, body, _ := chair.do("GET", "/hall/session", nil); !strings.Contains(body, "扫码提问") || strings.Contains(body, "电梯") {
		t.Error("during the report the screen lacks the code, or shows a question that was not asked")
	}
	w.hand("office", stream, "finish-report", "subject", w.subjects[0])
	chair.want(200, "选用提问", "GET", "/meeting/session", nil)
	chair.want(303, "", "POST", page, post("act", "up", "waiting", "w3", "before", "w2"))
	chair.want(409, "合并需要两个以上", "POST", page, post("act", "join", "waiting", "w1", "question", "车位", "reason", ""))
	both := post("act", "join", "waiting", "w1", "waiting", "w2", "question", "停车位何时增加", "reason", "")
	chair.want(303, "", "POST", page, both)
	chair.want(303, "", "POST", page, post("act", "take", "waiting", "w4"))
	if _, body, _ := chair.do("GET", "/hall/session", nil); !strings.Contains(body, "停车位何时增加") || !strings.Contains(body, "还有1个问题等待") {
		t.Error("the screen does not show the question that was taken, or how many wait")
	}
	chair.want(409, "promise", "POST", "/do/"+stream+"/answer?lang=en", post("question", "q1", "answer", "年内", "solution", "增设车位"), "Accept-Language", "en")
	w.hand("office", stream, "answer", "question", "q1", "answer", "年内", "solution", "增设车位", "due", "2019-06-30")
	chair.want(409, "没有填写", "POST", page, post("act", "decline", "waiting", "w3", "reason", ""))
	chair.want(303, "", "POST", page, post("act", "decline", "waiting", "w3", "reason", "会后由社区答复", "question", ""))
	for _, said := range []string{"停车位何时增加", "电梯何时加装", "会后由社区答复", "2019年6月30日", "提问：停车位"} {
		chair.want(200, said, "GET", "/meeting/session/sheet/minutes", nil)
	}

	// A copy of an earlier code opens nothing, and neither does a made-up one.
	chair.want(303, "", "POST", page, post("act", "phones", "phones", "closed"))
	phone.want(410, "现在不能用手机提问", "GET", path, nil)
	chair.want(303, "", "POST", page, post("act", "phones", "phones", "open"))
	phone.want(410, "", "POST", path, post("subject", w.subjects[1], "question", "旧码"))
	now := chair.askPath(page)
	if now == path {
		t.Error("the address is the same after the queue was opened anew")
	}
	phone.want(410, "", "GET", now[:len(now)-1]+"z", nil)
	phone.want(410, "", "GET", strings.Replace(now, "session", "m-O1", 1), nil)
	w.state("session", func(s *meeting.State) {
		if len(s.Queue) != 4 {
			t.Errorf("%d questions are on record, want 4", len(s.Queue))
		}
	})
}

// A question by phone names nobody: no cookie, no line in the log that tells who or what;
// and one network cannot fill the queue.
func TestQuestionsByPhoneNameNobody(t *testing.T) {
	w := newWorld(t)
	w.sessionBegun()
	chair := w.client("leader")
	chair.want(303, "", "POST", "/meeting/session/questions", post("act", "phones", "phones", "open"))
	path := chair.askPath("/meeting/session/questions")
	before := w.log.Len()
	plain := browse(t, w.server.PlainHandler())
	status, _, h := plain.do("POST", path, post("subject", w.subjects[0], "question", "厨余垃圾"))
	if status != 303 || len(h.Values("Set-Cookie")) > 0 || h.Get("Referrer-Policy") == "" {
		t.Errorf("%d %v", status, h)
	}
	if said := w.log.String()[before:]; said != "" {
		t.Errorf("the log says %q", said)
	}
	refused := 0
	for i := range 2 * triesAtOnce {
		if status, _, _ := plain.do("POST", path, post("subject", w.subjects[0], "question", "问题"+strconv.Itoa(i))); status == 429 {
			refused++
		}
	}
	if refused < triesAtOnce {
		t.Errorf("%d of %d at once were slowed down", refused, 2*triesAtOnce)
	}
}

// The queue is there in a practice meeting, too, and says what it is; none of it stays.
func TestQuestionsInARehearsal(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.at("2019-01-02", 14, 0)
	w.hand("leader", "meeting/session", "rehearse")
	const id = "rh.session.1"
	w.hand("office", "meeting/"+id, "open-roll")
	chair := w.client("leader")
	chair.want(303, "", "POST", "/meeting/"+id+"/questions", post("act", "phones", "phones", "open"))
	path := chair.askPath("/meeting/" + id + "/questions")
	phone := browse(t, w.server.Handler())
	phone.want(200, "演练", "GET", path, nil)
	phone.want(303, "", "POST", path, post("subject", w.subjects[0], "question", "演练一问"))
	w.hand("leader", "meeting/session", "wipe-rehearsal")
	phone.want(404, "", "GET", path, nil)
	w.state("session", func(s *meeting.State) {
		if len(s.Queue) > 0 {
			t.Error("a question of the rehearsal is on the record of the meeting")
		}
	})
}

// A meeting whose agenda has no questions has no page for them.
func TestNoQueueWhereNothingIsAsked(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.client("guide").want(404, "", "GET", "/meeting/m-O1/questions", nil)
}
