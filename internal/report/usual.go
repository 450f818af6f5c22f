package report

import (
	"unicode/utf8"

	"shuping/internal/policy"
)

// Usual are phrases that everybody's report holds (套话): slogans, names of
// documents and campaigns, and the notice's own points as the policy has them.
// They are for Likening.Phrases. Only long ones are listed: a short one would cut
// a copied passage into pieces too short to be seen.
func Usual(c policy.Content) []string {
	list := append([]string{}, slogans...)
	for _, a := range c.Areas {
		for _, p := range append([]string{a.Name}, a.Points...) {
			if utf8.RuneCountInString(p) >= usualFrom {
				list = append(list, p)
			}
		}
	}
	return list
}

// usualFrom is the length in characters from which a phrase is taken out.
const usualFrom = 8

var slogans = []string{
	"认真学习贯彻习近平新时代中国特色社会主义思想和党的十九大精神", "以习近平新时代中国特色社会主义思想为指导", "习近平新时代中国特色社会主义思想",
	"深入学习贯彻党的十九大精神", "党的十九大和十九届二中、三中全会精神", "党的十九届四中全会精神", "习近平总书记系列重要讲话精神",
	"“不忘初心、牢记使命”主题教育", "“两学一做”学习教育常态化制度化", "党史学习教育", "增强“四个意识”、坚定“四个自信”、做到“两个维护”", "牢固树立“四个意识”",
	"充分发挥党支部的战斗堡垒作用和党员的先锋模范作用", "党支部的战斗堡垒作用和党员先锋模范作用", "充分发挥党支部战斗堡垒作用", "党员的先锋模范作用",
	"严格落实“三会一课”、主题党日等组织生活制度", "严格执行“三会一课”、组织生活会、民主评议党员等制度", "“三会一课”、主题党日、组织生活会、民主评议党员", "开展批评与自我批评",
	"《中国共产党支部工作条例（试行）》", "《中国共产党纪律处分条例》", "《中国共产党廉洁自律准则》", "《中国共产党章程》", "《关于新形势下党内政治生活的若干准则》",
	"严格执行中央八项规定精神", "落实党风廉政建设责任制", "履行党风廉政建设“一岗双责”", "认真履行第一责任人职责", "全面从严治党主体责任", "意识形态工作责任制",
	"坚持以人民为中心的发展思想", "全心全意为人民服务的宗旨", "在上级党委的正确领导下", "在党工委、办事处的正确领导下", "在全体党员和群众的共同努力下", "扫黑除恶专项斗争", "存在的主要问题及原因分析", "下一步工作思路和打算",
	"不妥之处，敬请批评指正", "以上报告，请批评指正", "以上述职报告，请予评议",
}
