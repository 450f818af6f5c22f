//go:build browser

package web

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"golang.org/x/image/draw"

	"shuping/internal/door"
	"shuping/internal/meeting"
)

// film writes what a camera sees of a picture, as the browser's camera of tests takes it:
// YUV4MPEG2, 640 by 480.
func film(t *testing.T, picture []byte) string {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(picture))
	if err != nil {
		t.Fatal(err)
	}
	const w, h = 640, 480
	frame := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(frame, frame.Bounds(), image.NewUniform(color.Gray{0x70}), image.Point{}, draw.Src)
	wide := h * img.Bounds().Dx() / img.Bounds().Dy()
	draw.ApproxBiLinear.Scale(frame, image.Rect((w-wide)/2, 0, (w+wide)/2, h), img, img.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	fmt.Fprintf(&out, "YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n", w, h)
	for range 3 {
		out.WriteString("FRAME\n")
		out.Write(frame.Pix)
		out.Write(bytes.Repeat([]byte{0x80}, w*h/2))
	}
	name := filepath.Join(t.TempDir(), "camera.y4m")
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// The guide's tablet reads a card with its camera: who shows it is on the roll, once.
func TestTheCameraSignsInInABrowser(t *testing.T) {
	w := newWorld(t)
	w.called()
	w.at("2018-12-20", 8, 40)
	w.hand("guide", "meeting/m-O1", "open-roll")
	secret, err := w.server.Carrier.DoorSecret("m-O1")
	w.must(err)
	var card bytes.Buffer
	w.must(door.Card{Name: "参会", Title: "会", Place: "室", Hint: "出示", Code: "http://192.168.1.20:8080" + door.Make(secret, "m-O1", "m1-1").Path()}.Write(&card))
	b := openWindow(t, w, 3*time.Minute, func(string) bool { return false }, chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-fake-ui-for-media-stream", true), chromedp.Flag("use-file-for-fake-video-capture", film(t, card.Bytes())))
	b.enter(w, "guide")
	b.look("door", "/meeting/m-O1/door")
	b.run(chromedp.WaitNotVisible(`#door-off`), chromedp.WaitNotVisible(`#door-denied`), chromedp.WaitNotVisible(`#door-stop`))
	b.look("cards", "/meeting/m-O1/cards")
	b.at = "the camera"
	b.run(chromedp.EmulateViewport(820, 1180), chromedp.Navigate(b.url+"/meeting/m-O1/door"), chromedp.WaitVisible(`#door-start`), chromedp.Click(`#door-start`),
		chromedp.WaitVisible(`#door-result .tone-good .door-name`))
	b.look("door-in", "")
	w.state("m-O1", func(s *meeting.State) {
		if e := s.Roll.People["m1-1"]; len(e.Moves) != 1 || !e.Here {
			t.Errorf("%+v", e)
		}
	})
	b.at = "the camera, later"
	b.run(chromedp.WaitVisible(`#door-result .tone-warn`), chromedp.Click(`#door-stop`), chromedp.WaitVisible(`#door-start`))
	b.look("own-code", door.Make(secret, "m-O1", "m1-2").Path())
}
