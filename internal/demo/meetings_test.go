package demo_test

import (
	"testing"
	"time"
)

// heldRounds are the dates at which the vote was held: the last round of every organisation.
func heldRounds(b map[string]sheet) map[string]string {
	held := map[string]string{}
	for _, l := range b["会议安排"].lines {
		held[l["组织编码"]] = max(held[l["组织编码"]], l["场次"])
	}
	return held
}

// The roll is derived anew from the roster, the exclusions and the absences.
func testRollAndGates(t *testing.T, b map[string]sheet, o office) {
	out := map[string]bool{}
	for _, l := range b["不计入应到"].lines {
		out[l["人员编号"]] = true
		if l["理由"] == "" || !isMember(o.persons[l["人员编号"]]) {
			t.Errorf("exclusion %v", l)
		}
	}
	absent := map[string]bool{}
	for _, l := range b["缺席人员"].lines {
		p := o.persons[l["人员编号"]]
		if p["组织编码"] != l["组织编码"] || p["人员类别"] != l["人员类别"] || out[l["人员编号"]] || l["缺席原因"] == "" {
			t.Errorf("absence %v", l)
		}
		absent[l["场次"]+l["人员编号"]] = true
	}
	held := heldRounds(b)
	for _, l := range b["签到汇总"].lines {
		org, round := l["组织编码"], l["场次"]
		got := map[string]int{}
		expected, excluded := 0, 0
		for _, p := range o.members[org] {
			if out[p["人员编号"]] {
				excluded++
				continue
			}
			if isMember(p) {
				expected++
			}
			if !absent[round+p["人员编号"]] {
				got[p["人员类别"]]++
			}
		}
		present, reps := got["正式党员"]+got["预备党员"], got["干部职工"]+got["群众代表"]
		for col, n := range map[string]int{"应到党员": expected, "不计入应到": excluded, "党员总数": expected + excluded, "实到党员": present,
			"其中正式党员": got["正式党员"], "其中预备党员": got["预备党员"], "实到干部职工": got["干部职工"], "实到群众代表": got["群众代表"]} {
			if l.num(t, col) != n {
				t.Errorf("%s/%s: %s %s, from the roster %d", org, round, col, l[col], n)
			}
		}
		quorum, composed := present*100 >= 80*expected, reps*100 >= 20*(present+reps)
		switch wantQuorum := held[org] == round; {
		case quorum != wantQuorum:
			t.Errorf("%s/%s: %d of %d members", org, round, present, expected)
		case composed != (wantQuorum || org == "O02"):
			t.Errorf("%s/%s: %d representatives beside %d members", org, round, reps, present)
		}
	}
}

func testCalendar(t *testing.T, b map[string]sheet, o office) {
	absent := map[string]bool{}
	for _, l := range b["缺席人员"].lines {
		absent[l["组织编码"]+l["场次"]+l["人员编号"]] = true
	}
	busy := map[string][]time.Time{}
	two := 0
	for _, l := range b["会议安排"].lines {
		at, err := time.Parse("2006-01-02 15:04", l["日期"]+" "+l["时间"])
		if err != nil {
			t.Fatal(err)
		}
		if l["日期"] < "2018-12-17" || l["日期"] > "2018-12-29" {
			t.Errorf("%s meets on %s", l["组织编码"], l["日期"])
		}
		g := o.orgs[l["组织编码"]]
		if l["主持人编号"] != g["副书记编号"] || o.persons[l["指导人员编号"]]["组织编码"] == l["组织编码"] {
			t.Errorf("%s: chair %s, guide %s", l["组织编码"], l["主持人"], l["指导人员"])
		}
		for _, who := range []string{l["主持人编号"], l["计票人一编号"], l["计票人二编号"], g["书记编号"]} {
			if o.persons[who]["组织编码"] != l["组织编码"] || absent[l["组织编码"]+l["场次"]+who] {
				t.Errorf("%s: %s is needed and not there", l["组织编码"], who)
			}
		}
		if l["计票人一编号"] == l["计票人二编号"] || l["计票人一编号"] == g["书记编号"] || l["计票人二编号"] == g["书记编号"] {
			t.Errorf("%s: tellers %s, %s", l["组织编码"], l["计票人一"], l["计票人二"])
		}
		if l["场次"] == "2" {
			two++
		}
		for _, other := range busy[l["指导人员编号"]] {
			if d := at.Sub(other).Abs(); d < 2*time.Hour {
				t.Errorf("%s guides two meetings at %s", l["指导人员"], at)
			}
		}
		busy[l["指导人员编号"]] = append(busy[l["指导人员编号"]], at)
	}
	if two != 2 {
		t.Errorf("%d meetings have a second date, want 2", two)
	}
}

func ticks(t *testing.T, l line) int {
	t.Helper()
	n := 0
	for _, g := range []string{"优秀", "称职", "基本称职", "不称职", "未选", "多选"} {
		if l[g] != "" {
			n += l.num(t, g)
		}
	}
	return n
}

// Ballots given out by phone and on paper are as many as there were voters, and every pile adds up.
func testVotes(t *testing.T, b map[string]sheet, _ office) {
	voters := map[string]int{}
	held := heldRounds(b)
	for _, l := range b["签到汇总"].lines {
		if org := l["组织编码"]; held[org] == l["场次"] {
			voters[org+"党员"] = l.num(t, "实到党员") - 1 // the secretary does not vote on himself or herself
			voters[org+"干部职工"] = l.num(t, "实到干部职工")
			voters[org+"群众代表"] = l.num(t, "实到群众代表")
		}
	}
	for _, l := range b["手机测评分布"].lines {
		if l.num(t, "发码") != ticks(t, l)+l.num(t, "未用")+l.num(t, "作废") {
			t.Errorf("codes do not add up: %v", l)
		}
		voters[l["组织编码"]+l["参会类别"]] -= l.num(t, "发码") - l.num(t, "作废")
	}
	invalid := 0
	for sheets, first := b["手工计票"].lines, true; len(sheets) > 0; sheets, first = sheets[2:], false {
		one, two := sheets[0], sheets[1]
		if one["计票人编号"] == two["计票人编号"] || one["组织编码"]+one["参会类别"] != two["组织编码"]+two["参会类别"] {
			t.Fatalf("not two sheets of one pile: %v, %v (first %v)", one, two, first)
		}
		void := one["组织编码"] == "O22" && one["投票轮次"] == "1"
		differ := one["组织编码"] == "O21" && one["计票次数"] == "1" && one["参会类别"] == "党员"
		agree := true
		for col := range one {
			agree = agree && (one[col] == two[col] || col == "计票人" || col == "计票人编号")
		}
		if agree == differ {
			t.Errorf("tellers agree: %v: %v, %v", agree, one, two)
		}
		for _, l := range sheets[:2] {
			issued, back := l.num(t, "发出"), l.num(t, "收回")
			if ticks(t, l) != back || l.num(t, "未收回") != max(issued-back, 0) {
				t.Errorf("papers do not add up: %v", l)
			}
			if tooMany := back > issued; tooMany != (void && l["参会类别"] == "群众代表") {
				t.Errorf("%d papers given out, %d came back: %v", issued, back, l)
			}
		}
		invalid += one.num(t, "未选") + one.num(t, "多选")
		if one["计票次数"] == "1" && !void {
			voters[one["组织编码"]+one["参会类别"]] -= one.num(t, "发出")
		}
	}
	for who, n := range voters {
		if n != 0 {
			t.Errorf("%s: %d voters without a ballot", who, n)
		}
	}
	if invalid < 3 {
		t.Errorf("only %d invalid entries on paper", invalid)
	}
}

func testSessionVotes(t *testing.T, b map[string]sheet, _ office) {
	there := map[string]int{}
	class := ""
	for _, l := range b["党工委"].lines {
		if l["参会类别"] != "" {
			class = l["参会类别"]
		}
		there[class]++
	}
	for _, l := range b["党工委会议缺席"].lines {
		there[l["参会类别"]]--
	}
	for _, l := range b["党工委测评分布"].lines {
		if n := there[l["参会类别"]]; l.num(t, "投票人数") != n || ticks(t, l) != n {
			t.Errorf("%s by %s: %d votes of %d", l["述职对象"], l["参会类别"], ticks(t, l), n)
		}
	}
}

// Questions come from representatives of members and masses who are present, and nobody who votes is voted on.
func testSessionPeople(t *testing.T, b map[string]sheet, o office) {
	class, last := map[string]string{}, ""
	for _, l := range b["党工委"].lines {
		if l["参会类别"] != "" {
			last = l["参会类别"]
		}
		class[l["人员编号"]] = last
	}
	for _, g := range o.orgs {
		if class[g["书记编号"]] != "" {
			t.Errorf("%s votes on the secretaries and is one", g["书记"])
		}
	}
	for _, l := range b["党工委会议缺席"].lines {
		if class[l["人员编号"]] != l["参会类别"] {
			t.Errorf("absence %v", l)
		}
		delete(class, l["人员编号"])
	}
	for _, l := range b["现场提问"].lines {
		if class[l["提问人编号"]] != "党员群众代表" || l["承诺完成期限"] <= "2019-01-03" {
			t.Errorf("question %v", l)
		}
	}
	for _, l := range b["党工委会议"].lines {
		for _, post := range []string{"主持人编号", "点评人编号", "计票人一编号", "计票人二编号"} {
			if class[l[post]] == "" {
				t.Errorf("%s is not there", l[post])
			}
		}
	}
}
