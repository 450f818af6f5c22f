package archive_test

import (
	"bytes"
	"errors"
	"testing"

	"shuping/internal/archive"
	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/decider"
)

// The archive carries what a visit brought back, also what was taken back; one that is
// missing stops the export, and one that was changed afterwards is found.
func TestEvidenceIsCarriedAndChecked(t *testing.T) {
	src := small(t)
	photo := []byte("\xff\xd8\xff photo of the ledger")
	call := decider.Call{Who: "p7", Roles: []string{"verifier"}}
	for _, cmd := range []decider.Command[cycle.State]{
		&cycle.RecordVisit{Subject: "o1", Date: "2018-12-15", Method: "实地调研", Visitors: []string{"p7"}, Finding: "台账有九次", Verdict: cycle.Partly},
		&cycle.AttachEvidence{Subject: "o1", Visit: 1, What: cycle.Photo, File: string(blob.HashOf(photo))},
		&cycle.WithdrawEvidence{Subject: "o1", Visit: 1, Evidence: 1, Reason: "拍错"},
	} {
		if _, err := src.Cycles.Do(ctx, call, "2018", cmd); err != nil {
			t.Fatalf("%s: %v", cmd.Kind(), err)
		}
	}
	if _, err := archive.Export(ctx, src, "2018", &bytes.Buffer{}, nil); !errors.Is(err, blob.ErrMissing) {
		t.Errorf("without the photo: %v", err)
	}
	src.Blobs.(files)[blob.HashOf(photo)] = photo
	whole := export(t, src)
	if bad := damage(t, whole); len(bad) > 0 || !bytes.Contains(whole, photo) {
		t.Errorf("with the photo: %v", bad)
	}
	bent := bytes.Replace(whole, photo, bytes.Replace(photo, []byte("ledger"), []byte("garden"), 1), 1)
	if len(damage(t, bent)) == 0 {
		t.Error("another photo in its place is not noticed")
	}
}
