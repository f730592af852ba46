"""Names and files that a submission can't be, and a machine that lacks something.

What is ours costs nobody a mark: the score is withheld, the sentence says why, the rest
goes on and the exit code tells.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess

import pytest

from .conftest import (
    CALL_SECONDS,
    REFERENCE,
    SLUG,
    command,
    copy_course,
    environment,
    grade,
    honest,
    watched,
    write_class,
)

NAMES = (
    "<script>alert(1)<script>",
    "up\\..\\..",
    "-rf",
    "--allow-unsafe",
    "=cmd|calc!A1",
    "::error::x",
    "\x1b[31mred",
    "two\nlines",
    "con",
    "grades.csv",
    "ada'; DROP TABLE",
    "é" * 100,
    "rtl\u202egnp.py",
    "100% `x` | *y*",
)


BROKEN_CHECK = '''

@check("sigmoid", points=0, kind="property", hint="none")
def sigmoid_of_an_author_in_a_hurry(student: Student, ref: Reference) -> None:
    """A law that no one can keep."""
    1 / 0
'''


@pytest.fixture(scope="module")
def odd_names(course, best, tmp_path_factory):
    home = tmp_path_factory.mktemp("names")
    write_class(home / "class", dict.fromkeys(NAMES, REFERENCE) | {"plain": REFERENCE})
    before = sorted(path.name for path in home.iterdir())
    run = grade(home / "class", course, home / "out", "--rung", best)
    after = {path.name for path in home.iterdir()} - {"out", "out.told.json"}
    return run, before == sorted(after)


def test_odd_names_have_a_row_and_full_marks_each(odd_names):
    run, _ = odd_names
    assert run.code == 0
    assert len(run.reports) == len(NAMES) + 1
    assert {one["score"] for one in run.reports.values()} == {40}


def test_odd_names_stay_below_the_reports(odd_names):
    run, same = odd_names
    assert same
    folders = [path for path in run.out.iterdir() if path.is_dir()]
    assert len(folders) == len(NAMES) + 1
    assert len(list(run.out.rglob(f"{SLUG}.json"))) == len(NAMES) + 1


def test_odd_names_are_shown_without_effect(odd_names, course, best):
    run, _ = odd_names
    index = (run.out / "index.html").read_text()
    assert "<script>alert" not in index
    for line in (run.out / "grades.csv").read_text().splitlines():
        assert not line.startswith(("=", "@", "+"))
    class_folder = run.out.parent / "class"
    shown = subprocess.run(
        command(class_folder, course, run.out, "--rung", best),
        capture_output=True,
        text=True,
        env=environment(),
        cwd=run.out.parent,
    )
    for text in (shown.stdout, shown.stderr):
        assert "\x1b" not in text
        assert not [line for line in text.splitlines() if line.strip().startswith("::")]


def test_files_that_are_no_files_are_unreadable_and_hold_nobody_up(course, best, tmp_path):
    folder = write_class(tmp_path / "class", honest(2))
    for name in ("fifo", "link", "device", "folder", "loop", "zero"):
        (folder / name).mkdir()
    os.mkfifo(folder / "fifo" / f"{SLUG}.py")
    (folder / "link" / f"{SLUG}.py").symlink_to(course / "solutions" / f"{SLUG}.py")
    (folder / "device" / f"{SLUG}.py").symlink_to("/dev/zero")
    (folder / "folder" / f"{SLUG}.py").mkdir()
    (folder / "loop" / f"{SLUG}.py").symlink_to(f"{SLUG}.py")
    (folder / "zero" / f"{SLUG}.py").write_bytes(bytes(1000))
    run = grade(folder, course, tmp_path / "out", "--rung", best, limit=60)
    assert run.code == 0
    assert len(run.reports) == 8
    for name in ("fifo", "link", "device", "folder", "loop", "zero"):
        # An empty folder is nothing that was handed in, whatever it is called.
        status = "missing" if name == "folder" else "unreadable"
        assert (run.reports[name]["status"], run.reports[name]["score"]) == (status, 0), name
        assert run.reports[name]["problem"]
    assert run.reports["honest0"]["score"] == 40


@pytest.mark.parametrize("most", [64, 32, 20])
def test_too_few_descriptors_cost_nobody_a_mark(course, best, tmp_path, most):
    write_class(tmp_path / "class", dict.fromkeys(("ada", "bob", "cyd"), REFERENCE))
    line = command(
        tmp_path / "class", course, tmp_path / "out", "--json", "--rung", best, "-j", "2"
    )
    limited = ["sh", "-c", f"ulimit -n {most}; exec {shlex.join(line)}"]
    code, stdout, stderr, what = watched(limited, tmp_path / "told.json")
    assert what["left"] == []
    assert "Traceback" not in stderr
    reports = json.loads(stdout)["reports"]
    assert len(reports) == 3
    withheld = [one for one in reports if one["status"] == "broken"]
    assert code == (3 if withheld else 0)
    assert {one["score"] for one in reports} <= {None, 40}
    assert all(one["problem"] for one in withheld)
    if most == 64:
        assert not withheld


def test_an_assignment_that_does_not_load_withholds_its_scores_and_no_others(best, tmp_path):
    other = "c1_other"
    course = copy_course(tmp_path / "course", SLUG, other)
    write_class(tmp_path / "class", {"ada": REFERENCE})
    shutil.copy(tmp_path / "class/ada" / f"{SLUG}.py", tmp_path / "class/ada" / f"{other}.py")
    folder, solution = course / "assignments" / SLUG, course / "solutions" / f"{SLUG}.py"
    faults = {
        folder / "assignment.toml": "points = [",
        folder / "checks.py": "def (",
        solution: "1 / 0\n",
    }
    for path, text in faults.items():
        good = path.read_text()
        path.write_text(text)
        run = grade(tmp_path / "class", course, tmp_path / path.name, "--rung", best, "-j", "2")
        path.write_text(good)
        assert run.code == 3
        assert "Traceback" not in run.stderr
        reports = {one["assignment"]: one for one in json.loads(run.stdout)["reports"]}
        assert (reports[other]["status"], reports[other]["score"]) == ("graded", 40)
        broken = reports[SLUG]
        assert (broken["status"], broken["score"]) == ("broken", None)
        assert path.name in broken["problem"]
        assert "TOML" in broken["problem"] or "does not load" in broken["problem"]
        assert path.name in (run.out / "index.html").read_text()


def test_a_course_of_which_nothing_loads_stops_the_run_with_a_sentence(best, tmp_path):
    course = copy_course(tmp_path / "course", SLUG)
    write_class(tmp_path / "class", honest(1))
    spec = course / "assignments" / SLUG / "assignment.toml"
    good = spec.read_text()
    for bad in ("points = [", good.replace("seed = 7", 'seed = "x"'), good + "\nmore = 1\n"):
        spec.write_text(bad)
        run = grade(tmp_path / "class", course, tmp_path / "out", "--rung", best)
        assert run.code == 4
        assert run.stderr.startswith("grade: assignments/")
        assert len(run.stderr.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_check_that_fails_by_itself_withholds_its_scores_and_no_others(best, tmp_path):
    other = "c1_other"
    course = copy_course(tmp_path / "course", SLUG, other)
    checks = course / "assignments" / SLUG / "checks.py"
    checks.write_text(checks.read_text() + BROKEN_CHECK)
    for student in ("ada", "bob"):
        write_class(tmp_path / "class", {student: REFERENCE})
        shutil.copy(
            tmp_path / "class" / student / f"{SLUG}.py",
            tmp_path / "class" / student / f"{other}.py",
        )
    run = grade(tmp_path / "class", course, tmp_path / "out", "--rung", best, "-j", "2")
    assert run.code == 3
    rows = [row.split(",") for row in (run.out / "grades.csv").read_text().splitlines()[1:]]
    assert sorted(row[:5] for row in rows) == sorted(
        [student, *row]
        for student in ("ada", "bob")
        for row in ([SLUG, "", "40", "broken"], [other, "40", "40", "graded"])
    )
    for row in rows:
        assert row[5].startswith("check sigmoid_of_an_author" if row[4] == "broken" else "")


def test_a_folder_of_reports_inside_the_class_is_refused(course, best, tmp_path):
    folder = write_class(tmp_path / "class", honest(1))
    run = grade(folder, course, folder / "reports", "--rung", best)
    assert run.code == 2
    assert "inside the submissions" in run.stderr


def test_the_clock_of_one_hang(course, best, tmp_path):
    """A hang costs its limit once, not once per check, example or exercise that uses it."""
    source = f"{REFERENCE}\n\ndef sigmoid(z):\n    while True:\n        pass\n"
    write_class(tmp_path / "class", {"ada": source, "bob": REFERENCE})
    run = grade(tmp_path / "class", course, tmp_path / "out", "--rung", best, "-j", "1")
    checks = [check for one in run.reports["ada"]["exercises"] for check in one["checks"]]
    late = [check["message"] for check in checks if check["verdict"] == "timed_out"]
    assert len(late) > 1
    # Whoever waits for it says how long; the others were not run. A machine may be slow, so that
    # a clock would tell little.
    assert len([text for text in late if not text.startswith("Not run:")]) == 1, late
    assert run.reports["ada"]["seconds"] >= CALL_SECONDS
