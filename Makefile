# One verb each; Python 3.11 or newer is all that has to be there.
SHELL := /bin/sh
.DEFAULT_GOAL := run
.PHONY: run test check format faults bench screenshots messages install

PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
# Without it, every program that a test starts would compile all of the portal anew.
export PYTHONDONTWRITEBYTECODE :=

# Values that look like production's and open nothing.
PRODUCTION := VAR=$$scratch SEALPOST_DATABASE_URL=postgresql://nobody:nothing@localhost/none \
	SEALPOST_REDIS_URL=redis://nobody:nothing@localhost/0 \
	SEALPOST_SITE_URL=https://mail.example.gov SEALPOST_BEHIND_PROXY=1 \
	SEALPOST_AGENCY_NAME="Example Department" SEALPOST_AGENCY_CONTACT="the Help Desk, 617-555-0100" \
	SEALPOST_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(48))')

run: install ## start the portal with its demo agency
	@SEALPOST_DEMO=1 exec $(BIN)/python manage.py serve --demo

test: install ## run every test embedded, and what touches a database once more with PostgreSQL, Redis and Celery
	@$(BIN)/python tests/real_parts.py
	@$(BIN)/python -m tests.once_more -n auto --dist loadscope -m "not faults"
	@$(BIN)/python -m tests.on_postgresql -n auto --dist loadscope

check: install ## everything a machine can say about the code without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/djlint --check --lint --quiet .
	$(BIN)/lint-imports --no-cache
	scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
		VAR=$$scratch $(BIN)/python manage.py makemigrations --check --dry-run && \
		VAR=$$scratch $(BIN)/python manage.py messages --check && \
		$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

format: install ## put code and templates into their one shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet . || true

faults: install ## send 2,000 messages while everything is killed, check what came of them, and find three bugs
	@$(BIN)/python tests/real_parts.py
	@$(BIN)/python -m pytest -q -n 3 --dist loadscope tests/faults
	@$(BIN)/python -m tests.faults

bench: install ## measure; see bench/
	@$(BIN)/python -m bench

messages: install ## collect the texts that are marked for translation, and compile the catalogues
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && VAR=$$scratch $(BIN)/python manage.py messages

screenshots: install ## write docs/screenshots/
	@$(BIN)/python tests/real_parts.py
	@$(BIN)/python -m tests.browser.screenshots

# The copy of the lock is what is installed; pip runs again only when the two differ.
install:
	@test -n "$(PYTHON)" || { echo "Sealpost needs Python 3.11 or newer; none was found." >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "Making .venv failed; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@cmp -s requirements.lock .venv/installed.lock || { \
		echo "Installing what requirements.lock pins ..." && \
		$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
		cp requirements.lock .venv/installed.lock; }
