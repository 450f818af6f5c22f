package main

import (
	"fmt"
	"strconv"
	"strings"
)

// table writes rows as a sheet. Every column is "header:width:source"; the source is the name of a cell of the row, "@name"
// for the name of the organisation whose code the cell holds, "#name" for the number of the person whom the cell names.
func (b *book) table(o *office, sheet, title string, rows []row, columns ...string) {
	heads, sources, widths := make([]string, len(columns)), make([]string, len(columns)), make([]float64, len(columns))
	for i, c := range columns {
		parts := strings.Split(c, ":")
		w, err := strconv.Atoi(parts[1])
		b.do(err)
		heads[i], widths[i], sources[i] = parts[0], float64(w), parts[2]
	}
	b.open(sheet, title, widths...)
	b.header(heads...)
	for _, r := range rows {
		cells := make([]string, len(columns))
		for i, s := range sources {
			v, err := o.value(r, s)
			if err != nil {
				b.do(fmt.Errorf("%s: %w", sheet, err))
			}
			cells[i] = v
		}
		b.line(cells...)
	}
}

func (o *office) value(r row, source string) (string, error) {
	name := strings.TrimLeft(source, "@#")
	v, ok := r[name]
	switch {
	case !ok:
		return "", fmt.Errorf("no cell %q in %v", name, r)
	case source[0] == '@' && o.byOrg[v] != nil:
		return o.byOrg[v].Name, nil
	case source[0] == '#' && v != "":
		p, err := o.named(v)
		if err != nil {
			return "", err
		}
		return p.No, nil
	}
	return v, nil
}

// readTables reads the named tables.
func readTables(names ...string) (map[string][]row, error) {
	m := map[string][]row{}
	for _, n := range names {
		rows, err := readTable(n)
		if err != nil {
			return nil, err
		}
		m[n] = rows
	}
	return m, nil
}
