package people

import (
	"strings"
	"unicode"

	"github.com/mozillazg/go-pinyin"
)

// surnames have another reading as a surname than the commonest one that
// dictionaries give.
const surnames = "单shan 曾zeng 仇qiu 解xie 区ou 查zha 朴piao 任ren 华hua 盖ge 覃qin 翟zhai 乐yue 尉wei 缪miao 宓mi 召shao 折she 繁po " +
	"秘bi 冼xian 晟cheng 那na 员yun 逄pang 佴nai 令ling 万wan 沈shen 黑he 会gui 过guo 洗xian 种chong 柏bai 重chong 纪ji 宁ning 燕yan 应ying 车che 石shi 阚kan 洞dong 卜bu"

// Initials are the first letters of a name's pinyin, for search by typing: 张秀兰
// is zxl. The first character is read as a surname. Letters and digits stand
// for themselves; what has no reading is left out.
func Initials(name string) string {
	var b strings.Builder
	args := pinyin.NewArgs()
	for i, r := range []rune(name) {
		switch {
		case i == 0 && surname(r) != 0:
			b.WriteByte(surname(r))
		case r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(unicode.ToLower(r))
		default:
			if py := pinyin.SinglePinyin(r, args); len(py) > 0 && py[0] != "" {
				b.WriteByte(py[0][0])
			}
		}
	}
	return b.String()
}

// surname is the first letter of the surname's own reading, 0 if the usual one holds.
func surname(r rune) byte {
	if i := strings.IndexRune(surnames, r); i >= 0 {
		return surnames[i+len(string(r))]
	}
	return 0
}
