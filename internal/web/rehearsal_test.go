package web

import (
	"strings"
	"testing"

	"shuping/internal/cycle"
	"shuping/internal/journal"
	"shuping/internal/meeting"
)

// A practice meeting is played to its end on the pages. Everything that is seen of it says
// that it is one, none of it gets into the year or the store, and one act leaves nothing.
func TestRehearsal(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.at("2018-12-19", 9, 0)
	const m, x, id = "/meeting/m-O1", "/meeting/rh.m-O1.1", "rh.m-O1.1"
	guide, office, teller := w.client("guide"), w.client("office"), w.client("c1")
	yearHead := w.yearHead()
	office.want(409, "rh.", "POST", "/do/cycle/2018/call-meeting", post("meeting", "rh.x.1", "type", "members", "subjects", "O2", "date", "2018-12-21", "place", "x", "chair", "d2"))
	teller.want(409, "", "POST", "/do/meeting/m-O1/rehearse", post("_back", m))
	guide.want(409, "没有正在进行的演练", "POST", "/do/meeting/m-O1/wipe-rehearsal", post("_back", m))
	guide.want(200, "开始演练", "GET", "/do/meeting/m-O1/rehearse", nil)
	guide.want(303, "", "POST", "/do/meeting/m-O1/rehearse", post("_back", m))
	guide.want(409, "还没有清除", "POST", "/do/meeting/m-O1/rehearse", post("_back", m))
	guide.want(200, "正在演练", "GET", m, nil)
	guide.want(409, "这是演练", "POST", "/do/meeting/"+id+"/rehearse", post("_back", x))

	codes := w.practise(id)
	voter := browse(t, w.server.Handler())
	voter.want(200, "演练：", "GET", "/v/"+codes[0], nil)
	voter.want(200, "演练：", "POST", "/v", post("code", codes[0], "step", "review", "s0", "0"))
	for _, c := range codes {
		voter.want(200, "演练：", "POST", "/v", post("code", c, "step", "cast", "s0", "0"))
	}
	guide.want(200, "演练：", "GET", "/hall/"+id, nil)
	w.finish(id)
	for _, page := range []string{x, "/hall/" + id, x + "/notice", x + "/sheet/signin", x + "/sheet/script", x + "/sheet/ballot", x + "/sheet/result", x + "/sheet/minutes", x + "/print"} {
		if status, body, _ := guide.do("GET", page, nil); status != 200 || !strings.Contains(body, "演练") {
			t.Errorf("%s does not say that it is a rehearsal: %d", page, status)
		}
	}

	// Nothing of it is in the year, and nothing of it is in the store that is kept.
	w.must(w.effects.All(t.Context()))
	if now := w.yearHead(); now != yearHead {
		t.Errorf("the year has moved from %v to %v", yearHead, now)
	}
	names, err := w.store.Streams(t.Context(), "")
	w.must(err)
	for _, n := range names {
		if strings.Contains(n, "rh.") {
			t.Errorf("the store has %s", n)
		}
	}
	w.state(id, func(s *meeting.State) {
		if _, ok := s.Minutes(); ok || s.Closed == nil {
			t.Error("a rehearsal has minutes, or was not closed")
		}
	})

	guide.want(303, "", "POST", "/do/meeting/m-O1/wipe-rehearsal", post("_back", m))
	guide.want(404, "", "GET", x, nil)
	voter.want(404, "", "GET", "/v/"+codes[0], nil)
	if _, err := w.boxes.Sealed(id + "-1"); err == nil {
		t.Error("the ballots are still there")
	}
	w.state("m-O1", func(s *meeting.State) {
		if s.Seq != 3 || s.Rehearsing != 0 || s.Roll != nil {
			t.Errorf("%d records", s.Seq)
		}
	})
	guide.want(303, "", "POST", "/do/meeting/m-O1/rehearse", post("_back", m))
	guide.want(200, "演练", "GET", "/meeting/rh.m-O1.2", nil)
	w.held("O1") // in earnest, as if there had been no rehearsal
	guide.want(409, "", "POST", "/do/meeting/m-O2/open-meeting", post("_back", m))
}

func (w *world) yearHead() (head journal.Head) {
	w.t.Helper()
	s, err := w.office.Cycles.Find(w.t.Context(), "2018")
	w.must(err)
	s.View(func(_ *cycle.State, h journal.Head) { head = h })
	return head
}

// practise brings a practice meeting of O1 to its open vote.
func (w *world) practise(id string) (codes []string) {
	w.t.Helper()
	stream := "meeting/" + id
	party, masses := members("O1")
	w.hand("guide", stream, "open-roll")
	w.hand("guide", stream, "sign-in", "persons", text(party))
	w.hand("guide", stream, "sign-in", "persons", text(masses), "class", "masses")
	w.hand("guide", stream, "sign-in", "persons", "guide", "class", "guide")
	w.hand("d1", stream, "open-meeting")
	w.hand("guide", stream, "start-report", "subject", "O1")
	w.hand("guide", stream, "finish-report", "subject", "O1")
	w.hand("guide", stream, "open-ballot", "issued", `[{"class":"member","phone":2},{"class":"masses","phone":2}]`)
	_, drawn, err := w.server.Polling.Slips(w.t.Context(), id, nil)
	w.must(err)
	for _, class := range drawn {
		for _, c := range class {
			codes = append(codes, string(c))
		}
	}
	return codes
}

// finish brings it to its end.
func (w *world) finish(id string) {
	w.t.Helper()
	stream := "meeting/" + id
	w.hand("guide", stream, "close-ballot")
	w.hand("guide", stream, "collect-ballots", "rows", `[{"class":"member+probationary+staff+masses"}]`)
	w.hand("guide", stream, "accept-count")
	w.hand("guide", stream, "announce", "where", "会场")
	w.hand("d1", stream, "close-meeting")
}
