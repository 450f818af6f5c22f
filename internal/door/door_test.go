package door

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

var secret = []byte("a secret of the folder")

func TestACodeIsOfOneMeetingAndOnePerson(t *testing.T) {
	c := Make(secret, "m-O1/x", "P 0001")
	got, ok := Parse("http://192.168.1.9:8080" + c.Path() + "?lang=en")
	if !ok || got != c || !got.Valid(secret) {
		t.Fatalf("%+v %v, want %+v", got, ok, c)
	}
	for name, other := range map[string]Code{
		"another person":  {c.Meeting, "P 0002", c.Mark},
		"another meeting": {"m-O2", c.Person, c.Mark},
		"no mark":         {c.Meeting, c.Person, ""},
		"shifted":         {c.Meeting + "P", " 0001", c.Mark},
	} {
		if other.Valid(secret) {
			t.Errorf("%s passes", name)
		}
	}
	if c.Valid([]byte("another folder's")) {
		t.Error("a code of another folder passes")
	}
	for _, text := range []string{"", "/door/", "/door/a/b", "/door/a//c", "/door/a/b/c/d", "/v/0123", "/door/%zz/b/c", "/door/a/b/" + string(make([]byte, 500))} {
		if c, ok := Parse(text); ok {
			t.Errorf("%q is read as %+v", text, c)
		}
	}
}

func card(t testing.TB) (Card, image.Image) {
	t.Helper()
	c := Card{Name: "吐尔逊·买买提", Title: "金坡社区党总支述职评议党员大会（扩大）", Place: "2018年12月20日 09:00 金坡社区二楼多功能会议室", Hint: "请在签到处出示本码，只供本人使用。",
		Code: "https://192.168.100.100:8443" + Make(secret, "m-jinpo-2018", "P0182").Path()}
	var out bytes.Buffer
	if err := c.Write(&out); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	return c, img
}

// seen is the card as a camera takes it: turned by degrees, smaller, a little grey, as JPEG.
func seen(t testing.TB, img image.Image, degrees, scale float64, w, h int) []byte {
	t.Helper()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.Gray{0x70}), image.Point{}, draw.Src)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	b := img.Bounds()
	cx, cy := float64(b.Dx())/2, float64(b.Dy())/2
	a, c := cos*scale, sin*scale
	m := f64.Aff3{a, -c, float64(w)/2 - a*cx + c*cy, c, a, float64(h)/2 - c*cx - a*cy}
	draw.ApproxBiLinear.Transform(out, m, img, b, draw.Over, nil)
	var text bytes.Buffer
	if err := jpeg.Encode(&text, out, &jpeg.Options{Quality: 60}); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// A card is read back from the picture itself and as cameras see it.
func TestACardIsReadByACamera(t *testing.T) {
	c, img := card(t)
	var whole bytes.Buffer
	if err := png.Encode(&whole, img); err != nil {
		t.Fatal(err)
	}
	frames := map[string][]byte{
		"the picture":        whole.Bytes(),
		"a frame":            seen(t, img, 0, 0.45, 640, 480),
		"a turned frame":     seen(t, img, 17, 0.45, 640, 480),
		"upside down":        seen(t, img, 180, 0.45, 640, 480),
		"a photo of 12 MP":   seen(t, img, -8, 2.4, 4000, 3000),
		"far in a large one": seen(t, img, 4, 0.7, 1920, 1080),
	}
	for name, frame := range frames {
		if got, err := Read(frame); err != nil || got != c.Code {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	_, wide := image.NewGray(image.Rect(0, 0, 1, 1)), image.NewGray(image.Rect(0, 0, 320, 240))
	for name, frame := range map[string][]byte{"nothing": nil, "no picture": []byte("GIF89a"), "an empty wall": seen(t, wide, 0, 1, 640, 480)} {
		if got, err := Read(frame); !errors.Is(err, ErrNoCode) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	_, img := card(f)
	f.Add(seen(f, img, 3, 0.3, 320, 240))
	f.Add([]byte("\xff\xd8\xff"))
	f.Fuzz(func(t *testing.T, picture []byte) {
		if text, err := Read(picture); (err == nil) == (text == "") && err == nil {
			t.Error("an empty text was read")
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("http://h" + Make(secret, "m", "p").Path())
	f.Add("/door/a/b/c")
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := Parse(text)
		if !ok {
			return
		}
		if again, ok := Parse(c.Path()); !ok || again.Meeting != c.Meeting || again.Person != c.Person {
			t.Errorf("%q is %+v, and its path is %+v", text, c, again)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	_, img := card(b)
	frame := seen(b, img, 5, 0.45, 640, 480)
	for b.Loop() {
		if _, err := Read(frame); err != nil {
			b.Fatal(err)
		}
	}
}
