# Needs Go and make. `make images` wants Docker; tests that want Docker or kpt
# skip themselves, loudly, where these are missing (with CI=true they fail).
#
# No list of functions stands here: functions/functions.go has it, and
# functions/cmd/list prints it.

# The images' names are $(REGISTRY)/<function>:$(TAG); the examples name them so.
REGISTRY ?= ghcr.io/kurumi-krm
TAG      ?= v0.1.0
# What --version says: the commit, so that nobody takes a build for a release.
VERSION  ?= $(or $(shell git describe --tags --always --dirty 2>/dev/null),devel)
# The architecture of the images.
ARCH     ?= $(shell go env GOARCH)
# How long `make fuzz` spends on each target.
FUZZTIME ?= 30s

GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
LDFLAGS  = -s -w -X github.com/kurumi-krm/kurumi/pkg/krm.version=$(VERSION)
# The same bytes on every machine: no paths, no time, no state of the clone.
BUILD    = CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "$(LDFLAGS)"

FUNCTIONS = $(or $(shell go run ./functions/cmd/list),$(error functions/cmd/list printed no function))
# A function's command is in its folder's cmd/<name>; kurumi holds the tools around them.
COMMANDS  = $(FUNCTIONS:%=./functions/...cmd/%)
TOOLS     = ./functions/cmd/kurumi
# Every module of the repository, this one first.
MODULES   = $(sort $(dir $(shell find . -name go.mod -not -path '*/testdata/*' -not -path './bin/*')))

.DEFAULT_GOAL := help

##@ To use

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: ## a shop from pull request to rollout, rendered before your eyes, without Docker
	@echo "Building kurumi. The first time that takes some minutes." >&2
	@$(BUILD) -o bin/ $(TOOLS)
	@go run ./examples/shop/demo bin/kurumi

.PHONY: build
build: ## every binary, into bin/<function>, and bin/kurumi
	$(BUILD) -o bin/ $(COMMANDS) $(TOOLS)

.PHONY: images
images: ## every image, from scratch: no registry needed
	@mkdir -p bin/linux_$(ARCH)
	GOOS=linux GOARCH=$(ARCH) $(BUILD) -o bin/linux_$(ARCH)/ $(COMMANDS) $(TOOLS)
	@chmod -R a+rX bin/linux_$(ARCH) .image functions/cmd/kurumi # whatever the umask: nobody has to read them
	@set -e; for name in $(FUNCTIONS) kurumi; do \
	  image=$(REGISTRY)/$$name:$(TAG); \
	  case $$name in kurumi) file="--file functions/cmd/kurumi/Dockerfile --target kurumi";; *) file=;; esac; \
	  log=$$(docker build $$file --build-arg TARGETARCH=$(ARCH) --build-arg FUNCTION=$$name --build-arg VERSION=$(VERSION) \
	    --tag $$image . 2>&1) || { echo "$$log" >&2; exit 1; }; \
	  echo "$$image  $$(docker image inspect --format '{{.Size}}' $$image) bytes"; \
	  docker image prune --force --filter label=org.opencontainers.image.title=$$name >/dev/null 2>&1 || :; \
	done # the prune takes the images that lost their name to these; it matters to nobody if another one is at it

.PHONY: list-functions
list-functions: ## the functions' names, one a line
	@go run ./functions/cmd/list

##@ To work on it

.PHONY: test
# Not from go's cache, which knows nothing of the hosts. And go test says of a
# skipped test only that all is well, so it is said here.
test: ## every test, real hosts included; in every module
	@for host in docker kpt; do \
	  $$host version >/dev/null 2>&1 || echo "*** NOT TESTED under $$host: \`$$host version\` fails here. ***" >&2; \
	done
	@set -e; for dir in $(MODULES); do (set -x; cd $$dir && go test -count=1 ./...); done

.PHONY: check
check: lint generated ## lint, and that generated text is up to date; with `make test`, what CI runs

.PHONY: lint
lint: ## formatting, vet, golangci-lint, a tidy go.mod
	@unformatted=$$(gofmt -l .); test -z "$$unformatted" || { echo "gofmt -w these:"; echo "$$unformatted"; exit 1; }
	@set -e; for dir in $(MODULES); do (set -x; cd $$dir && go vet ./... && go mod tidy -diff && $(GOLANGCI) run ./...); done

.PHONY: generated
generated: # is it up to date?
	go test -run Generated ./functions/...

.PHONY: generate
generate: ## schemas, reference parts and tables, written anew from the Go types
	UPDATE_GENERATED=1 go test -count=1 -run Generated ./functions/...

.PHONY: bench
bench: ## speed and memory beside kyaml's own, in one run
	@go run ./pkg/krmtest/bench

.PHONY: bench-hosts
bench-hosts: build images ## four functions in kustomize, kpt and kurumi build, side by side
	@go run ./pkg/krmtest/bench -hosts

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (30s)
	@set -e; for dir in $$(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do \
	  for target in $$(cd $$dir && go test -list '^Fuzz' . | grep '^Fuzz'); do \
	    (set -x; cd $$dir && go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) .); \
	  done; \
	done

.PHONY: new-function
new-function: ## NAME=my-function: a folder that fails until it is documented and tested
	@go run ./functions/cmd/new $(NAME)

.PHONY: clean
clean: ## forget the binaries
	rm -rf bin
