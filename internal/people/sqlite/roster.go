package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"shuping/internal/people"
)

const (
	orgColumns    = `id, name, kind, higher, secretary, deputy, liaison`
	personColumns = `id, name, sex, born, phone, remark`
)

type scanner interface{ Scan(...any) error }

func scanOrg(r scanner, o *people.Organisation) error {
	return r.Scan(&o.ID, &o.Name, &o.Kind, &o.Higher, &o.Secretary, &o.Deputy, &o.Liaison)
}

func scanPerson(r scanner, p *people.Person) error {
	return r.Scan(&p.ID, &p.Name, &p.Sex, &p.Born, &p.Phone, &p.Remark)
}

// Roster reads everything, as of one moment.
func (s *Store) Roster(ctx context.Context) (r people.Roster, err error) {
	tx, err := s.db.Reads.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return r, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()
	rows, err := tx.QueryContext(ctx, `SELECT `+orgColumns+` FROM organisations ORDER BY place, id`)
	r.Organisations, err = collect(rows, err, func(rows *sql.Rows, o *people.Organisation) error { return scanOrg(rows, o) })
	if err != nil {
		return r, err
	}
	rows, err = tx.QueryContext(ctx, `SELECT `+personColumns+` FROM persons ORDER BY place, id`)
	r.Persons, err = collect(rows, err, func(rows *sql.Rows, p *people.Person) error { return scanPerson(rows, p) })
	if err != nil {
		return r, err
	}
	rows, err = tx.QueryContext(ctx, `SELECT org, person, class, post FROM memberships ORDER BY place, org, person`)
	r.Memberships, err = collect(rows, err, func(rows *sql.Rows, m *people.Membership) error {
		return rows.Scan(&m.Org, &m.Person, &m.Class, &m.Post)
	})
	return r, err
}

// Organisation reads one.
func (s *Store) Organisation(ctx context.Context, id string) (o people.Organisation, err error) {
	err = scanOrg(s.db.Reads.QueryRowContext(ctx, `SELECT `+orgColumns+` FROM organisations WHERE id = ?`, id), &o)
	return o, unknown(err)
}

// Person reads one.
func (s *Store) Person(ctx context.Context, id string) (p people.Person, err error) {
	err = scanPerson(s.db.Reads.QueryRowContext(ctx, `SELECT `+personColumns+` FROM persons WHERE id = ?`, id), &p)
	return p, unknown(err)
}

// Members reads those of an organisation.
func (s *Store) Members(ctx context.Context, org string) ([]people.Member, error) {
	rows, err := s.db.Reads.QueryContext(ctx, `SELECT p.id, p.name, p.sex, p.born, p.phone, p.remark, m.class, m.post
		FROM memberships m JOIN persons p ON p.id = m.person WHERE m.org = ? ORDER BY m.place, p.id`, org)
	return collect(rows, err, func(rows *sql.Rows, m *people.Member) error {
		return rows.Scan(&m.ID, &m.Name, &m.Sex, &m.Born, &m.Phone, &m.Remark, &m.Class, &m.Post)
	})
}

// Search finds persons.
func (s *Store) Search(ctx context.Context, text string, limit int) ([]people.Person, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
	rows, err := s.db.Reads.QueryContext(ctx, `SELECT `+personColumns+` FROM persons
		WHERE name LIKE ? ESCAPE '\' OR id LIKE ? ESCAPE '\' OR initials LIKE ? ESCAPE '\' ORDER BY place, id LIMIT ?`,
		"%"+escaped+"%", escaped+"%", strings.ToLower(escaped)+"%", limit)
	return collect(rows, err, func(rows *sql.Rows, p *people.Person) error { return scanPerson(rows, p) })
}

// Apply makes the changes, all or none. A row that was there keeps its place.
func (s *Store) Apply(ctx context.Context, c people.Changes) error {
	return s.db.Write(ctx, func(tx Tx) error {
		var base [3]int
		if err := tx.QueryRow(`SELECT (SELECT coalesce(max(place), 0) FROM organisations), (SELECT coalesce(max(place), 0) FROM persons),
			(SELECT coalesce(max(place), 0) FROM memberships)`).Scan(&base[0], &base[1], &base[2]); err != nil {
			return err
		}
		for i, o := range c.Organisations {
			if _, err := tx.Exec(`INSERT INTO organisations VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET name = excluded.name, kind = excluded.kind, higher = excluded.higher,
				secretary = excluded.secretary, deputy = excluded.deputy, liaison = excluded.liaison`,
				o.ID, base[0]+i+1, o.Name, o.Kind, o.Higher, o.Secretary, o.Deputy, o.Liaison); err != nil {
				return err
			}
		}
		for i, p := range c.Persons {
			if _, err := tx.Exec(`INSERT INTO persons VALUES (?, ?, ?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET name = excluded.name, sex = excluded.sex, born = excluded.born,
				phone = excluded.phone, remark = excluded.remark, initials = excluded.initials`,
				p.ID, base[1]+i+1, p.Name, p.Sex, p.Born, p.Phone, p.Remark, people.Initials(p.Name)); err != nil {
				return err
			}
		}
		return applyMemberships(tx, c, base[2]+1)
	})
}

func applyMemberships(tx Tx, c people.Changes, place int) error {
	for _, m := range c.Removed {
		if _, err := tx.Exec(`DELETE FROM memberships WHERE org = ? AND person = ?`, m.Org, m.Person); err != nil {
			return err
		}
	}
	for i, m := range c.Memberships {
		if _, err := tx.Exec(`INSERT INTO memberships VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET class = excluded.class, post = excluded.post`,
			m.Org, m.Person, m.Class, m.Post, place+i); err != nil {
			return err
		}
	}
	return nil
}

// Forget erases a person's data.
func (s *Store) Forget(ctx context.Context, person string) error {
	return s.db.Write(ctx, func(tx Tx) error {
		r, err := tx.Exec(`UPDATE persons SET name = ?, sex = '', born = 0, phone = '', remark = '', initials = '' WHERE id = ?`,
			people.ForgottenName, person)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, people.ErrUnknown)
		}
		for _, q := range []string{
			`DELETE FROM memberships WHERE person = ?`, `DELETE FROM account_roles WHERE person = ?`,
			`DELETE FROM links WHERE person = ?`, `INSERT INTO accounts VALUES (?, 1) ON CONFLICT DO UPDATE SET disabled = 1`,
		} {
			if _, err := tx.Exec(q, person); err != nil {
				return err
			}
		}
		return nil
	})
}
