"""The reference: asked once for an example, and never changed by a check."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.calls.values import alike, frozen, same, same_named
from grader.preparation.reference import Record, ReferenceRun

X = np.array([1.0, 2.0])
NOWHERE = (Path("no-such-folder"),)


class Counting:
    """A reference's functions, and how often each was called."""

    def __init__(self):
        self.calls = []
        self.module = {"double": self.double, "square": self.square, "both": self.both, "c": 5}

    def double(self, x, times=2):
        self.calls.append("double")
        return x * times

    def square(self, x):
        self.calls.append("square")
        return x**2

    def both(self, x):
        self.calls.append("both")
        return {"a": [x + 1, (x + 2,)]}, 3.0


@pytest.fixture
def counting():
    return Counting()


@pytest.fixture
def twice(counting):
    """Run something against the reference as for two submissions, one after the other."""

    def run(first, second=None):
        record = Record()
        one = first(ReferenceRun(counting.module, NOWHERE, record=record))
        counting.calls.clear()
        other = (second or first)(ReferenceRun(counting.module, NOWHERE, record.asked))
        return one, other

    return run


def test_a_second_run_gets_the_same_objects_without_a_call(counting, twice):
    one, other = twice(lambda ref: [ref.double(X), ref.square(X), ref.double(X, times=3)])
    assert counting.calls == []
    assert all(a is b for a, b in zip(one, other, strict=True))
    assert one[2].tolist() == [3.0, 6.0]


def test_a_question_that_turns_out_otherwise_is_answered_anew(counting, twice):
    one, other = twice(lambda ref: ref.double(X), lambda ref: ref.double(X + 1))
    assert counting.calls == ["double"]
    assert one.tolist() == [2.0, 4.0]
    assert other.tolist() == [4.0, 6.0]


@pytest.mark.parametrize(
    "second",
    [
        lambda ref: ref.square(X),
        lambda ref: ref.double(X, 3),
        lambda ref: ref.double(X, times=3),
        lambda ref: ref.double(-X),
        lambda ref: ref.double(x=X),
    ],
)
def test_another_function_or_argument_is_another_question(counting, twice, second):
    twice(lambda ref: ref.double(X), second)
    assert len(counting.calls) == 1


def test_a_run_that_asks_less_or_more_is_answered_too(counting, twice):
    _, other = twice(lambda ref: ref.double(X), lambda ref: [ref.double(X), ref.square(X)])
    assert counting.calls == ["square"]
    assert other[1].tolist() == [1.0, 4.0]


def test_what_is_asked_after_the_first_run_is_not_kept(counting):
    record = Record()
    ReferenceRun(counting.module, NOWHERE, record=record).double(X)
    for _ in range(2):
        reference = ReferenceRun(counting.module, NOWHERE, record.asked)
        reference.double(X)
        reference.square(X)
    assert counting.calls == ["double", "square", "square"]


def test_results_cannot_be_written_into(counting):
    reference = ReferenceRun(counting.module, NOWHERE)
    table, _ = reference.both(X.copy())
    for array in (reference.double(X), table["a"][0], table["a"][1][0]):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 9


def test_a_name_that_the_reference_lacks_says_so(counting):
    with pytest.raises(AttributeError, match="reference defines no nothing"):
        _ = ReferenceRun(counting.module, NOWHERE).nothing


def test_gradients_are_numeric_and_kept(counting, twice):
    one, other = twice(lambda ref: ref.gradient(lambda x: np.sum(x**2), x=X))
    assert other is one
    assert one.partials["x"].value.tolist() == pytest.approx([2.0, 4.0])
    with pytest.raises(ValueError, match="read-only"):
        one.partials["x"].value[0] = 1


def test_the_gradient_of_a_reference_function_is_computed_once(counting, twice):
    upstream = np.array([1.0, -1.0])
    one, other = twice(lambda ref: ref.gradient(ref.square, upstream=upstream, x=X))
    assert counting.calls == []
    assert other is one
    assert one.partials["x"].value.tolist() == pytest.approx([2.0, -4.0])


def test_what_is_asked_after_a_gradient_is_kept_too(counting, twice):
    one, other = twice(
        lambda ref: [ref.gradient(lambda x: np.sum(ref.square(x)), x=X), ref.double(X)]
    )
    assert counting.calls == []
    assert other[0] is one[0]
    assert other[1] is one[1]


def test_gradients_of_two_functions_are_not_confused(twice):
    # Which of them is asked for may depend on what the student returned.
    one, other = twice(
        lambda ref: ref.gradient(ref.square, upstream=X, x=X),
        lambda ref: ref.gradient(ref.double, upstream=X, x=X),
    )
    assert one.partials["x"].value.tolist() == pytest.approx([2.0, 8.0])
    assert other.partials["x"].value.tolist() == pytest.approx([2.0, 4.0])


def test_gradients_of_one_lambda_over_other_values_are_not_confused(twice):
    def asked(power):
        return lambda ref: ref.gradient(lambda x: np.sum(x**power), x=X)

    one, other = twice(asked(2), asked(3))
    assert one.partials["x"].value.tolist() == pytest.approx([2.0, 4.0])
    assert other.partials["x"].value.tolist() == pytest.approx([3.0, 12.0])


def test_data_is_read_from_its_file_once_and_read_only(tmp_path):
    np.savez(tmp_path / "flowers.npz", X=np.arange(3.0), Y=np.ones(2))
    record = Record()
    data = ReferenceRun({}, (tmp_path,), record=record).data("flowers")
    assert {name: value.tolist() for name, value in data.items()} == {
        "X": [0.0, 1.0, 2.0],
        "Y": [1.0, 1.0],
    }
    with pytest.raises(ValueError, match="read-only"):
        data["X"][0] = 1
    (tmp_path / "flowers.npz").unlink()
    assert ReferenceRun({}, (tmp_path,), record.asked).data("flowers") is data


def test_data_with_objects_in_it_is_not_unpickled(tmp_path):
    np.savez(tmp_path / "bad.npz", X=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        ReferenceRun({}, (tmp_path,)).data("bad")


def test_frozen_reaches_every_array():
    value = {"a": [np.zeros(1), (np.zeros(1), {"b": np.zeros(1)})], "c": "text"}
    assert frozen(value) is value
    found = [value["a"][0], value["a"][1][0], value["a"][1][1]["b"]]
    assert not any(array.flags.writeable for array in found)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ((X,), (X,), True),
        ((X,), (X.copy(),), False),
        ((1, "a", 2.5, True), (1, "a", 2.5, True), True),
        ((1,), (1.0,), False),
        ((1,), (True,), False),
        ((1,), (1, 2), False),
        ((float("nan"),), (float("nan"),), False),
        (([1],), ([1],), False),
        ((), (), True),
        ((None,), (None,), True),
    ],
)
def test_questions_are_the_same_by_identity_or_as_plain_values(one, other, equal):
    assert same(one, other) is equal


def test_named_arguments_are_the_same_in_any_order():
    assert same_named({"a": 1, "b": X}, {"b": X, "a": 1})
    assert not same_named({"a": 1}, {"b": 1})
    assert not same_named({"a": 1}, {"a": 1, "b": 2})


ZEROS = np.zeros((2, 3))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (np.zeros((2, 3)), ZEROS, True),
        (np.zeros((2, 3)), -ZEROS, False),
        (np.zeros((2, 3)), np.zeros((3, 2)), False),
        (np.zeros((2, 3)), np.zeros((2, 3), order="F"), False),
        (np.zeros((2, 3)), np.zeros((2, 3), dtype=np.float32), False),
        (np.full(2, np.nan), np.full(2, np.nan), True),
        ({"w": np.ones(2), "b": [0.0]}, {"w": np.ones(2), "b": [0.0]}, True),
        ({"w": 1, "b": 2}, {"b": 2, "w": 1}, False),
        ((1, 2.0), (1, 2), False),
        (0.0, -0.0, False),
        (True, 1, False),
        ([1, 2], (1, 2), False),
        (object(), object(), False),
    ],
)
def test_alike_means_to_the_last_bit(one, other, expected):
    assert alike(one, other) is expected


def test_an_answer_is_found_again_for_equal_arrays_and_not_for_changed_ones(tmp_path):
    asked = []

    def double(x):
        asked.append(x.copy())
        return 2 * x

    record = Record()
    mine = np.ones(3)
    ReferenceRun({"double": double}, (tmp_path,), record=record).double(mine)
    known = record.asked
    mine += 4.0  # a check may go on with its array
    assert (
        ReferenceRun({"double": double}, (tmp_path,), known).double(np.ones(3)).tolist()
        == [2.0] * 3
    )
    assert len(asked) == 1
    found = ReferenceRun({"double": double}, (tmp_path,), known).double(np.full(3, 5.0))
    assert found.tolist() == [10.0] * 3
    assert len(asked) == 2


def test_a_gradient_over_a_function_of_the_references_is_kept(counting, twice):
    def check(ref):
        inner = ref.double
        return ref.gradient(lambda x: float(inner(x).sum()), x=X)

    one, other = twice(check)
    assert one is other
    assert counting.calls == []


def test_gradients_over_two_functions_of_the_references_are_not_confused(twice):
    def over(name):
        def check(ref):
            inner = getattr(ref, name)
            return ref.gradient(lambda x: float(inner(x).sum()), x=X)

        return check

    one, other = twice(over("double"), over("square"))
    assert not np.allclose(one.partials["x"].value, other.partials["x"].value)


def test_code_is_known_again_by_where_it_stands(tmp_path):
    source = "first, second = lambda x: (x**2).sum(), lambda x: (x**2).sum()\n"

    def functions():
        """As in another process: the same file, compiled anew."""
        found = {}
        exec(compile(source, "there.py", "exec"), found)
        return found

    record = Record()
    one = ReferenceRun({}, (tmp_path,), record=record).gradient(functions()["first"], x=X)
    known = record.asked
    assert ReferenceRun({}, (tmp_path,), known).gradient(functions()["first"], x=X) is one
    # It reads the same and stands elsewhere.
    assert ReferenceRun({}, (tmp_path,), known).gradient(functions()["second"], x=X) is not one
