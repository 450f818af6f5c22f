package scantest

import (
	"encoding/binary"
	"strings"

	"shuping/internal/scan"
)

// Codes of Group 4 that the encoder needs (ITU-T T.4 and T.6): runs up to 63 in white
// and black, and those of whole 64s up to 640; longer runs are not made.
const (
	whiteRuns = `00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010
101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010
00000011 00011010 00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010
00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101 00100100
00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100`
	blackRuns = `0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000
0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111
00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 000001101010
000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100
000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 000001100100
000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000
000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111`
	whiteLong = `11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111`
	blackLong = `0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100 0000001101101 0000001001010`
)

var shortRuns = [2][]string{strings.Fields(whiteRuns), strings.Fields(blackRuns)}
var longRuns = [2][]string{strings.Fields(whiteLong), strings.Fields(blackLong)}

// shifts are the codes of a change that is up to three pixels beside the one above.
var shifts = [7]string{"0000010", "000010", "010", "1", "011", "000011", "0000011"}

// bitWriter puts codes behind each other.
type bitWriter struct {
	out  []byte
	acc  uint32
	have int
}

func (w *bitWriter) code(s string) {
	for _, c := range s {
		w.acc = w.acc<<1 | uint32(c-'0')
		if w.have++; w.have == 8 {
			w.out, w.have = append(w.out, byte(w.acc)), 0
		}
	}
}

func (w *bitWriter) run(n, colour int) {
	for n >= 64 {
		k := min(n/64, len(longRuns[colour]))
		w.code(longRuns[colour][k-1])
		n -= 64 * k
	}
	w.code(shortRuns[colour][n])
}

// changes are the pixels at which a row changes its colour, white first.
func changes(row []uint8) []int {
	var out []int
	last := false
	for x, v := range row {
		if black := v < 128; black != last {
			out, last = append(out, x), black
		}
	}
	return out
}

// Group4 is a black and white image as Group 4 codes it.
func Group4(g *scan.Gray) []byte {
	w := &bitWriter{}
	var above []int
	for y := range g.H {
		row := changes(g.Pix[y*g.W : (y+1)*g.W])
		w.row(above, row, g.W)
		above = row
	}
	w.code("000000000001000000000001")
	for w.have > 0 {
		w.code("0")
	}
	return w.out
}

// row codes one row against the one above it.
func (w *bitWriter) row(above, row []int, width int) {
	at, colour := -1, 0
	next := func(list []int, after, parity int) int {
		for i, c := range list {
			if c > after && i%2 == parity {
				return i
			}
		}
		return len(list)
	}
	place := func(list []int, i int) int {
		if i < len(list) {
			return list[i]
		}
		return width
	}
	for at < width {
		b := next(above, at, colour)
		b1, b2 := place(above, b), place(above, b+1)
		a := next(row, at, colour)
		if at < 0 && len(row) > 0 && row[0] == 0 && colour == 0 {
			a = 0
		}
		a1 := place(row, a)
		switch d := a1 - b1; {
		case b2 < a1:
			w.code("0001")
			at = b2
		case d >= -3 && d <= 3:
			w.code(shifts[d+3])
			at, colour = a1, colour^1
		default:
			a2 := place(row, a+1)
			w.code("001")
			w.run(a1-max(at, 0), colour)
			w.run(a2-a1, colour^1)
			at = a2
		}
	}
}

// Group4TIFF is a TIFF of one page in Group 4.
func Group4TIFF(g *scan.Gray) []byte {
	data := Group4(g)
	out := []byte("II*\x00")
	out = binary.LittleEndian.AppendUint32(out, uint32(8+len(data)))
	out = append(out, data...)
	tags := [][2]uint32{{256, uint32(g.W)}, {257, uint32(g.H)}, {258, 1}, {259, 4}, {262, 0}, {273, 8}, {277, 1}, {278, uint32(g.H)}, {279, uint32(len(data))}}
	out = binary.LittleEndian.AppendUint16(out, uint16(len(tags)))
	for _, t := range tags {
		out = binary.LittleEndian.AppendUint16(out, uint16(t[0]))
		out = binary.LittleEndian.AppendUint16(out, 4)
		out = binary.LittleEndian.AppendUint32(out, 1)
		out = binary.LittleEndian.AppendUint32(out, t[1])
	}
	return binary.LittleEndian.AppendUint32(out, 0)
}
