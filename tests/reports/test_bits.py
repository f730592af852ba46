"""How many bits of hidden inputs a page can tell in one run, at each level of feedback.

A submission sees its inputs, and chooses by them how it fails. What a student reads of that is a
number of fields, each of which takes so many values: their logarithms, added up, bound what gets
out. A field that is new and not here fails a test.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import get_args

import pytest

from grader.course.load import load
from grader.course.misconceptions import misconceptions_of
from grader.diagnosis.edits.kinds import KINDS
from grader.reports import feedback_of, to_html, to_markdown
from grader.results import CheckResult, ExerciseResult, Repair, Report, SourceLine, Verdict, to_json
from grader.submissions.source.told import MOST_LINES

VERDICTS = len(get_args(Verdict))
# Beside its score an exercise says which references stood in: those of the wrong ones, which
# follow from scores; those and what these use; or none.
WAYS = 3
# What follows from how a submission does on hidden inputs, by level. All else is known before any
# hidden input is sent, or follows from these: `earned`, `hint` and `message` from the verdict,
# `source` from the line.
TOLD = {
    "silent": {"status", "score", "follow_through", "replaced"},
    "name": {"status", "score", "follow_through", "replaced", "verdict", "earned"},
    "hint": {
        "status", "score", "follow_through", "replaced", "verdict", "earned", "hint", "line",
        "source", "misconception", "misconception_hint", "besides", "repairs",
    },
}  # fmt: skip


def scores(points):
    """How many sums some of these points can have."""
    sums = {0}
    for one in points:
        sums |= {one + other for other in sums}
    return len(sums)


def bits(level, exercises, *, lines=MOST_LINES, misconceptions=0, kinds=0):
    """The bits per run; `exercises` are the points of each one's hidden checks."""
    each = math.log2(VERDICTS)
    if level == "hint":
        each += math.log2(lines + 1)
    whole = math.log2(2)  # graded, or broken with the score withheld
    for points in exercises:
        hidden = math.log2(scores(points)) if level == "silent" else each * len(points)
        # A known mistake has a name, another one a kind, and two have one each.
        mistakes = misconceptions + math.comb(misconceptions, 2) + kinds + kinds**2
        named = math.log2(mistakes + 1) if level == "hint" else 0
        whole += hidden + named + math.log2(WAYS)
    return whole


@pytest.mark.parametrize(
    ("level", "checks", "per_check"), [("silent", 30, 1), ("name", 30, 3.33), ("hint", 30, 9.33)]
)
def test_the_bits_of_a_check_are_few(level, checks, per_check):
    exercises = [[1, 2, 4]] * (checks // 3)
    besides = 1 + math.log2(WAYS) * len(exercises)
    assert bits(level, exercises) <= per_check * checks + besides


SLUGS = {
    "c1_activations", "c1_computation_graph", "c1_deep_network", "c1_logistic_regression",
    "c1_numpy_basics", "c1_shallow_network",
}  # fmt: skip


@pytest.mark.parametrize("slug", sorted(SLUGS))
def test_the_bits_of_every_assignment_are_bounded(root, slug):
    assignment = load(root, slug)
    exercises = [
        [check.points for check in assignment.checks_of(one.name) if not check.public]
        for one in assignment.spec.exercises
    ]
    checks = sum(map(len, exercises))
    levels = ("silent", "name", "hint")
    known = Counter(one.exercise for one in misconceptions_of(assignment))
    most = {"kinds": len(KINDS), "misconceptions": max(known.values())}
    silent, name, hint = (bits(level, exercises, **most) for level in levels)
    assert silent <= checks + WAYS * len(exercises)
    assert silent < name < hint < 10 * checks + (WAYS + 12) * len(exercises)


# What a page tells of two hidden checks whose results differ in every way that a submission has.

LINES = (5, 6)


def results():
    """A hidden check's result for each verdict, line and whatever else could be made to differ."""
    for verdict, line, other in itertools.product(
        get_args(Verdict), (None, *LINES), ("", "another")
    ):
        yield CheckResult(
            id="one", title="One", kind="property", public=False, points=1,
            earned=int(verdict == "passed"), verdict=verdict, line=line, raised=other,
            message=other, cause=other, seconds=len(other), warnings=(other,) * bool(other),
            source=() if line is None else (SourceLine(where=f"line {line}", text=f"{line}"),),
            hint="" if verdict == "passed" else "A hint.",
        )  # fmt: skip


@pytest.fixture
def page(report, exercise):
    def made(level, checks, **how):
        return feedback_of(report("ada", exercise("f", *checks), feedback=level, **how))

    return made


@pytest.mark.parametrize("level", ["silent", "name", "hint"])
def test_no_more_pages_can_be_told_apart_than_the_bits_say(page, level):
    found = list(results())
    pages = set()
    for number, one in enumerate(found):
        for other in found[number % 7 :: 7]:
            how = {"seconds": number / 8, "held": (one.message,), "output": other.message}
            two = other.model_copy(update={"id": "two"})
            pages.add(to_json(page(level, [one, two], **how)))
    most = 2 ** bits(level, [[1, 1]], lines=len(LINES)) / 2 / WAYS
    assert len(pages) <= round(most)
    assert len(pages) > most / 4  # the bound is no idle one


def test_at_silent_only_points_are_told(page):
    for one in results():
        bare = CheckResult(
            id="one", title="One", kind="property", public=False, points=1, earned=one.earned,
            verdict="passed" if one.earned else "failed",
        )  # fmt: skip
        for render in (to_html, to_markdown, to_json):
            assert render(page("silent", [one])) == render(page("silent", [bare]))


@pytest.mark.parametrize("level", TOLD)
def test_every_field_that_differs_is_counted(page, level):
    """Each field of a result, changed by itself: it is told only if it is counted."""
    known = next(one for one in results() if one.verdict == "failed" and one.line == 5)
    changes = {
        "verdict": "errored", "earned": 1, "message": "m", "hint": "h", "cause": "c", "line": 6,
        "callers": (7,), "raised": "r", "warnings": ("w",), "source": (), "seconds": 9.0,
    }  # fmt: skip
    fixed = {"id", "title", "kind", "public", "points", "counterexample"}
    assert set(CheckResult.model_fields) == set(changes) | fixed
    for name, value in changes.items():
        other = known.model_copy(update={name: value})
        differs = (
            page(level, [known]).exercises[0].checks != page(level, [other]).exercises[0].checks
        )
        assert differs == (name in TOLD[level] and level != "silent"), name


@pytest.mark.parametrize("level", ["silent", "name", "hint"])
def test_of_what_mends_an_exercise_only_kinds_are_told(report, exercise, check, level):
    pages = set()
    for number, kind in itertools.product(range(1, 20), ("a", "b")):
        line = SourceLine(where=f"line {number}", text=str(number))
        one = Repair(line=number, source=line, kind=kind, says=kind, old=line.text, new=line.where)
        hidden = exercise("f", check("one", "failed"), repairs=(one,))
        pages.add(to_json(feedback_of(report("ada", hidden, feedback=level))))
    assert len(pages) == (2 if level == "hint" else 1)


def test_no_field_of_a_report_or_an_exercise_is_new():
    assert set(ExerciseResult.model_fields) == {
        "name", "score", "max_score", "follow_through", "replaced", "misconception",
        "misconception_hint", "besides", "checks", "reused", "repairs", "question",
    }  # fmt: skip
    # Of these the status and the score follow from hidden checks; `held`, `output` and what is
    # `reused` are not told.
    assert set(Report.model_fields) == {
        "schema_version", "grader", "student", "assignment", "title", "quiz", "status", "problem",
        "score", "max_score", "isolation", "seed", "seconds", "feedback", "assignment_sha256",
        "grader_sha256", "submission", "versions", "notes", "held", "output", "exercises",
        "pictures",
    }  # fmt: skip


@pytest.mark.parametrize("level", ["full", "hint", "name", "silent"])
def test_how_long_all_took_is_told_where_inputs_are_shown_only(page, level):
    assert (page(level, [], seconds=1.25).seconds == 1.25) == (level == "full")
