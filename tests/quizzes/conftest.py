"""A course with one quiz of every kind of question, written where a test wants it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from grader.course import load_course
from grader.quizzes import Papers, answers_text, mark, sheet_of
from grader.results import SubmissionInfo
from grader.submissions import Submission

from .. import tiny

QUIZ = """\
title = "Small quiz"
minutes = 5
story = "A shop has a camera."

[[question]]
id = "colour"
kind = "single"
text = "Which is a colour?"
why = "Seven is a number."
choice = [
  { text = "red", right = true },
  { text = "seven", says = "That is a number.", misconception = "tiny/relu_is_abs" },
  { text = "loud" },
]

[[question]]
id = "evens"
kind = "multi"
half = true
text = "Which are even?"
why = "Two divides them."
choice = [
  { text = "two", right = true },
  { text = "four", right = true },
  { text = "five" },
  { text = "nine" },
]

[[question]]
id = "sum"
kind = "number"
relative = 1e-3
draw = { n = "2..40", k = [0.5, 1.5, 2.5] }
where = "n != 3"
text = "What is {{n}} + {{k}}?"
why = "Together {{n + k}}."
answer = "n + k"
wrong = [{ answer = "n - k", says = "{{k}} was taken away.", misconception = "tiny/relu_in_place" }]

[[question]]
id = "shape"
kind = "tuple"
draw = { r = "2..9", c = "10..20" }
text = "What is the shape of a table with {{r}} rows and {{c}} columns?"
why = "Rows come first."
answer = ["(r, c)", "(r, c, 1)"]
wrong = [{ answer = "(c, r)", says = "Rows come first." }]

[[question]]
id = "which"
kind = "single"
draw = { e = [1, 9] }
text = "The error is {{e}} %. Is that much?"
why = "More than 5 % is much."
choice = [{ text = "much", right = "e > 5" }, { text = "little", right = "e <= 5" }]

[[question]]
id = "free"
kind = "number"
practice = true
draw = { n = "2..9" }
text = "Twice {{n}}?"
why = "It is {{2 * n}}."
answer = "2 * n"
"""
SECRET = "not to be guessed by anyone"


def write(root: Path, quiz: str = QUIZ, secret: str = SECRET) -> Path:
    """A course with the tiny assignment and this quiz."""
    tiny.write_tiny_course(root)
    course = root / "assignments" / "course.toml"
    text = course.read_text()
    secret = f'secret = "{secret}"\n' if secret else ""
    course.write_text(f'{secret}{text}\n[[quiz]]\nslug = "small"\nweight = 0.5\n')
    (root / "assignments" / "quizzes").mkdir()
    (root / "assignments" / "quizzes" / "small.toml").write_text(quiz)
    return root


@pytest.fixture
def course(tmp_path):
    return load_course(write(tmp_path / "course"))


@pytest.fixture
def papers(course):
    return Papers(course)


@pytest.fixture
def marked(papers):
    """Marks these answers of a student's."""

    def marked(given, student="ada", text=None, **more):
        paper = papers.of("small", student)
        source = text if text is not None else answers_text(sheet_of(paper), given)
        submission = replace(Submission(student, "small", source=source), **more)
        return mark(papers, submission, SubmissionInfo())

    return marked


@pytest.fixture
def rightly(papers):
    """What is right on a student's paper."""

    def rightly(student="ada"):
        return {
            one.spec.id: one.right_words.split(" or ")[0].replace(", ", "")
            if one.options
            else one.right_words.split(" or ")[0]
            for one in papers.of("small", student).asked
        }

    return rightly
