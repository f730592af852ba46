"""Naming mistakes: only the one that behaves the same, and none when in doubt."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hypothesis_numpy

from grader.calls.call import Call, Handle, Made
from grader.calls.local import LocalCaller
from grader.course.load import load
from grader.diagnosis.agreement import ATOL, RTOL, same_value
from grader.diagnosis.misconceptions import (
    Behaviour,
    KnownMistakes,
    asked_of_functions,
    tried,
)
from grader.outcome import Died, Observation, OutOfMemory, StudentRaised, TimedOut
from grader.preparation.prepare import prepare
from grader.worker.wire import Op

pytestmark = pytest.mark.usefixtures("clean_modules")

NODE, OTHER_NODE = (Handle(i, f"an object of class C{i}", None) for i in (0, 1))
X = np.array([1.0, 2.0])

# Same answers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.5, 1.5),
        (1, 1.0),
        (np.float32(1.5), 1.5),
        (np.array(1.5), 1.5),
        (np.array([[1.5]]), 1.5),
        (X, X.copy()),
        (X, X.tolist()),
        (X, tuple(X.tolist())),
        (X, X.astype(np.float32)),
        (X, X * (1 + 1e-8)),
        ([1.0, X], (1.0, X)),
        ({"a": X}, {"a": X.tolist()}),
        ({"a": 1}, {"a": 1, "cache": "more"}),
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (float("nan"), float("nan")),
        ("text", "text"),
        (None, None),
        ([None, "a"], (None, "a")),
        ([], ()),
        ({}, {"a": 1}),
        (NODE, OTHER_NODE),
        (1j, 1j),
        (True, 1.0),
        ([[1, 2], [3, 4]], np.array([[1, 2], [3, 4]])),
    ],
)
def test_the_same_answer_in_another_form(one, other):
    assert same_value(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.5, 1.6),
        (1.0, -1.0),
        (1.0, 1.0 + 1e-4),
        (0.0, 1e-6),
        (X, X[::-1]),
        (X, X[:, None]),
        (X, X[None, :]),
        (np.ones(3), 1.0),
        (np.ones((2, 2)), np.ones(4)),
        (np.array([np.nan, 1.0]), np.array([1.0, np.nan])),
        (np.inf, -np.inf),
        (np.nan, 0.0),
        ("text", "Text"),
        ("1", 1),
        (None, 0),
        (None, "None"),
        (None, np.nan),
        ([1, 2], [1, 2, 3]),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, [1]),
        ({"a": 1}, 1),
        (NODE, 1.0),
        (1.0, NODE),
        ([NODE], [1.0]),
        (X, "text"),
        (X, [[1.0], [2.0, 3.0]]),
        ([1.0, None], [1.0, np.nan]),
        (X, None),
    ],
)
def test_another_answer(one, other):
    assert not same_value(one, other)


@pytest.mark.parametrize("value", [10**30, [10**30, 1], b"bytes", {"k": 10**400}])
def test_a_value_is_the_same_as_itself(value):
    assert same_value(value, value)


def test_comparing_gives_no_warnings():
    assert not same_value(np.array([np.inf, 1e308]), np.array([-np.inf, -1e308]))
    assert same_value(np.array([np.inf]), np.array([np.inf]))


# Naming


@pytest.fixture
def prepared(tiny_course):
    return prepare(load(tiny_course, "tiny"))


def failing(prepared, exercise, caller):
    """The ids of the exercise's checks that trusted code fails."""
    return [
        one.check.id
        for one in prepared.checks_of(exercise)
        if tried(prepared, one, caller)[0].failed
    ]


def behaviour_of(prepared, one, caller):
    """What trusted code does on a check that it fails."""
    return tried(prepared, one, caller)[1]


@pytest.fixture
def named(prepared):
    """What a submission's mistake in an exercise is called."""
    known = KnownMistakes(prepared, {})

    def name(exercise, changed_source, prepared=prepared, known=known):
        caller = LocalCaller(f"{prepared.assignment.reference}\n\n{changed_source}", "tiny_relu")
        failed = failing(prepared, exercise, caller)
        passed = {one.check.id for one in prepared.checks_of(exercise)} - set(failed)
        seen = {check: behaviour_of(prepared, prepared.check(check), caller) for check in failed}
        found = known.names(exercise, seen, passed)
        return " + ".join(one.id for one in found) or None

    return name


@pytest.mark.parametrize(
    ("exercise", "source", "found"),
    [
        ("relu", "def relu(x):\n    return abs(x)", "relu_is_abs"),
        ("relu", "def relu(x):\n    return np.sqrt(x * x)", "relu_is_abs"),
        ("relu", "def relu(x):\n    np.clip(x, 0, None, out=x)\n    return x", "relu_in_place"),
        (
            "relu_backward",
            "def relu_backward(upstream, x):\n    return np.where(x > 0, 1, 0)",
            "backward_without_upstream",
        ),
        (
            "row_means",
            "def row_means(x):\n    return np.maximum(x, 0).mean(0)[None]",
            "row_means_of_columns",
        ),
        ("relu", "def relu(x):\n    return -np.maximum(x, 0)", None),
        ("relu", "def relu(x):\n    raise ValueError", None),
        ("relu", "def relu(x):\n    return None", None),
        ("relu", "def relu(x):\n    return np.maximum(x, 0)", None),
        ("relu_backward", "def relu_backward(upstream, x):\n    return upstream", None),
        ("row_means", "def row_means(x):\n    return relu(x).mean(axis=1)", None),
    ],
)
def test_a_mistake_is_named_when_the_code_behaves_like_it(named, exercise, source, found):
    assert named(exercise, source) == found


def test_a_mistake_that_is_made_only_sometimes_is_another_one(named):
    source = "def relu(x):\n    return np.abs(x) if x.size > 3 else np.maximum(x, 0)"
    assert named("relu", source) is None


def test_a_mistake_of_another_exercise_is_not_named(prepared):
    known = KnownMistakes(prepared, {})
    caller = LocalCaller(
        prepared.assignment.reference.replace("np.maximum(x, 0.0)", "np.abs(x)"), "tiny_relu"
    )
    seen = {
        "relu_is_the_larger": behaviour_of(prepared, prepared.check("relu_is_the_larger"), caller)
    }
    assert [one.id for one in known.names("relu", seen, ())] == ["relu_is_abs"]
    assert known.names("row_means", seen, ()) == ()


def test_a_mistake_that_would_fail_a_passed_check_is_another_one(prepared):
    known = KnownMistakes(prepared, {})
    caller = LocalCaller(
        prepared.assignment.reference.replace("np.maximum(x, 0.0)", "np.abs(x)"), "tiny_relu"
    )
    seen = {
        "relu_is_the_larger": behaviour_of(prepared, prepared.check("relu_is_the_larger"), caller)
    }
    assert [one.id for one in known.names("relu", seen, {"relu_leaves_its_input"})] == [
        "relu_is_abs"
    ]
    assert known.names("relu", seen, {"relu_known_values"}) == ()


def test_nothing_is_named_without_a_failed_check(prepared):
    assert KnownMistakes(prepared, {}).names("relu", {}, ()) == ()
    empty = {"relu_is_the_larger": Behaviour(())}
    assert KnownMistakes(prepared, {}).names("relu", empty, ()) == ()


TWIN = """
[[misconception]]
id = "relu_is_root"
exercise = "relu"
says = "the same mistake, written otherwise"
hint = "Look again."
change = { old = "np.maximum(x, 0.0)", new = "np.sqrt(x * x)" }
"""

DICTS = """
[[misconception]]
id = "relu_is_a_dict"
exercise = "relu"
says = "a dict in place of an array"
hint = "What is asked for?"
change = { old = "np.maximum(x, 0.0)", new = "{'y': 0}" }

[[misconception]]
id = "relu_is_a_larger_dict"
exercise = "relu"
says = "a dict in place of an array, with more in it"
hint = "What is asked for?"
change = { old = "np.maximum(x, 0.0)", new = "{'y': 0, 'z': 1}" }
"""

BROKEN = """
[[misconception]]
id = "relu_does_not_load"
exercise = "relu"
says = "no Python"
hint = "Look again."
change = { old = "np.maximum(x, 0.0)", new = "(" }
"""

RAISING = """
[[misconception]]
id = "relu_raises"
exercise = "relu"
says = "an index too many"
hint = "How many axes are there?"
change = { old = "np.maximum(x, 0.0)", new = "x[0, 0, 0]" }
"""


RAISING_AT_TIMES = """
[[misconception]]
id = "relu_raises_at_times"
exercise = "relu"
says = "tables of one row do not fit"
hint = "How many rows may there be?"
[misconception.change]
old = "np.maximum(x, 0.0)"
new = "np.maximum(x, 0.0) + (len(x) > 1 or x + np.ones((2, 7)))"
"""


@pytest.fixture
def with_more(tiny, tmp_path):
    """The tiny assignment prepared with one more misconception."""

    def build(more):
        files = {"assignments/tiny/misconceptions.toml": tiny.MISCONCEPTIONS + more}
        return prepare(load(tiny.write_tiny_course(tmp_path / "more", files), "tiny"))

    return build


def test_of_two_that_explain_as_much_none_is_named(with_more, named):
    prepared = with_more(TWIN)
    known = KnownMistakes(prepared, {})
    source = "def relu(x):\n    return abs(x)"
    assert named("relu", source, prepared, known) is None
    in_place = "def relu(x):\n    x[x < 0] = 0\n    return x"
    assert named("relu", in_place, prepared, known) == "relu_in_place"


def test_further_keys_tell_two_apart_that_explain_as_much(with_more, named):
    prepared = with_more(DICTS)
    known = KnownMistakes(prepared, {})

    def name(value):
        return named("relu", f"def relu(x):\n    return {value}", prepared, known)

    assert name('{"y": 0}') == "relu_is_a_dict"
    assert name('{"z": 1, "y": 0}') == "relu_is_a_larger_dict"
    assert name('{"y": 0, "w": 2}') == "relu_is_a_dict"
    assert name('{"y": 0, "z": 1, "w": 2}') is None


def test_a_misconception_that_does_not_load_explains_nothing(with_more, named):
    prepared = with_more(BROKEN)
    known = KnownMistakes(prepared, {})
    assert named("relu", "def relu(x):\n    return abs(x)", prepared, known) == "relu_is_abs"
    assert named("relu", "def relu(x):\n    raise SyntaxError", prepared, known) is None


REFUSING = '''
[[misconception]]
id = "relu_refuses"
exercise = "relu"
says = "negative numbers are refused"
hint = "What may the numbers be?"
[misconception.change]
old = "return np.maximum(x, 0.0)"
new = """
if x.min() < 0:
        raise ValueError("x must not be negative")
    return np.maximum(x, 0.0)"""
'''


@pytest.mark.parametrize(
    ("refusal", "found"),
    [
        ("raise ValueError('x must not be negative')", "relu_refuses"),
        ("raise ValueError('only positive numbers, please')", "relu_refuses"),
        ("raise ValueError", "relu_refuses"),
        ("raise ValueError('these could not be broadcast')", "relu_refuses"),
        ("raise TypeError('x must not be negative')", None),
        ("assert False, 'x must not be negative'", None),
        ("int('x')", None),
    ],
)
def test_the_words_of_a_refusal_are_free_and_its_type_counts(with_more, named, refusal, found):
    prepared = with_more(REFUSING)
    source = f"def relu(x):\n    if x.min() < 0:\n        {refusal}\n    return np.maximum(x, 0)"
    assert named("relu", source, prepared, KnownMistakes(prepared, {})) == found


def test_raising_alike_is_behaving_alike(with_more, named):
    prepared = with_more(RAISING)
    known = KnownMistakes(prepared, {})
    source = "def relu(x):\n    return np.maximum(x, 0)[:, :, 0]"
    assert named("relu", source, prepared, known) == "relu_raises"
    # Another index too many, or a made-up error: the type alone would be a guess.
    source = "def relu(x):\n    return np.maximum(x, 0)[0][0][0]"
    assert named("relu", source, prepared, known) is None
    assert named("relu", "def relu(x):\n    raise IndexError", prepared, known) is None
    assert named("relu", "def relu(x):\n    raise KeyError", prepared, known) is None
    assert named("relu", "def relu(x):\n    return x", prepared, known) is None


@pytest.mark.parametrize(
    ("error", "named"),
    [("x + np.ones((3, 9))", True), ("int('one')", False), ("[][0]", False)],
)
def test_beside_values_an_error_must_mean_the_same(with_more, error, named):
    prepared = with_more(RAISING_AT_TIMES)
    source = prepared.assignment.reference.replace(
        "np.maximum(x, 0.0)", f"np.maximum(x, 0.0) + (len(x) > 1 or {error})"
    )
    check = "relu_is_the_larger"
    seen = behaviour_of(prepared, prepared.check(check), LocalCaller(source, "tiny_relu"))
    assert {type(result) for result in seen.results} == {Observation, StudentRaised}
    found = KnownMistakes(prepared, {}).names("relu", {check: seen}, ())
    assert bool(found) == named


@pytest.mark.parametrize(
    "ending",
    [
        TimedOut("too long"),
        Died("by a signal"),
        OutOfMemory("too much"),
        StudentRaised("ValueError"),
        Observation(None),
    ],
)
def test_a_call_that_ended_otherwise_is_no_known_mistake(prepared, ending):
    caller = LocalCaller(
        prepared.assignment.reference.replace("np.maximum(x, 0.0)", "np.abs(x)"), "tiny_relu"
    )
    seen = behaviour_of(prepared, prepared.check("relu_is_the_larger"), caller)
    results = (*tuple(seen.results)[:-1], ending)
    changed = {"relu_is_the_larger": Behaviour(results)}
    assert KnownMistakes(prepared, {}).names("relu", changed, ()) == ()


def test_failing_checks_are_told_in_file_order(prepared):
    caller = LocalCaller(
        prepared.assignment.reference + "\ndef relu(x):\n    x *= 0\n    return x\n", "tiny_relu"
    )
    assert failing(prepared, "relu", caller) == [
        "relu_known_values",
        "relu_is_the_larger",
        "relu_leaves_its_input",
    ]


NUMBERS = st.floats(width=64) | st.sampled_from([0.0, -0.0, 1e-9, 1e-10, 1.0, 1.0000009, 1.0000011])


@given(
    hypothesis_numpy.arrays(float, 4, elements=NUMBERS),
    hypothesis_numpy.arrays(float, 4, elements=NUMBERS),
)
def test_near_means_what_numpy_means(one, other):
    with np.errstate(all="ignore"):
        wanted = np.allclose(one, other, rtol=RTOL, atol=ATOL, equal_nan=True)
    assert same_value(one, other) == wanted


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (np.array([True, False]), np.array([1.0, 0.0]), True),
        (np.array([True]), np.array([False]), False),
        (np.array([1], np.uint8), np.array([2], np.uint8), False),
        (np.array([2**63], np.uint64), np.array([2.0**63]), True),
        (np.array([1 + 1j]), np.array([1 - 1j]), False),
        (np.array([1 + 1j]), np.array([1 + 1j + 1e-12]), True),
        (np.zeros((0, 3)), np.ones((0, 3)), True),
    ],
)
def test_near_of_every_kind_of_number(one, other, same):
    assert same_value(one, other) is same


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ((abs,), True),
        (([abs], 1.0), True),
        (({"f": (abs,)},), True),
        (([1.0, "f"], {"x": X}), False),
        (([NODE],), False),
    ],
)
def test_calls_that_are_handed_functions_count_by_what_they_gave(given, counts):
    seen = Observation(7.0)
    made = [Made(Call(Op.CALL, name, args), seen) for name, args in (("f", given), ("g", (X,)))]
    assert asked_of_functions(made, None) == ((seen,) if counts else ())
