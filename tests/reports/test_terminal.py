from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.reports.terminal import print_summary

WIDTHS = (60, 80, 120)


def printed(reports, width=80, *, index=None, **console):
    out = io.StringIO()
    print_summary(reports, Console(file=out, width=width, **console), index=index)
    return out.getvalue()


@pytest.fixture
def crowd(check, exercise, report):
    def make(size):
        return [
            report(
                f"s{n}",
                exercise("f", *(check(f"c{i}", "passed" if i < n % 11 else "failed", points=1)
                                for i in range(10))),
            )
            for n in range(size)
        ]  # fmt: skip

    return make


@pytest.mark.parametrize("width", WIDTHS)
def test_a_small_class_is_listed_with_the_first_reason(mixed, width):
    text = printed(mixed, width)
    rows = ("s2", "S3", "s4", "s5", "s10", "1/4", "4/4", "unreadable", "withheld", "look: imp")
    figures = ("mean 1.7", "median 1", "2 of 3", "Title of rows", "Sum over")
    for wanted in (*rows, *figures):
        assert wanted in text, wanted
    said = " ".join(text.split())
    assert (
        "3 submissions graded, 0 missing, 1 unreadable, 1 withheld, 1 for a person to look at."
        in said
    )
    assert "none was lowered" in said


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(mixed, crowd, attacked, width):
    for reports in (mixed, crowd(60), [attacked]):
        assert all(cell_len(line) <= width for line in printed(reports, width).split("\n"))


def test_a_full_score_is_the_only_hundred_percent(crowd):
    assert "100 %" not in printed(crowd(4))
    assert printed(crowd(11)).count("100 % \n") <= 1


@pytest.mark.parametrize("width", WIDTHS)
def test_a_large_class_shows_the_lowest_and_the_spread(crowd, width):
    text = printed(crowd(41), width)
    assert "The lowest 10 of 41 submissions" in text
    assert len(re.findall(r"^s\d+ ", text, re.MULTILINE)) == 10
    assert "0 % ▆▆▆▆▆▆▆▆▄█ 100 %" in text
    assert len(re.findall(r"^s\d+ ", printed(crowd(40), width), re.MULTILINE)) == 40


def test_the_report_is_on_an_unbroken_line(mixed):
    index = Path("some/long/folder/") / ("x" * 90) / "index.html"
    assert f"Class report: {index}\n" in printed(mixed, 60, index=index)
    assert "Class report" not in printed(mixed)


def test_hostile_text_is_inert(attacked):
    text = printed([attacked], 200, force_terminal=True, color_system="truecolor", no_color=False)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", bare)
    if attacked.student.startswith("[red]"):
        assert "[red]bold[/red]" in bare


def test_student_text_brings_no_colour_of_its_own(report):
    text = printed([report("\x1b[35mx", status="unreadable", problem="\x1b[35my")])
    assert "\x1b" not in text
    coloured = printed([report("\x1b[35mx")], force_terminal=True, color_system="standard")
    assert "\x1b[35m" not in coloured


def test_no_color_and_pipes_are_respected(mixed, monkeypatch):
    assert "\x1b" not in printed(mixed)
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(mixed, force_terminal=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]m", text)


def test_a_terminal_without_unicode_is_no_error(mixed, attacked):
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    print_summary([*mixed, attacked], Console(file=out, width=80), index=Path("i.html"))
    out.flush()
    assert b"4/4" in raw.getvalue()


def test_rung_d_is_warned_of(report):
    assert "without a sandbox" in printed([report("a", isolation="D")])
    assert "without a sandbox" not in printed([report("a")])


def test_nothing_graded_is_said():
    assert printed([]) == "No submission was graded.\n"


def test_an_assignment_that_does_not_count_for_everyone_is_told(report, check, exercise):
    good = exercise("f", check())
    reports = [report("a", good), report("b", good), report("a", good, assignment="c2")]
    console = Console(file=io.StringIO(), width=100)
    print_summary(reports, console)
    said = console.file.getvalue()
    assert "c2 counts for 1 of 2 students only" in said
    assert "c1_numpy_basics counts" not in said
    assert said.count("with -a") == 1


def test_many_assignments_that_do_not_count_for_everyone_are_told_in_a_line(
    report, check, exercise
):
    good = exercise("f", check())
    reports = [report("a", good, assignment=f"c2_{number}") for number in range(9)]
    console = Console(file=io.StringIO(), width=100)
    print_summary([*reports, report("b", good, assignment="c1")], console)
    said = console.file.getvalue()
    assert "10 assignments count for 1 of 2 students only." in said
    assert said.count("students only") == said.count("with -a") == 1
