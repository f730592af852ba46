"""What a function works out on the way: which steps it has, and what right code works out."""

import ast

import numpy as np
import pytest

from grader.calls import LocalCaller
from grader.diagnosis.edits.apart import StepsWanted, Target, made_here, request_of, steps_from
from grader.diagnosis.edits.steps import GIVEN, HAS, SEEN, opened, steps_of
from grader.diagnosis.worked import Worked, WorkedOut, is_value, parts_of, same_values

SOURCE = """
import numpy as np


def f(X, k):
    m = X.shape[1]
    Z, A = X * k, 3
    for i in range(m):
        Z[:, i] = Z[:, i] + A
    found = []
    found.append(np.sum(Z, axis=1))
    return {"sum": found[0] / m, "k": k}
"""


def steps(source=SOURCE):
    return [step for step, _ in steps_of(ast.parse(source))]


def test_what_statements_work_out_is_a_step_and_what_that_is_made_of():
    found = steps()
    wholes = [one.part for one in found if one.number == one.whole]
    assert wholes == [
        "X.shape[1]", "X * k", "3", "Z[:, i] + A", "np.sum(Z, axis=1)", "found[0] / m", "k",
    ]  # fmt: skip
    by_part = {one.part: one for one in found}
    assert by_part["Z[:, i]"].whole == by_part["Z[:, i] + A"].number
    assert by_part["Z[:, i] + A"].binds == ("Z",)
    assert by_part["np.sum(Z, axis=1)"].binds == ("found",)
    assert by_part["found[0] / m"].reads == ("m", "found")
    assert not by_part["k"].computed
    assert "np" not in by_part
    assert "[]" not in by_part


def test_only_lines_that_are_asked_for_have_steps():
    found = [step.line for step, _ in steps_of(ast.parse(SOURCE), {6, 12})]
    assert {*found} == {6, 12}


def test_an_open_function_does_the_same_and_shows_or_takes_values():
    tree = ast.parse(SOURCE)
    found = {step.part: step.number for step in opened(tree)}
    seen, given = [], {}
    space = {
        HAS: lambda step: step in given,
        GIVEN: given.__getitem__,
        SEEN: lambda step, value: (seen.append((step, np.copy(value))), value)[1],
    }
    exec(compile(tree, "f.py", "exec"), space)
    X = np.arange(6.0).reshape(2, 3)
    assert space["f"](X, 2)["sum"] == pytest.approx([5, 11])
    shown = [value for step, value in seen if step == found["Z[:, i] + A"]]
    assert [*map(list, shown)] == [[3, 9], [5, 11], [7, 13]]
    given[found["np.sum(Z, axis=1)"]] = np.array([30.0, 60.0])
    assert [*space["f"](X, 2)["sum"]] == [10, 20]


def test_a_process_that_may_be_lost_opens_a_students_function():
    wanted = StepsWanted(SOURCE, "f.py", (Target(5, "f"),), tuple(range(99)))
    (one,) = steps_from(made_here(request_of(wanted)))
    assert [*one.steps] == steps()
    assert one.code
    broken = StepsWanted("def f(:\n", "f.py", (Target(1, "f"),), (1,))
    assert steps_from(made_here(request_of(broken))) == []


def worked(*values):
    (step,) = steps("def f(x):\n    return x + 1\n")[:1]
    return Worked(0, step, values)


def test_a_loop_works_out_one_after_the_other_what_right_code_does_at_once():
    one = worked(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
    assert [*one.forms(6)] == ["entries", "entries by column"]
    assert one.formed("entries by column")[:2] == (1, 4)
    assert [*one.forms(3)] == ["columns"]
    assert [*one.forms(1)] == [""]
    assert [one.formed(form) for form in one.lengths()] == [(2,), (3,)]


@pytest.mark.parametrize(
    ("ones", "others", "same"),
    [
        ((1.0,), (1.0 + 1e-13,), True),
        ((1,), (1.0,), True),
        ((np.ones(2),), (np.ones((2, 1)),), False),
        ((np.nan,), (np.nan,), True),
        (((1, 2.0),), ((1.0, 2),), True),
        (((1, 2.0),), ((1, 2, 3),), False),
        (("a",), ("a",), False),
        ((None,), (0,), False),
        ((1, 2), (1,), False),
        ((10**30,), (10**30,), True),  # no integer of NumPy's holds it
        ((10**30, 1), (1.5, 1), False),
    ],
)
def test_values_are_the_same_but_for_rounding(ones, others, same):
    assert same_values(ones, others) == same


def test_results_have_parts_and_a_value_is_made_of_numbers():
    result = {"a": np.ones(2), "b": [1, ("x", 2.5)]}
    assert [*parts_of(result, ())] == [("a",), ("b", 0), ("b", 1, 1)]
    assert is_value((1, np.ones(2)))
    assert not any(map(is_value, ("x", None, (), (1, "x"), np.array(["x"]))))


def test_right_code_shows_what_it_works_out_in_every_assignment_alike(prepared, assignment):
    out = WorkedOut(assignment, "propagate")
    check = prepared.check("propagate_gradients")
    pool = out.of(check, 0)
    parts = {one.step.part for one in pool.worked}
    assert any("X @" in part for part in parts)
    assert pool.results
    for one in pool.worked:
        again = out.the_same(one, check, 0)
        assert same_values(again.values, one.values)
        assert pool.holds(one.values)
    assert not pool.holds((np.array([[0.123, 4.56]]),))


def test_what_draws_is_not_compared():
    class Drawing:
        reference = "def f(n):\n    return np.random.default_rng(n).random(3)\n"
        exercises = ("f",)
        folder = __import__("pathlib").Path("nowhere")

    assert WorkedOut(Drawing(), "f").by_chance


def test_a_function_that_is_called_while_it_is_loaded_is_open_later(assignment):
    from grader.diagnosis import worked as module

    source = "from __future__ import annotations\n\ndef f(x):\n    return x + 1\n\nTWO = f(1)\n"
    text, _ = module._opened(source, "f", ())
    assert LocalCaller(text, exercises=["f"]).namespace["TWO"] == 2
