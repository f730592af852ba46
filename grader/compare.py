"""Comparisons that explain: each raises `Failure`, or returns the value in plain form.

A student's value may have any reasonable form, so a check passes it through one of these
before it touches it. Nothing here broadcasts: `np.allclose` would call (m, 1) and (m,)
equal after stretching both to (m, m).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.causes import cause_of
from grader.checks import Failure, Function
from grader.difference import Cause
from grader.errors import StudentRaised
from grader.shapes import Shape, shape_cause
from grader.show import is_short_name, kind_of
from grader.show import shape as _shape_of

RTOL = 1e-6
ATOL = 1e-8
# A vectorised function runs the same few Python instructions whatever the size; the
# constants leave room for NumPy's own Python-level branches on size.
STEPS_FACTOR = 1.5
STEPS_EXTRA = 30

NOTHING = "A function that ends without `return` gives None."


def require(condition: object, law: str, *, got: object = None, want: object = None) -> None:
    """`law` must hold."""
    if not condition:
        raise Failure(law, got=got, want=want)


def _subject(what: str) -> str:
    return what or "The result"


def _wrong_kind(message: str, got: Any, want: str, what: str = "") -> Failure:
    """The failure of a value that is not of the kind that it must be."""
    because = (lambda _: NOTHING) if got is None else None
    return Failure(message, got=got, want=want, what=what, because=because)


def _as_array(got: Any, what: str, want: str = "an array") -> NDArray[Any]:
    """An array or a nested list of numbers as an array; raises `Failure` for anything else."""
    if isinstance(got, np.ndarray):
        return got
    if isinstance(got, bool | int | float | complex | np.generic):
        return np.asarray(got)
    if isinstance(got, list | tuple):
        try:
            found = np.array(got)
        except ValueError:
            found = np.array(None)
        if found.dtype.kind in "biufc":
            return found
        message = f"{_subject(what)} is {kind_of(got)} that is not a table of numbers"
        raise _wrong_kind(message, got, want, what)
    message = f"{_subject(what)} must be an array; it is {kind_of(got)}"
    raise _wrong_kind(message, got, want, what)


def array(
    got: Any,
    shape: Shape | None = None,
    *,
    what: str = "",
    dtype: str = "",
    shapes: Sequence[Shape] = (),
) -> NDArray[Any]:
    """`got` as an array of numbers of exactly `shape` (or one of `shapes`; None is any side).

    `dtype` is "" (any number or bool), "float" or "int".
    """
    allowed = [*shapes] if shapes else ([shape] if shape is not None else [])
    return _array(got, allowed, what, dtype)


def _array(
    got: Any, allowed: Sequence[Shape], what: str, dtype: str, wanted: Any = None
) -> NDArray[Any]:
    """As `array`; where the right numbers are known they may tell what went wrong."""
    names = " or ".join(str(one).replace("None", "any") for one in allowed)
    want = f"an array of shape {names}" if allowed else "an array"
    found = _as_array(got, what, want)
    if allowed and not any(_fits(found.shape, one) for one in allowed):
        raise Failure(
            f"{_subject(what)} must have shape {names}; yours has shape {_shape_of(found)}",
            got=got,
            want=want if wanted is None else wanted,
            what=what,
            because=lambda known: _text(shape_cause(found, allowed, wanted, known)),
        )
    kinds = {"": "biuf", "float": "f", "int": "iu"}[dtype]
    if found.dtype.kind not in kinds:
        need = {"": "real numbers", "float": "floats", "int": "integers"}[dtype]
        raise Failure(
            f"{_subject(what)} must hold {need}; its dtype is {found.dtype}",
            got=got,
            want=f"an array of {need}",
            what=what,
        )
    return found


def _text(cause: Cause | None) -> str:
    return cause.text if cause is not None else ""


def _fits(found: tuple[int, ...], allowed: Shape) -> bool:
    return len(found) == len(allowed) and all(
        a is None or a == f for f, a in zip(found, allowed, strict=True)
    )


def scalar(got: Any, what: str = "") -> float:
    """`got` as a float: a Python or NumPy number, or an array of one entry, up to 2-d."""
    return _scalar(got, what)


def _scalar(got: Any, what: str, wanted: Any = None) -> float:
    """As `scalar`; where the right number is known it may tell what went wrong."""
    if isinstance(got, bool | int | float | np.generic):
        number = np.asarray(got)
    elif isinstance(got, np.ndarray) and got.size == 1 and got.ndim <= 2:
        number = got.reshape(())
    else:
        message = f"{_subject(what)} must be a single number; it is {kind_of(got)}"
        if not isinstance(got, np.ndarray):
            raise _wrong_kind(message, got, "a single number", what)
        raise Failure(
            message,
            got=got,
            want="a single number" if wanted is None else wanted,
            what=what,
            because=lambda known: _text(shape_cause(got, [()], wanted, known)),
        )
    if number.dtype.kind not in "biuf":
        message = f"{_subject(what)} must be a real number; it is {kind_of(got)}"
        raise _wrong_kind(message, got, "a real number", what)
    return float(number)


def finite(got: Any, what: str = "") -> float:
    """`scalar`, and neither NaN nor infinite: a number that others may be measured against."""
    number = scalar(got, what)
    _all_finite(np.asarray(number), got, what)
    return number


def _all_finite(found: NDArray[Any], got: Any, what: str) -> None:
    if np.isfinite(found).all():
        return
    because = partial(_why_different, found, np.zeros(found.shape), ATOL)
    message = f"{_subject(what)} must be finite{_first_not_finite(found)}"
    raise Failure(message, got=got, want="finite numbers", what=what, because=because)


def _first_not_finite(found: NDArray[Any]) -> str:
    """Where the first entry is that is NaN or infinite, and how many there are."""
    if found.size == 1:
        return ""
    odd = ~np.isfinite(found)
    count = int(odd.sum())
    return f"; {count} of {found.size} entries {_are(count)} not, the first at {_place(odd)}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _place(where: NDArray[Any]) -> str:
    """The index of the first entry that is true: "[1, 2]"."""
    return f"[{', '.join(str(int(i)) for i in np.argwhere(where)[0])}]"


def numbers(got: Any, shape: tuple[int, ...], what: str = "") -> NDArray[np.float64]:
    """`got` as finite float64 numbers of exactly that shape, to compute with.

    Where the shape is (), any scalar form will do.
    """
    found = array(got, shape, what=what) if shape else np.asarray(scalar(got, what))
    found = found.astype(np.float64)
    _all_finite(found, got, what)
    return found


def classes(got: Any, shape: tuple[int, int], what: str = "the prediction") -> NDArray[np.float64]:
    """`got` as a float array of 0 and 1 of that shape; a single row may come flat."""
    rows, columns = shape
    found = array(got, what=what, shapes=[shape, (columns,)] if rows == 1 else [shape])
    require(np.isin(found, [0, 1]).all(), f"{what} must hold only 0 and 1", got=got)
    return found.astype(np.float64).reshape(shape)


def close(
    got: Any, want: Any, *, rtol: float = RTOL, atol: float = ATOL, what: str = "", dtype: str = ""
) -> None:
    """`got` equals `want` within |got − want| ≤ atol + rtol·|want|, entry by entry.

    Compares type, then shape, then dtype kind, then values. When `want` is a number, `got`
    may be any scalar form; when it is an array, an array or nested list of its exact shape.
    """
    if isinstance(want, np.ndarray) and want.ndim:
        found = _array(got, [tuple(want.shape)], what, dtype, want)
        wanted = want
    else:
        found = np.asarray(_scalar(got, what, want))
        wanted = np.asarray(want)
    if dtype == "" and found.dtype.kind in "biu":
        found = found.astype(np.float64)
    difference = np.abs(found - wanted)
    # Written so that a NaN on the student's side counts as different.
    room = np.where(np.isfinite(wanted), atol + rtol * np.abs(wanted), 0.0)
    right = (difference <= room) | (found == wanted)
    if right.all():
        return
    raise Failure(
        _difference(found, wanted.astype(np.float64), right, what),
        got=got,
        want=want,
        what=what,
        because=partial(_why_different, found, wanted, atol),
    )


def _why_different(found: Any, wanted: Any, atol: float, known: Mapping[str, Any]) -> str:
    return _text(cause_of(found, wanted, known, atol=atol))


def costs_agree(got: Any, want: Any, what: str = "the cost") -> None:
    """As `close`, with room for a guard of log(0) that moves predictions by up to 1e-8."""
    close(got, want, rtol=1e-5, atol=1e-7, what=what)


def _difference(
    found: NDArray[Any], wanted: NDArray[np.float64], right: NDArray[Any], what: str
) -> str:
    """How two arrays of one shape differ: in how many entries, and where the most."""
    subject = _subject(what)
    for words, odd in (("NaN (not a number)", np.isnan), ("infinite", np.isinf)):
        where = odd(found) & ~odd(wanted)
        if where.any():
            count = int(where.sum())
            if found.size == 1:
                return f"{subject} is {words}"
            return (
                f"{subject}: {count} of {found.size} entries {_are(count)} {words}, "
                f"the first at {_place(where)}"
            )
    gap = np.where(right, -1.0, np.abs(found - wanted))
    worst = np.unravel_index(int(np.argmax(gap)), found.shape)
    values = f"{float(found[worst]):.6g}", f"{float(wanted[worst]):.6g}"
    if values[0] == values[1]:
        values = repr(float(found[worst])), repr(float(wanted[worst]))
    if found.size == 1:
        return f"{subject} is {values[0]} and must be {values[1]}"
    where_worst = ", ".join(str(int(i)) for i in worst)
    return (
        f"{subject} differs in {int((~right).sum())} of {found.size} entries; the worst is "
        f"[{where_worst}]: {values[0]} in place of {values[1]}"
    )


def equal(got: Any, want: Any, what: str = "") -> None:
    """`got` is exactly `want`: numbers, strings, lists of them (a list may be a tuple)."""
    if _plain(got) != _plain(want):
        raise Failure(f"{_subject(what)} is not what it must be", got=got, want=want, what=what)


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return _plain(value.tolist())
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, bool | int | float | complex | str) or value is None:
        return value
    return f"({kind_of(value)})"


def unpack(got: Any, *names: str) -> tuple[Any, ...]:
    """The parts of a tuple or list of exactly these names."""
    listed = ", ".join(names)
    if not isinstance(got, list | tuple):
        message = f"It must return ({listed}); it returned {kind_of(got)}"
        raise _wrong_kind(message, got, f"({listed})")
    if len(got) != len(names):
        message = f"It must return {len(names)} values ({listed}); it returned {len(got)}"
        raise Failure(message, got=got, want=f"({listed})")
    return tuple(got)


def sequence(got: Any, length: int | None = None, what: str = "") -> list[Any]:
    """`got` as a list: a list, tuple or 1-d array, of that length."""
    if isinstance(got, np.ndarray) and got.ndim == 1:
        got = list(got)
    if not isinstance(got, list | tuple):
        message = f"{_subject(what)} must be a list; it is {kind_of(got)}"
        raise _wrong_kind(message, got, "a list", what)
    if length is not None and len(got) != length:
        message = f"{_subject(what)} must have {length} entries; it has {len(got)}"
        raise Failure(message, got=got, want=f"{length} entries", what=what)
    return list(got)


def entries(got: Any, *keys: str) -> tuple[Any, ...]:
    """The entries of a dict under these keys; further keys are ignored."""
    listed = ", ".join(f'"{key}"' for key in keys)
    if not isinstance(got, dict):
        message = f"It must be a dict with {listed}; it is {kind_of(got)}"
        raise _wrong_kind(message, got, f"a dict with {listed}")
    for key in keys:
        if key not in got:
            there = ", ".join(map(_key, list(got)[:12])) or "nothing"
            message = f'The dict has no entry "{key}"; it holds {there}'
            raise Failure(message, got=got, want=f"a dict with {listed}")
    return tuple(got[key] for key in keys)


def _key(key: Any) -> str:
    """A dict's key in a message, which on hidden checks must hold no words of a submission."""
    return repr(key) if isinstance(key, str) and is_short_name(key) else kind_of(key)


def refuses(function: Function, *args: Any, **kwargs: Any) -> None:
    """The call must raise ValueError (a subclass, or AssertionError, will do)."""
    try:
        value = function(*args, **kwargs)
    except StudentRaised as raised:
        if {"ValueError", "AssertionError"} & set(raised.bases):
            return
        raise
    raise Failure(
        "It must raise ValueError here; it returned a value", got=value, want="ValueError"
    )


def unchanged(function: Function, *args: Any, **kwargs: Any) -> None:
    """The call must leave its arguments as they were."""
    seen = function.observe("changed", args=args, kwargs=kwargs)
    if seen.changed:
        names = ", ".join(seen.changed)
        raise Failure(
            f"The call changed its own input: {names} differs afterwards",
            got=seen.value,
            want="inputs as they were",
        )


def fresh(function: Function, *args: Any, **kwargs: Any) -> None:
    """Two calls must return arrays that share no memory, with each other or with an input."""
    seen = function.observe("shared", args=args, kwargs=kwargs)
    if seen.shared:
        raise Failure(
            "The result shares memory with an input or with an earlier result: "
            "changing one would change the other",
            got=seen.value,
            want="a new array each time",
        )


def quiet(function: Function, *args: Any, **kwargs: Any) -> Any:
    """The value of a call that must give no warning, NaN or infinity."""
    seen = function.observe(args=args, kwargs=kwargs)
    if seen.warnings:
        raise Failure(
            "It must not make NumPy warn", got=seen.value, want="a value without a warning"
        )
    if not _finite(seen.value):
        raise Failure("The result holds NaN or infinity", got=seen.value, want="finite numbers")
    return seen.value


def _finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(_finite(item) for item in value.values())
    if isinstance(value, list | tuple):
        return all(_finite(item) for item in value)
    if isinstance(value, float | complex | np.ndarray | np.generic):
        numbers = np.asarray(value)
        return numbers.dtype.kind not in "fc" or bool(np.isfinite(numbers).all())
    return True


def steps_do_not_grow(
    function: Function, *, small: tuple[Any, ...], large: tuple[Any, ...]
) -> None:
    """The number of Python instructions must not grow with the size of the input."""
    few = function.observe("steps", args=small, kwargs={}).steps
    many = function.observe("steps", args=large, kwargs={}).steps
    if many > STEPS_FACTOR * few + STEPS_EXTRA:
        raise Failure(
            f"Python ran {few} instructions for the small input and {many} for the large one: "
            "a loop runs over the examples",
            got=f"{many} instructions",
            want=f"about {few}, whatever the size",
        )
