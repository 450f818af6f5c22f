package main

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed tables
var tables embed.FS

// A row is one line of a table: column name -> cell, blanks trimmed.
type row map[string]string

// num is the cell as a number; an empty cell is 0.
func (r row) num(col string) int {
	if r[col] == "" {
		return 0
	}
	n, err := strconv.Atoi(r[col])
	if err != nil {
		panic(err) // unreachable unless a table holds a word where a number belongs
	}
	return n
}

// readTable reads tables/name.table: lines of cells divided by "|", the first of them the names of the columns; empty
// lines and lines that begin with "#" are skipped.
func readTable(name string) ([]row, error) {
	b, err := tables.ReadFile("tables/" + name + ".table")
	if err != nil {
		return nil, err
	}
	var cols []string
	var rows []row
	for i, line := range strings.Split(string(b), "\n") {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "|")
		for k := range cells {
			cells[k] = strings.TrimSpace(cells[k])
		}
		if cols == nil {
			cols = cells
			continue
		}
		if len(cells) != len(cols) {
			return nil, fmt.Errorf("%s.table:%d: %d cells, want %d", name, i+1, len(cells), len(cols))
		}
		r := row{}
		for k, c := range cols {
			r[c] = cells[k]
		}
		rows = append(rows, r)
	}
	return rows, nil
}
