"""Papers: each student's own, the same at every run, and nothing of an answer in them."""

import math
import tomllib
from collections import Counter

import pytest

from grader.course import load_course
from grader.errors import CourseInvalid
from grader.handout import papers_of
from grader.quizzes import Papers, answers_text, paper_text, sheet_of, sheet_text
from grader.quizzes.drawing import Draws

from .conftest import QUIZ, write


def test_a_paper_is_the_same_at_every_run(papers, course):
    again = Papers(load_course(course.root))
    for student in ("ada", "Bob", "ŷ é"):
        assert papers.of("small", student) == again.of("small", student)


def test_two_students_have_values_and_orders_of_their_own(papers):
    drawn = Counter(
        tuple(map(str, one.values.values()))
        for number in range(300)
        for one in papers.of("small", f"s{number}").asked
        if one.spec.id == "sum"
    )
    # 117 sets of values: each comes up, none much more often than others (z below 6.5).
    assert len(drawn) > 90
    mean = 300 / 117
    assert max(drawn.values()) < mean + 6.5 * math.sqrt(mean)
    assert not any(values[0] == "3" for values in drawn)  # `where` refuses it
    orders = Counter(
        tuple(one.spec.id for one in papers.of("small", f"s{number}").asked)
        for number in range(300)
    )
    assert len(orders) > 150  # of 720
    first = Counter(papers.of("small", f"s{number}").asked[0].spec.id for number in range(600))
    assert all(abs(count - 100) < 6.5 * math.sqrt(100 * 5 / 6) for count in first.values())


def test_choices_are_in_an_order_of_their_own(papers):
    right = Counter(
        one.right_words
        for number in range(300)
        for one in papers.of("small", f"s{number}").asked
        if one.spec.id == "colour"
    )
    assert {*right} == {"a", "b", "c"}
    assert all(abs(count - 100) < 6.5 * math.sqrt(100 * 2 / 3) for count in right.values())


def test_capitals_and_blanks_make_no_other_student(papers):
    assert papers.of("small", " Ada ").code == papers.of("small", "ada").code


def test_parts_of_what_is_drawn_for_are_kept_apart():
    one, other = Draws("secret", "quiz", "ab"), Draws("secret", "quiza", "b")
    assert one.digest("x") != other.digest("x")
    assert one.digest("a", "bc") != one.digest("ab", "c")


def test_another_secret_gives_other_papers(course, papers, tmp_path):
    other = Papers(load_course(write(tmp_path / "other", secret="another secret of ours")))
    codes = [(papers.of("small", s).code, other.of("small", s).code) for s in "abcdefgh"]
    assert all(mine != theirs for mine, theirs in codes)


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_course_without_a_secret_has_no_papers(tmp_path, secret):
    papers = Papers(load_course(write(tmp_path / "course", secret=secret)))
    with pytest.raises(CourseInvalid, match="need a secret"):
        papers.of("small", "ada")


def test_nothing_of_an_answer_is_handed_out(course, papers):
    """Of what counts neither why nor what is right; of what is for practice, both."""
    files = papers_of(course, papers, "ada")
    assert sorted(files) == [
        "README.html", "small/README.html", "small/answers.toml", "small/paper.toml"
    ]  # fmt: skip
    for name, content in files.items():
        text = content.decode()
        for secret in (
            "Seven is a number",
            "Two divides",
            "That is a number",
            "Rows come first",
            "was taken away",
            "relu_is_abs",
            "Together",
            "guessed",
        ):
            assert secret not in text, name
    paper = papers.of("small", "ada")
    free = next(one for one in paper.asked if one.spec.id == "free")
    assert f"It is {2 * free.values['n']}." in files["small/README.html"].decode()
    for one in sheet_of(paper).questions:
        assert bool(one.right) == bool(one.why) == one.practice


def test_what_is_right_leaves_no_trace_on_the_paper(tmp_path):
    """Papers of two quizzes that differ only in what is right are the same."""
    turned = QUIZ.replace('"red", right = true', '"red"')
    turned = turned.replace('"loud" }', '"loud", right = true }')
    turned = turned.replace('answer = "n + k"', 'answer = "n * k"').replace('"e > 5"', '"e < 5"')
    texts = []
    for number, quiz in enumerate((QUIZ, turned)):
        assert number == 0 or quiz != QUIZ
        paper = Papers(load_course(write(tmp_path / str(number), quiz))).of("small", "ada")
        sheet = sheet_of(paper)
        texts.append((paper_text(paper), sheet_text(sheet), answers_text(sheet), paper.code))
    assert texts[0] == texts[1]


def test_a_students_name_is_never_markup_or_a_line(papers):
    paper = papers.of("small", 'a"\n[answers]\ncolour = "b`**x**')
    sheet = sheet_of(paper)
    assert tomllib.loads(answers_text(sheet))["student"] == paper.student
    assert tomllib.loads(answers_text(sheet))["answers"]["colour"] == ""
    assert tomllib.loads(sheet_text(sheet))["student"] == paper.student
    assert "`" not in paper_text(paper).splitlines()[2].split("`")[1]
