# Postmortem: `make demo` to look at it, `make test` to check it, `make help` for the rest.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/.stamps
UV := $(BIN)/uv --quiet
INSTALL := $(UV) pip install --python $(BIN)/python --require-hashes

.PHONY: help
help: ## say what there is
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile | expand -t 16

.PHONY: setup
setup: $(STAMPS)/runtime .env static/vendor/icons.svg translations ## only prepare: everything that needs no server
	@:

.PHONY: up
up: setup ## start everything on this machine; Ctrl-C stops it
	@exec $(BIN)/python manage.py up

.PHONY: demo
demo: setup ## the same with the demo world: everything from nothing
	@exec $(BIN)/python manage.py up --demo

.PHONY: doctor
doctor: ## say what runs and what is missing
	@$(PYTHON) manage.py doctor

# Python and its packages

$(STAMPS)/venv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Postmortem needs Python 3.11 or newer: install python3, or name one with PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Postmortem needs Python's venv module: install it (Debian: apt install python3-venv)."; exit 1; }
	@echo "Making .venv …"
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/runtime: requirements/runtime.txt requirements/embedded.txt $(STAMPS)/venv
	@echo "Installing Python packages …"
	@$(INSTALL) -r requirements/runtime.txt -r requirements/embedded.txt
	@touch $@

$(STAMPS)/test: requirements/test.txt $(STAMPS)/runtime
	@echo "Installing what the tests need …"
	@$(INSTALL) -r requirements/test.txt
	@touch $@

.env: | $(STAMPS)/venv
	@$(BIN)/python config/setup/env_file.py

.PHONY: secrets
secrets: ## keys and a database password for docker-compose.yml
	@$(PYTHON) config/setup/secret_files.py

# Third-party files for the pages, and translations

$(STAMPS)/npm: package.json package-lock.json .npmrc | $(STAMPS)/runtime
	@echo "Fetching the files of the pages …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

static/vendor/icons.svg: static/icons.txt config/setup/vendor.py $(STAMPS)/npm
	@$(BIN)/python -m config.setup.vendor

.PHONY: translations
translations: $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))
	@:

%.mo: %.po config/setup/translations.py | $(STAMPS)/runtime
	@$(BIN)/python -m config.setup.translations $<

# Checks

.PHONY: browser
browser: $(STAMPS)/test .data/browser/browser.json ## find or get the browser the tests use
	@:

.data/browser/browser.json: tests/browser/provide.py tests/browser/chromium/package-lock.json | $(STAMPS)/test
	@$(BIN)/python -m tests.browser.provide

.PHONY: test
test: setup browser ## all checks and tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest

.PHONY: chaos
chaos: $(STAMPS)/test ## kill workers, Redis and PostgreSQL while 20,000 messages are sent (some minutes); CHAOS="--seed 7"
	@$(BIN)/python -m chaos $(CHAOS)

.PHONY: bench
bench: $(STAMPS)/test ## how fast is it, against whom; ONLY=send, distance, enqueue, depth, memory or recognition
	@$(BIN)/python -m benchmarks $(ONLY)

.PHONY: format
format: $(STAMPS)/test ## fold code and templates as the checks want them
	@$(BIN)/ruff check --quiet --fix
	@$(BIN)/ruff format --quiet
	@$(BIN)/djade $$(git ls-files 'templates/*.html')

# Settings for commands that load Django without anything running.
OFFLINE := DATABASE_POOL_SIZE=0

.PHONY: lint
lint: setup $(STAMPS)/test ## all checks but the tests
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --quiet --check
	@$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports
	@HTTPS=1 $(OFFLINE) $(BIN)/python -W error manage.py check --deploy --fail-level WARNING
