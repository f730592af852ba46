"""Numeric gradients and their comparison with a student's.

Central differences in float64 of a trusted forward function, with a given (random)
upstream gradient: one of ones would hide a backward pass that ignores it. Entries at a
kink are marked not checkable instead of wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from grader.checks import Failure
from grader.compare import array, constant_factor, factor_words, scalar
from grader.show import shape

Floats = NDArray[np.float64]

# h ≈ ε^(1/3) balances the truncation error h² against the rounding error ε/h.
STEP = 1e-5
# Relative error |a − n| / max(1e-8, |a| + |n|), with an absolute tolerance beside it.
RTOL = 1e-6
ATOL = 1e-8
FLOOR = 1e-8
# One-sided slopes that differ by more than this mark a kink between x − h and x + h.
KINK = 1e-3


@dataclass(frozen=True)
class Partial:
    """The numeric derivative for one parameter; `checkable` is False at kinks."""

    value: Floats
    checkable: NDArray[np.bool_]


@dataclass(frozen=True)
class NumericGradient:
    """The numeric derivatives of one scalar function, by parameter name."""

    partials: Mapping[str, Partial]


def numeric_gradient(
    f: Callable[..., Any], at: Mapping[str, Any], *, upstream: Any = None
) -> NumericGradient:
    """Central differences of f(**at), or of sum(upstream · f(**at)) when `upstream` is given.

    `at` holds floats or arrays; f must not keep what it is given. An entry is at a kink
    when its two one-sided differences disagree by more than KINK·(1 + |derivative|), and
    keep disagreeing when the step is halved (smooth curvature halves with the step).
    """
    parameters = {name: np.array(value, dtype=np.float64) for name, value in at.items()}
    scalars = {name for name, value in at.items() if not isinstance(value, np.ndarray)}

    def objective() -> float:
        given = {
            name: float(value) if name in scalars else value for name, value in parameters.items()
        }
        value = f(**given)
        if upstream is not None:
            return float(np.sum(np.asarray(upstream) * np.asarray(value)))
        return float(np.asarray(value).reshape(()))

    middle = objective()
    partials = {}
    for name, theta in parameters.items():
        derivative = np.zeros_like(theta)
        checkable = np.ones(theta.shape, dtype=np.bool_)
        for index in np.ndindex(theta.shape):
            origin = float(theta[index])
            h = STEP * max(1.0, abs(origin))
            slopes, gaps = [], []
            for step in (h, h / 2):
                theta[index] = origin + step
                above = objective()
                theta[index] = origin - step
                below = objective()
                slopes.append((above - below) / (2 * step))
                gaps.append(abs((above - middle) / step - (middle - below) / step))
                if step == h and gaps[0] <= KINK * (1 + abs(slopes[0])):
                    break
            theta[index] = origin
            derivative[index] = slopes[0]
            # Of a smooth function the gap between the two sides halves with the step.
            if len(gaps) == 2 and gaps[1] > 0.75 * gaps[0]:
                checkable[index] = False
            elif len(gaps) == 2 and abs(slopes[1] - slopes[0]) > KINK * (1 + abs(slopes[1])):
                checkable[index] = False  # the kink lies between h/2 and h
        partials[name] = Partial(derivative, checkable)
    return NumericGradient(partials)


@dataclass(frozen=True)
class _Row:
    """One line of the table that a failed comparison shows."""

    name: str
    shape: str
    worst: str
    analytic: float
    numeric: float
    error: float
    kinks: int
    right: bool
    cause: str
    factor: float | None

    def text(self) -> str:
        verdict = "ok" if self.right else "WRONG"
        kinks = f", {self.kinks} at a kink left out" if self.kinks else ""
        return (
            f"{self.name} {self.shape}: {verdict}; {self.worst} is "
            f"{self.analytic:.6g}, numeric {self.numeric:.6g}, "
            f"relative error {self.error:.1e}{kinks}"
        )


def gradients_agree(
    want: NumericGradient, *, rtol: float = RTOL, atol: float = ATOL, **got: Any
) -> None:
    """Each student gradient, given under its parameter's name, agrees with the numeric one.

    The shape must be the parameter's own. The message is a table with one line per
    parameter, then one sentence on each wrong one. Raises `Failure`.
    """
    rows = [_row(name, value, want.partials[name], rtol, atol) for name, value in got.items()]
    wrong = [row for row in rows if not row.right]
    if not wrong:
        return
    causes = [row.cause for row in wrong if row.cause]
    message = "\n".join([row.text() for row in rows] + causes)
    raise Failure(
        message,
        got={f"d{name}": value for name, value in got.items()},
        want={
            f"d{name}": value if value.ndim else float(value)
            for name in got
            for value in (want.partials[name].value,)
        },
        factor=wrong[0].factor if len(wrong) == 1 else None,
    )


def _row(name: str, value: Any, partial: Partial, rtol: float, atol: float) -> _Row:
    label = f"d{name}"
    numeric = partial.value
    if numeric.ndim == 0:
        found = np.asarray(scalar(value, label))
    else:
        found = array(value, tuple(numeric.shape), what=label).astype(np.float64)
    size = np.abs(found) + np.abs(numeric)
    difference = np.abs(found - numeric)
    error = difference / np.maximum(FLOOR, size)
    # Both comparisons are False for NaN, so a NaN is wrong.
    right = (difference <= atol) | (error <= rtol) | ~partial.checkable
    ranked = np.where(right, -1.0, np.where(np.isnan(error), np.inf, error))
    if right.all():
        ranked = np.where(partial.checkable, error, -1.0)
    worst = np.unravel_index(int(np.argmax(ranked)), numeric.shape)
    cause, factor = ("", None) if right.all() else _cause(label, found, numeric)
    return _Row(
        name=label,
        shape=shape(numeric) if numeric.ndim else "(a number)",
        worst=f"worst entry {[int(i) for i in worst]}" if numeric.ndim else "it",
        analytic=float(found[worst]),
        numeric=float(numeric[worst]),
        error=float(error[worst]),
        kinks=int((~partial.checkable).sum()),
        right=bool(right.all()),
        cause=cause,
        factor=factor,
    )


def _cause(label: str, found: Floats, numeric: Floats) -> tuple[str, float | None]:
    """One sentence on a wrong gradient, claimed only where it holds for every entry."""
    if np.isnan(found).any():
        return f"{label} holds NaN.", None
    factor = constant_factor(found, numeric)
    if factor is not None:
        return f"{label}: {factor_words(label, factor)}.", factor
    if found.ndim == 2 and found.shape[0] == found.shape[1] > 1:
        turned, _ = found.T, None
        if np.allclose(turned, numeric, rtol=RTOL, atol=ATOL):
            return f"{label} is the transpose of the gradient.", None
    if numeric.size > 1:
        norms = float(np.linalg.norm(found) * np.linalg.norm(numeric))
        if norms > 0:
            cosine = float(np.sum(found * numeric)) / norms
            if cosine < 0.9999:
                return f"{label} is no multiple of the gradient (cosine {cosine:.4f}).", None
    return "", None
