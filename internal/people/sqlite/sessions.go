package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Sessions keeps the web's sessions (scs.CtxStore). The tokens it is given are
// hashes: the web's session manager is set to hash them.
type Sessions struct {
	db  Database
	now func() time.Time
}

// Sessions gives the sessions of this store, with the clock that ends them.
func (s *Store) Sessions(now func() time.Time) *Sessions { return &Sessions{s.db, now} }

// FindCtx reads a session that has not ended.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	err = s.db.Reads.QueryRowContext(ctx, `SELECT data FROM sessions WHERE token = ? AND expires > ?`,
		token, s.now().UnixMicro()).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// CommitCtx stores a session and clears away those that have ended.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.db.Write(ctx, func(tx Tx) error {
		if _, err := tx.Exec(`DELETE FROM sessions WHERE expires <= ?`, s.now().UnixMicro()); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO sessions VALUES (?, ?, ?)
			ON CONFLICT DO UPDATE SET data = excluded.data, expires = excluded.expires`, token, data, expires.UnixMicro())
		return err
	})
}

// DeleteCtx ends a session.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.db.Write(ctx, func(tx Tx) error {
		_, err := tx.Exec(`DELETE FROM sessions WHERE token = ?`, token)
		return err
	})
}

// Find, Commit and Delete are for callers without a context; the session
// manager uses the others.
func (s *Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (s *Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx.
func (s *Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
