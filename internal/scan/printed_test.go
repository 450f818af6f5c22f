package scan_test

import (
	"bytes"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"shuping/internal/scan"
	"shuping/internal/scan/scantest"
	"shuping/internal/sheet"
)

// The printed file, drawn by another program, is the page that reading expects: with
// nothing on it every entry is blank, and with our ticks laid over it they are read.
func TestPrintedFileIsRead(t *testing.T) {
	tool, err := exec.LookPath("pdftoppm")
	if err != nil {
		t.Skip("pdftoppm is not installed (Debian: poppler-utils): the printed file is not checked by another program")
	}
	l := form(t, 25)
	pdf, err := sheet.Print(l, sheet.Texts{Number: "序号", Name: "姓名", Post: "职务", Date: "年　月　日", Instruction: "每行打一个“√”。", Foot: "请勿涂写。", Page: "第 %d 页，共 %d 页"})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "s.pdf"), pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(tool, "-r", "200", "-gray", "-png", "s.pdf", "s")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(filepath.Join(dir, "s-1.png"))
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	printed := scan.FromImage(img)
	r := scan.Read(printed, l)
	if r.Problem != scan.NoProblem || r.Residual > 0.1 || r.Marks != 8 {
		t.Fatalf("%q, residual %.2f, %d marks", r.Problem, r.Residual, r.Marks)
	}
	for _, row := range r.Rows {
		if row.Verdict != scan.Blank {
			t.Errorf("row %d is %s %s", row.Row, row.Verdict, row.Reason)
		}
	}
	s := scantest.Draw(l, scantest.Spec{Seed: 8, Habit: scantest.Overflowing, DPI: 200, Plain: true})
	for y := range min(printed.H, s.Image.H) {
		for x := range min(printed.W, s.Image.W) {
			at := y*printed.W + x
			printed.Pix[at] = min(printed.Pix[at], s.Image.Pix[y*s.Image.W+x])
		}
	}
	right := 0
	for i, row := range scan.Read(printed, l).Rows {
		switch s.Entries[i].Compare(row) {
		case scantest.Right:
			right++
		case scantest.Wrong, scantest.Mistook:
			t.Errorf("row %d: %v, but %v", row.Row, row, s.Entries[i])
		}
	}
	if right < 22 {
		t.Errorf("%d of 25 entries were read", right)
	}
}
