# Short names for what CONTRIBUTING.md says at length. Another Python: make PYTHON=python3 bench
PYTHON = .venv/bin/python

.PHONY: test lint docs pictures bench bench-medium bench-large peers-env bench-peers

test:
	$(PYTHON) -m pytest

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

docs:
	$(PYTHON) tools/docs.py

pictures: # of the guide; needs LibreOffice, Chromium and pdftoppm, and takes some minutes
	$(PYTHON) tools/pictures.py

bench:
	$(PYTHON) -m benchmarks.run --set small
	$(PYTHON) -m benchmarks.report benchmarks/results/small.jsonl

bench-medium:
	$(PYTHON) -m benchmarks.run --set medium
	$(PYTHON) -m benchmarks.report benchmarks/results/medium.jsonl

bench-large:
	$(PYTHON) -m benchmarks.run --set large
	$(PYTHON) -m benchmarks.report benchmarks/results/large.jsonl

peers-env:
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install -c constraints.txt -e . -r benchmarks/peers/requirements.txt
	npm install --prefix .venv-peers minizinc@4.5.1
	command -v minizinc || apt-get install -y minizinc

bench-peers:
	$(PYTHON) -m benchmarks.peers.compare
