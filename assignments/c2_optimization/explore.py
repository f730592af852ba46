"""What a student's optimisers draw: their ways down a narrow bowl, digits, averages of noise."""

from typing import Any

import numpy as np

from common.datasets import odd_digits
from grader.authoring import Array, Reference, Student, entries, numbers, scalar, sequence, unpack
from grader.authoring.pictures import Lines, lines, picture

STEPS, EPOCHS = 40, 6
# How steep the bowl is along its two axes, and where the walks begin.
STEEP = np.array([[1.0], [20.0]])
START = np.array([[-9.0], [1.5]])


def walk(student: Student, optimizer: str) -> tuple[Array, Array]:
    """The points (2, STEPS + 1) of a walk down the bowl ½·(x² + 20·y²), and its heights."""
    parameters: Any = {"W1": START}
    v: Any = {"dW1": np.zeros((2, 1))}
    s: Any = {"dW1": np.zeros((2, 1))}
    points = [START]
    for t in range(1, STEPS + 1):
        grads = {"dW1": STEEP * points[-1]}
        if optimizer == "gd":
            parameters = student.update_parameters_with_gd(parameters, grads, 0.09)
        elif optimizer == "momentum":
            result = student.update_parameters_with_momentum(parameters, grads, v, 0.8, 0.09)
            parameters, v = unpack(result, "parameters", "v")
        elif optimizer == "rmsprop":
            result = student.update_parameters_with_rmsprop(parameters, grads, s, 0.9, 0.4)
            parameters, s = unpack(result, "parameters", "s")
        else:
            result = student.update_parameters_with_adam(parameters, grads, v, s, t, 0.6)
            parameters, v, s = unpack(result, "parameters", "v", "s")
        points.append(numbers(entries(parameters, "W1")[0], (2, 1), "W1"))
    path = np.hstack(points)
    return path, (STEEP * path**2).sum(axis=0) / 2


@picture(
    "update_parameters_with_gd",
    "update_parameters_with_momentum",
    "update_parameters_with_rmsprop",
    "update_parameters_with_adam",
    try_next="Raise the rate of plain descent from 0.09 to 0.11: along which axis does it leave "
    "the bowl? How far can you raise it with momentum?",
)
def down_the_bowl(student: Student, ref: Reference) -> list[Lines]:
    """Forty steps down a bowl that is twenty times as steep along y as along x."""
    walks = {name: walk(student, name) for name in ("gd", "momentum", "rmsprop", "adam")}
    floor = 1e-6
    return [
        lines(
            range(STEPS + 1),
            {name: np.maximum(height, floor) for name, (_, height) in walks.items()},
            x_label="step",
            y_label="height",
            log_y=True,
            heading="How high each of them still is",
        ),
        lines(
            range(STEPS + 1),
            {name: path[0] for name, (path, _) in walks.items()},
            x_label="step",
            y_label="x",
            heading="Along the flat axis",
        ),
        lines(
            range(STEPS + 1),
            {name: path[1] for name, (path, _) in walks.items()},
            x_label="step",
            y_label="y",
            heading="Along the steep axis",
        ),
    ]


@picture(
    "model",
    try_next="Give all four the same rate, 0.01 and then 0.1. Which of them minds the most? Then "
    "try batches of 8 and of 256.",
)
def on_digits(student: Student, ref: Reference) -> Lines:
    """Odd or even digits: the cost of each epoch, with four optimisers from one start."""
    X, Y, _ = odd_digits(ref, seed=2)
    X, Y = X[:, :256], Y[:, :256]
    rng = np.random.default_rng(5)
    start = {
        "W1": rng.normal(size=(10, 64)) / 8,
        "b1": np.zeros((10, 1)),
        "W2": rng.normal(size=(1, 10)) / 3,
        "b2": np.zeros((1, 1)),
    }
    curves = {}
    for optimizer, rate in (("gd", 0.1), ("momentum", 0.1), ("rmsprop", 0.01), ("adam", 0.01)):
        result = student.model(X, Y, start, optimizer, rate, 32, EPOCHS)
        _, costs = unpack(result, "parameters", "costs")
        curves[f"{optimizer}, α = {rate:g}"] = [
            scalar(cost, "a cost") for cost in sequence(costs, EPOCHS, "costs")
        ]
    return lines(
        range(1, EPOCHS + 1),
        curves,
        x_label="epoch",
        y_label="cost J",
        says="With other shuffles the curves differ a little.",
    )


@picture(
    "exponentially_weighted_average",
    try_next="Try β = 0.5 and β = 0.99. How many days late is each curve, and how long does the "
    "missing correction show?",
)
def temperatures(student: Student, ref: Reference) -> Lines:
    """A hundred noisy temperatures and their averages at β = 0.9, corrected and not."""
    days = np.arange(100)
    noise = np.random.default_rng(8).normal(size=100)
    measured = 14 - 8 * np.cos(2 * np.pi * days / 100) + 2 * noise
    return lines(
        days,
        {
            "corrected": student.exponentially_weighted_average(measured, 0.9, True),
            "not corrected": student.exponentially_weighted_average(measured, 0.9),
        },
        x_label="day",
        y_label="°C",
        given={"measured": measured},
    )
