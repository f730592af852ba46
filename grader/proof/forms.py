"""That no check raises by itself when right values come back in another form that is as right.

The forms are those that reach a check. Memory order and views do not: whatever crosses the wire
arrives as an array of its own, which may not be written into.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np

from grader.calls import Call, Caller, Handle, Noted
from grader.outcome import Observation
from grader.preparation import Prepared, attempt, trusted
from grader.results import LONG_KINDS

# The first of a check's examples tells nearly always, and each form runs the check once more.
EXAMPLES = 2
# The largest numbers that 64-bit integers and floats of single precision stand for.
MOST_WHOLE, MOST_SINGLE = 2.0**53, float(np.finfo(np.float32).max)
# What comes in place of a value, or the value itself where it has that form already.
Form = Callable[[Any], Any]


def forms(prepared: Prepared, exercise: str) -> Iterator[str]:
    """In whatever form right values come back, a check says whether they are right."""
    caller = trusted(prepared.assignment)
    for one in prepared.checks_of(exercise):
        slips: dict[str, str] = {}
        for example in one.examples[: 1 if one.check.kind in LONG_KINDS else EXAMPLES]:
            right = Noted(caller)
            attempt(one.check, example.inputs, right, prepared, asked=example.asked)
            values = [seen.value for _, seen in right.calls if isinstance(seen, Observation)]
            for name, form in FORMS.items():
                formed = _Formed(right.again(), form)
                if any(map(formed.changes, values)):
                    trial = attempt(
                        one.check, example.inputs, formed, prepared, asked=example.asked
                    )
                    if trial.slip is not None:
                        slips.setdefault(name, trial.slip.says)
        for name, slip in slips.items():
            yield (
                f"Check {one.check.id} raises {slip} when right values come back as {name}; read "
                "them through grader.authoring (array, numbers, scalar, sequence, …) before "
                "touching them."
            )


@dataclass
class _Formed:
    """A caller whose values have another form; handed back to it, they are what they were."""

    caller: Caller
    form: Form
    _was: dict[int, tuple[Any, Any]] = field(default_factory=dict)

    def invoke(self, call: Call) -> Observation:
        """The call's value in that form, and what was watched; raises `CallFailed`."""
        args = tuple(map(self._as_it_was, call.args))
        kwargs = {name: self._as_it_was(value) for name, value in call.kwargs.items()}
        seen = self.caller.invoke(replace(call, args=args, kwargs=kwargs))
        return replace(seen, value=self._formed(seen.value))

    def changes(self, value: Any) -> bool:
        """Whether a value has another form then."""
        return self._formed(value) is not value

    def _formed(self, value: Any) -> Any:
        if isinstance(value, Handle):
            return Handle(value.number, value.description, self)
        inside = _mapped(value, self._formed)
        made = self.form(inside)
        if made is not value and not _is_number(made):
            self._was[id(made)] = (made, value)
        return made

    def _as_it_was(self, value: Any) -> Any:
        made, was = self._was.get(id(value), (None, None))
        return was if made is value and made is not None else _mapped(value, self._as_it_was)


def _mapped(value: Any, each: Callable[[Any], Any]) -> Any:
    """The list, tuple or dict of what becomes of its parts; the same where nothing does."""
    kind = type(value)
    if kind is dict:
        made = {key: each(item) for key, item in value.items()}
        return made if any(made[key] is not value[key] for key in made) else value
    if kind is list or kind is tuple:
        parts = [each(item) for item in value]
        return kind(parts) if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, bool | int | float | np.bool_ | np.integer | np.floating)


def _number(made: Callable[[Any], Any]) -> Form:
    return lambda value: made(value) if _is_number(value) else value


def _python(value: Any) -> Any:
    flat = isinstance(value, np.ndarray) and not value.ndim
    return value.item() if flat or (_is_number(value) and isinstance(value, np.generic)) else value


def _numpy(value: Any) -> Any:
    return np.asarray(value)[()] if type(value) in (bool, int, float) else value


def _array(value: Any) -> Any:
    """An array in place of a list or tuple of numbers, or of rows that are arrays already."""
    if type(value) not in (list, tuple) or not value:
        return value
    table = all(isinstance(one, np.ndarray) and one.shape == value[0].shape for one in value)
    return np.array(value) if table or all(map(_is_number, value)) else value


def _listed(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) and value.ndim else value


def _whole(value: Any) -> Any:
    """Whole numbers in place of floats that are whole."""
    if not (isinstance(value, float | np.floating | np.ndarray)):
        return value
    found = np.asarray(value)
    if found.dtype.kind != "f" or not (found == np.rint(found)).all():
        return value
    if not np.isfinite(found).all() or _is_beyond(found, MOST_WHOLE):
        return value
    return found.astype(np.int64) if found.ndim else int(found)


def _floats(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.astype(np.float64) if value.dtype.kind in "biu" else value
    return float(value) if _is_number(value) and np.asarray(value).dtype.kind in "biu" else value


def _single(value: Any) -> Any:
    double = isinstance(value, np.ndarray | np.generic) and value.dtype == np.float64
    return value.astype(np.float32) if double and not _is_beyond(value, MOST_SINGLE) else value


def _is_beyond(found: Any, most: float) -> bool:
    """Whether numbers are in it that the other form does not hold."""
    return bool((np.abs(found[np.isfinite(found)]) > most).any())


def _zeros_and_ones(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return value.astype(np.int64) if value.dtype.kind == "b" else value
    return int(value) if type(value) is bool else value


FORMS: Final[Mapping[str, Form]] = {
    "Python's numbers": _python,
    "NumPy's numbers": _numpy,
    "arrays of no dimension (for numbers)": _number(np.asarray),
    "arrays of one entry (for numbers)": _number(lambda value: np.full((1, 1), value)),
    "lists (for arrays)": _listed,
    "arrays (for lists of numbers)": _array,
    "lists (for tuples)": lambda value: list(value) if type(value) is tuple else value,
    "tuples (for lists)": lambda value: tuple(value) if type(value) is list else value,
    "whole numbers (for floats that are whole)": _whole,
    "floats (for whole numbers)": _floats,
    "single precision": _single,
    "0 and 1 (for False and True)": _zeros_and_ones,
}
