"""What a student's initialisations draw: signals through depth, and what each start learns."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from common.datasets import circles
from common.networks import network_of
from grader.authoring import Array, Reference, Student, finite, sequence, unpack
from grader.authoring.pictures import (
    Lines,
    Regions,
    grid,
    lines,
    picture,
    region,
    regions,
)

WIDTH, DEPTH, SIGNALS, SEED = 80, 20, 60, 3
POINTS, SIDE, STEPS, NETWORK = 100, 32, 150, [2, 12, 6, 1]
RANGE = (-1.4, 1.4)
STARTS = {"zeros": "zeros", "random, scale 10": "random", "Xavier": "xavier", "He": "he"}


@picture(
    "initialize_parameters_random",
    "initialize_parameters_xavier",
    "initialize_parameters_he",
    "activation_stds",
    try_next="Which scale keeps the signal of relus in layers of 80 units, and which in layers of "
    "320? Find it by trying, then by the formula. And what do Glorot's uniform weights do here?",
)
def through_depth(student: Student, ref: Reference) -> list[Lines]:
    """How your four scales carry a signal through twenty layers of 80 units."""
    X = np.random.default_rng(SEED).normal(size=(WIDTH, SIGNALS))
    dims = [WIDTH] * (DEPTH + 1)
    starts = {
        "scale 0.01": student.initialize_parameters_random(dims, 0.01, SEED),
        "scale 0.3": student.initialize_parameters_random(dims, 0.3, SEED),
        "Xavier": student.initialize_parameters_xavier(dims, SEED),
        "He": student.initialize_parameters_he(dims, SEED),
    }
    panels = []
    for activation in ("relu", "tanh"):
        curves = {
            name: deviations(student.activation_stds(parameters, X, activation))
            for name, parameters in starts.items()
        }
        panels.append(
            lines(
                range(1, DEPTH + 1),
                curves,
                x_label="layer",
                y_label="standard deviation of A",
                log_y=True,
                heading=f"Activation {activation}",
                says="From zeros every deviation is 0, which a logarithmic axis can't show. With "
                "other random weights the curves run a little otherwise.",
            )
        )
    return panels


def deviations(got: Any) -> list[float]:
    """A list of DEPTH numbers."""
    return [finite(one, "a deviation") for one in sequence(got, DEPTH, "the list")]


@picture(
    "train_with_init",
    try_next="The large start ends where the zeros do, at ln 2, and for another reason: what did "
    "its first, long steps do to the relus? Try a rate of 0.005 for it. Then put eight more layers "
    "of 12 units in between, and see which start still learns.",
)
def four_starts(student: Student, ref: Reference) -> Sequence[Lines | Regions]:
    """The costs on two circles from four starts, and the borders that are learnt from each."""
    X, Y = circles(POINTS, seed=8)
    cells = grid(SIDE, RANGE, RANGE)
    curves, maps = {}, []
    for name, init in STARTS.items():
        result = student.train_with_init(
            X, Y, NETWORK, init, SEED, learning_rate=0.5, num_iterations=STEPS
        )
        parameters, costs = unpack(result, "parameters", "costs")
        record = [finite(cost, "a cost") for cost in sequence(costs, STEPS, "costs")]
        curves[name] = record[::3]
        learnt = network_of(parameters, NETWORK)
        on_grid, on_points = (likelier(ref, at, learnt) for at in (cells, X))
        maps.append(region(name, on_grid, on_points, Y, side=SIDE))
    return [
        lines(
            range(0, STEPS, 3),
            curves,
            x_label="iteration",
            y_label="cost J",
            log_y=True,
            heading="The cost",
            says="From other random weights the curves run another way.",
        ),
        regions(X, Y, maps, x_range=RANGE, y_range=RANGE, heading="What was learnt"),
    ]


def likelier(ref: Reference, X: Array, parameters: dict[str, Array]) -> Array:
    """The given network's labels."""
    found: Array = ref.predict(X, parameters)
    return found
