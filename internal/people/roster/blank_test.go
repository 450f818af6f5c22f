package roster

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"shuping/internal/people"
)

// What is filled into the empty workbook is read as it was meant.
func TestBlankIsReadWhenFilledIn(t *testing.T) {
	data, err := Blank()
	if err != nil {
		t.Fatal(err)
	}
	if r := Read([]File{{"blank.xlsx", data}}, people.Roster{}, Words{}); len(r.Faults) != 0 || len(r.Ignored) != 0 {
		t.Errorf("the empty workbook is not read as it is: %v, ignored %v", r.Faults, r.Ignored)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	for sheet, row := range map[string][]string{
		"党组织":  {"001", "金鑫社区党委", "社区党委", "街道党工委", "张秀兰", "P1", "李强", "P2"},
		"人员":   {"P1", "张秀兰", "正式党员", "001", "女", "1970", "661", ""},
		"参会人员": {"班子成员", "P1", "张秀兰", "副主任"},
	} {
		if err := book.SetSheetRow(sheet, "A2", &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetSheetRow("人员", "A3", &[]string{"P2", "李强", "正式党员", "001"}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	r := Read([]File{{"filled.xlsx", out.Bytes()}}, people.Roster{}, Words{})
	if len(r.Faults) != 0 {
		t.Fatal(r.Faults)
	}
	if len(r.Roster.Organisations) != 2 || r.Roster.Organisations[1].ID != "001" || r.Roster.Organisations[1].Secretary != "P1" || len(r.Roster.Persons) != 2 || len(r.Roster.Memberships) != 3 {
		t.Errorf("read %+v", r.Roster)
	}
}
