package office

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"shuping/internal/blob"
	"shuping/internal/cycle"
	"shuping/internal/evidence"
)

// opening bounds what opening photos takes: one at a time, whoever sends.
var opening sync.Mutex

// TakeEvidence looks at a file of evidence and gives it as it is to be kept (package
// evidence). It stores nothing, so that a page can look at all files before any is kept.
func TakeEvidence(what cycle.EvidenceKind, f File) (evidence.Media, []byte, error) {
	opening.Lock()
	defer opening.Unlock()
	return evidence.Take(f.Data, what == cycle.Photo)
}

// completeEvidence takes a file of evidence in as it is to be kept, and notes what it is;
// what was sent for these is not looked at. The hash of the file as it was sent stays on
// record where something was taken out of it.
func completeEvidence(ctx context.Context, o *Office, _ string, p *Paper) error {
	p.Values["media"], p.Values["bytes"], p.Values["sent"] = nil, nil, nil
	file, sent := p.Files["file"]
	if !sent {
		h, err := blob.ParseHash(p.value("file"))
		if err != nil {
			return nil // the command says that there is none
		}
		data, err := o.Blobs.Get(ctx, h)
		if errors.Is(err, blob.ErrMissing) {
			return nil // so does checkFiles
		}
		if err != nil {
			return err
		}
		file = File{Name: string(h), Data: data}
	}
	media, kept, err := TakeEvidence(cycle.EvidenceKind(p.value("what")), file)
	if err != nil {
		return unreadable("file", file.Name, err)
	}
	p.Values["media"], p.Values["bytes"] = []string{string(media)}, []string{strconv.Itoa(len(kept))}
	if h := blob.HashOf(file.Data); h != blob.HashOf(kept) {
		p.Values["sent"] = []string{string(h)}
	}
	p.Files = map[string]File{"file": {Name: file.Name, Data: kept}}
	return nil
}
