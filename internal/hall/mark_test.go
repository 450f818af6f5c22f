package hall

import "testing"

func TestMarksAreOfOneSecretAndOneListOfTexts(t *testing.T) {
	key, other := []byte("key"), []byte("other")
	mark := Mark(key, "m-1", "P0001")
	if len(mark) != 16 || !Marked(mark, key, "m-1", "P0001") {
		t.Errorf("%q is not a mark of its own texts", mark)
	}
	for name, same := range map[string]bool{
		"another secret":   Marked(mark, other, "m-1", "P0001"),
		"another person":   Marked(mark, key, "m-1", "P0002"),
		"shifted texts":    Marked(mark, key, "m-1P", "0001"),
		"one text less":    Marked(mark, key, "m-1"),
		"a cut mark":       Marked(mark[:15], key, "m-1", "P0001"),
		"no mark":          Marked("", key, "m-1", "P0001"),
		"a mark of nobody": Marked(Mark(key), key, "m-1", "P0001"),
	} {
		if same {
			t.Errorf("%s has the same mark", name)
		}
	}
}
