package web

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"shuping/internal/calendar"
	"shuping/internal/decider"
	"shuping/internal/form"
	"shuping/internal/people"
	"shuping/internal/words"
)

// story is one page made of literal data: what the components look like.
type story struct {
	name string
	page func(*words.Words) templ.Component
}

// stories show every component, in its good, empty and faulty states.
func stories() []story {
	return []story{
		{"office", officeStory}, {"form", formStory}, {"signin", signinStory}, {"trouble", troubleStory},
		{"voter", voterStory}, {"voter-code", voterCodeStory}, {"hall", hallStory}, {"hall-result", hallResultStory}, {"notice", noticeStory},
	}
}

func group(parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, p := range parts {
			if err := p.Render(templ.ClearChildren(ctx), w); err != nil {
				return err
			}
		}
		return nil
	})
}

func tag(class string, parts ...templ.Component) templ.Component {
	return group(templ.Raw(`<div class="`+class+`">`), group(parts...), templ.Raw(`</div>`))
}

func inside(outer templ.Component, parts ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return outer.Render(templ.WithChildren(ctx, group(parts...)), w)
	})
}

func storyShell(w *words.Words, title string) Shell {
	return Shell{W: w, Title: title, Cycle: "岳阳街道 2018 年度", Path: "/", Viewer: &people.Account{Person: "P0001", Name: "吐尔逊·买买提", Roles: []string{"office"}},
		Nav: []Link{{Label: "年度", Href: "/", Icon: "calendar", Here: true}, {Label: "述职对象", Href: "/", Icon: "users"}, {Label: "会议", Href: "/", Icon: "gavel"},
			{Label: "核实", Href: "/", Icon: "clipboard-check"}, {Label: "整改", Href: "/", Icon: "list-check"}, {Label: "档案", Href: "/", Icon: "archive"}}}
}

func sampleRefusal() *decider.Refusal {
	return decider.Refuse("N5.3", "sample").By("三（三）").At("present")
}

func officeStory(w *words.Words) templ.Component {
	sh := storyShell(w, "金鑫社区党委党员大会")
	sh.Flash = &Flash{Good, "已记录到会情况。"}
	grid := Grid{Caption: "述职对象", Columns: []Column{{Label: "姓名"}, {Label: "党组织"}, {Label: "等次"}, {Label: "得票", Number: true}},
		Rows: [][]templ.Component{
			{Anchor(Link{Label: "张秀兰", Href: "/"}), Text("金鑫社区党委"), GradePill(1, "优秀"), Text("1,033")},
			{Anchor(Link{Label: "吐尔逊·买买提", Href: "/"}), Text("市第二人民医院退休职工与后勤联合党支部"), GradePill(2, "称职"), Text("28")},
			{Anchor(Link{Label: "𬭩堃", Href: "/"}), Text("金坡社区党总支"), GradePill(3, "基本称职"), Text("5")},
			{Anchor(Link{Label: "区建国", Href: "/"}), Text("城建站党支部"), GradePill(4, "不称职"), Text("0")},
		}}
	left := tag("stack",
		inside(Card(CardHead{Title: "会议门槛", Clause: "三（三）"}), tag("stack",
			Meter(w, Gauge{Label: "到会党员", Clause: "三（三）", Have: 33, Need: 33, Of: 41, Met: true}),
			Meter(w, Gauge{Label: "干部职工、群众代表", Clause: "三（三）", Have: 5, Need: 9, Of: 38}))),
		RefusalPanel(w, sampleRefusal()),
		inside(Card(CardHead{Title: "述职对象", Note: "共24名", Flush: true}), Table(grid)),
		Pager(w, Pages{2, 7, "/?page="}))
	right := tag("stack",
		inside(Card(CardHead{Title: "年度进程"}), Timeline(w, []Moment{
			{When: w.ISODate("2018-12-17"), Title: "确定述评对象", Who: "党建办", Clause: "一", State: Done, Href: "/"},
			{When: w.ISODate("2018-12-20"), Title: "审核述职报告", Who: "党工委", Note: "22份中已审19份", Clause: "三（一）", State: Due, Href: "/"},
			{When: w.ISODate("2018-12-19"), Title: "现场调查核实", Who: "调查核实人员", Clause: "三（二）", State: Late, Href: "/"},
			{When: w.ISODate("2019-01-10"), Title: "公示结果", Clause: "三（六）", State: Later}})),
		inside(Card(CardHead{Title: "测评结果", Tone: Good}), Bars(w, []Bar{{Label: "优秀", Value: 21, Of: 33, Rank: 1}, {Label: "称职", Value: 9, Of: 33, Rank: 2}, {Label: "基本称职", Value: 2, Of: 33, Rank: 3}, {Label: "不称职", Value: 1, Of: 33, Rank: 4}})),
		inside(Card(CardHead{Title: "会议"}), Facts([]Fact{{"主持", Text("曾红（副书记）")}, {"指导", Text("李国强")}, {"地点", Text("社区二楼会议室")}})),
		inside(Card(CardHead{Title: "问题", Flush: true}), EmptyState("message-circle", "还没有提问", "每名书记述职完毕后，在这里记录提问与回答。")))
	return inside(Page(sh),
		inside(PageHeading(Heading{Title: "金鑫社区党委党员大会", Sub: w.ISODate("2018-12-20") + " 09:00", Clause: "三（三）", Back: &Link{Label: "会议", Href: "/"}}),
			ButtonLink(Link{Label: "大屏", Href: "/", Icon: "device-projector"}, false), ButtonLink(Link{Label: "开始述职", Href: "/", Icon: "microphone"}, true)),
		inside(Card(CardHead{}), Stepper([]Step{{"签到", Done}, {"述职汇报", Done}, {"测评", Due}, {"计票", Later}, {"公布", Later}})),
		templ.Raw("<br>"),
		tag("grid grid-side", left, right))
}

// storyCommand has a field of every kind.
type storyCommand struct {
	Subject string         `json:"subject" form:"required,from=subjects"`
	Present int            `json:"present" form:"required"`
	Held    calendar.Date  `json:"held" form:"required"`
	Reason  string         `json:"reason" form:"long"`
	Way     string         `json:"way" form:"choice=visit|talk|records"`
	Closed  bool           `json:"closed"`
	Tellers []string       `json:"tellers" form:"from=subjects"`
	Counts  map[string]int `json:"counts" form:"from=grades"`
	Items   []storyItem    `json:"items"`
	File    string         `json:"file" form:"file"`
	Meeting string         `json:"meeting" form:"hidden"`
}

type storyItem struct {
	Problem string        `json:"problem" form:"required,long"`
	Due     calendar.Date `json:"due" form:"required"`
	Owner   string        `json:"owner"`
}

func formStory(w *words.Words) templ.Component {
	sh := storyShell(w, "登记")
	sh.Narrow = true
	values := map[string][]string{"present": {"many"}, "held": {"2018-12-20"}, "tellers": {"P2"}, "items.1.problem": {"党务公开不够及时"}, "extra": {"1"}}
	var faults form.Errors
	if err := form.Decode(values, &storyCommand{}); err != nil {
		faults = err.(form.Errors)
	}
	f := CommandForm{W: w, Stream: "meeting", Kind: "sample", Action: "/", Fields: form.Fields(storyCommand{}), Values: values, Faults: faults, Refusal: sampleRefusal(),
		Options: map[string][]Option{"subjects": {{"P1", "张秀兰（金鑫社区党委）"}, {"P2", "吐尔逊·买买提"}, {"P3", "𬭩堃"}}, "grades": {{"优秀", "优秀"}, {"称职", "称职"}}},
		Fixed:   []Hidden{{"meeting", "m1"}}, Back: &Link{Label: "返回", Href: "/"}}
	return inside(Page(sh), PageHeading(Heading{Title: "登记到会情况", Clause: "三（三）"}), inside(Card(CardHead{}), Form(f)),
		Confirm(Question{Title: "重新投票？", Text: "原有选票作废并封存，重新发放选票。此操作不能撤回。", Action: "/", Yes: "作废并重新投票", Hidden: []Hidden{{"a", "b"}}, Back: Link{Label: "返回", Href: "/"}}))
}

func signinStory(w *words.Words) templ.Component {
	return inside(Page(Shell{W: w, Title: "登录", Narrow: true, Path: "/signin"}), SigninPage(w, w.Say("web.signin.used"), "/"), LinkPage(w, "/in/x"),
		HomePage(w, homeView{Account: people.Account{Name: "张秀兰", Roles: []string{"office", "auditor"}}, MayOpen: true}), HomePage(w, homeView{Account: people.Account{Name: "张秀兰"}}))
}

func troubleStory(w *words.Words) templ.Component {
	var parts []templ.Component
	for _, key := range []string{"not-found", "forbidden", "signed-out", "broken", "malformed", "too-big", "too-many", "cross-origin"} {
		parts = append(parts, Trouble(w, trouble{Status: http.StatusNotFound, Key: "web.trouble." + key, Incident: "1a2b3c4d"}), templ.Raw("<br>"))
	}
	return inside(Page(Shell{W: w, Title: "!", Narrow: true, Path: "/"}), parts...)
}

func voterStory(w *words.Words) templ.Component {
	options := []Option{{"1", "优秀"}, {"2", "称职"}, {"3", "基本称职"}, {"4", "不称职"}}
	return inside(VoterPage(w, voterMode{}, "民主测评"), templ.Raw(`<h1>民主测评表</h1><p class="muted">每名述职对象只选一项。</p>`),
		BigChoice(Choice{Name: "s1", Legend: "张秀兰", Note: "金鑫社区党委书记", Options: options, Chosen: "2"}, w.Say("vote.own")),
		BigChoice(Choice{Name: "s2", Legend: "吐尔逊·买买提", Note: "市第二人民医院退休职工与后勤联合党支部书记", Options: options, Fault: "请选一项。"}, w.Say("vote.own")),
		templ.Raw(`<div class="voter-bar"><button class="btn btn-primary">交票</button></div>`))
}

func voterCodeStory(w *words.Words) templ.Component {
	return inside(VoterPage(w, voterMode{}, "民主测评"), templ.Raw(`<h1>输入票码</h1><div class="field"><label for="c">票码</label><div class="help">印在您领到的纸条上</div><input class="input input-code" id="c" value="K7QM 4RTX"></div><br><button class="btn btn-primary">下一步</button>`),
		VoterDone(w, voterMode{}))
}

func hallStory(w *words.Words) templ.Component {
	return inside(HallPage(Hall{W: w, Title: "金鑫社区党委党员大会", Place: "社区二楼会议室 09:00", Feed: "/feed"}),
		HallGates(w, []Gauge{{Label: "到会党员", Have: 33, Need: 33, Of: 41, Met: true}, {Label: "干部职工、群众代表", Have: 5, Need: 9, Of: 38}}))
}

func hallResultStory(w *words.Words) templ.Component {
	return inside(HallPage(Hall{W: w, Title: "测评结果", Place: "社区二楼会议室"}), HallTitle("张秀兰", "金鑫社区党委书记"),
		Bars(w, []Bar{{Label: "优秀", Value: 21, Of: 33, Rank: 1}, {Label: "称职", Value: 9, Of: 33, Rank: 2}, {Label: "基本称职", Value: 2, Of: 33, Rank: 3}, {Label: "不称职", Value: 1, Of: 33, Rank: 4}}))
}

func noticeStory(w *words.Words) templ.Component {
	return inside(Page(Shell{W: w, Title: "公示", Path: "/", Sheets: []string{"paper.css"}}), Paper(Notice{Org: "中共岳阳街道工作委员会", Title: "关于2018年度党组织书记“双述双评”结果的公示",
		Paragraphs: []string{"根据通知要求，经述职评议、综合评定，现将2018年度街道下属党组织书记述职评议结果予以公示，接受党员群众监督。"},
		Columns:    []string{"姓名", "党组织", "等次"}, Rows: [][]string{{"张秀兰", "金鑫社区党委", "优秀"}, {"吐尔逊·买买提", "市第二人民医院退休职工与后勤联合党支部", "称职"}},
		After: []string{"公示期间如有异议，请向街道党建办反映。"}, Sign: "中共岳阳街道工作委员会", Date: "2019年1月10日"}))
}

func renderStory(t *testing.T, s story, l words.Lang) string {
	t.Helper()
	var b strings.Builder
	if err := s.page(words.For(l)).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestStories renders every component in both languages and checks what a page
// must never do: style or script in the page (the security policy forbids it),
// an address outside of the site, an id twice, a label for nothing, a raw key.
func TestStories(t *testing.T) {
	for _, s := range stories() {
		for _, l := range []words.Lang{words.ZH, words.EN} {
			page := renderStory(t, s, l)
			doc, err := html.Parse(strings.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			checkPage(t, s.name+" "+string(l), doc)
			for _, raw := range []string{"web.", "form.", "%!"} {
				if i := strings.Index(page, ">"+raw); i >= 0 {
					t.Errorf("%s %s shows a raw key: %s", s.name, l, page[i:min(len(page), i+60)])
				}
			}
		}
	}
}

func checkPage(t *testing.T, name string, doc *html.Node) {
	t.Helper()
	ids, labels, described := map[string]int{}, []string{}, []string{}
	h1 := 0
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "h1":
			h1++
		case "style":
			t.Errorf("%s has a style element", name)
		case "script":
			if n.FirstChild != nil {
				t.Errorf("%s has a script in the page", name)
			}
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				t.Errorf("%s: <%s %s=%q> is forbidden by the security policy", name, n.Data, a.Key, a.Val)
			case a.Key == "id":
				ids[a.Val]++
			case a.Key == "for":
				labels = append(labels, a.Val)
			case a.Key == "aria-describedby":
				described = append(described, strings.Fields(a.Val)...)
			case (a.Key == "href" || a.Key == "src" || a.Key == "action") && !strings.HasPrefix(a.Val, "/") && !strings.HasPrefix(a.Val, "#"):
				t.Errorf("%s: <%s %s=%q> leads outside", name, n.Data, a.Key, a.Val)
			}
		}
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("%s: id %s is there %d times", name, id, n)
		}
	}
	for _, id := range append(labels, described...) {
		if ids[id] == 0 {
			t.Errorf("%s: refers to the id %s, which is not there", name, id)
		}
	}
	if h1 == 0 {
		t.Errorf("%s has no h1", name)
	}
}

// Every icon that a page names is in the sprite.
func TestIconsExist(t *testing.T) {
	sprite := string(assets().byName["icons.svg"].plain)
	for _, s := range stories() {
		doc, err := html.Parse(strings.NewReader(renderStory(t, s, words.ZH)))
		if err != nil {
			t.Fatal(err)
		}
		for n := range doc.Descendants() {
			if n.Type == html.ElementNode && n.Data == "use" {
				_, id, _ := strings.Cut(n.Attr[0].Val, "#")
				if !strings.Contains(sprite, `id="`+id+`"`) {
					t.Errorf("%s: no icon %s", s.name, id)
				}
			}
		}
	}
}
