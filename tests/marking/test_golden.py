"""Whole submissions in many people's handwriting: right ones earn everything, wrong ones lose.

`tests/golden/right/<assignment>/` holds right solutions written from the handout alone;
`tests/golden/wrong/<assignment>/` wrong ones, whose first line names the exercises that
must lose points. `make test` tries the first two of each of one assignment, `make course` of the
others, and `make prove` the next ten (GOLDEN=more, of the assignments that it proves). The rest,
and those under `wrong/<assignment>/more/`, which take minutes, with

    GOLDEN=all pytest tests/marking/test_golden.py
"""

import os
from pathlib import Path

import pytest

from grader.course.load import load
from grader.marking.marker import Marker
from grader.preparation.kept import prepare_once
from grader.sandbox import Limits, Sandbox
from grader.submissions import Expected, read_source

from ..conftest import of_assignment

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
WANTED = os.environ.get("GOLDEN", "")
FOLDERS = ("*", "*/more") if WANTED == "all" else ("*",)
TRIED = {"": slice(2), "more": slice(2, 12), "all": slice(None)}[WANTED]
PROVED = os.environ.get("PROVE", "all")


def files(kind):
    found = (path for folder in FOLDERS for path in (GOLDEN / kind).glob(f"{folder}/*"))
    by_slug: dict[str, list[Path]] = {}
    for path in sorted(path for path in found if path.suffix in (".py", ".ipynb")):
        by_slug.setdefault(slug_of(path), []).append(path)
    wanted = [*by_slug] if PROVED == "all" else PROVED.split()
    return [path for slug in wanted for path in by_slug.get(slug, [])[TRIED]]


def slug_of(path):
    return path.relative_to(GOLDEN).parts[1]


def named(path):
    return path.relative_to(GOLDEN).as_posix()


@pytest.fixture(scope="module")
def report_on(safe_rung):
    markers = {}
    sandboxes = []

    def report(path):
        slug = slug_of(path)
        if slug not in markers:
            assignment = load(ROOT, slug)
            memory = assignment.spec.limits.memory_mb << 20
            sandboxes.append(Sandbox(safe_rung, Limits(memory_bytes=memory)))
            markers[slug] = assignment, Marker(prepare_once(assignment), sandboxes[-1], mends=False)
        assignment, marker = markers[slug]
        submission = read_source(path, Expected(slug, assignment.spec.module))
        return marker.mark(submission)

    yield report
    for sandbox in sandboxes:
        sandbox.close()


def test_there_is_something_to_try():
    right, wrong = (20, 12) if PROVED == "all" else (2, 2)
    assert len(files("right")) >= right
    assert len(files("wrong")) >= wrong


def of_one_process(kind):
    """The files, those of an assignment in one process: it is prepared once."""
    return [
        pytest.param(path, marks=of_assignment(slug_of(path)), id=named(path))
        for path in files(kind)
    ]


@pytest.mark.parametrize("path", of_one_process("right"))
def test_right_work_has_full_marks(report_on, path):
    report = report_on(path)
    lost = [
        (check.id, check.verdict, check.message)
        for exercise in report.exercises
        for check in exercise.checks
        if check.verdict != "passed"
    ]
    assert (report.status, report.problem, lost) == ("graded", "", [])
    assert report.held == ()


@pytest.mark.parametrize("path", of_one_process("wrong"))
def test_wrong_work_loses_points_where_it_is_wrong(report_on, path):
    first = path.read_text(encoding="utf-8").splitlines()[0]
    expected = first.removeprefix("# expect: ").removesuffix(" loses").split(", ")
    report = report_on(path)
    lost = [one.name for one in report.exercises if one.score < one.max_score]
    assert lost == expected
