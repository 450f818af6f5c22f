// Package policies holds the notices that come with the program (随程序提供的述评
// 办法), as the YAML files an office may copy and edit. It reads none of them;
// package policy does.
package policies

import "embed"

// Files are the notices, *.yaml at the root.
//
//go:embed *.yaml
var Files embed.FS

// Notice2018 is the file name of the notice of 2018 in Files.
const Notice2018 = "notice-2018.yaml"
