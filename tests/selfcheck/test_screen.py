"""The terminal of a student's own check: the same evidence in the same order as the pages."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.results.report import Counterexample, ExerciseResult, GradientRow, Repair, SourceLine
from grader.selfcheck.screen import explain, print_places


def lines(check, width=90, **asked):
    console = Console(width=width, color_system=None, file=io.StringIO())
    explain("softmax", check, console, "a = 1\nb = 2  # two\n", **asked)
    return [line.rstrip() for line in console.file.getvalue().splitlines()]


def found(got="np.array([1.0])", want="np.array([2.0])", **more):
    return Counterexample(
        inputs={"x": "[1.0]"}, call="softmax(x)", got=got, want=want, shrunk=True, **more
    )


@pytest.fixture
def failing(check):
    def make(**more):
        given = {"message": "MESSAGE", "counterexample": found(), "hint": "HINT", "public": True}
        return check("rows", "failed", **(given | more))

    return make


def test_what_came_back_stands_beside_what_must(failing):
    shown = lines(failing())
    assert shown[0] == "✗ softmax: Title of rows"
    assert "  What came back     What must come back" in shown
    assert "    np.array([1.0])    np.array([2.0])" in shown


def test_long_or_many_lines_keep_their_shape(failing):
    shown = lines(failing(counterexample=found("one\ntwo", "three")))
    assert shown[-5:-3] == ["    one               three", "    two"]
    wide = "np.array([" + "1.0, " * 12 + "])"
    shown = lines(failing(counterexample=found(wide, "2.0")))
    at = shown.index("  What came back")
    assert shown[at + 1] == f"    {wide}"
    assert shown[at + 3 :][:2] == ["  What must come back", "    2.0"]


def test_an_exception_is_shown_with_the_line_that_raised_it(failing):
    shown = lines(failing(raised="ValueError: no", line=2, counterexample=found("", "")))
    assert "    ValueError: no" in shown
    assert "  Line 2 of your file" in shown
    assert "    b = 2  # two" in shown
    assert not any("came back" in line for line in shown)


def test_lines_that_the_engine_names_are_not_looked_up_again(failing):
    told = SourceLine(where="cell 3, line 4", text="z = FOUR")
    shown = lines(failing(raised="ValueError: no", line=2, source=(told,)))
    assert "  Cell 3, line 4" in shown
    assert not any("b = 2" in line for line in shown)


def test_gradients_are_a_table_that_fits(failing):
    row = GradientRow(
        name="dw", shape="(2, 3)", worst="[0, 1]", analytic="0.5", numeric="0.25",
        error="3.3e-01", right=False, kinks=0,
    )  # fmt: skip
    for width in (60, 90, 120):
        shown = lines(failing(counterexample=found(gradients=(row,))), width)
        assert max(map(len, shown)) <= width
        text = " ".join(" ".join(shown).split())
        for said in ("dw", "(2, 3)", "[0, 1]", "0.25", "3.3e-", "wrong"):
            assert said in text
        assert "…" not in text


def test_the_hint_is_left_out_when_it_is_not_wanted(failing):
    assert "    HINT" in lines(failing())
    assert not any("HINT" in line or "Hint" in line for line in lines(failing(), hint=False))


def test_nothing_of_the_students_is_taken_for_markup(failing):
    shown = lines(failing(raised="ValueError: [red]no[/red] \x1b[31m"))
    assert "    ValueError: [red]no[/red] \\x1b[31m" in shown


def test_where_it_is_wrong_is_told_with_its_line(failing):
    line = SourceLine(where="line 2 of your file", text="b = 2")
    one = Repair(line=2, source=line, kind="sign", says="One of the terms has the wrong sign.")
    exercise = ExerciseResult(
        name="softmax", score=0, max_score=1, checks=(failing(),), repairs=(one,)
    )
    console = Console(width=90, color_system=None, file=io.StringIO())
    print_places(exercise, console)
    told = [line.strip() for line in console.file.getvalue().splitlines() if line.strip()]
    assert told == [
        "Where it is wrong",
        "Line 2 of your file: one of the terms has the wrong sign.",
        "b = 2",
        "With a small change there, every public check of this exercise passes.",
    ]
