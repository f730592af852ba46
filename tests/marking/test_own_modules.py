"""The student's own modules are there for the work, are looked at, and make it another work."""

from __future__ import annotations

import pytest

from grader.course.load import load
from grader.marking import Marker, Remembered, Store
from grader.preparation.prepare import prepare
from grader.sandbox import Limits, Sandbox
from grader.submissions import OwnModule, Submission

MAIN = """\
import numpy as np
from helpers import larger
import more.deep


def relu(x):
    return larger(x, 0.0)


def relu_backward(upstream, x):
    return upstream * (x > 0)


def row_means(x):
    return relu(x).mean(axis=1, keepdims=True)
"""
HELPERS = """\
import numpy as np
from zeros import ZERO

print(undefined)
np.save("somewhere.npy", np.zeros(3))


def larger(x, y):
    return np.maximum(x, y + ZERO)
"""


@pytest.fixture(scope="module")
def mark(safe_rung, tiny, tmp_path_factory):
    root = tiny.write_tiny_course(tmp_path_factory.mktemp("own"))
    prepared = prepare(load(root, "tiny"))
    store = Store()
    with Sandbox(safe_rung, Limits(memory_bytes=512 << 20)) as sandbox:
        marker = Marker(prepared, sandbox, remembered=Remembered(marked=store))

        def marked(source, **modules):
            own = tuple(OwnModule(name, text, f"{name}.py") for name, text in modules.items())
            return marker.mark(
                Submission(student="a", assignment="tiny", source=source, modules=own)
            )

        yield marked


def test_what_they_define_is_used_in_whatever_order_they_come(mark):
    report = mark(MAIN, helpers=HELPERS, zeros="ZERO = 0.0\n")
    assert report.score == report.max_score
    assert not any("helpers" in note for note in report.notes)


def test_another_helper_is_another_work(mark):
    right = mark(MAIN, helpers=HELPERS, zeros="ZERO = 0.0\n")
    wrong = mark(MAIN, helpers=HELPERS, zeros="ZERO = 1.0\n")
    assert wrong.score < right.score
    again = mark(MAIN, helpers=HELPERS, zeros="ZERO = 0.0\n")
    assert all(one.reused for one in again.exercises)
    assert again.score == right.score


def test_one_that_is_no_python_is_not_there(mark):
    report = mark(MAIN, helpers="def larger(:\n")
    assert report.status == "graded"
    assert 0 < report.score < report.max_score


def test_what_a_person_should_look_at_is_told_with_its_file(mark):
    report = mark(MAIN, helpers=f"import os\n{HELPERS}", zeros="ZERO = 0.0\n")
    assert "helpers.py, line 1 imports os" in report.held
