"""What is to be mended first is told first, and once."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.course.load import load_handout
from grader.selfcheck import pytest_items
from grader.selfcheck.public_checks import check_source, read_work, to_mend_first
from grader.selfcheck.screen import print_check

pytestmark = pytest.mark.usefixtures("clean_modules")

SHARED = "def _scaled(x, by):\n    return x * (by + 1)\n\n\n"


@pytest.fixture
def handout(small, tmp_path):
    return small.write(tmp_path)


@pytest.fixture
def checked(handout):
    """The public checks of a source; gives what is to be mended first, and the screen."""

    def check(source, *exercises):
        (handout / "small.py").write_text(source)
        assignment, work = read_work(handout)
        report = check_source(handout, assignment, work, exercises, mends=False)
        first = to_mend_first(handout, assignment, work, report)
        console = Console(width=100, color_system=None, file=io.StringIO())
        print_check(report, console, source=work.source, points=4, first=first)
        return first, console.file.getvalue()

    return check


def test_what_uses_a_wrong_one_waits_for_it(checked, small):
    first, screen = checked(small.source(**small.RIGHT | {"double": "return x + 4.0"}))
    assert (first.exercise, first.waits) == ("double", {"quadruple": "double"})
    assert "quadruple wrong answer, waits for double: quadruple(2) = 8." in screen
    assert "\n✗ double: double(3) = 6.\n" in screen
    assert screen.rstrip().endswith("Next: mend double, which quadruple needs.")


def test_what_a_student_has_written_out_himself_waits_for_nothing(checked, small):
    wrong = {"double": "return x + 4.0", "quadruple": "return 5.0 * x"}
    first, screen = checked(small.source(**small.RIGHT | wrong))
    assert (first.exercise, first.waits) == ("double", {})
    assert "waits for" not in screen


def test_one_that_was_asked_for_alone_is_not_blamed_for_another(checked, small):
    source = small.source(**small.RIGHT | {"double": "return x + 4.0"})
    _, screen = checked(source, "quadruple")
    assert screen.rstrip().endswith("Next: mend double, which quadruple needs.")
    right = small.source(**small.RIGHT | {"quadruple": "return x"})
    _, screen = checked(right, "quadruple")
    assert screen.rstrip().endswith("Next: mend quadruple.")


def test_one_that_is_right_is_blamed_for_nothing(checked, small):
    wrong = {"quadruple": "return double(x)", "halve": "return x"}
    first, screen = checked(small.source(**small.RIGHT | wrong))
    assert (first.exercise, first.waits, first.helpers) == ("quadruple", {}, ())
    assert "waits" not in screen


@pytest.mark.parametrize(
    ("helper", "double", "halve", "blamed"),
    [
        (SHARED, "return _scaled(x, 2)", "return _scaled(x, 1 / 2)", True),
        (
            SHARED.replace("(by + 1)", "{}[by]"),
            "return _scaled(x, 2)",
            "return _scaled(x, 0)",
            True,
        ),
        # It works for one of them, and so it may be right.
        (SHARED.replace("by + 1", "by"), "return _scaled(x, 2)", "return _scaled(x, 3)", False),
        (SHARED, "return _scaled(x, 2)", "return x", False),
        # Where it raises, in both, is to be looked at, though it works for another.
        (
            SHARED.replace("return x", "return (1 / 0) if by > 5 else x").replace("by + 1", "by"),
            "return _scaled(x, 6)",
            "return _scaled(_scaled(x, 0.5), 7)",
            True,
        ),
    ],
)
def test_a_helper_that_all_who_fail_call_is_named_once(
    checked, small, helper, double, halve, blamed
):
    source = helper + small.source(quadruple="return double(double(x))", double=double, halve=halve)
    first, screen = checked(source)
    said = "double and halve fail, and both call your _scaled: look there first."
    assert screen.count(said) == blamed
    assert ("Next: look at your _scaled." in screen) == blamed
    assert first.helpers == (("_scaled",) if blamed else ())


def test_a_helper_below_another_is_named_with_it(checked, small):
    deeper = "def _deep(x):\n    return x\n\n\ndef _high(x):\n    return _deep(x)\n\n\n"
    source = deeper + small.source(double="return _high(x)", halve="return _high(x)")
    first, screen = checked(source)
    assert first.helpers == ("_deep", "_high")
    assert "both call your _deep and _high: look there first." in screen


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("while True: pass", "took too long"),
        ("import os; os._exit(3)", "ended the process"),
    ],
)
def test_what_uses_one_that_ends_its_worker_is_not_run(checked, small, body, why):
    source = small.source(**small.RIGHT | {"double": body})
    first, screen = checked(source)
    assert first.exercise == "double"
    assert f"– quadruple Needs double, which {why}: quadruple(2) = 8." in screen
    assert "✓ halve" in screen
    assert screen.rstrip().endswith("Next: mend double.")


def test_pytest_tells_it_once_and_of_the_others_that_they_wait(handout, small, monkeypatch):
    source = small.source(**small.RIGHT | {"double": "return x + 4.0"})
    (handout / "small.py").write_text(source)
    found = pytest_items.run(handout, load_handout(handout), ())
    assert found.first.waits == {"quadruple": "double"}
    assert found.says.endswith("Next: mend double, which quadruple needs.")
