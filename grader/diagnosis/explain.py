"""The evidence for a failed check: why it failed, and what came back.

A check may make several calls before a comparison fails: the one whose value was looked at
is shown, with the index of the part that was wrong. Nothing here judges; it is asked only
for failures that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.authoring.checks import Inputs
from grader.authoring.failure import (
    Differs,
    Facts,
    Failure,
    NothingReturned,
    WrongGradients,
    WrongShape,
)
from grader.calls import Made, without_words
from grader.diagnosis.causes import causes_of
from grader.diagnosis.claims import Claims, claims_of, told
from grader.diagnosis.difference import Cause, lowered
from grader.diagnosis.gradients import gradient_claims
from grader.diagnosis.meanings import meaning_of
from grader.diagnosis.shapes import shape_causes
from grader.diagnosis.snippet import Snippet, looked_at
from grader.outcome import CallFailed, StudentRaised
from grader.show import code

# More would fill a page and say no more.
MOST_WARNINGS = 20
# Digits of a number to be read: with fewer, what must come back would fail when it is pasted, by
# the tolerance of most checks (RTOL).
READ = 7
NOTHING = "A function that ends without `return` gives None."


def suggested(facts: Facts | None, known: Mapping[str, Any]) -> tuple[Claims, ...]:
    """What stands out in a wrong answer; `known` are the values of the call by name."""
    # A student's infinities and NaNs must not warn about our arithmetic.
    with np.errstate(all="ignore"):
        match facts:
            case NothingReturned():
                return (Claims("", (Cause("nothing", NOTHING),)),)
            case Differs(found, wanted, atol):
                causes = causes_of(found, wanted, known, atol=atol)
                return (claims_of("", causes, np.asarray(wanted, np.float64)),)
            case WrongShape(found, allowed, wanted):
                return (Claims("", tuple(shape_causes(found, allowed, wanted, known))),)
            case WrongGradients(compared):
                return tuple(gradient_claims(compared, known))
            case None:
                return ()


def suggested_by(
    failure: Failure, inputs: Inputs, made: Sequence[Made], parameters: Mapping[str, Sequence[str]]
) -> tuple[Claims, ...]:
    """What the wrong answer of a failed check suggests."""
    if failure.facts is None:
        return ()
    place, _ = looked_at(failure, made)
    snippet = Snippet(inputs, made[: place + 1], parameters, public=False)
    return suggested(failure.facts, snippet.known())


def explain_failure(
    failure: Failure,
    inputs: Inputs,
    made: Sequence[Made],
    parameters: Mapping[str, Sequence[str]],
    *,
    public: bool,
    claims: Sequence[Claims] = (),
) -> dict[str, Any]:
    """The fields of a `CheckResult` that say why its check failed on these inputs.

    `claims` are what the answer suggests (see `suggested_by`). Of a hidden check (not `public`)
    nothing is shown that the submission itself wrote.
    """
    place, path = looked_at(failure, made)
    snippet = Snippet(inputs, made[: place + 1], parameters, public=public)
    seen = made[place].seen if made else None
    got = failure.got if failure.got is not None or seen is None else seen.value
    message = _sentence(failure.message)
    return {
        "message": message,
        "cause": told(claims, ()),
        "counterexample": snippet.counterexample(
            path=path,
            name=failure.what,
            got=_text(got if public else without_words(got)),
            want="" if failure.want is None else _text(failure.want),
            gradients=failure.gradients,
        ),
        "warnings": tuple(dict.fromkeys(seen.warnings))[:MOST_WARNINGS] if seen is not None else (),
    }


def explain_error(
    failure: CallFailed,
    inputs: Inputs,
    made: Sequence[Made],
    parameters: Mapping[str, Sequence[str]],
    *,
    public: bool,
) -> dict[str, Any]:
    """The fields of a `CheckResult` whose check's last call gave no value."""
    if not made:
        return {}
    counterexample = Snippet(inputs, made, parameters, public=public).counterexample()
    cause = ""
    if isinstance(failure, StudentRaised) and not failure.own:  # his own words may be any
        cause = meaning_of(failure.type_name, failure.text)
    return {"counterexample": counterexample, "cause": cause}


def on_another_input(cause: str) -> str:
    """A cause that shows on another input than the one that is shown."""
    return f"On another input: {lowered(cause)}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else code(value, digits=READ)


def _sentence(message: str) -> str:
    """The message with a capital, but a name like dw stays as it is."""
    if message.startswith(("the ", "a ", "an ", "every ", "all ", "one ")):
        return message[0].upper() + message[1:]
    return message
