package web

import (
	"net/url"
	"strings"
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/policy"
)

func TestMoveSentence(t *testing.T) {
	parts := []policy.Part{{ID: "duty"}, {ID: "problems"}, {ID: "next"}}
	for _, c := range []struct{ move, want string }{
		{"problems:up", "甲。\n乙不够。|丙不足。|丁。"}, {"problems:down", "甲。|乙不够。|丙不足。\n丁。"}, {"duty:up", "甲。|乙不够。丙不足。|丁。"},
		{"next:down", "甲。|乙不够。丙不足。|丁。"}, {"duty:down", "|甲。\n乙不够。丙不足。|丁。"}, {"x", "甲。|乙不够。丙不足。|丁。"}, {"problems", "甲。|乙不够。丙不足。|丁。"},
	} {
		texts := map[string]string{"duty": "甲。", "problems": "乙不够。丙不足。", "next": "丁。"}
		moveSentence(parts, texts, c.move)
		if got := texts["duty"] + "|" + texts["problems"] + "|" + texts["next"]; got != c.want {
			t.Errorf("%s: %s, want %s", c.move, got, c.want)
		}
	}
}

// What stands in a field belongs to its part, in the count beside it and on file; the
// writer can move the borders until the report is handed in, and a reviewer's count.
func TestTheWritersPartsCount(t *testing.T) {
	w := newWorld(t)
	w.scope()
	c := w.client("s1")
	const path = "/year/2018/subjects/O1/write"
	values := url.Values{"_rev": {"0"}, "part.duty": {"带头讲党课。"}, "part.tasks": {"走访二百户。\n学习不够深入，是我自己放松了。"}, "part.problems": {"走访少，是我图省事。"}, "part.next": {"每月走访一次。"}}
	values.Set("_move", "tasks:down")
	status, body, _ := c.do("POST", path, values)
	if status != 200 || !strings.Contains(body, "学习不够深入，是我自己放松了。\n走访少") {
		t.Fatalf("after a move: %d %s", status, body)
	}
	values.Del("_move")
	values.Set("_rev", "1")
	values.Set("_hand", "1")
	if status, body, _ = c.do("POST", path, values); status != 303 {
		t.Fatalf("handing in: %d %s", status, body)
	}
	r := w.subject("O1").Reports[0]
	if !r.Own || r.Marked == nil || r.AsFound == nil || len(r.Parts) != 5 || r.Parts[2].Part != "tasks" {
		t.Fatalf("on file: %+v", r)
	}
	w.pages("s1", path, "/year/2018/subjects/O1/reports/1", "/year/2018/subjects/O1/reports/1/parts")
	w.pages("leader", "/year/2018/subjects/O1/reports/1")
	if _, body, _ = w.client("leader").do("GET", "/year/2018/subjects/O1/reports/1", nil); !strings.Contains(body, "段落由述职人划分") {
		t.Error("the reviewer does not see whose the parts are")
	}
	borders := spellBorders([]cycle.Border{{Part: "other", Start: 0}, {Part: "duty", Start: r.Parts[1].From}, {Part: "problems", Start: r.Parts[2].From}})
	if status, _, _ = w.client("s1").do("POST", "/year/2018/subjects/O1/reports/1/parts", url.Values{"borders": {borders}, "to": {"next"}, "_record": {"1"}}); status != 303 {
		t.Errorf("the writer moves a border on file: %d", status)
	}
	w.hand("s1", year, "record-opinion", "subject", "O1", "from", "支部委员会", "text", "再具体些")
	w.hand("s1", year, "answer-opinion", "subject", "O1", "opinion", "1.1", "taken", "true")
	w.hand("s1", year, "submit-report", "subject", "O1")
	if status, _, _ = w.client("s1").do("GET", "/year/2018/subjects/O1/reports/1/parts", nil); status != 403 {
		t.Errorf("after handing in: %d", status)
	}
}
