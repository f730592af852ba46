"""Checks: what the decorators make of a function, and what they refuse."""

from __future__ import annotations

import dataclasses
import importlib.util
import textwrap

import numpy as np
import pytest
from hypothesis import strategies as st

from grader.authoring import draw as field
from grader.authoring.checks import DEFAULT_EXAMPLES, Check, check, checks_in, given, strategy_of
from grader.authoring.failure import Failure
from grader.errors import CourseInvalid
from grader.preparation.examples import draw


@pytest.fixture
def module_of(tmp_path):
    """A module of checks from its source."""

    def load(source):
        path = tmp_path / "checks.py"
        head = (
            "from grader.authoring import check, given\nfrom hypothesis import strategies as st\n"
        )
        path.write_text(head + textwrap.dedent(source), encoding="utf-8")
        spec = importlib.util.spec_from_file_location("some_checks", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


def made(function, *givens, **how):
    for one in givens:
        function = one(function)
    how = {"points": 1, "kind": "property", "hint": "h"} | how
    return check("e", **how)(function)


def test_a_check_is_what_its_function_and_its_decorator_say():
    @check("softmax", points=3, kind="property", hint="Divide.", public=True, kills_nothing="why")
    @given(x=st.integers(1, 3), examples=7)
    def rows_sum_to_one(student, ref, x):
        """Each row of softmax
        sums to one.

        This paragraph is for authors.
        """

    assert rows_sum_to_one.id == "rows_sum_to_one"
    assert rows_sum_to_one.exercise == "softmax"
    assert rows_sum_to_one.title == "Each row of softmax sums to one."
    assert (rows_sum_to_one.points, rows_sum_to_one.kind) == (3, "property")
    assert (rows_sum_to_one.hint, rows_sum_to_one.public) == ("Divide.", True)
    assert (rows_sum_to_one.examples, rows_sum_to_one.kills_nothing) == (7, "why")


def test_a_check_is_hidden_and_must_kill_unless_it_says_otherwise():
    one = made(lambda student, ref: None)
    assert not one.public
    assert one.kills_nothing == ""
    assert one.title == ""


def test_a_check_cannot_be_changed():
    one = made(lambda student, ref: None)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.points = 100


def test_a_check_is_called_like_its_function():
    seen = []

    def law(student, ref, x):
        seen.append((student, ref, x))
        if x > 2:
            raise Failure("too large", got=x, want=2)

    one = made(law, given(x=st.integers(0, 5)))
    one("s", "r", x=1)
    assert seen == [("s", "r", 1)]
    with pytest.raises(Failure) as caught:
        one("s", "r", x=3)
    assert (caught.value.message, caught.value.got, caught.value.want) == ("too large", 3, 2)
    assert str(caught.value) == "too large"


def test_an_error_of_the_check_is_not_turned_into_a_failure():
    def wrong(student, ref):
        return {}["no such key"]

    with pytest.raises(KeyError):
        made(wrong)(None, None)


def test_infinities_are_compared_without_warnings():
    def law(student, ref):
        return np.array([np.inf, 1.0]) - np.inf, np.ones(1) / 0.0

    made(law)(None, None)
    with np.errstate(all="raise"):
        made(law)(None, None)


def test_without_inputs_there_is_one_empty_example():
    one = made(lambda student, ref: None)
    assert one.examples == 1
    assert draw(one, 0) == ({},)
    assert strategy_of(one).example is not None


def test_joint_and_single_and_stacked_inputs_are_one_example():
    pairs = st.fixed_dictionaries({"a": st.just(1), "b": st.just(2)})
    one = made(lambda *_, **__: None, given(c=st.just(3)), given(pairs, d=st.just(4), examples=2))
    assert draw(one, 0)[0] == {"a": 1, "b": 2, "c": 3, "d": 4}
    assert one.examples == 2


def test_the_number_of_examples_has_a_default():
    assert made(lambda *_, **__: None, given(c=st.integers())).examples == DEFAULT_EXAMPLES


def test_a_modules_checks_come_in_file_order(module_of):
    module = module_of(
        '''
        helper = 3

        @check("b", points=1, kind="property", hint="h")
        def zebra(student, ref):
            """Z."""

        def no_check():
            pass

        @check("a", points=1, kind="property", hint="h")
        @given(x=st.just(1))
        def ant(student, ref, x):
            """A."""

        zebra = vars().pop("zebra")
        '''
    )
    assert [name for name in vars(module) if name in ("ant", "zebra")] == ["ant", "zebra"]
    assert [one.id for one in checks_in(module)] == ["zebra", "ant"]
    assert all(isinstance(one, Check) for one in checks_in(module))


def test_one_check_under_two_names_is_one_check(module_of):
    module = module_of(
        """
        @check("b", points=1, kind="property", hint="h")
        def zebra(student, ref):
            "Z."
        alias = zebra
        """
    )
    assert [one.id for one in checks_in(module)] == ["zebra"]


def test_a_name_that_is_given_twice_is_refused(module_of):
    module = module_of(
        """
        @check("a", points=1, kind="property", hint="h")
        def ant(student, ref):
            "A."

        @check("a", points=1, kind="property", hint="h")
        def ant(student, ref):
            "B."
        """
    )
    with pytest.raises(CourseInvalid, match="ant twice") as caught:
        checks_in(module)
    assert "checks.py" in str(caught.value)


@pytest.mark.parametrize(
    "decorators",
    [
        "@given(x=st.just(1))",
        '@given(x=st.just(1))\n@check("a", points=1, kind="property", hint="h")',
    ],
    ids=["no check", "given above check"],
)
def test_inputs_that_belong_to_no_check_are_refused(module_of, decorators):
    # Left alone, the law would silently not be checked.
    source = f'{decorators}\ndef ant(student, ref, x):\n    "A."\n'
    with pytest.raises(CourseInvalid, match="ant"):
        checks_in(module_of(source))


def test_what_an_author_mistypes_is_told_in_a_sentence():
    with pytest.raises(ValueError, match="kind='refrence' is no kind of check; there are property"):
        check("e", points=1, kind="refrence", hint="h")
    with pytest.raises(TypeError, match=r"x is no strategy; a field such as draw.normal needs"):
        given(x=field.normal("n"))
    one = made(lambda student, ref, x: None, given(field.drawn({"T": (1, 2)}, x=field.normal("n"))))
    with pytest.raises(CourseInvalid, match=r"cannot be drawn: KeyError: 'n'; is it a size"):
        draw(one, 0)
