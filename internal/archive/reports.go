package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"shuping/internal/cycle"
	"shuping/internal/docx"
	"shuping/internal/report"
)

// reports takes the text out of each version of each report again, and counts it.
func (v *verifier) reports(b *book) {
	for _, id := range b.cycle.SubjectOrder {
		sub := b.cycle.Subjects[id]
		for _, r := range sub.Reports {
			v.check("reports", fmt.Sprintf("%s/%d", id, r.No), unharmed(func() error { return v.measured(r.Version) }))
		}
	}
}

func (v *verifier) measured(r cycle.Version) error {
	data, err := v.onFile(r.File)
	if err != nil {
		return err
	}
	text, err := docx.Any(data, docx.DefaultLimits())
	if err != nil {
		return err
	}
	text = report.AsFiled(text)
	sum := sha256.Sum256([]byte(text))
	switch {
	case hex.EncodeToString(sum[:]) != r.TextHash:
		return fmt.Errorf("the text in the file is another than the one that was measured")
	case report.Count(text) != r.Chars:
		return fmt.Errorf("%d characters are recorded, and the file has %d", r.Chars, report.Count(text))
	}
	return nil
}
