"""What a student's deep network draws: depth against cost, what it looks for, what it misses."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.datasets import digits_to_learn
from grader.authoring import Array, Reference, Student, array, entries, scalar, sequence, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture, predicted

TRAIN, TEST, STEPS, RATE, SEED = 150, 300, 100, 0.15, 1
NETWORKS = ([64, 1], [64, 20, 1], [64, 20, 7, 1], [64, 20, 7, 5, 1])
SHOWN = 8


def shown_digits(ref: Reference) -> tuple[Array, Array, Array, Array, NDArray[Any]]:
    """Digits to learn from and to test on, others than the checks', and which the latter are."""
    return digits_to_learn(ref, TRAIN, TEST, seed=1)


@picture(
    "L_layer_model",
    "predict",
    try_next="Train the deepest network for 1000 steps instead of 100, and then with a rate of 1. "
    "What does depth cost, and when is it worth it?",
)
def depth(student: Student, ref: Reference) -> list[Lines]:
    """Odd or even digits: how networks of one to four layers learn.

    The cost of each, and the share of digits that it puts right.
    """
    X, Y, X_test, Y_test, _ = shown_digits(ref)
    costs, train, test = {}, [], []
    for dims in NETWORKS:
        result = student.L_layer_model(
            X, Y, dims, learning_rate=RATE, num_iterations=STEPS, seed=SEED
        )
        parameters, record = unpack(result, "parameters", "costs")
        taken = [scalar(cost, "a cost") for cost in sequence(record, STEPS, "costs")]
        costs[layers(len(dims) - 1)] = taken[::2]
        train.append(share_right(student.predict(X, parameters), Y))
        test.append(share_right(student.predict(X_test, parameters), Y_test))
    shares = {"training": train, "test": test}
    return [
        lines(
            range(0, STEPS, 2),
            costs,
            x_label="iteration",
            y_label="cost J",
            heading="The cost",
            says="From other random weights the curves run another way.",
        ),
        lines(
            range(1, len(NETWORKS) + 1),
            shares,
            x_label="layers",
            y_label="share right",
            heading="Digits put right after training",
        ),
    ]


def layers(count: int) -> str:
    """The name of a curve."""
    return f"{count} layer{'s' if count > 1 else ''}"


def share_right(prediction: Any, Y: Array) -> float:
    """The share of labels that a prediction meets."""
    return float(np.mean(predicted(prediction, Y.size) == Y.reshape(-1)))


@picture(
    "L_layer_model",
    "L_model_forward",
    try_next="Train with 1000 digits in place of 150. Which of these mistakes would you have made "
    "too? Do the units' images get smoother?",
)
def what_it_sees(student: Student, ref: Reference) -> list[Images]:
    """What the units of your first layer look for, and the digits that your network gets wrong."""
    X, Y, X_test, Y_test, digit = shown_digits(ref)
    dims = NETWORKS[1]
    result = student.L_layer_model(X, Y, dims, learning_rate=RATE, num_iterations=STEPS, seed=SEED)
    parameters, _ = unpack(result, "parameters", "costs")
    (W1,) = entries(parameters, "W1")
    weights = array(W1, (dims[1], dims[0]), what="W1").astype(np.float64)
    AL, _ = unpack(student.L_model_forward(X_test, parameters), "AL", "caches")
    odd = array(AL, Y_test.shape, what="AL").astype(np.float64)[0]
    most = float(np.nanmax(np.abs(weights[np.isfinite(weights)]), initial=1e-9))
    units = [
        image(f"unit {place}", row, (8, 8), low=-most, high=most)
        for place, row in enumerate(weights, start=1)
    ]
    wrong = np.flatnonzero((odd > 0.5) != (Y_test[0] > 0.5))
    missed = [
        image(f"{digit[i]}: odd with {odd[i]:.2g}", X_test[:, i], (8, 8), low=0, high=1)
        for i in wrong[:SHOWN]
    ]
    panels = [
        images(
            units,
            low=-most,
            high=most,
            heading="The weights of the first layer, a unit each",
            says=f"The largest weight is {most:.3g} in size.",
        )
    ]
    if missed:
        panels.append(
            images(
                missed,
                low=0,
                high=1,
                heading="Digits that your network gets wrong",
                says=f"Your network gets {wrong.size} of {TEST} new digits wrong; the first "
                f"{len(missed)} are: {', '.join(one.label for one in missed)}.",
            )
        )
    return panels
