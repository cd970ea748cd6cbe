# Troth: everything a developer does, one target each. `make help` explains them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
BIN := .venv/bin
READY := .venv/.ready
TOOLS := $(CURDIR)/.tools
SHARED ?= ../shared
REPOS ?= ../repos
JOBS ?= auto
PORT ?= 8000
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
# Tests start programs a thousand times: without bytecode each of them compiles all modules anew, a third of its start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup run test test.sqlite test.postgresql lint lint.types lint.style lint.imports lint.weaknesses tools rerecord check-toolchains measure bench mutants faults constant-judges coverage docs site screens lock clean

help: ## explain every target
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS=$$'\t' read -r name words; do \
		printf '  make %-16s %s\n' "$$name" "$$words"; done

setup: $(READY) ## make .venv with everything, and .venv/bin/troth

$(READY): requirements-dev.txt pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "Troth needs Python 3.11 or newer; none was found (set PYTHON=...)." >&2; exit 1; fi
	@$(PYTHON) -m venv .venv || { echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

run: setup ## check examples/harbour, then start the desk with example data and print address and login (PORT, default 8000)
	@mkdir -p build
	@$(BIN)/troth check examples/harbour --no-tools --json > build/harbour.json || [ $$? -eq 1 ]
	@$(BIN)/troth check examples/harbour --no-tools > build/harbour.txt || [ $$? -eq 1 ]
	@head -n 1 build/harbour.txt
	@echo "The whole check: build/harbour.txt, as JSON: build/harbour.json. Harbour breaks promises on purpose; its policy: examples/harbour/SECURITY.md"
	@echo
	@rm -rf build/desk
	@$(BIN)/troth-desk example load --data build/desk
	@echo "Control-C ends the desk; its data is in build/desk and is made anew by the next make run."
	@$(BIN)/troth-desk up --data build/desk --port $(PORT)

test: setup check-toolchains tools lint ## set everything up and run all tests
	@$(MAKE) --no-print-directory --jobs=2 test.sqlite test.postgresql

# Both at once: tests wait for servers, browsers and disks, and the last ones of a run keep one core alone.
# What the second one says is shown as it comes, a line at a time, and kept in build/tests-on-postgresql.txt.
test.sqlite: setup
	PATH="$(TOOLS)/bin:$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -q -n $(JOBS) --dist worksteal

test.postgresql: setup
	@mkdir -p build
	@bash -o pipefail -c "scripts/on_postgres.sh $(CURDIR)/$(BIN)/pytest -q -n $(JOBS) --dist worksteal -m 'not looks' tests/desk \
		--color=no -o cache_dir=build/pytest-postgresql 2>&1 | tee -i build/tests-on-postgresql.txt | sed -u 's/^/On PostgreSQL: /'"

check-toolchains:
	@for program in git go cargo gpg ssh-keygen; do command -v $$program >/dev/null || { \
		echo "make test runs the real tools: install git, Go, Rust, GnuPG and OpenSSH ($$program was not found)." >&2; exit 1; }; done

tools: setup ## install the tools that tests run, once, into .tools
	@scripts/install_tools.sh

rerecord: tools ## run every recorded command of the real tools again, write what they say (CHECK=1: compare only)
	PATH="$(TOOLS)/bin:$(CURDIR)/$(BIN):$$PATH" $(BIN)/python scripts/rerecord.py $(if $(CHECK),--check)

lint: setup ## ruff, mypy, import contracts, bandit, side by side
	@$(MAKE) --no-print-directory --jobs --output-sync=target lint.types lint.style lint.imports lint.weaknesses

lint.types: setup
	$(BIN)/mypy

lint.style: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint.imports: setup
	$(BIN)/lint-imports

lint.weaknesses: setup
	$(BIN)/bandit --quiet --recursive --severity-level medium src

measure: setup ## score reader, verdicts, orders of versions and inventory on real data (SHARED, REPOS)
	$(BIN)/python scripts/measure_versions.py $(SHARED)
	$(BIN)/python scripts/measure_advisories.py $(SHARED)
	$(BIN)/python scripts/measure_seeds.py $(SHARED)
	$(BIN)/python scripts/measure.py --shared $(SHARED) --repos $(REPOS)
	$(BIN)/python scripts/measure_inventory.py $(SHARED)

bench: setup tools ## print speed: start-up, ten times the files, policies read, advisories, peers, the desk with 100,000 cases (SHARED)
	$(BIN)/python bench/ratios.py
	$(BIN)/python bench/outputs.py
	$(BIN)/python bench/read_policies.py
	$(BIN)/python bench/advisory_index.py 100000
	$(BIN)/python bench/audit.py
	$(BIN)/python bench/html_report.py
	$(BIN)/python bench/vulnerable.py $(SHARED)
	$(BIN)/python bench/ledger.py
	scripts/on_postgres.sh $(CURDIR)/$(BIN)/python bench/ledger.py
	@missed=0; $(BIN)/python bench/desk.py || missed=$$?; \
		scripts/on_postgres.sh $(CURDIR)/$(BIN)/python bench/desk.py || missed=$$?; exit $$missed

mutants: setup ## break promises of golden trees one by one; every verdict must flip
	$(BIN)/python scripts/mutants.py

faults: setup ## kill processes of a desk three hundred times at random, on SQLite and on PostgreSQL; nothing may be lost
	$(BIN)/python scripts/faults.py
	scripts/on_postgres.sh $(CURDIR)/$(BIN)/python scripts/faults.py

constant-judges: setup ## replace each control by constants; tests must go red every time
	$(BIN)/python scripts/constant_judges.py

coverage: setup ## write docs/coverage.md: each clause of the two policies, its control, its test
	$(BIN)/python scripts/write_coverage.py

docs: setup coverage ## write the pages that come from the code, and build the site into build/site
	$(BIN)/python scripts/write_control_pages.py
	$(BIN)/python scripts/write_phrase_page.py
	$(BIN)/python scripts/write_inventory_page.py
	$(BIN)/python scripts/write_reference.py
	$(BIN)/python scripts/write_our_promises.py
	$(BIN)/python scripts/write_man_page.py
	$(BIN)/python scripts/build_site.py

site: docs ## build the site and serve it on this machine
	$(BIN)/python scripts/build_site.py --serve

screens: setup ## draw docs/check.svg, the report, and every page of the desk at 390 and 1280 px, light and dark (build/screens)
	$(BIN)/python scripts/draw_terminal.py
	$(BIN)/python scripts/screens.py
	$(BIN)/python scripts/screens_desk.py

lock: setup ## write requirements-dev.txt from what is installed
	(head -n 1 requirements-dev.txt; $(BIN)/python -m pip freeze --exclude troth --exclude-editable) > requirements-dev.new
	mv requirements-dev.new requirements-dev.txt

clean: ## remove .venv, .tools and caches
	rm -rf .venv .tools build .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
