"""The author's vocabulary: what a check is, and what it talks to.

A check is a plain function: its docstring is its title, its decorator the exercise and
the points, its arguments the inputs. It states one law by raising `Failure` where the
law does not hold. Any other exception that it raises itself is the author's fault and
makes the verdict `broken`; this module must never turn one into the other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Protocol, get_args

import numpy as np
from hypothesis.strategies import SearchStrategy, fixed_dictionaries, just, tuples

from grader.authoring.draw import options_of
from grader.errors import CourseInvalid
from grader.outcome import Observation
from grader.results import Kind

Inputs = dict[str, Any]
DEFAULT_EXAMPLES = 40


class Function(Protocol):
    """One function of the student's: what `student.softmax` is, before it is called."""

    @property
    def name(self) -> str:
        """Its name in the student's module."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it; raises `CallFailed` when no value came back, which a check lets pass."""

    def observe(self, *watch: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Observation:
        """Call it while watching "changed", "steps" or "shared": the laws about calls do that."""


class Student(Protocol):
    """The student's module, as far as a check can see it: functions by name.

    `student.softmax(x)` calls the exercise `softmax` in the student's process; what comes back are
    plain values and arrays, which must be read before they are used (see below).
    """

    def __getattr__(self, name: str) -> Function:
        """The student's function of that name (nothing is looked up before it is called)."""


class Reference(Protocol):
    """The reference solution, whose results are kept per example: `ref.softmax(x)`.

    Students have none: a public check must not ask it for anything.
    """

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The reference's function of that name."""

    def gradient(
        self, f: Callable[..., Any], /, *, upstream: Any = None, **at: Any
    ) -> Any:  # grader.authoring.NumericGradient
        """The numeric gradient of `f` at the named values, for `gradients_agree`.

        `f` is a function of these names, made of the reference's functions: its value, or
        sum(upstream · f) where `upstream` is given, is a number. `at` holds floats and arrays.
        """

    def data(self, name: str) -> Mapping[str, Any]:
        """The arrays of the assignment's `data/<name>.npz`."""


@dataclass(frozen=True)
class Check:
    """One named law, with points and one verdict. Callable like the function it is made of.

    `options` are the values of each input that is one of some (`draw.options`).
    """

    id: str
    exercise: str
    title: str
    points: int
    kind: Kind
    public: bool
    hint: str
    kills_nothing: str
    examples: int
    inputs: SearchStrategy[Inputs] | None
    function: Callable[..., Any]
    options: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    def __call__(self, student: Student, ref: Reference, **inputs: Any) -> Any:
        """State the law for one example; raises `Failure` where it does not hold.

        What its function returns comes back: a law gives nothing.
        """
        # A student's infinities and NaNs are compared, and must not warn about our arithmetic.
        with np.errstate(all="ignore"):
            return self.function(student, ref, **inputs)


@dataclass(frozen=True)
class _Given:
    """A check's function together with the strategy of its inputs, before `@check`."""

    function: Callable[..., None] | Check
    inputs: SearchStrategy[Inputs]
    examples: int
    options: Mapping[str, tuple[Any, ...]]

    @property
    def name(self) -> str:
        """The function's name, for messages."""
        return self.function.id if isinstance(self.function, Check) else self.function.__name__


def _merged(pair: tuple[Inputs, ...]) -> Inputs:
    return {name: value for part in pair for name, value in part.items()}


# So many examples take long to draw, and longer to run for a class; few of them tell more.
MOST_EXAMPLES = 500


def given(
    *joint: SearchStrategy[Inputs],
    examples: int = DEFAULT_EXAMPLES,
    **single: SearchStrategy[Any],
) -> Callable[[Callable[..., None] | _Given], _Given]:
    """Declare a check's inputs; it stands between `@check` and the function.

    - `joint`: strategies that draw a dict of several named inputs that belong together, such as
      `draw.drawn(…)` and `draw.growing()`.
    - `single`: strategies that draw one input each, by the name of the function's argument.
    - `examples`: how many examples are drawn, 1 to 500, and at least one for each of the options
      of an input.

    Inputs are declared and not drawn inside the body, so that the same examples are drawn once
    and replayed for every submission. Raises `TypeError` for what draws nothing by itself, and
    `ValueError` for no examples, too many, or fewer than options.
    """
    if not 1 <= examples <= MOST_EXAMPLES:
        raise ValueError(
            f"examples={examples} must lie between 1 and {MOST_EXAMPLES}: they are drawn for "
            "everyone and run for each submission; larger inputs tell more than more of them"
        )
    for name, one in single.items():
        if not isinstance(one, SearchStrategy):
            raise TypeError(
                f"{name} is no strategy; a field such as draw.normal needs sizes: "
                f"@given(draw.drawn({{…}}, {name}=…))"
            )
        if (count := len(options_of(one))) > examples:
            raise ValueError(
                f"{name} has {count} options, and examples={examples} cannot hold each of them"
            )

    def decorate(function: Callable[..., None] | _Given) -> _Given:
        parts = [*joint, fixed_dictionaries(dict(single))]
        dealt = {name: options_of(one) for name, one in single.items() if options_of(one)}
        if isinstance(function, _Given):
            parts.append(function.inputs)
            dealt |= function.options
            function = function.function
        return _Given(function, tuples(*parts).map(_merged), examples, dealt)

    return decorate


def check(
    exercise: str,
    *,
    points: int,
    kind: Kind,
    hint: str,
    public: bool = False,
    kills_nothing: str = "",
) -> Callable[[Callable[..., None] | _Given], Check]:
    """Make a function a check: one law, with points and one verdict.

    The function's name is the check's id, its docstring the law in one line, as reports show it.
    It is called with the student, the reference and the inputs of `@given`, and raises `Failure`
    (as the functions below do) where the law does not hold; what it returns is not looked at.

    - `exercise`: the name of the exercise.
    - `points`: what the exercise's points in `assignment.toml` are the sum of.
    - `kind`: `property`, `gradient`, `reference`, `example`, `statistical`, `training`,
      `vectorised`, `stability`, `purity` or `static`; reports show it.
    - `hint`: what a student reads whose work fails.
    - `public`: whether it goes to students with the handout; then it may not use the reference.
    - `kills_nothing`: why no known misconception trips it; without that `grade prove` refuses a
      check that kills none.

    Raises `ValueError` for a `kind` that there is not.
    """
    if kind not in get_args(Kind):
        raise ValueError(
            f"kind={kind!r} is no kind of check; there are {', '.join(get_args(Kind))}"
        )

    def decorate(function: Callable[..., None] | _Given) -> Check:
        inputs, examples = None, 1
        dealt: Mapping[str, tuple[Any, ...]] = {}
        if isinstance(function, _Given):
            inputs, examples, dealt = function.inputs, function.examples, function.options
            assert not isinstance(function.function, Check)
            function = function.function
        return Check(
            id=function.__name__,
            exercise=exercise,
            title=" ".join((inspect.getdoc(function) or "").split("\n\n")[0].split()),
            points=points,
            kind=kind,
            public=public,
            hint=hint,
            kills_nothing=kills_nothing,
            examples=examples,
            inputs=inputs,
            function=function,
            options=dealt,
        )

    return decorate


def strategy_of(check: Check) -> SearchStrategy[Inputs]:
    """The strategy that draws a check's inputs; a check without any has one empty example."""
    return check.inputs if check.inputs is not None else just({})


def checks_in(module: ModuleType) -> tuple[Check, ...]:
    """A module's checks, in file order.

    Raises `CourseInvalid` when a name was given twice: Python would silently drop the first.
    """
    found = list({id(value): value for value in vars(module).values()}.values())
    for value in found:
        if isinstance(value, _Given):
            raise CourseInvalid(
                f"{module.__file__}: {value.name} has inputs and is no check; put @check above."
            )
    checks = [value for value in found if isinstance(value, Check)]
    checks.sort(key=lambda check: check.function.__code__.co_firstlineno)
    source = inspect.getsource(module)
    for one in checks:
        if source.count(f"\ndef {one.id}(") > 1:
            raise CourseInvalid(f"{module.__file__} defines {one.id} twice; rename one of them.")
    return tuple(checks)
