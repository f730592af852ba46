"""Follow-through: an exercise that uses a wrong one is marked with the reference in its place.

A student pays once for one mistake. Which references may stand in, in which order that is
tried, and which results count is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from grader.diagnosis import Behaviour
from grader.marking.score import better, is_right
from grader.preparation import Prepared
from grader.results import CheckResult

# After these an exercise is not run again inside those that use it: a hang costs its time
# once, and a stub has nothing to show.
_NOT_TRIED_AGAIN = frozenset({"timed_out", "out_of_memory", "died", "protocol", "not_implemented"})


@dataclass(frozen=True)
class Marked:
    """An exercise's checks with their results, and what the reference stood in for (`replaced`).

    `behaviours` is how the student's code behaved on checks that did not pass, by id.
    """

    checks: tuple[CheckResult, ...]
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    output: str = ""
    replaced: tuple[str, ...] = ()


# Marks an exercise once, with the reference in place of the exercises of these names.
Run = Callable[[str, tuple[str, ...]], Marked]


class FollowThrough:
    """Marks the exercises of one submission in course order, and keeps in mind what was wrong."""

    def __init__(self, prepared: Prepared, run: Run) -> None:
        self._prepared = prepared
        self._run = run
        self._wrong: list[str] = []
        self._avoided: set[str] = set()

    def mark(self, name: str) -> Marked:
        """The exercise with what it uses as handed in, and with references where that is wrong."""
        uses = self._prepared.assignment.uses(name)
        replaced = self._standing_in({*uses}.intersection(self._wrong))
        marked = self._run(name, replaced)
        for names in self._other_ways(name, replaced):
            if is_right(marked.checks):
                break
            other = self._run(name, names)
            checks = better(other.checks, marked.checks)
            gained = _earned(checks) > _earned(marked.checks)
            if gained and (names or _earned(other.checks) == _earned(checks)):
                marked = replace(marked, replaced=names)
            faults, output = marked.faults + other.faults, marked.output or other.output
            marked = replace(marked, checks=checks, faults=faults, output=output)
        return self.noted(name, marked)

    def noted(self, name: str, marked: Marked) -> Marked:
        """The same; those that use this exercise will know how it did."""
        if not is_right(marked.checks):
            self._wrong.append(name)
        if any(check.verdict in _NOT_TRIED_AGAIN for check in marked.checks):
            self._avoided.add(name)
        return marked

    def _other_ways(self, name: str, replaced: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """What else to put references in place of, where that of the wrong helpers is not enough.

        The reference of a backward step reads caches that the reference of its forward step
        made, and not a student's own. And a wrong helper may be what makes an exercise work.
        """
        if not replaced:
            return
        known = {other for one in replaced for other in self._prepared.assignment.uses(one)}
        together = self._standing_in({*replaced, *known} - {name})
        if together != replaced:
            yield together
        if not self._avoided & {*replaced}:
            yield ()

    def _standing_in(self, names: Collection[str]) -> tuple[str, ...]:
        """Those that the reference can stand in for, in course order: a handout has none."""
        spec = self._prepared.assignment.spec
        ours = self._prepared.reference.keys() & names
        return tuple(one.name for one in spec.exercises if one.name in ours)


def _earned(checks: Sequence[CheckResult]) -> int:
    return sum(check.earned for check in checks)
