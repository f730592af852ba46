"""That every misconception is caught, and every check catches something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.diagnosis import KnownMistake, KnownMistakes
from grader.preparation import Prepared
from grader.proof.proof import Proof, Seen, Told
from grader.results.words import listed

# So many of an assignment's misconceptions are caught by public checks.
LEAST_SEEN = 0.75
# So many of those that are not are named.
MOST_MISSED = 5


def mistaken(prepared: Prepared, proof: Proof, told: Told) -> Iterator[str]:
    """Every misconception is killed, and every check kills."""
    assignment = prepared.assignment
    known = KnownMistakes(prepared, {})
    killers: dict[str, list[str]] = {check.id: [] for check in assignment.checks}
    public = {check.id for check in assignment.checks if check.public}
    unnamed: dict[str, list[str]] = {}
    for exercise in assignment.exercises:
        told(f"misconceptions of {exercise}")
        found = known.of(exercise)
        missed = [one.misconception.id for one in found if public.isdisjoint(one.failed)]
        proof.public.append(
            Seen(exercise, len(found) - len(missed), len(found), missed=tuple(missed))
        )
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
            elif one.handout and public.isdisjoint(mistake.failed):
                yield (
                    f"The handout warns of misconception {one.id} ({one.handout!r}), and it passes "
                    f"every public check of {exercise}: whoever makes it believes to be right; let "
                    "a public check catch it."
                )
            others = _count(proof, known, mistake)
            if mistake.failed and others is not None:
                unnamed[one.id] = others
    yield from _unnamed(unnamed)
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
    if proof.public_share < LEAST_SEEN:
        least = min(
            (one for one in proof.public if one.misconceptions),
            key=lambda one: one.killed / one.misconceptions,
        )
        missed = [name for one in proof.public for name in one.missed]
        told = missed[:MOST_MISSED]
        if missed[MOST_MISSED:]:
            told.append(f"{len(missed) - MOST_MISSED} more")
        yield (
            f"Public checks catch {100 * proof.public_share:.0f} % of the misconceptions, and "
            f"{100 * LEAST_SEEN:.0f} % is the least: a student who passes them all would be "
            f"wrong. Of {least.exercise} they catch {least.killed} of {least.misconceptions}. "
            f"They miss {listed(told)}; let public checks catch some of these."
        )


def _count(proof: Proof, known: KnownMistakes, mistake: KnownMistake) -> list[str] | None:
    """Note as what it is named; the ids of all that it could be if that is not it alone."""
    one = mistake.misconception
    failed = {name: mistake.behaviour(name) for name in mistake.failed}
    passed = mistake.checks - failed.keys()
    found = [other.id for other in known.candidates(one.exercise, failed, passed)]
    if found == [one.id]:
        proof.named.append(one.id)
        return None
    (proof.misnamed if len(found) == 1 else proof.unnamed).append(one.id)
    return found


def _unnamed(unnamed: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Each is named for itself alone: of two that behave alike a report names neither."""
    told: set[frozenset[str]] = set()
    for name, others in unnamed.items():
        alike = frozenset([name, *others])
        if len(alike) == 1:
            yield (
                f"Misconception {name} is caught and not named: the checks that it fails make no "
                "call whose result tells it; let one of them ask for a value."
            )
        elif alike not in told:
            told.add(alike)
            yield (
                f"Misconceptions {listed(list(dict.fromkeys([name, *others])))} give the same "
                "results on all checks, so no report can say which it is: make them one, or add a "
                "check that tells them apart."
            )
