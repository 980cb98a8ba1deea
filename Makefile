# One word for each thing to do. The work is done by `course` and pytest, which run without make as well.
PYTHON ?= python3
# First on PATH, because nbgrader looks for `alembic` there.
RUN := PATH="$(CURDIR)/.venv/bin:$$PATH"
# Python may keep what it compiled: the tests start it many times, and some systems forbid that.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo lab build kit figures site test test-all lint bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: .venv/stamp ## build the course, hand in a class, grade it and show the table
	@$(RUN) course demo

lab: .venv/stamp ## open the course's start page in JupyterLab (your copies are in work/)
	@$(RUN) course lab

build: .venv/stamp ## make release/ and notebooks/ from source/
	@$(RUN) course build

kit: build ## make the zip to hand to students, in dist/
	@$(RUN) course kit

figures: .venv/stamp ## put all figures of the chapters on one page, dist/figures.html, to be looked at
	@$(RUN) course figures

site: .venv/stamp ## make the site to read, in dist/site (SOLUTIONS=1: with the answers, in dist/site-with-solutions)
	@$(RUN) course site $(if $(SOLUTIONS),--solutions)

test: lint ## lint, then run the tests (at most 10 minutes on two cores)
	@$(RUN) pytest -n 2 -q $(TESTS)

# What takes longer, or needs a server (PostgreSQL), a browser (Chromium), a cluster (Dask, in this machine) or several users (root).
test-all: test ## run the tests and the long ones (at most an hour; needs Chromium and PostgreSQL)
	@$(RUN) pytest -n 2 -q tests/long tests/claims

lint: .venv/stamp ## check the code's style and format
	@$(RUN) ruff check
	@$(RUN) ruff format --check

bench: .venv/stamp ## run the benchmarks that need no answers, one after the other
	@for script in benchmarks/network.py benchmarks/grading.py; do echo "== $$script"; $(RUN) python "$$script" || exit 1; done

lock: .venv/stamp ## write requirements.lock again after a change of pyproject.toml (UPGRADE=1: with the newest versions)
	$(RUN) UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile pyproject.toml --universal --generate-hashes --extra dev \
		$(if $(UPGRADE),--upgrade) --quiet --output-file requirements.lock
	$(RUN); for name in hub students; do UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile deploy/jupyterhub/$$name.in --constraint requirements.lock \
		--universal --python-version 3.11 --generate-hashes $(if $(UPGRADE),--upgrade) --quiet --output-file deploy/jupyterhub/$$name.lock || exit 1; done

clean: ## remove .venv, demo/ and caches; never work/, submissions or a gradebook of yours
	rm -rf .venv demo dist .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# .venv belongs to this rule: it is made from nothing whenever the lock or the project changed. pip brings only uv, whose
# version and hashes are those in the lock; uv brings the rest in seconds, where pip takes a minute.
# Compiled at once, the packages import in a third of the time, also where Python may not write beside them.
.venv/stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "$(PYTHON) is not Python 3.11 or newer. Install one and name it: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make a virtual environment. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making .venv from requirements.lock (half a minute or so)"
	@$(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/# via/p' requirements.lock > .venv/uv.txt
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@.venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements.lock
	@.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
	@touch $@
