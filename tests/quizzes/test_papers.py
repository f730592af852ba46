"""Papers: each student's own, the same at every run, and nothing of an answer in them."""

import math
import shutil
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

import grader
from grader.cli import cli
from grader.course import load_course
from grader.errors import CourseInvalid, UsageProblem
from grader.handout import papers_of
from grader.quizzes import (
    AnswerProblem,
    Papers,
    answers_text,
    paper_text,
    sheet_of,
    sheet_text,
    value_of,
)
from grader.quizzes.drawing import Draws
from grader.quizzes.paper import PUBLISHED_SECRET

from .conftest import QUIZ, SECRET, write


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
    files = papers_of(course, papers, "ada", ["small"])
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


# -- handing out ------------------------------------------------------------------------------


@pytest.fixture
def two_quizzes(tmp_path):
    root = write(tmp_path / "two")
    course = root / "assignments" / "course.toml"
    course.write_text(course.read_text() + '\n[[quiz]]\nslug = "other"\n')
    (root / "assignments" / "quizzes" / "other.toml").write_text(QUIZ)
    return root


def handed_out(root, out, *arguments):
    done = CliRunner().invoke(
        cli, ["handout", "--course", str(root), "-o", str(out), *arguments], standalone_mode=False
    )
    return done, {path.relative_to(out).as_posix() for path in out.rglob("answers.toml")}


def test_quizzes_are_chosen_and_those_handed_out_before_stay(two_quizzes, tmp_path):
    out = tmp_path / "papers"
    done, files = handed_out(two_quizzes, out, "--student", "ada", "-a", "small")
    assert files == {"ada/small/answers.toml"}
    assert "1 student, 1 quiz each" in done.output
    assert "other" not in (out / "ada" / "README.html").read_text()
    _, files = handed_out(two_quizzes, out, "--student", "ada", "-a", "other")
    assert files == {"ada/small/answers.toml", "ada/other/answers.toml"}
    first = (out / "ada" / "README.html").read_text()
    assert "small/README.html" in first
    assert "other/README.html" in first
    _, files = handed_out(two_quizzes, out, "--student", "bob")
    assert {one for one in files if one.startswith("bob")} == {
        "bob/small/answers.toml", "bob/other/answers.toml"
    }  # fmt: skip


ANSWERED: dict[str, Callable[[bytes], bytes]] = {
    "an answer": lambda sheet: sheet.replace(b'= ""', b'= "b"', 1),
    "a list": lambda sheet: sheet.replace(b'= ""', b'= ["a"]', 1),
    "a slip": lambda sheet: sheet.replace(b'= ""', b"= b", 1),
    "another coding": lambda sheet: sheet.replace(b'= ""', b'= "\xfc"', 1),
}


@pytest.mark.parametrize("kind", ANSWERED)
@pytest.mark.parametrize("secret", [SECRET, "a secret of the next term"])
def test_papers_are_handed_out_again_without_loss(two_quizzes, tmp_path, kind, secret):
    """Whatever the paper is that somebody has answered; and his own files stay in any case."""
    out = tmp_path / "papers"
    handed_out(two_quizzes, out, "--student", "ada", "--student", "bob")
    sheet = out / "ada" / "small" / "answers.toml"
    sheet.write_bytes(ANSWERED[kind](sheet.read_bytes()))
    (out / "ada" / "small" / "notes.txt").write_text("mine")
    (out / "ada" / "old_quiz").mkdir()
    (out / "ada" / "old_quiz" / "answers.toml").write_text('[answers]\na = "b"\n')
    mine = {path: path.read_bytes() for path in out.rglob("ada/*_quiz/*")}
    mine |= {path: path.read_bytes() for path in out.rglob("ada/small/*")}
    (out / "bob" / "small" / "answers.toml").unlink()
    course = two_quizzes / "assignments" / "course.toml"
    course.write_text(course.read_text().replace(SECRET, secret))
    before = (out / "ada" / "other" / "answers.toml").read_bytes()
    done, _ = handed_out(two_quizzes, out, "--student", "ada", "--student", "bob")
    assert {path: path.read_bytes() for path in mine} == mine
    assert "Left as it was, as something is answered there: ada/small." in done.output
    assert (out / "bob" / "small" / "answers.toml").is_file()
    assert ((out / "ada" / "other" / "answers.toml").read_bytes() == before) == (secret == SECRET)
    done, _ = handed_out(two_quizzes, out, "--student", "bob")
    assert "Left" not in done.output


def test_a_quiz_that_is_none_is_told(two_quizzes, tmp_path):
    out = tmp_path / "papers"
    done, files = handed_out(two_quizzes, out, "--student", "ada", "-a", "tiny")
    assert isinstance(done.exception, UsageProblem)
    assert "no quiz 'tiny'. This course has small, other." in str(done.exception)
    done, files = handed_out(two_quizzes, out, "-a", "small")
    assert "add --student" in str(done.exception)
    assert not files


def test_a_list_of_the_class_gives_each_his_folder(two_quizzes, tmp_path):
    roster, out = tmp_path / "class.csv", tmp_path / "papers"
    roster.write_bytes(b"\xef\xbb\xbfid;name\r\nana;Ana\r\n\r\nbob;Bob\r\n")
    done, files = handed_out(two_quizzes, out, "--students", str(roster), "-a", "small")
    assert files == {"ana/small/answers.toml", "bob/small/answers.toml"}
    assert "2 ids, below 'id', which was taken for their column's head" in done.output


# -- the secret that everybody knows ------------------------------------------------------------


def test_the_course_comes_with_the_secret_that_is_warned_of():
    assert load_course(Path(grader.__file__).parents[1]).spec.secret == PUBLISHED_SECRET


@pytest.mark.parametrize("secret", [PUBLISHED_SECRET, SECRET])
def test_a_published_secret_is_warned_of_once_wherever_it_is_used(tmp_path, secret):
    """By whoever hands out papers, marks answers, or writes variants for other systems."""
    root = write(tmp_path / "course", secret=secret)
    out, work = tmp_path / "papers", tmp_path / "in"
    handing, _ = handed_out(root, out, "--student", "ada", "--student", "bob")
    shutil.copytree(out, work)
    for sheet in work.rglob("answers.toml"):  # one that is as it was handed out is not marked
        sheet.write_text(sheet.read_text().replace('= ""', '= "b"', 1))
    more = ["--course", str(root), "-o", str(tmp_path / "reports"), "-a", "small", "-j", "1"]
    marking = CliRunner().invoke(cli, [str(work), *more])
    more = ["--course", str(root), "-o", str(tmp_path / "exported")]
    exporting = CliRunner().invoke(cli, ["export", "--format", "moodle", *more])
    for done in (handing, marking, exporting):
        assert done.output.count("Write one of your own there") == (secret == PUBLISHED_SECRET)


def test_a_paper_says_how_a_comma_is_read_where_numbers_are_asked_for(papers, tmp_path):
    """As it is: what is said to be a number is one, and what is said to be none is not."""
    paper = papers.of("small", "ada")
    for text in (paper_text(paper), answers_text(sheet_of(paper)).replace("\n# ", " ")):
        assert "0,25 is 0.25. But 1,234 may be a thousand" in text
    assert value_of("0,25", "number") == 0.25
    with pytest.raises(AnswerProblem):
        value_of("1,234", "number")
    letters = QUIZ[: QUIZ.index('[[question]]\nid = "sum"')]
    paper = Papers(load_course(write(tmp_path / "letters", letters))).of("small", "ada")
    assert "comma" not in paper_text(paper) + answers_text(sheet_of(paper))
