// Package certs is how a server in an office without the internet speaks TLS (证书): a
// certificate authority of the office's own, made at the first start, which signs
// certificates for this machine's addresses and for nothing else. Who has files of a
// public authority gives those instead and does not need it.
//
// # What is stored
//
//	tls/ca.pem   the authority's certificate, which phones and PCs are told to trust
//	tls/ca.key   its key; it never leaves the folder
//
// The authority is good for ten years, for private and local addresses and this
// machine's name only, so that a stolen key cannot pass for anybody outside of such
// networks. Certificates of the server are made in memory, for 90 days, and anew when
// the machine's addresses have changed.
package certs

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	authorityLife = 10 * 365 * 24 * time.Hour
	leafLife      = 90 * 24 * time.Hour
	// lookEvery is how long the machine's addresses are taken for those of now.
	lookEvery = time.Minute
)

// Authority is the office's own. It is safe for use by many goroutines at once.
type Authority struct {
	Name      string              // of this machine, in the certificates
	Addresses func() []netip.Addr // of this machine
	Now       func() time.Time

	cert *x509.Certificate
	key  crypto.Signer

	mu     sync.Mutex
	leaf   *tls.Certificate
	hosts  []string // that the leaf is for
	looked time.Time
}

// Open reads the authority in the folder, or makes it.
func (a *Authority) Open(dir string) error {
	certFile, keyFile := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "ca.key")
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return a.make(dir, certFile, keyFile)
	}
	if err != nil {
		return fmt.Errorf("%s: %w; put both files back from a backup, or remove both to make an authority anew, which every device has to be told to trust", dir, err)
	}
	a.cert, a.key = pair.Leaf, pair.PrivateKey.(crypto.Signer)
	if !a.cert.IsCA || a.Now().After(a.cert.NotAfter) {
		return fmt.Errorf("%s: no authority, or past %s", certFile, a.cert.NotAfter.Format(time.DateOnly))
	}
	return nil
}

func (a *Authority) make(dir, certFile, keyFile string) error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := a.Now()
	t := &x509.Certificate{
		Subject: pkix.Name{CommonName: "shuping " + a.Name}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(authorityLife),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
		PermittedDNSDomainsCritical: true, PermittedDNSDomains: []string{"localhost", "local", a.Name}, PermittedIPRanges: localRanges(),
	}
	if t.SerialNumber, err = serial(); err != nil {
		return err
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, key.Public(), key)
	if err != nil {
		return err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// The certificate comes last: without it the key is made anew.
	for _, f := range []struct {
		name, kind string
		data       []byte
	}{{keyFile, "PRIVATE KEY", secret}, {certFile, "CERTIFICATE", der}} {
		if err := os.WriteFile(f.name+".half", pem.EncodeToMemory(&pem.Block{Type: f.kind, Bytes: f.data}), 0o600); err != nil {
			return err
		}
		if err := os.Rename(f.name+".half", f.name); err != nil {
			return err
		}
	}
	a.key = key
	a.cert, err = x509.ParseCertificate(der)
	return err
}

// localRanges are the networks in which an office's machine can be.
func localRanges() (out []*net.IPNet) {
	for _, s := range []string{"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "fe80::/10", "::1/128"} {
		_, n, err := net.ParseCIDR(s)
		if err != nil {
			panic(err) // unreachable unless the list above is mistyped
		}
		out = append(out, n)
	}
	return out
}

func serial() (*big.Int, error) { return rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)) }

// Config is for a TLS listener.
func (a *Authority) Config() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return a.current() }}
}

// current is the certificate for the addresses of now.
func (a *Authority) current() (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Now()
	if a.leaf != nil && now.Sub(a.looked) < lookEvery {
		return a.leaf, nil
	}
	a.looked = now
	hosts := []string{"localhost", a.Name, "127.0.0.1", "::1"}
	for _, ip := range a.Addresses() {
		if slices.ContainsFunc(localRanges(), func(n *net.IPNet) bool { return n.Contains(ip.AsSlice()) }) {
			hosts = append(hosts, ip.String())
		}
	}
	if a.leaf != nil && slices.Equal(hosts, a.hosts) && now.Before(a.leaf.Leaf.NotAfter.Add(-leafLife/3)) {
		return a.leaf, nil
	}
	leaf, err := a.sign(hosts, now)
	if err != nil {
		return nil, err
	}
	a.leaf, a.hosts = leaf, hosts
	return leaf, nil
}

func (a *Authority) sign(hosts []string, now time.Time) (*tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	t := &x509.Certificate{Subject: pkix.Name{CommonName: a.Name}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(leafLife),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	for _, h := range hosts {
		if ip := net.ParseIP(h); ip != nil {
			t.IPAddresses = append(t.IPAddresses, ip)
		} else if h != "" {
			t.DNSNames = append(t.DNSNames, h)
		}
	}
	if t.SerialNumber, err = serial(); err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, t, a.cert, key.Public(), a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	return &tls.Certificate{Certificate: [][]byte{der, a.cert.Raw}, PrivateKey: key, Leaf: leaf}, err
}

// Root is the authority's certificate as it is given to devices (DER).
func (a *Authority) Root() []byte { return a.cert.Raw }

// Fingerprint is the SHA-256 of a certificate in groups that people can compare.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	text := strings.ToUpper(hex.EncodeToString(sum[:]))
	var b bytes.Buffer
	for i := 0; i < len(text); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(text[i : i+4])
	}
	return b.String()
}
