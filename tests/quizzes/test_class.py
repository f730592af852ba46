"""A class that answered a quiz: found, marked, counted, and shown at each level."""

import json
import random
from collections import Counter

import pytest

from grader.analytics import summary_of
from grader.batch import Settings, start, write_sample
from grader.batch.sample import MANIFEST
from grader.course import load_course
from grader.quizzes import answers_text, sample_answers, sheet_of, sheet_text
from grader.quizzes.answers import AnswersUnreadable, read_answers
from grader.reports import feedback_of, to_html, to_markdown

from .conftest import QUIZ, write


def hand_in(folder, papers, student, given, name="small/answers.toml"):
    path = folder / student / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(answers_text(sheet_of(papers.of("small", student)), given))
    return path


def graded(course, folder, out=None, only=("small",)):
    grading = start(course, folder, Settings(out=out, only=only))
    list(grading.run())
    return {one.student: one for one in grading.whole()}, grading


@pytest.mark.parametrize(
    "name",
    [
        "small/answers.toml",
        "answers.toml",
        "small.toml",
        "quizzes/week 3/answers (1).toml",
        "small/answers.toml.txt",
    ],
)
def test_answers_are_found_wherever_they_lie(course, papers, rightly, tmp_path, name):
    for student in ("ada", "bob"):
        hand_in(tmp_path / "in", papers, student, rightly(student), name)
    reports, _ = graded(course, tmp_path / "in")
    assert {name: one.score for name, one in reports.items()} == {"ada": 10, "bob": 10}


def test_many_empty_lines_take_no_time(course, papers, rightly, tmp_path):
    """From each of them all others would be gone through: hours, and not a part of a second."""
    path = hand_in(tmp_path / "in", papers, "ada", rightly())
    path.write_text("\n" * 400_000 + path.read_text())
    reports, _ = graded(course, tmp_path / "in")
    assert reports["ada"].score == 10


def test_a_file_that_is_none_of_answers_is_told_and_not_missed(course, papers, tmp_path):
    hand_in(tmp_path / "in", papers, "ada", {}).write_text('quiz = "small"\nanswers.colour = 3\n')
    reports, _ = graded(course, tmp_path / "in")
    assert reports["ada"].status == "graded"
    (colour,) = [one for one in reports["ada"].exercises if one.name == "colour"]
    assert "3 is no choice" in colour.checks[0].message


def test_the_paper_beside_the_answers_is_none(course, papers, rightly, tmp_path):
    hand_in(tmp_path / "in", papers, "ada", rightly())
    sheet = sheet_text(sheet_of(papers.of("small", "ada")))
    (tmp_path / "in" / "ada" / "small" / "paper.toml").write_text(sheet)
    reports, _ = graded(course, tmp_path / "in")
    assert (reports["ada"].score, reports["ada"].notes) == (10, ())


def test_of_several_the_fullest_is_taken_and_the_others_are_told(course, papers, rightly, tmp_path):
    hand_in(tmp_path / "in", papers, "ada", {})
    hand_in(tmp_path / "in", papers, "ada", rightly(), "answers (2).toml")
    reports, _ = graded(course, tmp_path / "in")
    assert reports["ada"].score == 10
    assert "small/answers.toml: not read" in reports["ada"].notes[0]


def test_an_archive_of_a_class_and_of_a_student(course, papers, rightly, tmp_path):
    import shutil

    for student in ("ada", "bob"):
        hand_in(tmp_path / "in", papers, student, rightly(student))
    packed = shutil.make_archive(str(tmp_path / "class"), "zip", tmp_path / "in")
    from pathlib import Path

    reports, _ = graded(course, Path(packed))
    assert [one.score for one in reports.values()] == [10, 10]


def test_code_and_answers_of_one_class(course, papers, rightly, tmp_path):
    """Rows for both; who handed in no answers has a row that says so, as the class did."""
    for student in ("ada", "bob"):
        hand_in(tmp_path / "in", papers, student, rightly(student))
    for student in ("ada", "bob", "cy"):
        path = tmp_path / "in" / student / "tiny.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text((course.root / "solutions" / "tiny.py").read_text())
    grading = start(course, tmp_path / "in", Settings())
    list(grading.run())
    rows = {(one.student, one.assignment): one for one in grading.reports}
    assert len(rows) == 6
    assert rows["ada", "small"].score == 10
    assert rows["cy", "small"].status == "missing"
    assert "accepted is answers.toml" in rows["cy", "small"].problem
    assert rows["cy", "tiny"].score == rows["cy", "tiny"].max_score


def test_a_run_with_nothing_changed_marks_nothing(course, papers, rightly, tmp_path):
    hand_in(tmp_path / "in", papers, "ada", rightly())
    hand_in(tmp_path / "in", papers, "bob", rightly("bob"))
    graded(course, tmp_path / "in", tmp_path / "out")
    _, again = graded(course, tmp_path / "in", tmp_path / "out")
    assert (again.kept, again.waiting) == (2, [])
    hand_in(tmp_path / "in", papers, "bob", {})
    reports, again = graded(course, tmp_path / "in", tmp_path / "out")
    assert [one.student for one in again.waiting] == ["bob"]
    assert reports["bob"].score == 0
    # Another secret gives other values: nothing of what was marked holds.
    other = load_course(write(tmp_path / "other", secret="quite another secret"))
    assert len(start(other, tmp_path / "in", Settings(out=tmp_path / "out")).waiting) == 2


def test_a_quiz_that_is_broken_breaks_nobody_elses_rows(papers, rightly, tmp_path):
    course = load_course(write(tmp_path / "broken", QUIZ.replace('kind = "single"', "kind = 3")))
    hand_in(tmp_path / "in", papers, "ada", rightly())
    (tmp_path / "in" / "ada" / "tiny.py").write_text(
        (course.root / "solutions" / "tiny.py").read_text()
    )
    grading = start(course, tmp_path / "in", Settings())
    list(grading.run())
    rows = {one.assignment: one for one in grading.reports}
    assert rows["small"].status == "broken"
    assert "quizzes/small.toml" in rows["small"].problem
    assert rows["tiny"].status == "graded"


@pytest.fixture
def the_class(course, papers, tmp_path):
    rng = random.Random(4)
    for number in range(60):
        student = f"s{number:02}"
        path = tmp_path / "in" / student / "small" / "answers.toml"
        path.parent.mkdir(parents=True)
        skill = rng.random()
        path.write_text(sample_answers(papers.of("small", student), skill, rng))
    reports, _ = graded(course, tmp_path / "in", tmp_path / "out")
    return list(reports.values()), tmp_path / "out"


def test_the_figures_of_the_questions_are_those_of_the_reports(the_class):
    reports, out = the_class
    questions = {one.name: one for one in summary_of("small", reports).questions}
    assert {*questions} == {"colour", "evens", "sum", "shape", "which"}  # practice counts nothing
    for name, found in questions.items():
        mine = [one for report in reports for one in report.exercises if one.name == name]
        assert found.asked == 60
        assert found.difficulty == pytest.approx(sum(one.score for one in mine) / 120)
        for picked in found.picked:
            assert picked.number == sum(
                option.chosen and option.label == picked.label
                for one in mine
                for option in one.question.options
            )
        assert found.others == sum(
            one.checks[0].verdict == "failed"
            and not any(option.chosen for option in one.question.options)
            for one in mine
        )
        # Skill decides, so each question tells who knows the rest.
        assert found.discrimination > 0.2
    page = (out / "index.html").read_text()
    assert "Discrimination" in page
    assert "right for some" in page  # `which` is right by what was drawn
    assert "tiny/relu_is_abs" in page


def test_few_students_have_no_discrimination(the_class):
    reports, _ = the_class
    assert all(one.discrimination is None for one in summary_of("small", reports[:9]).questions)


@pytest.mark.parametrize("level", ["full", "hint", "name", "silent"])
def test_what_a_student_is_told_at_each_level(tmp_path, level):
    from grader.quizzes import Papers

    quiz = QUIZ.replace("minutes = 5", f'minutes = 5\nfeedback = "{level}"')
    course = load_course(write(tmp_path / "course", quiz))
    papers = Papers(course)
    (asked,) = [one for one in papers.of("small", "ada").asked if one.spec.id == "sum"]
    n, k = asked.values["n"], asked.values["k"]
    (colour,) = [one for one in papers.of("small", "ada").asked if one.spec.id == "colour"]
    seven = next(one.letter for one in colour.options if one.text == "seven")
    hand_in(tmp_path / "in", papers, "ada", {"sum": repr(n - k), "colour": seven})
    reports, _ = graded(course, tmp_path / "in")
    report = reports["ada"]
    told = feedback_of(report)
    assert feedback_of(told) == told
    for text in (to_html(report), to_markdown(report), told.model_dump_json()):
        assert ("Seven is a number." in text) == (level == "full")
        assert ("was taken away" in text) == (level in ("full", "hint"))
        assert ("That is a number" in text) == (level in ("full", "hint"))
    text = to_html(report)
    assert (str(n + k) in text) == (level == "full")
    assert ("Question 1" in text) == (level != "silent") or level == "silent"
    assert "of 10" in text


def test_a_made_up_class_has_answers_that_are_missing_and_that_cannot_be_read(papers, tmp_path):
    assert write_sample(tmp_path / "in", [], 10, 0, papers, ["small"]) == 9
    students = json.loads((tmp_path / "in" / MANIFEST).read_text())["students"]
    what = {name: works["small"].partition(":")[0] for name, works in students.items()}
    assert Counter(what.values()) == {"answers": 8, "broken": 1, "missing": 1}
    for name, sort in what.items():
        path = tmp_path / "in" / name / "small" / "answers.toml"
        assert path.is_file() == (sort != "missing")
        if sort == "broken":
            with pytest.raises(AnswersUnreadable, match="straight quotes"):
                read_answers(path.read_text())
        elif sort == "answers":
            read_answers(path.read_text())
