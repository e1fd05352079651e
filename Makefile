# Two commands: `make run` opens the desk, `make test` proves that it works. Both set up .venv by themselves.
.DEFAULT_GOAL := help
.PHONY: help run demo test check format setup clean

VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
# The first Python that is new enough; a name that does not run is passed over.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

# Side by side run as many tests as there are processors, and one more, because many wait for a process or a deadline.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2) + 1 )))

define install
	@test -n "$(PYTHON)$(UV)" || { echo "Dateline needs Python 3.11 or newer." >&2; exit 2; }
	@echo "Setting up $(VENV) ($(1)) ..." >&2
	$(if $(UV),@$(UV) venv --quiet --allow-existing --python "$(or $(PYTHON),>=3.11)" $(VENV),@$(PYTHON) -m venv $(VENV))
	$(if $(UV),@$(UV) pip install --quiet --python $(BIN)/python --editable '$(1)',@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '$(1)')
	@touch $@
endef

help: ## Say what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/'

$(VENV)/.run: pyproject.toml
	$(call install,.)

$(VENV)/.dev: pyproject.toml
	$(call install,.[dev])
	@touch $(VENV)/.run

# Made here so that the first dispatch need not wait for it; without this the first poll makes it.
$(VENV)/.names: $(VENV)/.run
	@echo "Making the name index, once ..." >&2
	@$(BIN)/python -m tagger >&2
	@touch $@

run: $(VENV)/.names ## Open the desk on the default config
	@$(BIN)/dateline

demo: $(VENV)/.names ## Open the desk on a replayed day; needs no network
	@$(BIN)/dateline demo

check: $(VENV)/.dev ## Lint, format check and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# The name index that the tests share is made beside the checks: otherwise every worker would begin by making one.
# Many tests start programs, which is slow where Python may not keep what it compiled.
test: $(VENV)/.dev ## Everything: linters, types and all tests with coverage
	@XDG_CACHE_HOME="$(CURDIR)/.pytest_cache/d/dateline" $(BIN)/python -m tagger >&2 & \
		$(MAKE) --no-print-directory check; checked=$$?; wait; exit $$checked
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -q --numprocesses $(WORKERS) --dist worksteal \
		--cov --cov-report=term:skip-covered

format: $(VENV)/.dev ## Format the code and mend what a linter can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

setup: $(VENV)/.dev ## Set up .venv and the commit hooks
	@$(BIN)/pre-commit install

clean: ## Remove .venv and caches
	rm -rf $(VENV) build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
