package main

import (
	"fmt"
	"strconv"
)

// rosterBook makes roster.xlsx: the organisations, the persons, and who attends the committee session.
func rosterBook(o *office) ([]file, error) {
	b := newBook()
	orgSheet(b, o)
	personSheet(b, o)
	committeeSheet(b, o)
	return b.file("roster.xlsx")
}

func orgSheet(b *book, o *office) {
	b.open("党组织", "街道下属党组织基本情况表（2018年12月）", 6, 10, 34, 16, 18, 12, 10, 12, 10, 12, 10, 10)
	b.group(span{"组织情况", 1, 5}, span{"负责人", 6, 9}, span{"联点与联系", 10, 12})
	b.header("序号", "组织编码", "党组织名称", "类别", "上级党组织", "书记", "书记编号", "副书记", "副书记编号", "联点领导", "联点领导编号", "内线电话")
	for i, g := range o.Orgs {
		switch g.Code {
		case "O03", "O23", "O25":
			b.blank()
		}
		b.line(strconv.Itoa(i+1), g.Code, g.Name, g.Kind, g.Higher, g.Secretary.Name, g.Secretary.No, g.Deputy.Name, g.Deputy.No,
			g.Liaison.Name, g.Liaison.No, g.Ext)
	}
	b.blank()
	b.line("", "说明：老年党支部书记不参加述评；两新组织党支部书记抽取2名。")
}

func personSheet(b *book, o *office) {
	b.open("人员", "党员、干部职工、群众代表花名册（截至2018年12月14日）", 6, 10, 24, 6, 9, 9, 34, 11, 12, 10, 18)
	b.blank()
	b.header("序号", "人员编号", "姓名", "性别", "出生年份", "组织编码", "所在党组织", "人员类别", "入党时间", "短号", "备注")
	for i, p := range o.Persons {
		if i > 0 && p.Org != o.Persons[i-1].Org {
			b.blank()
		}
		b.line(strconv.Itoa(i+1), p.No, p.Name, p.Sex, strconv.Itoa(p.Born), p.Org, o.byOrg[p.Org].Name, p.Class, p.Joined, p.Phone, p.Remark)
	}
	b.blank()
	b.line("", fmt.Sprintf("合计：%d人", len(o.Persons)))
}

func committeeSheet(b *book, o *office) {
	b.open("党工委", "党工委述职评议会参会人员名单", 16, 6, 10, 14, 34, 10, 30)
	b.header("参会类别", "序号", "人员编号", "姓名", "职务或身份", "组织编码", "所在党组织")
	n := 0
	for _, class := range sessionClasses() {
		from := b.row
		for _, p := range o.attending(class) {
			n++
			word := ""
			if b.row == from {
				word = class
			}
			b.line(word, strconv.Itoa(n), p.No, p.Name, p.Post, p.Org, o.byOrg[p.Org].Name)
		}
		b.mergeDown(1, from)
	}
}

// attending lists the persons of one class of the committee session, in the order of people.table.
func (o *office) attending(class string) []*person {
	var out []*person
	for _, name := range o.order {
		if p := o.byName[name]; p.Committee == class {
			out = append(out, p)
		}
	}
	return out
}
