# The few commands to know. `make demo` and `make test` do all the set-up themselves.
# A fresh machine needs Python >= 3.11 (with venv), make and git, nothing else.

PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
UV_VERSION := 0.13.8
PORT ?= 8000
BIN := .venv/bin
export UV_PYTHON_DOWNLOADS := never

.PHONY: setup demo test test-thorough test-postgres check lint format types imports docs messages schemas examples golden bench bench-site fuzz lock clean

setup: .venv/.ready

# uv comes from the package index when the machine does not have it.
.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# The lock file pins every package by hash and names no server: it installs from whatever index the machine is set to use.
.venv/.ready: requirements.lock pyproject.toml tools/hatch_build.py $(wildcard assets/*.json examples/*.docx src/jiheng/locale/*/LC_MESSAGES/*.po src/jiheng/web/locale/*/LC_MESSAGES/*.po) | $(filter .tools/bin/uv,$(UV))
	test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip sync --quiet --require-hashes --python $(BIN)/python requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable fonts
	touch $@

demo: setup  ## read and check the example documents, then run the site with demo data (PORT=8000) until Ctrl+C
	$(BIN)/jiheng read --format table examples/云溪经济开发区2025年绩效目标.docx
	@echo
	$(BIN)/jiheng check examples/云溪经济开发区2025年绩效目标.docx || test $$? -eq 1  # 1: there are findings
	@echo
	$(BIN)/jiheng serve --demo --data .demo --port $(PORT) $(if $(CI),--check)  # where nobody watches it stops once it is up

test: setup
	$(BIN)/pytest --numprocesses auto

test-thorough: setup  ## all cases of the long tables, of which make test takes a sample
	JIHENG_THOROUGH=1 $(BIN)/pytest --numprocesses auto

test-postgres: setup  ## the site's tests on a private PostgreSQL server, which they start (its programs must be installed)
	JIHENG_TEST_POSTGRES=1 $(BIN)/pytest tests/web

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

check: lint types imports docs

messages: setup  ## collect new messages into the catalogue and compile it
	$(BIN)/python tools/messages.py
	$(BIN)/python tools/site_messages.py

schemas: setup  ## regenerate the JSON Schemas of the command's output
	$(BIN)/python tools/schemas.py

examples: setup  ## make the example documents again
	$(BIN)/python examples/make.py

golden: setup  ## write the golden files anew; look at the difference before you commit it
	JIHENG_GOLDEN=1 $(BIN)/pytest --quiet tests/reports tests/writers tests/forms

bench: setup $(filter .tools/bin/uv,$(UV))  ## measured against what users would pick instead, in one run
	$(BIN)/python benchmarks/run.py
	$(BIN)/python benchmarks/scanned.py --pages 4 --peers
	$(BIN)/python benchmarks/site/bench.py

bench-site: setup  ## the site with the data of a large city, on both databases; PostgreSQL's programs must be installed
	$(BIN)/python benchmarks/site/bench.py

fuzz: setup  ## damaged files of every format, 20,000 of them, read in parallel and under watch
	$(BIN)/python -m tests.fuzz

lock: $(filter .tools/bin/uv,$(UV))
	$(UV) pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .tools site build dist
