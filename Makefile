# The two commands of this project:
#   go run ./cmd/shuping demo    does the main job
#   make test                    installs what the tests need and runs everything
export CGO_ENABLED := 0
# Random tests begin alike every time; RAPID_SEED=0 begins anew, RAPID_CHECKS=10000 goes further.
export RAPID_SEED ?= 2018

STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK := golang.org/x/vuln/cmd/govulncheck@v1.9.0
TEMPL       := github.com/a-h/templ/cmd/templ@v0.3.1020
PLATFORMS   := linux/amd64 linux/arm64 linux/loong64 windows/amd64
SUDO        := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: test quick deps lint vuln cross race soak bench build generate

# Everything. The tests come last, so that the closing lines show what ran.
test: deps lint vuln cross
	go test -timeout 30m -tags browser ./...

# What to run while working: no browser to install, no lint.
quick:
	go test ./...

# A browser with Chinese fonts for the tests of the pages, and another program that
# draws PDF for the test of printed ballots.
deps:
	@if ! command -v chromium >/dev/null || ! command -v pdftoppm >/dev/null || ! ls /usr/share/fonts/opentype/noto/NotoSansCJK* >/dev/null 2>&1; then \
	  $(SUDO) apt-get update -q && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -q -y --no-install-recommends chromium fonts-noto-cjk poppler-utils; \
	fi

lint:
	@bad=$$(gofmt -l cmd internal policies); if [ -n "$$bad" ]; then echo "not gofmt-ed:"; echo "$$bad"; exit 1; fi
	go vet -tags browser ./...
	go run $(STATICCHECK) -tags browser ./...

# The database of known faults is not part of the project: name a copy in
# GOVULNDB (such as file:///srv/vulndb) or be connected.
vuln:
	@if [ -n "$$GOVULNDB" ]; then go run $(GOVULNCHECK) -db "$$GOVULNDB" ./...; \
	else echo "govulncheck: left out, GOVULNDB names no database"; fi

cross:
	@for p in $(PLATFORMS); do echo "build $$p"; GOOS=$${p%/*} GOARCH=$${p#*/} go build -trimpath -o /dev/null ./cmd/shuping || exit 1; done

race:
	CGO_ENABLED=1 go test -race ./...

# Random tests that nobody has seen before, for a while.
soak:
	RAPID_SEED=0 RAPID_CHECKS=2000 go test -count 1 -timeout 2h ./internal/...

bench:
	go test -run '^$$' -bench . -benchtime 2s -count 5 ./...

build:
	go build -trimpath -ldflags '-s -w' -o bin/shuping ./cmd/shuping

generate:
	go run $(TEMPL) generate
	go generate ./...

# A hall of 300 people against a server on this machine: checking in, voting, and 5,000
# pages that listen; then 40 meetings that vote at once, with kill -9 in the middle. It
# prints figures and fails where one misses its goal; run it on an idle machine.
.PHONY: load
load:
	go test -p 1 -tags load -run TestLoad -count 1 -v ./internal/web ./cmd/shuping
