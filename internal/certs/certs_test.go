package certs

import (
	"crypto/tls"
	"crypto/x509"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// machine is an authority on a machine whose clock and addresses the test moves.
type machine struct {
	*Authority
	now  time.Time
	at   []netip.Addr
	root *x509.CertPool
}

func open(t *testing.T, dir string) *machine {
	t.Helper()
	m := &machine{now: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), at: []netip.Addr{netip.MustParseAddr("192.168.1.20")}}
	m.Authority = &Authority{Name: "office-pc", Addresses: func() []netip.Addr { return m.at }, Now: func() time.Time { return m.now }}
	if err := m.Open(dir); err != nil {
		t.Fatal(err)
	}
	m.root = x509.NewCertPool()
	root, err := x509.ParseCertificate(m.Root())
	if err != nil {
		t.Fatal(err)
	}
	m.root.AddCert(root)
	return m
}

// leaf is what a device gets.
func (m *machine) leaf(t *testing.T) *x509.Certificate {
	t.Helper()
	c, err := m.Config().GetCertificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Leaf
}

func (m *machine) trusts(c *x509.Certificate, host string) error {
	_, err := c.Verify(x509.VerifyOptions{DNSName: host, Roots: m.root, CurrentTime: m.now})
	return err
}

// The authority is made once; what it signs is trusted under the machine's addresses and
// names, follows the machine to another network, and is renewed in time.
func TestAuthority(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "tls")
	m := open(t, dir)
	first := m.leaf(t)
	for _, host := range []string{"localhost", "office-pc", "127.0.0.1", "::1", "192.168.1.20"} {
		if err := m.trusts(first, host); err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if m.trusts(first, "192.168.1.21") == nil || m.trusts(first, "bank.example") == nil {
		t.Error("the certificate is for others, too")
	}
	if again := m.leaf(t); again != first {
		t.Error("a certificate for every call")
	}
	m.now = m.now.Add(2 * time.Minute)
	if again := m.leaf(t); again != first {
		t.Error("a new certificate for the same addresses")
	}
	m.at = append(m.at, netip.MustParseAddr("10.1.2.3"), netip.MustParseAddr("8.8.8.8"))
	m.now = m.now.Add(2 * time.Minute)
	moved := m.leaf(t)
	if err := m.trusts(moved, "10.1.2.3"); err != nil {
		t.Error(err)
	}
	m.now = m.now.Add(61 * 24 * time.Hour)
	if renewed := m.leaf(t); renewed == moved || m.trusts(renewed, "10.1.2.3") != nil {
		t.Error("not renewed")
	}
	again := open(t, dir)
	if string(again.Root()) != string(m.Root()) {
		t.Error("made anew at the second start")
	}
	if info, err := os.Stat(filepath.Join(dir, "ca.key")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

// Whoever stole the key cannot pass for a site of the internet.
func TestTheAuthorityIsBounded(t *testing.T) {
	m := open(t, t.TempDir())
	for _, host := range []string{"bank.example", "8.8.8.8"} {
		c, err := m.sign([]string{host}, m.now)
		if err != nil {
			t.Fatal(err)
		}
		if m.trusts(c.Leaf, host) == nil {
			t.Errorf("%s is trusted", host)
		}
	}
}

func TestBrokenFiles(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	if err := os.WriteFile(filepath.Join(dir, "ca.pem"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (&Authority{Now: time.Now}).Open(dir); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Error(err)
	}
	late := &Authority{Now: func() time.Time { return time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC) }}
	other := t.TempDir()
	open(t, other)
	if err := late.Open(other); err == nil {
		t.Error("an authority of the past was opened")
	}
}

func TestFingerprint(t *testing.T) {
	if got := Fingerprint([]byte("x")); !strings.HasPrefix(got, "2D71 1642 B726") || len(got) != 79 {
		t.Error(got)
	}
}
