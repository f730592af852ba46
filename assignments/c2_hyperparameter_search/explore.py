"""What a student's search sees: how draws lie on a scale, and how a search closes in."""

import math
from typing import Any

import numpy as np

from grader.authoring import Array, Reference, Student, entries, numbers, scalar, sequence, unpack
from grader.authoring.pictures import Lines, lines, picture

DECADES = 5
TRIALS = 25
OTHER = "From another generator the draws, and so the curves, are others."


def costs(points: list[Any]) -> Array:
    """A cost that hangs on the rate alone: the other hyperparameter doesn't matter."""
    return np.array([(math.log10(one["rate"]) + 3.1) ** 2 for one in points])


def points_in(got: Any, count: int) -> list[dict[str, float]]:
    """So many points, each with its rate and its decay."""
    found = []
    for one in sequence(got, count, "the list of points"):
        rate, decay = (scalar(value, "a value") for value in entries(one, "rate", "decay"))
        found.append({"rate": max(rate, 1e-300), "decay": decay})
    return found


@picture(
    "sample_log_uniform",
    "sample_beta",
    try_next="Draw 20 values instead of 2000. How many decades get none, on either scale?",
)
def scales(student: Student, ref: Reference) -> list[Lines]:
    """How many of 2000 draws fall into each decade."""
    rates = numbers(student.sample_log_uniform(1e-5, 1.0, 2000, 1), (2000,), "the draws")
    betas = numbers(student.sample_beta(0.0, 1 - 1e-5, 2000, 2), (2000,), "the draws")
    plain = np.random.default_rng(1).uniform(1e-5, 1.0, 2000)
    return [
        lines(
            range(-DECADES, 0),
            {"log-uniform": per_decade(rates)},
            given={"uniform": per_decade(plain)},
            x_label="decade of the learning rate (−5: from 10⁻⁵ to 10⁻⁴)",
            y_label="draws",
            heading="A learning rate from 0.00001 to 1",
            says=OTHER,
        ),
        lines(
            range(-DECADES, 0),
            {"your draws": per_decade(1 - betas)},
            given={"uniform": per_decade(1 - plain * (1 - 1e-5))},
            x_label="decade of 1 − β",
            y_label="draws",
            heading="A momentum from 0 to 0.99999",
        ),
    ]


def per_decade(values: Array) -> Array:
    """How many values fall into each of the decades from 10⁻⁵ to 1."""
    with np.errstate(all="ignore"):
        exponents = np.log10(np.abs(values))
    return np.histogram(exponents[np.isfinite(exponents)], range(-DECADES, 1))[0].astype(float)


@picture(
    "grid_points",
    "random_points",
    try_next="Make the decay matter as much as the rate. What is left of the difference? And with "
    "four hyperparameters, of which one matters: how many values of it does a grid of 81 try?",
)
def grid_or_random(student: Student, ref: Reference) -> list[Lines]:
    """25 trials on a grid and at random, where the rate matters and the decay does not."""
    axis = [float(10.0**e) for e in (-5, -3.75, -2.5, -1.25, 0)]
    grid = points_in(student.grid_points({"decay": axis, "rate": axis}), TRIALS)
    space = {"rate": ("log", 1e-5, 1.0), "decay": ("log", 1e-5, 1.0)}
    drawn = points_in(student.random_points(space, TRIALS, 3), TRIALS)
    tried = {
        name: np.sort(np.log10([point["rate"] for point in points]))
        for name, points in (("grid", grid), ("random", drawn))
    }
    best = {"grid": np.minimum.accumulate(costs(grid))}
    several = [points_in(student.random_points(space, TRIALS, s), TRIALS) for s in range(9)]
    best["random (middle of 9)"] = np.median(
        [np.minimum.accumulate(costs(points)) for points in several], axis=0
    )
    count = range(1, TRIALS + 1)
    return [
        lines(
            count,
            tried,
            x_label="place, from the smallest to the largest",
            y_label="log₁₀ of the rate",
            heading="The rates that were tried",
            says="A grid of 25 tries five rates, five times each.",
        ),
        lines(
            count,
            {name: np.maximum(value, 1e-6) for name, value in best.items()},
            x_label="trials so far",
            y_label="lowest cost so far",
            log_y=True,
            heading="What was found",
            says=OTHER,
        ),
    ]


@picture(
    "coarse_to_fine",
    try_next="Keep k = 2 or k = 15 of the coarse trials. When does the box miss the "
    "best place, and when is it no help?",
)
def closing_in(student: Student, ref: Reference) -> list[Lines]:
    """20 coarse trials and 20 in the box of the five best."""
    space = {"rate": ("log", 1e-5, 1.0), "decay": ("linear", 0.0, 1.0)}
    stages = 20, 20

    def objective(point: Any) -> float:
        rate, decay = (float(point[name]) for name in ("rate", "decay"))
        return (math.log10(rate) + 2.7) ** 2 + 0.3 * (decay - 0.4) ** 2

    _, trials = unpack(
        student.coarse_to_fine(objective, space, *stages, 5, 2), "the best", "the trials"
    )
    rows = [unpack(one, "point", "score") for one in sequence(trials, sum(stages), "the trials")]
    rates = [point["rate"] for point in points_in([point for point, _ in rows], sum(stages))]
    scores = [max(scalar(score, "a score"), 1e-6) for _, score in rows]
    count = range(1, sum(stages) + 1)
    return [
        lines(
            count,
            {"your trials": np.log10(rates)},
            given={"the best place": np.full(sum(stages), -2.7)},
            x_label="trial",
            y_label="log₁₀ of the rate",
            heading="Where it looked",
            says=OTHER,
        ),
        lines(
            count,
            {"each trial": scores, "the best so far": np.minimum.accumulate(scores)},
            x_label="trial",
            y_label="cost",
            log_y=True,
            heading="What it found",
        ),
    ]
