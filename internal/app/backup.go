package app

import (
	"context"
	"io"

	"shuping/internal/backup"
	"shuping/internal/journal"
	"shuping/internal/journal/sqlite"
)

// Backup writes the whole folder to w, also one that is open for reading only beside
// a running server.
func (a *App) Backup(ctx context.Context, w io.Writer, version string, progress func(done, total int)) (backup.Manifest, error) {
	from := backup.Source{Dir: a.Data, Snapshot: a.DB.Backup, Open: openJournal, Now: a.Now(), Version: version}
	return backup.Write(ctx, from, w, progress)
}

// Restore makes the folder data of a backup; it must be missing or empty.
func Restore(ctx context.Context, r io.ReaderAt, size int64, data string, progress func(done, total int)) (backup.Manifest, error) {
	return backup.Restore(ctx, r, size, data, openJournal, progress)
}

func openJournal(file string) (journal.Store, io.Closer, error) {
	db, err := sqlite.OpenReadOnly(file)
	if err != nil {
		return nil, nil, err
	}
	return db.Journal(), db, nil
}
