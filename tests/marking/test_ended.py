"""What is shown of a call that ended a worker is that call, whichever was waited for."""

import numpy as np
import pytest

from grader.course.load import load
from grader.marking.marker import Marker
from grader.preparation.prepare import prepare

from ..conftest import marked_by

# The second call of relu follows from what the first one gave, so it is not sent ahead: it waits
# for those of row_means, which are.
CHECKS = '''\
@check("row_means", points=1, kind="example", public=True, hint="x", kills_nothing="a test's own")
def row_means_of_roots(student, ref):
    """relu and then row_means."""
    X = np.sqrt([[2.0, 3.0, 5.0]])
    found = student.relu(X)
    close(student.relu(array(found, X.shape) / 3), X / 3)
    close(student.row_means(X), X.mean(axis=1, keepdims=True))
    close(student.row_means(found), X.mean(axis=1, keepdims=True))


@check("row_means", points=1, kind="property", hint="x", kills_nothing="a test's own")
@given(tables(), examples=12)
def row_means_after_relu(student, ref, X):
    """relu and then row_means, of many."""
    found = array(student.relu(X), X.shape)
    close(student.relu(found / 3), ref.relu(X) / 3)
    close(student.row_means(X), ref.row_means(X))'''
OWN = '@check("row_means", points=2'
ENDS = {
    "time": ("while {}: pass", "timed_out"),
    "memory": ("if {}: bytearray(1 << 40)", "out_of_memory"),
    "an exit": ("if {}: import os; os._exit(0)", "died"),
}


@pytest.fixture(scope="module")
def mark(tiny, sandbox, tmp_path_factory):
    spec = tiny.ASSIGNMENT.replace("points = 9", "points = 11").replace("points = 2", "points = 4")
    files = {
        "assignments/tiny/checks.py": tiny.CHECKS.replace(OWN, f"{CHECKS}\n\n{OWN}"),
        "assignments/tiny/assignment.toml": spec.replace(
            "call_seconds = 2.0", "call_seconds = 0.5"
        ),
    }
    home = tiny.write_tiny_course(tmp_path_factory.mktemp("course"), files)
    return marked_by(Marker(prepare(load(home, "tiny")), sandbox, mends=False), "tiny")


@pytest.fixture
def ended(mark, tiny):
    """The results of row_means by check, where its function begins so."""

    def results(line):
        body = "return relu(x).mean(axis=1, keepdims=True)"
        report = mark(tiny.SOLUTION.replace(body, f"{line}\n    {body}"))
        return {one.id: one for one in report.exercises[2].checks}

    return results


def given_to(shown):
    """What the shown call gets."""
    named = {name: eval(value, {"np": np}) for name, value in shown.inputs.items()}
    return eval(shown.call, {"np": np, "row_means": lambda x: x}, named)


@pytest.mark.parametrize("end", ENDS)
def test_the_call_that_ended_a_worker_is_shown_whichever_was_waited_for(end, ended):
    line, verdict = ENDS[end]
    first = ended(line.format("True"))["row_means_of_roots"]
    assert first.verdict == verdict
    assert np.array_equal(given_to(first.counterexample), np.sqrt([[2.0, 3.0, 5.0]]))
    if end == "time":
        assert first.message.startswith("row_means did not come back within 0.5 s")


def test_a_call_of_a_later_example_is_shown_with_its_own_input(ended):
    found = ended("while len(x) == 3: pass")
    assert found["row_means_of_roots"].verdict == "passed"
    late = found["row_means_after_relu"]
    assert (late.verdict, late.counterexample.call) == ("timed_out", "row_means(X)")
    assert len(given_to(late.counterexample)) == 3
    assert late.message.startswith("row_means did not come back within 0.5 s")


def test_a_call_that_was_handed_a_result_is_shown_with_it(ended):
    found = ended(
        "global calls; calls = calls + 1 if 'calls' in globals() else 1\n    while calls == 2: pass"
    )
    first = found["row_means_of_roots"]
    assert first.verdict == "timed_out"
    assert np.array_equal(given_to(first.counterexample), np.sqrt([[2.0, 3.0, 5.0]]))
