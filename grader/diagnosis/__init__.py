"""Why an answer is wrong: two values and what was given, a known mistake that does the same, or a
small edit that mends it.

It must never know a score, decide a verdict, or know how a report looks. Names are loaded when they
are used: the process in which edits of a student's function are made holds nothing else of this.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from grader.diagnosis.agreement import Result
    from grader.diagnosis.by_values import ToldMistakes, values_of
    from grader.diagnosis.claims import Claims, told
    from grader.diagnosis.edits import TIERS, Edit, Mend, edits_of
    from grader.diagnosis.edits.apart import (
        Base,
        StepsWanted,
        SwitchesWanted,
        Target,
        TargetSteps,
        TargetSwitches,
        Variant,
        Wanted,
        made_here,
        request_of,
        steps_from,
        switches_from,
        variants_from,
    )
    from grader.diagnosis.edits.steps import GIVEN, HAS, SEEN, Step
    from grader.diagnosis.edits.switched import ON, TICK, WHOLE, Switch
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
    from grader.diagnosis.worked import (
        MOST_TOGETHER,
        Pool,
        Values,
        Worked,
        WorkedOut,
        digest_of,
        hardly_by_chance,
        is_number,
        is_value,
        parts_of,
        same_values,
    )

__all__ = [
    "GIVEN",
    "HAS",
    "MOST_TOGETHER",
    "ON",
    "SEEN",
    "TICK",
    "TIERS",
    "WHOLE",
    "Base",
    "Behaviour",
    "Claims",
    "Edit",
    "KnownMistake",
    "KnownMistakes",
    "Mend",
    "Pool",
    "Result",
    "Step",
    "StepsWanted",
    "Switch",
    "SwitchesWanted",
    "Target",
    "TargetSteps",
    "TargetSwitches",
    "ToldMistakes",
    "Values",
    "Variant",
    "Wanted",
    "Worked",
    "WorkedOut",
    "asked_of_functions",
    "digest_of",
    "edits_of",
    "explain_error",
    "explain_failure",
    "hardly_by_chance",
    "is_number",
    "is_value",
    "made_here",
    "meaning_at",
    "on_another_input",
    "parts_of",
    "request_of",
    "results_of",
    "same_values",
    "steps_from",
    "suggested_by",
    "switches_from",
    "told",
    "tried",
    "values_of",
    "variants_from",
]

_HOMES: Final = {
    "GIVEN": "edits.steps",
    "HAS": "edits.steps",
    "MOST_TOGETHER": "worked",
    "SEEN": "edits.steps",
    "TICK": "edits.switched",
    "TIERS": "edits",
    "WHOLE": "edits.switched",
    "Base": "edits.apart",
    "Behaviour": "misconceptions",
    "Claims": "claims",
    "Edit": "edits",
    "KnownMistake": "misconceptions",
    "KnownMistakes": "misconceptions",
    "Mend": "edits",
    "ON": "edits.switched",
    "Pool": "worked",
    "Result": "agreement",
    "Step": "edits.steps",
    "StepsWanted": "edits.apart",
    "Switch": "edits.switched",
    "SwitchesWanted": "edits.apart",
    "Target": "edits.apart",
    "TargetSteps": "edits.apart",
    "TargetSwitches": "edits.apart",
    "ToldMistakes": "by_values",
    "Values": "worked",
    "Variant": "edits.apart",
    "Wanted": "edits.apart",
    "Worked": "worked",
    "WorkedOut": "worked",
    "asked_of_functions": "misconceptions",
    "digest_of": "worked",
    "edits_of": "edits",
    "explain_error": "explain",
    "explain_failure": "explain",
    "hardly_by_chance": "worked",
    "is_number": "worked",
    "is_value": "worked",
    "made_here": "edits.apart",
    "meaning_at": "meanings",
    "on_another_input": "explain",
    "parts_of": "worked",
    "request_of": "edits.apart",
    "results_of": "misconceptions",
    "same_values": "worked",
    "steps_from": "edits.apart",
    "suggested_by": "explain",
    "switches_from": "edits.apart",
    "told": "claims",
    "tried": "misconceptions",
    "values_of": "by_values",
    "variants_from": "edits.apart",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
