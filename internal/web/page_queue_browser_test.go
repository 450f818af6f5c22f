//go:build browser

package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The queue is worked in a browser: a question by phone arrives on the chair's page while
// something is ticked and typed there, and what is taken stands on the wall.
func TestQuestionsInABrowser(t *testing.T) {
	h := newHallTest(t)
	h.sessionBegun()
	h.signIn(h.guide, "leader")
	h.signIn(h.hall, "office")
	h.at = "the queue"
	first := h.subjects[0]
	h.hand("office", "meeting/session", "queue-question", "subject", first, "way", "floor", "question", "停车难怎么办")
	h.run(h.guide, chromedp.Navigate(h.url+"/meeting/session/questions"), chromedp.WaitVisible(`#waiting .queue`),
		chromedp.Click(`button[value=open]`), chromedp.WaitVisible(`.queue-code svg`),
		chromedp.Click(`#waiting input[value=w1]`), chromedp.SendKeys(`#join-question`, "合并为一问"))
	var path string
	h.run(h.guide, chromedp.Evaluate(`document.querySelector(".queue-address").textContent`, &path))
	h.at = "the phone"
	h.run(h.voters, chromedp.Navigate(path), chromedp.WaitVisible(`#question`))
	h.axe(h.voters, "ask")
	h.shot(h.voters, "ask", phone, laptop)
	h.run(h.voters, chromedp.Click(`.choice label:first-child .face`), chromedp.SendKeys(`#question`, "车位何时增加"), chromedp.Click(`main button[type=submit]`), chromedp.WaitVisible(`.voter-sending`))
	h.axe(h.voters, "ask-sent")
	h.run(h.voters, chromedp.Navigate(path+"?big=1"), chromedp.WaitVisible(`#question`))
	h.shot(h.voters, "ask-big", phone)
	h.at = "it arrives"
	h.run(h.guide, until(`document.querySelectorAll("#waiting .queue li").length == 2`),
		until(`document.querySelector("#waiting input[value=w1]").checked && document.getElementById("join-question").value == "合并为一问"`))
	h.axe(h.guide, "questions")
	h.shot(h.guide, "questions", laptop, phone, wall)
	h.at = "the wall"
	h.run(h.hall, chromedp.Navigate(h.url+"/hall/session"), chromedp.WaitVisible(`.hall-ask svg`))
	h.axe(h.hall, "hall-ask")
	h.shot(h.hall, "hall-ask", wall, laptop)
	h.hand("office", "meeting/session", "start-report", "subject", first)
	h.run(h.hall, chromedp.WaitVisible(`.clock-face`))
	h.shot(h.hall, "hall-report-ask", wall, laptop)
	h.hand("office", "meeting/session", "finish-report", "subject", first)
	h.run(h.guide, chromedp.WaitVisible(`#waiting button[value=w2].btn-primary`), chromedp.Click(`#waiting button[value=w2].btn-primary`))
	h.run(h.hall, chromedp.WaitVisible(`.hall-text`))
	h.axe(h.hall, "hall-question")
	h.shot(h.hall, "hall-question", wall, laptop)
}
