package main

import "strconv"

// lastYearBook makes last-year.xlsx: the grades of 2017 and what was promised then and is not done.
func lastYearBook(o *office) ([]file, error) {
	t, err := readTables("lastyear", "carried")
	if err != nil {
		return nil, err
	}
	b := newBook()
	b.table(o, "2017年度等次", "2017年度党组织书记“双述双评”等次名单", t["lastyear"],
		"组织编码:10:org", "党组织名称:34:@org", "书记编号:10:#name", "姓名:12:name", "等次:12:grade", "备注:36:note")
	b.blank()
	b.line("", "两新组织上年抽中2名，其余3名及月塘湾小区现任书记无上年等次。")
	b.table(o, "未完成整改事项", "2017年度述评整改事项未完成清单（2018年12月核）", t["carried"],
		"组织编码:10:org", "党组织名称:34:@org", "问题:34:problem", "整改措施:44:measure", "完成期限:12:due", "状态:10:state")
	return b.file("last-year.xlsx")
}

// preparationBook makes preparation.xlsx: who does what, opinions on the reports, decisions on the reports.
func preparationBook(o *office) ([]file, error) {
	t, err := readTables("tasks", "opinions", "reviews")
	if err != nil {
		return nil, err
	}
	b := newBook()
	b.table(o, "任务分工", "2018年度“双述双评”工作任务分工表", t["tasks"],
		"任务:36:task", "责任人编号:10:#owner", "责任人:12:owner", "完成期限:12:due")
	b.table(o, "征求意见", "述职报告征求意见情况", t["opinions"],
		"组织编码:10:org", "党组织名称:34:@org", "日期:12:date", "征求意见范围:28:circle", "人数:6:people", "意见摘要:50:opinion")
	b.table(o, "报告审核", "述职报告审核登记（未列出的一次通过）", t["reviews"],
		"组织编码:10:org", "党组织名称:34:@org", "版本:6:version", "日期:12:date", "审核人编号:10:#by", "审核人:12:by",
		"审核结论:16:decision", "理由:56:reason")
	return b.file("preparation.xlsx")
}

// verificationBook makes verification.xlsx: the findings on site and the feedback of the municipal organisation department.
func verificationBook(o *office) ([]file, error) {
	t, err := readTables("verification", "municipal")
	if err != nil {
		return nil, err
	}
	b := newBook()
	b.table(o, "现场核实", "2018年度“双述双评”现场调查核实记录", t["verification"],
		"组织编码:10:org", "党组织名称:34:@org", "日期:12:date", "核实方式:12:method", "核实人编号:10:#who", "核实人:12:who",
		"报告所述:40:claim", "核实情况:50:finding", "结论:10:verdict")
	b.table(o, "市委组织部反馈", "市委组织部2018年基层党建检查反馈意见", t["municipal"],
		"序号:6:no", "反馈日期:12:date", "组织编码:10:org", "党组织名称:34:@org", "反馈内容:44:item", "整改要求:36:demand", "完成期限:12:due")
	return b.file("verification.xlsx")
}

// rectificationBook makes rectification.xlsx: the plans of 2019 and the visits that follow them up.
func rectificationBook(o *office) ([]file, error) {
	t, err := readTables("plans", "checks")
	if err != nil {
		return nil, err
	}
	no := map[string]int{}
	for _, r := range t["plans"] {
		no[r["org"]]++
		r["item"] = strconv.Itoa(no[r["org"]])
	}
	b := newBook()
	b.table(o, "整改方案", "2018年度述评问题整改方案汇总", t["plans"],
		"组织编码:10:org", "党组织名称:34:@org", "项次:6:item", "问题:34:problem", "整改措施:46:measure", "完成期限:12:due",
		"责任人编号:10:#owner", "责任人:12:owner")
	b.table(o, "督查记录", "2019年整改跟踪督查记录", t["checks"],
		"组织编码:10:org", "党组织名称:34:@org", "项次:6:item", "日期:12:date", "四不两直:10:unannounced", "督查方式:12:way",
		"督查人编号:10:#by", "督查人:12:by", "督查情况:46:finding", "是否完成:10:done")
	return b.file("rectification.xlsx")
}
