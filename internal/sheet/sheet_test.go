package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shuping/internal/decider"
	"shuping/internal/sheet/layout"
)

var texts = Texts{Number: "序号", Name: "姓名", Post: "职务", Date: "年　月　日", Instruction: "每行打一个“√”。", Foot: "请勿涂写。", Page: "第 %d 页，共 %d 页"}

func made(t testing.TB, f layout.Form) *layout.Layout {
	t.Helper()
	l, err := New(f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func form(names ...string) layout.Form {
	f := layout.Form{Title: "民主测评票", Grades: []string{"优秀", "称职", "基本称职", "不称职"}}
	for _, n := range names {
		f.Subjects = append(f.Subjects, layout.Subject{Name: n, Post: "党支部书记"})
	}
	return f
}

// The same list gives the same bytes, and a long or rare name is no reason to stop.
func TestPrint(t *testing.T) {
	f := form("王某", "买买提·吐尔逊江·阿不都热合曼·依明江", "𬭎钧", "龘䶮")
	for i := range 40 {
		f.Subjects = append(f.Subjects, layout.Subject{Name: fmt.Sprint("人", i), Post: "a very long post that has no Chinese in it and needs several lines"})
	}
	l := made(t, f)
	if len(l.Pages) != 2 || l.Pages[0].Code.Text == l.Pages[1].Code.Text {
		t.Fatalf("%d pages", len(l.Pages))
	}
	one, err := Print(l, texts)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Print(made(t, f), texts)
	if err != nil || !bytes.Equal(one, two) {
		t.Errorf("two prints differ (%v)", err)
	}
	if !bytes.HasPrefix(one, []byte("%PDF-")) || bytes.Contains(one, []byte("CreationDate")) {
		t.Error("not a PDF without a date")
	}
}

func TestUnprintableCharacterIsNamed(t *testing.T) {
	for _, name := range []string{"王\U0010fffd", "王\x07"} {
		var r *decider.Refusal
		if _, err := Print(made(t, form(name)), texts); !errors.As(err, &r) || r.Code != "sheet.glyph" || r.Args["text"] != name {
			t.Errorf("got %v", err)
		}
	}
}

func TestSubjects(t *testing.T) {
	text := "\n序号,职务,姓 名,单位\n1,书记,王某,甲社区\n,,,\n2,乙社区书记,\"买买提·\n吐尔逊\",乙社区\n3,,张　某\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	want := []layout.Subject{{Name: "王某", Post: "甲社区书记"}, {Name: "买买提· 吐尔逊", Post: "乙社区书记"}, {Name: "张 某"}}
	for _, in := range []string{text, "\ufeff" + text, gb, "姓名\t职务\t单位\n王某\t书记\t甲社区\n买买提· 吐尔逊\t乙社区书记\t乙社区\n张 某\n"} {
		got, err := Subjects([]byte(in))
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("got %v %v", got, err)
		}
	}
}

func TestRefusedLists(t *testing.T) {
	for in, code := range map[string]string{
		"a,b\n1,2\n": "sheet.csv-heading", "姓名,职务\n,书记\n": "sheet.csv-nameless", "姓名\n\"王": "sheet.csv-syntax", "\xff\xff姓": "sheet.csv-encoding",
	} {
		var r *decider.Refusal
		if _, err := Subjects([]byte(in)); !errors.As(err, &r) || r.Code != code {
			t.Errorf("%q: got %v, want %s", in, err, code)
		}
	}
}

func FuzzSubjects(f *testing.F) {
	f.Add([]byte("姓名,职务,单位\n王某,书记,甲\n"))
	f.Add([]byte("\ufeff姓名\t职务\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := Subjects(data)
		for _, s := range list {
			if err == nil && s.Name == "" {
				t.Error("a subject without a name")
			}
		}
	})
}

func BenchmarkPrint(b *testing.B) {
	l := made(b, form("王某", "李某", "张某"))
	for b.Loop() {
		if _, err := Print(l, texts); err != nil {
			b.Fatal(err)
		}
	}
}

// The drawings for a browser have the lines and marks of the layout, and names as they are.
func TestSVG(t *testing.T) {
	f := form("王<某>", "李某")
	l := made(t, f)
	pages, err := SVG(l, texts)
	if err != nil || len(pages) != 1 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, m := range l.Marks {
		if want := fmt.Sprintf(`<rect x="%d" y="%d" width="%d" height="%d"/>`, m.X-m.Size/2, m.Y-m.Size/2, m.Size, m.Size); !strings.Contains(pages[0], want) {
			t.Errorf("no %s", want)
		}
	}
	if !strings.Contains(pages[0], "王&lt;某&gt;</text>") || strings.Contains(pages[0], "王<某>") {
		t.Error("a name is not written as text")
	}
}
