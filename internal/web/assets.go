package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

//go:embed assets/*.css assets/*.js assets/*.svg
var assetFiles embed.FS

// assetFile is a file of the site, plain and compressed, under an address that
// changes with its content, so that browsers may keep it for ever.
type assetFile struct {
	path   string // "/assets/base.1a2b3c4d.css"
	kind   string
	plain  []byte
	zipped []byte
}

var assets = sync.OnceValue(readAssets)

type assetSet struct{ byName, byPath map[string]assetFile }

func readAssets() assetSet {
	set := assetSet{map[string]assetFile{}, map[string]assetFile{}}
	entries, err := assetFiles.ReadDir("assets")
	if err != nil {
		panic(err) // unreachable unless the embedded folder is missing
	}
	for _, e := range entries {
		data, err := assetFiles.ReadFile("assets/" + e.Name())
		if err != nil {
			panic(err) // unreachable unless an embedded file is missing
		}
		sum := sha256.Sum256(data)
		ext := path.Ext(e.Name())
		a := assetFile{
			path:  "/assets/" + strings.TrimSuffix(e.Name(), ext) + "." + hex.EncodeToString(sum[:4]) + ext,
			kind:  map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}[ext],
			plain: data, zipped: zip(data),
		}
		set.byName[e.Name()], set.byPath[a.path] = a, a
	}
	return set
}

func zip(data []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err) // unreachable unless the level is out of range
	}
	if _, err := io.Copy(z, bytes.NewReader(data)); err != nil {
		panic(err) // unreachable unless a buffer cannot be written
	}
	if err := z.Close(); err != nil {
		panic(err) // unreachable unless a buffer cannot be written
	}
	return b.Bytes()
}

// assetPath is the address of a file of assets/.
func assetPath(name string) string {
	a, ok := assets().byName[name]
	if !ok {
		panic("web: no asset " + name) // unreachable unless a page misspells it; the page tests render all of them
	}
	return a.path
}

func (s *Server) asset(w http.ResponseWriter, v *visit) error {
	a, ok := assets().byPath[v.URL.Path]
	if !ok {
		return errNotFound
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	data := a.plain
	if strings.Contains(v.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = a.zipped
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	_, err := w.Write(data)
	return err
}
