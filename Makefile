# A bare machine needs python3 (3.11 or later) and make. Everything else comes into .venv, at locked versions.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.set-up
TOOLS := $(VENV)/tools
export PATH := $(PATH):$(abspath $(TOOLS))/usr/bin
MEMBERS := shared services/programme services/grants services/payments services/notifications audit cli
# What decides whether .venv is still right.
ORDERED := requirements/dev.txt pyproject.toml $(MEMBERS:%=%/pyproject.toml)

##@ Use

.PHONY: up
up: $(SETUP) ## start PostgreSQL, NATS and the four services, and wait until each is ready
	@$(BIN)/grosz up

.PHONY: down
down: $(SETUP) ## stop what `up` started; the data stays in .grosz
	@$(BIN)/grosz down

.PHONY: demo
demo: up ## play a whole programme year and check the figures
	@$(BIN)/grosz demo

##@ Check

.PHONY: test
test: $(SETUP) ## every test, on real servers
	@$(BIN)/python -m pytest

.PHONY: test-fast
test-fast: $(SETUP) ## the tests that need no server and no process
	@$(BIN)/python -m pytest -m "not slow"

.PHONY: lint
lint: $(SETUP) ## style, types, import rules, purity of the domain
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@deploy/monitoring/check.sh
	$(BIN)/python -m pytest -q -m "not slow" tests/deploy
	$(BIN)/python -m pytest -q tests/architecture

.PHONY: bench
bench: $(SETUP) ## measure the hot budget against rows and retries; BENCH="--json" and other options
	@$(BIN)/python -m bench $(BENCH)

##@ Maintain

.PHONY: setup
setup: $(SETUP) ## make .venv; the other targets do it when they need it

.PHONY: tools
tools: ## fetch promtool and prometheus for the checks of alerts, where that is possible without root
	@deploy/monitoring/tools.sh $(abspath $(TOOLS))

.PHONY: dashboards
dashboards: $(SETUP) ## write deploy/monitoring/dashboards/*.json anew from the code
	@$(BIN)/python -m deploy.monitoring.dashboards

.PHONY: manifests
manifests: $(SETUP) ## write the alerts anew as resources of Kubernetes
	@$(BIN)/python -m deploy.k8s.check.alerts

.PHONY: messages
messages: $(SETUP) ## write docs/contracts and the rights on the bus anew from the code
	$(BIN)/python -m shared.hosting.contracts docs/contracts programme grants payments notifications
	$(BIN)/python -m shared.hosting.rights cli/src/grosz/bus_rights.json programme grants payments notifications

# The index is taken from the environment (UV_INDEX_URL and its like) and never written down. Members are named as
# sources, so that a version range stands in one place only; the members themselves come from this tree.
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-package grosz-shared --no-emit-package grosz-audit

.PHONY: lock
lock: ## take the newest versions allowed and write requirements/*.txt with hashes
	@test -x $(BIN)/uv || { echo "make lock needs .venv; run: make setup" >&2; exit 2; }
	@for service in programme grants payments notifications; do echo "requirements/$$service.txt"; \
		$(LOCK) shared/pyproject.toml services/$$service/pyproject.toml requirements/$$service.in -o requirements/$$service.txt; done
	@echo requirements/build.txt
	@$(LOCK) requirements/build.in -o requirements/build.txt
	@echo requirements/audit.txt
	@$(LOCK) shared/pyproject.toml audit/pyproject.toml requirements/audit.in -o requirements/audit.txt
	@echo requirements/console.txt
	@$(LOCK) shared/pyproject.toml audit/pyproject.toml cli/pyproject.toml requirements/console.in -o requirements/console.txt
	@echo requirements/dev.txt
	@$(LOCK) $(MEMBERS:%=%/pyproject.toml) requirements/dev.in -o requirements/dev.txt

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The stamp is written last: an interrupted setup is done again.
$(SETUP): $(ORDERED)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Grosz needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "setting up $(VENV) (once, about a minute)"
	@rm -f $(SETUP)
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed; on Debian: apt install python3-venv" >&2; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation $(MEMBERS:%=-e ./%)
	@touch $(SETUP)
