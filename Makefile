# `make demo` and `make test` each set up everything they need in .venv and do their work.
# Nothing but Python 3.11 or newer, pip and make is expected of the machine.

VENV := .venv
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# A class of so many students, over these of the five courses: `make demo STUDENTS=40` for a large class,
# `make demo COURSES="1 2 3 4 5"` for the whole of what they are asked.
STUDENTS ?= 6
COURSES ?= 1

.PHONY: demo test course prove prove-part hostile fuzz lint bench clean

demo: $(READY)
	rm -rf demo
	$(BIN)/grade sample demo/submissions --students $(STUDENTS) \
		$(foreach one,$(COURSES),-a 'c$(one)_*' -a '*_$(one)_*')
	$(BIN)/grade demo/submissions -o demo/reports
	@echo 'A larger class, over all courses: make demo STUDENTS=40 COURSES="1 2 3 4 5"'

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not course"

# What `make test` tries on one assignment, tried on all others.
course: $(READY)
	$(BIN)/python -m pytest -n auto --dist loadgroup -m course tests/assignments tests/marking

# Every assignment's checks, misconceptions and mutants, and right and wrong work in many people's
# handwriting: half a minute of processor time each.
PROOFS = GOLDEN=more $(BIN)/python -m pytest -n auto --dist loadgroup \
	tests/assignments/test_proof.py tests/assignments/test_notebooks.py \
	tests/marking/test_golden.py tests/marking/test_reuse_course.py \
	tests/marking/test_forms.py

prove: $(READY)
	PROVE=all $(PROOFS)

# The proofs of a quarter of the course and the rest of a sixteenth, another one at each commit: what
# has changed since it was proved fails `make test`, and this is for what a changed grader breaks.
prove-part: $(READY)
	TRY="$$($(BIN)/python tests/part.py 4)" PROVE="$$($(BIN)/python tests/part.py 16)" $(PROOFS)

# Submissions with bad intent, through the real command.
hostile: $(READY)
	$(BIN)/python -m pytest -n auto --override-ini addopts=--import-mode=importlib tests/hostile

# Both decoders of the wire against a hundred times as many drawn messages as the tests.
fuzz: $(READY)
	GRADUS_FUZZ=1 $(BIN)/python -m pytest -n auto tests/worker/test_wire.py tests/worker/test_worker.py tests/calls/test_student.py

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(READY)
	$(BIN)/python -m benchmarks
	$(BIN)/python -m benchmarks.alike
	$(BIN)/python -m benchmarks.course

# Some systems ship Python without the module that makes virtual environments whole.
$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name it with PYTHON=…"; exit 1; }
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV) && \
		$(PYTHON) -m pip install --quiet --target $(VENV).tools virtualenv && \
		PYTHONPATH=$(VENV).tools $(PYTHON) -m virtualenv --quiet $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,nbgrader]'
	touch $(READY)

clean:
	rm -rf $(VENV) $(VENV).tools demo reports
