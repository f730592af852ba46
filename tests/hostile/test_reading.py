"""Files that make Python's parser or compiler work without end, and submissions slow everywhere.

The others are marked as without them, and the checker takes no more than it gives each.
"""

from __future__ import annotations

import importlib.util

import pytest

from .conftest import REFERENCE, ROOT, SLUG, grade, honest, without_times, write_class

_spec = importlib.util.spec_from_file_location(
    "greedy", ROOT / "tests" / "submissions" / "greedy.py"
)
assert _spec is not None
assert _spec.loader is not None
greedy = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(greedy)
KINDS = {name.replace(" ", "-"): text for name, text in greedy.GREEDY.items()}
SLOW = """

import time


def _slow(function):
    def called(*args, **kwargs):
        {}
        return function(*args, **kwargs)

    return called


for _name in ("sigmoid", "initialize", "compute_cost", "propagate", "optimize", "predict", "model"):
    globals()[_name] = _slow(globals()[_name])
"""
EVERYWHERE = {
    "sleeps": REFERENCE + SLOW.format("time.sleep(1.2)"),
    "works": REFERENCE + SLOW.format("[None for _ in range(20_000_000)]"),
    "drips": REFERENCE + SLOW.format("[time.sleep(0.01) for _ in range(100)]"),
}
SUBMISSION_SECONDS = 10
# What a reading may take (a megabyte of source), what is prepared, and what Python itself takes.
MOST_MB = 900


@pytest.fixture(scope="module")
def run(course, best, tmp_path_factory):
    home = tmp_path_factory.mktemp("reading")
    spec = course / "assignments" / SLUG / "assignment.toml"
    text = spec.read_text()
    said = f"memory_mb = 512\nsubmission_seconds = {SUBMISSION_SECONDS}"
    sources = {f"file-{name}": f"{REFERENCE}\n\n{text}" for name, text in KINDS.items()}
    folder = write_class(home / "class", honest(4) | sources | EVERYWHERE)
    books = {
        "book-returns": greedy.book(REFERENCE, greedy.with_returns(13)),
        "book-finally": greedy.book(REFERENCE, greedy.finally_nested(22)),
        "book-marks": greedy.book(REFERENCE, greedy.marked_name(60_000)),
    }
    for student, book in books.items():
        (folder / student).mkdir()
        (folder / student / f"{SLUG}.ipynb").write_text(book)
    (folder / "twins").mkdir()
    (folder / "twins" / f"{SLUG}.py").write_text(greedy.with_returns(13))
    (folder / "twins" / f"{SLUG}.ipynb").write_text(greedy.book(REFERENCE))
    spec.write_text(text.replace("memory_mb = 512", said))
    try:
        quiet = grade(write_class(home / "quiet", honest(4)), course, home / "q", "--rung", best)
        yield quiet, grade(folder, course, home / "out", "--rung", best, "-j", "2", limit=900)
    finally:
        spec.write_text(text)


def test_everyone_has_a_row_and_nothing_is_left(run):
    _, found = run
    assert found.code == 0
    assert len(found.reports) == 4 + len(KINDS) + len(EVERYWHERE) + 4
    assert found.left == []


def test_the_honest_are_marked_as_without_them(run):
    quiet, found = run
    for name, report in quiet.reports.items():
        assert without_times(found.reports[name]) == without_times(report)


@pytest.mark.parametrize("name", KINDS)
def test_a_greedy_file_is_unreadable_and_told_what_to_do(run, name):
    report = run[1].reports[f"file-{name}"]
    assert (report["status"], report["score"]) == ("unreadable", 0)
    assert "too long or too much memory to read" in report["problem"]
    assert "hand it in again" in report["problem"]


@pytest.mark.parametrize("name", ["book-returns", "book-finally", "book-marks"])
def test_a_greedy_notebook_is_unreadable_or_marked_without_what_is_greedy(run, name):
    report = run[1].reports[name]
    assert (report["status"], report["score"]) in (("unreadable", 0), ("graded", 40))


def test_of_twins_the_one_that_can_be_read_is_marked(run):
    assert run[1].reports["twins"]["score"] == 40


@pytest.mark.parametrize("name", EVERYWHERE)
def test_slowness_everywhere_ends_with_the_submission_s_seconds(run, name):
    report = run[1].reports[name]
    assert report["status"] == "graded"
    last = report["exercises"][-1]["checks"]
    assert {check["verdict"] for check in last} == {"timed_out"}
    assert all("ll exercises together took longer than" in check["message"] for check in last)


def test_no_process_took_more_memory_than_a_reading_may(run):
    assert run[1].peak_mb < MOST_MB


def test_reports_are_small(run):
    for path in run[1].out.rglob("*.json"):
        assert path.stat().st_size < 2 << 20, path
