"""However work is handed in, it has the same marks: as a script, a notebook, an exported one, with
demos below it and modules above it that are not there.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.marking import Marker, Remembered, Store
from grader.preparation.kept import prepare_once
from grader.preparation.prepare import prepare
from grader.sandbox import Limits, Sandbox
from grader.statements import first_line
from grader.submissions import Expected, read_source

ROOT = Path(__file__).resolve().parents[2]
GROUP = pytest.mark.xdist_group("forms")
ABOVE = """\
import matplotlib.pyplot as plt
import tensorflow as tf
from sklearn.model_selection import train_test_split
from course_utils import *
from torch import nn
try:
    import cupy as xp
except ImportError:
    xp = None

figure, axes = plt.subplots(2)
kept, *others = train_test_split(range(3))
major = int(tf.__version__.split(".")[0])
if tf.constant([1])[0] > 0:
    print("there")


class Net(nn.Module):
    @tf.function
    def call(self, inputs):
        return super().call(inputs)


with tf.device("/cpu:0"):
    pass
"""
BELOW = """\
import sys
for name in [*dir()]:
    print(name)
data = open("measurements.csv").read()
W, b, costs = None, 0.0, []
for epoch in range(10**9):
    costs.append(epoch)
plt.plot(costs)
answer = input("go on? ")
assert answer == "yes"
sys.exit(1)
"""


def cells_of(source: str) -> list[str]:
    """A cell for each top-level statement, with what stands before it."""
    lines = source.split("\n")
    starts = [first_line(statement) - 1 for statement in ast.parse(source).body]
    ends = [*starts[1:], len(lines)]
    starts[:1] = [0]
    return ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def notebook(*cells: str) -> str:
    made = [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells]
    made.insert(1, {"cell_type": "markdown", "source": "## Next", "metadata": {}})
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made})


def exported(source: str) -> str:
    head = "#!/usr/bin/env python\n# coding: utf-8\n\nget_ipython().system('pip install numpy')\n"
    return head + "\n".join(f"\n# In[{n}]:\n\n{cell}" for n, cell in enumerate(cells_of(source)))


FORMS = {
    "a notebook": lambda source: ("ipynb", notebook(*cells_of(source))),
    "a notebook with demos": lambda source: (
        "ipynb",
        notebook("%matplotlib inline\n!pip install numpy", ABOVE, *cells_of(source), BELOW, "x?"),
    ),
    "a notebook under the name of a script": lambda source: ("py", notebook(*cells_of(source))),
    "an exported script": lambda source: ("py", exported(source)),
    "a script with lines of IPython": lambda source: ("py", f"%pylab\n!pwd\n{source}\n%time 3\n"),
    "modules above that are not there": lambda source: ("py", f"{ABOVE}\n{source}"),
    "demos below": lambda source: ("py", f"{source}\n\n{BELOW}"),
}


def right_and_wrong():
    """Sources of an assignment: the reference, other styles, known mistakes, the stub."""
    assignment = load(ROOT, "c1_logistic_regression")
    folder = ROOT / "assignments" / "c1_logistic_regression" / "accepted"
    yield "reference", assignment.reference
    handout = ROOT / "student_template" / "c1_logistic_regression"
    yield "stub", (handout / "logistic_regression.py").read_text()
    for path in sorted(folder.glob("*.py")):
        yield path.stem, path.read_text()
    for one in misconceptions_of(assignment)[::25]:
        yield one.id, one.source


SOURCES = dict(right_and_wrong())
FEW = {"reference", "stub", [*SOURCES][-1]}


@pytest.fixture(scope="module")
def mark(safe_rung, tmp_path_factory):
    assignment = load(ROOT, "c1_logistic_regression")
    folder = tmp_path_factory.mktemp("forms")
    with Sandbox(safe_rung, Limits(memory_bytes=1 << 30)) as sandbox:
        # What is loaded as it was in another form is known; what differs is run.
        marker = Marker(
            prepare(assignment), sandbox, remembered=Remembered(marked=Store()), mends=False
        )

        def marked(suffix, text):
            path = folder / f"logistic_regression.{suffix}"
            path.write_text(text)
            return marker.mark(read_source(path, Expected(assignment.slug, "logistic_regression")))

        yield marked


def marks(report):
    assert report.status == "graded", report.problem
    return {
        one.name: (one.score, [check.verdict for check in one.checks]) for one in report.exercises
    }


@pytest.mark.parametrize(
    "name",
    [pytest.param(one, marks=[] if one in FEW else [pytest.mark.course, GROUP]) for one in SOURCES],
)
def test_all_forms_have_the_same_marks(mark, name):
    plainly = marks(mark("py", SOURCES[name]))
    for form, made in FORMS.items():
        report = mark(*made(SOURCES[name]))
        assert marks(report) == plainly, form
        assert not any("left out: it" in note for note in report.notes), form
        assert report.held == (), form


def test_all_forms_of_the_course_s_own_work_have_the_same_marks(
    beside, lone_slug, safe_rung, tmp_path
):
    """Code that is loaded as it was in another form is not run again; what differs is."""
    assignment = load(ROOT, lone_slug)
    module, memory = assignment.spec.module, assignment.spec.limits.memory_mb << 20
    with Sandbox(safe_rung, Limits(memory_bytes=memory)) as box:
        marker = Marker(
            prepare_once(assignment), box, remembered=Remembered(marked=Store()), mends=False
        )

        def mark(suffix, text):
            path = tmp_path / f"{module}.{suffix}"
            path.write_text(text)
            return marks(marker.mark(read_source(path, Expected(assignment.slug, module))))

        for name, source in beside("works").works(assignment).items():
            plainly = mark("py", source)
            for form, made in FORMS.items():
                if "globals()" in source and "demos" in form:
                    continue  # it may reach anything, so that demos are run, and take their time
                assert mark(*made(source)) == plainly, (name, form)


SLIPPED = "\n\ndef predict(w, b, X):\n    A = sigmoid(w.T @ X + b)\nreturn A > 0.5\n"


def test_a_return_that_slipped_out_of_its_function_is_told(mark):
    report = mark("py", SOURCES["reference"] + SLIPPED)
    assert (report.status, report.problem) == ("graded", "")
    assert marks(report)["sigmoid"][0] == 2
    said = "begin the line as far in as the lines of its function"
    assert len([note for note in report.notes if said in note]) == 1


def test_an_import_is_told_with_its_cell(mark):
    report = mark("ipynb", notebook("import scipy", *cells_of(SOURCES["reference"])))
    assert any(note.startswith("scipy, imported in cell 1, line 1, ") for note in report.notes)
