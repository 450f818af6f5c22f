package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Limits of a file. The notice of 2018 takes 26 kB, 4,300 words and signs, and 4 levels.
const (
	MaxBytes  = 1 << 20
	maxTokens = 40_000 // words and signs of YAML
	maxDepth  = 32     // of brackets, and of dashes in one line
	maxFaults = 1_000  // that are listed
)

// Parse reads a policy file strictly. name is the file's name in faults. The
// error is Faults, every one that can be seen in one pass: a text that is no
// YAML has one, since nothing after it can be read.
//
// Anchors, aliases, merge keys, tags, complex keys and further documents are
// refused: a person must be able to read each rule where it stands.
func Parse(name string, src []byte) (*Policy, error) {
	fs := &findings{file: name, at: map[string]place{}}
	root := fs.document(src)
	if root == nil {
		return nil, fs.sorted()
	}
	if _, ok := root.(ast.MapNode); !ok {
		fs.add(placeOfNode(root), "", "not-rules", "got", kindOf(root))
		return nil, fs.sorted()
	}
	p := &Policy{}
	r := reader{findings: fs, sets: map[string][]string{}}
	r.mapping("", root, reflect.ValueOf(p).Elem())
	r.resolve(p)
	check(p, fs)
	if len(fs.faults) > 0 {
		return nil, fs.sorted()
	}
	return p, nil
}

// Hash is the SHA-256 of a policy's source in lower-case hex.
func Hash(src []byte) string {
	sum := sha256.Sum256(src)
	return hex.EncodeToString(sum[:])
}

// document is the file's one mapping, or nil after faults.
func (fs *findings) document(src []byte) ast.Node {
	src = []byte(strings.TrimPrefix(string(src), "\ufeff"))
	if len(src) > MaxBytes {
		fs.add(place{1, 1}, "", "size", "got", len(src), "most", MaxBytes)
		return nil
	}
	if at := firstBadByte(src); at >= 0 {
		fs.add(placeOf(src, at), "", "encoding")
		return nil
	}
	tokens := lexer.Tokenize(string(src))
	if len(tokens) > maxTokens {
		fs.add(place{1, 1}, "", "too-long", "got", len(tokens), "most", maxTokens)
		return nil
	}
	if !fs.plain(tokens) {
		return nil
	}
	file, err := parseTokens(tokens)
	if err != nil {
		fs.syntax(string(src), err)
		return nil
	}
	if len(file.Docs) > 0 {
		if body := file.Docs[0].Body; body != nil {
			return body
		}
	}
	fs.add(place{1, 1}, "", "no-rules")
	return nil
}

// plain refuses what the format leaves out of YAML, before the parser sees it.
func (fs *findings) plain(tokens token.Tokens) bool {
	brackets, dashes, line := 0, 0, 0
	for i, t := range tokens {
		at := place{t.Position.Line, t.Position.Column}
		if at.line != line {
			line, dashes = at.line, 0
		}
		switch t.Type {
		case token.AnchorType, token.AliasType, token.MergeKeyType, token.TagType,
			token.MappingKeyType, token.DirectiveType, token.DocumentEndType:
			fs.add(at, "", "not-plain", "got", t.Value)
		case token.DocumentHeaderType:
			if onlyComments(tokens[:i]) {
				continue
			}
			fs.add(at, "", "documents")
			return false
		case token.SequenceStartType, token.MappingStartType:
			brackets++
		case token.SequenceEndType, token.MappingEndType:
			brackets--
		case token.SequenceEntryType:
			dashes++
		}
		if brackets > maxDepth || dashes > maxDepth {
			fs.add(at, "", "depth", "most", maxDepth)
			return false
		}
	}
	return len(fs.faults) == 0
}

func onlyComments(tokens token.Tokens) bool {
	for _, t := range tokens {
		if t.Type != token.CommentType {
			return false
		}
	}
	return true
}

// parseTokens also answers a panic of the YAML parser as an error: the file
// comes from outside, and a person waits for a reason.
func parseTokens(tokens token.Tokens) (file *ast.File, err error) {
	defer func() {
		if x := recover(); x != nil {
			err = fmt.Errorf("%v", x)
		}
	}()
	return parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
}

// syntax names a mistake of YAML: by its likely cause where the line shows a tab or a full-width
// colon, else in the words of the parser.
func (fs *findings) syntax(src string, err error) {
	var syntax *yaml.SyntaxError
	if !errors.As(err, &syntax) {
		fs.add(place{1, 1}, "", "syntax", "message", err)
		return
	}
	at := place{1, 1}
	if t := syntax.Token; t != nil && t.Position != nil {
		at = place{t.Position.Line, t.Position.Column}
	}
	lines := strings.Split(src, "\n")
	for _, n := range []int{at.line, at.line - 1, at.line + 1} {
		if n < 1 || n > len(lines) {
			continue
		}
		text := lines[n-1]
		if before, _, found := strings.Cut(text, "\t"); found && strings.TrimSpace(before) == "" {
			fs.add(place{n, 1 + utf8.RuneCountInString(before)}, "", "syntax-tab")
			return
		} else if before, _, wide := strings.Cut(text, "："); wide && !strings.ContainsAny(before, ":\"'#") {
			fs.add(place{n, 1 + utf8.RuneCountInString(before)}, "", "syntax-colon")
			return
		}
	}
	fs.add(at, "", "syntax", "message", syntax.Message)
}

// firstBadByte is the first byte that is not UTF-8 or is a NUL, or -1.
func firstBadByte(src []byte) int {
	for i := 0; i < len(src); {
		c, size := utf8.DecodeRune(src[i:])
		if c == 0 || c == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func placeOf(src []byte, at int) place {
	before := string(src[:at])
	start := strings.LastIndexByte(before, '\n') + 1
	return place{1 + strings.Count(before, "\n"), 1 + utf8.RuneCountInString(before[start:])}
}
