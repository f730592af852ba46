"""What Python and NumPy complain of: the complaints that they make are understood."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from grader.diagnosis.meanings import meaning_at, meaning_of
from grader.reports.warnings import warning_words

A, B = np.ones((2, 3)), np.ones((2, 4))
NOTHING, THREE = None, 3


def undefined():
    return nowhere  # noqa: F821


def recursive(n):
    return recursive(n + 1)


def unbound(x):
    if x:
        y = 1
    return y


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: float(A), "an array with axes"),
        (lambda: [1, 2][A], "array with axes"),
        (lambda: A + B, "shapes don't fit"),
        (lambda: np.broadcast_to(A, (5, 5)), "shapes don't fit"),
        (lambda: A @ B, "matrix product"),
        (lambda: np.dot(A, B), "matrix product"),
        (lambda: bool(A > 0), "whole array"),
        (lambda: A.reshape(5), "number of entries"),
        (lambda: np.array([[1], [1, 2]]), "equally long"),
        (lambda: (lambda x, y: 0)(*[1, 2, 3]), "other arguments"),
        (lambda: dict([(1, 2, 3)]), ""),
        (lambda: NOTHING + A, "is None"),
        (lambda: NOTHING[0], "is None"),
        (lambda: NOTHING.T, "is None"),
        (lambda: [1] - [2], "np.asarray"),
        (lambda: -[1], "np.asarray"),
        (lambda: THREE(4), "that is none"),
        (undefined, "not defined there"),
        (lambda: recursive(0), "call itself without end, or once for each"),
        (lambda: unbound(0), "never gave it a value"),
        (lambda: {}["W1"], "key that it does not hold"),
        (lambda: A[5], "beyond the end"),
        (lambda: A[0, 0, 0], "beyond the end"),
        (lambda: 1 / 0, "divided by 0"),
        (lambda: np.exp("a"), "no number"),
        (lambda: A ^ 2, "^ is no power"),
        (lambda: A & A, "each comparison in brackets"),
        (lambda: math.exp(A), "np.exp, not math.exp"),
        (lambda: eval("np.exp(0)", {}), "`import numpy as np` must stand at the top"),
        (lambda: THREE.clip(0), "another value"),
        (lambda: np.sigmoid(0), "is it misspelt"),
    ],
)
def test_a_real_exception_is_understood(wrong, words):
    with pytest.raises(Exception) as caught:
        wrong()
    built_in = next(kind for kind in type(caught.value).__mro__ if kind.__module__ == "builtins")
    said = meaning_of(built_in.__name__, str(caught.value))
    assert words in said
    assert bool(said) == bool(words)


def test_unpacking_and_writing_are_understood():
    with pytest.raises(ValueError) as caught:
        _, _ = (1, 2, 3)
    assert "stand on the left" in meaning_of("ValueError", str(caught.value))
    fixed = np.ones(2)
    fixed.flags.writeable = False
    with pytest.raises(ValueError) as caught:
        fixed += 1
    assert "may not be written into" in meaning_of("ValueError", str(caught.value))


def test_of_other_exceptions_nothing_is_said():
    assert meaning_of("ValueError", "b must not be negative") == ""
    assert meaning_of("OSError", "could not be broadcast") == ""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: np.exp(np.array([1000.0])), "exp of more than about 709"),
        (lambda: np.array([1e300]) * 1e300, "became infinite"),
        (lambda: np.log(np.array([0.0])), "log(0) was taken"),
        (lambda: np.array([1.0]) / 0, "divided by 0"),
        (lambda: np.log(np.array([-1.0])), "log of a negative"),
        (lambda: np.sqrt(np.array([-1.0])), "root of a negative"),
        (lambda: np.array([-1.0]) ** 0.7, "no whole number"),
        (lambda: np.array([0.0]) / 0, "NaN came from"),
        (lambda: np.float64(1) / np.float64(0), "divided by 0"),
        (lambda: np.mean([]), "mean of no numbers"),
    ],
)
def test_a_real_warning_is_understood(wrong, words):
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn"):
        warnings.simplefilter("always")
        wrong()
    said = warning_words(f"{caught[0].message} (line 12)")
    assert words in said
    assert said.startswith("line 12: ")
    assert warning_words(str(caught[0].message)).startswith(str(caught[0].message).rstrip("."))


def test_a_warning_is_said_once():
    assert warning_words("a RuntimeWarning") == "a warning of another kind"
    assert warning_words("something else (cell 3, line 2)") == "cell 3, line 2: something else"


def test_what_is_not_there_when_work_is_marked_is_understood():
    told = meaning_of("ImportError", "scipy.special.expit is not available here")
    assert "do it with NumPy" in told
    assert "is it misspelt" in meaning_of("ImportError", "numpy.sigmoid is not available here")
    gone = meaning_of("AttributeError", "module 'numpy' has no attribute 'float'")
    assert gone == "NumPy has no np.float any more: write float instead."
    assert "A file is opened" in meaning_of("FileNotFoundError", "No such file: 'a.csv'")
    assert "input() waits" in meaning_of("EOFError", "EOF when reading a line")


def test_what_the_line_says_makes_it_plainer():
    with pytest.raises(TypeError) as caught:
        math.exp(A)
    meaning = meaning_of("TypeError", str(caught.value))
    assert meaning_at(meaning, "a = 1 / (1 + math.exp(-z))").startswith("math.exp takes one number")
    assert meaning_at(meaning, "return float(total)").startswith("float() makes one number")
    assert meaning_at(meaning, "return helper(z)") == meaning
    assert "np.maximum compares two arrays" in meaning_at(meaning, "return np.max(0, z)")
    assert "np.minimum compares two arrays" in meaning_at(meaning, "return np.amin(z, y)")
    assert meaning_at("Something is divided by 0.", "math.exp(z) / 0") == (
        "Something is divided by 0."
    )
