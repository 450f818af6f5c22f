package report

import "unicode"

// fold makes the forms of one character equal, one rune for one rune so that
// offsets stay: full width -> half width, capitals -> small, traditional ->
// simplified as far as the words of reports need it.
func fold(text []rune) []rune {
	out := make([]rune, len(text))
	for i, r := range text {
		switch {
		case r < 0x80:
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
		case r >= 0xff01 && r <= 0xff5e:
			r = unicode.ToLower(r - 0xfee0)
		case r == '　', r == auto:
			r = ' '
		case r > 0x4e00:
			if s, ok := simplified[r]; ok {
				r = s
			}
		}
		out[i] = r
	}
	return out
}

func foldString(s string) string { return string(fold([]rune(s))) }

// simplified is a traditional character -> its simplified form; read only.
var simplified = pairs("" +
	"黨党組组織织書书記记報报職职責责學学習习潔洁問问題题過过紀纪發发現现總总結结環环節节導导實实際际時时間间為为會会議议員员連连維维護护穩稳進进達达標标準准點点線线" +
	"請请幹干領领眾众衆众難难憂忧訪访區区鄉乡鎮镇開开辦办貫贯徹彻執执決决傳传務务來来還还沒没尋寻對对應应該该將将計计劃划項项產产業业農农戶户貧贫戰战網网絡络電电話话" +
	"聯联繫系係系團团隊队創创優优異异評评賽赛績绩續续經经濟济營营銷销衛卫綠绿機机關关單单規规範范練练強强調调動动態态資资訊讯類类別别據据數数額额億亿萬万個个體体認认" +
	"識识義义氣气風风險险處处罰罚質质樹树檔档檢检驗验審审監监視视覺觉覽览觀观講讲談谈論论證证誠诚諾诺許许設设備备較较試试訓训詳详細细語语說说讓让貨货幣币買买賣卖費费" +
	"賬账帳账幫帮補补貼贴給给養养齡龄兒儿婦妇殘残愛爱國国見见親亲聽听從从勞劳協协級级紅红綱纲緊紧縮缩縣县緒绪縱纵廣广場场歸归館馆舊旧換换屆届選选舉举樂乐權权歷历曆历" +
	"殺杀傷伤餘余歲岁壓压廠厂師师帶带徑径復复複复雜杂雙双陽阳陰阴隨随雖虽離离雲云靈灵靜静顧顾顯显願愿預预頭头顏颜馬马駐驻騙骗髒脏魚鱼鮮鲜麥麦黃黄齊齐龍龙滿满漢汉漸渐" +
	"潛潜灣湾災灾烏乌無无煩烦熱热燒烧爭争狀状獨独獲获獎奖畫画當当療疗癥症盡尽盤盘確确禮礼禍祸種种稱称競竞筆笔築筑簡简簽签糧粮納纳終终絕绝統统絲丝綜综緣缘後后裡里裏里" +
	"麼么於于與与並并麵面臺台號号術术們们這这邊边遠远運运適适遺遗遷迁邁迈長长門门閉闭閱阅隱隐須须順顺頻频飛飞飯饭飾饰髮发鬆松鬥斗嚴严喪丧嘆叹圍围圓圆圖图堅坚塊块壞坏" +
	"壯壮夢梦夾夹奮奋寫写寬宽寶宝屬属層层崗岗帥帅幾几庫库彌弥彎弯彙汇匯汇徵征懷怀懸悬戲戏擔担擴扩擺摆攜携敗败敵敌斷断條条榮荣構构樣样樓楼橋桥欄栏歡欢殼壳毀毁氾泛淨净" +
	"淺浅減减渾浑湧涌溝沟溫温滯滞潤润澤泽濃浓灘滩牆墙犧牺猶犹瑣琐畢毕疊叠瘋疯瞭了矯矫碼码磚砖禪禅積积穫获窮穷箇个糾纠紛纷紮扎緩缓編编縫缝繼继罷罢羅罗翹翘聖圣聞闻聰聪" +
	"肅肃脅胁脫脱膽胆臨临興兴艱艰蘭兰虛虚蟲虫裝装製制觸触訂订託托詞词誤误課课諮咨謀谋譜谱負负財财貢贡販贩貪贪賓宾贊赞躍跃車车軌轨軍军軟软載载輔辅輕轻輝辉輪轮轉转辯辩" +
	"遲迟釋释針针鋒锋錄录錢钱錯错鍛锻鏈链鐵铁鑄铸鑒鉴鎖锁鑽钻")

// pairs reads a list of two characters each: from, to.
func pairs(list string) map[rune]rune {
	l := []rune(list)
	m := make(map[rune]rune, len(l)/2)
	for i := 0; i < len(l); i += 2 {
		m[l[i]] = l[i+1]
	}
	return m
}
