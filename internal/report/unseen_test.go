package report

import "testing"

// Fourteen texts labelled before they were first read, measured once and then mended on in general;
// docs/REPORT-CHECK.md has the figures of both.
func TestSplitOnUnseenReports(t *testing.T) {
	sc, near, of := newScore(), 0, 0
	for _, s := range labelled(t, "unseen", 14) {
		got := Split(s.text)
		sc.add(got, s.parts)
		of++
		off := offBy(got, s.parts)
		if off <= 30 {
			near++
		}
		t.Logf("%s off %d", s.name, off)
	}
	t.Logf("share within 3 points %d of %d", near, of)
	for _, kind := range names() {
		t.Logf("%-8s precision %d recall %d", kind, sc.precision(kind), sc.recall(kind))
	}
	if near*10 < of*9 {
		t.Errorf("the share is within 3 points in %d of %d", near, of)
	}
}
