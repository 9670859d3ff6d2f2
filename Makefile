# Every target sets up what it needs: a virtual environment in .venv with the locked dependencies.
# On a machine with only Python 3.11+ and make: `make demo`, `make test`. Another Python: `make demo PYTHON=/path/to/python3.12`.

SHELL := /bin/sh
VENV ?= .venv
PY := $(VENV)/bin/python
# One more than there are processors: a story often waits, for its database or for a process.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
CATALOGUES := $(wildcard bot/language/*/LC_MESSAGES/*.po)
READY := $(VENV)/.installed $(VENV)/.catalogues

.DEFAULT_GOAL := help
.PHONY: help demo run migrate test cover alone fuzz check bench format translations lock clean
.PHONY: formatted linted typed layered translated unleaked

help: ## these lines
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | sort

demo: $(READY) ## an incident from the first word on, without Slack (ARGS=--stay leaves it running)
	$(PY) -m bot demo $(ARGS)

run: $(READY) ## the bot, with the settings of the environment
	$(PY) -m bot run $(ARGS)

migrate: $(READY) ## bring the database up to date
	$(PY) -m bot migrate $(ARGS)

# The long ones wait for processes and databases more than the quick ones do.
test: WORKERS := $(if $(LONG),$(shell expr $(WORKERS) + 1),$(WORKERS))

# What LONG= asks for; those of `make alone` are not among them.
TESTS_ = -m "not long and not rare"
TESTS_1 = -m "not alone and not rare" --durations=30 --durations-min=5
TESTS_2 = -m "not alone"

test: $(READY) ## all tests that are quick; LONG=1: the long ones as well; LONG=2: also every variant of each story
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -r fEs $(TESTS_$(LONG)) $(ARGS)

cover: $(READY) ## what the quick tests run through
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(TESTS_) --cov --cov-report=term:skip-covered $(ARGS)

alone: $(READY) ## the tests that hold real time limits, one at a time
	$(PY) -m pytest -m alone -r fEs $(ARGS)

fuzz: $(READY) ## read 100,000 mangled alerts, and send them (FUZZ=… for another number)
	FUZZ=$(or $(FUZZ),100000) $(PY) -m pytest -q -m long -k mangled tests/alerts/test_fuzz.py tests/stories/test_alert_webhooks.py $(ARGS)

check: formatted linted typed layered translated unleaked ## format, lint, types, layers, catalogues, secrets (-k: all of them, whatever fails)

formatted: $(READY)
	$(PY) -m ruff format --check .

linted: $(READY)
	$(PY) -m ruff check .

typed: $(READY)
	$(PY) -m mypy

layered: $(READY)
	$(VENV)/bin/lint-imports

translated: $(READY)
	$(PY) -m bot.language.catalogues check

unleaked: $(READY)
	$(PY) -m pytest -q -p no:cacheprovider tests/test_secrets.py

bench: $(READY) ## how long a declare takes, how deep it is, what it weighs
	$(PY) -m benchmarks $(ARGS)

format: $(READY) ## put the code into its usual form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

translations: $(READY) ## bring the catalogues in step with what the code says
	$(PY) -m bot.language.catalogues update
	$(PY) -m bot.language.catalogues compile
	$(PY) -m bot.language.catalogues check

lock: $(READY) ## resolve the dependencies anew (ARGS=--upgrade for newer versions)
	$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --extra dev $(ARGS) pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url -c requirements.lock pyproject.toml -o requirements.txt

clean: ## remove what the other targets made, but no data
	rm -rf $(VENV) dist .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find bot -name '*.mo' -delete
	find bot tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(VENV)/.installed: requirements.lock
	@.ci/environment $(VENV) $(PYTHON)
	@touch $@

$(VENV)/.catalogues: $(VENV)/.installed $(CATALOGUES) bot/language/catalogues.py
	@$(PY) -m bot.language.catalogues compile
	@touch $@
