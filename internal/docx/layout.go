package docx

// Lengths are in twentieths of a point (twips) unless said otherwise; 1 mm is
// 56.7 of them. Sizes of letters are in half points: 三号 32, 二号 44, 四号 28.
const (
	// section: A4, the margins of GB/T 9704-2012, 5.2, and a grid of 22 lines in
	// 225 mm (579 each). The 28 characters of a line come from the body's letter
	// spacing, not from the grid: a grid of characters is spread by some programs.
	section = `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1985" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>` +
		`<w:docGrid w:type="lines" w:linePitch="579"/></w:sectPr>`

	settings = xmlHead + `<w:settings ` + namespaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/>` +
		`<w:characterSpacingControl w:val="compressPunctuation"/>` +
		`<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>` +
		`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

	song, fang, kai, hei = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
)

// fontTable names substitutes for fonts that a machine may not have.
const fontTable = xmlHead + `<w:fonts ` + namespaces + `>` +
	`<w:font w:name="` + song + `"><w:altName w:val="FZXiaoBiaoSong-B05S;宋体;SimSun"/><w:charset w:val="86"/><w:family w:val="script"/><w:pitch w:val="variable"/></w:font>` +
	`<w:font w:name="` + fang + `"><w:altName w:val="仿宋;FangSong"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>` +
	`<w:font w:name="` + kai + `"><w:altName w:val="楷体;KaiTi"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>` +
	`<w:font w:name="` + hei + `"><w:altName w:val="SimHei"/><w:charset w:val="86"/><w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>` +
	`</w:fonts>`

// footer is one line with the page number between two dashes (一字线); odd and
// even pages differ in the style's side.
func footer(style string) string {
	return xmlHead + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>` +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
		`<w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
}

// styles makes word/styles.xml: a default and one style for each kind of
// paragraph, so that an office can change the looks in one place.
func styles(lang string) string {
	return xmlHead + `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + fonts(fang) +
		`<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="` + latin(lang) + `" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr><w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" w:line="579" w:lineRule="exact"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
		style("GwTitle", "公文标题", `<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:line="700" w:lineRule="exact"/><w:jc w:val="center"/>`, fonts(song)+size(44)) +
		style("GwSubtitle", "公文副标题", `<w:keepNext/><w:jc w:val="center"/>`, fonts(kai)+tight+size(32)) +
		style("GwRecipient", "公文主送", `<w:jc w:val="both"/>`, tight) +
		style("GwBody", "公文正文", `<w:ind w:firstLineChars="200" w:firstLine="630"/><w:jc w:val="both"/>`, tight) +
		style("GwHeading1", "公文一级标题", indented+`<w:jc w:val="both"/><w:outlineLvl w:val="0"/>`, fonts(hei)+tight) +
		style("GwHeading2", "公文二级标题", indented+`<w:jc w:val="both"/><w:outlineLvl w:val="1"/>`, fonts(kai)+tight) +
		style("GwHeading3", "公文三级标题", indented+`<w:jc w:val="both"/><w:outlineLvl w:val="2"/>`, tight) +
		style("GwHeading4", "公文四级标题", indented+`<w:jc w:val="both"/><w:outlineLvl w:val="3"/>`, tight) +
		style("GwAttachment", "公文附件说明", `<w:ind w:leftChars="500" w:left="1575" w:hangingChars="300" w:hanging="945"/>`, tight) +
		style("GwAttachmentNext", "公文附件说明续", `<w:ind w:leftChars="500" w:left="1575"/>`, tight) +
		style("GwSignature", "公文落款", `<w:ind w:rightChars="200" w:right="630"/><w:jc w:val="right"/>`, tight) +
		style("GwDate", "公文成文日期", `<w:ind w:rightChars="200" w:right="630"/><w:jc w:val="right"/>`, tight) +
		style("GwFooterOdd", "公文页码单页", `<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:rightChars="100" w:right="280"/><w:jc w:val="right"/>`, fonts("宋体")+size(28)) +
		style("GwFooterEven", "公文页码双页", `<w:spacing w:line="240" w:lineRule="auto"/><w:ind w:leftChars="100" w:left="280"/>`, fonts("宋体")+size(28)) +
		style("GwCell", "公文表格", cell, size(24)) +
		style("GwCellHead", "公文表头", cell, fonts(hei)+size(24)) +
		style("GwAfterTable", "公文表后", `<w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="exact"/>`, size(12)) +
		tableStyle + `</w:styles>`
}

const (
	tight    = `<w:spacing w:val="-5"/>`
	indented = `<w:keepNext/><w:ind w:firstLineChars="200" w:firstLine="630"/>`
	cell     = `<w:snapToGrid w:val="0"/><w:spacing w:before="40" w:after="40" w:line="320" w:lineRule="exact"/>`

	tableStyle = `<w:style w:type="table" w:styleId="GwTable"><w:name w:val="公文表格线"/><w:tblPr><w:jc w:val="center"/><w:tblBorders>` +
		`<w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/>` +
		`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>` +
		`<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`
)

func style(id, name, paragraph, run string) string {
	return `<w:style w:type="paragraph" w:customStyle="1" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:qFormat/><w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
}

func fonts(eastAsia string) string {
	return `<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + eastAsia + `" w:cs="Times New Roman"/>`
}

func size(half int) string {
	return `<w:sz w:val="` + itoa(half) + `"/><w:szCs w:val="` + itoa(half) + `"/>`
}

// latin is the language of Latin letters: proofing marks English words in a Chinese document as English.
func latin(lang string) string {
	if lang == "zh-CN" {
		return "en-US"
	}
	return lang
}
