# `make run` and `make test` each do all their set-up; nothing but python3 (3.11 or later, with venv) and make is asked for.

PYTHON ?= python3
PORT ?= 8000
SIZE ?= small
BIN := .venv/bin
LOCKS := requirements/run.txt requirements/build.txt
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Containers often forbid Python to keep what it compiled; five processes would each compile everything again.
COMPILE := $(BIN)/python -m compileall -q haitang
# The tests' compiled form is kept as well: without it every run parses all of them anew.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
QUICK := -n 2 --dist worksteal -m "not slow"

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run serve test test-postgres check fix lint types contracts e2e bench bench-rival wheel clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.run ## Install what running needs; leaves the command at .venv/bin/haitang

setup-dev: .venv/.dev ## Install what working on the code needs as well

run: .venv/.run ## Grow a sample county, start web and worker (PORT=8000 SIZE=small|full)
	@$(COMPILE)
	@exec $(BIN)/haitang run --port $(PORT) --size $(SIZE)

serve: .venv/.run ## Start web and worker for real use: no sample county, no one-click sign-in
	@$(COMPILE)
	@exec $(BIN)/haitang serve --port $(PORT)

test: .venv/.dev ## The quick suite, on SQLite (or on DATABASE_URL); what is slow runs in `make check`
	$(PYTEST) $(QUICK)

test-postgres: .venv/.dev ## The quick suite on a PostgreSQL started for it
	PYTHONDONTWRITEBYTECODE= $(BIN)/python tests/postgres.py $(BIN)/python -m pytest $(QUICK)

check: .venv/.dev ## Everything that must hold before a change lands; what CI runs
	@$(BIN)/python tests/check.py

fix: .venv/.dev ## Let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lint: .venv/.dev ## Ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev ## mypy --strict
	$(BIN)/mypy haitang

contracts: .venv/.dev ## Who may import whom
	$(BIN)/lint-imports

e2e: .venv/.dev ## The browser tests
	$(PYTEST) -o addopts="-ra --strict-markers" tests/e2e

bench: .venv/.dev ## Measure speed (see bench/README.md)
	$(BIN)/python -m bench

bench-rival: .venv/.dev ## Compare with django-helpdesk, which it installs beside (see bench/README.md)
	$(BIN)/python -m bench --only rival

wheel: .venv/.dev ## Build dist/haitang-*.whl
	$(BIN)/python -m build --wheel --no-isolation

clean: ## Remove what was built; keeps var/ and .venv/
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results

.venv/.run: $(LOCKS) requirements/build_hook.py pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Haitang needs Python 3.11 or later; this is " + sys.version)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv …"
	@$(PIP) --require-hashes $(addprefix -r ,$(LOCKS))
	@$(PIP) --no-deps --no-build-isolation --editable .
	@# Where PYTHONDONTWRITEBYTECODE is set every start would compile the house anew: half a second.
	@$(BIN)/python -m compileall -q haitang || true
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@echo "Installing the developer's tools into .venv …"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
