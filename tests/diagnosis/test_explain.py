"""The evidence shows the call that a failure is about, as code that can be pasted."""

from __future__ import annotations

import numpy as np
import pytest

from grader.authoring.compare import close, equal
from grader.authoring.failure import Failure
from grader.authoring.forms import require, unpack
from grader.authoring.gradients import NumericGradient, Partial, gradients_agree
from grader.calls.call import Call, Made
from grader.calls.local import LocalCaller
from grader.calls.student import RemoteStudent
from grader.calls.told import Told
from grader.diagnosis.explain import (
    explain_error,
    explain_failure,
    on_another_input,
    suggested_by,
)
from grader.diagnosis.snippet import WORKED_OUT
from grader.outcome import NotImplementedYet, Observation, StudentRaised, TimedOut
from grader.results.words import EITHER_TWO, NO_MULTIPLE, is_vague
from grader.worker.wire import Op

SOURCE = """
import numpy as np

class Node:
    def __init__(self, value):
        self.value, self.grad = value, 0.0
    def backward(self):
        self.grad = 1.0

def double(x):
    return 2 * x

def twins(x):
    return x + 1, x + 2, {"sum": x.sum(), "parts": [x, -x]}

def node(value):
    return Node(value)

def value_of(node):
    return node.value

def apply(f, x):
    return f(x)

def forward(X, parameters):
    return X @ parameters["W"], Node(X)

def backward(cache, dA):
    return dA * cache.value

def steps(count):
    return count

def warns(x):
    return np.log(x) / (0 * x)
"""
PARAMETERS = {
    "double": ["x"], "twins": ["x"], "node": ["value"], "value_of": ["node"],
    "apply": ["f", "x"], "forward": ["X", "parameters"], "backward": ["cache", "dA"],
    "steps": ["count"], "warns": ["x"], "many": list("abcde"),
}  # fmt: skip
X = np.array([[1.0, 2.0, 3.5]])


class Recorder:
    """A caller that notes what is made, as a run of a check does."""

    def __init__(self):
        self.caller = LocalCaller(SOURCE)
        self.made = []

    def invoke(self, call):
        self.made.append(Made(call, None))
        seen = self.caller.invoke(call)
        self.made[-1] = Made(call, seen)
        return seen


@pytest.fixture
def recorder():
    return Recorder()


@pytest.fixture
def explained(recorder):
    """What is explained of a check, a function of the student, that fails."""

    def explain(check, **inputs):
        with pytest.raises(Failure) as caught:
            check(RemoteStudent(recorder, PARAMETERS), **inputs)
        about = caught.value, inputs, recorder.made, PARAMETERS
        return explain_failure(*about, public=True, claims=suggested_by(*about))

    return explain


def lines(explanation):
    """The code that a student pastes."""
    found = explanation["counterexample"]
    return [*(f"{name} = {value}" for name, value in found.inputs.items()), *found.call.split("\n")]


def run(explanation):
    """What the shown code gives in the student's own module."""
    namespace = {"np": np}
    exec(SOURCE, namespace)
    *before, last = "\n".join(lines(explanation)).split("\n")
    exec("\n".join(before), namespace)
    return eval(last, namespace)


def test_the_call_that_failed_is_shown_and_not_the_last(explained):
    def check(student, x, y):
        first, second = student.double(x), student.double(y)
        student.double(second)
        close(first, x)

    found = explained(check, x=X, y=X + 1)
    assert lines(found) == ["x = np.array([[1.0, 2.0, 3.5]])", "double(x)"]
    assert np.array_equal(run(found), 2 * X)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_of_several_calls_can_be_the_one(explained, place):
    def check(student, x):
        results = [student.double(x + number) for number in range(3)]
        close(results[place], x)

    found = explained(check, x=X)
    assert np.array_equal(run(found), 2 * (X + place))


def test_a_part_of_what_came_back_is_indexed_and_named(explained):
    def check(student, x):
        _, b, _ = unpack(student.twins(x), "w", "b", "rest")
        close(b, x, what="b")

    found = explained(check, x=X)
    assert lines(found)[-1] == "twins(x)[1]  # b: the second of 3"
    assert np.array_equal(run(found), X + 2)
    assert found["counterexample"].got == "np.array([[3.0, 4.0, 5.5]])"
    assert found["counterexample"].want == "np.array([[1.0, 2.0, 3.5]])"


@pytest.mark.parametrize(
    ("pick", "path"), [("sum", "['sum']"), ("parts", "['parts'][1]")], ids=["key", "keys"]
)
def test_a_part_of_a_part_is_indexed(explained, pick, path):
    def check(student, x):
        part = student.twins(x)[2][pick]
        close(part if pick == "sum" else part[1], np.asarray(0.0), what="it")

    assert lines(explained(check, x=X))[-1] == f"twins(x)[2]{path}"


VIEWS = {
    "one of an axis": ("[:, 1]", "[:, 1]"),
    "a row": ("[1]", "[1]"),
    "several axes": ("[0, :, 2]", "[0, :, 2]"),
    "the last axis": ("[..., 0]", "[:, :, :, 0]"),
    "some of an axis": ("[:, 1:, 2:4]", "[:, 1:, 2:4]"),
    "every other one": ("[:, :, ::2]", "[:, :, ::2]"),
    "the wrong way round": ("[:, ::-1]", "[:, ::-1]"),
    "from the last but one backwards": ("[:, :, 3:0:-2]", "[:, :, 3::-2]"),
    "one that stays an axis": ("[:, 2:3]", "[:, 2:]"),
    "a slice of a row": ("[0, 1, 2:, 1:3]", "[0, 1, 2:, 1:3]"),
    "all of it": ("[:]", ""),
    "all of it in another shape": (".reshape(6, 20)", ""),
}


@pytest.mark.parametrize("kind", VIEWS)
def test_a_view_of_what_came_back_has_its_index(explained, kind):
    taken, shown = VIEWS[kind]

    def take(array):
        return eval(f"array{taken}", {"array": array})

    def check(student, x):
        found = student.double(x)
        student.double(-x)
        close(take(found), take(x))

    x = np.arange(120.0).reshape(2, 3, 5, 4)
    found = explained(check, x=x)
    assert lines(found)[-1] == f"double(x){shown}"
    if shown:
        assert np.array_equal(run(found), 2 * take(x))


def test_a_view_in_a_dict_has_its_keys_and_its_index(explained):
    def check(student, x):
        close(student.twins(x)[2]["parts"][1][:, :2], x[:, :2])

    assert lines(explained(check, x=X))[-1] == "twins(x)[2]['parts'][1][:, :2]"


def test_a_view_that_is_handed_on_is_made_by_the_code_that_is_shown(explained):
    def check(student, x):
        found = student.double(x)
        close(student.double(found[1:, :]), 0 * x[1:])

    assert lines(explained(check, x=np.ones((4, 50))))[-2:] == [
        "result = double(x)", "double(result[1:])",
    ]  # fmt: skip


OTHERS = {
    "a sum": lambda found: float(found.sum()),
    "a copy of a part": lambda found: found[:, :2].copy(),
    "a view that is no index": lambda found: found[:, :2].T,
    "an entry": lambda found: found[0, 1],
}


@pytest.mark.parametrize("kind", OTHERS)
def test_what_was_worked_out_from_it_is_said_to_be_so(explained, kind):
    def check(student, x):
        found = OTHERS[kind](student.double(x))
        close(found, 0 * np.asarray(found))

    assert lines(explained(check, x=X))[-1] == f"double(x){WORKED_OUT}"


def test_the_same_numbers_in_another_form_are_all_of_it(explained):
    def check(student, x):
        close(np.array(student.double(x).tolist()), x)

    assert lines(explained(check, x=X))[-1] == "double(x)"


def test_without_a_value_the_last_call_and_what_came_back_are_shown(explained):
    def check(student, x):
        student.double(x)
        student.double(x + 1)
        require(False, "all must be well")

    found = explained(check, x=X)
    assert found["message"] == "All must be well"
    assert found["counterexample"].got == "np.array([[4.0, 6.0, 9.0]])"
    assert found["counterexample"].want == ""
    assert np.array_equal(run(found), 2 * (X + 1))


def test_a_small_number_is_not_taken_for_another_one(explained):
    def check(student, n):
        one = student.steps(7)
        student.steps([7, 8])
        equal(one, 8)

    assert lines(explained(check, n=3)) == ["steps(7)"]


def test_arguments_have_their_parameters_names_unless_they_are_short(explained):
    def check(student, x):
        close(student.apply(abs, np.full(6, -1.25)), x)

    found = explained(check, x=X)
    assert lines(found) == [
        "f = ...  # a function of the check's own",
        "x = np.array([-1.25, -1.25, -1.25, -1.25, -1.25, -1.25])",
        "apply(f, x)",
    ]


def test_equal_inputs_go_by_the_parameters_own_name(explained):
    def check(student, n, count):
        equal(student.steps(count), 2)

    assert lines(explained(check, n=1, count=1)) == ["count = 1", "steps(count)"]


def test_one_name_never_stands_for_two_values(explained):
    def check(student, x):
        close(student.apply(x, x=np.full(6, -1.25)), 1.0)

    def fails(student, x):
        try:
            check(student, x)
        except StudentRaised as raised:
            raise Failure("no", got=None) from raised

    assert lines(explained(fails, x=X))[1:] == [
        "x_ = np.array([-1.25, -1.25, -1.25, -1.25, -1.25, -1.25])", "apply(x, x=x_)",
    ]  # fmt: skip


def test_what_is_too_long_is_named_by_its_shape_and_still_python(explained):
    def check(student, parameters):
        close(student.forward(np.ones((300, 40)), parameters)[0], 1.0)

    found = explained(check, parameters={"W": np.ones((40, 30))})
    assert lines(found) == [
        "X = ...  # an array of shape (300, 40) and dtype float64",
        "parameters = ...  # a dict of 'W' (40, 30)",
        "forward(X, parameters)[0]",
    ]
    compile("\n".join(lines(found)), "pasted", "exec")
    assert found["counterexample"].got.startswith("an array of shape (300, 30)")


@pytest.mark.parametrize(
    "left_out", [[np.ones((300, 40))] * 2, {"W": np.ones((40, 30))}, (1, np.ones((40, 30)))]
)
def test_what_is_left_out_of_an_example_leaves_it_python(explained, left_out):
    def check(student, x):
        close(student.apply(lambda a: a, left_out), 1.0)

    text = "\n".join(lines(explained(check, x=X)))
    compile(text, "pasted", "exec")
    assert text.count("...  #") == 2


def test_an_object_of_the_students_comes_from_the_call_that_made_it(explained):
    def check(student, x):
        _, cache = student.forward(x, {"W": np.eye(3)})
        close(student.backward(cache, 2 * x), x)

    found = explained(check, x=X)
    assert lines(found)[-2:] == [
        "result = forward(x, parameters)", "backward(result[1], dA)",
    ]  # fmt: skip
    assert np.array_equal(run(found), 2 * X * X)


def test_a_gradient_shows_its_table_and_the_whole_call(explained):
    want = NumericGradient(
        {name: Partial(X * number, np.ones(X.shape, bool)) for name, number in (("w", 1), ("b", 3))}
    )

    def check(student, x):
        _, db, _ = student.twins(x)
        gradients_agree(want, w=x, b=db)

    found = explained(check, x=X)
    assert lines(found)[-1] == "twins(x)"
    assert [row.name for row in found["counterexample"].gradients] == ["dw", "db"]
    assert found["counterexample"].got == "{'db': np.array([[3.0, 4.0, 5.5]])}"


def test_the_cause_knows_arguments_by_name(explained):
    def check(student, x):
        close(student.double(x + 1), (x + 1) / 2.5)

    said = explained(check, x=np.ones((2, 5)) * [1, 2, 3, 4, 5])["cause"]
    assert said.startswith("Everywhere it is 5 times what it must be, and x has 5 columns: ")

    def after_another(student, scale):
        student.steps(scale)
        close(student.double(X), 3.0 * X)

    assert explained(after_another, scale=2 / 3)["cause"].endswith("and count is 0.666667.")


def test_the_cause_names_nothing_that_only_the_check_has(explained):
    def check(student, scale):
        close(student.double(X), 3.0 * X)

    assert explained(check, scale=2 / 3)["cause"] == "Everywhere it is 2/3 of what it must be."

    def passed_on(student, named):
        close(student.double(named), named / 2.5)

    said = explained(passed_on, named=np.ones((2, 5)) * [1, 2, 3, 4, 5])["cause"]
    assert "x has 5 columns" in said
    assert "named" not in said


def test_warnings_are_those_of_the_call_that_failed(explained):
    def check(student, x):
        found = student.warns(x)
        student.double(x)
        close(found, x)

    warned = explained(check, x=np.zeros(2))["warnings"]
    assert warned[0].startswith("divide by zero encountered in log")
    assert len(set(warned)) == len(warned)


def test_a_failure_before_any_call_shows_the_inputs():
    found = explain_failure(Failure("no", got=1.0), {"x": X}, [], {}, public=True)
    assert found["counterexample"].inputs == {"x": "np.array([[1.0, 2.0, 3.5]])"}
    assert found["counterexample"].call == ""


def test_an_error_shows_its_call_and_what_it_means():
    made = [Made(Call(Op.CALL, "double", (X,)), None)]
    raised = StudentRaised("KeyError", text="'W1'")
    found = explain_error(raised, {"x": X}, made, PARAMETERS, public=True)
    assert found["cause"] == "A dict is asked for a key that it does not hold."
    assert found["counterexample"].call == "double(x)"
    assert (found["counterexample"].got, found["counterexample"].want) == ("", "")
    assert explain_error(TimedOut("no"), {"x": X}, made, PARAMETERS, public=True)["cause"] == ""
    assert explain_error(raised, {"x": X}, [], PARAMETERS, public=True) == {}


def test_a_long_call_has_its_arguments_on_lines_of_their_own(explained):
    def check(student, n):
        rows = [np.array([[float(number), 0.5]]) for number in range(5)]
        close(student.many(*rows), 1.0)

    def fails(student, n):
        try:
            check(student, n)
        except (StudentRaised, NotImplementedYet) as raised:
            raise Failure("no") from raised

    assert lines(explained(fails, n=1))[:2] == [
        "a = np.array([[0.0, 0.5]])", "b = np.array([[1.0, 0.5]])"
    ]  # fmt: skip
    assert lines(explained(fails, n=1))[-1] == "many(a, b, c, d, e)"


def test_a_cause_that_may_be_either_of_two_is_vague():
    assert is_vague("")
    assert is_vague("dw: it is 2 times what it must be, and X has 2 columns: " + EITHER_TWO)
    assert is_vague(f"dw: it is {NO_MULTIPLE}: the cosine is 0.9")
    assert not is_vague("It is 2 times what it must be.")
    assert not is_vague(f"dw: the sign is wrong\ndb: it is {NO_MULTIPLE}")


def test_a_cause_on_another_input_says_so():
    assert on_another_input("It is zero everywhere.") == "On another input: it is zero everywhere."
    assert on_another_input("X has shape (2, 3).") == "On another input: X has shape (2, 3)."
    assert on_another_input("NaN comes").endswith(": NaN comes")


def test_a_call_that_gave_no_value_is_no_place_to_look():
    made = [
        Made(Call(Op.CALL, "double", (1.5,)), Observation(X)),
        Made(Call(Op.CALL, "double", (2.5,)), None),
    ]
    found = explain_failure(Failure("no", got=X), {}, made, PARAMETERS, public=True)
    assert found["counterexample"].call == "double(1.5)"


@pytest.mark.parametrize("public", [True, False])
def test_on_hidden_checks_a_submissions_own_words_are_not_shown(public):
    """They could spell out the inputs of other hidden checks."""
    words = Told("z was minus three, four and five")
    value = {Told("dW"): [words, 1.5], words: b"0123456789", Told("b"): (X, words)}
    made = [Made(Call(Op.CALL, "f", (value,)), Observation(value))]
    found = explain_failure(Failure("no", got=value), {}, made, {"f": ("p",)}, public=public)
    shown = str(found["counterexample"])
    assert ("minus three" in shown) == public
    assert ("0123456789" in shown) == public
    assert "dW" in shown
    assert "1.5" in shown
