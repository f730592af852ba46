"""Quizzes: questions with choices, numbers and shapes, each student's own, marked without a worker.

A quiz lies in `assignments/quizzes/<slug>.toml`. What a student gets is a `Paper`: the questions
and choices in his order, with the values drawn for him. It must never run what came from outside,
nor write a right answer of a graded question into anything that a student gets.
"""

from grader.quizzes.answers import AnswerProblem, value_of
from grader.quizzes.drawing import Draws, same_person
from grader.quizzes.expressions import Value, names_in, shown
from grader.quizzes.mark import mark
from grader.quizzes.paper import EVERYONE, Asked, Paper, Papers, ask, paper_of
from grader.quizzes.quiz import QuestionSpec, Quiz, load_quiz
from grader.quizzes.sample import sample_answers
from grader.quizzes.session import AtWork
from grader.quizzes.sheet import (
    ANSWERS,
    PAPER,
    Sheet,
    SheetQuestion,
    answers_text,
    asked_for,
    first_page,
    paper_text,
    practice_text,
    read_sheet,
    sheet_of,
    sheet_text,
)
from grader.quizzes.text import plain
from grader.quizzes.variants import Variants, variants_of

__all__ = [
    "ANSWERS",
    "EVERYONE",
    "PAPER",
    "AnswerProblem",
    "Asked",
    "AtWork",
    "Draws",
    "Paper",
    "Papers",
    "QuestionSpec",
    "Quiz",
    "Sheet",
    "SheetQuestion",
    "Value",
    "Variants",
    "answers_text",
    "ask",
    "asked_for",
    "first_page",
    "load_quiz",
    "mark",
    "names_in",
    "paper_of",
    "paper_text",
    "plain",
    "practice_text",
    "read_sheet",
    "same_person",
    "sample_answers",
    "sheet_of",
    "sheet_text",
    "shown",
    "value_of",
    "variants_of",
]
