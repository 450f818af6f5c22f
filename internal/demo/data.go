// Package demo holds what a fictitious street office (街道) would have in its folder at the end of 2018: the files that the
// demonstration year is played from. The files are read through the same doors as a user's; nothing in here is known to
// any other package. README.md in the data folder describes every sheet and column; all persons are invented.
package demo

import "embed"

// Data is the folder with the demo's files; every name below is relative to its root "data".
//
//go:generate go run ./gen -o data
//go:embed data
var Data embed.FS
