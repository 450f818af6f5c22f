package readings

// Twice is an entry of a sheet that was read otherwise on a second scan, by its codes.
type Twice struct {
	Row      int
	Was, Now byte
}

// Differing are the entries in which two readings of one sheet differ. Rows that only one of
// them has are left out: both are of one page of the form.
func Differing(was, now *Page) (out []Twice) {
	for i := range min(len(was.Rows), len(now.Rows)) {
		a, b := was.Rows[i].Code(), now.Rows[i].Code()
		if a != b && was.Rows[i].Row == now.Rows[i].Row {
			out = append(out, Twice{was.Rows[i].Row, a, b})
		}
	}
	return out
}

// Word is a code of a page of the form in the words of its grades; what is no grade stays.
func (f *File) Word(formPage int, code byte) string {
	if g := f.GradesOf(formPage); code >= '0' && int(code-'0') < len(g) {
		return g[code-'0']
	}
	return string(code)
}
