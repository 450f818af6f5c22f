package report

import "testing"

// Twenty texts in the forms of reports that offices publish: once measured unseen, then
// mended on. docs/REPORT-CHECK.md has the figures of both.
func TestSplitOnFreshReports(t *testing.T) {
	sc, near, of := newScore(), 0, 0
	for _, s := range labelled(t, "fresh", 20) {
		got := Split(s.text)
		sc.add(got, s.parts)
		of++
		if off := offBy(got, s.parts); off <= 30 {
			near++
		} else {
			t.Logf("%s off %d\n%s", s.name, off, sketch(s.text, got))
		}
	}
	t.Logf("share within 3 points %d of %d", near, of)
	if near < of {
		t.Errorf("the share is within 3 points in %d of %d", near, of)
	}
	for _, kind := range names() {
		p, r := sc.precision(kind), sc.recall(kind)
		t.Logf("%-8s precision %d recall %d", kind, p, r)
		if p < 940 || r < 940 {
			t.Errorf("%s: precision %d, recall %d, want 940", kind, p, r)
		}
	}
}
