"""Reports of several runs: a part adds, who is gone is said, others are not mixed in."""

import csv
import shutil

import pytest

from grader.batch import Settings, start
from grader.batch.earlier import NOTE
from grader.course import load_course


@pytest.fixture
def course(tiny_course):
    """A course of two assignments that ask for functions of different names."""
    other = tiny_course / "assignments" / "other"
    shutil.copytree(tiny_course / "assignments" / "tiny", other)
    for path in [*other.rglob("*.py"), *other.rglob("*.toml")]:
        text = path.read_text().replace("tiny_relu", "other_relu").replace("relu", "rampe")
        path.write_text(text.replace("other_rampe", "other_relu"))
        path.rename(path.with_name(path.name.replace("relu", "rampe")))
    solution = (tiny_course / "solutions" / "tiny.py").read_text()
    (tiny_course / "solutions" / "other.py").write_text(solution.replace("relu", "rampe"))
    text = (tiny_course / "assignments" / "course.toml").read_text()
    (tiny_course / "assignments" / "course.toml").write_text(
        f'{text}\n[[assignment]]\nslug = "other"\n'
    )
    return load_course(tiny_course)


@pytest.fixture
def work(course, tmp_path):
    """The folder of a class of three."""
    for student in ("ada", "bob", "cleo"):
        hand_in(course, tmp_path / "class" / student, "tiny", "other")
    return tmp_path / "class"


def hand_in(course, folder, *slugs):
    folder.mkdir(parents=True)
    for slug in slugs:
        shutil.copy(course.root / "solutions" / f"{slug}.py", folder / f"{slug}.py")


@pytest.fixture
def run(course, tmp_path, safe_rung):
    def graded(folder, *only):
        grading = start(course, folder, Settings(out=tmp_path / "out", rung=safe_rung, only=only))
        return [(one.student, one.assignment) for one in grading.run()], grading

    return graded


def rows(tmp_path):
    with (tmp_path / "out" / "grades.csv").open() as file:
        return [(row["student"], row["assignment"], row["score"]) for row in csv.DictReader(file)]


EVERYBODY = [
    (student, slug, "9") for student in ("ada", "bob", "cleo") for slug in ("other", "tiny")
]


def test_a_run_over_one_student_keeps_the_others(run, work, tmp_path):
    run(work)
    assert rows(tmp_path) == EVERYBODY
    changed = work / "bob" / "tiny.py"
    changed.write_text(changed.read_text().replace("axis=1", "axis=0"))
    made, grading = run(work / "bob")
    assert made == [("bob", "tiny")]
    assert len(grading.beside.kept) == 4
    assert rows(tmp_path) == [*EVERYBODY[:3], ("bob", "tiny", "7"), *EVERYBODY[4:]]
    # And again, as the class is remembered and not its last part.
    run(work / "ada")
    assert rows(tmp_path) == [*EVERYBODY[:3], ("bob", "tiny", "7"), *EVERYBODY[4:]]


def test_a_run_over_one_assignment_keeps_the_others(run, work, tmp_path):
    run(work)
    made, grading = run(work, "tiny")
    assert made == []
    assert len(grading.beside.kept) == 3
    assert rows(tmp_path) == EVERYBODY


def test_a_student_who_comes_late_belongs_to_the_class(run, work, course, tmp_path):
    run(work)
    hand_in(course, work / "dan", "tiny", "other")
    run(work / "dan")
    assert rows(tmp_path) == [*EVERYBODY, ("dan", "other", "9"), ("dan", "tiny", "9")]
    _, grading = run(work)
    assert (grading.beside.kept, grading.beside.gone) == ((), ())


def test_who_is_gone_is_said_and_not_counted(run, work, tmp_path):
    run(work)
    shutil.rmtree(work / "bob")
    for _ in range(2):  # for as long as the reports are there
        _, grading = run(work)
        assert grading.beside.gone == (("bob", "other"), ("bob", "tiny"))
        assert rows(tmp_path) == [one for one in EVERYBODY if one[0] != "bob"]
    shutil.rmtree(tmp_path / "out" / "bob")
    _, grading = run(work)
    assert grading.beside.gone == ()


def test_the_work_of_another_class_is_not_mixed_in(run, work, course, tmp_path):
    run(work)
    hand_in(course, tmp_path / "others" / "eve", "tiny", "other")
    _, grading = run(tmp_path / "others")
    assert len(grading.beside.strange) == 6
    assert rows(tmp_path) == [("eve", "other", "9"), ("eve", "tiny", "9")]


@pytest.mark.parametrize("text", ["", "{", "[1]", '[["ada"]]', "{}"])
def test_a_damaged_note_is_no_note(run, work, tmp_path, text):
    run(work)
    (tmp_path / "out" / NOTE).write_text(text)
    _, grading = run(work / "bob")
    assert len(grading.beside.strange) == 4
    assert [row[0] for row in rows(tmp_path)] == ["bob", "bob"]


def test_folders_may_be_moved_together(run, work, tmp_path, course, safe_rung):
    run(work)
    (tmp_path / "moved").mkdir()
    for name in ("class", "out"):
        (tmp_path / name).rename(tmp_path / "moved" / name)
    settings = Settings(out=tmp_path / "moved" / "out", rung=safe_rung)
    grading = start(course, tmp_path / "moved" / "class" / "ada", settings)
    assert [*grading.run()] == []
    assert len(grading.beside.kept) == 4


def test_who_handed_in_nothing_is_missing(run, work, tmp_path):
    (work / "ada" / "other.py").unlink()
    (work / "bob" / "other.py").rename(work / "bob" / "essay.docx")
    (work / "fay").mkdir()
    (work / "fay" / "notes.txt").write_text("I was ill.")
    (work / "gus").mkdir()
    _, grading = run(work, "tiny", "other")
    status = {(one.student, one.assignment): one for one in grading.reports}
    assert status["ada", "other"].status == "missing"
    assert status["bob", "other"].status == "unreadable"  # it may be what was meant
    assert status["fay", "tiny"].status == "unreadable"
    assert {status["gus", slug].status for slug in ("tiny", "other")} == {"missing"}
    missing = status["gus", "tiny"]
    assert (missing.score, missing.max_score, missing.exercises) == (0, 9, ())
    assert missing.problem.startswith("nothing was handed in for tiny")
    page = (tmp_path / "out" / "gus" / "tiny.html").read_text()
    assert "Nothing was handed in" in page
    assert "relu_is_the_larger" not in page
