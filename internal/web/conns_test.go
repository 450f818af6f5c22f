package web

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// Beyond so many connections a new one is closed at once, those that are open go on, and
// when one ends another is let in.
func TestConnectionsAreBound(t *testing.T) {
	var c conns
	full := 0
	site := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "here") }))
	site.Config.ConnState = c.bound(3, func(most int64) { full++ })
	site.Start()
	defer site.Close()
	ask := func() (net.Conn, bool) {
		conn, err := net.Dial("tcp", site.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n") // may be closed already: the answer tells
		_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, _ := conn.Read(make([]byte, 512))
		return conn, n > 0
	}
	var open []net.Conn
	for i := range 3 {
		conn, answered := ask()
		if !answered {
			t.Fatalf("connection %d is refused", i+1)
		}
		open = append(open, conn)
	}
	refused, answered := ask()
	if answered || full != 1 {
		t.Errorf("one too many was answered; told %d times", full)
	}
	_ = refused.Close()
	_ = open[0].Close()
	for end := time.Now().Add(5 * time.Second); c.open.Load() > 2 && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	again, answered := ask()
	if !answered {
		t.Error("nobody is let in after one has left")
	}
	for _, conn := range append(open[1:], again) {
		_ = conn.Close()
	}
}
