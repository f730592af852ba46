"""Comparisons that explain: each raises `Failure`, or returns the value in plain form.

A student's value may have any reasonable form, so a check passes it through one of these
before it touches it. Nothing here broadcasts: `np.allclose` would call (m, 1) and (m,)
equal after stretching both to (m, m).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import Failure, Function
from grader.errors import StudentRaised
from grader.show import kind_of, shape

RTOL = 1e-6
ATOL = 1e-8
# A vectorised function runs the same few Python instructions whatever the size; the
# constants leave room for NumPy's own Python-level branches on size.
STEPS_FACTOR = 1.5
STEPS_EXTRA = 30

Shape = tuple[int | None, ...]


def require(condition: object, law: str, *, got: object = None, want: object = None) -> None:
    """`law` must hold."""
    if not condition:
        raise Failure(law, got=got, want=want)


def _subject(what: str) -> str:
    return what or "The result"


def _as_array(got: Any, what: str) -> NDArray[Any]:
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
        raise Failure(f"{_subject(what)} is {kind_of(got)} that is not a table of numbers", got=got)
    raise Failure(f"{_subject(what)} must be an array; it is {kind_of(got)}", got=got)


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
    found = _as_array(got, what)
    allowed = [*shapes] if shapes else ([shape] if shape is not None else [])
    if allowed and not any(_fits(found.shape, one) for one in allowed):
        raise Failure(_shape_message(found, allowed, what), got=got)
    kinds = {"": "biuf", "float": "f", "int": "iu"}[dtype]
    if found.dtype.kind not in kinds:
        need = {"": "real numbers", "float": "floats", "int": "integers"}[dtype]
        raise Failure(
            f"{_subject(what)} must hold {need}; its dtype is {found.dtype}",
            got=got,
        )
    return found


def _fits(found: tuple[int, ...], allowed: Shape) -> bool:
    return len(found) == len(allowed) and all(
        a is None or a == f for f, a in zip(found, allowed, strict=True)
    )


def _shape_message(found: NDArray[Any], allowed: list[Shape], what: str) -> str:
    names = " or ".join(str(one).replace("None", "any") for one in allowed)
    message = f"{_subject(what)} must have shape {names}; yours has shape {shape(found)}"
    first = allowed[0]
    if len(first) == 2 and found.shape == first[::-1] and first[0] != first[1]:
        message += ": it is transposed"
    elif (
        found.ndim == 1
        and len(first) == 2
        and None not in first
        and 1 in first
        and found.size == (first[0] or 0) * (first[1] or 0)
    ):
        message += ": an axis is missing (keepdims=True, or reshape)"
    return message


def scalar(got: Any, what: str = "") -> float:
    """`got` as a float: a Python or NumPy number, or an array of one entry, up to 2-d."""
    if isinstance(got, bool | int | float | np.generic):
        number = np.asarray(got)
    elif isinstance(got, np.ndarray) and got.size == 1 and got.ndim <= 2:
        number = got.reshape(())
    else:
        raise Failure(f"{_subject(what)} must be a single number; it is {kind_of(got)}", got=got)
    if number.dtype.kind not in "biuf":
        raise Failure(f"{_subject(what)} must be a real number; it is {kind_of(got)}", got=got)
    return float(number)


def finite(got: Any, what: str = "") -> float:
    """`scalar`, and neither NaN nor infinite: a number that others may be measured against."""
    number = scalar(got, what)
    require(np.isfinite(number), f"{_subject(what)} must be finite", got=got)
    return number


def numbers(got: Any, shape: tuple[int, ...], what: str = "") -> NDArray[np.float64]:
    """`got` as finite float64 numbers of exactly that shape, to compute with.

    Where the shape is (), any scalar form will do.
    """
    found = array(got, shape, what=what) if shape else np.asarray(scalar(got, what))
    found = found.astype(np.float64)
    require(np.isfinite(found).all(), f"{_subject(what)} must be finite", got=got)
    return found


def close(
    got: Any, want: Any, *, rtol: float = RTOL, atol: float = ATOL, what: str = "", dtype: str = ""
) -> None:
    """`got` equals `want` within |got − want| ≤ atol + rtol·|want|, entry by entry.

    Compares type, then shape, then dtype kind, then values. When `want` is a number, `got`
    may be any scalar form; when it is an array, an array or nested list of its exact shape.
    """
    if isinstance(want, np.ndarray) and want.ndim:
        found = array(got, tuple(want.shape), what=what, dtype=dtype)
        wanted = want
    else:
        found = np.asarray(scalar(got, what))
        wanted = np.asarray(want)
    if dtype == "" and found.dtype.kind in "biu":
        found = found.astype(np.float64)
    difference = np.abs(found - wanted)
    # Written so that a NaN on the student's side counts as different.
    room = np.where(np.isfinite(wanted), atol + rtol * np.abs(wanted), 0.0)
    right = (difference <= room) | (found == wanted)
    if right.all():
        return
    message, factor = _explain(found, wanted.astype(np.float64), right, rtol, atol, what)
    raise Failure(message, got=got, want=want, factor=factor)


def costs_agree(got: Any, want: Any, what: str = "the cost") -> None:
    """As `close`, with room for a guard of log(0) that moves predictions by up to 1e-8."""
    close(got, want, rtol=1e-5, atol=1e-7, what=what)


def _explain(
    found: NDArray[Any],
    wanted: NDArray[Any],
    right: NDArray[Any],
    rtol: float,
    atol: float,
    what: str,
) -> tuple[str, float | None]:
    """Say how two arrays of one shape differ, and by which constant factor if by one."""
    subject = _subject(what)
    if np.isnan(found).any() and not np.isnan(wanted).any():
        count = int(np.isnan(found).sum())
        entries = "is" if found.size == 1 else f"has {count} of {found.size} entries that are"
        return f"{subject} {entries} NaN (not a number)", None
    if np.isinf(found).any() and not np.isinf(wanted).any():
        entries = "is" if found.size == 1 else f"has {int(np.isinf(found).sum())} entries that are"
        return f"{subject} {entries} infinite", None
    gap = np.where(right, -1.0, np.abs(found - wanted))
    worst = np.unravel_index(int(np.argmax(gap)), found.shape)
    values = f"{float(found[worst]):.6g}", f"{float(wanted[worst]):.6g}"
    if values[0] == values[1]:
        values = repr(float(found[worst])), repr(float(wanted[worst]))
    if found.size == 1:
        message = f"{subject} is {values[0]} and must be {values[1]}"
    else:
        where = ", ".join(str(int(i)) for i in worst)
        message = (
            f"{subject} differs in {int((~right).sum())} of {found.size} entries; the worst is "
            f"[{where}]: {values[0]} in place of {values[1]}"
        )
    factor = constant_factor(found, wanted, rtol=rtol, atol=atol)
    if factor is not None:
        return f"{message}. {factor_words(subject, factor)}", factor
    if found.ndim == 2 and found.shape[0] == found.shape[1] > 1:
        turned = found.T
        if (np.abs(turned - wanted) <= atol + rtol * np.abs(wanted)).all():
            return f"{message}. It is the transpose of what must come back", None
    return message, None


def factor_words(subject: str, factor: float) -> str:
    """The sentence for "this is the right value times a constant"."""
    if factor == 0.0:
        return f"{subject} is zero everywhere"
    if abs(factor + 1) < 1e-6:
        return "The sign is wrong everywhere"
    if abs(factor) > 1:
        return f"Everywhere {factor:.6g} times what it must be"
    return f"Everywhere {factor:.6g} = 1/{1 / factor:.6g} times what it must be"


def constant_factor(
    found: NDArray[Any], wanted: NDArray[Any], *, rtol: float = RTOL, atol: float = ATOL
) -> float | None:
    """The constant c with found = c·wanted, or None.

    One number always has a ratio, so a lone entry counts only when c is −1, 0, a whole
    number up to 1000 or one over it: anything else would be claiming a cause by chance.
    """
    nonzero = np.abs(wanted) > atol
    if not nonzero.any():
        return None
    if not found.any():
        return 0.0 if found.size > 1 else None
    pivot = np.unravel_index(int(np.argmax(np.abs(wanted))), wanted.shape)
    factor = float(found[pivot] / wanted[pivot])
    # A factor of about 1 is no cause: what differs then differs in another way.
    if (
        not 1e-6 <= abs(factor) <= 1e6  # beyond that a factor is no mistake that people make
        or abs(factor - 1) < 1e-4
        or not (
            np.abs(found - factor * wanted) <= abs(factor) * (atol + 10 * rtol * np.abs(wanted))
        ).all()
    ):
        return None
    if int(nonzero.sum()) == 1:
        whole = factor if abs(factor) >= 1 else 1 / factor if factor else 0.0
        if abs(whole - round(whole)) > 1e-6 * abs(whole) or not 1 <= abs(round(whole)) <= 1000:
            return None
    return factor


def equal(got: Any, want: Any, what: str = "") -> None:
    """`got` is exactly `want`: numbers, strings, lists of them (a list may be a tuple)."""
    if _plain(got) != _plain(want):
        raise Failure(f"{_subject(what)} is not what it must be", got=got, want=want)


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
        raise Failure(f"It must return ({listed}); it returned {kind_of(got)}", got=got)
    if len(got) != len(names):
        raise Failure(
            f"It must return {len(names)} values ({listed}); it returned {len(got)}", got=got
        )
    return tuple(got)


def sequence(got: Any, length: int | None = None, what: str = "") -> list[Any]:
    """`got` as a list: a list, tuple or 1-d array, of that length."""
    if isinstance(got, np.ndarray) and got.ndim == 1:
        got = list(got)
    if not isinstance(got, list | tuple):
        raise Failure(f"{_subject(what)} must be a list; it is {kind_of(got)}", got=got)
    if length is not None and len(got) != length:
        raise Failure(f"{_subject(what)} must have {length} entries; it has {len(got)}", got=got)
    return list(got)


def entries(got: Any, *keys: str) -> tuple[Any, ...]:
    """The entries of a dict under these keys; further keys are ignored."""
    if not isinstance(got, dict):
        listed = ", ".join(f'"{key}"' for key in keys)
        raise Failure(f"It must be a dict with {listed}; it is {kind_of(got)}", got=got)
    for key in keys:
        if key not in got:
            there = ", ".join(repr(one)[:40] for one in list(got)[:12]) or "nothing"
            raise Failure(f'The dict has no entry "{key}"; it holds {there}', got=got)
    return tuple(got[key] for key in keys)


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
            f"NumPy warned: {seen.warnings[0]}", got=seen.value, want="a value without a warning"
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
