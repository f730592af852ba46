"""Quizzes: questions with choices, numbers and shapes, each student's own, marked without a worker.

A quiz lies in `assignments/quizzes/<slug>.toml`. What a student gets is a `Paper`: the questions
and choices in his order, with the values drawn for him. It must never run what came from outside,
nor write a right answer of a graded question into anything that a student gets.
"""

from grader.quizzes.drawing import Draws
from grader.quizzes.expressions import Value, names_in
from grader.quizzes.mark import mark
from grader.quizzes.paper import EVERYONE, Asked, Paper, Papers, ask, paper_of
from grader.quizzes.quiz import QuestionSpec, Quiz, load_quiz
from grader.quizzes.sheet import (
    ANSWERS,
    PAPER,
    Sheet,
    answers_text,
    first_page,
    paper_text,
    practice_text,
    read_sheet,
    sheet_of,
    sheet_text,
)
from grader.quizzes.text import plain

__all__ = [
    "ANSWERS",
    "EVERYONE",
    "PAPER",
    "Asked",
    "Draws",
    "Paper",
    "Papers",
    "QuestionSpec",
    "Quiz",
    "Sheet",
    "Value",
    "answers_text",
    "ask",
    "first_page",
    "load_quiz",
    "mark",
    "names_in",
    "paper_of",
    "paper_text",
    "plain",
    "practice_text",
    "read_sheet",
    "sheet_of",
    "sheet_text",
]
