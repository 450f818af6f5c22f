// Package policies holds the notices that come with the program (随程序提供的述评
// 办法), as the YAML files an office may copy and edit. It reads none of them;
// package policy does.
package policies

import (
	"bytes"
	"embed"
	"regexp"
)

//go:embed starter/notice.yaml
var starter []byte

// Files are the notices, *.yaml at the root.
//
//go:embed *.yaml
var Files embed.FS

// Examples are notices of other practice (示例), examples/*.yaml, to be read, compared and tried.
//
//go:embed examples/*.yaml
var Examples embed.FS

// Notice2018 is the file name of the notice of 2018 in Files.
const Notice2018 = "notice-2018.yaml"

// actsTitle begins the comment above the table of acts, the last part of a notice.
const actsTitle = "# 谁在何时可以办理哪一项"

// Starter is a short notice with comments, for an office to begin its own with. Its table of
// acts is that of the notice of 2018, by practice (惯例) instead of that notice's clauses, so that it
// has every act that the program knows.
func Starter() []byte {
	notice, err := Files.ReadFile(Notice2018)
	at := bytes.Index(notice, []byte(actsTitle))
	if err != nil || at < 0 {
		panic("policies: the notice of 2018 has no table of acts") // unreachable: TestStarter reads it
	}
	acts := regexp.MustCompile(`clause: [^,}]+`).ReplaceAll(notice[at:], []byte("clause: 惯例"))
	return append(append(bytes.Clone(starter), '\n'), acts...)
}
