# The two commands of the README are `make run` and `make test`; `make check` is what has to pass before a change lands.
# Each sets up what it needs in .venv (Python 3.11 or newer) and does so once.

PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
BIN := .venv/bin
# With the development tools; `make run` alone needs less.
DEV := .venv/.dev
APP := .venv/.app

# Without the compiled files each of the many processes of the tests compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check format sample bench clean

run: $(APP)
	@$(BIN)/confkit build
	@if [ -t 0 ] && [ -t 1 ]; then exec $(BIN)/confkit; fi

test: $(DEV)
	@CONFKIT_EXAMPLES=$${CONFKIT_EXAMPLES:-10} $(BIN)/pytest -n 2 --dist worksteal -m "not slow"

check: $(DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term --durations=20

format: $(DEV)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

sample: $(DEV)
	$(BIN)/python -m scripts.make_sample

bench: $(DEV)
	@for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file; done

clean:
	rm -rf .venv .confkit public dist build

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "confkit needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3"; exit 1; }
	@echo "Setting up .venv with $(PYTHON) …"
	@$(PYTHON) -m venv .venv

$(APP): .venv/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q confkit  # an editable install compiles nothing, and the first start would
	@touch $@

# A venv's own pip may be older than dependency groups (PEP 735).
$(DEV): .venv/bin/python pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev --group bench
	@$(BIN)/python -m compileall -q confkit  # many tests start programs of their own
	@touch $@ $(APP)
