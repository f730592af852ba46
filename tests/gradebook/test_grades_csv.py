from __future__ import annotations

import csv
import io

import pytest

from grader.apart import apart
from grader.gradebook import grades_csv


def rows(reports):
    return list(csv.reader(io.StringIO(grades_csv(reports))))


def test_a_row_per_student_and_assignment(mixed):
    assert rows(mixed) == [
        ["student", "assignment", "score", "max_score", "status", "reason"],
        ["s2", "c1_numpy_basics", "1", "4", "graded", ""],
        ["S3", "c1_numpy_basics", "0", "4", "graded", ""],
        ["s4", "c1_numpy_basics", "0", "4", "unreadable", "a.py, line 7: a bracket is not closed"],
        ["s5", "c1_numpy_basics", "", "4", "broken", "the check rows raised KeyError"],
        ["s10", "c1_numpy_basics", "4", "4", "graded", ""],
    ]


def test_two_names_never_become_one(report):
    found = rows([report(name) for name in ("+1", "'+1", "''+1", "'a", "a")])[1:]
    assert len({row[0] for row in found}) == 5


def test_a_withheld_score_is_never_written(report):
    assert rows([report("a", status="broken", score=3, max_score=4)])[1][2] == ""


@pytest.mark.parametrize("name", ["=1+1", "+1", "-x", "@SUM(A1)", "\t=1", "  =1", "＝1"])
def test_a_name_never_becomes_a_formula(report, name):
    assert rows([report(name)])[1][0] == f"'{name}"


def test_a_name_stays_on_its_row(report):
    assert rows([report("a\r=1"), report("b\n=1")])[1:] == [
        ["a =1", "c1_numpy_basics", "0", "0", "graded", ""],
        ["b\n=1", "c1_numpy_basics", "0", "0", "graded", ""],
    ]


@pytest.mark.parametrize("name", ["a,b", 'a"b', "a\nb", "x=1", "李雷", "O'Neil"])
def test_other_names_stay_as_they_are(report, name):
    assert rows([report(name)])[1][0] == name


def test_a_name_that_is_no_utf8_can_be_written(report):
    grades_csv([report("a\udc80")]).encode("utf-8")


def test_who_is_kept_apart_from_another_has_the_name_that_an_import_knows(report):
    found = rows([report("Ada"), report(apart("ada", 2)), report("ada-2")])
    assert sorted(row[0] for row in found[1:]) == ["Ada", "ada", "ada-2"]


@pytest.mark.parametrize("word", ["a", "long", "words/of/a/path.py"])
def test_a_reason_that_is_too_long_ends_with_a_word(report, word):
    told = " ".join([word] * 400)
    (_, (*_, reason)) = rows([report("a", status="missing", problem=told)])
    assert reason.endswith(f"{word} …")
    assert told.startswith(reason.removesuffix(" …"))
    assert 250 < len(reason) <= 300
    (_, (*_, reason)) = rows([report("a", status="missing", problem="x" * 400)])
    assert (len(reason), reason[-2:]) == (300, "x…")
    (_, (*_, reason)) = rows([report("a", status="missing", problem="x" * 300)])
    assert reason == "x" * 300
