"""Drawing: the same examples everywhere, and a bounded search for the smallest failing one."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
import types
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st

import grader
from grader.authoring import draw as noun
from grader.authoring.checks import check, given
from grader.errors import CourseInvalid
from grader.outcome import TimedOut
from grader.preparation import examples as drawing
from grader.preparation.examples import MOST_TRIALS, draw, seed_of, size_of, smallest_failing
from grader.show import code

ROOT = Path(grader.__file__).resolve().parents[1]


def made(*joint, examples=10, **single):
    @check("e", points=1, kind="property", hint="h")
    @given(*joint, examples=examples, **single)
    def some_check(student, ref, **inputs):
        """Anything."""

    return some_check


def tables(**more):
    return noun.drawn(
        sizes={"n": (1, 6), "m": (2, 9)}, X=noun.normal("n", "m"), Y=noun.labels("m"), **more
    )


def text_of(examples):
    return [code(one) for one in examples]


def dots(inputs):
    return inputs["X"].shape


# Seeds and draws


@pytest.mark.parametrize("examples", [3, 4, 12])
def test_each_option_is_in_an_example(examples):
    """Of four examples with three options, one in five would miss an option."""
    check = made(tables(), examples=examples, how=noun.options("sum", "mean", 3))
    for number in range(60):
        found = draw(check, number)
        assert len(found) == examples
        assert {one["how"] for one in found} == {"sum", "mean", 3}


def test_more_options_than_examples_are_refused():
    with pytest.raises(ValueError, match="how has 4 options, and examples=3 cannot hold each"):
        made(tables(), examples=3, how=noun.options(1, 2, 3, 4))


def test_a_seed_depends_on_assignment_slug_and_check():
    seeds = {seed_of(*of) for of in [(7, "a", "b"), (8, "a", "b"), (7, "c", "b"), (7, "a", "c")]}
    assert len(seeds) == 4
    assert all(0 <= seed < 2**64 for seed in seeds)


def test_a_seed_is_a_constant_of_the_course():
    # Another value here would give every student of a running course other examples.
    assert seed_of(7, "c1_logistic_regression", "sigmoid_known_values") == 0xF711BBD7D681E0B1


def test_the_same_seed_draws_the_same_examples_and_another_others():
    one = made(tables(), c=noun.number(-1e3, 1e3), k=noun.integer(0, 10**6))
    assert text_of(draw(one, 5)) == text_of(draw(one, 5))
    assert text_of(draw(one, 5)) != text_of(draw(one, 6))
    assert len(draw(one, 5)) == 10


def test_examples_are_not_shared_between_draws():
    one = made(tables())
    first, second = draw(one, 1)[0], draw(one, 1)[0]
    first["X"][:] = 0
    assert second["X"].all()


def test_drawing_leaves_the_global_generators_alone():
    one = made(tables())
    random.seed(3)
    np.random.seed(3)
    expected = random.random(), np.random.random()
    random.seed(3)
    np.random.seed(3)
    draw(one, 1)
    assert (random.random(), np.random.random()) == expected


def test_the_state_of_the_global_generators_does_not_matter():
    one = made(tables(), c=noun.number(0, 1))
    random.seed(1)
    first = text_of(draw(one, 1))
    random.seed(2)
    assert text_of(draw(one, 1)) == first


MANY_CONSTANTS = "CONSTANTS = " + repr(
    [(i * 7919.5, i * 104729, f"text {i}", bytes([i])) for i in range(200)]
)


def test_constants_of_loaded_modules_are_not_borrowed(monkeypatch, tmp_path):
    one = made(x=noun.number(-1e6, 1e6), n=st.integers(), b=st.binary(), examples=60)
    before = text_of(draw(one, 3))
    path = tmp_path / "gradus_many_constants.py"
    path.write_text(MANY_CONSTANTS)
    module = types.ModuleType("gradus_many_constants")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, "gradus_many_constants", module)
    exec(path.read_text(), module.__dict__)
    assert text_of(draw(one, 3)) == before


def interrupted(inputs):
    raise KeyboardInterrupt


def test_borrowing_is_only_off_while_drawing():
    provider = drawing.HypothesisProvider
    original = provider._maybe_draw_constant
    draw(made(tables()), 1)
    assert provider._maybe_draw_constant is original
    with pytest.raises(KeyboardInterrupt):
        smallest_failing(made(tables()), 1, 0, interrupted)
    assert provider._maybe_draw_constant is original


SCRIPT = """
import sys
sys.path.insert(0, {root!r})
from hypothesis import settings, strategies as st
{before}
from grader.authoring import check, draw as noun, given
from grader.preparation.examples import draw
from grader.show import code

@check("e", points=1, kind="property", hint="h")
@given(
    noun.drawn(sizes={{"n": (1, 6), "m": (2, 9)}}, X=noun.normal("n", "m"), Y=noun.labels("m")),
    c=noun.number(-1e6, 1e6), k=st.integers(), o=noun.options("a", "b"),
    x=noun.any_shape(), examples=60,
)
def some_check(student, ref, **inputs):
    "Anything."

for one in draw(some_check, 11):
    print(ascii(code(one)))
"""


def in_a_process(before="", **environment):
    script = SCRIPT.format(root=str(ROOT), before=textwrap.dedent(before))
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": "", "PYTHONDONTWRITEBYTECODE": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_process_draws_the_same_whatever_it_has_loaded_or_set(tmp_path):
    (tmp_path / "busy.py").write_text(MANY_CONSTANTS)
    plain = in_a_process(PYTHONHASHSEED="1", HYPOTHESIS_STORAGE_DIRECTORY=str(tmp_path / "a"))
    busy = in_a_process(
        f"""
        import random
        sys.path.insert(0, {str(tmp_path)!r})
        import busy
        random.seed(99)
        settings.register_profile("other", max_examples=3, derandomize=True)
        settings.load_profile("other")
        """,
        PYTHONHASHSEED="2",
        CI="true",
        HYPOTHESIS_STORAGE_DIRECTORY=str(tmp_path / "b"),
    )
    assert plain.count("\n") == 60
    assert busy == plain


def test_strategies_that_draw_nothing_are_the_courses_fault():
    with pytest.raises(CourseInvalid, match="check some_check: its strategies draw no example"):
        draw(made(x=st.integers().filter(lambda _: False)), 1)


def test_a_small_space_is_drawn_without_repeats():
    found = draw(made(x=st.sampled_from("abc"), examples=30), 1)
    assert sorted(one["x"] for one in found) == ["a", "b", "c"]


# The smallest failing example


def first_failing(one, seed, fails):
    return next(place for place, inputs in enumerate(draw(one, seed)) if fails(inputs))


@pytest.mark.parametrize("seed", range(2))
def test_a_failing_example_is_made_smaller(seed):
    one = made(tables(), examples=40)

    def fails(inputs):
        n, m = dots(inputs)
        return n >= 2 and m >= 3

    found = smallest_failing(one, seed, first_failing(one, seed, fails), fails)
    assert dots(found) == (2, 3)


def test_the_smallest_is_one_that_was_seen_to_fail():
    one = made(tables(), examples=40)
    seen = []

    def fails(inputs):
        failing = inputs["X"].sum() > 0 and inputs["X"].shape[1] > 2
        if failing:
            seen.append(code(inputs))
        return failing

    found = smallest_failing(one, 0, first_failing(one, 0, fails), fails)
    assert code(found) in seen
    assert size_of(found) == min(map(size_of, map(pasted, seen)))


def pasted(text):
    return eval(text, {"np": np})


def test_the_same_search_finds_the_same_example():
    one = made(tables(), c=noun.number(-100, 100), examples=30)

    def fails(inputs):
        return inputs["c"] > 3

    first = first_failing(one, 2, fails)
    found = [smallest_failing(one, 2, first, fails) for _ in range(2)]
    assert code(found[0]) == code(found[1])


def test_nothing_is_found_where_nothing_fails():
    assert smallest_failing(made(tables()), 0, 0, lambda _: False) is None


def test_examples_known_to_pass_are_not_tried_again():
    one = made(tables(), examples=30)
    examples = text_of(draw(one, 4))
    tried = []

    def fails(inputs):
        tried.append(code(inputs))
        return False

    smallest_failing(one, 4, 20, fails)
    assert tried == examples[20:]


def test_the_search_is_bounded():
    trials = 0

    def fails(inputs):
        nonlocal trials
        trials += 1
        # Ever smaller examples fail, so a search without a bound would go on for long.
        return inputs["xs"] and sum(inputs["xs"]) % 7 != 3

    one = made(xs=st.lists(st.integers(0, 2**60), min_size=30, max_size=60), examples=100)
    found = smallest_failing(one, 0, 0, fails)
    assert found is not None
    assert 1 < trials <= MOST_TRIALS


def test_a_student_who_answers_otherwise_each_time_ends_the_search():
    rng = random.Random(1)
    trials = 0

    def fails(inputs):
        nonlocal trials
        trials += 1
        return rng.random() < 0.5

    found = smallest_failing(made(tables()), 0, 0, fails)
    assert trials <= MOST_TRIALS
    assert found is None or set(found) == {"X", "Y"}


@pytest.mark.parametrize("at", [1, 6])
def test_a_call_that_hangs_ends_the_search_at_once(at):
    trials = 0

    def fails(inputs):
        nonlocal trials
        trials += 1
        if trials >= at:
            raise TimedOut("too long")
        return inputs["X"].size > 5

    one = made(tables(), examples=40)
    first = first_failing(one, 0, lambda inputs: inputs["X"].size > 5)
    with pytest.raises(TimedOut):
        smallest_failing(one, 0, first, fails)
    # Each further trial would cost the time limit once more.
    assert trials == at


@pytest.mark.parametrize(
    ("inputs", "numbers"),
    [
        ({}, 0),
        ({"a": 1.5}, 1),
        ({"X": np.zeros((2, 3)), "b": 1}, 7),
        ({"p": {"W": np.zeros(4), "l": [1, (2, 3)]}}, 7),
        ({"s": "text"}, 1),
    ],
)
def test_the_size_of_an_example_counts_its_numbers(inputs, numbers):
    assert size_of(inputs)[0] == numbers


def test_of_equally_many_numbers_those_shorter_to_read_are_smaller():
    assert size_of({"x": 0.5}) < size_of({"x": 0.123456})
    assert size_of({"x": np.array([1.0])}) < size_of({"x": np.array([1.0, 1.0])})


# Searches that are known


def outcomes_by(rule):
    """A predicate, and the examples that it was asked about."""
    asked = []

    def fails(inputs):
        asked.append(code(inputs))
        return rule(inputs)

    return fails, asked


RULES = [
    lambda inputs: dots(inputs)[0] >= 2,
    lambda inputs: dots(inputs)[1] >= 4,
    lambda inputs: dots(inputs)[0] >= 2 and inputs["X"].sum() > 0,
    lambda inputs: dots(inputs) == (3, 5) or dots(inputs)[0] == 1,
    lambda inputs: True,
]


def test_a_known_course_is_walked_without_drawing(monkeypatch):
    one, known = made(tables(), examples=40), drawing.Searches()
    first = smallest_failing(one, 0, 0, RULES[1], known)
    monkeypatch.setattr(drawing, "_drive", lambda *_: pytest.fail("Hypothesis was asked"))
    assert code(smallest_failing(one, 0, 0, RULES[1], known)) == code(first)


def test_what_is_known_changes_nothing_that_is_found():
    one, known = made(tables(), examples=20), drawing.Searches()
    for rule in [*RULES, *reversed(RULES)]:
        start = first_failing(one, 0, rule)
        fails, asked = outcomes_by(rule)
        fresh, asked_anew = outcomes_by(rule)
        found = smallest_failing(one, 0, start, fails, known)
        assert code(found) == code(smallest_failing(one, 0, start, fresh))
        assert asked == asked_anew


def test_a_search_that_was_broken_off_is_not_known_to_end():
    one, known = made(tables(), examples=20), drawing.Searches()
    left = iter(range(1))

    def breaks(inputs):
        next(left)
        return True

    with pytest.raises(StopIteration):
        smallest_failing(one, 0, 0, breaks, known)
    whole, again = RULES[4], made(tables(), examples=20)
    assert code(smallest_failing(one, 0, 0, whole, known)) == code(
        smallest_failing(again, 0, 0, whole)
    )


def test_only_so_many_trials_are_kept(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_KEPT", 5)
    one, known = made(tables(), examples=20), drawing.Searches()
    found = [code(smallest_failing(one, 0, 0, RULES[1], known)) for _ in range(2)]
    assert found[0] == found[1]
    assert len(known._next) == 5
