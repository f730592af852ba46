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

from grader.authoring.failure import Compared, Failure, WrongGradients
from grader.authoring.forms import array, differ, scalar
from grader.results import GradientRow
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
    """The numeric derivatives of one scalar function, by parameter name: of `ref.gradient`."""

    partials: Mapping[str, Partial]

    def scaled(self, **factors: float) -> NumericGradient:
        """The same gradient with those of the named parameters multiplied.

        For a function that leaves out a factor on purpose: `.scaled(A_prev=m)`.
        """
        changed = {
            name: Partial(factor * self.partials[name].value, self.partials[name].checkable)
            for name, factor in factors.items()
        }
        return NumericGradient({**self.partials, **changed})


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


def gradients_agree(
    want: NumericGradient, *, rtol: float = RTOL, atol: float = ATOL, **got: Any
) -> None:
    """Each student gradient, given under its parameter's name, must agree with the numeric one.

    The shape must be the parameter's own. Raises `Failure` with a table of all parameters,
    and a sentence on each wrong one.
    """
    compared = {
        f"d{name}": _compare(f"d{name}", value, want.partials[name], rtol, atol)
        for name, value in got.items()
    }
    wrong = {name: one for name, one in compared.items() if not one.row.right}
    if not wrong:
        return
    raise Failure(
        _summary(list(wrong), [name for name in compared if name not in wrong]),
        got={name: got[name.removeprefix("d")] for name in wrong},
        want={
            name: one.numeric if one.numeric.ndim else float(one.numeric)
            for name, one in wrong.items()
        },
        facts=WrongGradients(compared),
    )


def _summary(wrong: list[str], right: list[str]) -> str:
    said = f"{_listed(wrong)} {differ(len(wrong))} from the numeric gradient"
    if not right:
        return said
    # On other inputs they may not.
    return f"{said}; on this input {_listed(right)} {'agrees' if len(right) == 1 else 'agree'}"


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _compare(label: str, value: Any, partial: Partial, rtol: float, atol: float) -> Compared:
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
    if not numeric.size:
        row = GradientRow(
            name=label, shape=shape(numeric), worst="", analytic="", numeric="", error="",
            right=True, kinks=0,
        )  # fmt: skip
        return Compared(found, numeric, partial.checkable, row)
    worst = np.unravel_index(int(np.argmax(ranked)), numeric.shape)
    row = GradientRow(
        name=label,
        shape=shape(numeric) if numeric.ndim else "a number",
        worst=str([int(i) for i in worst]) if numeric.ndim else "",
        analytic=f"{float(found[worst]):.6g}",
        numeric=f"{float(numeric[worst]):.6g}",
        error=f"{float(error[worst]):.1e}",
        right=bool(right.all()),
        kinks=int((~partial.checkable).sum()),
    )
    return Compared(found, numeric, partial.checkable, row)
