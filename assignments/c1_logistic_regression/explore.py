"""What a student's neuron draws: learning curves, and how the two losses bend."""

import numpy as np

from grader.authoring import Reference, Student, numbers, scalar, sequence, unpack
from grader.authoring.pictures import Band, Lines, lines, picture

SAMPLES, STEPS = 100, 40
RATES = (0.001, 0.1, 10.0)
WRONG_X, WRONG_Y = [1.0], [0]


@picture(
    "optimize",
    try_next="Try rates of your own between 0.1 and 10, and then 100. Which is the largest with "
    "which the cost falls at every step? Does a cost that jumps up at first always stay "
    "high?",
)
def learning_curves(student: Student, ref: Reference) -> Lines:
    """The cost while your neuron learns to tell tumours apart, at three learning rates."""
    data = ref.data("breast_cancer")
    X, Y = data["X"][:, :SAMPLES], data["Y"][:, :SAMPLES]
    X = (X - X.mean(axis=1, keepdims=True)) / X.std(axis=1, keepdims=True)
    curves = {}
    for rate in RATES:
        start = np.zeros((X.shape[0], 1))
        result = student.optimize(
            start, 0.0, X, Y, num_iterations=STEPS, learning_rate=rate, record_every=1
        )
        _, _, costs = unpack(result, "params", "grads", "costs")
        curves[f"α = {rate:g}"] = [
            scalar(cost, "a cost") for cost in sequence(costs, STEPS, "costs")
        ]
    return lines(range(STEPS), curves, x_label="iteration", y_label="cost J")


@picture(
    "sigmoid",
    "curvature",
    try_next="Gradient descent starts at w = 8: how far does it get in ten steps with each loss? "
    "Where the squared error bends downwards it is not convex, and far out it is almost "
    "flat.",
)
def two_losses(student: Student, ref: Reference) -> list[Lines]:
    """The two losses of one example (x = 1, y = 0) as the weight grows, and how they bend."""
    w = np.linspace(-8.0, 8.0, 41)
    a = numbers(student.sigmoid(w), w.shape, "sigmoid of 41 numbers")
    losses = {"cross-entropy": -np.log(1 - a), "squared error": a**2 / 2}
    bends = {
        name: [scalar(student.curvature(one, WRONG_X, WRONG_Y, loss)) for one in w.tolist()]
        for name, loss in (("cross-entropy", "bce"), ("squared error", "mse"))
    }
    below = Band(label="bends downwards", axis="y", low=None, high=0.0)
    return [
        lines(w, losses, x_label="weight w", y_label="J(w)", heading="The losses"),
        lines(
            w,
            bends,
            x_label="weight w",
            y_label="J″(w)",
            heading="Their second derivatives",
            bands=[below],
        ),
    ]
