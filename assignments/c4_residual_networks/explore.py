"""What a student's residual networks draw: gradients in depth, and what is left of a digit."""

from typing import Any

import numpy as np

from common.datasets import digits_to_learn
from grader.authoring import Array, Reference, Student, array, numbers, scalar, sequence, unpack
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

# Others than the checks'.
UNITS, EXAMPLES, LAYERS, SEED = 10, 4, 40, 3
SCALES = np.geomspace(0.1, 4.0, 13)
SHALLOW = 15
# How many blocks the digit passes.
BLOCKS = (0, 1, 3, 10)


def dense(scale: float, layers: int) -> tuple[Array, Array, list[Array]]:
    """x, d_out, and weights of that scale over the root of the units."""
    rng = np.random.default_rng(SEED)
    x, d_out = rng.normal(size=(2, UNITS, EXAMPLES))
    size = scale / np.sqrt(UNITS)
    return x, d_out, [size * rng.normal(size=(UNITS, UNITS)) for _ in range(layers)]


@picture(
    "depth_gradient_norms",
    try_next="Which of the four layers furthest to the left still learn, if a step is as long as "
    "the gradient? Draw the same with weights twice as large.",
)
def in_depth(student: Student, ref: Reference) -> Lines:
    """How long the gradient is at each depth of 40 layers, on its way from right to left.

    Plain and residual, for small weights and for larger ones.
    """
    series = {}
    for scale in (0.5, 1.5):
        for residual, name in ((False, "plain"), (True, "residual")):
            got = student.depth_gradient_norms(*dense(scale, LAYERS), residual)
            series[f"{name}, weights {scale:g}"] = numbers(got, (LAYERS + 1,), "norms")
    return lines(
        range(LAYERS + 1),
        series,
        x_label="depth l (0 is the input)",
        y_label="norm of the gradient",
        log_y=True,
    )


@picture(
    "depth_gradient_norms",
    "degradation_ratio",
    try_next="At which size of the weights does a gradient neither die out nor grow, in either "
    "stack? What would you multiply t with, to have a residual stack of 100 layers do so?",
)
def per_layer(student: Student, ref: Reference) -> Lines:
    """The factor per layer against the size of the weights, in stacks of 15 layers.

    Below 1 the gradient dies out on its way back, above 1 it grows.
    """
    series: dict[str, list[float]] = {"plain": [], "residual": []}
    for scale in SCALES:
        for residual, name in ((False, "plain"), (True, "residual")):
            norms = student.depth_gradient_norms(*dense(scale, SHALLOW), residual)
            series[name].append(scalar(student.degradation_ratio(norms), "the factor"))
    return lines(
        SCALES,
        series,
        x_label="weights, times √n",
        y_label="factor per layer",
        given={"1": np.ones(len(SCALES))},
        log_x=True,
    )


def network(blocks: int, shortcut: float) -> list[dict[str, Any]]:
    """Blocks with small random weights. Without the shortcut W2 takes X away again."""
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(blocks):
        W1, W2 = 0.2 * rng.normal(size=(2, 3, 3, 1, 1))
        # A second way through the main path hands a positive X on with a minus sign.
        hands_on = np.zeros((3, 3, 1, 1))
        hands_on[1, 1] = 1.0
        parameters = {
            "W1": np.concatenate([W1, hands_on], axis=3),
            "b1": np.zeros((1, 1, 1, 2)),
            "W2": np.concatenate([W2, (shortcut - 1) * hands_on], axis=2),
            "b2": np.zeros((1, 1, 1, 1)),
        }
        found.append({"parameters": parameters, "stride": 1})
    return found


@picture(
    "resnet_forward",
    "resnet_backward",
    try_next="Make the random weights ten times as small. After how many blocks can you still read "
    "the digit, with the shortcut and without?",
)
def what_is_left(student: Student, ref: Reference) -> list[Images]:
    """A digit after 0, 1, 3 and 10 blocks of small random weights, and what comes back to it.

    Above with the shortcut. Below the main path takes away what the shortcut brought.
    """
    X, *_ = digits_to_learn(ref, 1, 1, seed=4)
    pixels = X[:, 0].reshape(1, 8, 8, 1)
    panels = []
    for shortcut, heading in ((1.0, "With the shortcut"), (0.0, "As if there were none")):
        shown = []
        for blocks in BLOCKS:
            got = student.resnet_forward(pixels, network(blocks, shortcut))
            A, caches = unpack(got, "A", "caches")
            sequence(caches, blocks, "caches")
            after = array(A, pixels.shape, what="A").astype(np.float64)
            back = student.resnet_backward(np.ones(pixels.shape), caches)
            dX = array(unpack(back, "dX", "grads")[0], pixels.shape, what="dX").astype(np.float64)
            shown.append(image(f"after {blocks}", after, (8, 8), low=0, high=1.5))
            shown.append(image(f"gradient, {blocks}", dX, (8, 8), low=0, high=1.5))
        panels.append(
            images(
                shown,
                low=0,
                high=1.5,
                heading=heading,
                says="Each image is followed by the derivatives of the sum of its pixels in those "
                "of the digit.",
            )
        )
    return panels
