package app

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"shuping/internal/certs"
)

// served serves the folder and gives a reader of addresses on each of its listeners.
func served(t *testing.T, a *App, at Listening, trust *x509.CertPool) (secure, plain func(path string) (int, string, http.Header)) {
	t.Helper()
	var err error
	if at.At, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	if at.Plain, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	run, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- a.ServeAt(run, at, slog.New(slog.NewTextHandler(io.Discard, nil)), "test") }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("it ended with %v", err)
		}
	})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trust}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	t.Cleanup(client.CloseIdleConnections)
	reader := func(base string) func(string) (int, string, http.Header) {
		return func(path string) (int, string, http.Header) {
			t.Helper()
			r, err := client.Get(base + path)
			if err != nil {
				t.Fatal(err)
			}
			defer r.Body.Close()
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Fatal(err)
			}
			return r.StatusCode, string(body), r.Header
		}
	}
	return reader("https://" + at.At.Addr().String()), reader("http://" + at.Plain.Addr().String())
}

// With the office's own authority everything is there for who trusts it; without TLS there
// are the voter's pages and how to trust, and nothing else.
func TestServeWithTheOfficesAuthority(t *testing.T) {
	a := open(t, t.TempDir(), false)
	conf, root, err := a.OfficeTLS()
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(root)
	if err != nil {
		t.Fatal(err)
	}
	trust := x509.NewCertPool()
	trust.AddCert(cert)
	secure, plain := served(t, a, Listening{TLS: conf, Root: root}, trust)
	if status, _, _ := secure("/readyz"); status != 200 {
		t.Error(status)
	}
	status, page, h := secure("/trust")
	if status != 200 || !strings.Contains(page, certs.Fingerprint(root)) || h.Get("Strict-Transport-Security") != "" {
		t.Error(status, h)
	}
	if _, file, h := plain("/trust/ca.crt"); file != string(root) || h.Get("Content-Type") != "application/x-x509-ca-cert" {
		t.Error(h)
	}
	for _, path := range []string{"/v", "/reach", "/trust", "/healthz"} {
		if status, _, h := plain(path); status != 200 || len(h.Values("Set-Cookie")) > 0 {
			t.Errorf("%s: %d", path, status)
		}
	}
	for _, path := range []string{"/", "/signin", "/in/x", "/meeting/m", "/hall/m", "/api/v1/streams/cycle/2018", "/metrics", "/carry"} {
		if status, page, _ := plain(path); status != 404 || strings.Contains(page, "<form method=\"post\" action=\"/signin\"") {
			t.Errorf("%s without TLS: %d", path, status)
		}
	}
}

// Given files are used as they are, and there is no authority to trust.
func TestServeWithGivenFiles(t *testing.T) {
	a := open(t, t.TempDir(), false)
	ca := &certs.Authority{Name: "given", Addresses: machineAddresses, Now: a.Now}
	if err := ca.Open(t.TempDir()); err != nil {
		t.Fatal(err)
	}
	pair, err := ca.Config().GetCertificate(nil)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	var chain bytes.Buffer
	for _, der := range pair.Certificate {
		_ = pem.Encode(&chain, &pem.Block{Type: "CERTIFICATE", Bytes: der})
	}
	if err := os.WriteFile(cert, chain.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600); err != nil {
		t.Fatal(err)
	}
	conf, err := FilesTLS(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	trust := x509.NewCertPool()
	trust.AppendCertsFromPEM(chain.Bytes())
	secure, _ := served(t, a, Listening{TLS: conf}, trust)
	if status, _, _ := secure("/trust"); status != 404 {
		t.Error(status)
	}
	if _, err := FilesTLS(key, cert); err == nil || !strings.Contains(err.Error(), "key.pem") {
		t.Error(err)
	}
}
