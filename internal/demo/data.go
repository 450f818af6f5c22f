// Package demo holds what a fictitious street office (街道) would have in its folder at the end of 2018: the files that the
// demonstration year is played from. The files are read through the same doors as a user's; nothing in here is known to
// any other package. data/README.md describes every sheet and column; all persons are invented.
package demo

import "embed"

// Data is the folder of the demo's files, under the names below.
//
//go:generate go run ./gen -o data
//go:embed data
var Data embed.FS

// Names of the files in Data.
const (
	Roster        = "data/roster.xlsx"        // organisations, persons, who attends the committee session (花名册)
	LastYear      = "data/last-year.xlsx"     // grades of 2017 and unfinished rectification
	Preparation   = "data/preparation.xlsx"   // owners of tasks, opinions on reports, decisions on reports
	Verification  = "data/verification.xlsx"  // on-site findings, municipal feedback
	Meetings      = "data/meetings.xlsx"      // members' meetings, committee session, grades, what follows
	Rectification = "data/rectification.xlsx" // plans and checks
	Reports       = "data/reports"            // CODE-NAME.docx, and CODE-NAME-2.docx for a second version
)
