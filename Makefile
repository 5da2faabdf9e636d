# Nianbao (年报). `make demo` and `make test` set up everything they need by themselves; `make help` names the verbs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pip is told not to look at its own newest version; everything else it installs is pinned with hashes by the lock.
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help setup js demo crawl browse status reparse accuracy test soak lint bench clean lock chromium
.DEFAULT_GOAL := help

help: ## Name the verbs
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Nianbao needs Python 3.11 or newer; $(PYTHON) is older (name another with: make PYTHON=python3.12 ...)" >&2; exit 1; }
	@echo "== making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "== installing the packages of requirements.lock into $(VENV)"
	@$(PIP) install -qq --require-hashes -r requirements.lock
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "== installing the test and lint tools of requirements-dev.lock into $(VENV)"
	@$(PIP) install -qq --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/installed ## Make or refresh .venv from the lock

js: $(VENV)/installed chromium ## Add what lists need that only scripts draw
	@echo "== installing the packages of requirements-js.lock into $(VENV)"
	@$(PIP) install -qq --require-hashes -r requirements-js.lock

demo: $(VENV)/installed ## Crawl the embedded replica into data/demo.db
	@echo "== crawling the five replica sites into data/demo.db"
	@$(BIN)/nianbao crawl --replica

crawl: $(VENV)/installed ## Crawl the live sites into data/reports.db (needs NIANBAO_CONTACT)
	@$(BIN)/nianbao crawl

browse: $(VENV)/installed ## Serve the database with Datasette on 127.0.0.1:8001
	@echo "== serving with Datasette"
	@$(BIN)/nianbao browse

status: $(VENV)/installed ## Say what the database holds and how the last run went
	@echo "== what the database holds"
	@$(BIN)/nianbao status

reparse: $(VENV)/installed ## Read all archived bytes again, without a network
	@echo "== reading all archived bytes again"
	@$(BIN)/nianbao reparse

accuracy: $(VENV)/installed ## Say how exactly the reader reads, over every document with a known answer
	@echo "== reading every document with a known answer; this takes some minutes"
	@$(BIN)/python -m accuracy --json data/accuracy.json
	@echo "== joining 5,000 generated reports with their copies and near-misses"
	@$(BIN)/python -m accuracy.duplicates

chromium:
	@if command -v chromium >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "== installing Debian's chromium for the browser tests"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else echo "== no chromium (on Debian: apt-get install chromium): browser tests and lists that need it are skipped"; fi

test: $(VENV)/installed-dev chromium ## Run the test suite
	@echo "== running the tests"
	@$(BIN)/python -m pytest -n auto --dist worksteal

soak: $(VENV)/installed-dev ## Run the long seeded tests
	@echo "== running the soak tests"
	@$(BIN)/python -m pytest -m soak

lint: $(VENV)/installed-dev ## ruff, mypy, import-linter
	@echo "== ruff, mypy, import-linter"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: $(VENV)/installed-dev ## Measure speeds, as ratios within one run
	@echo "== measuring; this takes some minutes"
	@$(BIN)/python -m bench

lock: ## Resolve the locks anew (needs uv); hashes, and no index address
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra dev pyproject.toml -o requirements-dev.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --extra js pyproject.toml -o requirements-js.lock

clean: ## Remove .venv, caches and the demonstration database; the real corpus stays
	@echo "== removing .venv, caches and data/demo*"
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build
	@rm -f data/demo.db* data/demo-raw.db* data/demo.log data/accuracy.json
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
