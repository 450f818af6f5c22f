package docx

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"shuping/internal/decider"
)

// Any is the text of a report's file: a Word document, or plain text. The content
// decides which; files of other kinds are refused by name as Text does.
func Any(data []byte, limits Limits) (string, error) {
	limits = limits.filled()
	size := int64(len(data))
	if size > limits.Compressed {
		return "", tooMuch("file.size", size, limits.Compressed)
	}
	err := sniff(bytes.NewReader(data), size)
	if err == nil {
		return Text(bytes.NewReader(data), size, limits)
	}
	if text, ok := decode(data, limits); ok && isUnknown(err) {
		return text, tooLong(text, limits)
	}
	return "", err
}

// Plain is the text of a .txt file: UTF-8 or UTF-16 with or without a mark of
// byte order, or GB18030 (GBK, GB2312), as Notepad writes them. Lines end with
// "\n". Anything else is refused.
func Plain(data []byte, limits Limits) (string, error) {
	limits = limits.filled()
	text, ok := decode(data, limits)
	if !ok {
		return "", decider.Refuse("", "file.unknown")
	}
	return text, tooLong(text, limits)
}

// isUnknown: the refusal of a file that is none of those known.
func isUnknown(err error) bool {
	r, ok := err.(*decider.Refusal)
	return ok && r.Code == "file.unknown"
}

func tooLong(text string, limits Limits) error {
	if len(text) > limits.Text {
		return tooMuch("file.unpacked", int64(len(text)), int64(limits.Text))
	}
	return nil
}

// decode finds the encoding. A file twice as long as the limit on its text is
// not looked at any further: no encoding makes it shorter than half.
func decode(data []byte, limits Limits) (string, bool) {
	if len(data) > 2*limits.Text {
		data = data[:2*limits.Text+2]
	}
	var text string
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		text = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		text = fromUTF16(data[2:], binary.BigEndian)
	case !bytes.ContainsRune(data, 0) && validUTF8(data):
		text = strings.TrimPrefix(strings.ToValidUTF8(string(data), ""), "\ufeff")
	case bytes.ContainsRune(data, 0):
		if text = fromUTF16(data, binary.LittleEndian); !readable(text) {
			text = fromUTF16(data, binary.BigEndian)
		}
	default:
		b, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
		if err != nil {
			return "", false
		}
		text = string(b)
	}
	if !readable(text) {
		return "", false
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", string(Auto), "").Replace(text), true
}

// validUTF8 bears with a character cut off at the end, as decode and full disks cut.
func validUTF8(data []byte) bool {
	for i := 0; i < utf8.UTFMax && len(data) > i; i++ {
		if utf8.Valid(data[:len(data)-i]) {
			return true
		}
		if data[len(data)-1-i] < utf8.RuneSelf {
			break
		}
	}
	return len(data) == 0
}

func fromUTF16(data []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// readable: a text of people, without NUL and other control characters and with
// hardly any that could not be decoded or stand for no character.
func readable(text string) bool {
	all, bad := 0, 0
	for _, r := range text {
		all++
		switch {
		case r == 0, r < ' ' && !strings.ContainsRune("\t\n\r\f\v\x1a", r):
			return false
		case r == utf8.RuneError, r >= 0x7f && r < 0xa0, !unicode.IsPrint(r) && !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Co):
			bad++
		}
	}
	return bad*100 <= all
}
