"""A proof is written down with what it rests on, and is stale when any of that changes."""

import json

import pytest

from grader.course.course import load_course
from grader.proof.proof import Proof
from grader.proof.prove import prove
from grader.proof.record import RECORD, stale_records, write_record

FOLDER = "assignments/tiny"


@pytest.fixture
def proved(sound_course, safe_rung):
    """The root of a course that is proved and written down."""
    course = load_course(sound_course)
    write_record(course, prove(course, "tiny", safe_rung))
    return sound_course


def stale(root):
    return stale_records(load_course(root), ["tiny"])


def test_what_is_proved_is_written_down(proved):
    told = json.loads((proved / FOLDER / RECORD).read_text())
    assert (told["checks"], told["accepted"], told["misconceptions"]) == (7, 1, 4)
    assert told["public"] == {"relu": [1, 2], "relu_backward": [1, 1], "row_means": [1, 1]}
    assert stale(proved) == []


@pytest.mark.parametrize(
    "name",
    [
        f"{FOLDER}/assignment.toml",
        f"{FOLDER}/checks.py",
        f"{FOLDER}/misconceptions.toml",
        f"{FOLDER}/README.md",
        f"{FOLDER}/accepted/with_where.py",
        "solutions/tiny.py",
    ],
)
def test_a_change_of_any_file_makes_it_stale(proved, name):
    path = proved / name
    path.write_text(path.read_text() + "\n# more\n")
    assert stale(proved) == ["tiny has changed since it was proved: run `grade prove tiny`."]


def test_common_parts_count_where_they_are_used(proved):
    common = proved / "assignments/common"
    common.mkdir(exist_ok=True)
    (common / "__init__.py").write_text("")
    (common / "other.py").write_text("A = 1\n")
    (common / "used.py").write_text("from common.deeper import B\n")
    (common / "deeper.py").write_text("B = 1\n")
    assert stale(proved) == []
    checks = proved / FOLDER / "checks.py"
    checks.write_text("from common.used import B  # noqa: F401\n" + checks.read_text())
    course = load_course(proved)
    write_record(course, _unproved())
    assert stale(proved) == []
    (common / "other.py").write_text("A = 2\n")
    assert stale(proved) == []
    (common / "deeper.py").write_text("B = 2\n")
    assert stale(proved) != []


def test_what_is_not_proved_is_not_written_down(sound_course):
    proof = _unproved()
    proof.faults.append("it is not")
    write_record(load_course(sound_course), proof)
    assert not (sound_course / FOLDER / RECORD).exists()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"content": 1}'])
def test_a_damaged_record_is_stale(proved, text):
    (proved / FOLDER / RECORD).write_text(text)
    assert stale(proved) != []


def test_what_was_never_proved_is_told_apart(sound_course):
    assert stale(sound_course) == ["tiny was never proved: run `grade prove tiny`."]


@pytest.mark.parametrize("name", [f"{FOLDER}/checks.py", "solutions/tiny.py"])
def test_what_is_no_python_is_stale(proved, name):
    (proved / name).write_text("def f(:\n")
    assert stale(proved) == ["tiny has changed since it was proved: run `grade prove tiny`."]


def test_what_cannot_be_read_says_what_to_mend(proved):
    (proved / FOLDER / "assignment.toml").write_text("title = \n")
    (sentence,) = stale(proved)
    assert sentence.startswith(f"{FOLDER}/assignment.toml is not TOML: ")
    assert sentence.endswith("Mend it and run `grade prove tiny`.")


def test_nothing_is_run_to_know_it(proved):
    (proved / FOLDER / "checks.py").write_text("raise SystemExit\n")
    assert len(stale(proved)) == 1


def _unproved():
    return Proof("tiny")
