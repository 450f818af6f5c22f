// Package house is the key of a data folder (本机密钥): to whom boxes that travel are
// closed, and where secrets that need not be stored one by one come from. It is made
// when it is first needed and stays with the folder; whoever has a copy of it can open
// what travels to this folder and make the codes that people show at the door, so it is
// as much worth as the folder itself.
//
// # What is stored
//
//	house.key   one line, an age identity (X25519): AGE-SECRET-KEY-1...
//
// It is in backups: a box on its way home can be opened by no other key.
package house

import (
	"bytes"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"filippo.io/age"
)

// Key is the key of a folder. It is safe for use by many goroutines at once.
type Key struct {
	file string

	mu       sync.Mutex
	identity *age.X25519Identity
}

// Of is the key of a data folder. Nothing is read before it is needed.
func Of(folder string) *Key { return &Key{file: filepath.Join(folder, "house.key")} }

// NotARecipient says that a text is no public key of a folder.
type NotARecipient struct {
	Text string
	Err  error
}

func (e *NotARecipient) Error() string {
	return fmt.Sprintf("%q is not the public key of a device (age1...): %v", e.Text, e.Err)
}

// ErrNotForUs says that a box was closed for somebody else, or is no box.
var ErrNotForUs = errors.New("the box was not made for this device, or is no such box")

// Public is the key that others close boxes with: age1 and 58 letters and digits.
func (k *Key) Public() (string, error) {
	id, err := k.get()
	if err != nil {
		return "", err
	}
	return id.Recipient().String(), nil
}

// Secret is 32 bytes that only this folder knows, for one purpose; always the same.
func (k *Key) Secret(purpose string) ([]byte, error) {
	id, err := k.get()
	if err != nil {
		return nil, err
	}
	return hkdf.Key(sha256.New, []byte(id.String()), nil, "shuping "+purpose, 32)
}

// Close closes data so that only the folder with that public key can open it.
func Close(public string, data []byte) ([]byte, error) {
	to, err := age.ParseX25519Recipient(strings.TrimSpace(public))
	if err != nil {
		return nil, &NotARecipient{public, err}
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), err
}

// Open opens what was closed for this folder. A changed or cut box is an error:
// every part of it is authenticated. ErrNotForUs if it is for another.
func (k *Key) Open(box []byte) ([]byte, error) {
	id, err := k.get()
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(box), id)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNotForUs, err)
	}
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNotForUs, err)
	}
	return data, nil
}

// get reads the key, or makes it.
func (k *Key) get() (*age.X25519Identity, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.identity != nil {
		return k.identity, nil
	}
	text, err := os.ReadFile(k.file)
	if errors.Is(err, fs.ErrNotExist) {
		return k.make()
	}
	if err != nil {
		return nil, err
	}
	id, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w; put the folder's own key back from a backup", k.file, err)
	}
	k.identity = id
	return id, nil
}

// make makes the key and puts it where it stays before anybody sees it.
func (k *Key) make() (*age.X25519Identity, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	half := k.file + ".half"
	f, err := os.OpenFile(half, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	_, err = f.WriteString(id.String() + "\n")
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(half, k.file)
	}
	if err != nil {
		return nil, err
	}
	k.identity = id
	return id, nil
}
