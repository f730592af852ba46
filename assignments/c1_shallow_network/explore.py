"""What a student's network draws: borders between petals, and how it gets off the plateau."""

import numpy as np

from common.datasets import petals
from grader.authoring import Array, Reference, Student, scalar, sequence, unpack
from grader.authoring.pictures import Lines, Regions, grid, lines, picture, region, regions

POINTS, SIDE = 150, 40
RANGE = (-2.2, 2.2)


def start(n_h: int, scale: float) -> dict[str, Array]:
    """Parameters to start from, the same for everybody."""
    rng = np.random.default_rng(3)
    return {
        "W1": scale * rng.normal(size=(n_h, 2)),
        "b1": np.zeros((n_h, 1)),
        "W2": scale * rng.normal(size=(1, n_h)),
        "b2": np.zeros((1, 1)),
    }


@picture(
    "nn_model",
    "predict",
    try_next="Train with 20 hidden units, and with 4 units but ten times as many steps. Which "
    'borders follow single points? Then try activation="relu": what shape do its borders '
    "have?",
)
def borders(student: Student, ref: Reference) -> Regions:
    """Where your network draws the border between the petals, with 1, 2, 4 and 8 hidden units."""
    X, Y = petals(POINTS, seed=1)
    cells = grid(SIDE, RANGE, RANGE)
    maps = []
    for n_h in (1, 2, 4, 8):
        result = student.nn_model(
            X, Y, n_h, num_iterations=120, learning_rate=3.0, initial=start(n_h, 0.5)
        )
        parameters, _ = unpack(result, "parameters", "costs")
        name = f"{n_h} hidden unit{'s' if n_h > 1 else ''}"
        on_grid, on_points = (student.predict(parameters, at) for at in (cells, X))
        maps.append(region(name, on_grid, on_points, Y, side=SIDE))
    return regions(X, Y, maps, x_range=RANGE, y_range=RANGE)


@picture(
    "nn_model",
    try_next="Start with weights ten times as large, and with weights a hundred times as large: "
    "how long is the plateau then? Why does no number of steps get the zeros off it?",
)
def plateau(student: Student, ref: Reference) -> Lines:
    """The cost of four hidden units that start from small random weights, and from zeros."""
    X, Y = petals(POINTS, seed=1)
    curves = {}
    for name, scale in (("small weights", 0.01), ("zeros", 0.0)):
        result = student.nn_model(
            X, Y, 4, num_iterations=200, learning_rate=3.0, initial=start(4, scale)
        )
        _, costs = unpack(result, "parameters", "costs")
        record = [scalar(cost, "a cost") for cost in sequence(costs, 200, "costs")]
        curves[name] = record[::4]
    return lines(range(0, 200, 4), curves, x_label="iteration", y_label="cost J")
