package people

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"time"
)

// tokenBytes is the length of a link's secret: it cannot be guessed, so links
// need no lock-out by person.
const tokenBytes = 32

// SignIn hands out links that sign a person in once (一次性登录链接). There are
// no passwords: a link is given to the person by hand, on paper or in a message.
type SignIn struct {
	Store interface {
		Account(ctx context.Context, person string) (Account, error)
		Links
	}
	Now    func() time.Time
	Random io.Reader // crypto/rand.Reader outside of tests
}

// IssueLink makes the secret of a link for that person, valid for ttl, and
// withdraws earlier ones. The secret is returned once and stored nowhere.
func (s SignIn) IssueLink(ctx context.Context, person string, ttl time.Duration) (token string, err error) {
	a, err := s.Store.Account(ctx, person)
	if err != nil {
		return "", fmt.Errorf("link for %s: %w", person, err)
	}
	if a.Disabled {
		return "", fmt.Errorf("link for %s: %w", person, ErrDisabled)
	}
	var secret [tokenBytes]byte
	if _, err := io.ReadFull(s.Random, secret[:]); err != nil {
		return "", fmt.Errorf("random bytes for a link: %w", err)
	}
	if err := s.Store.PutLink(ctx, sha256.Sum256(secret[:]), person, s.Now().Add(ttl)); err != nil {
		return "", fmt.Errorf("link for %s: %w", person, err)
	}
	return base64.RawURLEncoding.EncodeToString(secret[:]), nil
}

// Check tells whether a link could be used now, without using it: nil, one of
// the ErrLink errors, or ErrDisabled.
func (s SignIn) Check(ctx context.Context, token string) error {
	_, err := s.account(ctx, token, s.Store.LinkOf)
	return err
}

// Redeem uses the link up and tells whose account it opens.
func (s SignIn) Redeem(ctx context.Context, token string) (Account, error) {
	if err := s.Check(ctx, token); err != nil {
		return Account{}, err
	}
	return s.account(ctx, token, s.Store.UseLink)
}

func (s SignIn) account(ctx context.Context, token string,
	person func(context.Context, [32]byte, time.Time) (string, error)) (Account, error) {
	hash, ok := hashOf(token)
	if !ok {
		return Account{}, ErrLinkUnknown
	}
	id, err := person(ctx, hash, s.Now())
	if err != nil {
		return Account{}, err
	}
	a, err := s.Store.Account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if a.Disabled {
		return Account{}, ErrDisabled
	}
	return a, nil
}

func hashOf(token string) (hash [32]byte, ok bool) {
	secret, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(secret) != tokenBytes {
		return hash, false
	}
	return sha256.Sum256(secret), true
}
