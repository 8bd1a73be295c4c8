# The commands of this house: `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# Images of containers often set it: each of the hundreds of processes below would then compile every library anew.
unexport PYTHONDONTWRITEBYTECODE

# Any Python from 3.11 on makes the environment; 3.13, the Lambdas', is preferred. `make setup PYTHON=python3.12` overrules.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$python; break; fi; done)

VENV := .venv
TOOLS := .venv-tools
BIN := $(VENV)/bin
STAGE ?= dev
ARGS ?=
MINUTES ?= 15

STACK_PYTEST := $(BIN)/python -m pytest --quiet
# Each process would take a second to import schemathesis, which only the tests of the whole stack use.
PYTEST := $(STACK_PYTEST) -p no:schemathesis
# Several files at a time; one file's tests stay together, for they share what is slow to make.
TOGETHER := --numprocesses auto --maxprocesses 4 --dist loadfile
# Files are run as they are listed, the long ones first: of two processes none is left with a long file at the end.
IN_ORDER := $(TOGETHER) --no-loadscope-reorder
QUICK := $(wildcard tests/unit tests/contract)
WHOLE := $(wildcard tests/benchmarks tests/packaging tests/faults tests/integration tests/upgrade)

.PHONY: help
help: ## this list
	@echo 'The electronic archive of public servants'"'"' case files. Commands:'
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## ?/\1	/' | awk -F '	' '{ printf "  make %-10s %s\n", $$1, $$2 }'

# --- once -----------------------------------------------------------------------------------------------------------

.PHONY: setup
setup: environments ## all that the commands need: the virtual environments, from the locks, and Chromium (instant when they are there)
	@$(PYTHON) -m infra.chromium

.PHONY: environments
environments: $(VENV)/.installed $(TOOLS)/.installed
	@:

$(VENV)/.installed: requirements.lock requirements-uv.lock infra/environment.py infra/debian.py
	@test -n '$(PYTHON)' || { echo 'Please install Python 3.11 or later first: sudo apt-get install python3 python3-venv' >&2; exit 1; }
	@$(PYTHON) -m infra.environment $(VENV) requirements.lock
	@touch $@

# checkov pins what clashes with ours: a home of its own.
$(TOOLS)/.installed: $(wildcard requirements-tools.lock) requirements-uv.lock infra/environment.py infra/debian.py
	@test -n '$(PYTHON)' || { echo 'Please install Python 3.11 or later first: sudo apt-get install python3 python3-venv' >&2; exit 1; }
	@mkdir -p $(TOOLS)
	@test ! -f requirements-tools.lock || $(PYTHON) -m infra.environment $(TOOLS) requirements-tools.lock
	@touch $@

# --- the main job ---------------------------------------------------------------------------------------------------

.PHONY: run
run: environments ## the sample through the whole archive on this machine; the stack stays up (ARGS="--batch DIR", ARGS=--help)
	@$(BIN)/python -m infra.local $(ARGS)

.PHONY: sample
sample: environments ## only the sample: fifty invented dossiers in build/sample
	@$(BIN)/python -m infra.local.sample build/sample $(ARGS)

.PHONY: separators
separators: environments ## sheets to print and lay between the pieces of a dossier to scan (ARGS="--type 04.1 --copies 20", ARGS=--help)
	@$(BIN)/python -m infra.separators $(ARGS)

.PHONY: pictures
pictures: setup ## the two pictures of the README, drawn anew from the pages (docs/images)
	@$(BIN)/python tests/web/screens.py --pictures

.PHONY: prepare
prepare: environments ## the scanning room's program, which checks folders before the sync: a wheel for pip or pipx in dist/
	@$(BIN)/python -m infra.prepare.wheel

# --- the gate -------------------------------------------------------------------------------------------------------

.PHONY: test
test: setup check ## everything: check, integration, packaging, the whole stack (about 17 minutes on 2 cores)
	@$(MAKE) --jobs=3 --output-sync=line test-parts test-house test-stacks test-web
	@$(BIN)/python -m tests.shared_data

# Three at a time: local stacks mostly wait for their own processes; the pages are tried when one of the others has ended.
.PHONY: test-parts test-house test-stacks test-web
test-parts:
	$(PYTEST) $(IN_ORDER) $(WHOLE)
test-house:
	$(STACK_PYTEST) -m house tests/e2e
test-stacks:
	$(STACK_PYTEST) -m 'not house and not slow' tests/e2e
test-web:
	$(PYTEST) --numprocesses 3 --dist loadfile tests/web

.PHONY: check
check: environments ## the fast loop: lint, format, types, imports, unit and contract tests (under three minutes)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	@$(MAKE) --jobs=2 --output-sync=line check-code check-tests

# Types and imports are checked by one process each, beside the tests.
.PHONY: check-code check-tests
check-code:
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
check-tests:
	$(PYTEST) $(IN_ORDER) --doctest-modules $(QUICK) chalicelib infra/local/sample infra/local/run infra/administration infra/*.py web

.PHONY: campaign
campaign: environments ## every call to AWS with every fault, for MINUTES (15) on all cores; it prints its SEED, which repeats it
	@$(BIN)/python -m tests.faults.campaign --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

.PHONY: courses
courses: setup ## the half-day courses of docs/formation, all of them, played from their text on a local stack (six minutes)
	$(STACK_PYTEST) tests/e2e/test_courses.py

.PHONY: format
format: environments ## let ruff mend what it can
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format

.PHONY: bench
bench: environments ## the speed of the sample against the reader alone, printed (minutes)
	$(BIN)/python -m benchmarks.batch $(ARGS)

.PHONY: roadmap
roadmap: environments ## every figure of the ministry's roadmap, and docs/feuille-de-route.md written anew (ARGS="--plan FILE", ARGS=--help)
	@$(BIN)/python -m benchmarks.roadmap_document $(ARGS)

# --- the way out ----------------------------------------------------------------------------------------------------

.PHONY: package
package: environments ## what is deployed: build/STAGE/{template.json,administration.json,deployment.zip}
	$(BIN)/python -m infra.package --stage $(STAGE) $(ARGS)

.PHONY: deploy
deploy: environments ## deploy to AWS: make deploy STAGE=prod (see docs/deploiement.md)
	@test '$(origin STAGE)' = 'command line' || { echo 'Say which stage: make deploy STAGE=prod' >&2; exit 1; }
	$(BIN)/python -m infra.deploy --stage $(STAGE) $(ARGS)

# --- upkeep ---------------------------------------------------------------------------------------------------------

LOCK = UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate $(ARGS)

.PHONY: lock
lock: environments ## write the locks again from pyproject.toml (ARGS=--upgrade for the newest of everything)
	$(LOCK) --python-version 3.11 --group dev pyproject.toml --output-file requirements.lock
	test ! -f requirements-tools.in || $(LOCK) --python-version 3.11 requirements-tools.in --output-file requirements-tools.lock

.PHONY: clean
clean: ## take away what can be made again; the local archive (.local) and the environments stay
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find app.py chalicelib functions infra tests benchmarks -name __pycache__ -prune -exec rm -rf {} +
