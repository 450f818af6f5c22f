package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Backup writes the database as it is at one moment to a new file, compact and
// durable, while everything goes on running. Nothing that was deleted is in it.
// An existing file is an error and is left alone; a backup that broke off leaves
// no file under that name.
func (db *DB) Backup(ctx context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s exists: choose another name for the backup", file)
	}
	part := file + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	err := db.vacuumInto(ctx, part)
	if err == nil {
		err = syncFile(part)
	}
	if err == nil {
		err = os.Rename(part, file)
	}
	if err != nil {
		_ = os.Remove(part) // what is left of it is of no use
		return fmt.Errorf("backup to %s: %w", file, err)
	}
	return syncDir(filepath.Dir(file))
}

func (db *DB) vacuumInto(ctx context.Context, file string) error {
	conn, err := db.reads.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// query_only would refuse it, though it changes nothing here.
	if _, err := conn.ExecContext(ctx, "PRAGMA query_only = 0"); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "VACUUM INTO ?", file)
	_, back := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA query_only = 1")
	return errors.Join(err, back)
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
