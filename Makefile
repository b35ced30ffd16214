# Everything is done from here: `make serve` opens the atlas, `make test` proves it, `make release FROM=…` rebuilds its data.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8050
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes
SERVE  := $(VENV)/.serve.installed
ALL    := $(VENV)/.all.installed

.DEFAULT_GOAL := help
.PHONY: help serve test check unit release bench docs lock browser clean

help:  ## say what each target does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

serve: $(SERVE)  ## open the atlas at http://127.0.0.1:8050 on the embedded release
	$(BIN)/python -m app --port $(PORT)

test: $(ALL) browser check unit  ## lint, types, import contracts and every test

check: $(ALL)  ## lint, format, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright --level error
	$(BIN)/lint-imports

unit: $(ALL)  ## every test; screenshots are left in test-artefacts/
	$(BIN)/python -m pytest -n 2 --dist loadfile

release: $(ALL)  ## rebuild the release from official files: make release FROM=path/to/files
	@test -n "$(FROM)" || { echo "Say where the official files are: make release FROM=path/to/files (docs/data-sources.md lists them)"; exit 2; }
	$(BIN)/python -m etl build --from "$(FROM)" --out data/releases --embed geodata

bench: $(ALL) browser  ## measure bytes, requests, ratios, memory and the build; prints one table
	$(BIN)/python -m benchmarks $(if $(FROM),--from "$(FROM)")

docs: $(ALL)  ## regenerate docs/indicators.md and docs/data-sources.md
	$(BIN)/python -m etl docs

lock:  ## pin every dependency again, with hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o locks/serve.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --all-extras -c locks/serve.txt pyproject.toml -o locks/all.txt

browser:  ## find or install what tests drive: Chromium, nginx, LibreOffice, poppler
	@bash tests/browser/install-browser.sh $(BIN)/python

clean:  ## remove what can be made again
	rm -rf $(VENV) data/cache test-artefacts .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=…"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(SERVE): locks/serve.txt | $(VENV)/bin/python
	$(PIP) -r locks/serve.txt
	@touch $@

$(ALL): locks/all.txt | $(VENV)/bin/python
	$(PIP) -r locks/all.txt
	@touch $@ $(SERVE)
