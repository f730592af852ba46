"""That every misconception is caught, and every check catches something."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from grader.calls import LocalCaller
from grader.course import Misconception, misconceptions_of
from grader.diagnosis import Behaviour, KnownMistakes, behaviour_of, trials_of
from grader.outcome import CallFailed
from grader.preparation import Prepared
from grader.proof.proof import Proof


def mistaken(prepared: Prepared, proof: Proof) -> Iterator[str]:
    """Every misconception is killed, and every check kills."""
    assignment = prepared.assignment
    known = KnownMistakes(prepared, {})
    killers: dict[str, list[str]] = {check.id: [] for check in assignment.checks}
    for one in misconceptions_of(assignment):
        try:
            caller = LocalCaller(one.source, assignment.spec.module, given=assignment.given)
        except CallFailed as failure:
            yield f"Misconception {one.id} does not load ({failure}); mend its change."
            continue
        trials = trials_of(prepared, one.exercise, caller)
        killed = [name for name, trial in trials.items() if trial.failed]
        for name in killed:
            killers[name].append(one.id)
        for name, trial in trials.items():
            if trial.slip is not None:
                yield (
                    f"Check {name} raises {trial.slip.says} on misconception {one.id}: pass what "
                    "students return through grader.authoring before touching it."
                )
        if not killed:
            yield (
                f"Misconception {one.id} passes every check of {one.exercise}; write a check that "
                "catches it, or take it out if it is right."
            )
        behaviours = {name: behaviour_of(prepared.check(name), caller, prepared) for name in killed}
        passed = {check.id for check in assignment.checks_of(one.exercise)} - {*killed}
        _count(proof, known, one, behaviours, passed)
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
