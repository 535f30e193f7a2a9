.DEFAULT_GOAL := help
.PHONY: help setup build generate demo serve test test-fast lint format gas bench lock clean

SHELL := /bin/sh
BIN := $(CURDIR)/.venv/bin
PYTHON := $(BIN)/python
NODE_BIN := $(CURDIR)/node_modules/.bin
SOLIDITY := 'contracts/**/*.sol'

# brownie looks for ganache-cli and anvil on PATH, py-solc-x for the compiler in this folder.
export PATH := $(BIN):$(NODE_BIN):$(PATH)
export SOLCX_BINARY_PATH := $(CURDIR)/toolchain

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install everything the locks name (safe to run again)
	@scripts/setup.sh

build: setup generate ## Compile the contracts, generate what follows from them, build the page
	@if [ -f dapp/package-lock.json ]; then npm --prefix dapp run --silent build; fi

generate: setup
	@$(PYTHON) -m commonweal.runtime.artifacts
	@$(PYTHON) scripts/generate.py

demo: build ## Start a local chain, train models on it, serve the page
	@$(BIN)/commonweal demo

serve: build ## Serve the page and the API
	@$(BIN)/commonweal serve

test: setup ## Run every check, from style to the browser
	@$(PYTHON) scripts/test.py

test-fast: setup ## Run the checks that take seconds
	@$(PYTHON) scripts/test.py --fast

lint: setup ## Check style, types and layers
	@$(PYTHON) scripts/test.py python-style python-types python-layers solidity-style

format: setup ## Format Python and Solidity
	@$(PYTHON) -m ruff check --fix --quiet .
	@$(PYTHON) -m ruff format --quiet .
	@prettier --write --log-level warn $(SOLIDITY)

gas: setup ## Reproduce the gas table of the README
	@$(PYTHON) scripts/gas.py

bench: setup ## Measure the speed, into build/bench.json
	@$(PYTHON) scripts/bench.py

lock: setup ## Lock all dependencies anew
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
		--custom-compile-command 'make lock' --extra dev --output-file requirements.lock pyproject.toml
	@npm install --package-lock-only --ignore-scripts --loglevel=error
	@if [ -f dapp/package-lock.json ]; then \
		npm --prefix dapp install --package-lock-only --ignore-scripts --loglevel=error; fi
	@scripts/setup.sh

clean: ## Remove what was built (not what was installed)
	@rm -rf build dapp/dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
