"""What a student's convolutions see: a digit through filters, a moved digit, filters that learn."""

from typing import Any

import numpy as np

from common.datasets import digit_images
from grader.authoring import Array, Reference, Student, entries, finite, numbers, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

# Others than the checks'.
ORDER = 3
CLASSES, TRAIN, BATCH, STEPS, RATE = 3, 24, 3, 16, 0.15
SAME = {"stride": 1, "pad": 1}
HALF = {"f": 2, "stride": 2}
EDGE = np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0], [-1.0, -1.0, -1.0]])
BY_HAND = {
    "ink below light": -EDGE,
    "ink right of light": -EDGE.T,
    "an outline": np.array([[-1.0, -1.0, -1.0], [-1.0, 8.0, -1.0], [-1.0, -1.0, -1.0]]) / 2,
    "a blur": np.ones((3, 3)) / 3,
}


def some_digits(ref: Reference) -> tuple[Array, Array]:
    """Images (24, 8, 8, 1) of the digits 0, 1 and 2, and their labels."""
    X, Y, *_ = digit_images(ref, CLASSES, TRAIN, 0, ORDER)
    return X, Y


def convolved(student: Student, X: Array, W: Array) -> Array:
    """What the student's convolution makes of images of 8 × 8 pixels, which it leaves so large."""
    got = student.conv_forward(X, W, np.zeros((1, 1, 1, W.shape[3])), dict(SAME))
    return numbers(unpack(got, "Z", "cache")[0], (len(X), 8, 8, W.shape[3]), "Z")


def pooled(student: Student, Z: Array, mode: str) -> Array:
    """What the student's pooling layer makes of these."""
    got = student.pool_forward(Z, dict(HALF), mode)
    return numbers(unpack(got, "A", "cache")[0], (len(Z), 4, 4, Z.shape[3]), f"A of mode {mode}")


def stacked(patterns: Any) -> Array:
    """Patterns of 3 × 3 as filters (3, 3, 1, n_C)."""
    return np.stack(list(patterns), axis=-1)[:, :, np.newaxis]


@picture(
    "conv_forward",
    "pool_forward",
    try_next="Write a filter of your own that answers to diagonal strokes only. And turn the first "
    "one upside down: what does it find now?",
)
def through_filters(student: Student, ref: Reference) -> list[Images]:
    """A digit through four filters that were made by hand, and after pooling."""
    X, _ = some_digits(ref)
    digit = X[:1]
    Z = convolved(student, digit, stacked(BY_HAND.values()))
    panels = [
        images(
            [image("the digit", digit, (8, 8), low=0, high=1)],
            low=0,
            high=1,
            heading="What your convolution is given",
            says="An image of 8 × 8 pixels, from 0 (empty) to 1 (ink).",
        ),
        images(
            [image(name, Z[0, :, :, c], (8, 8), low=-3, high=3) for c, name in enumerate(BY_HAND)],
            low=-3,
            high=3,
            heading="What it makes of it, a channel for each filter",
            says=f"The largest number is {Z.max():.3g}, and the smallest {Z.min():.3g}.",
        ),
    ]
    for mode in ("max", "average"):
        A = pooled(student, Z, mode)
        panels.append(
            images(
                [
                    image(name, A[0, :, :, c], (4, 4), low=-3, high=3)
                    for c, name in enumerate(BY_HAND)
                ],
                low=-3,
                high=3,
                heading=f"After {mode} pooling",
                says=f"The largest number is {A.max():.3g}, and the smallest {A.min():.3g}.",
            )
        )
    return panels


@picture(
    "conv_forward",
    "pool_forward",
    try_next="Move the digit by two pixels in place of one, which is the stride of the pooling "
    "layer. What do you expect of the last two images?",
)
def a_moved_digit(student: Student, ref: Reference) -> Images:
    """A digit, and the same a pixel further right: after a convolution, and after pooling."""
    X, _ = some_digits(ref)
    two = np.concatenate([X[:1], np.roll(X[:1], 1, axis=2)])
    Z = convolved(student, two, stacked([-EDGE.T]))
    A = pooled(student, np.maximum(0.0, Z), "max")
    shown = []
    for place, name in enumerate(("the digit", "moved")):
        shown += [
            image(name, two[place], (8, 8), low=0, high=3),
            image(f"{name}: convolved", Z[place], (8, 8), low=0, high=3),
            image(f"{name}: pooled", A[place], (4, 4), low=0, high=3),
        ]
    changed = float(np.abs(A[1] - A[0]).mean() / max(np.abs(A).mean(), 1e-9))
    return images(
        shown,
        low=0,
        high=3,
        says=f"Pooled, the two differ by {100 * changed:.0f}% of their size on average.",
    )


@picture(
    "cnn_cost_and_grads",
    try_next="Take 200 steps, and look at the filters again. Then start both filters with the same "
    "numbers: why do they stay the same?",
)
def filters_that_learn(student: Student, ref: Reference) -> list[Images | Lines]:
    """The cost of the digits 0, 1 and 2 in 16 steps of your gradients, and the filters after it."""
    X, Y = some_digits(ref)
    rng = np.random.default_rng(8)
    parameters = {
        "W1": stacked([EDGE, EDGE.T]) * 0.6 + 0.3 * rng.normal(size=(3, 3, 1, 2)),
        "b1": np.zeros((1, 1, 1, 2)),
        "W2": 0.1 * rng.normal(size=(CLASSES, 32)),
        "b2": np.zeros((CLASSES, 1)),
    }
    filters, costs = {"at the start": parameters["W1"]}, []
    for step in range(STEPS):
        batch = (np.arange(BATCH) + step * BATCH) % TRAIN
        got = student.cnn_cost_and_grads(X[batch], Y[batch], parameters)
        cost, grads = unpack(got, "cost", "grads")
        costs.append(finite(cost, "the cost"))
        slopes = entries(grads, *(f"d{name}" for name in parameters))
        parameters = {
            name: value - RATE * numbers(slope, value.shape, f"d{name}")
            for (name, value), slope in zip(parameters.items(), slopes, strict=True)
        }
    filters[f"after {STEPS} steps"] = parameters["W1"]
    shown = [
        image(f"filter {c + 1} {when}", W[:, :, 0, c], (3, 3), low=-1.5, high=1.5)
        for c in range(2)
        for when, W in filters.items()
    ]
    moved = float(np.abs(parameters["W1"] - filters["at the start"]).max())
    return [
        lines(
            range(STEPS),
            {"batches of three": costs},
            x_label="step",
            y_label="cost J",
            heading="The cost of each batch",
        ),
        images(
            shown,
            low=-1.5,
            high=1.5,
            heading="The two filters",
            says=f"The weight that moved most moved by {moved:.3g}.",
        ),
    ]
