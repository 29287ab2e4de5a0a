# make site   the environment, then the built and checked book
# make test   the environment, then every check and test
# Everything installed comes from the hashed lock, requirements.txt.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: site test lint lab lock clean
.DEFAULT_GOAL := site

site: .venv/.ready
	@$(BIN)/livepaper build

test: .venv/.ready lint
	@./scripts/browser
	@$(BIN)/pytest -n 2 --dist loadgroup

lint: .venv/.ready
	@echo "Checking style, types and the order of modules"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/nbstripout --verify index.ipynb chapters/*.ipynb

lab: .venv/.ready
	@$(BIN)/jupyter lab

lock: .venv/.ready
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras pyproject.toml -o requirements.txt

.venv/.ready: requirements.txt pyproject.toml
	@./scripts/environment "$(PYTHON)"

clean:
	rm -rf _build
