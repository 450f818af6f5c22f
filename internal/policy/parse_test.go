package policy

import (
	"testing"

	"shuping/policies"
)

// notice is the notice of 2018 as the program ships it.
func notice(t testing.TB) ([]byte, *Policy) {
	src, err := policies.Files.ReadFile(policies.Notice2018)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Parse(policies.Notice2018, src)
	if err != nil {
		t.Fatal(err)
	}
	return src, p
}

func TestNoticeParses(t *testing.T) {
	_, p := notice(t)
	t.Logf("%+v", p)
}
