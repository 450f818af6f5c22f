package document

import (
	"strings"
	"testing"

	"shuping/internal/cycle"
)

// TestVerificationClaims: the summary says of every marked sentence what was found, what
// stands on file beside it by kind and number only, and of which sentence nothing was found yet.
func TestVerificationClaims(t *testing.T) {
	w := newYear(t)
	w.prepare()
	mark := func(said string) {
		at := len([]rune(reportText[:strings.Index(reportText, said)]))
		w.do("v1", "verifier", &cycle.MarkClaim{Subject: "O1", Version: 1, Start: at, End: at + len([]rune(said)), Text: reportText})
	}
	mark("开展志愿服务十二次")
	mark("为群众排忧解难三十件")
	mark("网格走访二百户")
	w.do("v1", "verifier", &cycle.WithdrawClaim{Subject: "O1", Claim: "3", Reason: "点错了"})
	w.do("v1", "verifier", &cycle.RecordVisit{Subject: "O1", Date: w.day, Method: "座谈走访", Visitors: []string{"v1"}, Of: "1", Finding: "有照片和签到表", Verdict: cycle.BorneOut})
	for i, what := range []cycle.EvidenceKind{cycle.Photo, cycle.Photo, cycle.Interview} {
		w.do("v1", "verifier", &cycle.AttachEvidence{Subject: "O1", Visit: 2, What: what, File: strings.Repeat("abc"[i:i+1], 64), Note: "某老人说的话"})
	}
	w.do("v1", "verifier", &cycle.WithdrawEvidence{Subject: "O1", Visit: 2, Evidence: 2, Reason: "拍到了无关的人"})
	for _, d := range Drafts(w.year()) {
		if d.Key != "verification" {
			continue
		}
		text := textOf(t, d)
		for _, want := range []string{"述职报告中标记的2处所述，1处尚无核实情况。", "开展志愿服务十二次", "有照片和签到表（附照片1份、访谈记录1份）", "为群众排忧解难三十件", "尚无核实情况"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is not in\n%s", want, text)
			}
		}
		if strings.Contains(text, "某老人") || strings.Count(text, "网格走访二百户") > 0 {
			t.Errorf("a withdrawn claim or the note of an interview is in\n%s", text)
		}
		return
	}
	t.Error("there is no summary")
}
