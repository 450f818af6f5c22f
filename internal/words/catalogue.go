package words

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed zh/*.json en/*.json
var files embed.FS

// message is one entry of a catalogue file.
type message struct {
	File  string // "web.json"
	One   string // empty unless the entry has plural forms
	Other string
}

// Words is the catalogue in one language. It is safe for concurrent use.
type Words struct {
	lang      Lang
	messages  map[string]message
	localizer *i18n.Localizer
}

// For is the catalogue in that language; a language it does not have is Chinese.
func For(l Lang) *Words {
	if l == EN {
		return english()
	}
	return chinese()
}

var (
	chinese = sync.OnceValue(func() *Words { return must(load(files, ZH)) })
	english = sync.OnceValue(func() *Words { return must(load(files, EN)) })
)

func must(w *Words, err error) *Words {
	if err != nil {
		panic(err) // unreachable unless an embedded file is malformed; TestFiles reads them all
	}
	return w
}

func load(fsys fs.FS, l Lang) (*Words, error) {
	w := &Words{lang: l, messages: map[string]message{}}
	names, err := fs.Glob(fsys, string(l)+"/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		if err := w.read(path.Base(name), data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	tag := language.Make(l.Tag())
	bundle := i18n.NewBundle(tag)
	for key, m := range w.messages {
		if err := bundle.AddMessages(tag, &i18n.Message{ID: key, One: m.One, Other: m.Other}); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	w.localizer = i18n.NewLocalizer(bundle, l.Tag())
	return w, nil
}

// read takes one file, token by token, because a key written twice must be an
// error and encoding/json would silently take the second.
func (w *Words) read(file string, data []byte) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return fmt.Errorf("want one JSON object of keys and texts")
	}
	for dec.More() {
		t, err := dec.Token()
		if err != nil {
			return err
		}
		key := t.(string) // unreachable unless the decoder gives a key that is no string
		if was, twice := w.messages[key]; twice {
			return fmt.Errorf("key %s is already in %s", key, was.File)
		}
		var raw json.RawMessage
		if err := dec.Decode(&raw); err != nil {
			return fmt.Errorf("key %s: %w", key, err)
		}
		m, err := readMessage(raw)
		if err != nil {
			return fmt.Errorf("key %s: %w", key, err)
		}
		m.File = file
		w.messages[key] = m
	}
	_, err := dec.Token()
	return err
}

func readMessage(raw json.RawMessage) (message, error) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return message{Other: text}, nil
	}
	var forms struct{ One, Other string }
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&forms); err != nil {
		return message{}, fmt.Errorf("want a text, or an object with one and other: %w", err)
	}
	return message{One: forms.One, Other: forms.Other}, nil
}
