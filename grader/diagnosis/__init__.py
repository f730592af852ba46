"""Why an answer is wrong: two values and what was given, or a known mistake that does the same.

It must never know a score, decide a verdict, or know how a report looks.
"""

from grader.diagnosis.by_values import ToldMistakes, values_of
from grader.diagnosis.claims import Claims, told
from grader.diagnosis.edits import Edit, edits_of
from grader.diagnosis.explain import (
    explain_error,
    explain_failure,
    on_another_input,
    suggested_by,
)
from grader.diagnosis.meanings import meaning_at
from grader.diagnosis.misconceptions import (
    Behaviour,
    KnownMistake,
    KnownMistakes,
    asked_of_functions,
    results_of,
    tried,
)

__all__ = [
    "Behaviour",
    "Claims",
    "Edit",
    "KnownMistake",
    "KnownMistakes",
    "ToldMistakes",
    "asked_of_functions",
    "edits_of",
    "explain_error",
    "explain_failure",
    "meaning_at",
    "on_another_input",
    "results_of",
    "suggested_by",
    "told",
    "tried",
    "values_of",
]
