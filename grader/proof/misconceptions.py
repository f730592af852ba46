"""That every misconception is caught, and every check catches something."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from grader.course import Misconception
from grader.diagnosis import Behaviour, KnownMistakes
from grader.preparation import Prepared
from grader.proof.proof import Proof


def mistaken(prepared: Prepared, proof: Proof) -> Iterator[str]:
    """Every misconception is killed, and every check kills."""
    assignment = prepared.assignment
    known = KnownMistakes(prepared, {})
    killers: dict[str, list[str]] = {check.id: [] for check in assignment.checks}
    for exercise in assignment.exercises:
        for ran in known.of(exercise):
            one = ran.misconception
            if ran.problem:
                yield f"Misconception {one.id} does not load ({ran.problem}); mend its change."
                continue
            for name in ran.results:
                killers[name].append(one.id)
            for name, slip in ran.slips.items():
                yield (
                    f"Check {name} raises {slip} on misconception {one.id}: pass what students "
                    "return through grader.authoring before touching it."
                )
            if not ran.results:
                yield (
                    f"Misconception {one.id} passes every check of {exercise}; write a check that "
                    "catches it, or take it out if it is right."
                )
            passed = {check.id for check in assignment.checks_of(exercise)} - ran.results.keys()
            _count(proof, known, one, ran.results, passed)
    for check in assignment.checks:
        if not killers[check.id] and not check.kills_nothing:
            yield (
                f"Check {check.id} fails for no misconception, so nothing shows that it can fail; "
                "add a misconception that it kills, or say why in `kills_nothing`."
            )
        if killers[check.id] and check.kills_nothing:
            yield (
                f"Check {check.id} says that it kills nothing, and kills {killers[check.id][0]}; "
                "remove `kills_nothing`."
            )


def _count(
    proof: Proof,
    known: KnownMistakes,
    one: Misconception,
    behaviours: Mapping[str, Behaviour],
    passed: Collection[str],
) -> None:
    found = known.name(one.exercise, behaviours, passed)
    if found is None:
        proof.unnamed.append(one.id)
    elif found.id == one.id:
        proof.named.append(one.id)
    else:
        proof.misnamed.append(one.id)
