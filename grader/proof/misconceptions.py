"""That every misconception is caught, and every check catches something.

Checks that take long are run on a misconception only where the others leave something open: half of
a proof would be spent on networks that are trained from what is known to be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.authoring.checks import Check
from grader.diagnosis import KnownMistake, KnownMistakes
from grader.preparation import Prepared
from grader.proof.proof import Proof, Seen, Told
from grader.results import LONG_KINDS
from grader.results.words import listed

# So many of an assignment's misconceptions are caught by public checks.
LEAST_SEEN = 0.75
# So many of those that are not are named.
MOST_MISSED = 5


def mistaken(prepared: Prepared, exercise: str, proof: Proof, told: Told) -> Iterator[str]:
    """Every misconception of an exercise is killed, and each of its checks kills one."""
    told(f"misconceptions of {exercise}")
    known = KnownMistakes(prepared, {})
    for mistake in known.of(exercise):
        if mistake.problem:
            yield (
                f"Misconception {mistake.misconception.id} does not load ({mistake.problem}); "
                "mend its change."
            )
    found = [mistake for mistake in known.of(exercise) if not mistake.problem]
    checks = [one.check for one in prepared.checks_of(exercise)]
    public = [one for one in checks if one.public]
    missed = [one.misconception for one in found if not _kills(public, one)]
    proof.public.append(
        Seen(exercise, len(found) - len(missed), len(found), tuple(one.id for one in missed))
    )
    unnamed: dict[str, list[str]] = {}
    for mistake in found:
        one = mistake.misconception
        if not _kills(checks, mistake):
            yield (
                f"Misconception {one.id} passes every check of {exercise}; write a check that "
                "catches it, or take it out if it is right."
            )
        elif one.handout and one in missed:
            yield (
                f"The handout warns of misconception {one.id} ({one.handout!r}), and it passes "
                f"every public check of {exercise}: whoever makes it believes to be right; let "
                "a public check catch it."
            )
        others = _count(proof, known, mistake, checks)
        if others is not None:
            unnamed[one.id] = others
    yield from _unnamed(unnamed)
    yield from _idle(checks, found)
    # Last, as it is of what was run for all this.
    yield from _slips(found)


def seen_in_public(proof: Proof) -> Iterator[str]:
    """What public checks say before work is handed in is most of what is wrong with it."""
    if proof.public and proof.public_share < LEAST_SEEN:
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


def _kills(checks: Iterable[Check], mistake: KnownMistake) -> bool:
    """Whether one of the checks catches it; those that take long are asked last."""
    return any(mistake.fails(one.id) for one in sorted(checks, key=_takes_long))


def _takes_long(check: Check) -> bool:
    return check.kind in LONG_KINDS


def _idle(checks: Sequence[Check], found: Sequence[KnownMistake]) -> Iterator[str]:
    """Each check catches one, or says why it catches none."""
    for check in checks:
        # One is enough: what fails the first example, or has been run, comes first.
        tried = sorted(found, key=lambda one: check.id not in one.tried)
        if not _takes_long(check):
            tried.sort(key=lambda one: not one.begin(check.id).failed)
        killed = next((one.misconception.id for one in tried if one.fails(check.id)), None)
        if killed is None and not check.kills_nothing:
            yield (
                f"Check {check.id} fails for no misconception, so nothing shows that it can fail; "
                "add a misconception that it kills, or say why in `kills_nothing`."
            )
        if killed is not None and check.kills_nothing:
            yield (
                f"Check {check.id} says that it kills nothing, and kills {killed}; remove "
                "`kills_nothing`."
            )


def _slips(found: Iterable[KnownMistake]) -> Iterator[str]:
    for mistake in found:
        for name, slip in mistake.slips.items():
            yield (
                f"Check {name} raises {slip} on misconception {mistake.misconception.id}: pass "
                "what students return through grader.authoring before touching it."
            )


def _count(
    proof: Proof, known: KnownMistakes, mistake: KnownMistake, checks: Sequence[Check]
) -> list[str] | None:
    """Note as what it is named; the ids of all that it could be if that is not it alone.

    Nothing is noted of one that is not caught.
    """
    one = mistake.misconception
    quick = [check for check in checks if not _takes_long(check)]
    found = _told_apart(known, mistake, quick)
    for check in quick:  # whether it breaks on this one shows mostly on the first example
        mistake.begin(check.id)
    if found != [one.id]:  # what takes long may tell them apart
        failed = [check.id for check in checks if mistake.fails(check.id)]
        found = [other.id for other in known.rivals(mistake, failed)] if failed else []
    if found != [one.id]:  # what one returns may tell nothing in one of these
        behaviours = {name: mistake.behaviour(name) for name in failed}
        passed = mistake.checks - {*failed}
        found = [other.id for other in known.candidates(one.exercise, behaviours, passed)]
    if found == [one.id]:
        proof.named.append(one.id)
        return None
    (proof.misnamed if len(found) == 1 else proof.unnamed).append(one.id)
    return found if _kills(checks, mistake) else None


def _told_apart(known: KnownMistakes, mistake: KnownMistake, checks: Sequence[Check]) -> list[str]:
    """What it could be by the checks that it fails, of which no more are run than need be."""
    failed: list[str] = []
    found: list[str] = []
    for check in sorted(checks, key=lambda one: one.id not in mistake.tried):
        if mistake.fails(check.id):
            rivals = [other.id for other in known.rivals(mistake, [*failed, check.id])]
            if mistake.misconception.id in rivals:  # else what it does there tells nothing
                failed.append(check.id)
                found = rivals
            if len(found) == 1:
                break
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
