package main

// meetingsBook makes meetings.xlsx: the members' meetings, the committee session, and what was decided after them.
func meetingsBook(o *office) ([]file, error) {
	t, err := readTables("absence", "questions", "comments", "assessment", "grades", "after", "objections", "session")
	if err != nil {
		return nil, err
	}
	all, err := o.gatherings()
	if err != nil {
		return nil, err
	}
	c := chance(20190103)
	b := newBook()
	calendarSheet(b, o, all)
	attendanceSheets(b, o, all)
	b.table(o, "手机测评分布", "党员大会手机测评情况（只有分类合计，不记名）", phoneRows(&c, all),
		"组织编码:10:org", "党组织名称:34:@org", "场次:6:round", "参会类别:12:class", "发码:8:issued", "未用:8:unused", "作废:8:spoilt",
		"优秀:8:g1", "称职:8:g2", "基本称职:10:g3", "不称职:8:g4")
	b.table(o, "手工计票", "党员大会纸质测评票手工计票单", paperRows(&c, all),
		"组织编码:10:org", "党组织名称:34:@org", "场次:6:round", "投票轮次:8:vote", "计票次数:8:count", "计票人编号:10:no", "计票人:12:name",
		"参会类别:12:class", "发出:8:issued", "收回:8:returned", "未收回:8:kept",
		"优秀:8:g1", "称职:8:g2", "基本称职:10:g3", "不称职:8:g4", "未选:8:blank", "多选:8:multiple")
	sessionSheets(b, o, t)
	b.table(o, "党工委测评分布", "党工委述职评议会手机测评情况（只有分类合计，不记名）", o.sessionRows(&c, all, t["absence"]),
		"组织编码:10:org", "党组织名称:34:@org", "述职对象编号:12:#name", "述职对象:12:name", "参会类别:16:class", "投票人数:10:present",
		"优秀:8:g1", "称职:8:g2", "基本称职:10:g3", "不称职:8:g4", "未选:8:blank", "多选:8:multiple")
	resultSheets(b, o, t)
	return b.file("meetings.xlsx")
}

func calendarSheet(b *book, o *office, all []*gathering) {
	how := map[string]string{"phone": "手机", "paper": "纸质", "both": "手机和纸质"}
	var rows []row
	for _, g := range all {
		r := row{"org": g.org.Code, "round": itoa(g.round), "date": g.row["date"], "time": g.row["time"], "place": g.row["place"],
			"chair": g.org.Deputy.Name, "post": "副书记", "guide": g.row["guide"], "t1": g.tellers[0].Name, "t1no": g.tellers[0].No,
			"t2": g.tellers[1].Name, "t2no": g.tellers[1].No, "vote": how[g.row["vote"]], "model": "", "note": g.row["note"]}
		if g.org.Code == "O02" {
			r["model"] = "是"
		}
		rows = append(rows, r)
	}
	b.table(o, "会议安排", "2018年度党员大会述职评议会议安排表", rows,
		"组织编码:10:org", "党组织名称:34:@org", "场次:6:round", "日期:12:date", "时间:8:time", "地点:30:place",
		"主持人编号:10:#chair", "主持人:12:chair", "主持人职务:10:post", "指导人员编号:12:#guide", "指导人员:12:guide",
		"计票人一编号:12:t1no", "计票人一:12:t1", "计票人二编号:12:t2no", "计票人二:12:t2", "投票方式:12:vote", "示范观摩:8:model", "备注:40:note")
}

func attendanceSheets(b *book, o *office, all []*gathering) {
	var sum, absent, excluded, observers []row
	seen := map[string]bool{}
	for _, g := range all {
		r := row{"org": g.org.Code, "round": itoa(g.round), "members": itoa(g.expected() + len(g.excluded)), "excluded": itoa(len(g.excluded)),
			"expected": itoa(g.expected()), "present": itoa(g.membersPresent()), "formal": itoa(g.present[formal]),
			"probation": itoa(g.present[probation]), "staff": itoa(g.present[staff]), "mass": itoa(g.present[mass]), "observers": "0"}
		if g.org.Code == "O02" {
			r["observers"] = itoa(len(o.subjects(all)) - 1)
		}
		sum = append(sum, r)
		for _, a := range g.absent {
			absent = append(absent, row{"org": g.org.Code, "round": itoa(g.round), "no": a.No, "name": a.Name, "class": a.Class, "reason": a.reason})
		}
		for _, p := range g.excluded {
			if !seen[p.No] {
				excluded = append(excluded, row{"org": g.org.Code, "no": p.No, "name": p.Name, "reason": p.Remark, "by": "白若溪", "date": "2018-12-15"})
			}
			seen[p.No] = true
		}
	}
	for _, g := range o.subjects(all) {
		if g.Code != "O02" {
			observers = append(observers, row{"org": g.Code, "name": g.Secretary.Name, "at": "O02"})
		}
	}
	b.table(o, "签到汇总", "党员大会签到汇总", sum,
		"组织编码:10:org", "党组织名称:34:@org", "场次:6:round", "党员总数:10:members", "不计入应到:10:excluded", "应到党员:10:expected",
		"实到党员:10:present", "其中正式党员:12:formal", "其中预备党员:12:probation", "实到干部职工:12:staff", "实到群众代表:12:mass", "观摩人员:10:observers")
	b.table(o, "缺席人员", "党员大会缺席人员登记", absent,
		"组织编码:10:org", "党组织名称:34:@org", "场次:6:round", "人员编号:10:no", "姓名:24:name", "人员类别:12:class", "缺席原因:20:reason")
	b.table(o, "不计入应到", "不计入应到人数的党员（经党工委批准）", excluded,
		"组织编码:10:org", "党组织名称:34:@org", "人员编号:10:no", "姓名:24:name", "理由:20:reason", "批准人编号:10:#by", "批准人:12:by", "批准日期:12:date")
	b.table(o, "观摩人员", "金坡社区党总支党员大会观摩人员", observers,
		"观摩组织编码:12:at", "人员编号:10:#name", "姓名:12:name", "组织编码:10:org", "党组织名称:34:@org")
}

// subjects are the organisations with a members' meeting: whose secretary is a subject or may be drawn.
func (o *office) subjects(all []*gathering) []*org {
	has := map[*org]bool{}
	for _, g := range all {
		has[g.org] = true
	}
	var out []*org
	for _, g := range o.Orgs {
		if has[g] {
			out = append(out, g)
		}
	}
	return out
}

func sessionSheets(b *book, o *office, t map[string][]row) {
	session := row{}
	for _, r := range t["session"] {
		session[r["key"]] = r["value"]
	}
	for _, r := range t["absence"] {
		r["class"] = o.byName[r["name"]].Committee
	}
	b.table(o, "党工委会议", "党工委述职评议会", []row{session},
		"日期:12:date", "时间:8:time", "地点:24:place", "主持人编号:10:#chair", "主持人:12:chair", "主持人职务:14:chair post",
		"点评人编号:10:#head", "点评人:12:head", "计票人一编号:12:#teller1", "计票人一:12:teller1", "计票人二编号:12:#teller2", "计票人二:12:teller2",
		"讲话要点:80:speech")
	b.table(o, "党工委会议缺席", "党工委述职评议会缺席人员", t["absence"],
		"人员编号:10:#name", "姓名:12:name", "参会类别:16:class", "缺席原因:24:reason")
	b.table(o, "现场提问", "党工委述职评议会现场提问记录", t["questions"],
		"组织编码:10:org", "党组织名称:34:@org", "提问人编号:10:#asker", "提问人:12:asker", "问题:50:question", "答复:50:answer",
		"解决办法:50:solution", "承诺完成期限:14:due")
	b.table(o, "领导点评", "党工委书记点评记录", t["comments"],
		"组织编码:10:org", "党组织名称:34:@org", "肯定的做法:40:strengths", "突出问题:50:problems", "努力方向:40:direction")
}

func resultSheets(b *book, o *office, t map[string][]row) {
	b.table(o, "平时考核", "2018年度党组织书记日常管理考核记录", t["assessment"],
		"组织编码:10:org", "党组织名称:34:@org", "日期:12:date", "考核事项:18:item", "情况:44:note", "加减分:8:points")
	var grades []row
	for _, v := range []string{"1", "2"} {
		for _, r := range t["grades"] {
			grades = append(grades, row{"version": v, "org": r["org"], "name": o.byOrg[r["org"]].Secretary.Name, "grade": r["v"+v], "reason": r["reason"]})
		}
	}
	b.table(o, "拟定等次", "党组织书记综合评定等次建议（一稿、二稿）", grades,
		"稿次:6:version", "组织编码:10:org", "党组织名称:34:@org", "书记编号:10:#name", "姓名:12:name", "拟定等次:12:grade", "理由:60:reason")
	b.table(o, "结果反馈与运用", "述评结果反馈、公示、运用和备案安排", t["after"],
		"事项:16:act", "对象编码:16:object", "对象:34:@object", "日期:12:date", "方式:18:how", "经办人编号:10:#owner", "经办人:12:owner", "备注:50:note")
	b.table(o, "监督意见", "公示期间收到的监督意见和答复", t["objections"],
		"日期:12:date", "收到处:14:place", "意见:50:text", "答复日期:12:answered", "是否采纳:10:upheld", "答复:60:answer")
}
