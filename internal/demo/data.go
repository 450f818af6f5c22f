// Package demo is the demonstration (演示): what a fictitious street office (街道) would have in its folder at the end of
// 2018, and the play of the notice's year on these files, from the import of the rosters to the verified archive.
//
// It is no fixture and no test double: the files are laid out where a person can look at them, and the play reads what
// lies there and hands it in for the persons who may, through the front office as every other door does. What it meets it
// prints, one line a step with its rule and clause; a refusal is printed and mended as the files say. It knows the files'
// columns and nothing of the rules. data/README.md describes every sheet; all persons are invented.
//
// The clock stands at the day that is played, and all chance comes from a seed: the same seed gives the same records and
// the same bytes of the archive, in every language.
//
// What is stored, in the folder of a play beside the data of package app:
//
//	.shuping-demo         by which the folder is known as a demo's; no other folder is emptied
//	input/                the files, as the office has them
//	draw-candidates.txt   the list that is drawn from, one name a line
//	documents/            the official documents
//	archive-2018.zip      the year
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
