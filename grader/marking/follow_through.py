"""Follow-through: an exercise that uses a wrong one is marked with the reference in its place.

A student pays once for one mistake. Which references may stand in, in which order that is
tried, and which results count is decided here.

What public checks say is shown to students with their own words in it, so all of them, of every
exercise and in every way that may count, have run before any hidden input is sent to a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from grader.closing import Closing
from grader.diagnosis import Behaviour
from grader.marking.score import better, blank, is_right
from grader.preparation import Prepared
from grader.results import CheckResult, Verdict
from grader.results.words import verdict_word

# After these an exercise is not run again inside those that use it: a hang costs its time
# once, and a stub has nothing to show.
_ENDED = frozenset({"timed_out", "out_of_memory", "died"})
_NOT_TRIED_AGAIN = _ENDED | {"protocol", "not_implemented"}
# Bytes of memory that all workers which wait for their hidden checks may hold together. A dozen
# of right submissions hold 40 MB each, nearly all of it shared.
MOST_RESTING = 1 << 30


@dataclass(frozen=True)
class Marked:
    """An exercise's checks with their results, and what the reference stood in for (`replaced`).

    `behaviours` is how the student's code behaved on checks that did not pass, by id.
    """

    checks: tuple[CheckResult, ...] = ()
    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    output: str = ""
    replaced: tuple[str, ...] = ()


class Run(Protocol):
    """An exercise that is run with the reference in place of certain others."""

    def marked(self, *, public: bool) -> Marked:
        """Its public checks, or afterwards the hidden ones, marked."""

    def rest(self, room: int) -> int:
        """Have its worker wait for the hidden checks; the bytes of memory it holds meanwhile."""

    def close(self) -> None:
        """End its workers."""


# Begins to run an exercise, with the reference in place of the exercises of these names.
Begin = Callable[[str, tuple[str, ...]], Run]


@dataclass
class _Phase:
    """The exercises that are known to be wrong, and those that are not run again inside others."""

    wrong: set[str] = field(default_factory=set)
    avoided: set[str] = field(default_factory=set)

    def note(self, name: str, checks: Sequence[CheckResult]) -> None:
        if not is_right(checks):
            self.wrong.add(name)
        if any(check.verdict in _NOT_TRIED_AGAIN for check in checks):
            self.avoided.add(name)


@dataclass(frozen=True)
class _Shown:
    """The public checks of an exercise: as far as they tell what is wrong, and with references in
    place of all that it uses (`helped`), should hidden checks find more of it wrong.
    """

    own: Marked
    helped: Marked


class FollowThrough(Closing):
    """Marks the exercises of one submission, in course order, in two rounds: `show` each of them,
    then `mark` each of them. Keeps in mind what was wrong.
    """

    def __init__(self, prepared: Prepared, begin: Begin) -> None:
        self._prepared = prepared
        self._begin = begin
        self._publicly = _Phase()
        self._all = _Phase()
        self._shown: dict[str, _Shown] = {}
        self._known: dict[str, tuple[Marked, Marked]] = {}
        self._runs: dict[tuple[str, tuple[str, ...]], Run] = {}
        self._ended: dict[str, Verdict] = {}
        self._room = MOST_RESTING

    def know(self, name: str, shown: Marked, both: Marked) -> None:
        """An exercise that was marked before: what `show` and `mark` gave then, and give now."""
        self._known[name] = shown, both

    def show(
        self,
        name: str,
        unloaded: Collection[str] = (),
        reaches: Callable[[str, str], bool] = lambda *_: True,
    ) -> Marked:
        """The public checks of an exercise, as far as they are known to be right or wrong yet.

        Of those `unloaded` it was the file that ended their worker, and no function; `reaches`
        tells whether an exercise's code can come to another exercise.
        """
        phase = self._publicly
        held_up = self._held_up(name, unloaded, reaches)
        if held_up is not None:
            self.know(name, held_up, held_up)
        if name in self._known:
            shown, _ = self._known[name]
            phase.note(name, shown.checks)
            return shown
        first = self._first(name, phase)
        own = self._best(name, [first, *self._other_ways(name, first, phase)], public=True)
        phase.note(name, own.checks)
        ended = [one.verdict for one in own.checks if one.verdict in _ENDED]
        if ended:
            self._ended[name] = ended[0]
        helped = own
        everything = self._standing_in(self._prepared.assignment.uses(name))
        if everything != first and not is_right(own.checks):
            helped = self._best(name, [everything], public=True, marked=own)
        self._shown[name] = _Shown(own, helped)
        hides = any(not check.public for check in self._prepared.assignment.checks_of(name))
        for (other, replaced), run in self._runs.items():
            if other == name:
                # Hidden checks nearly always go on in the first way.
                self._room -= run.rest(self._room if hides and replaced == first else 0)
        return own

    def mark(self, name: str) -> Marked:
        """The exercise with what it uses as handed in, and with references where that is wrong."""
        if name in self._known:
            _, both = self._known[name]
            self._all.note(name, both.checks)
            return both
        uses = {*self._prepared.assignment.uses(name)}
        first = self._first(name, self._all)
        hidden = self._best(name, [first, *self._other_ways(name, first, self._all)], public=False)
        for key in [key for key in self._runs if key[0] == name]:
            self._runs.pop(key).close()
        shown = self._shown[name].own
        if uses & (self._all.wrong - self._publicly.wrong):
            shown = self._shown[name].helped
            # It may have been helped more than was needed.
            helped = self._all.wrong.intersection(shown.replaced)
            shown = replace(shown, replaced=self._standing_in(helped))
        both = self._both(name, shown, hidden)
        self._all.note(name, both.checks)
        return both

    def unfilled(self, name: str) -> Marked:
        """A stub, which need not be run; those that use this exercise will know."""
        assignment = self._prepared.assignment
        checks = assignment.checks_of(name)
        marked = Marked(
            tuple(blank(check, "not_implemented", "Not filled in yet") for check in checks)
        )
        self._publicly.note(name, marked.checks)
        self._all.note(name, marked.checks)
        return marked

    def _held_up(
        self, name: str, unloaded: Collection[str], reaches: Callable[[str, str], bool]
    ) -> Marked | None:
        """What there is to say of an exercise that uses one which ends its worker, where no
        reference can stand in for that, as in a handout: it would end each time anew.
        """
        assignment, ours = self._prepared.assignment, self._prepared.reference
        for one in assignment.uses(name):
            verdict = self._ended.get(one)
            if (
                verdict is not None
                and one not in ours
                and one not in unloaded
                and reaches(name, one)
            ):
                why = f"Needs {one}, which {verdict_word(verdict).text}"
                checks = assignment.checks_of(name)
                return Marked(tuple(blank(check, "skipped", why) for check in checks))
        return None

    def close(self) -> None:
        """End all workers."""
        while self._runs:
            self._runs.popitem()[1].close()

    def _best(
        self,
        name: str,
        ways: Sequence[tuple[str, ...]],
        *,
        public: bool,
        marked: Marked | None = None,
    ) -> Marked:
        """The checks of one round, run in one way after the other until all is right."""
        for names in ways:
            if marked is not None and is_right(marked.checks):
                break
            other = self._run(name, names).marked(public=public)
            if marked is None:
                marked = other
                continue
            checks = better(other.checks, marked.checks)
            gained = _earned(checks) > _earned(marked.checks)
            if checks == other.checks != marked.checks:
                marked = replace(marked, behaviours=other.behaviours, replaced=names)
            elif gained and (names or _earned(other.checks) == _earned(checks)):
                marked = replace(marked, replaced=names)
            faults, output = marked.faults + other.faults, marked.output or other.output
            marked = replace(marked, checks=checks, faults=faults, output=output)
        assert marked is not None
        return marked

    def _run(self, name: str, replaced: tuple[str, ...]) -> Run:
        if (name, replaced) not in self._runs:
            self._runs[name, replaced] = self._begin(name, replaced)
        return self._runs[name, replaced]

    def _both(self, name: str, shown: Marked, hidden: Marked) -> Marked:
        """One result of the public checks and of the hidden ones."""
        order = [check.id for check in self._prepared.assignment.checks_of(name)]
        checks = sorted((*shown.checks, *hidden.checks), key=lambda one: order.index(one.id))
        return Marked(
            checks=tuple(checks),
            behaviours=shown.behaviours | hidden.behaviours,
            faults=shown.faults + hidden.faults,
            output=hidden.output or shown.output,  # one worker printed both, one after the other
            replaced=self._standing_in({*shown.replaced, *hidden.replaced}),
        )

    def _first(self, name: str, phase: _Phase) -> tuple[str, ...]:
        return self._standing_in(phase.wrong.intersection(self._prepared.assignment.uses(name)))

    def _other_ways(
        self, name: str, replaced: tuple[str, ...], phase: _Phase
    ) -> Iterator[tuple[str, ...]]:
        """What else to put references in place of, where that of the wrong helpers is not enough.

        A wrong helper may be what makes an exercise work.
        """
        if not replaced:
            return
        yield from self._together(name, replaced)
        yield from self._pairs(name, replaced)
        if not phase.avoided & {*replaced}:
            yield ()

    def _together(self, name: str, replaced: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Those, and what they use: the reference of a backward step reads caches that the
        reference of its forward step made, and not a student's own.
        """
        known = {other for one in replaced for other in self._prepared.assignment.uses(one)}
        together = self._standing_in({*replaced, *known} - {name})
        if together != replaced:
            yield together

    def _pairs(self, name: str, replaced: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Those, and one that uses them: a right step back that reads caches of the student's own
        form can't read those that a reference of its forward step makes.
        """
        assignment = self._prepared.assignment
        for other in assignment.uses(name):
            if other not in replaced and {*replaced} & {*assignment.uses(other)}:
                yield self._standing_in({*replaced, other})

    def _standing_in(self, names: Collection[str]) -> tuple[str, ...]:
        """Those that the reference can stand in for, in course order: a handout has none."""
        spec = self._prepared.assignment.spec
        ours = self._prepared.reference.keys() & names
        return tuple(one.name for one in spec.exercises if one.name in ours)


def _earned(checks: Sequence[CheckResult]) -> int:
    return sum(check.earned for check in checks)
