package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"shuping/internal/office"
	"shuping/internal/people"
	"shuping/internal/web"
)

// firstPerson is the account that a new folder is entered with, until the rosters
// are imported and people have accounts of their own.
const firstPerson = "office"

// linkTime is how long the first sign-in link can be used.
const linkTime = 24 * time.Hour

// reconcileEvery is how often everything is looked at again. After each command its
// own stream is looked at at once; this is for what a crash left undone.
const reconcileEvery = 30 * time.Second

// drainTime is how long requests may take to end when the server stops.
const drainTime = 10 * time.Second

// FirstLink makes the account of the office in a folder in which nobody has that
// role, and a sign-in link for it; "" where somebody has.
func (a *App) FirstLink(ctx context.Context) (token string, err error) {
	accounts, err := a.People.Accounts(ctx)
	if err != nil {
		return "", err
	}
	for _, acc := range accounts {
		if !acc.Disabled && slices.Contains(acc.Roles, people.Office) && acc.Person != firstPerson {
			return "", nil
		}
	}
	_, err = a.People.Account(ctx, firstPerson)
	if errors.Is(err, people.ErrUnknown) {
		err = a.People.Apply(ctx, people.Changes{Persons: []people.Person{{ID: firstPerson, Name: "党建办"}}})
	}
	if err != nil {
		return "", err
	}
	if err := a.People.SetAccount(ctx, people.Account{Person: firstPerson, Roles: []string{people.Office}}); err != nil {
		return "", err
	}
	return a.SignIn.IssueLink(ctx, firstPerson, linkTime)
}

// Web makes the server of this folder.
func (a *App) Web(log *slog.Logger, version string) *web.Server {
	return a.web(Listening{}, log, version)
}

func (a *App) web(at Listening, log *slog.Logger, version string) *web.Server {
	plain := ""
	if at.Plain != nil {
		_, plain, _ = net.SplitHostPort(at.Plain.Addr().String())
	}
	return web.New(web.Config{Secure: at.TLS != nil, Root: at.Root, Plain: plain,

		SignIn: a.SignIn, Accounts: a.People, Sessions: a.People.Sessions(a.Now), Now: a.Now, Random: a.Random, Log: log, Version: version,
		Office: a.Office, Polling: &office.Polling{Office: a.Office, Boxes: a.Boxes}, Effects: a.Effects, Halls: a.Halls, Carrier: a.Carrier,
		Ready: func(ctx context.Context) error { return a.DB.SQL().PingContext(ctx) },
	})
}

// ServeAt serves the folder until ctx ends, and does what is due in the meantime.
func (a *App) ServeAt(ctx context.Context, at Listening, log *slog.Logger, version string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	site := a.web(at, log, version)
	server := site.Listen(at.At.Addr().String())
	server.TLSConfig = at.TLS
	// Streams of events end with the server, not with their readers.
	server.BaseContext = func(net.Listener) context.Context { return ctx }
	failed := make(chan error, 1)
	go func() {
		if at.TLS != nil {
			failed <- server.ServeTLS(at.At, "", "")
			return
		}
		failed <- server.Serve(at.At)
	}()
	if at.Plain != nil {
		voters := site.Listen(at.Plain.Addr().String())
		voters.Handler = site.PlainHandler()
		served := make(chan error, 1)
		go func() { served <- voters.Serve(at.Plain) }()
		defer func() {
			_ = voters.Close() // what a voter was told is on disk
			if err := <-served; !errors.Is(err, http.ErrServerClosed) {
				log.Error("the voter's pages without TLS ended", "error", err)
			}
		}()
	}
	tick := time.NewTicker(reconcileEvery)
	defer tick.Stop()
	var reading sync.WaitGroup
	defer reading.Wait()
	defer stop()
	reading.Go(func() {
		a.Tellers.Run(ctx, func(err error) { log.Error("scanned papers could not be read", "error", err) })
	})
	for {
		if err := a.Effects.All(ctx); err != nil && ctx.Err() == nil {
			log.Error("what follows from commands could not be done", "error", err)
		}
		a.Tellers.Wake()
		select {
		case err := <-failed:
			return err
		case <-tick.C:
		case <-ctx.Done():
			drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
			defer cancel()
			err := server.Shutdown(drain)
			if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
				err = errors.Join(err, served)
			}
			return err
		}
	}
}
