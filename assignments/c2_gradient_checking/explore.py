"""What a student's differences draw: two errors that meet, and how far wrong gradients are off."""

import numpy as np

from grader.authoring import Array, Reference, Student, entries, scalar
from grader.authoring.pictures import Lines, lines, picture

STEPS = 10.0 ** np.arange(-13, 0)
AT = 0.7
# A difference of nothing has no place on an axis of powers of ten.
LEAST = 1e-17
# Of one example's loss in three weights; the third is left out of one of the gradients.
X = np.array([1.5, -0.8, 0.6])
THETA = np.array([0.4, -1.1, 0.9])


@picture(
    "forward_difference",
    "central_difference",
    try_next="Take sin(1000x) in place of e^(sin x). Which way do the two valleys move, and why?",
)
def valleys(student: Student, ref: Reference) -> Lines:
    """How far your two differences are off, for steps from 0.1 down to 10⁻¹³.

    The function is e^(sin x) at 0.7, whose slope is known.
    """

    def f(x: float) -> float:
        return float(np.exp(np.sin(x)))

    slope = np.cos(AT) * f(AT)
    off = {
        name: [abs(scalar(difference(f, AT, h), name) - slope) + LEAST for h in STEPS]
        for name, difference in (
            ("forward", student.forward_difference),
            ("central", student.central_difference),
        )
    }
    return lines(
        STEPS,
        off,
        x_label="step h",
        y_label="error",
        log_x=True,
        log_y=True,
        says="On the right the formula is to blame, on the left the rounding.",
    )


def loss(w: Array) -> float:
    """The cross-entropy of one example with the label 1, and a penalty of w₂⁴."""
    return float(np.logaddexp(0.0, -(w @ X)) + w[2] ** 4)


def slopes(w: Array) -> Array:
    """Its gradient."""
    found: Array = -X / (1 + np.exp(w @ X))
    found[2] += 4 * w[2] ** 3
    return found


def nearly(w: Array) -> Array:
    """A gradient that is one in a thousand too long."""
    return 1.001 * slopes(w)


def without_penalty(w: Array) -> Array:
    """The gradient of somebody who forgot the penalty."""
    found: Array = -X / (1 + np.exp(w @ X))
    return found


@picture(
    "gradient_check",
    try_next="Multiply the loss by a million, and its gradients too. What changes? And what if the "
    "loss gets a million added?",
)
def verdicts(student: Student, ref: Reference) -> Lines:
    """The difference that your gradient_check finds, for a right gradient and for two wrong ones.

    Its numeric gradient is taken with steps from 0.1 down to 10⁻¹³.
    """
    found = {}
    for name, claimed in (
        ("right", slopes),
        ("1.001 times right", nearly),
        ("penalty forgotten", without_penalty),
    ):
        differences = []
        for step in STEPS:
            (one,) = entries(student.gradient_check(loss, claimed, THETA, step), "difference")
            differences.append(scalar(one, "the difference") + LEAST)
        found[name] = differences
    return lines(
        STEPS,
        found,
        given={"threshold 1e-6": np.full(STEPS.size, 1e-6)},
        x_label="ε",
        y_label="relative difference",
        log_x=True,
        log_y=True,
    )
