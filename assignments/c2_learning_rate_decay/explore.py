"""What a student's schedules draw, and what his descent makes of them."""

from typing import Any

import numpy as np

from grader.authoring import Array, Reference, Student, numbers, scalar, sequence
from grader.authoring.pictures import Lines, lines, picture

EPOCHS, WARM, LR0 = 60, 6, 0.4
STEPS, MEAN_OF = 480, 12
NOT_ZERO = 1e-4


def rates(student: Student, name: str, count: int, **options: float) -> list[float]:
    """The rates of a schedule, one by one."""
    got: Any = student.make_schedule(name, LR0, count, **options)
    return [scalar(rate, "a rate") for rate in sequence(got, count, f'the rates of "{name}"')]


@picture(
    "make_schedule",
    "warmup_cosine",
    try_next="Which schedule has used up half of all its steps first? Make the exponential one "
    "reach the same rate as the cosine does in the middle.",
)
def schedules(student: Student, ref: Reference) -> Lines:
    """Your schedules from the same rate, over sixty epochs."""
    warm = [
        scalar(student.warmup_cosine(LR0, epoch, WARM, EPOCHS), "a rate") for epoch in range(EPOCHS)
    ]
    return lines(
        range(EPOCHS),
        {
            "step": rates(student, "step", EPOCHS, epochs_per_drop=15),
            "exponential": rates(student, "exponential", EPOCHS),
            "inverse time": rates(student, "inverse_time", EPOCHS, decay_rate=0.2),
            "cosine": rates(student, "cosine", EPOCHS),
            "warm-up and cosine": warm,
        },
        x_label="epoch",
        y_label="learning rate α",
    )


def points() -> tuple[Array, Array]:
    """Eighty noisy points of y = 2x."""
    rng = np.random.default_rng(12)
    x = rng.normal(size=80)
    return x, 2 * x + 0.5 * rng.normal(size=80)


@picture(
    "sgd_with_rates",
    "make_schedule",
    try_next="Make the constant rate ten times smaller: how near does it get now, and how much "
    "later? Then let the inverse-time rate fall ten times faster.",
)
def coming_to_rest(student: Student, ref: Reference) -> Lines:
    """How far your weight is from the best one, under three schedules."""
    x, y = points()
    best = float(x @ y / (x @ x))
    curves = {}
    for label, name, options in (
        ("constant", "constant", {}),
        ("step", "step", {"epochs_per_drop": 120, "drop": 0.3}),
        ("inverse time", "inverse_time", {"decay_rate": 0.05}),
    ):
        taken = rates(student, name, STEPS, **options)
        weights = numbers(student.sgd_with_rates(x, y, 0.0, taken), (STEPS + 1,), "the weights")
        off = np.abs(weights[1:] - best).reshape(-1, MEAN_OF).mean(axis=1)
        curves[label] = np.maximum(off, NOT_ZERO)
    return lines(
        np.arange(MEAN_OF, STEPS + 1, MEAN_OF),
        curves,
        x_label="step",
        y_label="|w − w*|",
        log_y=True,
        says=f"Each point is the mean of {MEAN_OF} steps.",
    )
