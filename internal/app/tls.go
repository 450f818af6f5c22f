package app

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"

	"shuping/internal/certs"
)

// Listening is where and how a folder is served.
type Listening struct {
	At    net.Listener
	TLS   *tls.Config  // nil: plain HTTP
	Root  []byte       // certificate (DER) of the office's own authority; nil: TLS has another, or there is none
	Plain net.Listener // for the voter's pages without TLS; nil: nowhere
}

// OfficeTLS is TLS by the folder's own authority, which is made if there is none.
func (a *App) OfficeTLS() (*tls.Config, []byte, error) {
	name, err := os.Hostname()
	if err != nil || strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != "" {
		name = "shuping" // a name that no certificate can have
	}
	ca := &certs.Authority{Name: strings.ToLower(name), Addresses: machineAddresses, Now: a.Now}
	if err := ca.Open(filepath.Join(a.Data, "tls")); err != nil {
		return nil, nil, err
	}
	return ca.Config(), ca.Root(), nil
}

// FilesTLS is TLS by given files.
func FilesTLS(cert, key string) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("certificate %s with key %s: %w", cert, key, err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, Certificates: []tls.Certificate{pair}}, nil
}

// machineAddresses are this machine's addresses in its networks.
func machineAddresses() (out []netip.Addr) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil // the names of the machine itself are left
	}
	for _, a := range all {
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Unmap().IsGlobalUnicast() {
			out = append(out, p.Addr().Unmap())
		}
	}
	return out
}
