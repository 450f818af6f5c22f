// Package backup makes one file of a data folder and a folder of such a file
// (备份与恢复). A backup is taken beside a running server; a restore puts a whole
// folder in place or changes nothing.
//
// # What is stored
//
// A zip:
//
//	shuping.db         the database as it was at one moment, copied first
//	boxes/             sealed lists with their numbers; of a box that is not sealed
//	                   an empty file, so that it is known that there was one
//	blobs/ papers/ drafts/ carried/ halls/ tls/ house.key
//	                   as they lie in the folder
//	MANIFEST.json      last: format, time, size and SHA-256 of each file, and the last
//	                   record of each stream
//
// The database comes first, because a record is written after the files that it
// names: whatever it names is therefore in the backup. The keys of open boxes are
// never in it (N7.2, docs/SECRECY.md), so a vote that was open cannot be read from
// it, and after a restore it has to be repeated.
//
// A backup holds what the folder holds, the folder's own key included. It is to be
// kept like the folder.
package backup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"shuping/internal/journal"
)

// Format is the number of this layout.
const Format = 1

// Manifest lists what a backup holds.
type Manifest struct {
	Format  int       `json:"format"`
	Made    time.Time `json:"made"`
	Version string    `json:"version"` // of the program
	Streams []Stream  `json:"streams"` // by name
	Files   []File    `json:"files"`   // as they stand in the zip
	// Strange are files and folders that are not the program's own and were left out.
	Strange []string `json:"strange,omitempty"`
}

// Stream is how far a stream of the journal went.
type Stream struct {
	Name string       `json:"name"`
	Seq  uint64       `json:"records"`
	Hash journal.Hash `json:"hash"`
}

// File is one file of the folder.
type File struct {
	Name   string `json:"name"` // with slashes
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

const (
	database = "shuping.db"
	boxes    = "boxes"
	manifest = "MANIFEST.json"
)

// folders are taken as they lie; what stands under a name that begins with a dot or
// ends in .part or .half is being written and belongs to nobody yet.
var folders = []string{"blobs", "papers", "drafts", "carried", "halls", "tls"}

// single are files of the folder that are taken as they are.
var single = []string{"house.key"}

// left are never in a backup: keys of open boxes, and what the database and its lock
// need while somebody has them open.
var left = []string{"keys", database, database + "-wal", database + "-shm", database + ".lock", database + ".lock-journal"}

// known says whether a restore takes a file of the name.
func known(name string) bool {
	if name == database || slices.Contains(single, name) {
		return true
	}
	top, rest, ok := strings.Cut(name, "/")
	return ok && rest != "" && (top == boxes || slices.Contains(folders, top))
}

// passing says that a name is that of a file which is still being written.
func passing(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".part") || strings.HasSuffix(name, ".half")
}

// Wrong says what is wrong with a backup, or with the folder it is to go to.
type Wrong string

const (
	// NotABackup: the file is no zip, is cut, or has no manifest.
	NotABackup Wrong = "not-a-backup"
	// Newer: a newer version of the program made it.
	Newer Wrong = "newer"
	// Changed: a file is missing, is there twice, is not listed, or has another hash.
	Changed Wrong = "changed"
	// Broken: a stream of the database is not what the manifest says, or a file on
	// record is not the one its name says.
	Broken Wrong = "broken"
	// NotEmpty: there is something in the folder.
	NotEmpty Wrong = "not-empty"
)

// Fault is why a backup is not restored. Nothing was changed.
type Fault struct {
	Wrong Wrong
	Name  string // file, stream or folder that is meant
	Err   error  // may be nil
}

func (f *Fault) Error() string {
	if f.Err == nil {
		return fmt.Sprintf("backup: %s: %s", f.Name, f.Wrong)
	}
	return fmt.Sprintf("backup: %s: %s: %v", f.Name, f.Wrong, f.Err)
}

func (f *Fault) Unwrap() error { return f.Err }

// Open counts the votes that were going on when the backup was made: they have to be
// repeated after a restore.
func (m Manifest) Open() (n int) {
	for _, f := range m.Files {
		if openBox(f.Name) {
			n++
		}
	}
	return n
}

// openBox says that a name is that of a box which is not sealed.
func openBox(name string) bool {
	return strings.HasPrefix(name, boxes+"/") && strings.HasSuffix(name, ".box")
}
