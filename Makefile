# Two commands: `make run` shows the demonstration, `make test` runs every test. Each sets up what it needs.

SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin

.PHONY: help run demo-reset test check format setup bench soak pictures lock

help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' Makefile | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Install the pinned packages into .venv, and nothing else
	@tools/setup.sh requirements.txt requirements-dev.txt

run: ## Show the demonstration on http://127.0.0.1:8000
	@tools/setup.sh requirements.txt
	@exec $(BIN)/python -m tools.demo

demo-reset: ## Forget the demonstration's data; the next `make run` starts afresh
	@tools/setup.sh requirements.txt
	@$(BIN)/python -m tools.demo reset

test: setup ## Run every test, on SQLite and PostgreSQL and in a real browser
	@tools/test.sh

check: setup ## Formatting, lint, types, direction of imports, guard tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint cdop/templates --lint --quiet
	@$(BIN)/python -m pytest tests/guards

format: setup ## Put the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: setup ## Measure beside hand-written SQL and a bare page, as ratios
	@PYTHONHASHSEED=0 $(BIN)/python -m bench $(PARTS)

soak: setup ## The long tests: more examples, kill -9, long load, and every verb and page on both databases
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n 2 -rP tests/soak tests/rules tests/queries tests/documents
	@$(BIN)/python -m pytest --on-both -n 2 tests/services tests/web

pictures: setup ## Take the README's pictures from a demonstration that runs
	@$(BIN)/python -m tools.pictures "$$(tools/browser.sh)"

lock: setup ## Pin again what requirements.in and requirements-dev.in name
	@tools/lock.sh
