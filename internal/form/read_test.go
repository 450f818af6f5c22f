package form

import "testing"

// What is read out of a file has no parts to be typed in.
func TestReadFieldIsSentAsAFile(t *testing.T) {
	var cmd struct {
		Rules struct {
			Name string `json:"name"`
		} `json:"rules" form:"required,read"`
		Paper string `json:"paper" form:"file"`
		Plain string `json:"plain"`
	}
	for i, want := range []struct {
		kind             Kind
		sent, file, read bool
	}{{Text, true, false, true}, {Text, true, true, false}, {Text, false, false, false}} {
		f := Fields(&cmd)[i]
		if f.Kind != want.kind || f.Sent() != want.sent || f.File != want.file || f.Read != want.read || f.Fields != nil {
			t.Errorf("%+v", f)
		}
	}
}
