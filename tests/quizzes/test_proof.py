"""The proof of quizzes: each way to be wrong is found; the course's own quizzes are proved."""

from pathlib import Path

import pytest

from grader.course import load_course
from grader.proof import prove_quiz

from .conftest import QUIZ, write

ROOT = Path(__file__).resolve().parents[2]


def proved(tmp_path, *changes):
    text = QUIZ
    for old, new in changes:
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    return prove_quiz(load_course(write(tmp_path / "course", text)), "small")


def test_the_small_quiz_is_proved(tmp_path):
    proof = proved(tmp_path)
    assert proof.faults == []
    assert proof.questions == 6
    assert proof.tried == 1 + 1 + 3 * 38 + 8 * 11 + 2 + 8


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{ text = "loud" }', '{ text = "loud", right = true }', "colour: 2 choices are right"),
        ('"red", right = true', '"red"', "colour: 0 choices are right"),
        ('{ text = "loud" }', '{ text = "Red" }', "colour: two choices read the same"),
        ('"e <= 5"', '"e <= 9"', "which: 2 choices are right, and exactly one must be.*e = 9"),
        ('"little"', '"{{e}}"', None),
        (
            'text = "little"',
            'text = "{{\\"much\\" if e > 5 else \\"few\\"}}"',
            "which: two choices",
        ),
        ('answer = "n - k"', 'answer = "k + n"', "sum: the wrong answer 'k [+] n' is right, too"),
        ('answer = "n + k"', 'answer = "n + k"', None),
        ("relative = 1e-3", "relative = 0.6", "sum: an answer between|sum: the wrong answer"),
        ('answer = "n + k"', 'answer = "1 / (n - 7)"', "sum: .*has no value here"),
        ('where = "n != 3"', 'where = "n > 99"', "sum: `where` refuses all"),
        ('r = "2..9", c', 'r = "2..9", unused = [1, 2], c', "shape: unused is drawn and nowhere"),
        ('answer = ["(r, c)", "(r, c, 1)"]', 'answer = "r * c"', "shape: .*not of the kind tuple"),
        ("tiny/relu_is_abs", "tiny/nothing", "tiny/misconceptions.toml has no 'nothing'"),
        ("tiny/relu_is_abs", "huge/nothing", "is of no assignment"),
        ("practice = true\n", "", "for practice"),
        ('text = "Which is a colour?"', 'text = "A colour? Seven is a number."', "why stands in"),
        ('{ text = "loud" }', '{ text = "loud: That is a number." }', "says stands in"),
        ('text = "Which is a colour?"', "text = 'A colour, $\\frac{1$?'", "cannot be set"),
    ],
)
def test_what_is_wrong_with_a_quiz_is_found(tmp_path, old, new, said):
    proof = proved(tmp_path, (old, new))
    if said is None:
        assert proof.faults == []
        return
    assert proof.faults
    import re

    assert re.search(said, "\n".join(proof.faults)), proof.faults


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "evens"', 'id = "colour"', "'colour' is there twice"),
        ('kind = "multi"\nhalf = true', 'kind = "single"\nhalf = true', "one slip"),
        ("half = true", "half = true\npoints = 3", "are even"),
        ('n = "2..40"', 'n = "40..2"', "is no range"),
        ('n = "2..40"', 'n = "0..9999999"', "more than"),
        ("k = [0.5, 1.5, 2.5]", "k = []", "are a list"),
        ("k = [0.5, 1.5, 2.5]", "k = [0.5, 0.5]", "there twice"),
        ('answer = "n + k"', 'answer = "n + q"', "nothing is drawn for 'q'"),
        ('answer = "n + k"', 'answer = "__import__(1)"', "__import__"),
        ('why = "Seven is a number."', 'why = ""', "why"),
        ('kind = "single"', 'kind = "essay"', "kind"),
    ],
)
def test_what_is_no_quiz_is_told_with_its_file(tmp_path, old, new, said):
    (fault, *_) = proved(tmp_path, (old, new)).faults
    assert fault.startswith("assignments/quizzes/small.toml: ")
    assert said in fault


def test_an_answer_as_it_is_shown_is_right(tmp_path):
    """What a report shows as right, and who writes it gets no point for, is a fault."""
    tight = ("relative = 1e-3", "relative = 1e-9")
    third = ('answer = "n + k"', 'answer = "(n + k) / 3"')
    assert "as reports show it" in proved(tmp_path / "tight", tight, third).faults[0]
    other = ('answer = "n - k"', 'answer = "n * k"')
    assert proved(tmp_path / "without", ("relative = 1e-3\n", ""), third, other).faults == []


def test_a_range_in_steps(tmp_path):
    proof = proved(tmp_path, ("k = [0.5, 1.5, 2.5]", 'k = "0.1..0.5 by 0.1"'))
    assert proof.faults == []


COURSE = load_course(ROOT)


@pytest.mark.parametrize("slug", COURSE.quizzes())
def test_each_quiz_of_the_course_is_proved(slug):
    assert prove_quiz(COURSE, slug).faults == []
