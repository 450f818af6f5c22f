package policy

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"shuping/internal/words"
)

// sentences says each code in both languages with the values it was made with,
// and finds sentences of the catalogue that nothing makes.
func sentences(t *testing.T, prefix string, codes map[string][]any) {
	t.Helper()
	for _, lang := range []words.Lang{words.ZH, words.EN} {
		w := words.For(lang)
		for code, kv := range codes {
			if key := prefix + code; w.Say(key, kv...) == key {
				t.Errorf("%s cannot say %s of %v", lang, key, kv)
			}
		}
		src, err := os.ReadFile("../words/" + string(lang) + "/policy.json")
		if err != nil {
			t.Fatal(err)
		}
		var catalogue map[string]any
		if err := json.Unmarshal(src, &catalogue); err != nil {
			t.Fatal(err)
		}
		for key := range catalogue {
			code, ok := strings.CutPrefix(key, prefix)
			if _, made := codes[code]; ok && !made {
				t.Errorf("%s has %s, and nothing makes it", lang, key)
			}
		}
	}
}
