# Batea's commands. `make` alone lists them. Needed: Python 3.11 or 3.12, git, make and the package registries.
PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3 python,$(if $(shell $(name) -c 0 2>/dev/null && echo yes),$(name))))
HOST ?= 127.0.0.1
PORT ?= 8000
SERVE ?= 1
OUT ?= out
BIN := .venv/bin
UV = $(firstword $(wildcard $(BIN)/uv) uv)
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url $(if $(UPGRADE),--upgrade)

.DEFAULT_GOAL := help
.PHONY: help demo test lint types lock messages new-tool frontend benchmarks sbom clean base dev

help: ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: base ## install, load a country's case, write out/strategy.*, serve it (SERVE=0 stops before; HOST=, PORT=, OUT=)
	@$(BIN)/batea demo --out "$(OUT)" --host "$(HOST)" --port "$(PORT)" $(if $(filter 0 no,$(SERVE)),--no-serve)

test: dev ## every test on SQLite, on PostgreSQL and in a browser (ARGS="-k words", PARTS="sqlite postgresql journeys")
	@$(BIN)/python tools/test_machine.py $(if $(PARTS),--parts $(PARTS)) -- $(ARGS)

lint: dev ## form, imports, templates
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet src

types: dev ## types of the places without Django
	@$(BIN)/mypy

lock: dev ## resolve requirements/*.txt anew (UPGRADE=1 takes newer versions)
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) pyproject.toml --extra dev --constraint requirements/base.txt -o requirements/dev.txt
	@echo uv | $(COMPILE) - -o requirements/uv.txt
	@! grep -n '://' requirements/*.txt || { echo 'An address slipped into the requirements: see the lines above.'; exit 1; }

messages: dev ## collect the interface's words and compile the catalogues
	@$(BIN)/python tools/messages.py update

new-tool: dev ## write a working analysis tool to begin with (NAME=noise_survey)
	@$(BIN)/python tools/new_tool.py "$(NAME)"

frontend: ## rebuild the style sheet and scripts (needs Node 20; the built files are committed)
	cd frontend && npm ci --no-audit --no-fund && npm run build

benchmarks: dev ## measure Batea on this machine
	@$(BIN)/python -m benchmarks

sbom: dev ## bill of materials of what a release installs, CycloneDX, into out/
	@mkdir -p "$(OUT)"
	@$(BIN)/cyclonedx-py requirements --output-reproducible --of JSON -o "$(OUT)/batea-sbom.json" requirements/base.txt
	@echo "$(OUT)/batea-sbom.json"

clean: ## remove what can be made again (keeps data/ and .venv/)
	rm -rf out .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis test-results frontend/node_modules
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

base dev:
	@$(or $(PYTHON),$(error Batea needs Python 3.11 or 3.12. On Debian or Ubuntu: sudo apt-get install python3.11 python3.11-venv)) tools/bootstrap.py $@
