package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"shuping/internal/people"
)

const accountQuery = `SELECT p.id, p.name, coalesce(a.disabled, 0),
	coalesce((SELECT group_concat(role, ' ' ORDER BY role) FROM account_roles r WHERE r.person = p.id), '')
	FROM persons p LEFT JOIN accounts a ON a.person = p.id `

func scanAccount(r scanner, a *people.Account) error {
	var roles string
	if err := r.Scan(&a.Person, &a.Name, &a.Disabled, &roles); err != nil {
		return err
	}
	a.Roles = strings.Fields(roles)
	return nil
}

// Account reads one.
func (s *Store) Account(ctx context.Context, person string) (a people.Account, err error) {
	err = scanAccount(s.db.Reads.QueryRowContext(ctx, accountQuery+`WHERE p.id = ?`, person), &a)
	return a, unknown(err)
}

// Accounts reads those that have roles or are disabled.
func (s *Store) Accounts(ctx context.Context) ([]people.Account, error) {
	rows, err := s.db.Reads.QueryContext(ctx, accountQuery+
		`WHERE a.disabled = 1 OR EXISTS (SELECT 1 FROM account_roles r WHERE r.person = p.id) ORDER BY p.id`)
	return collect(rows, err, func(rows *sql.Rows, a *people.Account) error { return scanAccount(rows, a) })
}

// SetAccount replaces the roles and the flag.
func (s *Store) SetAccount(ctx context.Context, a people.Account) error {
	for _, role := range a.Roles {
		if !slices.Contains(people.Roles(), role) {
			return people.ErrRole
		}
	}
	return s.db.Write(ctx, func(tx Tx) error {
		var id string
		if err := tx.QueryRow(`SELECT id FROM persons WHERE id = ?`, a.Person).Scan(&id); err != nil {
			return unknown(err)
		}
		if _, err := tx.Exec(`INSERT INTO accounts VALUES (?, ?) ON CONFLICT DO UPDATE SET disabled = excluded.disabled`, a.Person, a.Disabled); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM account_roles WHERE person = ?`, a.Person); err != nil {
			return err
		}
		for _, role := range a.Roles {
			if _, err := tx.Exec(`INSERT INTO account_roles VALUES (?, ?) ON CONFLICT DO NOTHING`, a.Person, role); err != nil {
				return err
			}
		}
		if !a.Disabled {
			return nil
		}
		_, err := tx.Exec(`DELETE FROM links WHERE person = ?`, a.Person)
		return err
	})
}

// PutLink stores a link and withdraws the person's earlier ones.
func (s *Store) PutLink(ctx context.Context, hash [32]byte, person string, expires time.Time) error {
	return s.db.Write(ctx, func(tx Tx) error {
		if _, err := tx.Exec(`DELETE FROM links WHERE person = ?`, person); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO links VALUES (?, ?, ?, 0)`, hash[:], person, expires.UnixMicro())
		return err
	})
}

const linkQuery = `SELECT person, expires, used FROM links WHERE hash = ?`

// link judges a link's row at that time.
func link(row *sql.Row, now time.Time) (person string, err error) {
	var expires int64
	var used bool
	switch err := row.Scan(&person, &expires, &used); {
	case errors.Is(err, sql.ErrNoRows):
		return "", people.ErrLinkUnknown
	case err != nil:
		return "", err
	case used:
		return "", people.ErrLinkUsed
	case now.UnixMicro() >= expires:
		return "", people.ErrLinkExpired
	}
	return person, nil
}

// LinkOf tells whose link it is.
func (s *Store) LinkOf(ctx context.Context, hash [32]byte, now time.Time) (string, error) {
	return link(s.db.Reads.QueryRowContext(ctx, linkQuery, hash[:]), now)
}

// UseLink marks the link used. The one writer runs these after one another.
func (s *Store) UseLink(ctx context.Context, hash [32]byte, now time.Time) (person string, err error) {
	err = s.db.Write(ctx, func(tx Tx) error {
		if person, err = link(tx.QueryRow(linkQuery, hash[:]), now); err != nil {
			return err
		}
		_, err = tx.Exec(`UPDATE links SET used = 1 WHERE hash = ?`, hash[:])
		return err
	})
	if err != nil {
		return "", err
	}
	return person, nil
}
