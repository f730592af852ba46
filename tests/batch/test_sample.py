"""Made-up classes: small ones show every sort of work too, and the demo's is small."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.batch import write_sample
from grader.batch.sample import MANIFEST
from grader.cli import cli
from grader.course import load_course
from grader.errors import UsageProblem

# Less than a minute on two cores, with nothing kept from before.
MOST_FILES_OF_THE_DEMO = 60


def sorts(folder: Path) -> dict[str, dict[str, str]]:
    """By assignment, what each student's work is."""
    students = json.loads((folder / MANIFEST).read_text())["students"]
    found: dict[str, dict[str, str]] = {}
    for student, works in students.items():
        for slug, what in works.items():
            found.setdefault(slug, {})[student] = what.partition(":")[0]
    return found


def test_four_students_show_every_sort_of_work(tiny_course, tmp_path):
    one = load_course(tiny_course).load("tiny")
    for number in range(4):
        write_sample(tmp_path / str(number), [one], 4, seed=number)
        found = sorts(tmp_path / str(number))["tiny"]
        assert {"right", "broken", "missing"} < {*found.values()}
        assert {*found.values()} & {"misconception", "unfinished"}
        # Who handed in nothing is of the class.
        assert {path.name for path in (tmp_path / str(number)).iterdir()} == {*found, MANIFEST}


def test_nobody_is_right_in_everything(tiny_course, tmp_path):
    one = load_course(tiny_course).load("tiny")
    works = {}
    for turn in range(4):  # as if it were the last of so many
        write_sample(tmp_path / str(turn), [one] * (turn + 1), 4, seed=0)
        found = sorts(tmp_path / str(turn))["tiny"]
        works[turn] = [name for name, what in found.items() if what == "right"]
    assert len({*map(tuple, works.values())}) == 4


def sample(*arguments: str) -> object:
    done = CliRunner().invoke(cli, ["sample", *arguments], standalone_mode=False)
    return done.exception


def test_assignments_are_named_or_called_by_what_their_names_have_in_common(tmp_path):
    assert sample(str(tmp_path / "a"), "-n", "2", "-a", "c1_act*", "-a", "quiz_1_[12]") is None
    assert {*sorts(tmp_path / "a")} == {"c1_activations", "quiz_1_1", "quiz_1_2"}
    told = sample(str(tmp_path / "b"), "-a", "c1_activation*", "-a", "c9_*")
    assert isinstance(told, UsageProblem)
    assert "no assignment 'c9_*'" in str(told)
    assert not (tmp_path / "b").exists()


@pytest.mark.skipif(not shutil.which("make"), reason="no make")
def test_the_demo_is_small_and_shows_every_sort_of_work(root, tmp_path):
    environment = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    said = subprocess.run(
        ["make", "-n", "demo"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.replace("\\\n", "")
    command = re.search(r"grade sample demo/submissions (.*)", said)
    assert command is not None
    assert "make demo STUDENTS=40 COURSES=" in said  # how to make it larger
    folder = tmp_path / "demo"
    assert sample(str(folder), *shlex.split(command[1])) is None
    files = [path for path in folder.rglob("*.*") if path.is_file() and path.name != MANIFEST]
    assert 20 <= len(files) <= MOST_FILES_OF_THE_DEMO
    found = sorts(folder)
    assert any(slug.startswith("quiz") for slug in found)
    assert {what for works in found.values() for what in works.values()} >= {
        "right", "misconception", "unfinished", "broken", "missing", "answers"
    }  # fmt: skip
