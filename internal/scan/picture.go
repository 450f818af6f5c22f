package scan

import "image"

// Picture draws a part of a page upright, as the layout has it, with so many pixels to the
// mm: for people who look at an entry, and for drawing a reading over its page. The part
// is from (x0, y0) to (x1, y1), mm on the paper; what lies outside of the image is white.
// A reading without a place has no picture: nil.
func (r *Reading) Picture(g *Gray, x0, y0, x1, y1 float64, perMM int) *image.Gray {
	w, h := int((x1-x0)*float64(perMM)), int((y1-y0)*float64(perMM))
	if r.Where == nil || w <= 0 || h <= 0 || w*h > MaxPixels {
		return nil
	}
	out := image.NewGray(image.Rect(0, 0, w, h))
	at := func(x, y int) Point {
		return r.Where(Point{x0 + (float64(x)+0.5)/float64(perMM), y0 + (float64(y)+0.5)/float64(perMM)})
	}
	for ty := 0; ty < h; ty += patch {
		for tx := 0; tx < w; tx += patch {
			r.patch(g, out, tx, ty, [4]Point{at(tx, ty), at(tx+patch, ty), at(tx, ty+patch), at(tx+patch, ty+patch)})
		}
	}
	return out
}

// patch fills a square between four places in the image. Where the image is finer than
// the picture, a pixel is the mean of four samples.
func (r *Reading) patch(g *Gray, out *image.Gray, tx, ty int, c [4]Point) {
	for y := ty; y < min(ty+patch, out.Rect.Dy()); y++ {
		for x := tx; x < min(tx+patch, out.Rect.Dx()); x++ {
			sum := 0
			for i := range 4 {
				s := (float64(x-tx) + 0.25*float64(i%2) - 0.125) / patch
				t := (float64(y-ty) + 0.25*float64(i/2) - 0.125) / patch
				u := (c[0].X*(1-s)+c[1].X*s)*(1-t) + (c[2].X*(1-s)+c[3].X*s)*t
				v := (c[0].Y*(1-s)+c[1].Y*s)*(1-t) + (c[2].Y*(1-s)+c[3].Y*s)*t
				sum += g.shade(u, v)
			}
			out.Pix[y*out.Stride+x] = uint8(sum / 4)
		}
	}
}

// shade is the image at a place between pixels, white outside.
func (g *Gray) shade(u, v float64) int {
	if u < 0 || v < 0 || u >= float64(g.W-1) || v >= float64(g.H-1) {
		return 255
	}
	x, y := int(u), int(v)
	fx, fy := int((u-float64(x))*256), int((v-float64(y))*256)
	p := g.Pix[y*g.W+x:]
	upper := int(p[0])*(256-fx) + int(p[1])*fx
	lower := int(p[g.W])*(256-fx) + int(p[g.W+1])*fx
	return (upper*(256-fy) + lower*fy) >> 16
}
