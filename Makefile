# make ask            sets everything up and answers a question from the sample reports
# make ask Q="..."    answers any question
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SECONDS ?= 600
Q ?= how many schools hired legal vice-principals
# Warnings and notices of the installer are not news to who asks a question.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: ask chat test check serve ocr fuzz fuzz-coverage audit audit-tools constraints clean

ask: $(VENV)/.installed
	@$(BIN)/reportbot --quiet index
	@$(BIN)/reportbot ask "$(Q)"

chat: $(VENV)/.installed
	@$(BIN)/reportbot --quiet index
	@$(BIN)/reportbot chat

serve: $(VENV)/.installed
	@$(BIN)/reportbot serve

test: $(VENV)/.installed
	@$(BIN)/python -m pytest

check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Reading scanned pages, which takes 200 MB more.
ocr: $(VENV)/.installed
	@$(PIP) install --require-hashes -r constraints-ocr.txt

# Reads 2,000 files damaged at random.
fuzz: $(VENV)/.installed
	@$(BIN)/python -m tests.fuzzing

# Made anew when what is to be installed changes; a failed installation leaves no mark.
$(VENV)/.installed: constraints-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "reportbot needs Python 3.11 or newer, %s is %s: make PYTHON=/path/to/python3.11" % (sys.executable, sys.version.split()[0]))'
	@echo "setting up $(VENV), once ..." >&2
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r constraints-dev.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# Runs the structure parser and the figure extractor with bytes that reach more and more of them.
fuzz-coverage: audit-tools
	@$(BIN)/python -m tests.fuzz_coverage -max_total_time=$(SECONDS) -timeout=20 -max_len=6000

# A list of what is installed (CycloneDX), and known vulnerabilities of it; fails where the database of
# vulnerabilities cannot be asked about a package.
audit: audit-tools
	@mkdir -p build
	@$(BIN)/cyclonedx-py requirements constraints.txt --of JSON -o build/sbom.json
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes -r constraints.txt

audit-tools: $(VENV)/.installed
	@$(PIP) install --require-hashes -r constraints-audit.txt

# Pins every dependency with its hashes; run when pyproject.toml asks for something new.
COMPILE = $(PYTHON) -m piptools compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header
constraints:
	$(COMPILE) --output-file constraints.txt --extra build --extra fast pyproject.toml
	$(COMPILE) --output-file constraints-dev.txt --extra dev pyproject.toml
	$(COMPILE) --output-file constraints-ocr.txt --extra dev --extra ocr pyproject.toml
	$(COMPILE) --output-file constraints-audit.txt --extra dev --extra audit pyproject.toml

clean:
	rm -rf $(VENV) data build *.egg-info .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
