package decidertest

import "testing"

// State plays one script of the bench's folder and returns the state it ends in,
// for tests of what is read from a state. What the script expects must come true.
func (b Bench[S]) State(t testing.TB, file string) *S {
	t.Helper()
	r := b.room()
	if _, err := r.file(b.Dir + "/" + file); err != nil {
		t.Fatal(err)
	}
	for _, f := range r.faults {
		t.Fatal(f)
	}
	return r.state
}
