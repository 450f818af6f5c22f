package sqlite

import (
	"bytes"
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"shuping/internal/journal"
)

// selectPacked asks for each record as one blob: five fields that cannot hold
// the separator 0x1F, then 32 bytes of hash, then the body. A row of one column
// costs half of a row of seven in the driver, and opening a year is mostly this.
// It begins one row early, for the Prev of the first record that is wanted.
const selectPacked = `SELECT CAST(concat(id & 0xffffffff, x'1f', at, x'1f', who, x'1f', cause, x'1f', kind, x'1f', hash, body) AS BLOB)
  FROM records WHERE id BETWEEN ? AND ? ORDER BY id`

// read calls each for the records from a number on, until it answers false. It
// goes past database/sql, whose conversions would take as long as all the rest.
func (s store) read(ctx context.Context, stream string, from uint64, each func(journal.Record) bool) error {
	number, err := s.number(ctx, stream)
	if err != nil || number == 0 || from > mostSeq {
		return err
	}
	conn, err := s.db.reads.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		// Without a ctx that can end the driver starts no goroutine per step;
		// the loop asks ctx itself.
		rows, err := raw.(driver.QueryerContext).QueryContext(context.Background(), selectPacked, []driver.NamedValue{
			{Ordinal: 1, Value: rowID(number, from-1)}, {Ordinal: 2, Value: rowID(number, mostSeq)}})
		if err != nil {
			return err
		}
		defer rows.Close()
		u := unpacker{stream: stream, names: map[string]string{}}
		row := make([]driver.Value, 1)
		for {
			if err := ctx.Err(); err != nil {
				return err
			}
			switch err := rows.Next(row); {
			case errors.Is(err, io.EOF):
				return nil
			case err != nil:
				return err
			}
			r, err := u.unpack(row[0].([]byte))
			if err != nil {
				return err
			}
			if r.Seq >= from && !each(r) {
				return nil
			}
		}
	})
}

// unpacker turns packed rows into records. Names repeat, so each is kept once.
type unpacker struct {
	stream string
	names  map[string]string
	prev   journal.Hash
}

func (u *unpacker) unpack(b []byte) (journal.Record, error) {
	var field [5][]byte
	rest := b
	for i := range field {
		var ok bool
		if field[i], rest, ok = bytes.Cut(rest, []byte{0x1f}); !ok {
			return journal.Record{}, fmt.Errorf("a row that is no record: %q", b)
		}
	}
	seq, err1 := strconv.ParseUint(string(field[0]), 10, 64)
	at, err2 := strconv.ParseInt(string(field[1]), 10, 64)
	if err := errors.Join(err1, err2); err != nil || len(rest) < len(journal.Hash{}) {
		return journal.Record{}, fmt.Errorf("a row that is no record: %q", b)
	}
	r := journal.Record{
		Stream: u.stream, Seq: seq, At: time.UnixMicro(at).UTC(),
		Who: u.name(field[2]), Cause: u.name(field[3]), Kind: u.name(field[4]),
		Prev: u.prev, Hash: journal.Hash(rest[:32]), Body: rest[32:],
	}
	u.prev = r.Hash
	return r, nil
}

func (u *unpacker) name(b []byte) string {
	if s, ok := u.names[string(b)]; ok {
		return s
	}
	s := string(b)
	u.names[s] = s
	return s
}
