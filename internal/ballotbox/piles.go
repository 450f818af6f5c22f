package ballotbox

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// piles is the file beside a box in which ballots lie until they are brought to their
// places. It is as long as all of them together from the beginning and full of zeros,
// because a write that makes a file longer takes one and a half times as long to become
// durable.
//
// A pile of k ballots is, one after the other and without anything between them:
//
//	4 bytes   k, unsigned, big endian; zero where no pile follows
//	4 bytes   CRC-32 (Castagnoli) of k and what follows, big endian
//	k * 16    the hashes of the codes, in their own order
//	k * n     the slots, in the order of their keys: 8 bytes of key, big endian, and the ballot
//
// A pile that was not written to its end was never acknowledged, and nothing after it was.
type piles struct {
	f    *os.File
	room int64 // length of the file at rest
	used int64 // up to what was laid; of a file found so, up to its last byte that is not zero; 0 at rest
	buf  []byte
}

// filled is a slot with its ballot.
type filled struct {
	key  int64
	data []byte
}

const (
	pileHead  = 8       // bytes
	leastRoom = 4 << 10 // bytes
	mostRoom  = 1 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// roomFor is how long the file is for so many slips: each ballot may come alone, and all of
// them before it is full. Bringing some to their places earlier writes the same pages of the
// box again and again.
func roomFor(slips, slotSize int) int64 {
	all := int64(slips) * int64(pileHead+len(slipHash{})+8+slotSize)
	return min(max(all*3/2, leastRoom), mostRoom)
}

// openPiles opens the file at path, and makes it if it is not there.
func openPiles(path string, room int64) (*piles, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	// Whatever a crash left is used, also the half of a pile, so that it is wiped.
	// The bytes of a pile may end with zeros: used is where more can be laid only while the
	// program runs that laid them, and opening a box empties the file before.
	p := &piles{f: f, room: int64(len(data)), used: int64(len(bytes.TrimRight(data, "\x00")))}
	if p.room < room {
		if err := p.lengthen(room, filepath.Dir(path)); err != nil {
			return nil, errors.Join(err, f.Close())
		}
	}
	return p, nil
}

// lengthen adds zeros that are really written: room that is only set aside would have to
// be marked as used with each write.
func (p *piles) lengthen(room int64, dir string) error {
	if _, err := p.f.WriteAt(make([]byte, room-p.room), p.room); err != nil {
		return err
	}
	p.room = room
	return errors.Join(p.f.Sync(), syncDir(dir))
}

// lay adds a pile: the codes it uses and the slots it fills, each put in the order of their
// own keys. It is durable when lay returns nil.
func (p *piles) lay(slips []slipHash, slots []filled) error {
	slices.SortFunc(slips, func(x, y slipHash) int { return bytes.Compare(x[:], y[:]) })
	slices.SortFunc(slots, func(x, y filled) int { return cmp.Compare(x.key, y.key) })
	p.buf = appendPile(p.buf[:0], slips, slots)
	if _, err := p.f.WriteAt(p.buf, p.used); err != nil {
		return err
	}
	p.used += int64(len(p.buf)) // its last byte may be zero: then more is wiped than need be
	return syncData(p.f)
}

func appendPile(b []byte, slips []slipHash, slots []filled) []byte {
	begin := len(b)
	b = binary.BigEndian.AppendUint32(b, uint32(len(slips)))
	b = append(b, 0, 0, 0, 0)
	for i := range slips {
		b = append(b, slips[i][:]...)
	}
	for i := range slots {
		b = binary.BigEndian.AppendUint64(b, uint64(slots[i].key))
		b = append(b, slots[i].data...)
	}
	pile := b[begin:]
	binary.BigEndian.PutUint32(pile[4:], pileSum(pile))
	return b
}

// pileSum is the checksum of a pile, which is whole.
func pileSum(pile []byte) uint32 {
	return crc32.Update(crc32.Checksum(pile[:4], castagnoli), castagnoli, pile[pileHead:])
}

// all reads what was laid, all piles together, in the order of the keys.
func (p *piles) all(slotSize int) ([]slipHash, []filled, error) {
	// To the end of the room, because the last pile may end with zeros that count.
	data := make([]byte, max(p.used, p.room))
	if _, err := p.f.ReadAt(data, 0); err != nil {
		return nil, nil, err
	}
	slips, slots := parsePiles(data, slotSize)
	slices.SortFunc(slips, func(x, y slipHash) int { return bytes.Compare(x[:], y[:]) })
	slices.SortFunc(slots, func(x, y filled) int { return cmp.Compare(x.key, y.key) })
	return slips, slots, nil
}

// parsePiles reads piles up to the first that is not whole.
func parsePiles(data []byte, slotSize int) (slips []slipHash, slots []filled) {
	const hash = int64(len(slipHash{}))
	for len(data) >= pileHead {
		k := int64(binary.BigEndian.Uint32(data))
		codes := pileHead + k*hash
		size := codes + k*int64(8+slotSize)
		if k == 0 || size > int64(len(data)) || pileSum(data[:size]) != binary.BigEndian.Uint32(data[4:]) {
			break
		}
		for c := range slices.Chunk(data[pileHead:codes], int(hash)) {
			slips = append(slips, slipHash(c))
		}
		for b := range slices.Chunk(data[codes:size], 8+slotSize) {
			slots = append(slots, filled{int64(binary.BigEndian.Uint64(b)), b[8:]})
		}
		data = data[size:]
	}
	return slips, slots
}

// full says that most of the room is used. More fits, but takes longer.
func (p *piles) full() bool { return p.used > p.room*3/4 }

// clear overwrites all piles with zeros. It is durable when clear returns nil.
func (p *piles) clear() error {
	if p.used == 0 {
		return nil
	}
	if _, err := io.Copy(io.NewOffsetWriter(p.f, 0), io.LimitReader(zeros{}, p.used)); err != nil {
		return err
	}
	if err := syncData(p.f); err != nil {
		return err
	}
	if p.used > p.room {
		if err := errors.Join(p.f.Truncate(p.room), p.f.Sync()); err != nil {
			return err
		}
	}
	p.used = 0
	return nil
}

func (p *piles) close() error { return p.f.Close() }
