package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
)

// stairwell is a photo of a visit (现场照片), painted and not taken: a stairwell with a new
// lamp, whose handrail ends before the top flight, as the finding says.
func stairwell() ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, 960, 1280))
	fill := func(x0, y0, x1, y1 int, c color.RGBA) {
		draw.Draw(img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	for y := range 1280 { // the wall, darker towards the bottom
		v := uint8(232 - y*70/1280)
		fill(0, y, 960, y+1, color.RGBA{v, v, uint8(int(v) - 14), 255})
	}
	concrete, shade, rail, lamp := color.RGBA{150, 150, 146, 255}, color.RGBA{112, 112, 110, 255}, color.RGBA{58, 84, 122, 255}, color.RGBA{255, 246, 205, 255}
	for i := range 3 { // three flights, every other one the other way
		foot := 1240 - i*380
		for step := range 9 {
			x, y := 120+step*76, foot-step*34
			if i%2 == 1 {
				x = 804 - step*76
			}
			fill(x, y, x+76, y+10, concrete)
			fill(x, y+10, x+76, foot+16, shade)
			if i == 2 {
				continue // the top flight has none
			}
			fill(x+34, y-120, x+42, y, rail)
			fill(x, y-132, x+76, y-118, rail)
		}
	}
	fill(430, 40, 530, 66, lamp)
	fill(474, 0, 486, 40, shade)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 82}); err != nil {
		return nil, fmt.Errorf("painting a photo: %w", err)
	}
	return b.Bytes(), nil
}
