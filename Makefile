# make site      the environment, then the built and checked book
# make pdf       the whole book as a tagged PDF, _build/pdf
# make epub      the same as an EPUB, _build/epub
# make lab       JupyterLab, where numbers are live; make lab CHAPTER=NAME opens one chapter
# make test      the environment, then every check and test
# make serve     the book while it is written: rebuilt on each save, shown on this machine alone
# make verify    every chapter executed twice, every check, the reports, and an audit of the built book
# make release   a version frozen for archives and the web: make release VERSION=1.2.0
# make mutants   proof that verification notices damage: make mutants SEED=7 N=300
# make docs      the documentation of the engine, _build/docs
# make hooks     before each commit of yours: style, spelling, lint; and diffs of notebooks that people can read
# make bench     how fast, beside peers, in one run; make bench ONLY=site measures one part (verification, growth, site, respondents, serve)
# Everything installed comes from the hashed lock, requirements.txt.
PYTHON ?= python3
SEED ?= 1
N ?= 300
RUNS ?= 5
BIN := .venv/bin
SCHEMA := $(BIN)/check-jsonschema --quiet --builtin-schema

.PHONY: site pdf epub serve test verify release mutants docs bench lint hooks lab lock clean
.DEFAULT_GOAL := site

site: .venv/.ready
	@./scripts/pango
	@$(BIN)/livepaper build

pdf: .venv/.ready
	@./scripts/pango
	@$(BIN)/livepaper pdf

epub: .venv/.ready
	@$(BIN)/livepaper epub

serve: .venv/.ready
	@$(BIN)/livepaper serve

test: .venv/.ready lint
	@./scripts/browser
	@./scripts/pango
	@./scripts/java
	@$(BIN)/pytest -n 2 --dist loadgroup

verify: site
	@$(BIN)/livepaper verify --twice
	@$(BIN)/livepaper audit

mutants: site
	@$(BIN)/python -m tests.mutation --seed $(SEED) --count $(N)

release: .venv/.ready
	@./scripts/pango
	@$(BIN)/livepaper release -- "$$VERSION"

docs: .venv/.ready
	@$(BIN)/python -m sphinx -W --keep-going -q -d _build/docs/.doctrees docs _build/docs
	@echo "The documentation is ready: _build/docs/index.html"

bench: .venv/.ready
	@./scripts/browser
	@$(BIN)/python -m benchmarks --runs $(RUNS) $(if $(ONLY),--only $(ONLY))

lint: .venv/.ready
	@echo "Checking style, types and the order of modules"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@BIN=$(BIN) ./scripts/strip --verify index.ipynb chapters/*.ipynb
	@$(BIN)/codespell
	@$(BIN)/livepaper lint
	@$(SCHEMA) vendor.citation-file-format CITATION.cff
	@$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	@$(SCHEMA) custom.github-workflows-require-timeout .github/workflows/*.yml
	@$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml
	@$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(SCHEMA) vendor.dependabot .github/dependabot.yml

hooks: .venv/.ready
	@./scripts/hooks

lab: .venv/.ready
	@$(BIN)/livepaper lab $(CHAPTER)

lock: .venv/.ready
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --all-extras pyproject.toml -o requirements.txt

.venv/.ready: requirements.txt pyproject.toml
	@./scripts/environment "$(PYTHON)"

clean:
	rm -rf _build
