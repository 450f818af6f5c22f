package roster

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"shuping/internal/people"
)

func csvFile(name string, lines ...string) File {
	return File{Name: name + ".csv", Data: []byte(strings.Join(lines, "\r\n"))}
}

const (
	orgHead    = "序号,组织编码,党组织名称,类别,上级党组织,书记,书记编号,副书记,联点领导"
	personHead = "人员编号,姓 名,性别,出生年月,所在党组织,组织编码,人员类别,电话,备注"
)

func good() []File {
	return []File{
		csvFile("党组织", "基本情况表", "", orgHead, "1,O01,第一党支部,党支部,街道党工委,张 三,Ｐ００１,李四,王五", ",,,,,,,,", "合计"),
		csvFile("人员", personHead, "P001,张　三,男,1968.05,第一党支部,O01,正式党员,０６１２,", "P002,李四,女,1970年,,O01,正式党员,,产假", "P003,王五,,,第一党支部,,干部职工,,", "合计：3人"),
		csvFile("党工委", "参会类别,人员编号,姓名,职务或身份", "班子成员,P003,王五,书记"),
	}
}

func want() people.Roster {
	return people.Roster{
		Organisations: []people.Organisation{
			{ID: Committee, Name: "街道党工委", Kind: "党工委"},
			{ID: "O01", Name: "第一党支部", Kind: "党支部", Higher: Committee, Secretary: "P001", Deputy: "P002", Liaison: "P003"},
		},
		Persons: []people.Person{
			{ID: "P001", Name: "张三", Sex: "男", Born: 1968, Phone: "0612"}, {ID: "P002", Name: "李四", Sex: "女", Born: 1970, Remark: "产假"}, {ID: "P003", Name: "王五"},
		},
		Memberships: []people.Membership{
			{Org: "O01", Person: "P001", Class: "正式党员"}, {Org: "O01", Person: "P002", Class: "正式党员"}, {Org: "O01", Person: "P003", Class: "干部职工"},
			{Org: Committee, Person: "P003", Class: "班子成员", Post: "书记"},
		},
	}
}

func TestCSV(t *testing.T) {
	r := Read(good(), people.Roster{}, Words{})
	if d := cmp.Diff(want(), r.Roster); d != "" || len(r.Faults) > 0 {
		t.Error(d, r.Faults)
	}
}

func TestCSVCodings(t *testing.T) {
	files := good()
	for i := range files {
		gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes(files[i].Data)
		if err != nil {
			t.Fatal(err)
		}
		files[i].Data = gb
	}
	files[2].Data = append([]byte("\xef\xbb\xbf"), good()[2].Data...)
	files[1].Data = []byte(strings.ReplaceAll(string(good()[1].Data), ",", "\t"))
	r := Read(files, people.Roster{}, Words{})
	if d := cmp.Diff(want(), r.Roster); d != "" || len(r.Faults) > 0 {
		t.Error(d, r.Faults)
	}
}

func workbook(t *testing.T) File {
	t.Helper()
	f := excelize.NewFile()
	for i, file := range good() {
		name := strings.TrimSuffix(file.Name, ".csv")
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for row, text := range strings.Split(string(file.Data), "\r\n") {
			for col, cell := range strings.Split(text, ",") {
				at, _ := excelize.CoordinatesToCellName(col+1, row+1+i)
				if err := f.SetCellStr(name, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	// The class is merged down over a second row.
	for at, v := range map[string]string{"B5": "P001", "C5": "张三", "D5": "副书记"} {
		if err := f.SetCellStr("党工委", at, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.MergeCell("党工委", "A4", "A5"); err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStr("Sheet1", "A1", "填表说明"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return File{"roster.xlsx", b.Bytes()}
}

func TestXLSX(t *testing.T) {
	r := Read([]File{workbook(t)}, people.Roster{}, Words{})
	w := want()
	w.Memberships = append(w.Memberships, people.Membership{Org: Committee, Person: "P001", Class: "班子成员", Post: "副书记"})
	if d := cmp.Diff(w, r.Roster); d != "" || len(r.Faults) > 0 {
		t.Error(d, r.Faults)
	}
	if d := cmp.Diff([]string{"Sheet1"}, r.Ignored); d != "" {
		t.Error(d)
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	known := Words{Kinds: []string{"党支部"}, Classes: []string{"正式党员"}, Session: []string{"班子成员"}}
	r := Read([]File{
		csvFile("党组织", orgHead, "1,O01,甲,党委,上级,张三,P001,重名,", "2,,乙,党支部,,,,,", "3,O01,丙,党支部,,,,,", "4,O02,,党支部,另一个,,P999,无此人,"),
		csvFile("人员", personHead, "P001,李四,,68年,甲,O01,正式党员,,", "P002,重名,,,,O01,群众,,", "P003,重名,,1950,乙,O01,正式党员,,", "P004,,,,无,,正式党员,,",
			"P005,x,,,,O9,正式党员,,", "P001,y,,,,,正式党员,,", "P006,z,,,,,,,x"),
		csvFile("党工委", "参会类别,人员编号,姓名", "列席,P001,王五", "班子成员,P777,某某", ",P002,重名"),
	}, people.Roster{}, known)
	var got []string
	for _, f := range r.Faults {
		got = append(got, fmt.Sprintf("%s %d %s %s %s %s", f.Sheet, f.Row, f.Column, f.Code, f.Got, f.Want))
	}
	want := []string{
		"党组织 2 类别 word 党委 党支部", "党组织 3 组织编码 required  ", "党组织 4 组织编码 twice O01 ", "党组织 5 党组织名称 required  ",
		"人员 2 出生年月 year 68年 ", "人员 3 人员类别 word 群众 正式党员", "人员 4 所在党组织 name 乙 甲", "人员 5 姓 名 required  ", "人员 5 所在党组织 org 无 ",
		"人员 6 组织编码 org O9 ", "人员 7 人员编号 twice P001 ", "人员 8 人员类别 required  ", "人员 8 组织编码 required  ",
		"党工委 2 参会类别 word 列席 班子成员", "党工委 2 姓名 name 王五 李四", "党工委 3 人员编号 person P777 ", "党工委 4 参会类别 required  ",
		"党组织 2 书记 name 张三 李四", "党组织 2 副书记 several 重名 P002、P003", "党组织 5 上级党组织 org 另一个 上级", "党组织 5 书记编号 person P999 ", "党组织 5 副书记 person 无此人 ",
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "姓 名", "姓名")
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if len(r.Roster.Persons) > 0 {
		t.Error("a roster with faults is not taken")
	}
}

// Of two organisations of one name none is guessed, whichever comes first.
func TestOrganisationsOfOneName(t *testing.T) {
	for range 20 {
		r := Read([]File{
			csvFile("党组织", orgHead, "1,O02,甲,党支部,,,,,", "2,O01,甲,党支部,,,,,", "3,O03,乙,党支部,甲,,,,"),
			csvFile("人员", personHead, "P001,张三,,,甲,,正式党员,,"),
		}, people.Roster{}, Words{})
		if len(r.Faults) != 2 || r.Faults[0].Code != FaultSeveral || r.Faults[1].Want != "O01、O02" {
			t.Fatal(r.Faults)
		}
	}
}

func TestColumnNamesAreOneColumnsEach(t *testing.T) {
	seen := map[string]string{}
	for column, names := range columnNames {
		for _, n := range names {
			if was, twice := seen[n]; twice {
				t.Errorf("%s names %s and %s", n, was, column)
			}
			seen[n] = column
		}
	}
}

func TestFilesThatAreNone(t *testing.T) {
	for _, c := range []struct {
		file File
		code string
	}{
		{File{"a.xls", []byte("\xd0\xcf\x11\xe0 old")}, FaultOld},
		{File{"a.xlsx", []byte("\xd0\xcf\x11\xe0 old")}, FaultOld},
		{File{"a.docx", []byte("PK")}, FaultType},
		{File{"a.xlsx", []byte("not a zip")}, FaultBroken},
		{File{"a.csv", []byte("\xff\xfe\xff")}, FaultCoding},
		{File{"a.csv", []byte("a,\"b\nc")}, FaultBroken},
		{File{"a.csv", []byte("a,b\n1,2")}, FaultNoTable},
		{File{"a.csv", nil}, FaultNoTable},
		{File{"a.csv", make([]byte, MaxSize+1)}, FaultSize},
	} {
		r := Read([]File{c.file}, people.Roster{}, Words{})
		if len(r.Faults) != 1 || r.Faults[0].Code != c.code || r.Faults[0].File != c.file.Name {
			t.Errorf("%s: %v, want %s", c.file.Name, r.Faults, c.code)
		}
	}
}

// A second file may name what is known already.
func TestAgainstWhatIsKnown(t *testing.T) {
	r := Read([]File{csvFile("人员", personHead, "P009,新人,,,,O01,预备党员,,"), csvFile("党工委", "参会类别,人员编号", "班子成员,P001")}, want(), Words{})
	if len(r.Faults) > 0 {
		t.Fatal(r.Faults)
	}
	c, missing := people.Compare(want(), r.Roster)
	if len(missing) > 0 || len(c.Persons) != 1 || c.Persons[0].Name != "新人" || len(c.Organisations) != 0 {
		t.Errorf("%+v %v", c, missing)
	}
}

func TestTheDemosRoster(t *testing.T) {
	data, err := os.ReadFile("../../demo/data/roster.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	r := Read([]File{{"roster.xlsx", data}}, people.Roster{}, Words{Kinds: []string{"社区党委", "社区党总支", "党支部", "老年党支部", "两新组织党支部"},
		Classes: []string{"正式党员", "预备党员", "干部职工", "群众代表"}})
	if len(r.Faults) > 0 {
		t.Fatal(len(r.Faults), r.Faults[0])
	}
	c, missing := people.Compare(people.Roster{}, r.Roster)
	if len(missing) > 0 || len(c.Organisations) != 30 || len(c.Persons) < 1000 || len(c.Memberships) != len(c.Persons)+60 {
		t.Errorf("%d organisations, %d persons, %d memberships, missing %v", len(c.Organisations), len(c.Persons), len(c.Memberships), missing)
	}
	for _, o := range r.Roster.Organisations {
		if o.ID != Committee && (o.Secretary == "" || o.Liaison == "" || o.Higher == "") {
			t.Errorf("%+v", o)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, file := range good() {
		f.Add(file.Data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := Read([]File{{"x.csv", data}}, want(), Words{})
		if len(r.Faults) > 0 {
			return
		}
		if _, missing := people.Compare(want(), r.Roster); len(missing) > 0 {
			t.Fatalf("taken, but names what is not there: %v", missing)
		}
	})
}

func BenchmarkTheDemosRoster(b *testing.B) {
	data, err := os.ReadFile("../../demo/data/roster.xlsx")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if r := Read([]File{{"roster.xlsx", data}}, people.Roster{}, Words{}); len(r.Faults) > 0 {
			b.Fatal(r.Faults)
		}
	}
}
