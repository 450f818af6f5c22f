// Package ballotbox is the ballot box (票箱) for ballots given by phone or at a
// terminal: it gives out one-time codes on slips (选票码), takes one ballot for
// each code, and after the close is sealed (封存) into a sorted list that can be
// counted again. It knows nothing of people, meetings or years, and it has no
// word for a voter: a code says of its bearer only the class on the form.
//
// It is not the place where a result is decided or shown, and it is not a queue
// of paper ballots: those are counted by hand (package ballot).
//
// # What is promised
//
//   - A ballot is in the box, on the disk, when Cast returns nil, and it is in the
//     box once. A second Cast with the same code also returns nil, whatever it
//     holds, and changes nothing: the answer is the same "counted".
//   - Nothing about the result can be read before the seal: there is no method
//     for it, and what lies on the disk is encrypted.
//   - What lies on the disk does not tell which ballot was cast with which code.
//     docs/SECRECY.md says against whom that holds, against whom it does not,
//     and which test checks it.
//
// # What is stored
//
// An open box "m1" is three files, which belong in two places: the box with its piles,
// and the key, which no backup should hold.
//
//	m1.box        SQLite, page size 4096, one writer
//	m1.piles      ballots on their way into the box; all zeros at rest
//	keys/m1.key   64 random bytes, then their SHA-256
//
// The box has three tables:
//
//	meta(form TEXT, closed INTEGER, proof BLOB)                one row
//	slip(hash BLOB PRIMARY KEY, class INTEGER, state INTEGER)  WITHOUT ROWID
//	slot(key INTEGER PRIMARY KEY, ballot BLOB)                 WITHOUT ROWID
//
// slip has one row a code: hash is the first 16 bytes of SHA-256(first half of the
// key, code), state is 0 unused, 1 used, 2 spoilt. slot has one row for every slip
// that is not spoilt, under a random key, made when the slips are: a place for a
// ballot. An empty slot holds random bytes; a ballot is put into a slot that is
// chosen at random, as nonce and AES-256-GCM of the class and the marks as bytes (ballot.Form.AppendBallot), under the second half of the key with the slot's key as associated data.
// Both have the same length, so neither a row nor a page ever moves: the file has
// no order of voting, no time, no address, no serial number. Without the key a
// full slot cannot be told from an empty one.
//
// Ballots that wait together are one pile and share one sync: the hashes of k codes,
// sorted, and k slots with their keys, sorted by those, are written to m1.piles behind the
// piles that lie there (see piles for the bytes). A lone ballot waits a moment for company.
// As soon as nobody came for 20 ms, or the file is nearly full, all piles are brought to
// their places in slip and slot, in one transaction, as if they were one; then SQLite's
// write-ahead log is carried into the box and cut to nothing, and the piles are overwritten
// with zeros. Opening a box does the same with what a crash left.
//
// A sealed box is two other files, and nothing of the first ones:
//
//	m1.sealed     the sealed list (package ballot), sorted
//	m1.numbers    JSON: form, hash of the list, and per class how many slips were
//	              issued, used, unused and spoilt
//
// The key is overwritten and removed first: from then on no copy of the box that
// somebody may have kept can be read. Then piles and box are overwritten and removed.
package ballotbox
