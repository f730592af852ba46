"""Why an answer is wrong: two values and what was given, a known mistake that does the same, or a
small edit that mends it.

It must never know a score, decide a verdict, or know how a report looks. Names are loaded when they
are used: the process in which edits of a student's function are made holds nothing else of this.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.diagnosis.by_values import ToldMistakes, values_of
    from grader.diagnosis.claims import Claims, told
    from grader.diagnosis.edits import TIERS, Edit, Mend, edits_of
    from grader.diagnosis.edits.apart import (
        Base,
        Target,
        Variant,
        Wanted,
        made_here,
        request_of,
        variants_from,
    )
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
    "TIERS",
    "Base",
    "Behaviour",
    "Claims",
    "Edit",
    "KnownMistake",
    "KnownMistakes",
    "Mend",
    "Target",
    "ToldMistakes",
    "Variant",
    "Wanted",
    "asked_of_functions",
    "edits_of",
    "explain_error",
    "explain_failure",
    "made_here",
    "meaning_at",
    "on_another_input",
    "request_of",
    "results_of",
    "suggested_by",
    "told",
    "tried",
    "values_of",
    "variants_from",
]

_HOMES: Final = {
    "TIERS": "edits",
    "Base": "edits.apart",
    "Behaviour": "misconceptions",
    "Claims": "claims",
    "Edit": "edits",
    "KnownMistake": "misconceptions",
    "KnownMistakes": "misconceptions",
    "Mend": "edits",
    "Target": "edits.apart",
    "ToldMistakes": "by_values",
    "Variant": "edits.apart",
    "Wanted": "edits.apart",
    "asked_of_functions": "misconceptions",
    "edits_of": "edits",
    "explain_error": "explain",
    "explain_failure": "explain",
    "made_here": "edits.apart",
    "meaning_at": "meanings",
    "on_another_input": "explain",
    "request_of": "edits.apart",
    "results_of": "misconceptions",
    "suggested_by": "explain",
    "told": "claims",
    "tried": "misconceptions",
    "values_of": "by_values",
    "variants_from": "edits.apart",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
