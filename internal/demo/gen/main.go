// Command gen makes the files under internal/demo/data from the tables and texts beside it: the workbooks and Word
// files that a street office (街道) would have in its folder. It is a tool of development and no part of the product.
// All of its input is embedded, so that its output depends on nothing but its source.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	out := flag.String("o", "data", "folder to write to")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	files, err := generate()
	if err != nil {
		return err
	}
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// A file is one generated file; Name is slash-separated and relative to the data folder.
type file struct {
	Name string
	Data []byte
}

// generate makes all files, sorted by name.
func generate() ([]file, error) {
	o, err := readOffice()
	if err != nil {
		return nil, err
	}
	var files []file
	for _, part := range []func(*office) ([]file, error){
		rosterBook, lastYearBook, preparationBook, verificationBook, meetingsBook, rectificationBook, reportFiles,
	} {
		fs, err := part(o)
		if err != nil {
			return nil, err
		}
		files = append(files, fs...)
	}
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.Name, b.Name) })
	return files, nil
}
