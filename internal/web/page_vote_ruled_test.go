package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"shuping/internal/ballot"
	"shuping/internal/brief"
	"shuping/internal/decider"
	"shuping/internal/meeting"
	"shuping/internal/policy"
)

// ruled is a committee session under a notice that says more of the ballot, with everything
// done up to the vote: three subjects O1, O2 and O3.
func (w *world) ruled(change func(*policy.Meeting)) {
	w.t.Helper()
	w.called()
	var b brief.Brief
	w.state("session", func(s *meeting.State) { // a copy, because the change goes deep
		text, err := json.Marshal(s.Brief)
		w.must(err)
		w.must(json.Unmarshal(text, &b))
	})
	b.Meeting, b.Subjects = "ruled", b.Subjects[:3]
	m, _ := b.Policy.MeetingByID("committee")
	m.Ballot.FewerThan = 2
	change(m)
	s, err := w.office.Meetings.Open(w.t.Context(), "ruled")
	w.must(err)
	_, err = s.Do(w.t.Context(), decider.Call{Who: "shuping", Roles: []string{policy.RoleSystem}}, &meeting.Call{Brief: b})
	w.must(err)
	const stream = "meeting/ruled"
	w.at("2019-01-03", 14, 0)
	w.hand("office", stream, "open-roll")
	w.hand("office", stream, "sign-in", "persons", text([]string{"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10"}))
	w.hand("office", stream, "sign-in", "persons", `["leader","head"]`, "class", "observer")
	for _, id := range w.subjects[:3] {
		w.hand("office", stream, "sign-in", "persons", "s"+id[1:], "class", "subject")
	}
	w.at("2019-01-03", 14, 30)
	w.hand("leader", stream, "open-meeting")
	for i, id := range w.subjects[:3] {
		w.hand("office", stream, "start-report", "subject", id)
		w.hand("office", stream, "finish-report", "subject", id)
		w.hand("office", stream, "ask", "subject", id, "class", "representative", "question", "停车难怎么办")
		w.hand("office", stream, "answer", "question", "q"+string(rune('1'+i)), "answer", "正在划线", "solution", "增设车位", "due", "2019-06-30")
	}
	for _, id := range w.subjects[:3] {
		w.hand("head", stream, "comment", "subject", id, "strengths", "工作扎实", "problems", "青年党员教育办法不多", "direction", "多出实招")
	}
}

// give opens the vote and draws the slips.
func (w *world) give(issued string) (codes [][]string) {
	w.t.Helper()
	w.hand("leader", "meeting/ruled", "open-ballot", "issued", issued)
	_, drawn, err := w.server.Polling.Slips(w.t.Context(), "ruled", nil)
	w.must(err)
	for _, class := range drawn {
		var list []string
		for _, c := range class {
			list = append(list, string(c))
		}
		codes = append(codes, list)
	}
	return codes
}

// sends fills the ballot in, looks at the review, and sends what the review holds, as a
// browser without scripts does.
func (w *world) sends(v *client, code string, kv ...string) {
	w.t.Helper()
	_, page, _ := v.do("POST", "/v", post(append([]string{"code", code, "step", "review"}, kv...)...))
	form := url.Values{"code": {code}, "step": {"cast"}}
	for _, field := range strings.Split(page, `<input type="hidden" name="`)[1:] {
		name, rest, _ := strings.Cut(field, `"`)
		_, rest, _ = strings.Cut(rest, `value="`)
		value, _, _ := strings.Cut(rest, `"`)
		form.Set(name, value)
	}
	if _, page, _ := v.do("POST", "/v", form); !strings.Contains(page, "已计入") {
		w.t.Errorf("%v: not counted: %s", kv, page)
	}
}

var points = policy.ScoreRange{From: policy.Number{Num: 0, Den: 1}, To: policy.Number{Num: 100, Den: 1}, Step: policy.Number{Num: 5, Den: 10}}

// A cap is said while choosing, and a ballot that breaks it is asked for again; a crafted one
// does not get in.
func TestVoterCap(t *testing.T) {
	w := newWorld(t)
	w.ruled(func(m *policy.Meeting) {
		m.Ballot.Caps = []policy.Cap{{Basis: policy.Basis{Clause: "一", Strength: policy.Must}, Option: "优秀", AtMost: 1, Breach: "ballot"}}
		m.Ballot.Blank = "abstain"
	})
	codes := w.give(`[{"class":"leader","phone":2},{"class":"head","phone":2}]`)[0]
	v := browse(t, w.server.Handler())
	v.want(200, "“优秀”每张票最多选1名", "GET", "/v/"+codes[0], nil)
	v.want(200, "“优秀”选了2名，每张票最多1名", "POST", "/v", post("code", codes[0], "step", "review", "s0", "0", "s1", "0", "s2", "1"))
	v.want(200, "没有选的视为弃权", "POST", "/v", post("code", codes[0], "step", "review", "s0", "0", "s1", "1"))
	v.want(200, "选好了，下一步", "POST", "/v", post("code", codes[0], "step", "cast", "marks", "1 1 2"))
	v.want(200, "选好了，下一步", "POST", "/v", post("code", codes[0], "step", "cast", "marks", "1 x"))
	v.want(200, "选好了，下一步", "POST", "/v", post("code", codes[0], "step", "cast", "marks", "1 65535 2"))
	if p := w.server.progress(stateOfMeeting(w, "ruled")); p.Ballots != 0 {
		t.Fatal("a ballot against the cap is in the box")
	}
	w.sends(v, codes[0], "s0", "0", "s1", "1")
	w.sends(v, codes[1], "s0", "1", "s1", "0", "s2", "1")
	w.hand("leader", "meeting/ruled", "close-ballot")
	w.state("ruled", func(s *meeting.State) {
		c := s.Round().Phone.Tallies[0]
		if c.Ballots != 2 || c.Subjects[0].Options[0] != 1 || c.Subjects[2].Blank != 1 || c.Subjects[2].Breach != 0 {
			t.Errorf("%+v", c)
		}
	})
}

func stateOfMeeting(w *world, id string) (state *meeting.State) {
	w.state(id, func(s *meeting.State) { state = s })
	return state
}

// Two questions, one a number, by A and B ballots: phone and paper, two counts, the result on
// every page that shows it, and the archive's recount of the sealed list.
func TestVoterQuestionsWeighed(t *testing.T) {
	w := newWorld(t)
	w.ruled(func(m *policy.Meeting) {
		m.Ballot.Options = nil
		m.Ballot.Questions = []policy.Question{{ID: "grade", Name: "等次评定", Options: []string{"好", "一般", "差"}}, {ID: "points", Name: "综合得分", Kind: policy.KindScore, Score: points}}
		m.Ballot.Weights = policy.Weights{Basis: policy.Basis{Clause: "二", Strength: policy.Must}, Parts: []policy.Share{
			{ID: "a", Name: "A票", Classes: []string{"leader", "head"}, Weight: policy.Ratio{Num: 60, Den: 100}},
			{ID: "b", Name: "B票", Classes: []string{"delegate", "cadre", "representative"}, Weight: policy.Ratio{Num: 40, Den: 100}}}}
	})
	leader := w.client("leader")
	leader.want(200, "综合得分", "GET", "/meeting/ruled/sheet/ballot", nil)
	codes := w.give(`[{"class":"leader","phone":2},{"class":"head","phone":2},{"class":"representative","paper":2}]`)
	if len(codes) != 2 || len(codes[0]) != 4 {
		t.Fatal(codes)
	}
	v := browse(t, w.server.Handler())
	v.want(200, "请写0到100的数，每档0.5", "GET", "/v/"+codes[0][0]+"?big=1", nil)
	v.want(200, "站所办负责人票", "GET", "/v/"+codes[0][0], nil)
	v.want(200, "每档0.5。", "POST", "/v", post("code", codes[0][0], "step", "review", "s0", "0", "s1", "92.3"))
	v.want(200, "有4栏没有填", "POST", "/v", post("code", codes[0][0], "step", "review", "s0", "0", "s1", "９２．５"))
	for i, score := range []string{"90", "80", "70.5", "100"} {
		w.sends(v, codes[0][i], "s0", "0", "s1", score, "s2", "1", "s3", score, "s4", "2", "s5", "")
	}
	w.hand("leader", "meeting/ruled", "close-ballot")
	const b = "delegate+cadre+representative"
	w.hand("c3", "meeting/ruled", "collect-ballots", "rows", text([]meeting.Collected{{Class: "leader+head"}, {Class: b, PaperReturned: 2}}))
	teller := w.client("c3")
	teller.want(200, "票面分数", "GET", "/meeting/ruled/count", nil)
	sheet := func(numbers string) url.Values {
		form := post("piles.0.class", b, "piles.0.ballots", "2")
		for i, id := range w.subjects[:3] {
			at := "piles.0.rows." + string(rune('0'+2*i)) + "."
			form.Set(at+"subject", id)
			form.Set(at+"question", "grade")
			form.Set(at+"options.0", "2")
			form.Set(at+"options.1", "")
			form.Set(at+"options.2", "")
			at = "piles.0.rows." + string(rune('1'+2*i)) + "."
			form.Set(at+"subject", id)
			form.Set(at+"question", "points")
			form.Set(at+"numbers", numbers)
		}
		return form
	}
	teller.want(http.StatusConflict, "“60.3”不是可以打的分", "POST", "/meeting/ruled/count", sheet("60.3 70"))
	teller.want(303, "", "POST", "/meeting/ruled/count", sheet("60 70"))
	teller.want(200, `value="70 60"`, "GET", "/meeting/ruled/count", nil)
	w.client("c4").want(303, "", "POST", "/meeting/ruled/count", sheet("65×2"))
	teller.want(200, "综合得分", "GET", "/meeting/ruled", nil) // the two counts differ, and where
	if err := w.try("c3", "meeting/ruled", "accept-count"); err == nil {
		t.Fatal("counts that differ are accepted")
	}
	w.client("c4").want(303, "", "POST", "/meeting/ruled/count", sheet("70、60"))
	w.hand("c3", "meeting/ruled", "accept-count")
	w.hand("leader", "meeting/ruled", "announce", "where", "会场")
	// O1: 60 % of 340.5/4 and 40 % of 65 are 77.075; everybody says 好.
	leader.want(200, "77.075", "GET", "/hall/ruled", nil)
	leader.want(200, "77.075", "GET", "/meeting/ruled", nil)
	leader.want(200, "100 90 80 70.5", "GET", "/meeting/ruled/sheet/result", nil)
	leader.want(200, "综合得分", "GET", "/meeting/ruled/sheet/minutes", nil)
	// O3: nobody of A gave a number, so it has none.
	leader.want(200, "A票没有有效票", "GET", "/meeting/ruled", nil)
	w.state("ruled", func(s *meeting.State) {
		r := s.Results[0]
		sealed, err := w.boxes.Sealed(s.Rounds[0].Box)
		w.must(err)
		again, err := ballot.Recount(r.Form, sealed.List)
		w.must(err)
		if d := ballot.Differences(again[0], r.Phone[0]); len(d) > 0 || sealed.Hash != r.Seal {
			t.Errorf("the sealed list counts otherwise: %v", d)
		}
		for _, verdict := range meeting.Audit(s) {
			if !verdict.OK && verdict.Code != "closed" && verdict.Code != "item" {
				t.Errorf("%+v", verdict)
			}
		}
	})
}

// Places are given without ties and gaps; whoever is on the list leaves the own line out.
func TestVoterRankAndOwn(t *testing.T) {
	w := newWorld(t)
	w.ruled(func(m *policy.Meeting) {
		m.Ballot.Options, m.Ballot.Kind, m.Ballot.Rank = nil, policy.KindRank, policy.Rank{Places: 3}
		for i := range m.Classes {
			if m.Classes[i].ID == "subject" {
				m.Classes[i].Votes, m.Classes[i].NotSelf = true, true
			}
		}
	})
	w.hand("leader", "meeting/ruled", "open-ballot", "issued", `[{"class":"leader","phone":2},{"class":"subject","phone":3}]`)
	_, drawn, err := w.server.Polling.Slips(t.Context(), "ruled", nil)
	w.must(err)
	v := browse(t, w.server.Handler())
	other, peer := string(drawn[0][0]), string(drawn[1][0])
	_, page, _ := v.do("GET", "/v/"+other, nil)
	if strings.Contains(page, "本人，不评") || !strings.Contains(page, "第3名") {
		t.Error(page)
	}
	v.want(200, "本人，不评", "GET", "/v/"+peer, nil)
	v.want(200, "第1名给了不止一名对象", "POST", "/v", post("code", other, "step", "review", "s0", "1", "s1", "1", "s2", "2"))
	v.want(200, "第2名没有给", "POST", "/v", post("code", other, "step", "review", "s0", "1", "s1", "3"))
	v.want(200, "只能勾选一名", "POST", "/v", post("code", peer, "step", "review", "own0", "1", "own1", "1", "s2", "1"))
	v.want(200, "第3名没有给", "POST", "/v", post("code", other, "step", "review", "own0", "1", "s1", "1", "s2", "2")) // no own line in that class
	w.sends(v, other, "s0", "1", "s1", "2", "s2", "3")
	w.sends(v, string(drawn[0][1]), "s0", "1", "s1", "3", "s2", "2")
	for i, c := range drawn[1] {
		kv := []string{"own" + string(rune('0'+i)), "1"}
		for k := range 2 {
			kv = append(kv, "s"+string(rune('0'+(i+1+k)%3)), string(rune('1'+k)))
		}
		w.sends(v, string(c), kv...)
	}
	w.hand("leader", "meeting/ruled", "close-ballot")
	w.state("ruled", func(s *meeting.State) {
		sealed, err := w.boxes.Sealed(s.Round().Box)
		w.must(err)
		rows, err := ballot.ParseList(sealed.Form, sealed.List)
		w.must(err)
		for _, b := range rows {
			own := 0
			for _, m := range b.Marks {
				if m == ballot.Own {
					own++
				}
			}
			if b.Class == 1 && own != 0 && own != 3 {
				t.Errorf("a line of the sealed list leads to its giver: %v", b.Marks)
			}
		}
		c := s.Round().Phone.Tallies[1]
		for i := range c.Subjects {
			if c.Subjects[i].Own != 1 || c.Subjects[i].Valid() != 2 {
				t.Errorf("%+v", c.Subjects[i])
			}
		}
	})
	w.hand("c3", "meeting/ruled", "collect-ballots", "rows", text([]meeting.Collected{{Class: "leader+head+delegate+cadre+representative"}, {Class: "subject"}}))
	w.hand("c3", "meeting/ruled", "accept-count")
	w.hand("leader", "meeting/ruled", "announce", "where", "会场")
	w.client("leader").want(200, "平均", "GET", "/hall/ruled", nil)
}
