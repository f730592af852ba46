"""The only module that drives Hypothesis: it draws a check's examples, and shrinks one.

Draws are derandomised: a seed from the assignment and the check, no deadline, no database,
no constants picked from whatever modules happen to be loaded. So every student, every
re-grade and every machine (of one Hypothesis version) gets the same examples.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.errors import HypothesisException, Unsatisfiable
from hypothesis.internal.conjecture.providers import HypothesisProvider

from grader.authoring.checks import Check, Inputs, strategy_of
from grader.errors import CourseInvalid
from grader.show import code

MOST_TRIALS = 200
# Trials that are kept per check: those of some five mistakes that lead different ways.
MOST_KEPT = 400


def seed_of(assignment_seed: int, slug: str, check: str) -> int:
    """The seed of one check's draws."""
    text = f"{assignment_seed}:{slug}:{check}".encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big")


@contextlib.contextmanager
def _no_borrowed_constants() -> Iterator[None]:
    """Stop Hypothesis from mixing in constants of the modules that are loaded just now.

    They would make the examples depend on what else the process has imported.
    """
    name = "_maybe_draw_constant"
    original = getattr(HypothesisProvider, name, None)
    if original is None:  # a Hypothesis that has no such feature
        yield
        return
    setattr(HypothesisProvider, name, lambda *_, **__: None)
    try:
        yield
    finally:
        setattr(HypothesisProvider, name, original)


def _drive(check: Check, number: int, phases: tuple[Phase, ...], body: Callable[..., None]) -> None:
    def trial(inputs: Inputs) -> None:
        body(inputs)

    configured = settings(
        max_examples=check.examples,
        deadline=None,
        database=None,
        derandomize=False,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
        report_multiple_bugs=False,
        print_blob=False,
        backend="hypothesis",
    )
    with _no_borrowed_constants():
        configured(seed(number)(given(strategy_of(check))(trial)))()


def draw(check: Check, number: int) -> tuple[Inputs, ...]:
    """The check's examples for this seed. Raises `CourseInvalid` when there are none to draw."""
    if check.inputs is None:
        return ({},)
    found: list[Inputs] = []
    try:
        _drive(check, number, (Phase.generate,), found.append)
    except Unsatisfiable as fault:
        raise CourseInvalid(
            f"check {check.id}: its strategies draw no example; loosen their conditions."
        ) from fault
    except Exception as fault:
        missing = "; is it a size that is not declared?" if isinstance(fault, KeyError) else ""
        raise CourseInvalid(
            f"check {check.id}: its inputs cannot be drawn: "
            f"{type(fault).__name__}: {fault}{missing}"
        ) from fault
    for name, values in check.options.items():
        _deal(name, values, found)
    return tuple(found)


def _deal(name: str, values: Sequence[Any], found: list[Inputs]) -> None:
    """Give each option that was not drawn to an example whose own has been drawn most often.

    Inputs of `@given` are drawn independently, so what is put in its place could have been drawn.
    Of four examples with three options, one in five would miss an option, and what is wrong for
    that one alone would pass.
    """

    def places(value: Any) -> list[int]:
        return [at for at, inputs in enumerate(found) if inputs[name] is value]

    for value in values:
        if not places(value):
            most = max(map(places, values), key=len)
            if len(most) > 1:
                found[most[-1]] = found[most[-1]] | {name: value}


class _Enough(BaseException):
    """Ends a search from within; not an Exception, so that Hypothesis lets it through."""


class _Fails(Exception):
    """Tells Hypothesis that the check fails on an example."""


def size_of(inputs: Inputs) -> tuple[int, int]:
    """How large an example is for a reader: numbers in it, then characters to read."""
    return _numbers(inputs), sum(len(code(value)) for value in inputs.values())


def _is_smaller(one: Inputs, other: Inputs) -> bool:
    """Whether an example is no larger than another: mostly the numbers in it tell."""
    numbers, most = _numbers(one), _numbers(other)
    return numbers < most or (numbers == most and size_of(one) <= size_of(other))


def _numbers(inputs: Inputs) -> int:
    return sum(map(_count, inputs.values()))


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    if isinstance(value, list | tuple):
        return sum(map(_count, value))
    return int(getattr(value, "size", 1))


@dataclass
class Searches:
    """The searches made on one check: what was tried next after each course of outcomes.

    A search is determined by where it starts and by what failed so far. Whoever makes the
    mistake of somebody before is led along the same inputs, and Hypothesis, which is most of
    a search's cost, is not asked again.
    """

    _next: dict[tuple[int, int], Inputs | None] = field(default_factory=dict)

    def after(self, first: int, outcomes: Sequence[bool]) -> Inputs | None:
        """What to try after these outcomes; None at the end. Raises `KeyError` if not known."""
        return self._next[first, _number(outcomes)]

    def keep(self, first: int, outcomes: Sequence[bool], inputs: Inputs | None) -> None:
        """Note what was tried after these outcomes, or that the search ended."""
        if len(self._next) < MOST_KEPT:
            self._next[first, _number(outcomes)] = inputs


def _number(outcomes: Sequence[bool]) -> int:
    return int("1" + "".join("01"[failed] for failed in outcomes), 2)


def smallest_failing(
    check: Check,
    number: int,
    first: int,
    fails: Callable[[Inputs], bool],
    known: Searches | None = None,
) -> Inputs | None:
    """The smallest input found on which `fails` is true, among a bounded number of trials.

    `first` is the place of the first failing example: those before it are known to pass
    and are not tried again. `fails` may raise to end the search. None if nothing failed.
    `known` are earlier searches of this check with this `number`.
    """
    known = Searches() if known is None else known
    best: Inputs | None = None
    outcomes: list[bool] = []

    def tried(inputs: Inputs) -> bool:
        nonlocal best
        failed = bool(fails(inputs))
        outcomes.append(failed)
        if failed and (best is None or _is_smaller(inputs, best)):
            best = inputs
        return failed

    with contextlib.suppress(KeyError):
        while (inputs := known.after(first, outcomes)) is not None:
            tried(inputs)
        return best

    drawn = 0
    ended: Exception | None = None

    def body(inputs: Inputs) -> None:
        nonlocal drawn, ended
        drawn += 1
        place = drawn - first - 1
        if place < 0:
            return
        if place >= MOST_TRIALS:
            raise _Enough
        if place < len(outcomes):
            failed = outcomes[place]
        else:
            known.keep(first, outcomes, inputs)
            try:
                failed = tried(inputs)
            except Exception as fault:
                # Hypothesis would take it for a failing example, and try it over and over.
                ended = fault
                raise _Enough from fault
        if failed:
            raise _Fails

    # Flaky or unsatisfied: student code that answers otherwise each time ends the search,
    # and what was found by then stands.
    with contextlib.suppress(_Enough, _Fails, HypothesisException):
        _drive(check, number, (Phase.generate, Phase.shrink), body)
    if ended is not None:
        raise ended
    known.keep(first, outcomes, None)
    return best
