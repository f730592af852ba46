"""Every trick gets its verdict and nothing more, at each rung, and touches nobody else.

All tricks of a rung are one class, marked by one run of the real command.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import (
    HALF,
    HALF_MARKS,
    MARK,
    REFERENCE,
    SAFE,
    SLUG,
    UNDONE,
    Run,
    check_of,
    grade,
    honest,
    require,
    traces,
    tricks,
    without_times,
    write_class,
)

RUNGS = (*SAFE, "D")
TRICKS = {one.name: one for one in tricks("tricks")}
CASES = [(rung, name) for rung in RUNGS for name, one in TRICKS.items() if rung in one.at]
OUTSIDE = [Path(p) for p in ("/tmp", "/var/tmp", "/dev/shm", "/run")]


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def run_at(mark_tricks, listener) -> Callable[[str], Run]:
    port = str(listener.getsockname()[1])
    return lambda rung: mark_tricks("tricks", rung, {"HOSTILE_PORT": port})


@pytest.mark.parametrize(("rung", "name"), CASES)
def test_a_trick_gets_its_verdict_and_gains_nothing(run_at, rung, name):
    trick, report = TRICKS[name], run_at(rung).reports[name]
    found = check_of(report, trick.check)
    told = (found["verdict"], found["message"], found["raised"], report["output"][:300])
    assert found["verdict"] in trick.expect, told
    assert report["status"] in trick.status, told
    earned = [one["name"] for one in report["exercises"] if one["score"]]
    assert report["score"] <= trick.worth, earned


@pytest.mark.parametrize("rung", RUNGS)
def test_no_trick_is_taken_for_a_fault_of_the_grader(run_at, rung):
    run = run_at(rung)
    assert run.code == 0
    assert not [name for name, one in run.reports.items() if one["status"] == "broken"]
    assert run.stderr == ""


@pytest.mark.parametrize("rung", RUNGS)
def test_what_a_trick_does_costs_its_own_exercise_only(run_at, rung):
    """Tricks over the reference redefine a function or two: the others keep their marks."""
    whole_file = {"exit_while_loading", "source_too_deep"}
    for name, report in run_at(rung).reports.items():
        trick = TRICKS.get(name)
        if trick is None or trick.over == "wrong" or name in whole_file:
            continue
        redefined = set(re.findall(r"^(?:async )?def (\w+)|^del (\w+)", trick.text, re.MULTILINE))
        allowed = {one or other for one, other in redefined} | set(UNDONE)
        lost = {one["name"] for one in report["exercises"] if one["score"] < one["max_score"]}
        assert lost <= allowed, name


def test_what_was_marked_before_gains_no_trick_anything(run_at, best, course, tmp_path):
    """Once more, with what is known of equal code and without it."""
    before = run_at(best)
    folder, how = before.out.parent / "class", ("--rung", best, "-j", "2")
    again = grade(folder, course, tmp_path / "again", *how)
    fresh = grade(folder, course, tmp_path / "fresh", *how, "--fresh")
    assert any(one["reused"] for report in again.reports.values() for one in report["exercises"])
    for name, report in fresh.reports.items():
        scores = {
            tuple((one["name"], one["score"]) for one in found["exercises"])
            for found in (report, before.reports[name], again.reports[name])
        }
        assert len(scores) == 1, (name, scores)


@pytest.mark.parametrize("rung", RUNGS)
def test_the_others_are_marked_as_if_alone(run_at, rung, course, tmp_path):
    run = run_at(rung)
    write_class(tmp_path / "class", honest(4))
    unsafe = ("--allow-unsafe",) if rung == "D" else ()
    alone = grade(tmp_path / "class", course, tmp_path / "out", "--rung", rung, *unsafe)
    assert alone.reports["honest0"]["score"] == 40
    assert alone.reports["honest1"]["score"] == 0
    for name, report in alone.reports.items():
        assert without_times(run.reports[name]) == without_times(report)


@pytest.mark.parametrize("rung", RUNGS)
def test_everyone_has_a_row_and_the_run_is_bounded(run_at, rung):
    run = run_at(rung)
    expected = {name for name, one in TRICKS.items() if rung in one.at} | set(honest(4))
    assert set(run.reports) == expected
    rows = (run.out / "grades.csv").read_text().splitlines()[1:]
    assert {row.split(",")[0] for row in rows} == expected
    # Twenty times what one costs on a machine that does nothing else.
    assert run.seconds < 2 * len(expected)
    assert run.peak_mb < 1500


@pytest.mark.parametrize("rung", RUNGS)
def test_no_process_is_left(run_at, rung):
    assert run_at(rung).left == []


@pytest.mark.parametrize("rung", SAFE)
def test_no_file_is_left_outside(run_at, rung, course):
    home = run_at(rung).out.parent
    assert traces([*OUTSIDE, home, course]) == []
    assert traces([Path("/"), Path.home(), Path.cwd()], depth=0) == []
    # Unlinking, renaming and truncating another's work were tried too.
    other = home / "class" / "honest0" / f"{SLUG}.py"
    assert other.stat().st_size > 1000


@pytest.mark.parametrize("rung", SAFE)
def test_nobody_connected(run_at, rung, listener):
    run_at(rung)
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert MARK not in Path("/proc/net/unix").read_text()


@pytest.mark.parametrize("rung", SAFE)
def test_nothing_that_is_shown_carries_control_characters_or_markup(run_at, rung):
    run = run_at(rung)
    for name in ("markup_everywhere", "markup_in_values"):
        folder = run.out / name
        for path in (folder / f"{SLUG}.html", folder / f"{SLUG}.md"):
            text = path.read_text(encoding="utf-8")
            assert "\x1b" not in text
            assert "\x07" not in text
            if path.suffix == ".html":
                assert "<script>alert" not in text
    index = (run.out / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in index
    assert "\x1b" not in run.stdout + run.stderr
    assert not re.search(r"^\s*::", run.stdout + run.stderr, re.MULTILINE)


def test_hidden_feedback_does_not_carry_what_a_student_printed_or_raised(run_at, best):
    run = run_at(best)
    report = run.reports["markup_everywhere"]
    hidden = check_of(report, "sigmoid_everywhere")
    assert MARK in report["output"]
    assert MARK in hidden["raised"]
    for suffix in ("html", "md"):
        shown = (run.out / "markup_everywhere" / f"{SLUG}.{suffix}").read_text()
        public = check_of(report, "sigmoid_known_values")
        # The public check shows the exception's text, once; output is never shown.
        assert public["public"]
        assert shown.count(MARK) <= 1 + shown.count(public["id"])


def test_tricks_that_reach_for_the_machine_are_held_for_a_person(run_at, best):
    reports = run_at(best).reports
    for name in ("network", "read_memory", "patch_worker", "steps_without_trace", "wire_garbage"):
        assert reports[name]["held"], name
    assert not reports["honest0"]["held"]


# What a worker says of a call besides its value is its own word: that an argument was not
# changed, how many steps ran, that no memory is shared, that NumPy did not warn. A submission
# that rewrites the worker around it can lie about these, and about nothing else.
LIES = {
    "changed": (
        "propagate_keeps_its_inputs",
        """
import sys
sys.modules["grader.worker.host"].prints = lambda *_: {}
def propagate(w, b, X, Y):
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    found = {"dw": X @ (A - Y).T / m, "db": np.sum(A - Y) / m}, compute_cost(A, Y)
    X *= 0.0
    return found
""",
    ),
    "steps": (
        "propagate_vectorised",
        """
import sys
def propagate(w, b, X, Y):
    sys._getframe().f_trace_opcodes = False
    m = X.shape[1]
    A = sigmoid(w.T @ X + b)
    dw = np.zeros_like(w)
    for i in range(m):
        dw += X[:, i : i + 1] * (A - Y)[0, i] / m
    return {"dw": dw, "db": np.sum(A - Y) / m}, compute_cost(A, Y)
""",
    ),
    "shared": (
        "initialize_is_fresh",
        """
import sys
sys.modules["grader.worker.host"].share_memory = lambda *_: False
KEPT = {}
def initialize(n_x):
    return KEPT.setdefault(n_x, np.zeros((n_x, 1))), 0.0
""",
    ),
}


def test_a_lying_worker_gains_the_watched_check_at_most_and_is_held(course, best, tmp_path):
    """Not a promise but its limit: one check each, and a person is asked to look."""
    write_class(tmp_path / "class", {name: HALF + text for name, (_, text) in LIES.items()})
    run = grade(tmp_path / "class", course, tmp_path / "out", "--rung", best, "-j", "2")
    for name, (check, _) in LIES.items():
        report = run.reports[name]
        assert check_of(report, check)["verdict"] in ("passed", "failed", "protocol"), name
        assert report["score"] <= HALF_MARKS, name
        if check_of(report, check)["verdict"] == "passed":
            assert report["held"], name


PATCHES = {**TRICKS, **{one.name: one for one in tricks("open")}}


@pytest.mark.parametrize(
    "name", ["patch_encoder", "patch_worker", "wire_names_of_changed_arguments"]
)
def test_a_patch_of_the_worker_takes_effect(name, course, best, tmp_path):
    """Over a right solution it costs marks: else the trick would try nothing, and show nothing."""
    write_class(tmp_path / "class", {"ada": f"{REFERENCE}\n\n{PATCHES[name].text}"})
    run = grade(tmp_path / "class", course, tmp_path / "out", "--rung", best, "-j", "1")
    report = run.reports["ada"]
    assert report["status"] == "graded", report["problem"]
    assert report["score"] < 40


def test_every_trick_says_where_it_runs():
    assert len(TRICKS) > 80
    for one in TRICKS.values():
        assert set(one.at) <= set(RUNGS)
        assert one.text.startswith("# expect: "), one.name


def test_this_machine_was_really_tried(best):
    """Without this a machine that skips everything would look safe."""
    require(best)
    assert os.name == "posix"
