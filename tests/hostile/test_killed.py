"""The checker is killed at random moments: nothing stays behind and the next run completes."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from .conftest import command, copy_course, grade, honest, tricks, watched, write_class

ROUNDS = 15
# The system tells marker processes at once that the checker is gone, and they their zygotes.
GRACE = 3.0


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory):
    known = {one.name: one for one in tricks("tricks")}
    names = ("memory_one_array", "flood_of_both", "segfault", "threads_that_burn")
    sources = {f"bad-{name}": known[name].source({}) for name in names}
    return write_class(tmp_path_factory.mktemp("killed") / "class", honest(12) | sources)


def temporary_folders() -> set[str]:
    return {path.name for path in Path("/tmp").iterdir() if "gradus" in path.name.lower()}


def test_killed_at_random_moments(class_folder, course, best, tmp_path):
    moments = random.Random(7)
    mounts, folders = Path("/proc/self/mounts").read_text(), temporary_folders()
    out = tmp_path / "out"
    interrupted = 0
    for number in range(ROUNDS):
        line = command(class_folder, course, out, "--rung", best, "-j", "2", "-q", "--fresh")
        moment = moments.uniform(0.2, 4.0)
        told = tmp_path / f"told{number}.json"
        _, _, _, what = watched(line, told, grace=GRACE, kill_after=moment)
        interrupted += what["killed"]
        assert what["left"] == [], f"killed after {moment:.2f} s"
        for path in out.rglob("*.json"):
            assert json.loads(path.read_text())["schema"] == 1, path
        for path in out.rglob("*.html"):
            assert path.read_text().rstrip().endswith("</html>"), path
    assert interrupted > ROUNDS // 2
    assert Path("/proc/self/mounts").read_text() == mounts
    assert temporary_folders() <= folders
    last = grade(class_folder, course, out, "--rung", best, "-j", "2")
    assert last.code == 0
    assert len(last.reports) == 16
    assert last.reports["honest0"]["score"] == 40


@pytest.mark.parametrize("moment", [1.6, 2.4])
def test_killed_while_a_submission_hangs(best, tmp_path, moment):
    course = copy_course(tmp_path / "course", "c1_logistic_regression")
    hang = {one.name: one for one in tricks("tricks")}["loop_python"].source({})
    write_class(tmp_path / "class", {f"s{number}": hang for number in range(4)})
    line = command(tmp_path / "class", course, tmp_path / "out", "--rung", best, "-j", "2", "-q")
    _, _, _, what = watched(line, tmp_path / "told.json", grace=GRACE, kill_after=moment)
    assert what["killed"]
    assert what["left"] == []
