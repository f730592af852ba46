"""What all submissions share must not be changed by a check."""

import pytest

from grader.course.load import load
from grader.preparation.prepare import CHANGES, prepare

CHECK = '''\
import numpy as np

from grader.authoring import check, close, draw, given


@check("relu", points=4, kind="reference", hint="Compare each entry with 0.")
@given(draw.drawn(sizes={"n": (1, 4)}, X=draw.normal("n"), P=lambda *_: {"X": [1.0, 2.0]}),
       examples=3)
def relu_is_the_larger(student, ref, X, P):
    """relu(x) is the larger of x and 0."""
    kept = {"two": ref.relu(X), "three": [ref.relu(X)]}
    pair = ref.row_means(X)
    BODY
    close(student.relu(X), ref.relu(X))


@check("relu_backward", points=3, kind="reference", hint="Look.")
def relu_backward_of_one(student, ref):
    """It is 1 above 0."""
    close(student.relu_backward(np.ones(1), np.ones(1)), np.ones(1))


@check("row_means", points=2, kind="reference", hint="Look.")
def row_means_of_one(student, ref):
    """The mean of one number."""
    close(student.row_means(np.ones((1, 1)))[1]["mean"], 1.0)
'''
ROW_MEANS = "return relu(x).mean(axis=1, keepdims=True)"


@pytest.fixture
def prepared_with(tiny, tmp_path):
    """The tiny assignment, prepared, its first check with that body."""

    def build(body, drawn=None):
        text = CHECK.replace("BODY", body)
        if drawn is not None:
            assert text.count(drawn[0]) == 1
            names = [part.partition("=")[0] for part in drawn[1].split(", ") if "=lambda" in part]
            text = text.replace(*drawn).replace("ref, X, P)", f"ref, X, {', '.join(names)})")
        solution = tiny.SOLUTION.replace(ROW_MEANS, 'return [x + 0, {"mean": np.mean(x)}]')
        checks = {
            "assignments/tiny/checks.py": text,
            "solutions/tiny.py": solution,
            "assignments/tiny/misconceptions.toml": None,
        }
        return prepare(load(tiny.write_tiny_course(tmp_path, checks), "tiny"))

    return build


@pytest.mark.parametrize(
    "body",
    [
        'P["X"] = 1',
        'P["X"][0] = 3.0',
        'P["X"].append(3.0)',
        'P["more"] = 3.0',
        'del P["X"]',
        'pair[1]["mean"] = pair[1]["mean"] + 1',
        "pair[0] = X + 1",
        "pair.pop()",
        "pair[:] = pair[::-1]",
    ],
)
def test_a_check_that_changes_what_all_share_is_broken(prepared_with, body):
    first, *others = prepared_with(body).checks
    assert CHANGES in first.fault
    assert not any(one.fault for one in others)


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "P = dict(P, X=1)",
        'kept["two"] = kept["three"].pop()',
        "pair = [*pair, 1]",
        'P["X"][0] = P["X"][0]',
    ],
)
def test_a_check_may_change_what_is_its_own(prepared_with, body):
    assert not any(one.fault for one in prepared_with(body).checks)


def test_a_check_that_writes_into_a_shared_array_raises(prepared_with):
    assert "read-only" in prepared_with("X[0] = 1").checks[0].fault
    assert "read-only" in prepared_with("pair[0][0] = 1").checks[0].fault


@pytest.mark.parametrize(
    ("drawn", "which"),
    [
        ("A=lambda *_: np.array([1.0, np.nan])", "(its input A holds NaN)"),
        ("A=lambda *_: {'W': [0.0, float('nan')]}", "(its input A holds NaN)"),
        (
            "A=lambda *_: np.nan, B=lambda *_: (np.full(2, np.nan),)",
            "(its inputs A and B hold NaN)",
        ),
    ],
)
@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("close(student.relu(np.full(2, np.nan)), np.full(2, np.nan))", "fails on the reference: "),
        ("raise ValueError('no number')", "raised by its own fault: "),
    ],
)
def test_inputs_that_were_drawn_with_nan_are_told(prepared_with, drawn, which, body, says):
    strategy = 'P=lambda *_: {"X": [1.0, 2.0]}'
    first, *_ = prepared_with(body, (strategy, f"{strategy}, {drawn}")).checks
    assert first.fault.startswith(f"check relu_is_the_larger {which} {says}")


def test_inputs_without_nan_are_not_told(prepared_with):
    first, *_ = prepared_with("raise ValueError('no number')").checks
    assert first.fault.startswith("check relu_is_the_larger raised by its own fault: ")
