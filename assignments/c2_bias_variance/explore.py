"""What a student's diagnosis sees: fits, learning curves, and what a penalty trades."""

from typing import Any

import numpy as np

from common.datasets import waves
from grader.authoring import Array, Reference, Student, array, entries, numbers, sequence, unpack
from grader.authoring.pictures import Lines, lines, picture

DEGREES = (1, 5, 14)
# The mean squared error of the wave itself: the noise alone.
NOISE = 0.04
WORDS = ("none", "bias", "variance", "both")


def fit(student: Student, x: Array, y: Array, degree: int, lambd: float) -> Array:
    """The weights that a student's functions find."""
    Phi = array(student.polynomial_features(x, degree), (degree + 1, x.size), what="Phi")
    return numbers(student.ridge_fit(Phi.astype(float), y, lambd), (degree + 1,), "theta")


@picture(
    "polynomial_features",
    "ridge_fit",
    try_next="Fit degree 14 with λ = 0.001, 0.1 and 10. When does it look like degree 5, and when "
    "like degree 1?",
)
def fits(student: Student, ref: Reference) -> Lines:
    """Polynomials of degree 1, 5 and 14 through 16 points of a wave."""
    x, y = waves(16, 1)
    at = np.linspace(-0.95, 0.95, 40)
    curves = {}
    for degree in DEGREES:
        theta = fit(student, x, y, degree, 1e-4)
        curves[f"degree {degree}"] = np.clip(theta @ at ** np.arange(degree + 1)[:, None], -3, 3)
    return lines(at, curves, given={"sin 3x": np.sin(3 * at)}, x_label="x", y_label="y")


@picture(
    "learning_curve",
    "read_learning_curve",
    try_next="Train on 1000 examples. Which of the dev errors get better, and which not? Does "
    "your reading of the curves say so beforehand?",
)
def curves(student: Student, ref: Reference) -> list[Lines]:
    """Learning curves of degree 1, 5 and 14, and what they say."""
    sets = *waves(120, 1), *waves(300, 2)
    sizes = [15, 20, 25, 30, 40, 50, 60, 80, 100, 120]
    panels = []
    for degree in DEGREES:
        got = student.learning_curve(*sets, sizes, degree, 1e-4)
        train, dev = (
            numbers(sequence(one, len(sizes)), (len(sizes),))
            for one in unpack(got, "train_errors", "dev_errors")
        )
        reading = student.read_learning_curve(train.tolist(), dev.tolist(), NOISE, 0.02)
        panels.append(
            lines(
                sizes,
                {"training": np.clip(train, 1e-4, 1e3), "dev": np.clip(dev, 1e-4, 1e3)},
                given={"noise": np.full(len(sizes), NOISE)},
                x_label="training examples",
                y_label="mean squared error",
                log_y=True,
                heading=f"Degree {degree}",
                says=f"Your reading: {word_of(reading)}",
            )
        )
    return panels


def word_of(reading: Any) -> str:
    """The problem that was found, in our own words."""
    problem, _ = entries(reading, "problem", "more_data_helps")
    found = next((word for word in WORDS if isinstance(problem, str) and problem == word), None)
    return f'the problem is "{found}".' if found else "no problem that is known here."


@picture(
    "ridge_fit",
    "bias_variance_decomposition",
    try_next="Take 100 examples in each training set. Which of the curves moves, and "
    "where is the best λ then?",
)
def trade(student: Student, ref: Reference) -> Lines:
    """Bias and variance of 15 models of degree 8, from 15 sets of 20 examples, against λ."""
    at = np.linspace(-0.9, 0.9, 25)
    powers = np.arange(9)[:, None]
    sets = [waves(20, seed) for seed in range(15)]
    lambdas = 10.0 ** np.linspace(-4, 2, 7)
    parts: dict[str, list[float]] = {"bias2": [], "variance": [], "mse": []}
    for lambd in lambdas:
        models = [
            numbers(student.ridge_fit(x**powers, y, float(lambd)), (9,), "theta") for x, y in sets
        ]
        predictions = np.array(models) @ at**powers
        got = student.bias_variance_decomposition(predictions, np.sin(3 * at))
        for name, value in zip(parts, entries(got, *parts), strict=True):
            parts[name].append(float(np.clip(numbers(value, (), name), 1e-5, 1e3)))
    return lines(lambdas, parts, x_label="λ", y_label="mean over x", log_x=True, log_y=True)
