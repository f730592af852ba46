"""Reading any reasonable form: each function gives the value in plain form or raises `Failure`.

A student's value may have any reasonable form, so a check passes it through one of these before
it touches it. Nothing here broadcasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.authoring.failure import Differs, Failure, NothingReturned, Shape, WrongShape
from grader.show import is_short_name, kind_of
from grader.show import shape as _shape_of

RTOL = 1e-6
ATOL = 1e-8
# NumPy's kinds of numbers that a check's `dtype` takes.
KINDS = {"": "biuf", "float": "f", "int": "iu"}


def require(condition: object, law: str, *, got: object = None, want: object = None) -> None:
    """Raise `Failure` with the sentence `law` unless the condition holds."""
    if not condition:
        raise Failure(law, got=got, want=want)


def subject_of(what: str) -> str:
    """The subject of a sentence about a value."""
    return what or "The result"


def _wrong_kind(message: str, got: Any, want: str, what: str = "") -> Failure:
    """The failure of a value that is not of the kind that it must be."""
    facts = NothingReturned() if got is None else None
    return Failure(message, got=got, want=want, what=what, facts=facts)


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
        message = f"{subject_of(what)} must be a table of numbers; it is {kind_of(got)}"
        raise _wrong_kind(message, got, want, what)
    message = f"{subject_of(what)} must be an array; it is {kind_of(got)}"
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

    An array or a nested list will do. `dtype` is "" (any number or bool), "float" or "int"; `what`
    names the value in messages.
    """
    allowed = [*shapes] if shapes else ([shape] if shape is not None else [])
    return array_of(got, allowed, what, dtype)


def array_of(
    got: Any, allowed: Sequence[Shape], what: str, dtype: str, wanted: Any = None
) -> NDArray[Any]:
    """As `array`; where the right numbers are known they may tell what went wrong."""
    names = " or ".join(str(one).replace("None", "any") for one in allowed)
    want = f"an array of shape {names}" if allowed else "an array"
    found = _as_array(got, what, want)
    if allowed and not any(_fits(found.shape, one) for one in allowed):
        raise Failure(
            f"{subject_of(what)} must have shape {names}; yours has shape {_shape_of(found)}",
            got=got,
            want=want if wanted is None else wanted,
            what=what,
            facts=WrongShape(found, allowed, wanted),
        )
    if found.dtype.kind not in KINDS[dtype]:
        need = {"": "real numbers", "float": "floats", "int": "integers"}[dtype]
        raise Failure(
            f"{subject_of(what)} must hold {need}; its dtype is {found.dtype}",
            got=got,
            want=f"an array of {need}" if wanted is None else wanted,
            what=what,
        )
    return found


def _fits(found: tuple[int, ...], allowed: Shape) -> bool:
    return len(found) == len(allowed) and all(
        a is None or a == f for f, a in zip(found, allowed, strict=True)
    )


def scalar(got: Any, what: str = "") -> float:
    """`got` as a float: a Python or NumPy number, or an array of one entry, up to 2-d."""
    return scalar_of(got, what)


def scalar_of(got: Any, what: str, wanted: Any = None) -> float:
    """As `scalar`; where the right number is known it may tell what went wrong."""
    if isinstance(got, bool | int | float | np.generic):
        number = np.asarray(got)
    elif isinstance(got, np.ndarray) and got.size == 1 and got.ndim <= 2:
        number = got.reshape(())
    else:
        message = f"{subject_of(what)} must be a single number; it is {kind_of(got)}"
        if not isinstance(got, np.ndarray):
            raise _wrong_kind(message, got, "a single number", what)
        raise Failure(
            message,
            got=got,
            want="a single number" if wanted is None else wanted,
            what=what,
            facts=WrongShape(got, [()], wanted),
        )
    if number.dtype.kind not in "biuf":
        message = f"{subject_of(what)} must be a real number; it is {kind_of(got)}"
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
    message = f"{subject_of(what)} must be finite{_first_not_finite(found)}"
    facts = Differs(found, np.zeros(found.shape), ATOL)
    raise Failure(message, got=got, want="finite numbers", what=what, facts=facts)


def _first_not_finite(found: NDArray[Any]) -> str:
    """Where the first entry is that is NaN or infinite, and how many there are."""
    if found.size == 1:
        return ""
    odd = ~np.isfinite(found)
    count = int(odd.sum())
    return f"; {count} of {found.size} entries {are(count)} not, the first at {place_of(odd)}"


def are(count: int) -> str:
    """The verb after a count."""
    return "is" if count == 1 else "are"


def differ(count: int) -> str:
    """The verb after a count or some names."""
    return "differs" if count == 1 else "differ"


def place_of(where: NDArray[Any]) -> str:
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


def unpack(got: Any, *names: str) -> tuple[Any, ...]:
    """The parts of a tuple or list of exactly so many; the names are for messages."""
    listed = ", ".join(names)
    if not isinstance(got, list | tuple):
        message = f"It must return ({listed}); it returned {kind_of(got)}"
        raise _wrong_kind(message, got, f"({listed})")
    if len(got) != len(names):
        message = f"It must return {len(names)} values ({listed}); it returned {len(got)}"
        raise Failure(message, got=got, want=f"({listed})")
    return tuple(got)


def double_precision(got: Any, what: str) -> None:
    """`got` must hold float64 numbers (as nested lists do)."""
    kind = array(got, what=what).dtype
    require(kind == np.float64, f"{what} must hold float64 numbers", got=str(kind), want="float64")


def sequence(got: Any, length: int | None = None, what: str = "") -> list[Any]:
    """`got` as a list: a list, tuple or 1-d array, of that length."""
    if isinstance(got, np.ndarray) and got.ndim == 1:
        got = list(got)
    if not isinstance(got, list | tuple):
        message = f"{subject_of(what)} must be a list; it is {kind_of(got)}"
        raise _wrong_kind(message, got, "a list", what)
    if length is not None and len(got) != length:
        message = f"{subject_of(what)} must have {length} entries; it has {len(got)}"
        raise Failure(message, got=got, want=f"{length} entries", what=what)
    return list(got)


def entries(got: Any, *keys: str) -> tuple[Any, ...]:
    """The entries of a dict under these keys; further keys are ignored."""
    if not isinstance(got, dict):
        wanted = _dict_with(keys)
        message = f"It must be {wanted}; it is {kind_of(got)}"
        raise _wrong_kind(message, got, wanted)
    for key in keys:
        if key not in got:
            there = ", ".join(map(_key, list(got)[:12])) or "nothing"
            message = f'The dict has no entry "{key}"; it holds {there}'
            raise Failure(message, got=got, want=_dict_with(keys))
    return tuple([got[key] for key in keys])


def _dict_with(keys: Sequence[str]) -> str:
    listed = ", ".join(f'"{key}"' for key in keys)
    return f"a dict with {listed}"


def _key(key: Any) -> str:
    """A dict's key in a message, which on hidden checks must hold no words of a submission."""
    return repr(key) if isinstance(key, str) and is_short_name(key) else kind_of(key)
