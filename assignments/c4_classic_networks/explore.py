"""What a student's networks draw: where parameters lie, what a cell sees, a block, augmentation."""

from typing import Any

import numpy as np

from common.datasets import odd_digits
from grader.authoring import (
    Array,
    Reference,
    Student,
    array,
    entries,
    finite,
    require,
    sequence,
    unpack,
)
from grader.authoring.pictures import Images, Lines, image, images, lines, picture

NAMES = ("lenet5", "alexnet", "vgg16")
# The first 4 of that shuffle, and a 7: neither looks the same from the other side.
ORDER = 3
CROP, COPIES = 6, 9
# A network on paper has some twenty or thirty layers; a longer one is cut off.
MOST_LAYERS = 60


def summary(student: Student, name: str) -> tuple[list[Any], list[str], list[float]]:
    """The layers of a network, their types, and how many parameters each has."""
    shape, listed = unpack(student.classic_network(name), "input_shape", "layers")
    layers = sequence(listed, what="the layers")[:MOST_LAYERS]
    rows = sequence(student.network_summary(shape, layers), len(layers), "the summary")
    kinds, counts = [], []
    for row in rows:
        kind, _, parameters = entries(row, "type", "output_shape", "parameters")
        kinds.append(str(kind))
        counts.append(finite(parameters, "a parameter count"))
    return layers, kinds, counts


@picture(
    "classic_network",
    "network_summary",
    try_next="Where does each curve jump, and by how much? Then draw the same for multiplications: "
    "conv_cost knows them for a convolution, and an fc layer takes one for each weight.",
)
def where_parameters_lie(student: Student, ref: Reference) -> list[Lines]:
    """Which share of a network's parameters its first layers have, layer by layer.

    Only layers that learn are counted: five in LeNet-5, eight in AlexNet, sixteen in VGG-16.
    """
    panels = []
    for name in NAMES:
        _, kinds, counts = summary(student, name)
        learnt = [n for kind, n in zip(kinds, counts, strict=True) if kind in ("conv", "fc")]
        require(len(learnt) > 1, f"{name} must have layers that learn", got=kinds)
        shares = np.cumsum([0.0, *learnt]) / max(sum(learnt), 1.0)
        panels.append(
            lines(
                range(len(learnt) + 1),
                {"so far": shares},
                x_label="layers that learn",
                y_label="share of the parameters",
                heading=name,
            )
        )
    return panels


@picture(
    "classic_network",
    "receptive_field",
    try_next="An image of AlexNet's has 227 pixels a side, and one of VGG-16's 224. After which "
    "layer does a cell see most of it? Leave all pools out of VGG-16, and draw it once more.",
)
def what_a_cell_sees(student: Student, ref: Reference) -> list[Lines]:
    """The receptive field after each conv and pool layer of the three networks."""
    panels = []
    for name in NAMES:
        _, listed = unpack(student.classic_network(name), "input_shape", "layers")
        layers = sequence(listed, what="the layers")[:MOST_LAYERS]
        looking = [one for one in layers if entries(one, "type")[0] in ("conv", "pool")]
        require(looking, f"{name} must have layers that look", got=f"{len(layers)} layers")
        fields = [
            finite(student.receptive_field(looking[:depth]), "the receptive field")
            for depth in range(len(looking) + 1)
        ]
        panels.append(
            lines(
                range(len(fields)),
                {"receptive field": fields},
                x_label="conv and pool layers",
                y_label="pixels a side",
                heading=name,
            )
        )
    return panels


@picture(
    "augment_batch",
    try_next="Which of these would you still read as the same digit? Draw a 3 and a 0 as well: for "
    "which digits does a mirror make another sign, and for which none at all?",
)
def many_from_one(student: Student, ref: Reference) -> Images:
    """One digit of 8 × 8 pixels, and nine windows of 6 × 6 that augment_batch makes of it."""
    pixels = digit_of(ref, 4)
    batch = np.repeat(pixels[np.newaxis, :, :, np.newaxis], COPIES, axis=0)
    found = array(student.augment_batch(batch, CROP, 1), (COPIES, CROP, CROP, 1), what="the batch")
    shown = [image("the digit", pixels, pixels.shape, low=0.0, high=1.0)]
    for number, window in enumerate(found):
        shown.append(image(f"window {number}", window, (CROP, CROP), low=0.0, high=1.0))
    says = "A digit, and windows of it; about half of these are mirrored. Other draws, others."
    return images(shown, low=0.0, high=1.0, says=says)


def digit_of(ref: Reference, which: int) -> Array:
    """The first of these digits, 8 × 8."""
    X, _, digit = odd_digits(ref, ORDER)
    found: Array = X[:, int(np.argmax(digit == which))].reshape(8, 8)
    return found


@picture(
    "inception_forward",
    "max_pool_same",
    try_next="Put a filter that finds edges in place of a mean: −1 on the left, 1 on the right. "
    "What does the relu after it leave of an edge?",
)
def side_by_side(student: Student, ref: Reference) -> Images:
    """What the four branches of an inception block make of a 7, with simple filters in them.

    The 1 × 1 filter hands on, the 3 × 3 and the 5 × 5 ones take means, the pool takes the largest.
    """
    pixels = digit_of(ref, 7)
    one, none = np.ones((1, 1, 1, 1)), np.zeros((1, 1, 1, 1))
    parameters = {f"W{name}": one for name in ("1", "3r", "5r", "p")}
    parameters |= {f"b{name}": none for name in ("1", "3r", "3", "5r", "5", "p")}
    parameters |= {f"W{f}": np.full((f, f, 1, 1), 1 / f**2) for f in (3, 5)}
    A_prev = pixels[np.newaxis, :, :, np.newaxis]
    got = array(student.inception_forward(A_prev, parameters), (1, 8, 8, 4), what="the block")
    shown = [image("the digit", pixels, (8, 8), low=0.0, high=1.0)]
    for place, name in enumerate(("1 × 1", "3 × 3 mean", "5 × 5 mean", "3 × 3 pool")):
        shown.append(image(name, got[0, :, :, place], (8, 8), low=0.0, high=1.0))
    says = "A digit as it is, blurred a little, blurred much, and with its strokes grown thick."
    return images(shown, low=0.0, high=1.0, says=says)
