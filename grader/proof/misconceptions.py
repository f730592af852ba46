"""That every misconception is caught, and every check catches something."""

from __future__ import annotations

from collections.abc import Iterator

from grader.diagnosis import KnownMistake, KnownMistakes
from grader.preparation import Prepared
from grader.proof.proof import Proof, Seen, Told

# So many of an assignment's misconceptions are caught by public checks; of a few, a share says
# nothing.
LEAST_SEEN, FEW = 0.75, 20


def mistaken(prepared: Prepared, proof: Proof, told: Told) -> Iterator[str]:
    """Every misconception is killed, and every check kills."""
    assignment = prepared.assignment
    known = KnownMistakes(prepared, {})
    killers: dict[str, list[str]] = {check.id: [] for check in assignment.checks}
    public = {check.id for check in assignment.checks if check.public}
    for exercise in assignment.exercises:
        told(f"misconceptions of {exercise}")
        found = known.of(exercise)
        seen = [one for one in found if not public.isdisjoint(one.failed)]
        proof.public.append(Seen(exercise, len(seen), len(found)))
        for mistake in found:
            one = mistake.misconception
            if mistake.problem:
                yield f"Misconception {one.id} does not load ({mistake.problem}); mend its change."
                continue
            for name in mistake.failed:
                killers[name].append(one.id)
            for name, slip in mistake.slips.items():
                yield (
                    f"Check {name} raises {slip} on misconception {one.id}: pass what students "
                    "return through grader.authoring before touching it."
                )
            if not mistake.failed:
                yield (
                    f"Misconception {one.id} passes every check of {exercise}; write a check that "
                    "catches it, or take it out if it is right."
                )
            _count(proof, known, mistake)
    yield from _seen(proof)
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


def _seen(proof: Proof) -> Iterator[str]:
    """What public checks say before work is handed in is most of what is wrong with it."""
    if proof.misconceptions >= FEW and proof.public_share < LEAST_SEEN:
        least = min(proof.public, key=lambda one: one.killed / max(one.misconceptions, 1))
        yield (
            f"Public checks catch {100 * proof.public_share:.0f} % of the misconceptions, and "
            f"{100 * LEAST_SEEN:.0f} % is the least: a student who passes them all would be "
            f"wrong. Of {least.exercise} they catch {least.killed} of {least.misconceptions}."
        )


def _count(proof: Proof, known: KnownMistakes, mistake: KnownMistake) -> None:
    """Note as what it is named."""
    one = mistake.misconception
    failed = {name: mistake.behaviour(name) for name in mistake.failed}
    found = known.name(one.exercise, failed, mistake.checks - failed.keys())
    if found is None:
        proof.unnamed.append(one.id)
    elif found.id == one.id:
        proof.named.append(one.id)
    else:
        proof.misnamed.append(one.id)
