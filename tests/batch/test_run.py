"""A class: every student has a row, in any order and with any number of processes."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection

import pytest

from grader.batch.run import Settings, start
from grader.batch.sample import MANIFEST, write_sample
from grader.course.course import load_course
from grader.course.misconceptions import misconceptions_of

from ..conftest import without_times

SLUG = "c1_activations"


@pytest.fixture(scope="module")
def assignment(root):
    return load_course(root).load(SLUG)


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory, assignment):
    folder = tmp_path_factory.mktemp("class") / "submissions"
    write_sample(folder, [assignment], 36, seed=3)
    return folder


@pytest.fixture(scope="module")
def manifest(class_folder):
    students = json.loads((class_folder / MANIFEST).read_text())["students"]
    return {name: kinds[SLUG] for name, kinds in students.items()}


def graded(root, folder, **how):
    grading = start(load_course(root), folder, Settings(only=(SLUG,), **how))
    for _ in grading.run():
        pass
    return grading


@pytest.fixture(scope="module")
def reports(root, class_folder, tmp_path_factory):
    out = tmp_path_factory.mktemp("out")
    return {one.student: one for one in graded(root, class_folder, jobs=2, out=out).whole()}


def test_no_student_is_without_a_row(reports, manifest):
    assert sorted(reports) == sorted(manifest)


def test_right_submissions_have_full_marks(reports, manifest):
    right = [name for name, what in manifest.items() if what.startswith("right")]
    assert len(right) >= 6
    for name in right:
        assert reports[name].score == reports[name].max_score, (name, manifest[name])


def test_each_misconception_loses_marks_in_its_own_exercise_only(reports, manifest, assignment):
    exercise_of = {one.id: one.exercise for one in misconceptions_of(assignment)}
    mistaken = {n: w.split(": ")[1] for n, w in manifest.items() if w.startswith("misconception")}
    assert mistaken
    for name, which in mistaken.items():
        lost = [one for one in reports[name].exercises if one.score < one.max_score]
        assert [one.name for one in lost] == [exercise_of[which]]
        assert lost[0].misconception == which


def test_each_broken_kind_has_its_own_verdict(reports, manifest):
    found = {}
    for name, what in manifest.items():
        if what.startswith("broken"):
            report = reports[name]
            verdict = report.exercises[0].checks[0].verdict
            found[what.split(": ")[1]] = (report.status, verdict)
    assert found == {
        "syntax error": ("unreadable", "errored"),
        "missing function": ("graded", "not_implemented"),
        "hang": ("graded", "timed_out"),
        "memory hog": ("graded", "out_of_memory"),
        "exit": ("graded", "died"),
        "empty file": ("unreadable", "errored"),
        "unreadable notebook": ("unreadable", "errored"),
        "not UTF-8": ("unreadable", "errored"),
        "corrupt archive": ("unreadable", "errored"),
    }


def test_one_process_and_two_give_the_same_reports(root, class_folder, reports, tmp_path):
    for name in sorted(reports)[::3]:
        shutil.copytree(class_folder / name, tmp_path / "in" / name)
    alone = [*graded(root, tmp_path / "in", jobs=1, out=tmp_path / "out").whole()]
    assert len(alone) == 12
    for report in alone:
        assert without_times(report) == without_times(reports[report.student])


def test_the_same_number_gives_the_same_class(tmp_path, assignment, class_folder):
    write_sample(tmp_path / "again", [assignment], 36, seed=3)
    files = {p.relative_to(class_folder): p.read_bytes() for p in class_folder.rglob("*.*")}
    again = {p.relative_to(tmp_path / "again"): p for p in (tmp_path / "again").rglob("*.*")}
    assert files == {name: path.read_bytes() for name, path in again.items()}


def small_class(folder, assignment, names):
    for name in names:
        path = folder / name / SLUG / f"{assignment.spec.module}.py"
        path.parent.mkdir(parents=True)
        path.write_text(assignment.reference)


def test_what_is_unchanged_is_not_marked_again(root, tmp_path, assignment):
    small_class(tmp_path / "in", assignment, ["ada", "bob"])
    out = tmp_path / "out"
    first = graded(root, tmp_path / "in", out=out)
    assert first.kept == 0
    (tmp_path / "in" / "bob" / SLUG / "activations.py").write_text("x = 1\n")
    second = graded(root, tmp_path / "in", out=out)
    assert second.kept == 1
    assert [one.score for one in second.reports] == [38, 0]
    assert graded(root, tmp_path / "in", out=out, fresh=True).kept == 0


def test_a_report_that_tells_of_another_hand_in_is_made_again(root, tmp_path, assignment):
    small_class(tmp_path / "in", assignment, ["ada", "bob"])
    graded(root, tmp_path / "in", out=tmp_path / "out")
    (tmp_path / "in" / "ada" / SLUG / "timestamp.txt").write_text("2026-01-01 00:00:00 UTC")
    again = graded(root, tmp_path / "in", out=tmp_path / "out")
    assert again.kept == 1
    ada, bob = again.whole()
    assert (ada.submission.received, bob.submission.received) == ("2026-01-01T00:00:00+00:00", None)
    assert graded(root, tmp_path / "in", out=tmp_path / "out").kept == 2


def test_a_damaged_report_is_marked_again(root, tmp_path, assignment):
    small_class(tmp_path / "in", assignment, ["ada"])
    graded(root, tmp_path / "in", out=tmp_path / "out")
    (tmp_path / "out" / "ada" / f"{SLUG}.json").write_text('{"schema": 1')
    assert graded(root, tmp_path / "in", out=tmp_path / "out").kept == 0


@pytest.fixture
def class_of_eight(root, tmp_path, assignment):
    """Eight right submissions, to be marked by two processes."""
    small_class(tmp_path / "in", assignment, [f"s{n}" for n in range(8)])
    return start(load_course(root), tmp_path / "in", Settings(jobs=2, only=(SLUG,)))


def kill(markers):
    for one in markers:
        os.kill(one.pid, signal.SIGKILL)
        one.join()


def check_all_but(lost, grading):
    """All eight have a report, and so many of them no score."""
    statuses = [one.status for one in grading.reports]
    assert len(statuses) == 8
    assert statuses.count("broken") == lost
    assert all(one.score is None for one in grading.reports if one.status == "broken")


def test_a_marker_process_that_is_killed_costs_one_submission_its_score(class_of_eight):
    run = class_of_eight.run()
    next(run)  # both have a submission in hand now
    kill(multiprocessing.active_children()[:1])
    for _ in run:
        pass
    check_all_but(1, class_of_eight)


def test_marker_processes_that_are_killed_while_idle_end_no_batch(class_of_eight, monkeypatch):
    """The next submission is given to a process that is not there any more."""
    receive, here, once = Connection.recv, os.getpid(), []

    def receive_and_kill(self):
        report = receive(self)
        if os.getpid() == here and not once:
            once.append(report)
            kill(multiprocessing.active_children())
        return report

    monkeypatch.setattr(Connection, "recv", receive_and_kill)
    for _ in class_of_eight.run():
        pass
    check_all_but(2, class_of_eight)


def test_ctrl_c_says_what_is_done_and_the_next_run_goes_on(root, tmp_path, assignment):
    small_class(tmp_path / "in", assignment, [f"s{n:02}" for n in range(30)])
    arguments = [
        sys.executable, "-m", "grader", str(tmp_path / "in"), "-o", str(tmp_path / "out"),
        "-a", SLUG, "--course", str(root), "-j", "2",
    ]  # fmt: skip
    process = subprocess.Popen(
        arguments, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    deadline = time.monotonic() + 180
    while len(list((tmp_path / "out").glob("*/*.json"))) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "of 30 submissions are marked. Run the same command again to go on." in errors.decode()
    done = len(list((tmp_path / "out").glob("*/*.json")))
    assert 3 <= done < 30
    again = subprocess.run(arguments, capture_output=True, check=False, text=True)
    assert again.returncode == 0, again.stderr
    assert len(list((tmp_path / "out").glob("*/*.json"))) == 30
