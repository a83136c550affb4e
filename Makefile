# Postmortem. `make demo` shows it, `make test` checks it; both set up what they need.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup
help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: .venv/ready ## prepare everything: Python packages, browser files, translations, .env

.venv/bin/uv: requirements/bootstrap.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed. Install it: apt-get install python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. Install it: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r $<
	@touch $@

.venv/ready: .venv/bin/uv requirements/runtime.txt requirements/embedded.txt requirements/test.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes --only-binary :all: -r requirements/runtime.txt -r requirements/embedded.txt -r requirements/test.txt
	@touch $@
