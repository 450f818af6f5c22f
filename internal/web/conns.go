package web

import (
	"net"
	"net/http"
	"sync/atomic"
)

// A connection is an open file, and the system allows a process so many. When none is left,
// a ballot box or the journal could not be opened, so connections stop before that.

const (
	// wantedFiles are enough for 5,000 pages that listen, the phones of a large hall, and
	// what the program itself has open.
	wantedFiles = 8192
	// ownFiles are kept for boxes, the journal, readings of the database, and documents.
	ownFiles = 512
)

// conns counts the connections of all listeners of the program.
type conns struct {
	open   atomic.Int64
	warned atomic.Bool
}

// bindConns keeps the server's connections below what the system allows in open files, and
// says in the log when that is little.
func (s *Server) bindConns(server *http.Server) {
	files := openFiles()
	if files == 0 {
		return // the system has no such limit, or does not tell
	}
	if files < wantedFiles && s.metrics.conns.warned.CompareAndSwap(false, true) {
		s.Log.Warn("few files can be open at once, so few pages can listen: raise the limit (ulimit -n, or LimitNOFILE= of a service)",
			"allowed", files, "wanted", wantedFiles)
	}
	server.ConnState = s.metrics.conns.bound(max(files-ownFiles, files/2), func(most int64) {
		s.Log.Warn("connections are refused until others end: raise the limit of open files", "connections", most, "files", files)
	})
}

// bound closes each new connection beyond so many. full is called when that begins.
func (c *conns) bound(most int64, full func(most int64)) func(net.Conn, http.ConnState) {
	return func(conn net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			if n := c.open.Add(1); n > most {
				if n == most+1 {
					full(most)
				}
				_ = conn.Close() // its end is told as that of any other
			}
		case http.StateClosed, http.StateHijacked:
			c.open.Add(-1)
		}
	}
}
